"""Whoever can write a paragraph can add a source: prose,
lists and questions without a single mark.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.domain.anchor import Anchor
from bot.domain.errors import SourceError, SourceErrors
from bot.domain.evidence import PASSAGE
from bot.domain.facts import FactKind
from bot.ingest.build import build
from bot.ingest.source_folder import source_files
from bot.knowledge.store import KnowledgeBase
from bot.knowledge.units import units_of

Built = Callable[..., KnowledgeBase]
MENTORING = (
    "# Finding a mentor\n\nA mentor outside your own company sees what your boss can't.\n\n"
    "How to find one:\n\n1. Write down what you want to learn.\n2. Ask for half an hour.\n\n"
    "# Skills of a good mentor\n\n- Patience\n- Candor\n"
)


def test_a_paragraph_without_a_fact_is_a_passage_with_its_heading(built: Built) -> None:
    kb = built(MENTORING)
    passage = next(p for p in kb.passages if p.text.startswith("A mentor outside"))
    assert passage.section == "Finding a mentor"
    assert passage.line == 9
    assert kb.facts_of(passage) == ()


def test_a_list_that_is_not_of_the_role_is_one_passage_with_its_lead(built: Built) -> None:
    kb = built(MENTORING)
    passage = next(p for p in kb.passages if p.items)
    assert passage.lead == "How to find one:"
    assert passage.items == ("Write down what you want to learn.", "Ask for half an hour.")
    assert (
        passage.text == "How to find one: Write down what you want to learn; Ask for half an hour."
    )


def test_a_new_file_changes_nothing_that_is_not_its_subject(
    built: Built, engine: Engine, folder: Path
) -> None:
    build(engine, folder)
    before = KnowledgeBase.load(engine)
    after = built(MENTORING, "0-first-of-all.md")
    assert after.role == before.role
    assert after.main_source == before.main_source
    for kind in FactKind:
        assert after.facts(kind) == before.facts(kind)


def test_a_list_of_another_source_that_names_the_role_is_the_roles(built: Built) -> None:
    kb = built("# Skills a CISO needs\n\n- Patience with boards\n- Candor\n")
    assert [f.label for f in kb.facts(FactKind.SKILL)][-2:] == ["Patience with boards", "Candor"]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("# Tea\n\nOne.\n\nTwo.\n<!-- People asked: what is two [Yes] | and two -->\n", "Two."),
        (
            "# Tea\n\nOne.\n\nTwo.\n\n<!-- People asked:\nwhat is two [Yes]\n| and two\n-->\n",
            "Two.",
        ),
        ("# Tea\n<!-- People asked: what is two [Yes] | and two -->\n\nTwo.\n\nOne.\n", "Two."),
        (
            "# Tea\n\n- Two\n- One\n\n<!-- People asked: what is two [Yes] | and two -->\n",
            "Two; One.",
        ),
        (
            (
                "# Tea\n\n- Two cups. {kind: statement}\n  <!-- People asked: what is two [Yes] |"
                " and two -->\n- One cup. {kind: statement}\n"
            ),
            "Two cups.",
        ),
    ],
)
def test_questions_people_asked_belong_to_what_stands_before_them(
    text: str, begins: str, built: Built
) -> None:
    kb = built(text)
    asked = [(p.text, p.anchors) for p in kb.passages if p.anchors]
    assert asked == [(begins, (Anchor("what is two", "Yes"), Anchor("and two")))]


def test_questions_in_front_matter_go_to_the_passage_that_answers_them(built: Built) -> None:
    front = (
        "title: Mentors\npublisher: Us\nyear: 2026\nquestions:\n  - who are the mentors?\n"
        "  - when are promotions decided? [Usually]"
    )
    kb = built(
        "# Mentors\n\nOur mentors are heads of teams.\n\n# Promotions\n\nPromotions are decided in"
        " May.\n",
        front=front,
    )
    asked = {p.text: p.anchors for p in kb.passages if p.anchors}
    assert asked == {
        "Our mentors are heads of teams.": (Anchor("who are the mentors?"),),
        "Promotions are decided in May.": (Anchor("when are promotions decided?", "Usually"),),
    }


def test_a_statement_is_a_fact_of_its_own(built: Built) -> None:
    kb = built(
        "# Boards\n\n- In 2026 half of the boards met the CISO every quarter.\n  {kind: statement,"
        " about: topic/board, figure: 2026 people}\n- It is rarely longer. {value: x, kind:"
        " statement}\n"
    )
    first, second = kb.facts(FactKind.STATEMENT)
    assert first.id == "a-new-one/statement/in-2026-half-of-the-boards-met-the"
    assert (first.about, second.about, second.value) == ("topic/board", "role/ciso", "x")


def test_all_problems_of_all_files_are_listed_and_the_old_knowledge_stays(
    engine: Engine, folder: Path
) -> None:
    build(engine, folder)
    before = KnowledgeBase.load(engine)
    good = "---\ntitle: A\npublisher: B\nyear: 2026\n---\n\n"
    (folder / "a.md").write_text(
        good
        + "- It is 5. {kind: pay, figure: 6 USD/year}\n\n- It is 7. {kind: wages}\n\n<!-- open\n"
    )
    (folder / "b.md").write_text("Text.\n")
    with pytest.raises(SourceErrors) as caught:
        build(engine, folder)
    lines = str(caught.value).splitlines()
    assert [line.split(": ")[0].removeprefix(f"{folder}/") for line in lines] == [
        "a.md:7", "a.md:9", "a.md:11", "b.md:1",
    ]  # fmt: skip
    assert KnowledgeBase.load(engine) == before


@pytest.mark.parametrize("wrong", ["colour: red", "year: 2025"])
def test_what_is_wrong_in_the_front_matter_hides_nothing_below_it(
    wrong: str, engine: Engine, folder: Path
) -> None:
    text = "A CISO earns €1.250,500 a year.\n\nIt is 7. {kind: wages}\n"
    (folder / "a.md").write_text(
        f"---\ntitle: A\npublisher: B\nyear: 2026\n{wrong}\n---\n\n# Pay\n\n{text}", "utf-8"
    )
    with pytest.raises(SourceErrors) as caught:
        build(engine, folder)
    assert [problem.line for problem in caught.value.problems] == [5, 10, 12]


@pytest.mark.parametrize(
    "name", [".#mentoring.md", "._mentoring.md", "mentoring.md~", ".hidden/mentoring.md", "~$m.md"]
)
def test_hidden_and_lock_files_are_no_sources(name: str, built: Built) -> None:
    kb = built(MENTORING, name)
    assert len(kb.sources) == 1


@pytest.mark.parametrize("name", ["m.markdown", "M.MD", "m.txt", "a/b/c/m.md"])
def test_other_endings_and_deeper_folders_are_read(name: str, built: Built) -> None:
    assert len(built(MENTORING, name).sources) == 2


def test_a_file_that_is_no_text_is_named_as_skipped(folder: Path) -> None:
    (folder / "scan.pdf").write_bytes(b"%PDF")
    assert source_files(folder).skipped == ((folder / "scan.pdf", "is no Markdown or plain text"),)


def test_the_main_article_is_configured(folder: Path, engine: Engine) -> None:
    (folder / "other.md").write_text("---\ntitle: A\npublisher: B\nyear: 2026\n---\n\nText.\n")
    (folder / "role.toml").unlink()
    with pytest.raises(SourceError, match=r"role\.toml:1: is missing: it must say which source"):
        build(engine, folder)
    (folder / "role.toml").write_text('name = "CISO"\nmain = "nothing"\n')
    with pytest.raises(SourceError, match="no source is called that"):
        build(engine, folder)
    (folder / "role.toml").write_text('main = "other"\n')
    with pytest.raises(SourceError, match="needs 'name'"):
        build(engine, folder)


def test_what_others_are_paid_for_is_no_pay_of_the_role(built: Built) -> None:
    before = len(built("# A CISO's day\n\nIt is long.\n").facts(FactKind.PAY))
    kb = built("# Writing a book as a CISO\n\nRoyalties rarely exceed $3,000 a year.\n")
    assert len(kb.facts(FactKind.PAY)) == before
    kb = built("# A CISO abroad\n\nThe salary of a CISO is $300,000 a year.\n")
    assert len(kb.facts(FactKind.PAY)) == before + 1


def test_questions_behind_a_table_go_to_what_they_ask_for(built: Built) -> None:
    kb = built(
        "# Study leave\n\nWrite to your manager two weeks ahead.\n\n"
        "| Course | Who decides |\n|---|---|\n| Exam | the manager |\n"
        "| Conference | the training board |\n\n"
        "<!-- People asked: how do I ask for study leave | who decides on an exam -->\n"
    )
    asked = {a.question: p.text for p in kb.passages for a in p.anchors}
    assert asked["how do I ask for study leave"].startswith("Write to")
    assert asked["who decides on an exam"].startswith("Exam: Who decides")


@pytest.mark.parametrize(
    "text",
    [
        "Have five references ready: two former bosses, one board member and one peer.",
        "Interns in the office need a bachelor's degree and at least two years of experience.",
        "Many are former nurses who moved from a hospital to the team.",
    ],
)
def test_what_others_did_before_is_no_way_to_the_role(
    text: str, built: Built, engine: Engine, folder: Path
) -> None:
    build(engine, folder)
    before = KnowledgeBase.load(engine)
    after = built(f"# Reference checks for CISO candidates\n\n{text}\n")
    for kind in (FactKind.STEPPING_STONE, FactKind.EDUCATION, FactKind.EXPERIENCE):
        assert after.facts(kind) == before.facts(kind)
    assert text in [p.text for p in after.passages]


def test_what_another_thing_is_can_be_quoted_like_the_prose_around_it(built: Built) -> None:
    kb = built(
        "# Security champions\n\nA security champion is a developer who looks after security in"
        " their team.\n\nOne champion per team is a good start.\n"
    )
    units = [unit for unit in units_of(kb) if unit.section == "Security champions"]
    assert [unit.kind for unit in units] == [PASSAGE, PASSAGE]
    assert units[0].text.startswith("A security champion is a developer")
