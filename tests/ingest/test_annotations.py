"""What an editor spells out behind a sentence, and what is wrong with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.domain.errors import SourceError, SourceErrors
from bot.domain.facts import FactKind, Figure
from bot.ingest.build import build
from bot.ingest.source_folder import read_sources
from bot.knowledge.store import KnowledgeBase, knowledge_engine

MATTER = (
    "---\ntitle: Survey\npublisher: Us\nby: Them\nyear: 2024\ntier: A\nkind: survey\nabout:"
    " role/CISO\nmeasured: pay\nasked: 755\n---\n\n# Pay\n\n"
)


def _written(tmp_path: Path, item: str, matter: str = MATTER) -> Path:
    (tmp_path / "survey.md").write_text(matter + item + "\n", "utf-8")
    return tmp_path


def test_a_mark_becomes_a_fact_with_its_survey_and_comes_back_from_the_database(
    tmp_path: Path,
) -> None:
    item = (
        "- CISOs in finance (also: banks) got $728,500 on average, up 5.6% on 2023.\n  {kind: pay,"
        " measure: average, figure: 728500 USD/year, basis: total, aspect: industry, value:"
        " industry/finance}\n  {kind: pay_change, measure: average, figure: 5.6 percent, asked: 12,"
        " since: 2024-01-01, until: 2024-12-31}"
    )
    folder = _written(tmp_path, item)
    engine = knowledge_engine(f"sqlite:///{tmp_path / 'kb.db'}")
    (extraction,) = build(engine, folder)
    kb = KnowledgeBase.load(engine)
    pay, change = kb.facts(FactKind.PAY)[0], kb.facts(FactKind.PAY_CHANGE)[0]
    assert set(kb.all_facts) == set(extraction.facts)
    assert pay.statement == "CISOs in finance got $728,500 on average, up 5.6% on 2023."
    assert pay.figure == Figure("average", 728500, 728500, "USD/year", "total")
    assert (pay.about, pay.aspect, pay.value, pay.measured, pay.asked) == (
        "role/ciso",
        "industry",
        "industry/finance",
        "pay",
        755,
    )
    assert change.figure == Figure("average", 5.6, 5.6, "percent")
    assert (change.asked, change.since, change.until) == (12, date(2024, 1, 1), date(2024, 12, 31))
    assert pay.passage.line == 15
    assert (pay.passage.source.author, pay.passage.source.tier) == ("Them", "A")
    finance = kb.entity("industry/finance")
    assert finance and finance.aliases == ("banks",)


@pytest.mark.parametrize(
    ("mark", "problem"),
    [
        ("{kind: pay, figure: 566000 USD/year}", "566000 doesn't stand in its sentence"),
        ("{kind: pay, figure: about 565000}", "must be a number or a span and a unit"),
        ("{kind: wages, figure: 565000 USD/year}", "unknown kind 'wages'"),
        ("{kind: pay, amount: 565000}", "unknown 'amount'"),
        ("{kind: level, value: senior}", "a level must be one of"),
        ("{kind: pay, about: CISO}", "'about' must be a kind and a name"),
        ("{kind: exam, until: soon}", "must be a day"),
        ("{kind: pay, year: recent}", "'year' in a mark must be a number"),
        ("{kind: pay, asked: -3}", "'asked' in a mark must be a number"),
        ("{kind: pay, value: [}", "can't be read"),
        (
            "{figure: 565000 USD/year, measure: medain, kind: pay}",
            "unknown measure 'medain', did you mean median?",
        ),
        ("{kind: pay, figure: 565000 dollars}", "unknown unit 'dollars'; write USD"),
        ("{kind: pay, figure: 565000 usd/year}", "unknown unit 'usd/year'; write USD"),
        ("{kind: pay, figure: 565000 yeras}", "unknown unit 'yeras', did you mean years?"),
        ("{kind: pay, figure: 565000 USD/fortnight}", "unknown unit 'USD/fortnight'"),
        ("{kind: pay, figure: 565000 USD/year, basis: gross}", "unknown basis 'gross'"),
        ("{kind: pay, kind: tenure}", "has 'kind' twice"),
        ("{about: role/CISO, value: x}", "a mark needs 'kind'"),
        ("{kind: pay, place: Germny}", "'place' in a mark must be a known place; 'Germny' isn't"),
        ("{kind: pay, place: outside Germny}", "did you mean Germany?"),
        ("{kind: pay, place: Qwghlm}", "add a line to data/lexicons/scopes.txt"),
        ("{kind: pay, figure: 565000 USD/year", "is never closed by '}'"),
        ("{label: x, value: y", "is never closed by '}'"),
        ("{565000 dollars", "is never closed by '}'"),
        ("{label: x, value: y}", "a mark needs 'kind'"),
        ("{pay, 565000 USD/year}", "a mark needs 'kind'"),
        ("{kind: pay} And more.", "must stand at the end"),
        ("kind: pay}", "a brace '}' closes nothing"),
        ("{kind: pay, figure: 565000-3 USD/year}", "ends before it begins"),
        ("{kind: survey, value: a}\n  {value: a, kind: survey}", "the same survey is marked twice"),
    ],
)
def test_a_mark_that_cannot_be_true_is_refused_with_its_line(
    mark: str, problem: str, tmp_path: Path
) -> None:
    folder = _written(tmp_path, f"- They got $565,000.\n  {mark}")
    with pytest.raises(SourceError, match=r"survey\.md:1[67]: ") as caught:
        read_sources(folder)
    assert problem in str(caught.value)


def test_a_mark_is_refused_with_the_line_of_the_field_that_is_wrong(tmp_path: Path) -> None:
    item = "- They got $565,000.\n  {kind: pay,\n   measure: medain,\n   figure: 565000 dollars}"
    with pytest.raises(SourceErrors) as caught:
        read_sources(_written(tmp_path, item))
    assert [(e.line, e.problem.split(",")[0]) for e in caught.value.problems] == [
        (17, "unknown measure 'medain'"),
        (18, "unknown unit 'dollars'; write USD"),
    ]


def test_a_mark_without_a_sentence_is_refused(tmp_path: Path) -> None:
    folder = _written(tmp_path, "They got $565,000.\n\n{kind: pay, figure: 565000 USD/year}")
    with pytest.raises(SourceError, match=r"survey\.md:17: a mark must stand behind a sentence"):
        read_sources(folder)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("tier: A", "tier: D", "'tier' in the front matter must be one of"),
        ("asked: 755", "asked: many", "'asked' in the front matter must be how many"),
        (
            "about: role/CISO",
            "about: CISO",
            "'about' in the front matter must be a kind and a name",
        ),
        ("by: Them", "by: [Them]", "'by' in the front matter must be words"),
        ("measured: pay", "measured: [pay]", "'measured' in the front matter must be words"),
        ("measured: pay", "measured: pay\nmeasured: raises", "has 'measured' twice"),
        ("measured: pay", "basis: gross", "'basis' in the front matter must be one of base"),
        ("measured: pay", "place: Germny", "'place' in the front matter must be a known place"),
    ],
)
def test_front_matter_of_a_survey_is_checked(
    old: str, new: str, problem: str, tmp_path: Path
) -> None:
    folder = _written(
        tmp_path,
        "- They got $565,000. {kind: pay, figure: 565000 USD/year}",
        MATTER.replace(old, new),
    )
    with pytest.raises(SourceError, match=r"survey\.md:\d+: ") as caught:
        read_sources(folder)
    assert problem in str(caught.value)


def test_braces_that_are_no_mark_stay_text(tmp_path: Path) -> None:
    folder = _written(tmp_path, "- They got $565,000 {sic}.\n\nA CISO is a person who {dares}.")
    (extraction,) = read_sources(folder)
    assert "{sic}" in extraction.passages[0].text


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    folder = _written(tmp_path, "- They got $565,000. {kind: pay, figure: 565000 USD/year}")
    (folder / "more").mkdir()
    (folder / "more" / "survey.md").write_bytes((folder / "survey.md").read_bytes())
    with pytest.raises(SourceError, match="give it another name"):
        read_sources(folder)


def test_our_own_sources_stand_behind_their_article_and_hold_every_number_they_claim() -> None:
    extractions = read_sources(Path("data/sources"))
    assert extractions[0].source.id == "what-does-a-ciso-do"
    assert len(extractions) > 60
    for extraction in extractions[1:]:
        source = extraction.source
        assert source.title and source.publisher, "an answer names who says it"
        for fact in extraction.facts:
            assert fact.passage.line > 0
            if source.tier == "C":
                assert source.kind != "survey", "third parties measure nothing of their own"


@pytest.mark.parametrize(("second", "word"), [("565,000", "repeats"), ("570,000", "contradicts")])
def test_a_figure_given_twice_in_a_source_is_reported(
    second: str, word: str, tmp_path: Path
) -> None:
    item = (
        "- They got $565,000. {kind: pay, figure: 565000 USD/year}\n"
        f"- All got ${second}. {{kind: pay, figure: {second.replace(',', '')} USD/year}}"
    )
    with pytest.raises(SourceError, match=rf"survey\.md:16: the pay {word} that of line 15"):
        read_sources(_written(tmp_path, item))


@pytest.mark.parametrize(("mark", "words"), [
    ("{Kind: pay, Figure: 310000 USD/year}", "unknown 'Kind' in a mark"),
    ("{kind=pay, figure=310000 USD/year}", "unknown 'kind=pay' in a mark"),
    ("{}", "an empty mark"),
    ("{kind: pay, figure: 310000 USD per year}", "write USD/year"),
    ("{kind: pay, figure: 310,000 USD/year}", "without commas"),
    ("<!-- People asked: is it -> so ---> or so | what then -->", "'-->' closes nothing"),
])  # fmt: skip
def test_what_would_be_read_out_is_refused_with_its_line(
    mark: str, words: str, tmp_path: Path
) -> None:
    folder = _written(tmp_path, f"CISOs got $310,000 on average. {mark}")
    with pytest.raises(SourceError, match=rf"survey\.md:15: [^\n]*{words}"):
        read_sources(folder)


def test_a_kind_that_is_nearly_company_is_no_general_source(tmp_path: Path) -> None:
    matter = MATTER.replace("kind: survey", "kind: Companyy")
    with pytest.raises(SourceError, match=r"survey\.md:7: .*did you mean company"):
        read_sources(_written(tmp_path, "Text.", matter))
