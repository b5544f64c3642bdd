"""What somebody tells of having done, held against their plan: asked back by the plan's own sign
that it is done, then ticked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.question import Question
from bot.domain.reply import Reply, cite
from bot.parsing.asking import asks_or_wishes, speaks_of_self
from bot.parsing.function_words import words_of
from bot.plan.line import lowered
from bot.plan.milestones import make_plan
from bot.plan.progress import Step, steps_of

TOPIC = "advice"
# What `DialogueState.asked` begins with after a step was asked back; its key follows.
ASKED = "done/"
# Cosine from which a sentence is about a step; below, "I like my manager" begins to be. To the name
# of a certification every abbreviation is near: "I report to the CISO".
_ALIKE, _ALIKE_TO_NAMES = 0.5, 0.6
_NO = (["no"], ["nope"], ["not"])
_STAYS = "All right, it stays in your plan."
_NEXT = ("Show my plan", "What has changed?")


def answer(questions: Sequence[Question], turn: Turn) -> tuple[Reply, DialogueState] | None:
    """The reply to news of a step of the plan, or to the question whether it is done; None for
    anything else.
    """
    if turn.state.asked.startswith(ASKED):
        intents = [question.intent for question in questions]
        if intents == ["deny"] or words_of(turn.text)[:1] in _NO:
            return denied(turn)
        if intents == ["affirm"]:
            return confirmed(turn)
    step = claimed(questions, turn)
    return None if step is None else ask_back(step, turn.state)


def claimed(questions: Sequence[Question], turn: Turn) -> Step | None:
    """The step of the plan shown, or of the advice told last, that a message tells of; None for
    questions and wishes, and for what tells something of the profile.
    """
    update = turn.update
    if update.operations or update.doubts or update.others:
        return None
    if any(question.negated for question in questions) or asks_or_wishes(turn.text):
        return None
    steps = _steps_told(turn)
    if not steps or not speaks_of_self(turn.text):
        return None
    # the sign speaks of a step as well as its text does, by itself or after it
    said = [
        (text, step)
        for step in steps
        for text in (step.text, step.done, f"{step.text}. {step.done}")
    ]
    near = turn.reader.alike(turn.text, [text for text, _ in said])
    likeness, (_, step) = max(zip(near, said, strict=True), key=lambda pair: pair[0])
    least = _ALIKE_TO_NAMES if "certification/" in step.key else _ALIKE
    return step if likeness >= least else None


def _steps_told(turn: Turn) -> Sequence[Step]:
    """The steps of the plan, where it was shown, else those that the last advice named."""
    advised = turn.state.topic == TOPIC and turn.state.text.lower()
    if turn.state.shown is None and not advised:
        return ()
    steps = steps_of(make_plan(turn.profile, turn.kb, turn.today))
    if turn.state.shown is None and advised:
        return [step for step in steps if step.text.lower() in advised]
    return steps


def ask_back(step: Step, state: DialogueState) -> tuple[Reply, DialogueState]:
    """Whether the step is done by the plan's own sign."""
    name = f"“{lowered(step.text)}”"
    sign = f"In your plan, {name} is" if state.shown else f"I’d count {name} as"
    text = f"Good to hear. {sign} done when {step.done}. Is that so?"
    offered = ("Yes", "No")
    asked = replace(state, asked=ASKED + step.key, suggestions=offered)
    return Reply(TOPIC, text, suggestions=offered), asked


def confirmed(turn: Turn) -> tuple[Reply, DialogueState]:
    """What is ticked off, and what comes next."""
    key = turn.state.asked.removeprefix(ASKED)
    before = make_plan(turn.profile, turn.kb, turn.today)
    done = tuple(dict.fromkeys((*turn.profile.done, key)))
    after = make_plan(replace(turn.profile, done=done), turn.kb, turn.today)
    named = next((step.text for step in steps_of(before) if step.key == key), "")
    week = f" This week: {lowered(after.week.start)}." if after.week else ""
    facts = after.week.start_why.facts if after.week else ()
    ticked = "Ticked off in your plan" if turn.state.shown else "I’ll count that as done"
    text = f"Nice work. {ticked}: {lowered(named)}.{week}"
    state = replace(turn.state, done=done, asked="", suggestions=_NEXT)
    return Reply(TOPIC, text, facts=cite(facts), suggestions=_NEXT), state


def denied(turn: Turn) -> tuple[Reply, DialogueState]:
    """That nothing is ticked."""
    return Reply(TOPIC, _STAYS, suggestions=_NEXT), replace(turn.state, asked="", suggestions=_NEXT)
