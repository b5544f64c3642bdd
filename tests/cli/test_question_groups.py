"""Questions of one meaning are one group, with what is told of it by now."""

from __future__ import annotations

from datetime import date

from bot.cli.question_groups import groups
from bot.domain.role import Role
from bot.nlu.encoder import encoder

TODAY = date(2026, 11, 25)
CISO = Role("CISO", "chief information security officer", "CISOs")


def test_groups_are_made_by_what_is_asked_of_the_role() -> None:
    asked = [
        "CISO vs CIO",
        "CISO vs CIO difference",
        "what does a CISO earn in Germany",
        "CISO salary Germany",
    ]
    found = groups(asked, encoder("build/minilm").encode, TODAY, CISO)
    assert {frozenset(question for question, _ in group.questions) for group in found} == {
        frozenset(asked[:2]),
        frozenset(asked[2:]),
    }


def test_a_group_tells_what_is_answered_by_now() -> None:
    found = groups(
        ["is there a union?", "is there any union?"],
        encoder("build/minilm").encode,
        TODAY,
        CISO,
        {"is there a union?": "Yes, in some countries."},
    )
    assert [(group.answered, group.answer) for group in found] == [
        (("is there a union?",), "Yes, in some countries.")
    ]


def test_a_group_tells_what_only_a_half_of_was_answered() -> None:
    asked = ["what does a CISO earn in Peru?", "CISO salary in Peru", "CISO salary in Peru"]
    encode = encoder("build/minilm").encode
    (found,) = groups(asked, encode, TODAY, CISO, half={"CISO salary in Peru"})
    assert found.half == ("CISO salary in Peru",)


def test_a_stub_is_titled_with_the_roles_name_as_it_is_written() -> None:
    (found,) = groups(["can cisos join a union"], encoder("build/minilm").encode, TODAY, CISO)
    assert found.name == "can cisos join a union"
    assert "title: 'Can CISOs join a union'" in found.stub
    assert "# Can CISOs join a union\n" in found.stub
    assert "People asked: can cisos join a union" in found.stub
    assert found.file == "answers/can-cisos-join-a-union.md"


def test_questions_of_one_meaning_are_one_group_and_others_are_not() -> None:
    asked = [
        "is there a union for CISOs?", "can CISOs join a union?", "is there a union for CISOs?",
        "could a CISO be in a trade union?",
        "how do I cook pasta?", "best pasta recipe",
    ]  # fmt: skip
    found = groups(asked, encoder("build/minilm").encode, TODAY)
    assert [group.count for group in found] == [4, 2]
    assert "union" in found[0].name
    assert "pasta" in found[1].name
