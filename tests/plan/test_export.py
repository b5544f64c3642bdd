"""The plan as a file, ten of them word by word, and the profiles that people write.

python -m tests.plan.test_export        writes the golden plans again; look at the difference before committing it
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from icalendar import Calendar

from bot.domain.person import Profile, Years
from bot.knowledge.store import KnowledgeBase
from bot.plan.export import ProfileError, files, read_profile
from tests.plan.test_gap_analysis import TODAY, profiles

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden"
PROFILES = sorted([*GOLDEN.glob("*.yml"), *GOLDEN.glob("*.json")])


def plans(path: Path, kb: KnowledgeBase) -> dict[Path, str]:
    made = files(read_profile(path, kb, TODAY), kb, TODAY)
    return {
        path.with_suffix(Path(name).suffix): text.replace("\r\n", "\n")
        for name, text in made.items()
    }


def test_there_are_ten_golden_profiles() -> None:
    assert len(PROFILES) == 10


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_the_plan_is_word_by_word_the_golden_one(path: Path, kb: KnowledgeBase) -> None:
    for golden, text in plans(path, kb).items():
        assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_every_line_of_the_markdown_has_a_source_that_stands_at_its_end(
    path: Path, kb: KnowledgeBase
) -> None:
    text = files(read_profile(path, kb, TODAY), kb, TODAY)["plan.md"]
    body = text.split("## Where you stand")[1].split("## Sources")[0]
    lines = [line for line in body.splitlines() if line.startswith("- ")]
    assert lines
    assert [line for line in lines if not re.search(r"\[\^\d+\]$", line)] == []
    defined = re.findall(r"^\[\^(\d+)\]: .*`([^`\n]+)`", text, re.MULTILINE)
    assert set(re.findall(r"\[\^(\d+)\]", body)) == {number for number, _ in defined}
    assert {fact for _, fact in defined} <= {fact.id for fact in kb.all_facts}


@settings(deadline=None, max_examples=60)
@given(profile=profiles)
def test_any_plan_is_a_calendar_whose_entries_name_their_facts_and_lie_in_the_future(
    kb: KnowledgeBase, profile: Profile
) -> None:
    made = files(profile, kb, TODAY)
    assert made == files(profile, kb, TODAY)
    if profile.is_empty:
        assert made == {}
        return
    found = Calendar.from_ical(made["plan.ics"]).walk()
    entries = [part for part in found if part.name in ("VEVENT", "VTODO")]
    assert len({str(part["uid"]) for part in entries}) == len(entries)
    known = {fact.id for fact in kb.all_facts}
    for part in entries:
        assert any(fact in str(part["description"]) for fact in known)
        if part.name == "VEVENT":
            assert part["dtstart"].dt >= TODAY


def test_a_profile_is_read_from_yaml_and_from_json(tmp_path: Path, kb: KnowledgeBase) -> None:
    path = tmp_path / "me.yml"
    path.write_text(
        "years: 5-7\nleading: 2.5\ndegree: Master's\ncertifications: [sec+, cissp, CISSP]\ntarget: 2030\nrole:\n"
    )
    expected = Profile(
        "",
        Years(5, 7),
        "",
        Years(2.5, 2.5),
        True,
        "master",
        ("certification/security-plus", "certification/cissp"),
        date(2030, 12, 31),
    )
    if "sec+" not in {
        name.lower()
        for e in kb.entities
        if e.id == "certification/security-plus"
        for name in e.aliases
    }:
        pytest.fail("the source no longer names Sec+")
    assert read_profile(path, kb, TODAY) == expected
    path.write_text(
        '{"years": "5 to 7", "leading": 2.5, "degree": "master", "certifications": ["Security Plus", "CISSP"], "target": "2030-12-31"}'
    )
    assert read_profile(path, kb, TODAY) == expected


@pytest.mark.parametrize(
    ("content", "line", "field", "problem"),
    [
        (b"", 1, "", "empty"),
        (b"# nothing\n", 1, "", "empty"),
        (b"years:\n", 1, "", "empty"),
        (b"- 5\n", 1, "", "fields with values"),
        (b"years: 5\nname: x\n", 2, "name", "unknown field"),
        (b"years: 5\nage: 40\n", 2, "age", "unknown field"),
        (b"degree: bachelor\nyears: 200\n", 2, "years", "from 0 to 60"),
        (b"years: -1\n", 1, "years", "from 0 to 60"),
        (b"years: .nan\n", 1, "years", "from 0 to 60"),
        (b"years: 7-5\n", 1, "years", "from 0 to 60"),
        (b"years: yes\n", 1, "years", "from 0 to 60"),
        (b"years: {low: 1}\n", 1, "years", "plain value"),
        (b"years: 5\nyears: 6\n", 2, "years", "twice"),
        (b"years: 2\nleading: 5\n", 2, "leading", "more years"),
        (b"degree: wizard\n", 1, "degree", "one of none, student"),
        (b"certifications: [[CISSP]]\n", 1, "certifications", "plain list"),
        (b"certifications:\n  - CISSP\n  - 5\n", 2, "certifications", "list of names"),
        (b"target: 2001\n", 1, "target", "between today"),
        (b"target: 2030-02-30\n", 1, "target", "can't be read"),
        (b"target: soon\n", 1, "target", "a date"),
        (b"role: [a]\n", 1, "role", "name of a job"),
        (b"a: &a [*a, *a]\n", 1, "a", "unknown field"),
        (b"years: [5\n", 2, "", "neither YAML nor JSON"),
        (b"[" * 5000, 1, "", ""),
        (b"years: \xff\n", 1, "", "not UTF-8"),
        (b"# " + b"x" * 200_000, 1, "", "longer than"),
        (b"years: !!python/object/apply:os.system ['true']\n", 1, "years", ""),
    ],
)
def test_what_cannot_be_used_is_said_with_line_and_field(
    tmp_path: Path, kb: KnowledgeBase, content: bytes, line: int, field: str, problem: str
) -> None:
    path = tmp_path / "me.yml"
    path.write_bytes(content)
    with pytest.raises(ProfileError) as error:
        read_profile(path, kb, TODAY)
    assert (error.value.line, error.value.field) == (line, field)
    assert problem in error.value.problem
    assert "\n" not in str(error.value)


def test_a_job_that_looks_like_markup_stays_text(tmp_path: Path, kb: KnowledgeBase) -> None:
    path = tmp_path / "me.yml"
    path.write_text('years: 5\nrole: "<b>[x](y)</b>"\n')
    text = files(read_profile(path, kb, TODAY), kb, TODAY)["plan.md"]
    assert "- \\<b\\>\\[x\\](y)\\</b\\>" in text


def test_the_command_prints_the_plan_and_explains_a_bad_profile_in_one_line(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot.cli.main", "plan", *arguments],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=120,
        )

    done = run("--profile", str(GOLDEN / "analyst_with_security_plus.yml"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("# Plan on the way to CISO\n")
    done = run("--profile", str(GOLDEN / "json_profile.json"), "--format", "ics")
    assert done.returncode == 0, done.stderr
    assert Calendar.from_ical(done.stdout)["version"] == "2.0"
    bad = tmp_path / "bad.yml"
    bad.write_text("years: 5\ngender: x\n")
    done = run("--profile", str(bad))
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"ciso-advisor: {bad}:2: gender: unknown field; known are role, years, leading, degree, certifications, target\n"
    )
    done = run("--profile", str(tmp_path / "none.yml"))
    assert done.returncode == 2
    assert "can't be read" in done.stderr


def write_golden() -> None:
    import tempfile

    from bot.ingest.build import build
    from bot.knowledge.store import knowledge_engine

    with tempfile.TemporaryDirectory() as folder:
        engine = knowledge_engine(f"sqlite:///{folder}/knowledge.db")
        build(engine, ROOT / "data" / "sources")
        kb = KnowledgeBase.load(engine)
        for path in PROFILES:
            for golden, text in plans(path, kb).items():
                golden.write_text(text, "utf-8")


if __name__ == "__main__":
    write_golden()
