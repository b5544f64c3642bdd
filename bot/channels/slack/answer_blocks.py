"""The typed reply as Block Kit: one turn is one message, cut into parts where Slack's limits ask
for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ContextActionsBlock,
    FeedbackButtonObject,
    FeedbackButtonsElement,
)
from slack_sdk.models.blocks.block_elements import InteractiveElement

from bot.channels.slack import wording
from bot.channels.slack.answer_parts import parts_of
from bot.channels.slack.message import Message, button, make_message, pack, plain
from bot.channels.slack.text import escaped, shortened
from bot.domain.plain_reply import plain as plain_reply
from bot.domain.reply import Reply

_NOTIFICATION = 1_500
MOST_BUTTONS = 5
# The ids of the blocks below an answer, and what the action ids of their buttons begin with.
NEXT, THUMBS, REST, MENTOR, PLAN = "next", "thumbs", "rest", "mentor", "plan"


@dataclass(frozen=True)
class Offers:
    """What stands below an answer; `button` gives the opaque id of a suggestion in the asker's
    conversation.
    """

    conversation: str
    button: Callable[[str], str]
    mentors: bool = False


def answer(turn: str, replies: Sequence[Reply], offers: Offers, part: int = 0) -> Message:
    """Part `part` (from 0) of the answer of a turn; a part that doesn't exist is the last one."""
    parts = parts_of(replies)
    part = max(0, min(part, len(parts) - 1))
    blocks = list(parts[part])
    if part + 1 < len(parts):
        label = wording.show_rest(part + 2, len(parts))
        more = button(label, REST, pack(offers.conversation, turn, part + 1))
        blocks.append(ActionsBlock(block_id=REST, elements=[more]))
    else:
        blocks += _below(turn, replies, offers, part)
    text = "\n\n".join(plain_reply(reply, suggestions=False) for reply in replies)
    return make_message(escaped(shortened(text, _NOTIFICATION)), blocks)


def suggestions(replies: Iterable[Reply]) -> tuple[str, ...]:
    """The suggestions below the answer of a turn, in the order of their buttons."""
    return tuple(dict.fromkeys(title for reply in replies for title in reply.suggestions))


def _below(turn: str, replies: Sequence[Reply], offers: Offers, part: int) -> Iterator[Block]:
    """At most MOST_BUTTONS buttons, the suggestions giving way to the others; and the thumbs."""
    own: list[Block] = []
    if any(reply.files for reply in replies):
        plan = button(wording.GET_PLAN, PLAN, pack(offers.conversation, turn, part))
        own.append(ActionsBlock(block_id=PLAN, elements=[plan]))
    if offers.mentors:
        mentor = button(wording.ASK_MENTOR, MENTOR, pack(offers.conversation, turn))
        own.append(ActionsBlock(block_id=MENTOR, elements=[mentor]))
    titles = suggestions(replies)[: MOST_BUTTONS - len(own)]
    if titles:
        buttons: list[InteractiveElement] = [
            button(
                title,
                f"{NEXT}:{number}",
                pack(offers.conversation, offers.button(title), turn, part),
            )
            for number, title in enumerate(titles)
        ]
        yield ActionsBlock(block_id=NEXT, elements=buttons)
    yield from own
    if any(reply.topic != "smalltalk" for reply in replies):
        up, down = (pack(offers.conversation, turn, verdict) for verdict in ("up", "down"))
        thumbs = FeedbackButtonsElement(
            action_id=THUMBS,
            positive_button=_thumb(wording.HELPFUL, up),
            negative_button=_thumb(wording.NOT_HELPFUL, down),
        )
        yield ContextActionsBlock(block_id=THUMBS, elements=[thumbs])


def _thumb(label: str, value: str) -> FeedbackButtonObject:
    return FeedbackButtonObject(text=plain(label), accessibility_label=label, value=value)
