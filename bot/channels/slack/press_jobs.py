"""The jobs of pressed buttons: which each is, and what it has to know of the press."""

from __future__ import annotations

from typing import Any

from bot.channels.slack import mentor_blocks, wording
from bot.channels.slack.answer_blocks import NEXT, PLAN, REST, THUMBS
from bot.channels.slack.answer_buttons import REASON, pressed
from bot.channels.slack.job_queue import Job
from bot.channels.slack.message import unpack
from bot.channels.slack.presses import Click
from bot.channels.slack.role import in_role
from bot.channels.slack.views import EXAMPLE

_ONCE = {NEXT: "suggestion"}
_EACH_TIME = {REST: "rest", THUMBS: "verdict", REASON: "reason", PLAN: "plan"}
_MENTORING = {
    mentor_blocks.TAKE: "take",
    mentor_blocks.DONE: "done",
    mentor_blocks.GIVE_BACK: "give_back",
    mentor_blocks.PAUSE: "pause",
    mentor_blocks.MET: "answer_check_in",
    mentor_blocks.NOT_MET: "answer_check_in",
    mentor_blocks.REASSIGN: "answer_check_in",
    mentor_blocks.WITHDRAW: "answer_check_in",
}


def job_of_press(found: Click, text: str) -> Job | None:
    """The job of a pressed button; a suggestion is asked once by each person, others are pressed
    again.
    """
    conversation = found.place.conversation
    each_time = f"click:{found.id}:{found.at}"
    if found.action in _ONCE:
        data = pressed(found, text)
        return Job(f"click:{found.id}", _ONCE[found.action], conversation, data, conversation)
    if found.action in _EACH_TIME and (found.place.channel or found.action == PLAN):
        data = pressed(found, text)
        return Job(each_time, _EACH_TIME[found.action], conversation, data, conversation)
    if found.action in _MENTORING:
        data = _pressed_in_mentoring(found, text)
        # presses for the same question one after the other
        return Job(each_time, _MENTORING[found.action], "", data, f"mentoring:{data['id']}")
    if found.action == EXAMPLE and len(unpack(found.value)) == 1:
        number = unpack(found.value)[0]
        if isinstance(number, int) and 0 <= number < len(wording.EXAMPLES):
            data = pressed(found, text) | {"text": in_role(wording.EXAMPLES[number])}
            return Job(each_time, "example", conversation, data, conversation)
    return None


def _pressed_in_mentoring(click: Click, text: str) -> dict[str, Any]:
    """What a job has to know of a press below a brief, on a mentor's Home, or below a check-in."""
    values = unpack(click.value)
    return {
        "user": click.place.user, "channel": click.place.channel, "action": click.action,
        "label": click.label,
        "id": str(values[0]) if values else "", "round": values[1] if len(values) > 1 else 0,
        "ts": click.ts, "block": click.block, "blocks": list(click.blocks), "text": text,
    }  # fmt: skip
