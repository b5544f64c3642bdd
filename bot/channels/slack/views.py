"""The App Home, the form for a mentor, and what the mentors read."""

from __future__ import annotations

from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    CheckboxesElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextSectionElement,
)
from slack_sdk.models.views import View

from bot.channels.slack import wording
from bot.channels.slack.blocks import MENTOR, Message, bullets, packed, rich
from bot.channels.slack.text import escaped, literal, shortened
from bot.parsing.sanitize import LONGEST

FORM, QUESTION, SHARE = "mentor_form", "question", "share"
CONVERSATION, PLAN = "conversation", "plan"
DELETE, TAKE = "delete", "take"
_PLAN_SHOWN = 2_800


def home(plan: str, *, mentors: bool, deleted: bool) -> dict[str, Any]:
    """The App Home of a person; `plan` is empty where there is none."""
    blocks: list[Block] = [_header(wording.HOME_TITLE)]
    if deleted:
        blocks.append(rich(wording.DELETED))
    blocks += [rich(wording.HOME_ABOUT), bullets(wording.HOME_WAYS), bullets(wording.EXAMPLES)]
    if mentors:
        blocks.append(
            ActionsBlock(
                block_id=MENTOR,
                elements=[
                    ButtonElement(text=_plain(wording.ASK_MENTOR), action_id=MENTOR, value=packed())
                ],
            )
        )
    blocks += [
        DividerBlock(),
        _header(wording.HOME_PLAN),
        rich(shortened(plan.strip(), _PLAN_SHOWN) or wording.NO_PLAN),
    ]
    blocks += [DividerBlock(), _header(wording.HOME_DATA), rich(wording.HOME_DATA_ABOUT)]
    confirm = ConfirmObject(
        title=_plain(wording.DELETE),
        text=_plain(wording.DELETE_SURE),
        confirm=_plain(wording.DELETE_YES),
        deny=_plain(wording.DELETE_NO),
        style="danger",
    )
    delete = ButtonElement(
        text=_plain(wording.DELETE),
        action_id=DELETE,
        value=packed(),
        style="danger",
        confirm=confirm,
    )
    blocks.append(ActionsBlock(block_id=DELETE, elements=[delete]))
    return View(type="home", blocks=blocks).to_dict()


def mentor_form(carried: str, asked: str, *, plan: bool) -> dict[str, Any]:
    """Nothing is ticked before the asker does it; `carried` comes back with the form."""
    options = [Option(text=_plain(wording.SHARE_CONVERSATION), value=CONVERSATION)] if asked else []
    options += [Option(text=_plain(wording.SHARE_PLAN), value=PLAN)] if plan else []
    question = PlainTextInputElement(
        action_id=QUESTION,
        multiline=True,
        max_length=LONGEST,
        initial_value=asked[:LONGEST] or None,
    )
    blocks: list[Block] = [
        rich(wording.MENTOR_ABOUT),
        InputBlock(block_id=QUESTION, label=_plain(wording.MENTOR_QUESTION), element=question),
    ]
    if options:
        ticks = CheckboxesElement(action_id=SHARE, options=options)
        blocks.append(
            InputBlock(
                block_id=SHARE, label=_plain(wording.MENTOR_SHARE), element=ticks, optional=True
            )
        )
    return View(
        type="modal", callback_id=FORM, private_metadata=carried, title=_plain(wording.MENTOR_TITLE),
        submit=_plain(wording.MENTOR_SEND), close=_plain(wording.MENTOR_CANCEL), blocks=blocks,
    ).to_dict()  # fmt: skip


def brief(key: str, asker: str, question: str, *, conversation: bool, plan: bool) -> Message:
    """What the mentors read first; what the asker ticked follows in the thread."""
    line = [
        RichTextElementParts.User(user_id=asker),
        RichTextElementParts.Text(text=wording.BRIEF_ASKS),
    ]
    asked = RichTextBlock(
        elements=[
            RichTextSectionElement(elements=line),
            RichTextSectionElement(
                elements=[RichTextElementParts.Text(text="\n" + literal(question))]
            ),
        ]
    )
    take = ButtonElement(
        text=_plain(wording.TAKE),
        action_id=TAKE,
        style="primary",
        value=packed(key, asker, shortened(literal(question), 300)),
    )
    blocks: list[Block] = [
        _header(wording.BRIEF_TITLE),
        asked,
        ContextBlock(elements=[_plain(wording.shared(conversation, plan))]),
        ActionsBlock(block_id=TAKE, elements=[take]),
    ]
    return Message(
        escaped(f"{wording.BRIEF_TITLE}: {question}"), tuple(block.to_dict() for block in blocks)
    )


def taken(blocks: list[dict[str, Any]], mentor: str) -> tuple[dict[str, Any], ...]:
    """The brief once somebody has taken it."""
    line = [
        RichTextElementParts.Text(text=wording.TAKEN_BY),
        RichTextElementParts.User(user_id=mentor),
    ]
    done = RichTextBlock(block_id=f"{TAKE}-done", elements=[RichTextSectionElement(elements=line)])
    return tuple(done.to_dict() if block.get("block_id") == TAKE else block for block in blocks)


def _header(text: str) -> HeaderBlock:
    return HeaderBlock(text=_plain(text))


def _plain(text: str) -> PlainTextObject:
    return PlainTextObject(text=text, emoji=False)
