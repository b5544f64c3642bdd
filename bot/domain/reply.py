"""One typed reply that every surface renders, and its wording for figures and sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.domain.facts import Fact, Figure, Source

TOPICS = (
    "role", "duties", "skills", "education", "experience", "certifications", "salary",
    "career_path", "resources",
    "advice", "smalltalk", "not_covered", "out_of_scope",
)  # fmt: skip
# Topics of replies that say what isn't held.
DECLINED = ("not_covered", "out_of_scope")

TROUBLE = (
    "Something went wrong on my side and I couldn't answer that. Please try again in a moment."
)
BUSY = "I'm still on your earlier messages. Please wait for their answers, then ask again."
GONE = "I can't see that suggestion in our conversation any more. Please type your question."
EMPTY = (
    "I didn't see a question there. Ask me anything about the career, for example what the job"
    " involves."
)


@dataclass(frozen=True)
class Citation:
    """Where a fact stands, as a reader wants to see it."""

    title: str
    publisher: str
    year: int | None
    section: str
    url: str | None = None


@dataclass(frozen=True)
class CitedFact:
    id: str
    statement: str
    source: Citation


@dataclass(frozen=True)
class Item:
    """A line of a list; `entity` is what "the second one" then means."""

    text: str
    detail: str = ""
    entity: str = ""


@dataclass(frozen=True)
class ShownFigure:
    """A figure for charts: the fields mean what they mean in `bot.domain.facts`.

    Charts hold figures of different `basis` (base pay, total pay) apart.
    """

    label: str
    low: float
    high: float
    unit: str
    year: int | None
    source: str
    basis: str = ""
    measured: str = ""
    asked: int | None = None


@dataclass(frozen=True)
class Table:
    """A comparison: the first column names what each row compares."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Reply:
    """An answer: `text` leads, `items` (numbered when shown) or a `table` follow, `closing` ends
    it.

    The sources come from `facts`; `files` names what the surface can hand over, such as `plan.md`;
    `lacking` what of the question the sources don't hold, where only the rest is answered.
    `response` names a response of the domain that is said in its place.
    """

    topic: str
    text: str
    items: tuple[Item, ...] = ()
    closing: str = ""
    figures: tuple[ShownFigure, ...] = ()
    facts: tuple[CitedFact, ...] = ()
    suggestions: tuple[str, ...] = ()
    confidence: float = 1.0
    table: Table | None = None
    files: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    response: str = ""

    @property
    def sources(self) -> tuple[Citation, ...]:
        """The sources cited, each once whatever the sections."""
        return tuple(
            {
                (fact.source.title, fact.source.publisher): fact.source for fact in self.facts
            }.values()
        )

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Reply:
        """The reply that `to_dict` wrote; raises KeyError or TypeError for anything else."""
        return cls(
            topic=data["topic"],
            text=data["text"],
            items=tuple(Item(**item) for item in data["items"]),
            closing=data["closing"],
            figures=tuple(ShownFigure(**figure) for figure in data["figures"]),
            facts=tuple(
                CitedFact(fact["id"], fact["statement"], Citation(**fact["source"]))
                for fact in data["facts"]
            ),
            suggestions=tuple(data["suggestions"]),
            confidence=data["confidence"],
            table=_table(data["table"]),
            files=tuple(data["files"]),
            lacking=tuple(data.get("lacking", ())),  # replies kept before have none
        )


def reply_of(
    text: str, carried: Mapping[str, Any], buttons: Iterable[Mapping[str, Any]] | None = None
) -> Reply:
    """The reply in a message of Rasa's: an action's own, or a response of the domain as small talk.

    `carried` is what an action passes beside the text; a response's buttons are its suggestions.
    """
    if carried.get("reply"):
        return Reply.from_dict(carried["reply"])
    return Reply("smalltalk", text, suggestions=tuple(str(b["title"]) for b in buttons or ()))


def cite(facts: Iterable[Fact]) -> tuple[CitedFact, ...]:
    """Facts as a reply carries them, each once."""
    return tuple(
        {
            fact.id: CitedFact(
                fact.id, fact.statement, _citation(fact.passage.source, fact.passage.section)
            )
            for fact in facts
        }.values()
    )


def cite_passage(passage_id: str, text: str, source: Source, section: str) -> CitedFact:
    """A quoted passage counts as the fact that the source says so."""
    return CitedFact(passage_id, text, _citation(source, section))


def shown(fact: Fact) -> ShownFigure:
    figure = fact.figure
    assert figure is not None
    return ShownFigure(
        fact.label,
        figure.low,
        figure.high,
        figure.unit,
        fact.year,
        fact.passage.source.author,
        figure.basis,
        fact.measured,
        fact.asked,
    )


def amount(figure: Figure) -> str:
    """`$166,585 a year`, `7 to 10 years`, `82%`, `120 credits every 3 years`."""
    if figure.unit == "percent":
        return f"{figure.low:,}%"
    currency, _, period = figure.unit.partition("/")
    sign = {"USD": "$", "GBP": "£", "EUR": "€", "INR": "₹"}.get(currency, "")
    noun = "" if sign else f" {currency}"
    if sign == "" and period and currency.isupper():
        sign, noun = currency + " ", ""
    if noun.endswith("s") and figure.high == 1:
        noun = noun[:-1]
    low = f"{sign}{figure.low:,}"
    span = low if figure.low == figure.high else f"{low} to {sign}{figure.high:,}"
    every = f" every {period}" if period[:1].isdigit() else f" a {period}" if period else ""
    return f"{span}{noun}{every}"


def joined(words: Iterable[str], last: str = "and") -> str:
    """`a, b and c`; empty for no words."""
    *most, end = list(words) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def with_suggestions(reply: Reply, suggestions: Iterable[str]) -> Reply:
    return replace(reply, suggestions=tuple(suggestions))


def _table(data: Mapping[str, Any] | None) -> Table | None:
    return (
        Table(tuple(data["columns"]), tuple(tuple(row) for row in data["rows"])) if data else None
    )


def _citation(source: Source, section: str) -> Citation:
    return Citation(source.title, source.publisher, source.year, section, source.url)
