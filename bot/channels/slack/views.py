"""The App Home, and the form that hands a question to the mentors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    CheckboxesElement,
    ConfirmObject,
    DividerBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.channels.slack import wording
from bot.channels.slack.answer_blocks import MENTOR, PLAN
from bot.channels.slack.markdown_blocks import fitting, markdown_blocks
from bot.channels.slack.message import bullets, button, check, header, pack, paragraph, plain
from bot.channels.slack.places import mapping
from bot.channels.slack.role import in_role
from bot.channels.slack.text import shortened
from bot.parsing.sanitize import LONGEST

FORM, QUESTION, SHARE = "mentor_form", "question", "share"
CONVERSATION, PLAN_FILE, LINK = "conversation", "plan", "link"
DELETE, EXAMPLE = "delete", "example"
_HOME_BLOCKS, _PLAN_BLOCKS, _PLAN_TEXT = 100, 24, 3_500
_PREVIEW, _PREVIEW_BLOCKS = 1_500, 20
_NAMES = {
    CONVERSATION: wording.SHARE_CONVERSATION,
    PLAN_FILE: wording.SHARE_PLAN,
    LINK: wording.SHARE_LINK,
}


@dataclass(frozen=True)
class MentorForm:
    """What the form about a conversation offers to share: each name with what the mentors would see
    of it.
    """

    carried: str
    question: str
    previews: Mapping[str, str]


def home(
    plan: str, *, mentors: bool, deleted: bool = False, for_mentors: Sequence[Block] = ()
) -> dict[str, Any]:
    """The App Home of a person; `plan` is Markdown, empty where there is none."""
    blocks: list[Block] = [header(in_role(wording.HOME_TITLE))]
    if deleted:
        blocks.append(paragraph(wording.DELETED))
    examples = [
        button(in_role(question), f"{EXAMPLE}:{number}", pack(number))
        for number, question in enumerate(wording.EXAMPLES)
    ]
    blocks += [paragraph(in_role(wording.HOME_ABOUT)), paragraph(wording.HOME_EXAMPLES)]
    blocks.append(ActionsBlock(block_id=EXAMPLE, elements=examples))
    if mentors:
        ask = button(wording.ASK_MENTOR, MENTOR, pack())
        blocks.append(ActionsBlock(block_id=MENTOR, elements=[ask]))
    blocks += [*for_mentors, DividerBlock(), header(wording.HOME_PLAN), *_plan(plan)]
    blocks += [
        DividerBlock(),
        header(wording.HOME_KNOWS_TITLE),
        bullets(map(in_role, wording.HOME_KNOWS)),
    ]
    blocks += [header(wording.HELP_TITLE), bullets(map(in_role, wording.HELP))]
    blocks += [DividerBlock(), header(wording.HOME_DATA), paragraph(wording.HOME_DATA_ABOUT)]
    confirm = ConfirmObject(
        title=plain(wording.DELETE), text=plain(wording.DELETE_SURE),
        confirm=plain(wording.DELETE_YES),
        deny=plain(wording.DELETE_NO), style="danger",
    )  # fmt: skip
    delete = button(wording.DELETE, DELETE, pack(), style="danger")
    delete.confirm = confirm
    blocks.append(ActionsBlock(block_id=DELETE, elements=[delete]))
    view = View(type="home", blocks=blocks).to_dict()
    check(view["blocks"], _HOME_BLOCKS)
    return view


def _plan(plan: str) -> list[Block]:
    if not plan.strip():
        return [paragraph(wording.NO_PLAN)]
    kept, whole = fitting(markdown_blocks(plan), _PLAN_BLOCKS, _PLAN_TEXT)
    blocks = list(kept) if whole else [*kept, paragraph(wording.HOME_PLAN_CUT)]
    get = button(wording.GET_PLAN, PLAN, pack("", "", 0))
    return [*blocks, ActionsBlock(block_id=PLAN, elements=[get])]


def mentor_form(form: MentorForm, ticked: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Nothing is ticked before the asker does it; what a tick shares is shown as soon
    as it is set.
    """
    question = PlainTextInputElement(
        action_id=QUESTION, multiline=True, max_length=LONGEST,
        initial_value=form.question[:LONGEST] or None
    )  # fmt: skip
    blocks: list[Block] = [
        paragraph(wording.MENTOR_ABOUT),
        InputBlock(block_id=QUESTION, label=plain(wording.MENTOR_QUESTION), element=question),
    ]
    if form.previews:
        options = [Option(text=plain(_NAMES[name]), value=name) for name in form.previews]
        chosen = [option for option in options if option.value in ticked]
        ticks = CheckboxesElement(action_id=SHARE, options=options, initial_options=chosen or None)
        # an actions block would lose the ticks when the form is sent; this one tells us of each
        # tick
        blocks.append(
            InputBlock(
                block_id=SHARE, label=plain(wording.MENTOR_SHARE), element=ticks, optional=True,
                dispatch_action=True,
            )
        )  # fmt: skip
    seen = [(_NAMES[name], text) for name, text in form.previews.items() if name in ticked]
    if seen:
        blocks += [DividerBlock(), SectionBlock(text=plain(wording.MENTOR_PREVIEW))]
        for name, text in seen:
            shown = markdown_blocks(text) if name == wording.SHARE_PLAN else [paragraph(text)]
            kept, whole = fitting(shown, _PREVIEW_BLOCKS, _PREVIEW)
            kept = kept or (paragraph(shortened(text, _PREVIEW)),)
            blocks += [paragraph(f"{name}:"), *kept, *(() if whole else (paragraph(wording.CUT),))]
    return View(
        type="modal", callback_id=FORM, private_metadata=form.carried,
        title=plain(wording.MENTOR_TITLE),
        submit=plain(wording.MENTOR_SEND), close=plain(wording.MENTOR_CANCEL), blocks=blocks,
    ).to_dict()  # fmt: skip


def ticked_in(view: Mapping[str, Any]) -> frozenset[str]:
    """What is ticked in a form as Slack sends it."""
    options = _entry(view, SHARE).get("selected_options")
    chosen = map(mapping, options if isinstance(options, list) else ())
    return frozenset(str(option.get("value")) for option in chosen) & frozenset(_NAMES)


def question_in(view: Mapping[str, Any]) -> str:
    """The question as it stands in a form that Slack sends."""
    return str(_entry(view, QUESTION).get("value") or "")


def _entry(view: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What stands in the part of a form whose block and element have one name."""
    values = mapping(mapping(view.get("state")).get("values"))
    return mapping(mapping(values.get(name)).get(name))


def share_names(ticked: frozenset[str]) -> list[str]:
    """What was ticked, in the words that mentors read."""
    return [words for name, words in wording.SHARED.items() if name in ticked]
