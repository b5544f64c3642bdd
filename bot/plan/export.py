"""A person's plan as files, Markdown and iCalendar, and the profile files that people write for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml
from icalendar import Calendar, Event, Todo

from bot.domain.errors import Problem
from bot.domain.facts import Fact
from bot.domain.person import DEGREES, FIELDS, MOST_YEARS, Profile, Years
from bot.knowledge.store import KnowledgeBase
from bot.plan import standing
from bot.plan.gap_analysis import Plan
from bot.plan.gap_analysis import plan as planned
from bot.plan.standing import Line, month

_TITLE = "Plan on the way to CISO"
_NOBODY = "Nobody can promise the job. Each line says what it rests on; the numbers lead to the sources below."
_FARTHEST = 50
_LONGEST = 100_000


class ProfileError(Problem):
    """A profile file that can't be used: file, line, field and what is wrong."""

    def __init__(self, path: Path | str, line: int, field: str, problem: str) -> None:
        super().__init__(f"{path}:{line}: {field + ': ' if field else ''}{problem}")
        self.line, self.field, self.problem = line, field, problem


@dataclass(frozen=True)
class Section:
    """A heading with its lines."""

    heading: str
    lines: tuple[Line, ...]


def files(profile: Profile, kb: KnowledgeBase, today: date) -> dict[str, str]:
    """The plan as `plan.md` and `plan.ics`; nothing when nothing is known of the person."""
    if profile.is_empty:
        return {}
    plan = planned(profile, kb, today)
    return {"plan.md": markdown(plan, kb), "plan.ics": calendar(plan, kb)}


def sections(plan: Plan, kb: KnowledgeBase) -> tuple[Section, ...]:
    """Everything that a plan says, each line with its facts; what is met stands under "Where you stand" alone."""
    stands = tuple(
        Line(f"{r.step.label}: {line.text}", (r.step, *line.facts))
        for r in plan.requirements
        for line in [standing.requirement(r, plan.profile, kb)]
    )
    own_job = standing.role(plan.profile, kb)
    found = (
        Section("Where you stand", (*stands, *([own_job] if own_job else []))),
        Section("The next step", standing.next_lines(plan, kb)),
        Section("And then", standing.rest_lines(plan, kb)),
        Section("When", standing.horizon_lines(plan)),
        Section(
            "Certifications by level",
            tuple(standing.credential(c, plan.on) for c in plan.credentials),
        ),
    )
    return tuple(section for section in found if section.lines)


def markdown(plan: Plan, kb: KnowledgeBase) -> str:
    """Every line ends in the numbers of its sources, which stand at the end with their facts."""
    shown = sections(plan, kb)
    numbers = {fact.id: number for number, fact in enumerate(_facts(shown), 1)}
    told = [(name, standing.told(plan.profile, name, kb)) for name in FIELDS]
    out = [
        f"# {_TITLE}",
        "",
        f"As of {plan.on.day} {month(plan.on)}. {_NOBODY}",
        "",
        "## What you told",
        "",
    ]
    out += [f"- {_escaped(text)}" for _, text in told if text]
    for section in shown:
        out += ["", f"## {section.heading}", ""]
        for line in section.lines:
            marks = "".join(f"[^{numbers[fact.id]}]" for fact in dict.fromkeys(line.facts))
            out.append(f"- {_escaped(line.text)}.{marks}")
    out += ["", "## Sources", ""]
    for fact in _facts(shown):
        source = fact.passage.source
        address = f" <{source.url}>" if source.url else ""
        out.append(
            f"[^{numbers[fact.id]}]: “{_escaped(source.title)}”, {standing.source_of(fact)}: {_escaped(fact.statement)} (`{fact.id}`){address}"
        )
    return "\n".join(out) + "\n"


