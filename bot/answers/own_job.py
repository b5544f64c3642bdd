"""Questions that name the person's own job as if it were another's: "which cert is best for a
lawyer?" after "I'm a lawyer". They aren't about another job, but about whoever asks.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers.intent_topics import KNOWLEDGE
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.parsing.function_words import bare, members, words_of

_DECLINED = ("ask_not_covered", "out_of_scope")


def of_own_job(question: Question, turn: Turn) -> tuple[Question, Turn]:
    """The question and its turn, put of oneself where all that kept it from an answer was the
    person's own job; as they are otherwise.
    """
    own = set(words_of(turn.person.job))
    named = [job for job in question.jobs if own and set(words_of(job)) <= own]
    if question.intent not in _DECLINED or len(named) != 1 or len(question.jobs) != 1:
        return question, turn
    read = turn.reader.read(_of_oneself(question.text, named[0]))
    if not read.retrieval.answered or read.intent not in KNOWLEDGE:
        return question, turn
    return replace(read, intents=question.intents), replace(turn, text=read.text)


def _of_oneself(text: str, job: str) -> str:
    """A text with "me" for a job and its article: "best for a lawyer" becomes "best for me"."""
    words, job_words = text.split(), words_of(job)
    for place in range(len(words)):
        if [bare(word) for word in words[place : place + len(job_words)]] == job_words:
            before = words[:place]
            if before and bare(before[-1]) in members("article"):
                before.pop()
            return " ".join([*before, "me", *words[place + len(job_words) :]])
    return text
