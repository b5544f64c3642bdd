"""The composer: from a question and the evidence found for it to one reply.

The first sentence answers in the form of the question; what helps follows; a caution on age stands
once, last. Every sentence rests on the facts that the reply cites.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answers.companions import companions
from bot.answers.company import as_company_says
from bot.answers.evidence import Found, found
from bot.answers.fallback import CLOSEST, not_covered, out_of_scope
from bot.answers.leads import lead, reason
from bot.answers.lists import composed
from bot.answers.measured import lacks_pay, newer_first, newest, with_measure_first
from bot.answers.pairs import both, table
from bot.answers.pay import newer_pay, pay_elsewhere
from bot.answers.preferences import preferred
from bot.answers.sentences import caution, first_sentences, lowered, sentence, sentences
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import FactKind, Passage
from bot.domain.question import Question
from bot.domain.reply import Item, Reply, cite, joined, shown
from bot.knowledge.store import KnowledgeBase
from bot.knowledge.units import LISTS, TOPIC_OF_KIND
from bot.parsing.asking import asks_why

# Words of an answer without its list and sources, beyond which nothing is added.
TYPICAL_WORDS = 60
_PASSAGE_WORDS = 65
_LACKING = "I don't have that for {missing}."
# Lists whose order says something.
_ORDERED = ("steps",)


# What answers an intent that comes without a question, as `/ask_salary` in `rasa shell`: a list,
# or a kind of fact.
OF_INTENT = {
    "ask_role": "definition", "ask_titles": "list:titles", "ask_reporting_line": "list:reporting",
    "ask_tenure": "list:tenure", "ask_duties": "list:duties",
    "ask_job_requirements": "list:requirements",
    "ask_skills": "list:skills", "ask_education": "education", "ask_experience": "experience",
    "ask_stepping_stones": "list:stepping stones",
    "ask_management_experience": "management_experience",
    "ask_certifications": "list:certifications", "ask_issuer": "list:issuers",
    "ask_prerequisites": "list:prerequisites", "ask_upkeep": "list:upkeep",
    "ask_salary": "list:pay",
    "ask_pay_compared": "list:pay", "ask_raises": "list:raises", "ask_career_path": "list:steps",
    "ask_step": "list:steps", "ask_overlap": "list:overlap", "ask_resources": "list:resources",
    "ask_outdated": "list:outdated",
}  # fmt: skip


def of_intent(intent: str, kb: KnowledgeBase) -> Retrieval:
    """The evidence for an intent alone; none where a question is needed to know what is asked."""
    name = OF_INTENT.get(intent, "")
    if name and not name.startswith("list:"):
        name = next((fact.id for fact in kb.facts(FactKind(name))), "")
    return Retrieval((Candidate(name, 1.0),), 1.0, answered=True) if name else Retrieval()


def compose(question: Question, kb: KnowledgeBase, today: date) -> Reply:
    """The reply to one question about the job, from the evidence that was found for it."""
    if not question.retrieval.candidates:
        question = replace(question, retrieval=of_intent(question.intent, kb))
    retrieval = question.retrieval
    evidence = with_measure_first(question, preferred(question, found(retrieval.candidates, kb)))
    evidence = newer_first(evidence)
    if side_by_side := table(question, evidence, kb, today):
        return side_by_side
    if not evidence or not (retrieval.answered or retrieval.partly):
        outside = retrieval.outcome == "out_of_scope"
        return out_of_scope(question, kb) if outside else not_covered(question, kb)
    return both(question, evidence, kb) or _answered(question, evidence, kb, today)


def _answered(
    question: Question, evidence: Sequence[Found], kb: KnowledgeBase, today: date
) -> Reply:
    """The reply from evidence that answers a question, or a part of it."""
    retrieval = question.retrieval
    best = newest(_as_asked(question, evidence[0], kb), kb)
    if elsewhere := pay_elsewhere(question, (best, *evidence[1:]), kb):
        return _half(*elsewhere, kb)
    if lacks_pay(question, best) and not retrieval.partly:
        return not_covered(question, kb)
    reply = newer_pay(best, kb) or _from(question, best, evidence[1:], kb, today)
    if (company := _company_page(best)) is not None:
        reply = as_company_says(reply, company)
    if question.text:
        # the subject of the question, as the classifier learned it, not where the evidence stands
        reply = replace(reply, topic=question.topic)
    return _half(reply, retrieval.missing, kb) if retrieval.partly else reply


def _from(
    question: Question, best: Found, others: Sequence[Found], kb: KnowledgeBase, today: date
) -> Reply:
    """The best evidence as a list, one entry of it, a passage or a sentence."""
    ordered = best.list in _ORDERED or best.kind is FactKind.STEP
    if question.ordinal and ordered and (item := _entry(_ORDERED[0], question.ordinal, kb)):
        return item
    if best.list:
        return composed(best.list, kb, today)
    if best.passage is not None:
        return _quoted(question, best)
    return _told(question, best, others, kb, today)


def _company_page(best: Found) -> Passage | None:
    """The passage behind the evidence, where it is a company's own page."""
    said = best.passage or (best.fact.passage if best.fact else None)
    return said if said is not None and said.source.company else None


