"""What the subject of a question asks for comes first, wherever the ranker put it."""

from __future__ import annotations

from bot.answers.evidence import Found, found
from bot.answers.pay import newer_pay, pay_elsewhere
from bot.answers.preferences import preferred, tells_amount
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase


def _pay(kb: KnowledgeBase, measure: str) -> str:
    return next(
        fact.id
        for fact in kb.facts(FactKind.PAY, kb.role.id)
        if fact.figure and fact.figure.measure == measure and fact.scope.is_general
    )


def _asked(intent: str, *candidates: Candidate, form: str = "amount") -> Question:
    return Question(intent, text="?", retrieval=Retrieval(candidates, 1.0, True, form=form))


def _first(question: Question, kb: KnowledgeBase) -> Found:
    return preferred(question, found(question.retrieval.candidates, kb))[0]


def test_the_most_is_a_maximum_though_the_average_is_closer(kb: KnowledgeBase) -> None:
    average, top = _pay(kb, "average"), _pay(kb, "percentile 99")
    question = _asked("ask_top_salary", Candidate(average, 0.5), Candidate(top, 0.1))
    assert _first(question, kb).candidate.evidence == top


def test_usual_pay_comes_before_that_of_the_top_where_it_is_a_close_second(
    kb: KnowledgeBase,
) -> None:
    average, top = _pay(kb, "average"), _pay(kb, "percentile 99")
    close = _asked("ask_salary", Candidate(top, 0.6), Candidate(average, 0.2))
    assert _first(close, kb).candidate.evidence == average
    clear = _asked("ask_salary", Candidate(top, 0.95), Candidate(average, 0.04))
    assert _first(clear, kb).candidate.evidence == top


def test_a_rise_is_a_change_of_pay_though_the_pay_is_closer(kb: KnowledgeBase) -> None:
    change = kb.facts(FactKind.PAY_CHANGE)[0].id
    question = _asked("ask_raises", Candidate(_pay(kb, "average"), 0.5), Candidate(change, 0.1))
    assert _first(question, kb).candidate.evidence == change


def test_what_was_asked_as_it_is_written_comes_before_a_rise(kb: KnowledgeBase) -> None:
    change, pay = kb.facts(FactKind.PAY_CHANGE)[0].id, _pay(kb, "average")
    as_written = Candidate(pay, 0.74, reasons={"anchor": 0.98})
    question = _asked("ask_raises", as_written, Candidate(change, 0.1))
    assert _first(question, kb).candidate.evidence == pay


def test_which_certifications_help_is_a_list(kb: KnowledgeBase) -> None:
    one = kb.facts(FactKind.CERTIFICATION)[0].id
    found_for = (Candidate(one, 0.5), Candidate("list:certifications", 0.3))
    listed = _asked("ask_certifications", *found_for, form="which")
    assert _first(listed, kb).list == "certifications"
    closed = _asked("ask_certifications", *found_for, form="yes_no")
    assert _first(closed, kb).candidate.evidence == one


def test_evidence_that_lacks_a_named_place_does_not_come_first(kb: KnowledgeBase) -> None:
    average, top = _pay(kb, "average"), _pay(kb, "percentile 99")
    placed = Candidate(average, 0.5, reasons={"place_match": 1.0})
    question = _asked("ask_top_salary", placed, Candidate(top, 0.1))
    assert _first(question, kb).candidate.evidence == average


def test_newer_pay_replaces_an_older_average_but_no_list(kb: KnowledgeBase) -> None:
    old = min(
        (f for f in kb.facts(FactKind.PAY, kb.role.id) if f.figure and f.scope.is_general
         and f.figure.measure == "average" and f.figure.basis == "base" and not f.aspect),
        key=lambda fact: fact.year or 0,
    )  # fmt: skip
    reply = newer_pay(found([Candidate(old.id, 1.0)], kb)[0], kb)
    assert reply is not None
    assert old.id not in {fact.id for fact in reply.facts}
    assert newer_pay(found([Candidate("list:pay surveys", 1.0)], kb)[0], kb) is None


