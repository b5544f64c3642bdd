"""Questions of what "it" is worth where nothing is talked about that it could mean: the role."""

from __future__ import annotations

from dataclasses import replace

from bot.answers import offers
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.parsing.function_words import bare, is_function_word, members

_WORTH, _ASKED = "worth", "Are {roles} satisfied with their job?"
# Words of such a question that aren't of a closed class.
_OF_WORTH = frozenset(["worth", "fine", "even", "all", "really", "at"])


def of_the_role(question: Question, turn: Turn) -> Question:
    """The question as one of how content people in the role are, where its "it" has nothing else to
    mean; as it is otherwise.
    """
    if question.retrieval.form != _WORTH or question.entities:
        return question
    if is_worth_of_role(question, turn) and _is_of_exam(question, turn):
        return _satisfied(question, turn)  # "is being a CISO worth it" asks for no CISA
    if turn.state.focus:
        return question
    told = turn.state.last_named.startswith(("certification", "degree"))
    if told or turn.update.operations or turn.state.packages or offers.is_about_pay(turn):
        return question
    words = [bare(word) for word in question.text.split()]
    points = bool(set(words) & members("thing"))
    if not points or not all(is_function_word(word) or word in _OF_WORTH for word in words):
        return question
    return _satisfied(question, turn)


def is_worth_of_role(question: Question, turn: Turn) -> bool:
    """Whether a question is whether the role is worth it, naming nothing else."""
    is_worth = question.retrieval.form == _WORTH and not question.entities
    return is_worth and turn.reader.named(question.text).role


def tells_of_exam(evidence: str, turn: Turn) -> bool:
    """Whether a unit of evidence tells of one certification."""
    fact = turn.kb.fact(evidence)
    return fact is not None and fact.about.startswith("certification/")


def _is_of_exam(question: Question, turn: Turn) -> bool:
    best = question.retrieval.best
    return best is not None and tells_of_exam(best.evidence, turn)


def _satisfied(question: Question, turn: Turn) -> Question:
    """The question for how content people in the role are, where that is held."""
    read = turn.reader.read(turn.kb.job.fill(_ASKED))
    return replace(read, intents=question.intents) if read.retrieval.answered else question
