"""What a source says of a place, rank, company or year answers no question about all of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.answers.survey_tables import general_pay
from bot.domain.facts import FactKind, Scope
from bot.knowledge.store import KnowledgeBase
from bot.parsing.scopes import ScopeReader

Built = Callable[..., KnowledgeBase]


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("In Germany a CISO earns €140,000.", Scope(place="Germany")),
        ("German CISOs rarely report to the board.", Scope(place="Germany")),
        ("A CISO in the U.K. gets £150,000.", Scope(place="UK")),
        ("CISOs in the US earn more than those in Germany.", Scope(place="US", home=True)),
        ("They told us what they earn.", Scope()),
        ("A deputy CISO got $382,000.", Scope(rank="deputy")),
        ("A vCISO works for several clients.", Scope(rank="virtual")),
        ("Fractional CISOs in Canada ask $250 an hour.", Scope(place="Canada", rank="fractional")),
        ("An associate degree is rarely enough.", Scope()),
        ("At Northwind a CISO earns $300,000.", Scope(company="Northwind")),
        ("Northwind’s CISO reports to the CFO.", Scope(company="Northwind")),
        ("At Fortune 500 companies they earn more.", Scope()),
        ("In January the CISO of Contoso Group left.", Scope(company="Contoso Group")),
    ],
)
def test_a_sentence_names_its_scope(sentence: str, scope: Scope) -> None:
    assert ScopeReader.load("US").read(sentence) == scope


@pytest.mark.parametrize(
    "statement",
    [
        "In Germany a CISO earns an average base salary of $90,000 a year.",
        "A deputy CISO earns an average base salary of $90,000 a year.",
        "At Northwind a CISO earns an average base salary of $90,000 a year.",
        (
            "A CISO got an average base salary of $90,000 a year. {kind: pay, measure: average,"
            " figure: 90000 USD/year, basis: base, place: Germany}"
        ),
    ],
)
def test_a_figure_of_one_scope_is_no_general_figure(statement: str, built: Built) -> None:
    kb = built(f"# Pay of CISOs\n\n{statement}\n")
    pay = [f for f in kb.facts(FactKind.PAY) if f.passage.source.id == "a-new-one"]
    assert [f.figure.low for f in pay if f.figure] == [90000]
    assert not pay[0].scope.is_general
    assert pay[0] not in general_pay(kb)


def test_pay_that_is_only_expected_is_quoted_but_no_figure(built: Built) -> None:
    kb = built("# Pay of CISOs\n\nIn 2031 a CISO will earn an average base salary of $990,000.\n")
    told = [p for p in kb.passages if p.source.id == "a-new-one"]
    assert "2031" in told[0].text
    assert not kb.facts_of(told[0])


def test_front_matter_limits_what_names_nothing_itself(built: Built) -> None:
    front = "title: Pay\npublisher: Us\nyear: 2026\nplace: germany\nindustry: banks\nbasis: total"
    kb = built(
        "- CISOs got $5. {kind: pay, measure: average, figure: 5 USD/year}\n"
        "- CISOs in France got $6. {kind: pay, measure: average, figure: 6 USD/year, basis:"
        " cash}\n",
        front=front,
    )
    first, second = (f for f in kb.facts(FactKind.PAY) if f.passage.source.id == "a-new-one")
    assert first.scope == Scope(place="Germany", industry="banks")
    assert second.scope == Scope(place="France", industry="banks")
    assert [f.figure.basis for f in (first, second) if f.figure] == ["total", "cash"]


def test_the_home_country_narrows_nothing(built: Built) -> None:
    kb = built("In 2026 CISOs in the United States earned an average of $90,000 a year.\n")
    fact = kb.facts(FactKind.PAY)[-1]
    assert fact.scope == Scope(place="US", home=True)
    assert fact.scope.is_general
    assert fact.year == 2026


def test_a_company_speaks_for_itself_alone(built: Built) -> None:
    front = "title: Ladder\npublisher: Northwind\nyear: 2026\nkind: company\ncompany: Northwind"
    kb = built("A CISO earns $90,000 a year.\n", "company/ladder.md", front)
    assert [s.company for s in kb.sources] == ["", "Northwind"]
    assert all(f.passage.source.company == "" for kind in FactKind for f in kb.facts(kind))
    assert [p.scope.company for p in kb.passages if p.source.company] == ["Northwind"]