def test_a_newer_raise_under_the_same_label_replaces_the_older(kb: KnowledgeBase) -> None:
    label = "average raise of the total compensation"
    raises = [f for f in kb.facts(FactKind.PAY_CHANGE, kb.role.id) if f.label == label]
    old, new = (choose(raises, key=lambda fact: fact.year or 0) for choose in (min, max))
    reply = newer_pay(found([Candidate(old.id, 1.0)], kb)[0], kb)
    assert reply is not None
    assert [fact.id for fact in reply.facts] == [new.id]
    assert newer_pay(found([Candidate(new.id, 1.0)], kb)[0], kb) is None
    of_year = Candidate(old.id, 1.0, reasons={"year_match": 1.0})
    assert newer_pay(found([of_year], kb)[0], kb) is None


def test_newer_pay_of_another_job_replaces_the_older(kb: KnowledgeBase) -> None:
    old = kb.fact("bls-analysts-2019/pay/median-pay")
    assert old is not None
    reply = newer_pay(found([Candidate(old.id, 1.0)], kb)[0], kb)
    assert reply is not None
    assert "$99,730" not in reply.text
    assert "$" in reply.text


def test_pay_of_a_place_that_only_a_law_names_is_the_general_one(kb: KnowledgeBase) -> None:
    law = next(
        fact for fact in kb.all_facts if "Texas" in fact.statement and "$" not in fact.statement
    )
    best = found([Candidate(law.id, 1.0)], kb)[0]
    question = Question(
        "ask_salary", text="pay in Texas", places=("Texas",), topic="salary",
        retrieval=Retrieval((best.candidate,), 1.0, True, form="amount"),
    )  # fmt: skip
    told = pay_elsewhere(question, [best], kb)
    assert told is not None
    assert told[1] == ["Texas"]
    assert "$" in told[0].text


def test_whether_a_place_asks_for_a_ciso_is_no_question_of_pay(kb: KnowledgeBase) -> None:
    law = next(fact for fact in kb.all_facts if "Saudi" in fact.statement)
    candidate = Candidate(law.id, 1.0, reasons={"place_match": 1.0})
    question = Question(
        "ask_salary", text="does a bank in Saudi Arabia need one", places=("Saudi Arabia",),
        topic="salary", retrieval=Retrieval((candidate,), 1.0, True, form="yes_no"),
    )  # fmt: skip
    assert pay_elsewhere(question, found([candidate], kb), kb) is None


def test_pay_of_a_place_is_no_definition_whatever_its_form(kb: KnowledgeBase) -> None:
    definition = found([Candidate(kb.facts(FactKind.DEFINITION)[0].id, 0.1)], kb)[0]
    listed = found([Candidate("list:duties", 0.4)], kb)[0]
    for best in (definition, listed):
        question = Question(
            "ask_salary", text="what does one get in Kenya", places=("Kenya",), topic="salary",
            retrieval=Retrieval((best.candidate,), 1.0, True, form="list"),
        )  # fmt: skip
        told = pay_elsewhere(question, [best], kb)
        assert told is not None
        assert told[1] == ["Kenya"]


def test_a_list_of_pay_is_kept_for_a_place(kb: KnowledgeBase) -> None:
    best = found([Candidate("list:pay", 0.4)], kb)[0]
    question = Question("ask_salary", text="pay in Kenya", places=("Kenya",), topic="salary")
    assert pay_elsewhere(question, [best], kb) is None


def test_an_amount_is_one_in_any_currency(kb: KnowledgeBase) -> None:
    told = {
        fact.figure.unit.partition("/")[0]
        for fact in kb.facts(FactKind.PAY)
        if fact.figure and tells_amount(fact)
    }
    marked = {f.figure.unit.partition("/")[0] for f in kb.facts(FactKind.PAY) if f.figure}
    assert {"INR", "CHF", "EUR"} <= marked
    assert marked <= told


def test_pay_far_behind_the_best_evidence_is_not_what_is_asked_for(kb: KnowledgeBase) -> None:
    stone = next(fact for fact in kb.facts(FactKind.STEPPING_STONE) if "programming" in fact.label)

    def told(score: float) -> bool:
        candidates = (Candidate(stone.id, 0.7), Candidate(_pay(kb, "average"), score))
        question = Question(
            "ask_skills", text="must I be a programmer first", jobs=("programmer",), topic="skills",
            retrieval=Retrieval(candidates, 1.0, True, form="yes_no"),
        )  # fmt: skip
        return pay_elsewhere(question, found(candidates, kb), kb) is not None

    assert not told(0.02)
    assert told(0.3)
