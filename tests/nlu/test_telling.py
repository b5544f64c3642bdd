"""What people tell of themselves, in the many ways they spell it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.person import FIELDS, MOST_YEARS, Supposition, Told, Years
from bot.knowledge.store import KnowledgeBase
from bot.nlu.mentions import MentionFinder
from bot.nlu.telling import Listener
from bot.nlu.timespans import read, rules

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
WORDS = (
    "I", "have", "5", "-", "200", "years", "since", "2015", "0", "in", "IT", "security", "and", "CISSP", "no", "?", ",", "degree",
    "by", "2030", "lead", "team", "half", "a", "decade", "what", "if", "months", "not", "to", "minus", "hundred", "end", "of",
)  # fmt: skip
Hear = Callable[[str], Told]


@pytest.fixture(scope="module")
def hear(kb: KnowledgeBase) -> Hear:
    finder, listener = MentionFinder(kb), Listener()
    return lambda text: listener.hear(text, finder.find(text), TODAY)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("five-ish", 5, 5),
        ("5ish", 5, 5),
        ("5-7", 5, 7),
        ("5 to 7 years", 5, 7),
        ("between 3 and 5 years", 3, 5),
        ("2015 until now", 11, 11),
        ("since 2015", 11, 11),
        ("from 2010 to 2018", 8, 8),
        ("half a decade", 5, 5),
        ("about a decade", 10, 10),
        ("a couple of years", 2, 2),
        ("a few years", 3, 5),
        ("a year and a half", 1.5, 1.5),
        ("2 and a half years", 2.5, 2.5),
        ("18 months", 1.5, 1.5),
        ("6 months", 0.5, 0.5),
        ("twenty-five years", 25, 25),
        ("a dozen years", 12, 12),
        ("10+ yrs", 10, 10),
        ("almost seven years", 6, 7),
        ("less than a year", 0, 1),
        ("eight yrs", 8, 8),
        ("6.5 years", 6.5, 6.5),
        ("ten", 10, 10),
        ("0", 0, 0),
        ("roughly 15", 15, 15),
    ],
)
def test_spans_of_years_are_understood_however_they_are_written(
    hear: Hear, text: str, low: float, high: float
) -> None:
    told = hear(text)
    assert (told.named.years or told.number) == Years(low, high)


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("200 years", "many"),
        ("-5", "negative"),
        ("minus 3 years", "negative"),
        ("by 1999", "past"),
        ("I'm 45", "age"),
    ],
)
def test_what_cannot_be_is_never_a_value(hear: Hear, text: str, odd: str) -> None:
    told = hear(text)
    assert odd in told.odd
    assert not any(
        told.said.knows(name) or told.named.knows(name) for name in ("years", "leading", "target")
    )
    assert told.number is None or odd in ("past", "age")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I have 5 years in IT security and a Security+, what should I do next?",
            {"years": Years(5, 5), "certifications": ("certification/security-plus",)},
        ),
        (
            "I have 8 years in security, a CISSP and a BSc",
            {
                "years": Years(8, 8),
                "certifications": ("certification/cissp",),
                "degree": "bachelor",
            },
        ),
        ("I'm 22 and just finished my CS degree, what next?", {"degree": "bachelor"}),
        (
            "3 yrs soc, 4 yrs architect, cissp. am i there yet",
            {"years": Years(4, 7), "certifications": ("certification/cissp",)},
        ),
        (
            "10 years in IT, 4 of them managing people",
            {"years": Years(10, 10), "leading": Years(4, 4)},
        ),
        (
            "I've worked in IT since 2012 and led a team for three years",
            {"years": Years(14, 14), "leading": Years(3, 3)},
        ),
        (
            "I've been a security manager for 4 years",
            {"years": Years(4, 4), "leading": Years(4, 4)},
        ),
        ("never led anyone", {"leading": Years(0, 0)}),
        (
            "10+ yrs exp, cissp, no management",
            {
                "years": Years(10, 10),
                "leading": Years(0, 0),
                "certifications": ("certification/cissp",),
            },
        ),
        (
            "I have 6 years in security but no degree and no certs",
            {"years": Years(6, 6), "degree": "none", "certifications": ()},
        ),
        (
            "I dropped out of uni but ive been in IT for 12 years",
            {"years": Years(12, 12), "degree": "none"},
        ),
        ("in my second year of computer science", {"degree": "student"}),
        ("associate degree", {"degree": "diploma"}),
        ("I hold a master's and a bachelor's", {"degree": "master"}),
        ("my goal is ciso in ten years", {"target": date(2036, 11, 23)}),
        ("I'm a security analyst", {"role": "security analyst"}),
        ("I work as a senior network engineer at a bank", {"role": "senior network engineer"}),
        ("my cissp expired", {}),
        ("should I get the CISSP?", {}),
        ("Should I get a master's or work first?", {}),
        ("I'm studying for the CISSP", {}),
        ("my boss wants me to do the CISM", {}),
        ("what does a CISO with 10 years of experience earn?", {}),
        ("I graduated 3 years ago", {"degree": "bachelor"}),
        ("I spent nine years in a call centre", {}),
    ],
)
def test_what_is_stated_of_oneself_is_taken_and_nothing_else(
    hear: Hear, text: str, expected: dict[str, object]
) -> None:
    said = hear(text).said
    assert {name: getattr(said, name) for name in FIELDS if said.knows(name)} == expected


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("in 3 years", date(2029, 11, 23)),
        ("within the next five years", date(2031, 11, 23)),
        ("by 2030", date(2030, 12, 31)),
        ("2030", date(2030, 12, 31)),
        ("end of next year", date(2027, 12, 31)),
        ("by the end of 2028", date(2028, 12, 31)),
        ("next spring", date(2027, 5, 31)),
        ("before the summer of 2028", date(2028, 8, 31)),
        ("June 2028", date(2028, 6, 30)),
        ("mid 2029", date(2029, 6, 30)),
        ("two years from now", date(2028, 11, 23)),
    ],
)
def test_dates_to_come_are_understood(hear: Hear, text: str, target: date) -> None:
    assert hear(text).named.target == target


@pytest.mark.parametrize(
    ("signal", "texts"),
    [
        ("skip", ["skip", "skip this one", "I'd rather not say", "pass", "none of your business", "I don't know", "next question"]),
        ("stop", ["stop", "never mind", "no more questions", "please stop asking", "cancel", "that's enough"]),
        ("none", ["none", "none yet", "no", "not yet", "nope", "I don't have any", "not yet, but I mentor"]),
        ("corrects", ["no, 6 years", "actually seven", "I meant 4", "make that eight years", "sorry, 3", "no it's 4"]),
        ("why", ["why do you ask?", "why", "why do you need that?"]),
        ("reset", ["start over", "forget what I told you", "delete my profile"]),
        ("undated", ["no rush", "whenever", "as soon as possible"]),
    ],
)  # fmt: skip
def test_how_people_decline_correct_and_doubt_is_heard(
    hear: Hear, signal: str, texts: list[str]
) -> None:
    assert [text for text in texts if signal not in hear(text).signals] == []


@pytest.mark.parametrize(
    "text",
    [
        "I hold no grudge",
        "five years",
        "what does it pay?",
        "security analyst",
        "CISSP",
        "I stopped smoking",
    ],
)
def test_other_messages_carry_none_of_those(hear: Hear, text: str) -> None:
    assert not {"skip", "stop", "none", "corrects", "why", "reset"} & set(hear(text).signals)


@pytest.mark.parametrize(
    ("text", "drops", "has"),
    [
        ("what if I skip the master's?", ("degree/master",), ""),
        ("what if i don't get a degree", ("degree",), ""),
        ("what if I never manage people", ("management",), ""),
        ("what if I drop the CISSP?", ("certification/cissp",), ""),
        ("what if I do without certifications", ("certification",), ""),
        ("and without management experience?", ("management",), ""),
        ("what if I had a CISSP", (), "certifications"),
        ("what if I had a master's degree", (), "degree"),
        ("what if I had 10 years", (), "years"),
        ("what if I lead a team for 2 years?", (), "leading"),
    ],
)
def test_a_what_if_says_what_to_add_or_to_leave_out(
    hear: Hear, text: str, drops: tuple[str, ...], has: str
) -> None:
    told = hear(text)
    assert told.said.is_empty
    assert told.supposed.drops == drops
    assert [name for name in FIELDS if told.supposed.has.knows(name)] == ([has] if has else [])


def test_more_years_come_on_top(hear: Hear) -> None:
    assert hear("what if I work 3 more years").supposed == Supposition(more=Years(3, 3))


@settings(max_examples=150, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=120),
        st.lists(
            st.sampled_from(WORDS),
            max_size=14,
        ).map(" ".join),
    )
)
def test_any_message_is_heard_without_a_value_out_of_bounds_and_travels_as_json(
    hear: Hear, text: str
) -> None:
    told = hear(text)
    for profile in (told.said, told.named):
        for years in (profile.years, profile.leading):
            assert years is None or 0 <= years.low <= years.high <= MOST_YEARS
        assert profile.target is None or profile.target >= TODAY
    assert Told.from_dict(told.to_dict()) == told


def test_a_text_that_is_only_split_holds_no_span() -> None:
    nlp = rules()
    texts = [
        text
        for name in ("advice", "salary", "experience", "certification_rules")
        for text in _examples(name)
    ]
    assert len(texts) > 1000
    for text in texts:
        assert [entity.text for entity in read(nlp, text).ents] == [
            entity.text for entity in nlp(text).ents
        ]


def _examples(name: str) -> list[str]:
    data = yaml.safe_load((ROOT / "data" / "nlu" / f"{name}.yml").read_text("utf-8"))
    return [
        line[2:] for group in data["nlu"] for line in str(group.get("examples", "")).splitlines()
    ]
