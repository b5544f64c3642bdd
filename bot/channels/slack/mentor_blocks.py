"""What mentors read: the brief of a question, what the asker shared, and the questions that are
open.
"""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ContextBlock,
    DividerBlock,
    RichTextBlock,
    RichTextElementParts,
    RichTextSectionElement,
)
from slack_sdk.models.blocks.block_elements import RichTextElement

from bot.channels.slack import wording
from bot.channels.slack.markdown_blocks import markdown_blocks, paged
from bot.channels.slack.message import (
    LONGEST_CHUNK,
    Message,
    button,
    chunks,
    header,
    link_part,
    make_message,
    pack,
    paragraph,
    plain,
    text_part,
)
from bot.channels.slack.text import escaped, shortened
from bot.channels.slack.views import share_names
from bot.store.mentoring import Request, State

TAKE, DONE, GIVE_BACK = "take", "done", "give_back"
MET, NOT_MET, REASSIGN, WITHDRAW, PAUSE = "met", "not_met", "reassign", "withdraw", "pause"
_PAGE_BLOCKS, _PAGE_TEXT = 30, 6_000
_LISTED, _LISTED_QUESTION = 8, 200


def brief(request: Request) -> Message:
    """What the mentors read first, in the state the request is in; what the asker ticked follows
    below it.
    """
    shared = share_names(frozenset(request.shared.split(",")))
    line = [RichTextElementParts.User(user_id=request.asker), text_part(wording.BRIEF_ASKS)]
    question = text_part("\n" + shortened(request.question, LONGEST_CHUNK))
    sections = [RichTextSectionElement(elements=line), RichTextSectionElement(elements=[question])]
    if request.thread:
        link = link_part(wording.BRIEF_THREAD, request.thread)
        sections.append(RichTextSectionElement(elements=[text_part("\n"), link]))
    blocks: list[Block] = [
        header(wording.BRIEF_TITLE),
        RichTextBlock(elements=sections),
        ContextBlock(elements=[plain(wording.shared(shared))]),
        *_state(request),
    ]
    return make_message(escaped(f"{wording.BRIEF_TITLE}: {request.question}"), blocks)


def _state(request: Request) -> list[Block]:
    """Who has the request, and what a mentor can do about it."""
    if request.state is State.OPEN:
        take = button(wording.TAKE, TAKE, pack(request.id), style="primary")
        return [ActionsBlock(block_id=TAKE, elements=[take])]
    if request.state is State.TAKEN:
        return [_by(wording.TAKEN_BY, request.mentor), _mentor_buttons(request)]
    if request.state is State.WITHDRAWN or not request.mentor:
        return [paragraph(wording.WITHDRAWN)]
    return [_by(wording.DONE_BY, request.mentor)]


def _by(words: str, mentor: str) -> RichTextBlock:
    line: list[RichTextElement] = [text_part(words), RichTextElementParts.User(user_id=mentor)]
    return RichTextBlock(elements=[RichTextSectionElement(elements=line)])


def _mentor_buttons(request: Request, suffix: str = "") -> ActionsBlock:
    done = button(wording.DONE, f"{DONE}:{suffix}", pack(request.id, request.round))
    back = button(wording.GIVE_BACK, f"{GIVE_BACK}:{suffix}", pack(request.id, request.round))
    return ActionsBlock(block_id=f"{DONE}{suffix}", elements=[done, back])


def text_pages(title: str, text: str) -> tuple[Message, ...]:
    """A long text as messages that follow each other, each with the title."""
    return _pages(title, [paragraph(chunk) for chunk in chunks(text)])


def markdown_pages(title: str, text: str) -> tuple[Message, ...]:
    return _pages(title, markdown_blocks(text))


def _pages(title: str, blocks: Sequence[Block]) -> tuple[Message, ...]:
    pages = paged(blocks, _PAGE_BLOCKS, _PAGE_TEXT)
    return tuple(make_message(escaped(title), (header(title), *page)) for page in pages)


def pair_intro(request: Request, days: float) -> Message:
    """What asker and mentor read first in their group conversation; after `days` the asker is
    asked.
    """
    line: list[RichTextElement] = [
        RichTextElementParts.User(user_id=request.asker),
        text_part(wording.PAIR_INTRO),
        RichTextElementParts.User(user_id=request.mentor),
        text_part("."),
    ]
    quote = [text_part(wording.PAIR_QUESTION + " "), text_part(request.question, italic=True)]
    sections = [RichTextSectionElement(elements=part) for part in (line, quote)]
    words = f"<@{request.asker}>{wording.PAIR_INTRO}<@{request.mentor}>."
    blocks = [RichTextBlock(elements=sections), paragraph(wording.pair_next(days))]
    return make_message(words, blocks)


def mentors_view(
    user: str, waiting: Sequence[Request], yours: Sequence[Request], *, paused: bool
) -> list[Block]:
    """What is open, for the Home of a mentor; one can't take one's own."""
    blocks: list[Block] = [DividerBlock(), header(wording.MENTORS_TITLE)]
    blocks.append(paragraph(wording.MENTORS_WAITING if waiting else wording.MENTORS_NONE_OPEN))
    for number, request in enumerate(waiting[:_LISTED]):
        blocks.append(_listed(request))
        if request.asker != user:
            take = button(wording.TAKE, f"{TAKE}:{number}", pack(request.id))
            blocks.append(ActionsBlock(block_id=f"{TAKE}{number}", elements=[take]))
    blocks.append(paragraph(wording.MENTORS_YOURS if yours else wording.MENTORS_NONE_YOURS))
    for number, request in enumerate(yours[:_LISTED]):
        blocks += [_listed(request), _mentor_buttons(request, f":{number}")]
    label = wording.RESUME if paused else wording.PAUSE
    change = button(label, PAUSE, pack(0 if paused else 1))
    blocks += [
        ContextBlock(elements=[plain(wording.in_turn(paused))]),
        ActionsBlock(block_id=PAUSE, elements=[change]),
    ]
    return blocks


def _listed(request: Request) -> RichTextBlock:
    question = shortened(request.question, _LISTED_QUESTION)
    parts = [RichTextElementParts.User(user_id=request.asker), text_part(": ")]
    parts.append(link_part(question, request.link))
    return RichTextBlock(elements=[RichTextSectionElement(elements=parts)])
