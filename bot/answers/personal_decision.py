"""Decisions of one's own that no plan answers: "should I take three months off?", "my wife says I
should stay". What bears on them is told where sources hold it; the decision stays with the person.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers import personal
from bot.answers.empty_handed import likeliest_of, told_of
from bot.answers.from_evidence import from_evidence
from bot.answers.readings import asked_before
from bot.answers.retelling import is_repeated
from bot.answers.sentences import first_sentences
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.parsing.asking import asking_part
from bot.parsing.function_words import has

# How likely evidence answers what is asked, by itself or behind the last question, to be told.
_BEARS_ON_IT = 0.35
# How likely evidence answers it by all signs, which know prose that no vectors were tuned to.
_SURELY = 0.8
# The share of the first among what is found, from which it is the only one that answers.
_CLEARLY = 0.8
# Forms of what can be decided; "how do I word it" asks for words.
_DECIDING = ("yes_no", "worth", "compare", "which_first", "")
_WITH_EVIDENCE = "That’s a personal call. {told}"
_ALONE = (
    "That’s a personal call, and I don’t have anything in my sources to weigh it by. I can show"
    " what it would change for the {role} plan, or what the job asks for."
)
_NO_WORDS = (
    "I don’t have anything in my sources on how to put that, and my own words would only be a"
    " guess. What I can bring are figures and facts to back it up."
)
_AGAIN = (
    "I can’t make that call for you, and I’d rather not guess. Tell me what matters most to you,"
    " and I’ll look for what my sources say on it."
)
# Words of it that are told.
_TOLD = 40


def _is_of_last(question: Question, turn: Turn) -> bool:
    """Whether it is about an exam or a degree that was talked about: "should I finish it?"."""
    told = turn.state.focus or turn.state.last_named
    points = has(asking_part(question.text) or question.text, "pointing")
    return points and told.startswith(("certification", "degree"))


def weighed(question: Question, turn: Turn) -> Reply:
    """Whose decision it is, with what evidence says on it, or an honest no."""
    if _is_of_last(question, turn):
        return personal.about_me(replace(question, intent="ask_about_me"), turn)
    decides = question.retrieval.form in _DECIDING
    name, share = likeliest_of(("", asked_before(turn)), question.text, turn)
    retrieval = question.retrieval
    best = retrieval.best
    if best is not None and best.score >= _CLEARLY and not turn.reader.knows(best.evidence):
        # what a source that was added since tells is likely by no vectors that were tuned before
        name, share = best.evidence, best.score
    surely = retrieval.answered and not retrieval.partly and retrieval.answerable >= _SURELY
    if share >= _BEARS_ON_IT or surely:
        asked = question if surely else told_of(question, name, share)
        reply = from_evidence(asked, turn)
        told = first_sentences(reply.text, _TOLD)
        return replace(reply, text=_WITH_EVIDENCE.format(told=told)) if decides else reply
    alone = turn.kb.job.fill(_ALONE if decides else _NO_WORDS)
    return Reply("not_covered", _AGAIN if is_repeated(alone, turn.state.said) else alone)
