"""Answers from the knowledge base alone: no model, no Rasa."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.answers.age_notes import dated
from bot.answers.dialogue import ANSWERS, answer, ask_which
from bot.answers.offer_figures import read_offer
from bot.answers.suggestions import QUESTIONS, TOPIC_OF
from bot.domain.dialogue import DialogueState
from bot.domain.facts import FactKind
from bot.domain.question import Found, Question
from bot.domain.reply import TOPICS, Reply, amount, plain
from bot.ingest.build import build
from bot.knowledge.store import KnowledgeBase, knowledge_engine

FACTUAL = sorted(set(QUESTIONS))


NEEDS_A_NAME = (
    "ask_about_duty",
    "ask_about_skill",
    "ask_survey",
    "ask_exam_version",
    "ask_comparison",
)
"""Intents that say nothing unless something is named."""
WORDINGS = (
    "", "pay by industry", "pay by region", "by company size", "top 10 percent", "in 2019", "in 2024", "median", "lowest",
    "to the CEO", "turnover", "how stressful", "women", "insured", "next job", "board", "MBA", "hired from outside", "C-level",
    "layers", "openings", "years of experience", "pass mark", "250k base", "€800,000", "changing jobs", "background",
    "base salary", "total compensation", "166k", "$420,000",
)  # fmt: skip


@pytest.mark.parametrize("intent", FACTUAL)
def test_an_answer_made_from_facts_ends_with_its_source_and_the_year(
    intent: str, kb: KnowledgeBase
) -> None:
    reply, _ = answer(Question(intent), DialogueState(), kb)
    if intent in NEEDS_A_NAME and not reply.facts:
        assert reply.topic == "not_covered"
        return
    if intent == "ask_offer":  # no amount: it is asked for
        assert not reply.facts
        return
    assert reply.topic == TOPIC_OF[intent]
    last = plain(reply).splitlines()[-1]
    assert last.startswith(("Source: “", "Sources: “"))
    assert re.search(r"facts of \d{4}|year unknown", last)


@pytest.mark.parametrize("intent", sorted(ANSWERS))
def test_every_number_in_an_answer_stands_in_one_of_its_facts(
    intent: str, kb: KnowledgeBase
) -> None:
    entities = [entity.id for entity in kb.entities]
    questions = [Question(intent, text=text) for text in WORDINGS]
    questions += [Question(intent, entities=(entity,)) for entity in entities]
    if intent == "ask_comparison":
        certifications = [entity for entity in entities if entity.startswith("certification/")]
        questions += [
            Question(intent, entities=(a, b))
            for a in certifications
            for b in certifications
            if a < b
        ]
    told = {fact.id: fact for fact in kb.all_facts}
    steps = {str(n) for n in range(1, len(kb.facts(FactKind.STEP)) + 1)}
    ages = (
        {str(date.today().year - f.year) for f in kb.all_facts if f.year}
        if intent == "ask_figure_age"
        else set()
    )
    for question in questions:
        reply, _ = answer(question, DialogueState(), kb)
        facts = [told[fact.id] for fact in reply.facts if fact.id in told]
        known = " ".join(
            [fact.statement for fact in reply.facts]
            + [
                f"{f.label} {f.detail} {f.passage.text} {f.year} {f.asked} {f.measured} {amount(f.figure) if f.figure else ''}"
                for f in facts
            ]
            + [f"{fact.source.year} {fact.source.title}" for fact in reply.facts]
            + [offered(question.text)]
        )
        spoken = " ".join(
            [reply.text, *(f"{item.text} {item.detail}" for item in reply.items), reply.closing]
            + [cell for row in (reply.table.rows if reply.table else ()) for cell in row]
        )
        asked = (
            set(re.findall(r"\b(?:19|20)\d\d\b", question.text))
            if "no figure for" in spoken
            else set()
        )
        allowed = (
            ages
            | asked
            | (steps if "step" in spoken.lower() else set())
            | (EXAMPLE if not reply.facts else set())
        )
        for number in re.findall(r"\d[\d,.]*\d|\d", re.sub(r"[A-Z]+\d(?![\d-])", "", spoken)):
            assert (
                re.search(rf"(?<![\d,.]){re.escape(number)}(?!\d)", known) or number in allowed
            ), f"{number} in: {spoken}"


EXAMPLE = {"250"}
"""An amount that a question back gives as an example."""


def offered(text: str) -> str:
    offer = read_offer(text)
    return f"{offer.amount:,}" if offer else ""


def test_a_figure_past_its_shelf_life_says_so_and_a_fresh_one_does_not(kb: KnowledgeBase) -> None:
    average, top = (
        fact for fact in kb.facts(FactKind.PAY) if fact.passage.source.id == "what-does-a-ciso-do"
    )
    assert (
        dated(average, date(2026, 1, 1))
        == "A CISO earns an average base salary of $166,585 a year (old: as of 2021)."
    )
    assert dated(average, date(2023, 6, 30)) == average.statement
    assert dated(top, date(2026, 1, 1)).endswith("$420,000 a year (old).")


def test_a_chart_never_holds_base_pay_beside_total_compensation(kb: KnowledgeBase) -> None:
    basis = {(f.label, f.year): f.figure.basis for f in kb.all_facts if f.figure}
    for text in WORDINGS:
        for intent in ("ask_salary", "ask_top_salary", "ask_raises", "ask_pay_compared"):
            reply, _ = answer(Question(intent, text=text), DialogueState(), kb)
            assert (
                len({(figure.unit, basis[figure.label, figure.year]) for figure in reply.figures})
                <= 1
            )


@pytest.mark.parametrize(
    ("intent", "text", "says", "never"),
    [
        ("ask_salary", "the average base salary", "$166,585", "$565,000"),
        ("ask_salary", "total compensation", "$565,000", "$166,585"),
        ("ask_salary", "with a background in technology", "15%", "$678,000"),
        ("ask_raises", "public or private companies", "$128,000", "6.3%"),
        ("ask_raises", "when changing jobs", "31%", "6.3%"),
        ("ask_survey", "how many hold an MBA", "45%", "68%"),
        ("ask_overlap", "the CISO in the NICE framework", "Oversight and Governance", "37%"),
        (
            "ask_offer",
            "£120,000 in total",
            "No survey that I have measured total compensation in GBP",
            "$",
        ),
        ("ask_reporting_line", "to the CIO", "36%", "82%"),
        ("ask_tenure", "how many leave", "12%", "35 months"),
    ],
)
def test_what_is_named_is_what_is_told(
    intent: str, text: str, says: str, never: str, kb: KnowledgeBase
) -> None:
    told = plain(answer(Question(intent, text=text), DialogueState(), kb)[0], suggestions=False)
    assert says in told
    assert never not in told


def test_the_second_one_is_the_second_as_shown(kb: KnowledgeBase) -> None:
    listed, thread = answer(Question("ask_certifications"), DialogueState(), kb)
    for position, item in enumerate(listed.items, 1):
        reply, _ = answer(Question("select_item", ordinal=position), thread, kb)
        assert item.text.split(" ")[0] in reply.text
    last, _ = answer(Question("select_item", ordinal=-1), thread, kb)
    assert listed.items[-1].text in last.text


def test_a_refusal_does_not_break_the_thread(kb: KnowledgeBase) -> None:
    _, thread = answer(Question("ask_certifications"), DialogueState(), kb)
    _, after = answer(Question("out_of_scope"), thread, kb)
    assert after == thread


def test_going_back_gives_the_answer_that_was_given_in_its_place(kb: KnowledgeBase) -> None:
    thread, replies = DialogueState(), []
    for intent in ("ask_skills", "ask_salary", "ask_resources"):
        reply, thread = answer(Question(intent), thread, kb)
        replies.append(reply)
    back, thread = answer(Question("go_back"), thread, kb)
    assert back.text == replies[1].text
    back, thread = answer(Question("go_back"), thread, kb)
    assert back.text == replies[0].text
    back, thread = answer(Question("go_back"), thread, kb)
    assert back.topic == "smalltalk"


def test_asking_for_more_tells_each_passage_once_and_then_says_that_this_is_all(
    kb: KnowledgeBase,
) -> None:
    _, thread = answer(Question("ask_job_requirements"), DialogueState(), kb)
    seen: list[str] = []
    for _ in range(30):
        reply, thread = answer(Question("ask_more"), thread, kb)
        if not reply.facts:
            break
        assert reply.text not in seen
        seen.append(reply.text)
    assert reply.text == "That is all my sources say on it."
    assert len(seen) >= 4


def test_a_question_with_two_readings_is_asked_back_and_the_choice_is_remembered(
    kb: KnowledgeBase,
) -> None:
    unclear = Question("ask_experience", alternatives=("ask_education",))
    asked, thread = ask_which(unclear, DialogueState(), kb)
    assert asked.suggestions == (
        "How many years of experience does it take?",
        "Which degree do I need?",
    )
    reply, thread = answer(Question("select_item", ordinal=2), thread, kb)
    assert reply.topic == "education"
    again, _ = ask_which(unclear, thread, kb)
    assert again.topic == "education"


def test_a_passage_that_is_only_near_is_said_to_be_only_near(kb: KnowledgeBase) -> None:
    hires = next(p for p in kb.passages if "hires" in p.text)
    sure, _ = answer(
        Question("ask_about_duty", passages=(Found(hires.id, 0.8, True),)), DialogueState(), kb
    )
    near, _ = answer(
        Question("ask_about_duty", passages=(Found(hires.id, 0.3),)), DialogueState(), kb
    )
    assert sure.text == f"What my sources say on that: {hires.text}"
    assert near.text.startswith("My sources don't put it in those words.")
    assert hires.text in near.text


def test_replies_and_threads_survive_the_way_through_rasa(kb: KnowledgeBase) -> None:
    thread = DialogueState()
    for intent in FACTUAL:
        reply, thread = answer(Question(intent, ordinal=1, years=3), thread, kb)
        assert Reply.from_dict(reply.to_dict()) == reply
        assert DialogueState.from_dict(thread.to_dict()) == thread


def test_topics_are_those_that_callers_are_promised() -> None:
    assert set(TOPICS) == {
        "role", "duties", "skills", "education", "experience", "certifications", "salary", "career_path", "resources",
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


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("what is the median salary", "above $403,000 in 2024"),
        ("lowest pay?", "My sources give no minimum figure."),
        ("how much did a CISO earn in 2019", "$420,000"),
        ("what did they earn in 2015", "My sources have no figure for 2015."),
    ],
)
def test_a_measure_or_year_that_the_sources_lack_is_said_to_be_missing(
    text: str, says: str, kb: KnowledgeBase
) -> None:
    reply, _ = answer(Question("ask_salary", text=text), DialogueState(), kb)
    assert says in reply.text


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """A knowledge base that says next to nothing: one skill, no definition, no pay, no steps."""
    folder = tmp_path_factory.mktemp("bare")
    text = "---\ntitle: Notes\npublisher: Us\nyear: 2025\n---\n\n# Skills\n\nA CISO needs these skills:\n\n- Patience\n"
    (folder / "notes.md").write_text(text, "utf-8")
    engine = knowledge_engine(f"sqlite:///{folder / 'knowledge.db'}")
    build(engine, folder)
    return KnowledgeBase.load(engine)


@pytest.mark.parametrize("intent", sorted(ANSWERS))
def test_what_an_editor_takes_out_of_the_sources_is_not_covered_and_breaks_nothing(
    intent: str, bare: KnowledgeBase, kb: KnowledgeBase
) -> None:
    _, before = answer(Question("ask_certifications"), DialogueState(), kb)
    gone = (Found("gone#1", 0.9, True),)
    for thread in (DialogueState(), before):
        for question in (
            Question(intent),
            Question(intent, passages=gone, ordinal=2, entities=("certification/cissp",)),
        ):
            reply, _ = answer(question, thread, bare)
            assert reply.text.strip()
            assert {fact.source.title for fact in reply.facts} <= {"Notes"}
            if not reply.facts and intent not in (
                "ask_more",
                "ask_why",
                "select_item",
                "affirm",
                "deny",
                "out_of_scope",
            ):
                assert reply.topic == "not_covered"
