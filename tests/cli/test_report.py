"""The report's loop: what people didn't get becomes a stub, and the stub, filled in, an answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.cli.question_groups import groups
from bot.cli.source_stub import stub, stub_file
from bot.domain.anchor import Anchor
from bot.domain.facts import SourceError
from bot.domain.reply import Reply
from bot.domain.role import Role
from bot.ingest.build import build
from bot.knowledge.store import KnowledgeBase, knowledge_engine
from bot.nlu.encoder import encoder
from bot.store.unanswered import Unanswered, scrubbed

DAY = date(2026, 11, 25)
CISO = Role("CISO", "chief information security officer", "CISOs")
SOURCES = Path("data/sources")
HOSTILE = (
    "can CISOs join a union? -->",
    "<!-- is there --> # a union | for | us [Yes]",
    "---\ntitle: x",
    "{kind: pay, figure: 5 USD} a union?",
    "--->",
    "`*_\\",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "sources"
    (path / "answers").mkdir(parents=True)
    for name in ("what-does-a-ciso-do.md", "role.toml"):
        (path / name).write_bytes((SOURCES / name).read_bytes())
    return path


@pytest.fixture
def filled(folder: Path, tmp_path: Path) -> Callable[..., KnowledgeBase]:
    def _filled(name: str, questions: list[tuple[str, int]], prose: str) -> KnowledgeBase:
        path = folder / stub_file(name)
        text = stub(name, questions, DAY)
        path.write_text(text.replace("\n\n<!-- People", f"\n\n{prose}\n\n<!-- People"), "utf-8")
        engine = knowledge_engine(f"sqlite:///{tmp_path / 'knowledge.db'}")
        build(engine, folder)
        return KnowledgeBase.load(engine)

    return _filled


def test_a_stub_filled_in_plain_prose_builds_with_its_questions(
    filled: Callable[..., KnowledgeBase],
) -> None:
    questions = [("can CISOs join a union?", 2), ("is there a union for CISOs", 1)]
    kb = filled("Can CISOs join a union?", questions, "They may in most countries.")
    passage = next(p for p in kb.passages if p.source.kind == "own reading")
    assert passage.source.id == "can-cisos-join-a-union"
    assert (passage.section, passage.text) == (
        "Can CISOs join a union",
        "They may in most countries.",
    )
    assert passage.anchors == tuple(Anchor(question) for question, _ in questions)


def test_a_stub_that_is_not_filled_in_is_named(filled: Callable[..., KnowledgeBase]) -> None:
    with pytest.raises(SourceError, match="has no text below its front matter"):
        filled("Can CISOs join a union?", [("can they?", 1)], "")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_visitors_wrote_stays_a_question(
    hostile: str, filled: Callable[..., KnowledgeBase]
) -> None:
    kb = filled(hostile, [(hostile, 3), ("can they?", 1)], "They may in most countries.")
    passages = [p for p in kb.passages if p.source.kind == "own reading"]
    assert [p.text for p in passages] == ["They may in most countries."]
    assert passages[0].anchors[-1] == Anchor("can they?")
    assert all(fact.passage.source.kind != "own reading" for fact in kb.all_facts)


def test_groups_are_made_by_what_is_asked_of_the_role() -> None:
    asked = [
        "CISO vs CIO",
        "CISO vs CIO difference",
        "what does a CISO earn in Germany",
        "CISO salary Germany",
    ]
    found = groups(asked, encoder("build/minilm").encode, DAY, CISO)
    assert {frozenset(question for question, _ in group.questions) for group in found} == {
        frozenset(asked[:2]),
        frozenset(asked[2:]),
    }


def test_a_group_tells_what_is_answered_by_now() -> None:
    found = groups(
        ["is there a union?", "is there any union?"],
        encoder("build/minilm").encode,
        DAY,
        CISO,
        {"is there a union?": "Yes, in some countries."},
    )
    assert [(group.answered, group.answer) for group in found] == [
        (("is there a union?",), "Yes, in some countries.")
    ]


def test_a_group_tells_what_only_a_half_of_was_answered() -> None:
    asked = ["what does a CISO earn in Peru?", "CISO salary in Peru", "CISO salary in Peru"]
    encode = encoder("build/minilm").encode
    (found,) = groups(asked, encode, DAY, CISO, half={"CISO salary in Peru"})
    assert found.half == ("CISO salary in Peru",)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply("salary", "I don't have that for Peru.", lacking=("Peru",)), "partly"),
        (Reply("not_covered", "I don't have that."), "refused"),
        (Reply("salary", "Perhaps.", confidence=0.1), "unsure"),
    ],
)
def test_what_was_not_wholly_answered_is_noted_with_the_reason(reply: Reply, reason: str) -> None:
    note = Unanswered.of("what about Peru?", [Reply("salary", "Yes."), reply])
    assert note is not None
    assert note.reason == reason


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("What does a CISO earn in Peru?", ("Peru",)),
        ("I have an offer of 900,000 SEK, is that good?", ("SEK",)),
        ("How much does a CISO earn?", ()),
    ],
)
def test_the_advisor_says_what_it_lacks(
    question: str, lacking: tuple[str, ...], ask: Callable[..., tuple[Reply, ...]]
) -> None:
    assert ask(question)[0].lacking == lacking


def test_a_stub_is_titled_with_the_roles_name_as_it_is_written() -> None:
    (found,) = groups(["can cisos join a union"], encoder("build/minilm").encode, DAY, CISO)
    assert found.name == "can cisos join a union"
    assert "title: 'Can CISOs join a union'" in found.stub
    assert "# Can CISOs join a union\n" in found.stub
    assert "People asked: can cisos join a union" in found.stub
    assert found.file == "answers/can-cisos-join-a-union.md"


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("I’m Anna Smith, what next?", "Anna"),
        ("I am Łukasz Żak and want to be a CISO", "Łukasz"),
        ("my name is Юлия Иванова", "Юлия"),
        ("my name's 山田太郎", "山田"),
        ("my name is anna and I lead a team", "anna"),
        ("call me O’Brien please", "Brien"),
        ("mail anna dot smith at gmail dot com", "smith"),
        ("write to anna [at] example [dot] org", "anna"),
        ("see linkedin.com/in/annasmith", "annasmith"),
        ("my page is annasmith.com", "annasmith"),
        ("my page is annasmith dot com slash me", "annasmith"),
        ("Dr. Çelik said so", "Çelik"),
    ],
)
def test_names_and_addresses_are_removed_however_they_are_written(text: str, gone: str) -> None:
    assert gone not in scrubbed(text)


@pytest.mark.parametrize(
    "text",
    [
        "I’m a SOC analyst, is CISSP enough?",
        "I'm CISSP certified and 40",
        "I am the head of IT at a bank",
        "what does a deputy CISO earn in the U.S.?",
        "is a CISO at a bank paid more, e.g. in Germany?",
        "I'm Security+ certified",
    ],
)
def test_what_is_no_name_stays(text: str) -> None:
    assert scrubbed(text) == text
