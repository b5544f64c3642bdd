"""The questions about the person: one at a time with its reason, answered in any order, skipped, corrected, stopped."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from bot.answers.suggestions import TOPIC_OF
from bot.domain.dialogue import DialogueState
from bot.domain.facts import FactKind
from bot.domain.person import FIELDS, MOST_YEARS, Profile, Told, Years, later, merged
from bot.domain.question import Question
from bot.domain.reply import Reply, amount, cite, joined
from bot.knowledge.store import KnowledgeBase
from bot.plan.standing import Line, told

_SHORT = 6
_NUMERIC = ("years", "leading", "target")
_ASK = {
    "role": "What is your job at the moment?",
    "years": "How many years have you worked in security or IT?",
    "leading": "How many years have you managed people?",
    "degree": "What is your highest degree?",
    "certifications": "Which certifications do you hold?",
    "target": "By when would you like to be a CISO?",
}
_HOW_LONG = "You manage people, you say. For how many years so far?"
_AGAIN = {
    "role": "A job title such as “security analyst” or “network engineer” is enough.",
    "years": "A number of years is enough, such as “5”, “5 to 7” or “since 2015”.",
    "leading": "A number of years is enough, such as “2”, or “none”.",
    "degree": "“Bachelor”, “master”, “none” or the like is enough.",
    "certifications": "Names are enough, such as “CISSP and Security+”, or “none”.",
    "target": "A date is enough, such as “in 3 years” or “by 2030”.",
}
_ODD = {
    "negative": "Years can't be fewer than none, so I left that out.",
    "many": "That is more than a working life holds, so I left it out.",
    "past": "That date has passed already, so I left it out.",
    "far": "That is too far away to plan for, so I left it out.",
    "age": "I don't ask for your age and don't reckon with it.",
}
_LONG = "That is a lot at once, and I couldn't find the answer in it."
_UNHEARD = "I couldn't make an answer of that."
_LONGER_LED = "You can't have managed people for longer than you have worked, so I left that out."
_ANSWERS = {
    "role": ("Security analyst", "IT manager"),
    "years": ("2 years", "5 to 7 years"),
    "leading": ("None", "2 years"),
    "degree": ("No degree", "Bachelor's degree", "Master's degree"),
    "certifications": ("None", "Security+", "CISSP"),
    "target": ("In 3 years", "In 5 years"),
}
_OWN_SUBJECTS = {
    "ask_comparison": re.compile(
        r"\b(?:compare|comparison|versus|vs|differ\w*|better)\b", re.IGNORECASE
    ),
    "ask_offer": re.compile(r"\boffer", re.IGNORECASE),
}
"""Questions that need no question mark, and hold names and numbers that are not about the person."""
_SKIP, _WHY = "Skip this one", "Why do you ask?"
_HOW = "Say “skip” to leave one out, or “stop” to end the questions."
_STOPPED = "All right, no more questions. I keep in this conversation what you told me ({summary}); ask for your plan whenever you like."
_STOPPED_EMPTY = "All right, no more questions. Tell me about yourself whenever you like."
_PRIVACY = "I keep only your job, years, degree, certifications and date, in this conversation alone, and ask for nothing else about you."
_SKIPPED = "Left out."
_BACK = "To go on with your plan:"
_RESET = (
    "I no longer reckon with anything you told me about yourself; the conversation itself stays until you delete it. Ask for advice"
    " whenever you want to begin again."
)


@dataclass(frozen=True)
class Turn:
    """What a message came to: `due` says that the last question is answered and the plan is to follow."""

    thread: DialogueState
    reply: Reply | None = None
    due: bool = False


@dataclass(frozen=True)
class _Heard:
    """What a message adds: the profile with it, the fields that changed, and what was said of certifications not held."""

    profile: Profile
    changed: tuple[str, ...]


def open_field(thread: DialogueState) -> str:
    """The field to ask for next, the years of a team that was just mentioned first; empty when all are told or skipped."""
    order = ("leading", *FIELDS) if thread.profile.leads else FIELDS
    return next(
        (name for name in order if not thread.profile.knows(name) and name not in thread.skipped),
        "",
    )


def begun(thread: DialogueState) -> DialogueState:
    """The thread with the next question open."""
    return replace(thread, asking=open_field(thread))


def noted(question: Question, thread: DialogueState) -> DialogueState:
    """What the question tells is kept, whether or not it was asked for."""
    heard = _taken(question.told, thread, question.told.said)
    return replace(
        thread, profile=heard.profile, latest=heard.changed[-1] if heard.changed else thread.latest
    )


def retold(question: Question, thread: DialogueState, today: date) -> Question | None:
    """A message outside the questions that says more of the person or corrects them, as a question for advice."""
    told = question.told
    if (
        thread.profile.is_empty
        or "asks" in told.signals
        or question.intent in ("ask_offer", "ask_prerequisites")
    ):
        return None
    if thread.topic != "advice" and told.said.is_empty:
        return None
    said = _answer(question, thread, today)
    if not any(said.knows(name) for name in FIELDS) and said.leads is None and not told.lost:
        return None
    return replace(question, intent="ask_advice", alternatives=(), told=replace(told, said=said))


def prompt(thread: DialogueState, kb: KnowledgeBase) -> Line | None:
    """The open question with its reason; None when nothing is asked."""
    if not thread.asking:
        return None
    question = (
        _HOW_LONG if thread.asking == "leading" and thread.profile.leads else _ASK[thread.asking]
    )
    reason = _reason(thread.asking, kb)
    return (
        Line(f"{question} I ask because {reason.text}.", reason.facts)
        if reason.facts
        else Line(question, ())
    )


def prompted(reply: Reply, thread: DialogueState, kb: KnowledgeBase, *, lead: str = "") -> Reply:
    """The reply with the open question at its end."""
    line = prompt(thread, kb)
    if line is None:
        return reply
    asked = f"{lead} {line.text}".strip()
    closing = "\n".join(part for part in (reply.closing, asked) if part)
    cited = tuple({fact.id: fact for fact in (*reply.facts, *cite(line.facts))}.values())
    return replace(reply, closing=closing, facts=cited, suggestions=suggestions(thread))


def resumed(reply: Reply, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """An answer to a question in between, and then the open question again."""
    return prompted(reply, thread, kb, lead=_BACK)


def suggestions(thread: DialogueState) -> tuple[str, ...]:
    return (*_ANSWERS[thread.asking], _SKIP)[:4] if thread.asking else ()


def forgotten(thread: DialogueState) -> tuple[Reply, DialogueState]:
    turns = tuple(turn for turn in thread.turns if TOPIC_OF.get(turn.intent) != "advice")
    emptied = replace(
        thread, turns=turns, profile=Profile(), asking="", skipped=(), latest="", shown=None
    )
    return Reply("advice", _RESET), emptied


def hear(question: Question, thread: DialogueState, kb: KnowledgeBase, today: date) -> Turn:
    """What a message means while a question is open; no reply when it is a question of its own."""
    signals, said = question.told.signals, question.told
    if "stop" in signals:
        stopped = replace(thread, asking="")
        words = ", ".join(part for name in FIELDS if (part := told(thread.profile, name, kb)))
        text = _STOPPED.format(summary=words) if words else _STOPPED_EMPTY
        return Turn(stopped, Reply("advice", text, suggestions=("Show my plan",)))
    is_date = thread.asking == "target" and said.named.target
    if (question.intent == "ask_plan" and not is_date) or not said.supposed.is_empty:
        return Turn(thread)
    if "why" in signals or question.intent == "ask_why":
        return Turn(thread, _because(thread, kb))
    if question.intent in _OWN_SUBJECTS and _OWN_SUBJECTS[question.intent].search(question.text):
        return Turn(thread)
    if question.intent == "repeat" and said.said.is_empty:
        return Turn(thread, _asked(thread, kb))
    if question.intent == "go_back":
        if not (before := _before(thread)):
            return Turn(thread)
        thread = replace(
            thread, asking=before, skipped=tuple(name for name in thread.skipped if name != before)
        )
        known = told(thread.profile, before, kb)
        return Turn(
            thread,
            _asked(
                thread, kb, f"Back to that one; I have {known}." if known else "Back to that one."
            ),
        )
    without = {"role": {"skip", "none"}, "target": {"skip", "none", "undated"}}.get(
        thread.asking, {"skip"}
    )
    if without & set(signals) and not any(said.said.knows(name) for name in FIELDS):
        return _moved_on(replace(thread, skipped=(*thread.skipped, thread.asking)), kb, _SKIPPED)
    asks = "asks" in signals and not (said.number and len(question.text.split()) <= 4)
    if "?" not in question.text and ("long" in signals or "age" in said.odd):
        asks = False  # "when I'm 40" asks nothing, and a story asks something somewhere
    heard = _taken(said, thread, said.said if asks else _answer(question, thread, today))
    if asks:
        return Turn(begun(_kept(thread, heard)) if heard.changed else thread)
    if (
        heard.profile.leading
        and heard.profile.years
        and heard.profile.leading.low > heard.profile.years.high
    ):
        return Turn(thread, _asked(thread, kb, _LONGER_LED))
    if heard.changed or said.lost:
        return _moved_on(_kept(thread, heard), kb, _acknowledged(thread.profile, heard, kb))
    if said.odd:
        return Turn(thread, _asked(thread, kb, _ODD[said.odd[0]], again=True))
    if "long" in signals:
        return Turn(thread, _asked(thread, kb, _LONG, again=True))
    if _same(question, thread, today):
        return _moved_on(thread, kb, "That is what I have.")
    if _is_another_subject(question):
        return Turn(thread)
    return Turn(thread, _asked(thread, kb, _UNHEARD, again=True))


def _answer(question: Question, thread: DialogueState, today: date) -> Profile:
    """What is told, read as an answer to the open question where it fits."""
    told = question.told
    if "long" in told.signals:
        return told.said  # a number somewhere in a story answers nothing
    field = thread.asking
    if field == "role" and thread.profile.years is None and not told.named.role:
        field = "years"  # a number in answer to that can be nothing else
    heard = _corrected(told, thread, today) or _fitted(told, field, today)
    if heard.is_empty and told.named.target and len(question.text.split()) <= _SHORT:
        return replace(heard, target=told.named.target)
    return heard


def _corrected(told: Told, thread: DialogueState, today: date) -> Profile | None:
    """ "No, 6" is about the number told last, unless it says what it is about or a number was asked for since."""
    said, span = told.said, told.said.years or _span(told.number, today)
    if "corrects" not in told.signals or said.leading or said.field:
        return None
    asked_for_one = thread.asking in _NUMERIC
    if thread.latest == "target" and (told.named.target or not asked_for_one):
        wished = _wished(told, today)
        return replace(said, years=None, target=wished) if wished else None
    if span is None or (asked_for_one and not said.years):
        return None
    if thread.latest == "leading":
        return replace(said, years=None, leading=span)
    return replace(said, years=span) if thread.latest == "years" else None


def _fitted(told: Told, field: str, today: date) -> Profile:
    said, named, none = told.said, told.named, "none" in told.signals
    span = said.years or named.years or _span(told.number, today)
    if field == "leading" and said.leading is None and not said.field:
        if none or named.leads is False:
            return replace(said, leading=Years(0, 0))
        if span:
            return replace(said, years=None, leading=span)
        return replace(said, leads=True) if "yes" in told.signals else said
    if field == "years" and not said.years and not said.leading:
        return (
            replace(said, years=Years(0, 0))
            if none
            else replace(said, years=span, field=named.field if span else "")
        )
    if field == "degree" and not said.degree:
        return replace(said, degree="none" if none else named.degree)
    if field == "certifications" and not said.certifications:
        return replace(said, certifications=() if none else named.certifications)
    if field == "role" and not said.role:
        return replace(said, role=named.role)
    if field == "target" and not said.target:
        wished = _wished(told, today)
        return replace(said, years=None if wished and not said.field else said.years, target=wished)
    return said


def _span(number: Years | None, today: date) -> Years | None:
    """A bare number as years: 2015 means since then."""
    if number is None or number.high <= MOST_YEARS:
        return number
    return (
        Years(today.year - number.low, today.year - number.low)
        if today.year - MOST_YEARS <= number.low <= today.year
        else None
    )


def _wished(told: Told, today: date) -> date | None:
    """A date, or a number of years from now."""
    span = told.said.years or told.number
    return told.named.target or (
        later(today, span.high) if span and 0 < span.high <= MOST_YEARS else None
    )


def _taken(told: Told, thread: DialogueState, new: Profile) -> _Heard:
    profile = merged(thread.profile, new, told.lost)
    changed = tuple(
        name for name in FIELDS
        if getattr(profile, name) != getattr(thread.profile, name)
        or (name == "leading" and profile.leads != thread.profile.leads)
    )  # fmt: skip
    return _Heard(profile, changed)


def _kept(thread: DialogueState, heard: _Heard) -> DialogueState:
    latest = heard.changed[-1] if heard.changed else thread.latest
    skipped = tuple(name for name in thread.skipped if name not in heard.changed)
    return replace(thread, profile=heard.profile, latest=latest, skipped=skipped)


def _same(question: Question, thread: DialogueState, today: date) -> bool:
    """Whether the message tells what is known already."""
    said = _answer(question, thread, today)
    return (
        any(said.knows(name) for name in FIELDS) and merged(thread.profile, said) == thread.profile
    )


def _is_another_subject(question: Question) -> bool:
    """`tell me about the salary` in between; what nobody could make sense of is no other subject."""
    topic = TOPIC_OF.get(question.intent, "")
    return (
        topic not in ("smalltalk", "not_covered", "out_of_scope", "advice", "")
        and question.confidence >= 0.5
    )


def _moved_on(thread: DialogueState, kb: KnowledgeBase, lead: str) -> Turn:
    thread = begun(thread)
    return Turn(thread, _asked(thread, kb, lead)) if thread.asking else Turn(thread, due=True)


def _asked(
    thread: DialogueState, kb: KnowledgeBase, lead: str = "", *, again: bool = False
) -> Reply:
    line = prompt(thread, kb)
    assert line is not None
    hint = f"{_ASK[thread.asking]} {_AGAIN[thread.asking]}" if again else line.text
    return Reply(
        "advice",
        " ".join(part for part in (lead, hint) if part),
        facts=cite(line.facts),
        suggestions=suggestions(thread),
    )


def _because(thread: DialogueState, kb: KnowledgeBase) -> Reply:
    reason = _reason(thread.asking, kb)
    text = f"I ask because {reason.text}. {_PRIVACY} {_HOW} {_ASK[thread.asking]}"
    return Reply("advice", text, facts=cite(reason.facts), suggestions=suggestions(thread))


def _acknowledged(before: Profile, heard: _Heard, kb: KnowledgeBase) -> str:
    """`Noted: 5 years in security.`, and what it was before when that is corrected."""
    new = [told(heard.profile, name, kb) for name in heard.changed if heard.profile.knows(name)]
    was = [
        told(before, name, kb)
        for name in heard.changed
        if name != "certifications" and before.knows(name)
    ]
    if not any(new) and heard.changed == ("leading",):
        return ""  # the question that follows says it
    text = "Noted" + (f": {joined(filter(None, new))}" if any(new) else "")
    return f"{text} (before: {joined(filter(None, was))})." if any(was) else f"{text}."


def _before(thread: DialogueState) -> str:
    """The field asked for before the open one."""
    earlier = FIELDS[: FIELDS.index(thread.asking)]
    return next(
        (
            name
            for name in reversed(earlier)
            if thread.profile.knows(name) or name in thread.skipped
        ),
        "",
    )


def _reason(field: str, kb: KnowledgeBase) -> Line:
    """Why a field matters, in what the facts say; without a fact there is no reason to give."""
    if field == "role":
        facts = tuple(fact for fact in kb.facts(FactKind.STEPPING_STONE) if fact.value == "role")
        return (
            Line(
                f"some jobs are named as building blocks: {joined(fact.label for fact in facts)}",
                facts,
            )
            if facts
            else Line("", ())
        )
    if field in ("years", "target"):
        facts = tuple(fact for fact in kb.facts(FactKind.EXPERIENCE) if fact.figure)[:1]
        spans = [
            f"at least {amount(fact.figure)} of {fact.figure.scope or 'experience'}"
            for fact in facts
            if fact.figure
        ]
        text = f"{joined(spans)} are asked for" if spans else ""
        return Line(
            f"{text}, and I can set your date against that" if field == "target" and text else text,
            facts,
        )
    if field == "leading":
        facts = kb.facts(FactKind.MANAGEMENT)[:1]
        return (
            Line("experience in managing other professionals is expected of a CISO", facts)
            if facts
            else Line("", ())
        )
    if field == "degree":
        facts = tuple(fact for fact in kb.facts(FactKind.EDUCATION) if fact.value == "bachelor")[:1]
        return Line("a bachelor's degree is the usual start", facts) if facts else Line("", ())
    facts = kb.facts(FactKind.CERTIFICATION)[:4]
    names = joined((fact.label for fact in facts), "or")
    return (
        Line(f"certifications such as {names} are named, and their levels differ", facts)
        if facts
        else Line("", ())
    )