def _as_asked(question: Question, best: Found, kb: KnowledgeBase) -> Found:
    """Who offers a certification, where that is asked and another fact on it came first."""
    if (
        question.retrieval.form != "who"
        or best.kind is not FactKind.CERTIFICATION
        or best.fact is None
    ):
        return best
    issuers = kb.facts(FactKind.ISSUER, best.fact.about)
    return Found(best.candidate, issuers[:1]) if issuers else best


def _under_the_rule(best: Found, kb: KnowledgeBase) -> Found:
    """A certification that is named for the job, with the rule on whether one is required."""
    fact = best.fact
    if (
        fact is None
        or fact.kind is not FactKind.CERTIFICATION
        or fact.passage.source != kb.main_source
    ):
        return best
    rules = [f for f in kb.facts(FactKind.STEP) if "certification" in f.label.lower() and f.detail]
    return replace(best, facts=(*best.facts, *rules[:1]))


def _rule_first(best: Found, kb: KnowledgeBase) -> str:
    """The sentence of a unit; that of a certification after the rule on certifications."""
    assert best.fact is not None
    told = sentence(best.fact, kb)
    rules = [fact for fact in best.facts if fact.kind is FactKind.STEP and fact is not best.fact]
    return " ".join([*(first_sentences(rule.detail, 1) for rule in rules), told])


def _entry(name: str, ordinal: int, kb: KnowledgeBase) -> Reply | None:
    """The first, second or last entry of a list whose order says something."""
    facts = kb.facts(LISTS[name][0])
    place = ordinal - 1 if ordinal > 0 else len(facts) + ordinal
    return step_reply(facts[place].about, kb) if 0 <= place < len(facts) else None


def step_reply(step: str, kb: KnowledgeBase) -> Reply | None:
    """A step on the way by its id, with its place among all; None for any other thing."""
    facts = kb.facts(FactKind.STEP)
    for place, fact in enumerate(facts, 1):
        if fact.about == step:
            text = f"Step {place} of {len(facts)}: {fact.label}. {sentence(fact, kb)}"
            return Reply(TOPIC_OF_KIND[fact.kind], text, facts=cite([fact]))
    return None


def _told(
    question: Question, best: Found, others: Sequence[Found], kb: KnowledgeBase, today: date
) -> Reply:
    """A fact in a sentence, led as the question asks, with what goes with it."""
    assert best.fact is not None
    if question.retrieval.form in ("yes_no", "worth") and not best.candidate.lead:
        best = _under_the_rule(best, kb)
    first = _led(question, best, _rule_first(best, kb))
    warning = caution(best.facts, today)
    more = companions(best, others, kb, TYPICAL_WORDS - len(f"{first} {warning}".split()))
    text = " ".join([first, *(sentence(fact, kb) for fact in more), *filter(None, [warning])])
    facts = [*best.facts, *more]
    figures = tuple(shown(fact) for fact in facts if fact.figure)
    return Reply(best.topic(question.topic), text, figures=figures, facts=cite(facts))


def _quoted(question: Question, best: Found) -> Reply:
    """A passage of prose, its beginning when it is long."""
    assert best.passage is not None
    if best.passage.items:
        text = best.passage.lead or f"{best.passage.section}:"
        items = tuple(Item(item) for item in best.passage.items)
        return Reply(best.topic(question.topic), text, items, facts=best.cited)
    text = first_sentences(best.passage.text, _PASSAGE_WORDS)
    return Reply(best.topic(question.topic), _led(question, best, text), facts=best.cited)


def _led(question: Question, best: Found, text: str) -> str:
    """The sentence with what the form of the question asks for in front of it."""
    form = question.retrieval.form
    if question.retrieval.partly:
        return text
    if form in ("yes_no", "worth"):
        inverted = question.inverted or question.choice
        word = lead(best, inverted=inverted, majority=question.majority and not question.choice)
        if word and not text.lower().startswith(
            (word.lower() + ",", word.lower() + " ", word.lower() + ".")
        ):
            return f"{word}. {text}"
    # "what am I missing" has that form, too, but asks for no reason
    asks_reason = form == "why" and asks_why(question.text)
    return f"{reason(best)} {text}".strip() if asks_reason else text


def _half(reply: Reply, missing: Sequence[str], kb: KnowledgeBase) -> Reply:
    """The closest answer, after what it isn't: an honest no for the place, year or rank that is
    missing.
    """
    lacking = _LACKING.format(missing=joined(missing, "or"))
    first, *rest = sentences(reply.text)
    text = " ".join([lacking, CLOSEST, lowered(first, kb.proper_names), *rest])
    return replace(reply, text=text, lacking=tuple(missing))