def calendar(plan: Plan, kb: KnowledgeBase) -> str:
    """A to-do for each open step, and a day for each date that a fact or the person's wish gives."""
    out = Calendar()
    out.add("prodid", "-//CISO Career Advisor//Plan//EN")
    out.add("version", "2.0")
    out.add("x-wr-calname", _TITLE)
    for number, r in enumerate(plan.open, 1):
        line = standing.requirement(r, plan.profile, kb)
        todo = Todo()
        _filled(
            todo, f"{number}. {r.step.label}", (Line(line.text, (r.step, *line.facts)),), plan.on
        )
        todo.add("priority", 1 if number == 1 else 5)
        todo.add("status", "NEEDS-ACTION")
        out.add_component(todo)
    for day, summary, lines in _dates(plan):
        event = Event()
        _filled(event, summary, lines, plan.on)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        out.add_component(event)
    return str(out.to_ical().decode("utf-8"))


def read_profile(path: Path, kb: KnowledgeBase, today: date) -> Profile:
    """The profile in a YAML or JSON file; raises ProfileError that names line and field."""
    try:
        with path.open("rb") as file:
            raw = file.read(4 * _LONGEST + 1)
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProfileError(path, raw[: error.start].count(b"\n") + 1, "", "not UTF-8") from error
    except OSError as error:
        raise ProfileError(path, 1, "", f"can't be read: {error.strerror}") from error
    if len(text) > _LONGEST:
        raise ProfileError(path, 1, "", f"longer than {_LONGEST:,} characters")
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "can't be read"
        raise ProfileError(
            path, mark.line + 1 if mark else 1, "", f"neither YAML nor JSON: {problem}"
        ) from error
    if node is None:
        raise ProfileError(path, 1, "", f"empty: give at least one of {', '.join(FIELDS)}")
    if not isinstance(node, yaml.MappingNode):
        raise ProfileError(
            path, node.start_mark.line + 1, "", "must be fields with values, such as `years: 5`"
        )
    values: dict[str, Any] = {}
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name not in FIELDS:
            raise ProfileError(
                path, line, name[:40], f"unknown field; known are {', '.join(FIELDS)}"
            )
        if name in values:
            raise ProfileError(path, line, name, "stands there twice")
        try:
            values[name] = _READERS[name](_plain(value), kb, today)
        except _Unusable as error:
            raise ProfileError(path, value.start_mark.line + 1, name, str(error)) from error
    if (
        values.get("years")
        and values.get("leading")
        and values["leading"].low > values["years"].high
    ):
        line = next(key.start_mark.line + 1 for key, _ in node.value if key.value == "leading")
        raise ProfileError(path, line, "leading", "more years than there are in `years`")
    profile = Profile(**values, leads=values["leading"].high > 0 if values.get("leading") else None)
    if profile.is_empty:
        raise ProfileError(path, 1, "", f"empty: give at least one of {', '.join(FIELDS)}")
    return profile


class _Unusable(Exception):
    """What is wrong with a value."""


def _plain(node: yaml.Node) -> Any:
    """Scalars and lists of scalars as Python values; anything deeper is refused."""
    if isinstance(node, yaml.SequenceNode):
        if len(node.value) > 50 or not all(
            isinstance(child, yaml.ScalarNode) for child in node.value
        ):
            raise _Unusable("must be a plain list")
        return [_plain(child) for child in node.value]
    if not isinstance(node, yaml.ScalarNode):
        raise _Unusable("must be a plain value")
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        raise _Unusable("can't be read") from error
    finally:
        loader.dispose()


def _years(value: Any, kb: KnowledgeBase, today: date) -> Years | None:
    """`5`, `2.5`, `5-7`, `5 to 7`."""
    if value is None:
        return None
    parts = (
        str(value).replace("–", "-").replace(" to ", "-").split("-")
        if isinstance(value, str)
        else [value]
    )
    try:
        if any(isinstance(part, bool) for part in parts) or not 1 <= len(parts) <= 2:
            raise ValueError
        numbers = [float(part) for part in parts]
    except (TypeError, ValueError):
        raise _Unusable(
            f"must be a number of years from 0 to {MOST_YEARS} or a span such as “5 to 7”"
        ) from None
    if not all(0 <= number <= MOST_YEARS for number in numbers) or numbers != sorted(numbers):
        raise _Unusable(
            f"must be a number of years from 0 to {MOST_YEARS} or a span such as “5 to 7”"
        )
    return Years(numbers[0], numbers[-1])


