"""Names of degrees as people write them, and their level: `BSc`, `master's in cyber`, `EMBA`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.parsing.tokens import Token, tokenize

Level = Literal["none", "associate", "bachelor", "master", "mba", "doctorate", "law", "unknown"]

# Names of each level, in lower case.
_NAMES: dict[Level, str] = {
    "associate": """
        associate degree; associates degree; associate's degree; associate's; associates;
        associate; aas; aa; a.a.s.; a.s.; a.a.; hnd; hnc; 2 year degree; two year degree;
        two-year degree; 2-year degree; foundation degree; polytechnic diploma; diploma; as
        degree; community college degree; associate of science; associate of arts; btec;
        gnvq; ond; higher national diploma; ordinary national diploma; vocational diploma
    """,
    "bachelor": """
        bachelor; bachelors; bachelor's; batchelors; batchelor; bachlors; bachelor degree;
        bs; bsc; b.s.; b.s; b.sc; b.sc.; bsc.; b sc; ba; b.a.; b.a; bba; bfa; beng; b.eng;
        b.e.; b.e; btech; b.tech; b tech; b.tech.; bca; bcom; b.com; bit; bscs; bsit;
        bscsia; bscia; bsee; bas; licenciatura; undergrad; undergraduate; undergraduate
        degree; bachelor of science; four year degree; 4 year degree; four-year degree;
        4-year degree; degree apprenticeship; first degree; college degree; university
        degree; uni degree; 3 year degree; honours degree; honors degree; bac+3; cs degree;
        fachhochschule; engineering degree; bachelor's degree; bachelors degree; bsn; barch;
        b.arch; b.ed; bed degree; bmus; bachelor of arts; bachelor of engineering; bachelor
        of commerce; bachelor of technology; laurea triennale; laurea; grado; licence pro;
        licence professionnelle
    """,
    "master": """
        master; masters; master's; masters degree; master degree; master's degree; ms; m.s.;
        m.s; msc; m.sc; m.sc.; msc.; m sc; ma; m.a.; m.a; meng; m.eng; m.e.; mtech; m.tech;
        m tech; m.tech.; mca; mphil; mcom; mps; msit; msis; mscs; msia; mscsia; mscis; mpa;
        mpp; omscs; pgdip; pgd; postgrad; post grad; postgraduate; postgraduate diploma;
        grad school; graduate degree; advanced degree; diplom; mestrado; magister; graduate
        school; graduate program; master of science; grad degree; master of arts; pgce;
        pgcert; laurea magistrale; maîtrise; magíster; mlis; mha; mres; mfa; m.ed; mpharm; msw;
        master of engineering
    """,
    "mba": """
        mba; m.b.a.; m.b.a; emba; executive mba; exec mba; mbas; pgdm
    """,
    "law": """
        jd; j.d.; j.d; law degree; llb; ll.b; ll.b.; llm; ll.m; ll.m.; law school; juris
        doctor; bachelor of laws; master of laws; degree in law; staatsexamen
    """,
    "doctorate": """
        phd; ph.d.; ph.d; ph d; doctorate; doctoral; doctoral degree; dsc; d.sc; dba degree;
        edd; dphil; doctor of philosophy; phds; dissertation; doctor's degree; doctorate
        degree; doctor of science; doctor of engineering; dr. jur.
    """,
    "none": """
        high school; high school diploma; highschool; ged; g.e.d.; a levels; a-levels;
        gcses; abitur; matura; ausbildung; secondary school; self taught; self-taught; hs
        diploma; bootcamp; boot camp; school of hard knocks
    """,
    "unknown": """
        degree; degrees; college; university; uni; graduate; grad; degreed; college degrees;
        school; education; academic; academics; dropout; drop out; graduated; diploma mill;
        wgu; alma mater; formal education
    """,
}
_LEVELS: dict[tuple[str, ...], Level] = {
    tuple(token.lower for token in tokenize(name)): level
    for level, names in _NAMES.items()
    for name in " ".join(names.split()).split("; ")
}
_MOST_TOKENS = max(len(key) for key in _LEVELS)
# Short names that are words as well; in lower case they count only beside another degree's word.
_ONLY_IN_CAPITALS = frozenset(("as", "ma", "ms", "ba", "bs", "bit", "bas", "aa", "mps", "mpa"))


@dataclass(frozen=True)
class DegreeName:
    """A degree's name in a text. `sure` is False for two letters that may be a word."""

    level: Level
    first: int
    last: int
    sure: bool = True


def find_degrees(tokens: Sequence[Token]) -> list[DegreeName]:
    """The names of degrees in the tokens of a text, longest first at each place."""
    lower = [token.lower for token in tokens]
    found: list[DegreeName] = []
    at = 0
    while at < len(tokens):
        degree = _degree_at(tokens, lower, at)
        if degree is None:
            at += 1
            continue
        found.append(degree)
        at = degree.last + 1
    return found


def _degree_at(tokens: Sequence[Token], lower: Sequence[str], at: int) -> DegreeName | None:
    for count in range(min(_MOST_TOKENS, len(tokens) - at), 0, -1):
        level = _LEVELS.get(tuple(lower[at : at + count]))
        if level is None:
            continue
        short = count == 1 and lower[at] in _ONLY_IN_CAPITALS
        if short and not tokens[at].text.isupper():
            if lower[at] == "as" or len(tokens) < 2:
                return None if lower[at] == "as" else DegreeName(level, at, at, sure=False)
            return DegreeName(level, at, at, sure=False)
        return DegreeName(level, at, at + count - 1)
    return None
