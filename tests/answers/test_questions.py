"""Questions that were answered beside the point once, asked of the trained advisor, each in its own
conversation.
"""

from __future__ import annotations

import asyncio
import re

import pytest

from bot.domain.plain_reply import plain
from bot.domain.reply import Reply
from bot.rasa_adapter.assistant import Assistant

DECLINED = ("not_covered", "out_of_scope")


def ask(assistant: Assistant, text: str) -> tuple[Reply, ...]:
    return asyncio.run(assistant.ask(text, f"question:{text}"))


def first(assistant: Assistant, text: str) -> str:
    return plain(ask(assistant, text)[0], suggestions=False)[:250]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        # a neighbor was recited
        ("Should a CISO have an MBA?", "45%|Not necessarily"),
        ("How many CISOs have an MBA?", "45%"),
        ("Do CISOs need to be technical?", "Yes|hands-on"),
        ("Is CISO a C-level position?", "20%|Not necessarily|Not usually"),
        ("What are your sources?", "Okta|IANS|Hitch"),
        # nonsense
        ("I landed a CISO job, what comes first?", "first 100 days|new CISO"),
        (
            "When is the right time to hire a CISO?",
            r"size|employees|regulat|when|staff|don't have|no ",
        ),
        ("What happens when you're done being CISO?", "41%|chief security officer|next"),
        # declined although it is held
        ("What does a deputy CISO earn?", r"\$\d"),
        ("What does a change of job bring?", "31%|8.1%"),
        ("Are CISOs covered by D&O insurance?", "%"),
        ("Are most CISOs hired from outside?", "%"),
        ("How many CISOs are women?", "%"),
        ("How do I become a CISM?", "5 years|exam"),
        ("What does a security analyst earn?", r"\$1\d\d,\d{3}"),
        ("What is it like to be a CISO?", "%|stress|harder"),
        # typed in a hurry
        ("skils needed 4 ciso", "Communicating and presenting"),
        # the measure that was asked for, not the closest figure
        ("what is the most a CISO can earn", r"\$3,200,000"),
        ("how much has CISO pay gone up", r"6\.7%"),
        ("what do the different surveys say about pay?", "Hitch Partners.*IANS and Artico"),
        ("which certifications help", "1. CISSP|CISSP: from"),
        ("what is step 2", "Step 2 of 4: Gain experience"),
        # the figure is held, the reason isn't
        ("Why do so few women become CISOs?", "figure, not the reason|16%|because|don't have"),
    ],
)
def test_the_first_sentences_answer_what_was_asked(
    question: str, says: str, assistant: Assistant
) -> None:
    assert re.search(says, first(assistant, question), re.IGNORECASE)


@pytest.mark.parametrize(
    "question",
    [
        "What does a CISO wear to work?",
        "Which car does a CISO drive?",
        "How do I become a chef?",
        "Who is the CISO of Oracle?",
        "How do I get into AppSec?",
        "What does a Security+ holder earn?",
    ],
)
def test_what_the_sources_do_not_hold_is_declined(question: str, assistant: Assistant) -> None:
    assert ask(assistant, question)[0].topic in DECLINED


def test_two_questions_get_an_answer_each(assistant: Assistant) -> None:
    replies = ask(assistant, "What does a deputy CISO earn? And which skills does a CISO need?")
    assert len(replies) == 2
    assert "$" in replies[0].text
    assert replies[1].topic == "skills"


def test_the_answerable_half_is_answered(assistant: Assistant) -> None:
    replies = ask(assistant, "What does a CISO earn on average? Which car does a CISO drive?")
    assert [reply.topic in DECLINED for reply in replies] == [False, True]


def test_every_amount_of_newer_pay_is_a_figure_to_draw(assistant: Assistant) -> None:
    (reply,) = ask(assistant, "What does a CISO earn?")
    assert {figure.basis for figure in reply.figures} == {"base", "total"}


def test_pay_of_a_job_that_has_no_figures_is_told_as_missing(assistant: Assistant) -> None:
    text = first(assistant, "Does a CISO earn more than a CTO?")
    assert "I don't have pay figures for a CTO" in text
    assert "$" in text


@pytest.mark.parametrize("place", ["Nigeria", "Portugal", "Texas"])
def test_a_place_without_figures_is_named_with_the_closest_figure(
    place: str, assistant: Assistant
) -> None:
    text = first(assistant, f"What does a CISO earn in {place}?")
    assert f"I don't have that for {place}" in text
    assert "$" in text


@pytest.mark.parametrize("ending", ["? 🚀 🔥", "? :wave:", "?? 🙏🙏"])
def test_emoji_at_the_end_are_no_question(ending: str, assistant: Assistant) -> None:
    replies = ask(assistant, f"How many CISOs are women{ending}")
    assert len(replies) == 1
    assert "%" in replies[0].text


def test_certifications_are_compared_in_a_table(assistant: Assistant) -> None:
    reply = ask(assistant, "CISSP vs CISM")[0]
    assert reply.table is not None
    assert {"CISSP", "CISM"} <= set(reply.table.columns)


def test_what_was_understood_is_explained(assistant: Assistant) -> None:
    from bot.cli.explanation import explained

    told = explained(asyncio.run(assistant.understand("How many CISOs have an MBA?")))
    assert "form        count" in told
    assert "verdict     answered" in told
    assert re.search(r"1\. 0\.\d\d  \S+", told)


@pytest.mark.parametrize(
    "question",
    [
        "are security budgets going up or down?",
        "is CISO pay rising or falling?",
        "has burnout among CISOs gone up or down",
    ],
)
def test_one_thing_or_the_other_is_answered_by_neither_yes_nor_no(
    question: str, assistant: Assistant
) -> None:
    assert not re.match(r"(?:Yes|No)\b", first(assistant, question))
    assert "%" in first(assistant, question)


def test_what_happened_is_told_without_a_word_on_reasons(assistant: Assistant) -> None:
    text = first(assistant, "what happened to the uber ciso")
    assert "Sullivan" in text or "probation" in text
    assert "not the reason" not in text


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("could a ciso be ceo one day", "rare enough that none"),
        ("can i become a ciso from help desk", "Help desk is a real start"),
        ("can i go from audit to ciso", "Audit|audit"),
        ("how many hours do cisos work", "16.5 hours"),
    ],
)
def test_a_question_of_oneself_finds_what_the_sources_tell_anybody(
    question: str, says: str, assistant: Assistant
) -> None:
    text = first(assistant, question)
    assert re.search(says, text)
    assert "tell me yours" not in text


def test_pay_in_two_industries_is_told_of_both(assistant: Assistant) -> None:
    reply = ask(assistant, "do CISOs in tech earn more than in healthcare")[0]
    assert "tech" in reply.text.lower() and "healthcare" in reply.text
    assert "I don't have that" not in reply.text


@pytest.mark.parametrize(
    "question",
    [
        "how do I become a data protection officer",
        "should i move to canada",
        "how do I get an H-1B as a security manager",
        "my wife hates my night shifts, what now",
    ],
)
def test_no_advice_is_given_on_what_the_sources_do_not_hold(
    question: str, assistant: Assistant
) -> None:
    assert ask(assistant, question)[0].topic in DECLINED