def _degree(value: Any, kb: KnowledgeBase, today: date) -> str:
    if value is None:
        return ""
    degree = str(value).strip().lower().removesuffix("'s").removesuffix("’s")
    if degree not in DEGREES:
        raise _Unusable(f"must be one of {', '.join(DEGREES)}")
    return degree


def _certifications(value: Any, kb: KnowledgeBase, today: date) -> tuple[str, ...] | None:
    if value is None:
        return None
    names = value if isinstance(value, list) else [] if value == "none" else [value]
    known = {
        _squeezed(name): entity.id
        for entity in kb.entities if entity.kind == "certification"
        for name in (entity.id, entity.name, *entity.aliases)
    }  # fmt: skip
    found = []
    for name in names:
        if not isinstance(name, str) or not 1 <= len(name) <= 60 or not name.isprintable():
            raise _Unusable("must be a list of names, such as [CISSP, Security+], or none")
        found.append(known.get(_squeezed(name), name))
    return tuple(dict.fromkeys(found))


def _target(value: Any, kb: KnowledgeBase, today: date) -> date | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 9999:
        value = date(value, 12, 31)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, date):
        raise _Unusable("must be a date such as 2030-06-30 or a year such as 2030")
    if not today <= value <= date(today.year + _FARTHEST, 12, 31):
        raise _Unusable(f"must lie between today and {today.year + _FARTHEST}")
    return value


def _role(value: Any, kb: KnowledgeBase, today: date) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= 60 or not value.isprintable():
        raise _Unusable("must be the name of a job, of at most 60 characters")
    return value.strip()


_READERS = {
    "role": _role, "years": _years, "leading": _years, "degree": _degree, "certifications": _certifications, "target": _target,
}  # fmt: skip


def _squeezed(name: str) -> str:
    return "".join(
        c for c in name.lower().replace("plus", "+") if c.isalnum() or c == "+"
    ).removeprefix("comptia")


def _facts(shown: Iterable[Section]) -> tuple[Fact, ...]:
    return tuple(
        {
            fact.id: fact for section in shown for line in section.lines for fact in line.facts
        }.values()
    )


def _dates(plan: Plan) -> list[tuple[date, str, tuple[Line, ...]]]:
    """The days of a plan, in order: never before the day of the plan itself."""
    found: list[tuple[date, str, tuple[Line, ...]]] = []
    for c in plan.credentials:
        if not c.held and c.opens and c.opens > plan.on:
            found.append(
                (c.opens, f"Years complete for {c.name}", (standing.credential(c, plan.on),))
            )
    if horizon := plan.horizon:
        lines = standing.horizon_lines(plan)
        if horizon.earliest > plan.on:
            found.append((horizon.earliest, "Earliest date to be a CISO", lines[:1]))
        if horizon.latest > max(horizon.earliest, plan.on):
            found.append((horizon.latest, "Upper end of the years asked for", lines[:1]))
        if plan.profile.target:
            found.append((plan.profile.target, "The date you wish to be a CISO by", lines[-1:]))
    return sorted(found, key=lambda entry: (entry[0], entry[1]))


def _filled(component: Event | Todo, summary: str, lines: Iterable[Line], on: date) -> None:
    """A component's fields; its id is the same whenever the same plan is made again, so imports don't double it."""
    facts = tuple({fact.id: fact for line in lines for fact in line.facts}.values())
    component.add("summary", summary)
    component.add(
        "description",
        "\n".join(
            [*(f"{line}." for line in lines), *(f"{fact.id}: {fact.statement}" for fact in facts)]
        ),
    )
    component.add("dtstamp", datetime(on.year, on.month, on.day, tzinfo=timezone.utc))
    name = hashlib.sha256("|".join([summary, *(fact.id for fact in facts)]).encode()).hexdigest()[
        :24
    ]
    component.add("uid", f"{name}@ciso-advisor")


def _escaped(text: str) -> str:
    """Markdown's signs as they are: a profile file may hold any name."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in text)
