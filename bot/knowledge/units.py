"""Units of evidence: the facts, passages and lists of a knowledge
base, with the questions that each answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bot.domain.anchor import Anchor
from bot.domain.evidence import LIST, PASSAGE, Evidence
from bot.domain.facts import Fact, FactKind, Passage
from bot.knowledge.store import KnowledgeBase
from bot.knowledge.usual_questions import usual_questions
from bot.knowledge.words import words

QUESTIONS = Path("data/questions")
# Lists that can be composed -> the kind of their facts, and what they hold in words.
LISTS: Mapping[str, tuple[FactKind, str]] = {
    "duties": (FactKind.DUTY, "the duties and tasks of the job"),
    "requirements": (FactKind.REQUIREMENT, "the areas that job postings name"),
    "skills": (FactKind.SKILL, "the skills that the job takes"),
    "certifications": (FactKind.CERTIFICATION, "the certifications that are named for the job"),
    "levels": (FactKind.LEVEL, "how advanced each certification is"),
    "prerequisites": (FactKind.PREREQUISITE, "what each certification requires"),
    "upkeep": (FactKind.UPKEEP, "what keeps each certification valid"),
    "issuers": (FactKind.ISSUER, "who offers each certification"),
    "stepping stones": (FactKind.STEPPING_STONE, "the jobs that lead to this one"),
    "steps": (FactKind.STEP, "the steps to the job"),
    "titles": (FactKind.TITLE, "other titles for the job"),
    "resources": (FactKind.RESOURCE, "where to read on"),
    "overlap": (FactKind.OVERLAP, "how much of the job other roles cover"),
    "reporting": (FactKind.REPORTING, "whom the job reports to, by survey"),
    "tenure": (FactKind.TENURE, "how long people stay in the job, by survey"),
    "turnover": (FactKind.TURNOVER, "how many change their employer"),
    "pay": (FactKind.PAY, "pay by survey and year"),
    "pay surveys": (FactKind.PAY, "which sources and surveys the pay figures come from"),
    "raises": (FactKind.PAY_CHANGE, "how pay changes"),
    "outdated": (FactKind.CORRECTION, "what in the sources is out of date"),
}
# Kinds whose topic is always the same; any other fact has that of the questions that it answers,
# or the role's.
TOPIC_OF_KIND: Mapping[FactKind, str] = {
    FactKind.DUTY: "duties", FactKind.REQUIREMENT: "duties", FactKind.PURPOSE: "duties",
    FactKind.SKILL: "skills",
    FactKind.EDUCATION: "education", FactKind.EXPERIENCE: "experience",
    FactKind.MANAGEMENT: "experience",
    FactKind.STEPPING_STONE: "experience", FactKind.CERTIFICATION: "certifications",
    FactKind.CERTIFICATION_RULE: "certifications", FactKind.ISSUER: "certifications",
    FactKind.PREREQUISITE: "certifications", FactKind.WAIVER: "certifications",
    FactKind.ROUTE: "certifications",
    FactKind.LEVEL: "certifications", FactKind.UPKEEP: "certifications",
    FactKind.EXAM: "certifications",
    FactKind.STATUS: "certifications", FactKind.PAY: "salary", FactKind.PAY_FACTOR: "salary",
    FactKind.PAY_CHANGE: "salary", FactKind.STEP: "career_path", FactKind.OVERLAP: "career_path",
    FactKind.RESOURCE: "resources", FactKind.CORRECTION: "resources",
}  # fmt: skip
_BEGINS = 60


def units_of(
    kb: KnowledgeBase, questions: Mapping[str, Sequence[Anchor]] | None = None
) -> tuple[Evidence, ...]:
    """Every unit of evidence in the order of its sources, lists last;
    `questions` are more anchors by unit name.
    """
    asked = _Asked(questions or {})
    units = [*_facts(kb, asked), *_passages(kb, asked), *_lists(kb, asked)]
    return tuple(units)


def read_anchors(path: Path) -> dict[str, list[Anchor]]:
    """The lines `units<TAB>question [Lead]` of a file, after its heading, as unit name -> anchors.

    A unit is named by the id of a fact (of several, for what they tell together), by `list:<name>`,
    or by `passage:<how it begins>`.
    """
    anchors: dict[str, list[Anchor]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines()[1:]:
        names, _, question = line.partition("\t")
        if question.strip():
            anchors[names.strip()].append(Anchor.parse(question))
    return dict(anchors)


class _Asked:
    """Anchors by the name of their unit, however that is written."""

    def __init__(self, questions: Mapping[str, Sequence[Anchor]]) -> None:
        self._by_id: dict[str, list[Anchor]] = defaultdict(list)
        self._by_beginning: dict[str, list[Anchor]] = {}
        for name, anchors in questions.items():
            if name.startswith(PASSAGE + ":"):
                self._by_beginning[name.partition(":")[2]] = list(anchors)
            elif name.startswith(LIST + ":"):
                self._by_id[name] += anchors
            else:
                self._by_id[name.split()[0]] += anchors

    def of(self, names: Iterable[str], *passages: Passage) -> tuple[Anchor, ...]:
        found = [anchor for name in names for anchor in self._by_id.get(name, ())]
        for passage in passages:
            beginning = passage.text[:_BEGINS].strip()
            found += next(
                (
                    a
                    for start, a in self._by_beginning.items()
                    if start and beginning.startswith(start)
                ),
                [],
            )
            found += getattr(passage, "anchors", ())
        return _once(found)


def _once(anchors: Iterable[Anchor]) -> tuple[Anchor, ...]:
    """Each question once, the first place and the last lead of it."""
    return tuple({anchor.question: anchor for anchor in anchors}.values())


def _facts(kb: KnowledgeBase, asked: _Asked) -> Iterable[Evidence]:
    """A unit for each statement: facts that one passage puts into
    the same sentence are told together.
    """
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in kb.all_facts:
        if _is_prose(fact):
            continue
        groups.setdefault((fact.passage.id, _told(fact)), []).append(fact)
    shared = _shared_out(groups, asked)
    for key, facts in groups.items():
        first = facts[0]
        asked_here = _once((*asked.of([fact.id for fact in facts]), *shared.get(key, ())))
        thing = kb.entity(first.about)
        things = (fact.about for fact in facts if fact.about != kb.role.id)
        valued = (fact.value for fact in facts if kb.entity(fact.value))
        yield Evidence(
            id=first.id,
            kind=first.kind.value,
            topic=TOPIC_OF_KIND.get(first.kind, ""),
            text=searched(first),
            section=first.passage.section,
            facts=tuple(fact.id for fact in facts),
            passage=first.passage.id,
            about=tuple(dict.fromkeys([*things, *valued])),
            value=first.value,
            year=first.year,
            scope=first.scope,
            anchors=asked_here or usual_questions(first, thing.name if thing else ""),
        )


def _is_prose(fact: Fact) -> bool:
    """Whether a fact is told by quoting its passage as what stands
    around it is: what another thing than the role is.
    """
    return fact.kind is FactKind.DEFINITION and fact.about.startswith("term/")


def _shared_out(
    groups: Mapping[tuple[str, str], Sequence[Fact]], asked: _Asked
) -> dict[tuple[str, str], list[Anchor]]:
    """The questions of each passage by unit: where it has several, each goes to the one with most
    of its words, a figure before what has none.
    """
    by_passage: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in groups:
        by_passage[key[0]].append(key)
    shared: dict[tuple[str, str], list[Anchor]] = defaultdict(list)
    for keys in by_passage.values():
        for anchor in asked.of((), groups[keys[0]][0].passage):
            shared[max(keys, key=lambda key: _fit(anchor, groups[key]))].append(anchor)
    return shared


def _fit(anchor: Anchor, facts: Sequence[Fact]) -> tuple[int, bool]:
    """How well a question fits what some facts tell together."""
    told = set(words(searched(facts[0])))
    return len(told.intersection(words(anchor.question))), facts[0].figure is not None


def _told(fact: Fact) -> str:
    return f"{fact.statement}|{fact.detail}|{'' if fact.figure else fact.kind.value}"


def searched(fact: Fact) -> str:
    """The words by which a fact is found: its statement, and what a list item says beyond it."""
    return f"{fact.statement} {fact.detail}".strip()


def _passages(kb: KnowledgeBase, asked: _Asked) -> Iterable[Evidence]:
    """Prose that holds no fact of its own, as it may be quoted."""
    held = {fact.passage.id for fact in kb.all_facts if not _is_prose(fact)}
    for passage in kb.passages:
        if passage.id in held or passage.text.endswith(":"):
            continue
        yield Evidence(
            id=f"{PASSAGE}:{passage.id}",
            kind=PASSAGE,
            topic="",
            text=" ".join(passage.text.split()),
            section=passage.section,
            title="" if passage.source == kb.main_source else passage.source.title,
            passage=passage.id,
            year=passage.source.year,
            scope=passage.scope,
            anchors=asked.of([f"{PASSAGE}:{passage.id}"], passage),
        )


def _lists(kb: KnowledgeBase, asked: _Asked) -> Iterable[Evidence]:
    for name, (kind, held) in LISTS.items():
        facts = kb.facts(kind)
        if len(facts) > 1:
            yield Evidence(
                id=f"{LIST}:{name}",
                kind=LIST,
                topic=TOPIC_OF_KIND.get(kind, "role"),
                text=held,
                facts=tuple(fact.id for fact in facts),
                value=name,
                anchors=asked.of([f"{LIST}:{name}"]),
            )
