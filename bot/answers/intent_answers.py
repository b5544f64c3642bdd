"""Which function answers which intent."""

from __future__ import annotations

from collections.abc import Callable

from bot.answers import (
    certification_choice,
    corrections,
    follow_ups,
    last_figure,
    offer_pair,
    offers_again,
    personal,
    personal_decision,
    personal_evidence,
    plan_thread,
    raises,
    small_talk,
    sources,
    thread,
    trend,
)
from bot.answers.practice import practice
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.domain.reply import Reply

Answerer = Callable[[Question, Turn], Reply]

# Answers that lean on the conversation or the person; every other question is answered from
# evidence.
ANSWERS: dict[str, Answerer] = {
    "ask_offer": offers_again.offer,
    offer_pair.COMPARING: offer_pair.compared,
    raises.TOLD: raises.raise_told,
    "ask_figure_age": sources.figure_age,
    "ask_source": sources.source,
    "ask_more": follow_ups.more,
    "ask_why": follow_ups.why,
    "select_item": follow_ups.selected,
    "affirm": follow_ups.affirmed,
    "deny": follow_ups.denied,
    "skip_question": follow_ups.denied,
    "ask_shorter": thread.shorter,
    "ask_certainty": thread.certainty,
    "ask_link": thread.link,
    "ask_since_when": thread.since_when,
    "ask_is_it_a_lot": last_figure.is_it_a_lot,
    "ask_other_year": trend.other_year,
    "compare_listed": certification_choice.compared,
    "correct_topic": corrections.corrected,
    "acknowledge": thread.acknowledged,
    "ask_about_me": personal.about_me,
    "ask_advice": personal.advise,
    "ask_next_job": personal.next_jobs,
    "ask_decision": personal_decision.weighed,
    "ask_plan": plan_thread.plan,
    "ask_progress": plan_thread.progress,
    "ask_what_if": plan_thread.supposed,
    "ask_practice": practice,
    "ask_overlap": personal_evidence.covered,
    "inform": plan_thread.acknowledged,
    small_talk.GOOD_NEWS: small_talk.congratulated,
}
