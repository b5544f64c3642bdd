"""What was listed last: how many there are, two side by side, the other of two, the suggestion at
a place.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers.comparisons import certifications as compared_certifications
from bot.answers.follow_ups import describe
from bot.answers.question_catalog import ACTS_OFFERED
from bot.answers.sentences import first_sentences
from bot.answers.suggestions import plain
from bot.answers.thread import last_facts
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.domain.reply import Reply, cite, joined
from bot.parsing.function_words import has, members, words_of

_NO_RANK = "My sources don't rank them, so it comes down to what each requires."
WHICH_TWO = "Which two do you mean? Name them and I'll put them side by side."
# Words up to which each of two things is described.
_SHORT_WORDS = 25
_NO_SUBJECT = (
    "interrogative", "auxiliary", "pointing", "people", "preposition", "joining", "counting",
)  # fmt: skip


def pair(question: Question, turn: Turn) -> list[str]:
    """The two things that are named, or that were talked about last; a place is no thing that
    anything is told of.
    """
    named = [entity for entity in question.entities if turn.kb.facts_about(entity)]
    if len(named) > 1:
        return named
    last = turn.state.compared or turn.state.listed[:2]
    return [entity for entity in last if turn.kb.facts_about(entity)]


def compare_listed(question: Question, turn: Turn) -> Reply:
    """The two things that are named, or that were talked about last, side by side."""
    things = pair(question, turn)
    if len(things) < 2:
        return Reply(turn.state.topic or "smalltalk", WHICH_TWO)
    certifications = tuple(thing for thing in things if thing.startswith("certification/"))
    if len(certifications) > 1:
        table = compared_certifications(certifications[:2], turn.kb, turn.today)
        if table and table.text == turn.state.text:  # the table stands just above
            return replace(table, text=f"{_NO_RANK} {table.text}", table=None)
        if table:
            return table
    replies = [describe(thing, turn.kb) for thing in things[:2]]
    text = " ".join(first_sentences(reply.text, _SHORT_WORDS) for reply in replies)
    facts = tuple(fact for reply in replies for fact in reply.facts)
    return Reply(replies[0].topic, text, facts=facts)


def counted(turn: Turn) -> Reply | None:
    """How many entries the list just told has, where nothing but that is asked; None otherwise."""
    listed, last = turn.state.listed, turn.state.last
    best = last.retrieval.best if last else None
    words = set(words_of(turn.text))
    bare = words <= frozenset().union(*map(members, _NO_SUBJECT))
    if not (bare and words & members("counting") and best and best.evidence.startswith("list:")):
        return None
    names = [known.name for entity in listed if (known := turn.kb.entity(entity))]
    if len(names) < 2:
        return None
    told = f"{len(listed)}: {joined(names)}." if len(names) == len(listed) else f"{len(listed)}."
    return Reply(turn.state.topic, told, facts=cite(last_facts(turn)))


def of_suggestion(question: Question, turn: Turn) -> Question | None:
    """The suggestion that an ordinal picks, read as a question; None when it picks none."""
    offered, ordinal = turn.state.suggestions, question.ordinal
    if ordinal is None or turn.state.listed or not offered or has(question.text, "interrogative"):
        return None
    index = ordinal - 1 if ordinal > 0 else len(offered) + ordinal
    if not 0 <= index < len(offered):
        return None
    acts = {plain(turn.kb.job.fill(text)): intent for text, intent in ACTS_OFFERED.items()}
    read = turn.reader.read(offered[index])
    return replace(read, intent=acts.get(plain(offered[index]), read.intent))


def other_one(question: Question, turn: Turn) -> Question | None:
    """The last question, asked of the other of two things: "and the other one?"; None where there
    aren't two.
    """
    state = turn.state
    things = state.compared or state.listed
    rest = [known for thing in things if thing != state.focus and (known := turn.kb.entity(thing))]
    if len(things) != 2 or len(rest) != 1 or state.last is None or question.entities:
        return None
    named = turn.reader.read(rest[0].name)
    return replace(turn.reader.after(state.last.text, named), intent="ask_about_certification")


def lacks_pair(question: Question, turn: Turn) -> bool:
    """Whether a comparison has no two things to lean on, so that it is read by itself."""
    if question.intent != "compare_listed" or turn.state.last is None:
        return False
    return len(pair(question, turn)) < 2
