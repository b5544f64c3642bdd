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
    if question.retrieval.form != _WORTH or question.entities or turn.state.focus:
        return question
    told = turn.state.last_named.startswith(("certification", "degree"))
    if told or turn.update.operations or turn.state.packages or offers.is_about_pay(turn):
        return question
    words = [bare(word) for word in question.text.split()]
    points = bool(set(words) & members("thing"))
    if not points or not all(is_function_word(word) or word in _OF_WORTH for word in words):
        return question
    read = turn.reader.read(turn.kb.job.fill(_ASKED))
    return replace(read, intents=question.intents) if read.retrieval.answered else question
