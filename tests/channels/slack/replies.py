"""Replies for tests of how Slack shows them, and the links in what it shows."""

from __future__ import annotations

from typing import Any

from bot.channels.slack.answer_blocks import Offers
from bot.domain.reply import Citation, CitedFact, Item, Reply, ShownFigure, Table

OFFERS = Offers("slack:T1:U1", lambda title: f"id-of-{len(title)}", mentors=True)
FACT = CitedFact(
    "f1", "It pays.", Citation("Pay & “more”", "Okta", 2021, "Pay", "https://okta.example")
)
SALARY = Reply(
    "salary",
    "A CISO earns $1.",
    items=(Item("CISSP", "offered by ISC2"), Item("Security+")),
    closing="That is all.",
    figures=(ShownFigure("average base salary", 166585, 166585, "USD/year", 2021, "Okta"),),
    facts=(FACT,),
    suggestions=("What is the most?", "Why?"),
    table=Table(("", "CISSP", "CISM"), (("Years", "5", "5"),)),
)


def links(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["url"]] if value.get("type") == "link" else []
        return own + [found for inner in value.values() for found in links(inner)]
    return (
        [found for inner in value for found in links(inner)]
        if isinstance(value, list | tuple)
        else []
    )
