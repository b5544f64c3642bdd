"""Signs of whether a reply is the best one to a message: what it rests on, and what is known of the
message; `bot.answers.response_choice` weighs them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answers import act_decision, offers, shared_words, small_talk, told_again
from bot.answers.distance import is_general
from bot.answers.feelings import TROUBLE
from bot.answers.readings import asked_before, message_before
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.domain.reply import DECLINED, Reply
from bot.plan.stage import is_role

# Kinds of intents that trees learn from; the rest is asked of the job.
_KINDS = {
    "last": (*act_decision.OF_LAST_ANSWER, "ask_figure_age", "ask_source", "select_item"),
    "self": (
        "ask_about_me", "ask_advice", "ask_next_job", "ask_decision", "ask_progress", "ask_what_if",
        "ask_overlap",
    ),
    "inform": ("inform",),
    "ellipsis": ("ask_ellipsis",),
    "refusal": ("ask_not_covered", "out_of_scope"),
    "talk": (*small_talk.RESPONSES, small_talk.GOOD_NEWS),
}  # fmt: skip
OF_JOB, REFUSED = "job", "refusal"
# Intents that are told apart by name: those that people's messages are taken for most.
_NAMED = (
    "ask_advice", "ask_about_me", "ask_next_job", "ask_decision", "ask_what_if", "ask_experience",
    "ask_salary", "ask_step", "ask_certainty", "ask_source", "ask_more", "ask_why",
    "ask_survey",
)  # fmt: skip
_LEAST = 0.005
_CERTIFICATION = "certification/"
# Facts of a reply that are counted.
_MANY = 6
# Intents by which a message takes the last reply amiss.
_OBJECTIONS = ("correct_topic", "complain", "react_negative")
# Signs by which a reply is compared with the others, and those of the first that tell of all.
_COMPARED = (
    "alone", "behind", "after", "likely", "told_last", "facts", "agreed", "ways", "unit", "ranked",
    "lead_alone", "lead_behind", "told_before", "of_focus", "beside_focus", *shared_words.COMPARED,
)  # fmt: skip
_OF_FIRST = ("declines", "told_last", "alone", "behind")
# How a reply to a question of yes or no begins.
_VERDICTS = ("Yes", "No", "Not ", "It depends", "Rarely", "Usually", "Sometimes", "It’s possible")
# How much of two replies is compared.
_BEGINNING = 60


@dataclass(frozen=True)
class Likelihoods:
    """How likely each unit of evidence answers a message, by itself, behind the last question, and
    behind the last message, which may have asked nothing: "we're 9 in security", "too few?".
    """

    alone: Mapping[str, float]
    behind: Mapping[str, float]
    after: Mapping[str, float]


def likelihoods(text: str, turn: Turn) -> Likelihoods:
    """The likelihoods of evidence for a message of this turn."""
    before, message = asked_before(turn), message_before(turn)
    behind = turn.reader.likely(before, text) if before else {}
    after = turn.reader.likely(message, text) if message else behind
    return Likelihoods(turn.reader.likely("", text), behind, after)


def kind_of(intent: str) -> str:
    """The kind of an intent: what trees learn of it beside its name."""
    return next((kind for kind, intents in _KINDS.items() if intent in intents), OF_JOB)


def of_reply(
    reply: Reply, intent: str, question: Question, turn: Turn, units: Likelihoods
) -> dict[str, float]:
    """What speaks for a reply: its intent, what it rests on, and what was said before."""
    likely = dict(question.intents)
    told = {fact.id for fact in reply.facts}
    last = told & set(turn.state.facts)
    return {
        "likely": math.log(max(likely.get(intent, 0.0), _LEAST)),
        f"is_{kind_of(intent)}": 1.0,
        f"is_{intent}": float(intent in _NAMED),
        "told_again": float(told_again.is_restated(reply)),
        "same_again": float(reply.text[:_BEGINNING] == turn.state.text[:_BEGINNING] != ""),
        "declines": float(reply.topic in DECLINED),
        "holds_for_all": float(is_general(reply)),
        "asks_back": float(reply.text.rstrip().endswith("?")),
        "facts": float(min(len(told), _MANY)),
        "told_last": len(last) / max(len(told), 1),
        "told_before": len(_quoted(reply, turn)) / max(len(told), 1),
        **_of_focus(reply, turn),
        "lists": float(bool(reply.items)),
        "says_yes_or_no": float(reply.text.startswith(_VERDICTS)),
        f"topic_{reply.topic}": 1.0,
        "alone": sum(units.alone.get(name, 0.0) for name in told),
        "behind": sum(units.behind.get(name, 0.0) for name in told),
        "after": sum(units.after.get(name, 0.0) for name in told),
        "lacks": float(bool(reply.lacking)),
        "lead_alone": _of_lead(reply, units.alone),
        "lead_behind": _of_lead(reply, units.behind),
        "ranked": _ranked(told, question),
        **shared_words.of_reply(reply, turn),
    }


def _quoted(reply: Reply, turn: Turn) -> set[str]:
    """The facts of a reply that stand in what was told since the topic began."""
    held = ((fact.id, turn.kb.fact(fact.id)) for fact in reply.facts)
    return {name for name, fact in held if fact and fact.passage.id in turn.state.quoted}


def _of_focus(reply: Reply, turn: Turn) -> dict[str, float]:
    """How much of a reply is about the certification that is talked about, or about others."""
    focus = turn.state.focus
    if not focus.startswith(_CERTIFICATION):
        return {}
    facts = (turn.kb.fact(fact.id) for fact in reply.facts)
    things = [fact.about for fact in facts if fact and fact.about.startswith(_CERTIFICATION)]
    of_it = things.count(focus)
    return {"of_focus": float(of_it), "beside_focus": float(len(things) - of_it)}


def _of_lead(reply: Reply, likely: Mapping[str, float]) -> float:
    """How likely the fact that a reply begins with answers the message."""
    return likely.get(reply.facts[0].id, 0.0) if reply.facts else 0.0


def _ranked(told: set[str], question: Question) -> float:
    """The best score that the search gave to what a reply tells."""
    scores = [one.score for one in question.retrieval.candidates if one.evidence in told]
    return max(scores, default=0.0)


def of_turn(question: Question, turn: Turn) -> dict[str, float]:
    """What is known of the message and its conversation, whatever the reply."""
    likely = dict(question.intents)
    found = act_decision.signs(question, turn)
    return {
        **{f"turn_{name}": value for name, value in found.items() if not name.startswith("is_")},
        "asks_for_evidence": act_decision.probability(found, act_decision.learnt()),
        f"first_{kind_of(question.intent)}": 1.0,
        "first_likely": math.log(max(likely.get(question.intent, 0.0), _LEAST)),
        "tells": float(bool(turn.update.operations)),
        "of_offers": float(bool(turn.state.packages)),
        "of_pay": float(offers.is_about_pay(turn)),
        "supposes": float(bool(turn.update.supposed)),
        "confidence": question.confidence,
        f"form_{question.retrieval.form}": 1.0,
        "after_declined": float(bool(turn.state.declined)),
        f"after_{kind_of(turn.state.last.intent if turn.state.last else '')}": 1.0,
        "names_unheld": float(bool(question.others)),
        "of_jobs": float(bool(question.jobs)),
        "partly": float(question.retrieval.partly),
        "missing": float(bool(question.retrieval.missing)),
        "names_place": float(bool(question.places)),
        "objects": sum(likely.get(name, 0.0) for name in _OBJECTIONS),
        "troubled": sum(turn.reader.feelings(question.text).get(name, 0.0) for name in TROUBLE),
        "has_role": float(is_role(turn.profile.job, turn.kb)),
        **shared_words.of_message(turn),
        "talks": sum(likely.get(name, 0.0) for name in small_talk.RESPONSES),
    }


def beside_others(found: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """The signs of each reply with how they stand beside those of the first and of all others."""
    first = found[0]
    of_first = {f"first_{name}": first.get(name, 0.0) for name in _OF_FIRST}
    of_first |= {f"first_{name}": 1.0 for name in first if name.startswith("topic_")}
    most = {name: max(signs.get(name, 0.0) for signs in found) for name in _COMPARED}
    return [
        {
            **signs,
            **of_first,
            "replies": float(len(found)),
            **{f"over_first_{n}": signs.get(n, 0.0) - first.get(n, 0.0) for n in _COMPARED},
            **{f"under_most_{n}": signs.get(n, 0.0) - most[n] for n in _COMPARED},
        }
        for signs in found
    ]
