"""Advice for the asker's own situation: where they stand, what comes next, their plan, and what if."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.answers import interview
from bot.answers.sentences import sentence
from bot.domain.dialogue import DialogueState, Shown
from bot.domain.facts import FactKind
from bot.domain.person import FIELDS, suppose
from bot.domain.question import Question
from bot.domain.reply import Item, Reply, cite, joined, with_suggestions
from bot.knowledge.store import KnowledgeBase
from bot.plan import standing
from bot.plan.gap_analysis import Plan, advisable, differences
from bot.plan.gap_analysis import plan as planned
from bot.plan.standing import Line

FILES = ("plan.md", "plan.ics")
_OPEN = "Nobody can promise the job, but these are the steps that lead to it, in order:"
_TELL = "Tell me about yourself and I can say which of the steps you have done."
_STANDS = "Going by what you told me ({summary}), this is where you stand on the steps to the job:"
_IF_STANDS = "Ask me “what if …?” to see what a degree, a certification or more years would change."
_NOT_KNOWN = "My sources say nothing about {names}."
_SINCE = "Since {day}:"
_NOTHING_NEW = "Since {day} nothing has changed."
_STILL = "You told me your years then; say so when they are more by now."
_STALE_DAYS = 60
_CHANGED = re.compile(
    r"\b(?:chang\w*|progress\w*|since|differen\w*|new|further|closer)\b", re.IGNORECASE
)
_DISLIKE = re.compile(
    r"\b(?:don'?t|do not|never|hate|dislike|avoid|afraid|scared|bad at|terrible at|not (?:good|great|keen|a fan)|can'?t stand"
    r"|no (?:interest|desire|wish)|struggle|rather not|sucks? at)\b",
    re.IGNORECASE,
)
_DISLIKED = "Then weigh this before you aim for the job:"
_WOULD = "If that were so, this would change:"
_WOULD_NOT = "If that were so, nothing would change in the steps."
_IF_WHAT = "Tell me what to suppose: a degree, a certification, years of experience or of managing people, with it or without it."
_IF_HAD = "What if I had the {name}?"
_IFS = (
    "What if I skip the master's?",
    "What if I had 3 more years?",
    "What if I lead a team for 2 years?",
)


def advice(
    question: Question, thread: DialogueState, kb: KnowledgeBase, today: date
) -> tuple[Reply, DialogueState]:
    """What a dislike runs into, else where the asker stands and what comes next, else the steps and a first question."""
    told = question.told
    nothing_said = not any(told.said.knows(name) for name in FIELDS)
    if (
        nothing_said
        and _DISLIKE.search(question.text.replace("’", "'"))
        and (reply := _disliked(question, kb))
    ):
        return reply, thread
    if not told.supposed.is_empty:
        return what_if(question, thread, kb, today)
    thread = interview.begun(interview.noted(question, thread))
    if thread.profile.is_empty:
        plan = planned(thread.profile, kb, today)
        facts = cite(fact for r in plan.requirements for fact in (r.step, *r.facts))
        items = tuple(Item(r.step.label, r.step.detail, r.step.about) for r in plan.requirements)
        return interview.prompted(
            Reply("advice", _OPEN, items, _TELL, facts=facts), thread, kb
        ), thread
    return stand(question, thread, kb, today)


def own_plan(
    question: Question, thread: DialogueState, kb: KnowledgeBase, today: date
) -> tuple[Reply, DialogueState]:
    """The plan as far as it goes, with what has changed since it was last seen."""
    thread = interview.noted(question, thread)
    if thread.profile.is_empty:
        return advice(question, thread, kb, today)
    return stand(question, replace(thread, asking=interview.open_field(thread)), kb, today)


def stand(
    question: Question, thread: DialogueState, kb: KnowledgeBase, today: date
) -> tuple[Reply, DialogueState]:
    """Every step with its standing and source, what comes next and when; then the question that is still open."""
    plan = planned(thread.profile, kb, today)
    lines = [standing.requirement(r, thread.profile, kb) for r in plan.requirements]
    items = tuple(
        Item(r.step.label, str(line), r.step.about)
        for r, line in zip(plan.requirements, lines, strict=True)
    )
    dates = standing.horizon_lines(plan)[: 2 if thread.asking else None]
    own_job = standing.role(thread.profile, kb)
    coming = [*standing.next_lines(plan, kb), *([own_job] if own_job else [])]
    paragraphs = [
        *_since(question, thread, plan, kb),
        standing.paragraph(coming),
        standing.paragraph(dates),
    ]
    if others := standing.unknown_certifications(thread.profile, kb):
        paragraphs.append(_NOT_KNOWN.format(names=joined(others)))
    if not thread.asking:
        paragraphs.append(_IF_STANDS)
    facts = cite(
        f
        for group in (
            (r.step for r in plan.requirements),
            *(line.facts for line in (*lines, *coming, *dates)),
        )
        for f in group
    )
    text = _STANDS.format(summary=standing.summary(thread.profile, kb))
    reply = Reply(
        "advice", text, items, "\n".join(filter(None, paragraphs)), facts=facts, files=FILES
    )
    shown = replace(thread, shown=Shown(thread.profile, today))
    if thread.asking:
        return interview.prompted(reply, thread, kb), shown
    return with_suggestions(reply, _suppositions(plan, question)), shown


def what_if(
    question: Question, thread: DialogueState, kb: KnowledgeBase, today: date
) -> tuple[Reply, DialogueState]:
    """What would change: the requirements that stand differently, the date, and what the facts say of the thing."""
    supposed = question.told.supposed
    now = planned(thread.profile, kb, today)
    if supposed.is_empty:
        facts = cite(r.step for r in now.requirements)
        return with_suggestions(
            Reply("advice", _IF_WHAT, facts=facts), _suppositions(now, question)
        ), thread
    then = planned(suppose(thread.profile, supposed), kb, today)
    lines = list(standing.difference_lines(differences(now, then), then, kb))
    about = [*_about(supposed.drops, kb), *_about(supposed.has.certifications or (), kb)]
    if supposed.has.degree:
        about += _about((f"degree/{supposed.has.degree}",), kb)
    moved = standing.moved(now, then)
    says = [*about, *([moved] if moved else [])]
    items = tuple(Item(str(line), entity=line.facts[0].about) for line in lines)
    facts = cite(f for line in (*lines, *says) for f in line.facts) or cite(
        r.step for r in now.requirements
    )
    reply = Reply(
        "advice", _WOULD if items else _WOULD_NOT, items, standing.paragraph(says), facts=facts
    )
    return (
        reply
        if thread.asking
        else with_suggestions(reply, ("Show my plan", *_suppositions(now, question)[:2]))
    ), thread


def _suppositions(plan: Plan, question: Question) -> tuple[str, ...]:
    """What else to suppose; never what was just asked."""
    best = advisable(plan)
    offered = [
        *([_IF_HAD.format(name=best.name)] if best else []), *_IFS,
    ]  # fmt: skip
    return tuple(text for text in offered if text.lower() != question.text.lower())[:3]


def _since(question: Question, thread: DialogueState, plan: Plan, kb: KnowledgeBase) -> list[str]:
    """What has changed since the plan was last seen: on another day, or when that is what is asked."""
    shown = thread.shown
    if shown is None or not (
        shown.on < plan.on or (question.intent == "ask_plan" and _CHANGED.search(question.text))
    ):
        return []
    before = planned(shown.profile, kb, shown.on)
    day = f"{shown.on.day} {standing.month(shown.on)}"
    told = [
        standing.told(thread.profile, name, kb) for name in FIELDS
        if getattr(thread.profile, name) != getattr(shown.profile, name)
    ]  # fmt: skip
    lines = [str(line) for line in standing.difference_lines(differences(before, plan), plan, kb)]
    if shown.profile != thread.profile and (moved := standing.moved(before, plan)):
        lines.append(str(moved))
    stale = (
        [_STILL]
        if (plan.on - shown.on).days > _STALE_DAYS and shown.profile.years == thread.profile.years
        else []
    )
    if not told and not lines:
        return [" ".join([_NOTHING_NEW.format(day=day), *stale])]
    new = [f"new is {joined(filter(None, told))}."] if any(told) else []
    return [" ".join([_SINCE.format(day=day), *new, *(f"{line}." for line in lines), *stale])]


def _about(things: tuple[str, ...], kb: KnowledgeBase) -> list[Line]:
    """What the facts say of a degree, a certification, or of leading and experience as such."""
    found: list[Line] = []
    for thing in things:
        kind, _, name = thing.partition("/")
        if kind == "degree":
            level = name if name in ("master", "mba", "doctorate") else "bachelor"
            facts = [fact for fact in kb.facts(FactKind.EDUCATION) if fact.value == level][:1]
        elif kind == "certification" and name:
            facts = [
                *kb.facts(FactKind.LEVEL, thing)[:1],
                *(f for f in kb.facts(FactKind.STEP) if "certification" in f.label),
            ][:2]
        elif kind == "certification":
            facts = [fact for fact in kb.facts(FactKind.STEP) if "certification" in fact.label]
        elif kind == "management":
            facts = list(kb.facts(FactKind.MANAGEMENT)[:1])
        elif kind == "experience":
            facts = list(kb.facts(FactKind.EXPERIENCE)[:1])
        else:
            facts = []
        for fact in facts:
            text = fact.detail.partition(". ")[0] if fact.kind is FactKind.STEP else fact.statement
            found.append(Line(text.rstrip("."), (fact,)))
    return list(dict.fromkeys(found))


def _disliked(question: Question, kb: KnowledgeBase) -> Reply | None:
    kinds = (FactKind.STEP, FactKind.SKILL, FactKind.DUTY, FactKind.REQUIREMENT)
    facts = [
        fact
        for entity in question.entities
        for fact in kb.facts_about(entity)
        if fact.kind in kinds
    ][:2]
    if not facts:
        return None
    text = " ".join(
        f"{fact.label}. {fact.detail}".strip() if fact.kind is FactKind.STEP else sentence(fact, kb)
        for fact in facts
    )
    return Reply("advice", f"{_DISLIKED} {text}", facts=cite(facts))
