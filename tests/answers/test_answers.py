"""Answers from the knowledge base alone: no model, no Rasa."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from statistics import median
from typing import Any

import pytest

from bot.answers.composer import compose
from bot.answers.dialogue import KNOWLEDGE, answer
from bot.answers.suggestions import QUESTIONS, TOPIC_OF
from bot.domain.dialogue import DialogueState
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import FactKind
from bot.domain.plain_reply import plain
from bot.domain.profile import Degree, Profile
from bot.domain.profile_update import Operation, ProfileUpdate
from bot.domain.question import Question
from bot.domain.reply import TOPICS, Reply, amount
from bot.ingest.build import build
from bot.knowledge.store import KnowledgeBase, knowledge_engine
from bot.knowledge.units import units_of
from tests.answers.turns import NothingLikely, turn

FACTUAL = sorted(set(QUESTIONS) - {"ask_plan"})
TODAY = date(2026, 11, 25)


# Intents that say nothing by themselves: what is asked stands in the question.
NEEDS_A_QUESTION = (
    "ask_about_certification", "ask_about_duty", "ask_about_skill", "ask_abbreviation",
    "ask_comparison",
    "ask_exam_version", "ask_salary_factors", "ask_survey", "ask_top_salary",
)  # fmt: skip


def asked(evidence: str, form: str = "list", **rest: Any) -> Question:
    """A question for which one unit of evidence was found."""
    return Question("ask_role", text="?", retrieval=found(evidence, form), **rest)


def found(evidence: str, form: str = "list", **rest: Any) -> Retrieval:
    return Retrieval((Candidate(evidence, 1.0),), 1.0, answered=True, form=form, **rest)


@pytest.mark.parametrize("intent", FACTUAL)
def test_an_answer_made_from_facts_ends_with_its_source_and_the_year(
    intent: str, kb: KnowledgeBase
) -> None:
    reply, _ = answer(Question(intent), turn(kb, DialogueState()))
    if intent in NEEDS_A_QUESTION:
        assert reply.topic == "not_covered"
        return
    if intent == "ask_offer":  # no amount: it is asked for
        assert not reply.facts
        return
    assert reply.topic == TOPIC_OF[intent]
    last = plain(reply).splitlines()[-1]
    assert last.startswith(("Source", "¹", "["))
    assert re.search(r"\d{4}|year unknown", last)


def test_every_number_in_an_answer_stands_in_one_of_its_facts(kb: KnowledgeBase) -> None:
    told = {fact.id: fact for fact in kb.all_facts}
    for unit in units_of(kb):
        for form in ("yes_no", "amount", "why", "compare"):
            reply = compose(asked(unit.id, form), kb, TODAY)
            facts = [told[fact.id] for fact in reply.facts if fact.id in told]
            known = " ".join(
                [fact.statement for fact in reply.facts]
                + [
                    f"{f.label} {f.detail} {f.passage.text} {f.year} {f.value} "
                    f"{f.passage.source.author} "
                    f"{amount(f.figure) if f.figure else ''}"
                    for f in facts
                ]
            )
            cells = [cell for row in (reply.table.rows if reply.table else ()) for cell in row]
            items = [f"{item.text} {item.detail}" for item in reply.items]
            spoken = " ".join([reply.text, *items, reply.closing, *cells])
            for number in re.findall(r"\d[\d,.]*\d|\d", re.sub(r"[A-Z]+\d(?![\d-])", "", spoken)):
                here = re.search(rf"(?<![\d,.]){re.escape(number)}(?!\d)", known)
                assert here, f"{number} in: {spoken}"


def test_an_answer_is_short_and_a_list_not_much_longer(kb: KnowledgeBase) -> None:
    lengths = []
    for unit in units_of(kb):
        reply = compose(asked(unit.id, "which"), kb, TODAY)
        words = len(f"{reply.text} {reply.closing}".split())
        items = sum(len(f"{item.text} {item.detail}".split()) for item in reply.items)
        assert words + items <= 130, reply.text
        lengths.append(words)
    assert median(lengths) < 60


def test_a_figure_past_its_shelf_life_says_so_once_and_a_fresh_one_does_not(
    kb: KnowledgeBase,
) -> None:
    # a figure of one year and place: no newer one takes its place, as it does for the general
    # average
    old = next(f for f in kb.facts(FactKind.PAY) if f.year == 2021 and not f.scope.is_general)
    assert "Expect it to be higher" in compose(asked(old.id, "amount"), kb, date(2026, 1, 1)).text
    assert (
        "Expect it to be higher" not in compose(asked(old.id, "amount"), kb, date(2022, 6, 1)).text
    )


def test_a_yes_or_no_question_is_answered_with_yes_or_no(kb: KnowledgeBase) -> None:
    law = next(f for f in kb.facts(FactKind.SKILL) if "law" in f.label)
    assert compose(asked(law.id, "yes_no"), kb, TODAY).text.startswith("Yes. ")
    assert not compose(asked(law.id, "yes_no", inverted=True), kb, TODAY).text.startswith("Yes")
    recommended = next(f for f in kb.facts(FactKind.PREREQUISITE) if "4 years" in f.label)
    assert compose(asked(recommended.id, "yes_no"), kb, TODAY).text.startswith("No")


def test_the_lead_word_of_the_closest_question_is_taken(kb: KnowledgeBase) -> None:
    degree = next(iter(kb.facts(FactKind.EDUCATION)))
    led = Retrieval(
        (Candidate(degree.id, 1.0, "Not necessarily"),), 1.0, answered=True, form="yes_no"
    )
    reply = compose(Question("ask_education", text="?", retrieval=led), kb, TODAY)
    assert reply.text.startswith("Not necessarily. ")


def test_whether_something_holds_for_most_is_decided_by_its_share(kb: KnowledgeBase) -> None:
    shares = [f for f in kb.facts(FactKind.SURVEY) if f.figure and f.figure.measure == "share"]
    alone = [f for f in shares if len(kb.facts_of(f.passage)) == 1]
    few = next(f for f in alone if f.figure and f.figure.low < 50)
    many = next(f for f in alone if f.figure and f.figure.low > 50)
    assert compose(asked(few.id, "yes_no", majority=True), kb, TODAY).text.startswith("No")
    assert compose(asked(many.id, "yes_no", majority=True), kb, TODAY).text.startswith("Yes")


def test_why_a_figure_is_so_is_not_made_up(kb: KnowledgeBase) -> None:
    share = next(f for f in kb.facts(FactKind.SURVEY) if f.figure)
    reply = compose(asked(share.id, "why"), kb, TODAY)
    assert reply.text.startswith("My sources give the figure, not the reason.")
    assert share.statement in reply.text


def test_a_figure_that_tells_its_reason_is_no_figure_without_one(kb: KnowledgeBase) -> None:
    median_pay = "ians-2023-median/pay/median-total-compensation-in-2023"
    reply = compose(asked(median_pay, "why"), kb, TODAY)
    assert "not the reason" not in reply.text
    assert "because a few very large packages lift it" in reply.text


def test_the_certification_of_the_lower_level_comes_first(kb: KnowledgeBase) -> None:
    both = ("certification/cissp", "certification/security-plus")
    question = asked("list:levels", "which_first", entities=both)
    reply = compose(question, kb, TODAY)
    assert reply.text.startswith("Security+ first: its level is entry, and CISSP is advanced.")
    assert reply.table


def test_among_certifications_of_one_level_the_statement_on_their_order_leads(
    kb: KnowledgeBase,
) -> None:
    order = "decipheru-2024/statement/order-in-which-certifications-are-expected"
    both = ("certification/cissp", "certification/cism")
    reply = compose(asked(order, "which_first", entities=both), kb, TODAY)
    assert reply.text.startswith("CISSP first in most cases, then CISM")
    assert reply.facts[0].id == order


def test_a_comparison_that_names_nothing_and_points_at_nothing_is_read_by_itself(
    kb: KnowledgeBase,
) -> None:
    scanner = Question("compare_listed", text="which scanner would you buy", retrieval=Retrieval())
    assert answer(scanner, turn(kb))[0].topic == "not_covered"
    bare = Question("compare_listed", text="which is better", retrieval=Retrieval())
    asked = replace(turn(kb), reader=NothingLikely())
    assert "Which two do you mean?" in answer(bare, asked)[0].text


def test_two_degrees_to_choose_from_are_not_taken_as_told(kb: KnowledgeBase) -> None:
    order = "decipheru-2024/statement/order-in-which-certifications-are-expected"
    asked_first = replace(asked(order, "which_first"), text="mba first or cissp first")
    mba = Degree("mba", "planned")
    planned = ProfileUpdate((Operation("set", "degree", mba),))
    told = turn(kb, update=planned, profile=Profile(degree=mba))
    assert order in {fact.id for fact in answer(asked_first, told)[0].facts}


def test_a_place_without_a_figure_gets_the_closest_one_and_is_told_so(kb: KnowledgeBase) -> None:
    average = next(f for f in kb.facts(FactKind.PAY) if f.scope.is_general)
    half = found(average.id, "amount", partly=True, missing=("Brazil",))
    reply = compose(Question("ask_salary", text="?", topic="salary", retrieval=half), kb, TODAY)
    assert reply.text.startswith("I don't have that for Brazil. The closest thing I have: ")
    assert reply.topic == "salary"


def test_two_certifications_are_compared_in_a_table_that_is_led_by_what_they_require(
    kb: KnowledgeBase,
) -> None:
    question = Question(
        "ask_comparison",
        text="?",
        entities=("certification/cissp", "certification/cism"),
        retrieval=found("list:certifications", "compare"),
    )
    reply = compose(question, kb, TODAY)
    assert reply.table is not None
    assert reply.table.columns == ("", "CISSP", "CISM")
    assert "5 years" in reply.text


def test_whether_a_certification_is_needed_is_told_by_the_rule_first(kb: KnowledgeBase) -> None:
    cissp = next(f for f in kb.facts(FactKind.CERTIFICATION) if f.about == "certification/cissp")
    reply = compose(asked(cissp.id, "yes_no"), kb, TODAY)
    assert reply.text.startswith("No particular certification is required")
    assert "CISSP" in reply.text


def test_what_is_not_answered_is_declined_whatever_was_closest(kb: KnowledgeBase) -> None:
    for outcome in ("not_covered", "out_of_scope"):
        unsure = Retrieval((Candidate("list:duties", 0.9),), 0.1, outcome=outcome)
        reply = compose(Question("ask_duties", text="?", retrieval=unsure), kb, TODAY)
        assert reply.topic == outcome
        assert not reply.facts


def test_the_second_one_is_the_second_as_shown(kb: KnowledgeBase) -> None:
    listed, thread = answer(Question("ask_certifications"), turn(kb, DialogueState()))
    for position, item in enumerate(listed.items, 1):
        reply, _ = answer(Question("select_item", ordinal=position), turn(kb, thread))
        assert item.text.split(" ")[0] in reply.text
    last, _ = answer(Question("select_item", ordinal=-1), turn(kb, thread))
    assert listed.items[-1].text in last.text


def test_a_refusal_does_not_break_the_thread(kb: KnowledgeBase) -> None:
    _, thread = answer(Question("ask_certifications"), turn(kb, DialogueState()))
    _, after = answer(Question("out_of_scope"), turn(kb, thread))
    assert replace(after, suggestions=()) == replace(thread, suggestions=())


def test_going_back_gives_the_answer_that_was_given_in_its_place(kb: KnowledgeBase) -> None:
    thread, replies = DialogueState(), []
    for intent in ("ask_skills", "ask_salary", "ask_resources"):
        reply, thread = answer(Question(intent), turn(kb, thread))
        replies.append(reply)
    back, thread = answer(Question("go_back"), turn(kb, thread))
    assert back.text == replies[1].text
    back, thread = answer(Question("go_back"), turn(kb, thread))
    assert back.text == replies[0].text
    back, thread = answer(Question("go_back"), turn(kb, thread))
    assert back.topic == "smalltalk"


def test_asking_for_more_tells_each_passage_once_and_then_says_that_this_is_all(
    kb: KnowledgeBase,
) -> None:
    _, thread = answer(Question("ask_job_requirements"), turn(kb, DialogueState()))
    seen: list[str] = []
    for _ in range(30):
        asked = replace(turn(kb, thread), reader=NothingLikely())
        reply, thread = answer(Question("ask_more"), asked)
        if not reply.facts:
            break
        assert reply.text not in seen
        seen.append(reply.text)
    assert reply.text == "That's all my sources have on it."
    assert len(seen) >= 4


def test_replies_and_threads_survive_the_way_through_rasa(kb: KnowledgeBase) -> None:
    thread = DialogueState()
    for intent in FACTUAL:
        reply, thread = answer(Question(intent, ordinal=1, years=3), turn(kb, thread))
        assert Reply.from_dict(reply.to_dict()) == reply
        assert DialogueState.from_dict(thread.to_dict()) == thread


def test_topics_are_those_that_callers_are_promised() -> None:
    assert set(TOPICS) == {
        "role", "duties", "skills", "education", "experience", "certifications", "salary",
        "career_path", "resources",
        "advice", "smalltalk", "not_covered", "out_of_scope",
    }  # fmt: skip


def test_amounts_read_as_people_write_them(kb: KnowledgeBase) -> None:
    average = kb.facts(FactKind.PAY)[0].figure
    assert average is not None
    assert amount(average) == "$166,585 a year"
    assert (
        amount(replace(average, high=170_000, unit="EUR/month")) == "€166,585 to €170,000 a month"
    )
    years = kb.facts(FactKind.EXPERIENCE)[0].figure
    assert years is not None
    assert amount(years) == "7 to 10 years"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """A knowledge base that says next to nothing: one skill, no definition, no pay, no steps."""
    folder = tmp_path_factory.mktemp("bare")
    text = (
        "---\ntitle: Notes\npublisher: Us\nyear: 2025\n---\n\n"
        "# Skills\n\nA CISO needs these skills:\n\n- Patience\n"
    )
    (folder / "notes.md").write_text(text, "utf-8")
    engine = knowledge_engine(f"sqlite:///{folder / 'knowledge.db'}")
    build(engine, folder)
    return KnowledgeBase.load(engine)


@pytest.mark.parametrize("intent", sorted(KNOWLEDGE))
def test_what_an_editor_takes_out_of_the_sources_is_not_covered_and_breaks_nothing(
    intent: str, bare: KnowledgeBase, kb: KnowledgeBase
) -> None:
    _, before = answer(Question("ask_certifications"), turn(kb, DialogueState()))
    for thread in (DialogueState(), before):
        for question in (
            Question(intent),
            Question(
                intent,
                text="?",
                retrieval=found("gone#1"),
                ordinal=2,
                entities=("certification/cissp",),
            ),
        ):
            reply, _ = answer(question, turn(bare, thread))
            assert reply.text.strip()
            assert {fact.source.title for fact in reply.facts} <= {"Notes"}
            if not reply.facts and intent not in (
                "ask_offer",
                "ask_more",
                "ask_why",
                "select_item",
                "affirm",
                "deny",
                "out_of_scope",
            ):
                assert reply.topic == "not_covered"
