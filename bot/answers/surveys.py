"""What surveys of CISOs found: whom they report to, how long they stay, and the rest, side by side where they disagree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.answers.age_notes import dated, year_of
from bot.answers.fallback import not_covered
from bot.domain.dialogue import DialogueState
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply, Table, amount, cite
from bot.knowledge.store import KnowledgeBase

_REPORTING = "Surveys disagree on whom CISOs report to: each asked other people, in other years and countries. I show them side by side and don't average."
_TENURE = "How long CISOs stay was measured in different ways, so these figures stand side by side:"
_OVERLAP = "This is how much of what the CISO role takes other roles take, too, by a count over the Cyber Workforce Framework:"
_FRAMEWORK = re.compile(r"\bnice\b|\bframeworks?\b|\benisa\b|\becsf\b", re.IGNORECASE)
_SHARE = re.compile(r"\boverlap|\bpercent|%|\bshare|\bcover|\bclose", re.IGNORECASE)
_DO_LEAVE = re.compile(
    r"\bturnover|\bquit|\bleav(?:e|ing)|\bleft\b|\bchurn|\battrition|\bchang\w+ (?:job|employer|compan)|\bswitch",
    re.IGNORECASE,
)
_SUBJECTS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (value, topic, re.compile(pattern, re.IGNORECASE))
    for value, topic, pattern in (
        (
            "holders",
            "certifications",
            r"\b(?:hold|holders|people have|have passed|worldwide|how many)\b.*\b(?:cissp|cert)|\bcissps\b",
        ),
        ("stress", "role", r"\bstress|\bburn(?:ed|t)?[ -]?out|\bpressure|\btoll\b|\bpersonal risk"),
        ("women", "role", r"\bwom[ae]n|\bfemales?\b|\bgender"),
        ("insurance", "role", r"\binsur|\bd ?& ?o\b|\bdirectors and officers"),
        (
            "next role",
            "career_path",
            r"\bnext\b|\bafter (?:being|ciso|the|that|this)|\bgo from\b|\bafterwards|\bmove on to|\bwant to (?:be|become)",
        ),
        ("board", "role", r"\bboards?\b"),
        ("degree", "education", r"\bmba|\bmaster|\bdegree|\bbachelor|\bpostings?\b|\bpost-?grad"),
        ("hiring", "career_path", r"\boutside|\bexternal|\binternal|\bpromot|\bwithin\b|\bhired\b"),
        ("rank", "role", r"\bc-?(?:level|suite)|\bexecutives?\b"),
        ("layers", "role", r"\blayers?\b|\blevels between|\bhierarch"),
        (
            "openings",
            "career_path",
            r"\bopen(?:ing|ings| positions?)\b|\bvacanc|\bmetro|\bregions?\b|\bcit(?:y|ies)\b",
        ),
        ("experience", "experience", r"\bexperience|\byears\b"),
    )
)
"""What a survey result is about -> the topic of its answer, and the words that ask for it; the first that fits wins."""


def reporting(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """Every share that a survey found, the newest first; only those of the officer named when there is one."""
    facts = _newest(kb.facts(FactKind.REPORTING))
    named = [
        f for f in facts if re.search(rf"\b{re.escape(f.value)}s?\b", question.text, re.IGNORECASE)
    ]
    facts = named or facts
    rows = tuple(
        (f.value, amount(f.figure), year_of(f), f.passage.source.author, _asked(f))
        for f in facts
        if f.figure
    )
    table = Table(("Report to", "Share", "Year", "Asked by", "Asked"), rows)
    return (
        Reply("role", _REPORTING, facts=cite(facts), table=table)
        if facts
        else not_covered(question, thread, kb)
    )


def tenure(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """How long CISOs stay; how many change their employer when that is the question."""
    if _DO_LEAVE.search(question.text) and (facts := _newest(kb.facts(FactKind.TURNOVER))):
        return Reply("role", " ".join(map(dated, facts)), facts=cite(facts))
    facts = _newest(kb.facts(FactKind.TENURE))
    rows = tuple(
        (f.label, amount(f.figure), year_of(f), f.passage.source.author, _asked(f))
        for f in facts
        if f.figure
    )
    table = Table(("Measured", "Figure", "Year", "Measured by", "Asked"), rows)
    return (
        Reply("role", _TENURE, facts=cite(facts), table=table)
        if facts
        else not_covered(question, thread, kb)
    )


def survey(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """The results on the subject that the question names, the newest first; an honest no for any other."""
    for value, topic, pattern in _SUBJECTS:
        facts = _newest(fact for fact in kb.facts(FactKind.SURVEY) if fact.value == value)
        found = pattern.search(question.text)
        if facts and found:
            if value == "degree":  # an MBA isn't any degree
                facts = [
                    fact for fact in facts if found[0].strip().lower() in fact.statement.lower()
                ] or facts
            return Reply(topic, " ".join(map(dated, facts)), facts=cite(facts))
    return not_covered(question, thread, kb)


def overlap(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """The share that the role named covers, else what frameworks say of the role or all shares, the closest first."""
    facts = sorted(
        kb.facts(FactKind.OVERLAP), key=lambda fact: -(fact.figure.low if fact.figure else 0)
    )
    slugs = {
        entity.partition("/")[2]
        for kind in ("work_role", "stepping_stone")
        for entity in question.about(kind)
    }
    named = [fact for fact in facts if fact.about.partition("/")[2] in slugs]
    if not facts:
        return not_covered(question, thread, kb)
    size = [
        fact
        for fact in kb.facts(FactKind.FRAMEWORK, kb.role.id)
        if fact.passage.source.id == facts[0].passage.source.id
    ]
    if not named and _FRAMEWORK.search(question.text) and not _SHARE.search(question.text):
        told = kb.facts(FactKind.FRAMEWORK, kb.role.id)
        return Reply("career_path", " ".join(map(dated, told)), facts=cite(told))
    if named:
        return Reply(
            "career_path", " ".join(map(dated, [*named, *size])), facts=cite([*named, *size])
        )
    rows = tuple((fact.label, amount(fact.figure), year_of(fact)) for fact in facts if fact.figure)
    text = f"{_OVERLAP} {' '.join(map(dated, size))}".strip()
    return Reply(
        "career_path",
        text,
        facts=cite([*facts, *size]),
        table=Table(("Role", "Covers", "Year"), rows),
    )


def _asked(fact: Fact) -> str:
    return f"{fact.asked:,}" if fact.asked else "not said"


def _newest(facts: Iterable[Fact]) -> Sequence[Fact]:
    return sorted(facts, key=lambda fact: -(fact.year or 0))
