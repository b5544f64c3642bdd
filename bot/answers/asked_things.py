"""The things that a question names, as far as they decide the advice."""

from __future__ import annotations

from bot.answers.job_description import job_of
from bot.domain.facts import FactKind
from bot.domain.profile import Profile
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.requirements import current_id, statuses
from bot.plan.stage import head_of, names_of, words_of


def asked_about(names: tuple[str, ...], profile: Profile, kb: KnowledgeBase) -> tuple[str, ...]:
    """What a question names without what the person has: "I have a CISSP, what next?" isn't about
    the CISSP.
    """
    known = statuses(profile, kb)
    own = {certification for certification, status in known.items() if status == "held"}
    if profile.degree is not None and profile.degree.status == "held":
        own |= {f"degree/{profile.degree.level}"}
    head = words_of(head_of(profile.job))
    for name in names:
        entity = kb.entity(name)
        if entity and head and head in [words_of(known_as) for known_as in names_of(entity)]:
            own.add(name)
    return tuple(name for name in names if current_id(name, kb) not in own)


def jobs_named(things: tuple[str, ...], kb: KnowledgeBase) -> tuple[str, ...]:
    """The jobs that are named, a stepping stone as the job that it is."""
    stones = (e for one in named(things, "stepping_stone") if (e := kb.entity(one)))
    known = (job_of(stone.name, kb) for stone in stones)
    return (*named(things, "work_role"), *filter(None, known))


def is_of_degree(things: tuple[str, ...], kb: KnowledgeBase) -> bool:
    return bool(named(things, "degree")) or is_of_step(things, FactKind.EDUCATION, kb)


def is_lapsed(things: tuple[str, ...], profile: Profile, kb: KnowledgeBase) -> bool:
    """Whether the certification named has lapsed, which needs no years to be judged."""
    known = statuses(profile, kb)
    return any(known.get(one) == "lapsed" for one in named(things, "certification"))


def is_about_leading(things: tuple[str, ...], kb: KnowledgeBase) -> bool:
    """Whether the step or skill named is the one that asks for leading people."""
    leading = {fact.about for fact in evidence.of_skill(kb, "supervising")}
    return bool(leading & set(things)) or is_of_step(things, FactKind.MANAGEMENT, kb)


def is_of_step(things: tuple[str, ...], kind: FactKind, kb: KnowledgeBase) -> bool:
    """Whether a step is named whose passage holds facts of a kind."""
    passages = {fact.passage.id for fact in kb.facts(kind)}
    return any(f.about in things and f.passage.id in passages for f in kb.facts(FactKind.STEP))


def named(things: tuple[str, ...], kind: str) -> tuple[str, ...]:
    return tuple(thing for thing in things if thing.startswith(kind + "/"))


def leans_on_years(things: tuple[str, ...], kb: KnowledgeBase) -> bool:
    """Whether an answer on these things takes the years in the field: on a degree or on leading
    it doesn't.
    """
    return not is_of_degree(things, kb) and not is_about_leading(things, kb)
