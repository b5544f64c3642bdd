"""The ways to read a message that may lean on the conversation: by itself, or put to what came
before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.answers.question_catalog import QUESTIONS
from bot.answers.sentences import a
from bot.answers.turn import Turn
from bot.domain.evidence import Candidate
from bot.domain.question import Question
from bot.parsing.asking import asking_part, asks
from bot.parsing.function_words import bare, has, members
from bot.parsing.sentences import sentences

# By itself; put to the last question, to a full one that the evidence told last answers, to the
# question before, to the last subject in full, to the thing talked about last, to what the last
# figure measured, and to a question since then that had no answer.
WAYS = ("bare", "last", "evidence", "earlier", "subject", "focus", "label", "declined")

# From which a message surely leans on the conversation, and asks for nothing by itself.
LEANS_SURELY = 0.84
_TINY = 1e-6
_OF_PAY = ("ask_offer", "compare_offers")


@dataclass(frozen=True)
class QuestionReading:
    """A question as it is read in one of the ways."""

    way: str
    question: Question

    @property
    def holds(self) -> bool:
        """Whether evidence answers it, at least in part."""
        return self.question.retrieval.answered or self.question.retrieval.partly

    @property
    def best(self) -> str:
        """The evidence that comes first."""
        best = self.question.retrieval.best
        return best.evidence if best else ""

    def support(self, evidence: str) -> float:
        """How likely a unit of evidence answers it."""
        found = self.candidate(evidence)
        return found.score * self.question.retrieval.answerable if found else 0.0

    def share(self, evidence: str) -> float:
        """The same, beside the evidence that comes first."""
        best = self.question.retrieval.best
        return self.support(evidence) / max(best.score, _TINY) if best else 0.0

    def candidate(self, evidence: str) -> Candidate | None:
        candidates = self.question.retrieval.candidates
        return next((one for one in candidates if one.evidence == evidence), None)


def readings(question: Question, turn: Turn) -> tuple[QuestionReading, ...]:
    """Every way to read a question here, each text once; the first is the question as it stands."""
    found = [QuestionReading("bare", question)]
    texts = {question.text}
    for way, read in _others(question, turn):
        if read.text not in texts:
            texts.add(read.text)
            found.append(QuestionReading(way, replace(read, ordinal=question.ordinal)))
    return tuple(found)


def _others(question: Question, turn: Turn) -> Iterator[tuple[str, Question]]:
    if before := asked_before(turn):
        yield "last", turn.reader.after(before, question)
    if told := asked_of_told(turn):
        yield "evidence", turn.reader.after(told, question)
    if earlier := turn.state.turns[-2:-1]:
        # "men?" and then "women?" were both put to the same question
        yield "earlier", turn.reader.after(_asking(earlier[0].text), question)
    if subject := QUESTIONS.get(turn.state.last.intent if turn.state.last else "", ""):
        asked = turn.kb.job.fill(subject.replace("{certification}", _focus(turn) or "CISSP"))
        yield "subject", turn.reader.after(asked, question)
    if name := pointed_at(question, turn):
        yield "focus", turn.reader.about(name, _without_ordinal(question))
    elif people := of_people(question.text, turn):
        yield "focus", turn.reader.read(people)
    if label := _label(turn):
        yield "label", turn.reader.after(label, question)
    if turn.state.declined:
        yield "declined", turn.reader.after(turn.state.declined, question)


def pointed_at(question: Question, turn: Turn) -> str:
    """The name of what "it" or "the first one" means: of the last list or pair, else what was
    talked about last.
    """
    state = turn.state
    things = state.listed or state.compared
    if question.ordinal is not None and things:
        place = question.ordinal - 1 if question.ordinal > 0 else len(things) + question.ordinal
        if 0 <= place < len(things):
            return _name(things[place], turn)
    return _focus(turn)


def _without_ordinal(question: Question) -> Question:
    """The question that an ordinal belongs to: "the first one, what does it cost", with "it" for
    the ordinal.
    """
    if question.ordinal is None:
        return question
    words: list[str] = []
    for word in (asking_part(question.text) or question.text).split():
        if bare(word) in members("ordinal"):
            if words and bare(words[-1]) in members("article"):
                words.pop()
            words.append("it")
        elif not (words[-1:] == ["it"] and bare(word) == "one"):
            words.append(word)
    return replace(question, text=" ".join(words))


def of_people(text: str, turn: Turn) -> str:
    """The text with the role's name for "they" and "them"; empty where it has neither."""
    roles = turn.kb.job.fill("{roles}")
    if not has(text, "people"):
        return ""
    people = members("people")
    return " ".join(
        (f"{roles}'" if bare(word) == "their" else roles) if bare(word) in people else word
        for word in text.split()
    )


def asked_before(turn: Turn) -> str:
    """The text of the last question."""
    last = turn.state.last
    if last is None:
        return ""
    return _pay_asked(turn) if last.intent in _OF_PAY else _asking(last.text)


def message_before(turn: Turn) -> str:
    """The last message where it asked nothing: "too few?" leans on "we're 9 in security"."""
    last, message = turn.state.last, turn.state.message
    return "" if last is not None and last.text in message else message


def asked_of_told(turn: Turn) -> str:
    """A question in full that what was told last answers: the last one may have been "price?"."""
    best = turn.state.last.retrieval.best if turn.state.last else None
    asked = turn.reader.asked_of(best.evidence) if best else ""
    # a number in it, as in "is the 420,000 from 2019?", would be taken for one of the person's
    return "" if any(map(str.isdigit, asked)) else asked


def _asking(text: str) -> str:
    """The last sentence of a message that asks something, or all of it."""
    asked = [sentence for sentence in sentences(text) if asks(sentence)]
    return asked[-1] if asked else text


def _pay_asked(turn: Turn) -> str:
    """The question that a package just compared answers: the pay of the job whose figure stood
    beside it.
    """
    told = next((fact for name in turn.state.facts if (fact := turn.kb.fact(name))), None)
    job = turn.kb.entity(told.about) if told else None
    if job is None or job.kind != "work_role":
        return turn.kb.job.fill(QUESTIONS["ask_salary"])
    return f"How much does {a(job.name, low=True)} earn?"


def _label(turn: Turn) -> str:
    """What the last figure measured, in words."""
    facts = (turn.kb.fact(name) for name in turn.state.facts)
    told = next((fact for fact in facts if fact and fact.figure), None)
    return told.label if told else ""


def _focus(turn: Turn) -> str:
    return _name(turn.state.focus, turn) if turn.state.focus else ""


def _name(entity: str, turn: Turn) -> str:
    known = turn.kb.entity(entity)
    return known.name if known else ""
