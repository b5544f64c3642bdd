"""Names in a message are linked to the knowledge base, slips included, and never to the wrong
thing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.ingest.build import build
from bot.knowledge.reader import KnowledgeReader
from bot.knowledge.store import KnowledgeBase, knowledge_engine
from bot.nlu.mentions import MentionFinder

SOURCES = Path("data/sources")


@pytest.fixture(scope="module")
def finder(kb: KnowledgeBase) -> MentionFinder:
    return MentionFinder(kb, known_words=["physics", "audience", "comedy"])


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("CISSP", {"certification/cissp"}),
        ("is the cisspp hard", {"certification/cissp"}),
        ("security plus", {"certification/security-plus"}),
        ("Security+", {"certification/security-plus"}),
        ("sec+ or cysa", {"certification/security-plus"}),
        ("cysa plus", {"certification/cysa-plus"}),
        ("Certified Authorization Professional", {"certification/cap"}),
        ("the cert from ISC2", {"organisation/isc2"}),
        ("(ISC)2", {"organisation/isc2"}),
        ("ISC 2", {"organisation/isc2"}),
        ("comtia", {"organisation/comptia"}),
        ("board presentations", {"requirement/working-with-executives-and-stakeholders"}),
        ("phisical security", {"requirement/physical-security"}),
        ("do I need to code", {"skill/programming-and-system-administration"}),
        ("what does it mean", set()),
        ("IT", {"term/it"}),
        ("CISM", {"certification/cism"}),
        ("CISA or CRISC", {"certification/cisa", "certification/crisc"}),
        ("a ciso", {"role/ciso"}),
        ("C.I.S.O.", {"role/ciso"}),
        ("cis", set()),
        ("a comedy for the audience", set()),
    ],
)
def test_a_name_is_linked_to_the_thing_it_names(
    finder: MentionFinder, text: str, linked: set[str]
) -> None:
    assert {mention.value for mention in finder.find(text).known} == linked


def test_no_name_of_one_thing_is_read_as_another(kb: KnowledgeBase, finder: MentionFinder) -> None:
    for entity in kb.entities:
        for name in (entity.name, *entity.aliases):
            found = {mention.value for mention in finder.find(name).known}
            holders = {
                other.id for other in kb.entities
                if name.lower() in (other.name.lower(), *(alias.lower() for alias in other.aliases))
            }  # fmt: skip
            assert holders & found, name


@pytest.mark.parametrize(
    ("text", "others", "own", "wanted"),
    [
        ("what does a CTO earn", ["CTO"], [], []),
        ("I'm a nurse, can I become a CISO", [], ["nurse"], []),
        ("how do I become a vet", ["vet"], [], ["vet"]),
        ("salary of data scientists", ["data scientists"], [], []),
        ("what does a CISO do", [], [], []),
    ],
)
def test_other_jobs_are_told_from_the_askers_own(
    finder: MentionFinder, text: str, others: list[str], own: list[str], wanted: list[str]
) -> None:
    found = finder.find(text)
    assert [job.value for job in found.other_jobs] == others
    assert [job.value for job in found.own_jobs] == own
    assert [job.value for job in found.wanted_jobs] == wanted


@pytest.mark.parametrize(
    ("text", "ordinal", "years"),
    [
        ("the second one", 2, None),
        ("number 3", 3, None),
        ("and the last", -1, None),
        ("I have 8 years in security", None, 8),
        ("five years of work", None, 5),
        ("I'm 22 years old", None, None),
        ("7-10 yrs", None, 10),
    ],
)
def test_ordinals_and_years_are_read(
    finder: MentionFinder, text: str, ordinal: int | None, years: int | None
) -> None:
    found = finder.find(text)
    assert found.ordinal == ordinal
    assert found.years == years


def test_a_certification_added_to_a_source_is_known_after_a_rebuild(tmp_path: Path) -> None:
    text = (SOURCES / "what-does-a-ciso-do.md").read_text("utf-8")
    added = (
        "Certifications from ISACA include CGEIT (Certified in the Governance of Enterprise "
        "IT). Those from CompTIA"
    )
    (tmp_path / "source.md").write_text(text.replace("Those from CompTIA", added), "utf-8")
    engine = knowledge_engine(f"sqlite:///{tmp_path / 'kb.db'}")
    build(engine, SOURCES)
    reader = KnowledgeReader(engine, patience=0)
    assert not MentionFinder(reader.current()).find("is the CGEIT any good").known
    build(engine, tmp_path)
    found = MentionFinder(reader.current()).find("is the CGEIT any good")
    assert [mention.value for mention in found.known] == ["certification/cgeit"]
    assert not found.other_certifications
