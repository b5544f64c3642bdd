"""How far the role is: the verdict, the date or the years that are left, and what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answers.position import START, TOPIC, start_anywhere, suggestions
from bot.domain.facts import Fact, FactKind
from bot.domain.reply import Reply, cite, joined
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.gap_analysis import Analysis
from bot.plan.goal import TELL_YEARS, goal_lines, matter, tenure_line
from bot.plan.job_actions import share, starts, survey_share
from bot.plan.line import Line, capital, describe_other_years, number
from bot.plan.requirements import Requirement, Standing
from bot.plan.stage import Stage, leads

# Words up to which a sentence fits beside where somebody stands.
_BRIEF = 22
_HOLDS = "You have the job already."
# Forms of questions that want a number of years, or a date.
_OF_YEARS, _OF_DATES = ("duration", "count"), ("when",)


def distance(analysis: Analysis, kb: KnowledgeBase, form: str = "") -> Reply:
    """How far the role is: the verdict, or the date or years that `form` asks for, then what is
    open; never the whole standing.
    """
    if analysis.stage is Stage.ROLE:
        return _for_holders(analysis, kb)
    lines = goal_lines(analysis, kb)
    if not lines:
        return start_anywhere(analysis, kb)
    if analysis.stage is Stage.DEPUTY:
        first = analysis.horizon is None and _next_in_line(kb)
        said = [*(_ended(first) if first else _so_far(lines[0], analysis, kb, form))]
        said += _ended(_separates(kb))
    else:
        said = [*_so_far(lines[0], analysis, kb, form)]
    said += _ended(next((line for line in lines if "target" in line.text), None))
    text = " ".join(line.text for line in said)
    facts = [fact for line in said for fact in line.facts]
    return Reply(TOPIC, text, facts=cite(facts), suggestions=suggestions(analysis, "How far am I?"))


def is_general(reply: Reply) -> bool:
    """Whether advice only tells what holds for everybody, for want of what it would take to say
    more; that a start from the person's own job is possible is more.
    """
    first = reply.text.partition(". ")[0]
    return reply.topic == TOPIC and (START in first or TELL_YEARS in first)


def knows_little(reply: Reply) -> bool:
    """The same, or that the role is reached, which rarely is what was asked."""
    return is_general(reply) or (reply.topic == TOPIC and reply.text.startswith(_HOLDS))


def _so_far(first: Line, analysis: Analysis, kb: KnowledgeBase, form: str) -> Iterator[Line]:
    """The first line of a goal behind the verdict, or behind the start that is possible, and what
    is still open.
    """
    if analysis.horizon is None and analysis.stage is Stage.UNKNOWN:
        yield from _ended(first)
        return
    if analysis.horizon is None:
        path = evidence.valued(kb, *starts(analysis))[:1]
        opening = " ".join(_possible(list(map(_first, path))))
        yield Line(f"{opening} {first.text}.", (*first.facts, *path))
        return
    before, start = _start(analysis, kb)
    opening = before or _opening(analysis, form)
    yield Line(f"{opening} {first.text}.".strip(), (*first.facts, *start))
    if lacking := [r for r in analysis.open if _is_lacking(r)]:
        text = f"Still open: {joined(matter(r) for r in lacking)}."
        yield Line(text, tuple(r.fact for r in lacking))


def _ended(line: Line | None) -> list[Line]:
    """A line as a sentence, where there is one."""
    return [Line(f"{line.text}.", line.facts)] if line else []


def _start(analysis: Analysis, kb: KnowledgeBase) -> tuple[str, list[Fact]]:
    """The verdict for somebody outside the field, with what the sources say of such a start and
    what of it counts.
    """
    if analysis.stage is not Stage.OUTSIDE:
        return "", []
    path = evidence.valued(kb, *starts(analysis))[:1]
    path = tuple(fact for fact in path if len(_first(fact).split()) <= _BRIEF)
    said = [_first(fact) for fact in path]
    opening = [] if _says_so(said) else [verdict(analysis)]
    counting = _counting(analysis, kb, is_brief=bool(path))
    return " ".join([*opening, *said, *counting[0]]), [*path, *counting[1]]


def _possible(said: Sequence[str]) -> list[str]:
    """That a start is possible, once, with what a source says of it."""
    return [*([] if _says_so(said) else ["It’s possible."]), *said]


def _says_so(said: Sequence[str]) -> bool:
    """Whether what a source says of such a start begins with the verdict itself."""
    return bool(said) and said[0].startswith("It's possible")


def _first(fact: Fact) -> str:
    return f"{fact.statement.partition('. ')[0].rstrip('.')}."


def _counting(
    analysis: Analysis, kb: KnowledgeBase, *, is_brief: bool
) -> tuple[list[str], list[Fact]]:
    """What was done outside the field is worth: leading people counts, years in IT are a base,
    those in other work don't count.
    """
    worked, other = analysis.profile.experience.it, describe_other_years(analysis.profile, kb)
    if not other:
        return [], []
    began = survey_share(kb, "background", "started their career in IT")
    in_it, facts = worked is not None and worked.high > 0, list[Fact]()
    years = f"your {other} don’t count"
    if in_it:
        years = f"your {worked} in IT are a good base"
    if in_it and began and not is_brief:
        years += f": {share(began)} of security professionals began there ({began.year})"
        facts = [began]
    if leads(analysis.profile):
        return [f"Leading people counts{',' if in_it else ';'} {'and ' * in_it}{years}."], facts
    return [f"{capital(years)}."], facts


def _is_lacking(found: Requirement) -> bool:
    """Neither the years, which the date counts, nor a degree that is under way, nor what wasn't
    told.
    """
    if found.kind is FactKind.EXPERIENCE:
        return False
    if found.kind is FactKind.EDUCATION and found.standing is Standing.PARTLY:
        return False
    return found.standing is not Standing.UNKNOWN


def _next_in_line(kb: KnowledgeBase) -> Line | None:
    """Where a deputy stands whose years aren't known."""
    said = evidence.deputy_facts(kb)
    return Line(f"A deputy usually is next in line for {kb.job.name}", said) if said else None


def _separates(kb: KnowledgeBase) -> Line | None:
    """What sets those who hold the role apart from their deputies, as far as surveys tell."""
    many = kb.job.many
    board, outside = (
        survey_share(kb, "board", "present to the board"),
        survey_share(kb, "hiring", "hired from outside"),
    )
    parts = []
    if board:
        parts.append(f"{share(board)} of {many} present to the board themselves ({board.year})")
    if outside:
        parts.append(f"{share(outside)} were hired from outside ({outside.year})")
    facts = tuple(fact for fact in (board, outside) if fact)
    return Line(f"What sets {many} apart from deputies: {joined(parts)}", facts) if parts else None


def _opening(analysis: Analysis, form: str) -> str:
    """What is said before the date: the years that are left, nothing, or the verdict."""
    horizon = analysis.horizon
    if horizon is None or horizon.is_met or form not in (*_OF_YEARS, *_OF_DATES):
        return verdict(analysis)
    left = horizon.low - horizon.have
    if form in _OF_DATES:
        return ""
    return f"At least {number(left)} more {'year' if left == 1 else 'years'}."


def verdict(analysis: Analysis) -> str:
    """Whether the role is in reach, in a few words; empty where the years aren't known."""
    horizon = analysis.horizon
    if horizon is None:
        return ""
    if not horizon.is_met:
        return "Not yet, but it’s possible with time."
    known = [r for r in analysis.open if r.standing is not Standing.UNKNOWN]
    return "You’re close." if known else "Yes, by the steps you’re there."


def _for_holders(analysis: Analysis, kb: KnowledgeBase) -> Reply:
    """That the role is reached, how long others have been in it, and what they want next."""
    said = [Line(_HOLDS), *_ended(tenure_line(kb))]
    if ahead := survey_share(kb, "next role", "want to be chief security officer next"):
        wished = f"{share(ahead)} of {kb.job.many} wanted to be chief security officer next"
        said.append(Line(f"{wished} ({ahead.year}).", (ahead,)))
    facts = [fact for line in said for fact in line.facts]
    text = " ".join(line.text for line in said)
    return Reply(TOPIC, text, facts=cite(facts), suggestions=suggestions(analysis))
