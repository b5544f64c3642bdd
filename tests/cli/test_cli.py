"""`ciso-advisor` as scripts and people run it: a real process, real pipes."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from bot.domain.reply import TOPICS
from tools.commands import ran as run

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "bot.cli.main"]


def test_each_line_of_standard_input_gets_one_answer_object_in_order_whatever_it_holds() -> None:
    lines = [
        b"how much does a ciso make",
        b"",
        b"   ",
        b"what does a CTO earn",
        "cuánto gana un CISO al año en España?".encode(),
        b"\x00\x01\x1b[31m what is a ciso \x7f",
        b"\xff\xfe\xed\xa0\x80",
        b"x " * 50_000,
        "🤷🤷🤷".encode(),
        b'/ask_salary{"role": "x"}',
        b"/restart",
        "\u202ewhat does a ciso do\u202c".encode(),
        b"what does a CISO earn and which certs do I need?",
    ]
    done = run("ask", "--json", typed=b"\n".join(lines) + b"\n", new=True)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    objects = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert len(objects) == len(lines)
    for found in objects:
        keys = ["question", "topic", "confidence", "text", "facts", "suggestions", "profile"]
        assert [key for key in found if key != "lacking"] == keys
        assert found["topic"] in TOPICS
        assert 0 <= found["confidence"] <= 1
        assert found["text"]
        assert all(isinstance(suggestion, str) for suggestion in found["suggestions"])
        for fact in found["facts"]:
            assert list(fact) == ["id", "statement", "source"]
            assert list(fact["source"]) == ["title", "publisher", "year", "section"]
    first = objects[0]
    assert first["question"] == "how much does a ciso make"
    assert first["topic"] == "salary"
    assert any(
        "364,000" in fact["statement"] and fact["source"]["year"] == 2026 for fact in first["facts"]
    )
    assert {found["topic"] for found in objects[1:5]} <= {"out_of_scope", "not_covered"}
    assert objects[5]["topic"] == "role"
    assert {"364,000", "CISSP"} <= set(re.findall(r"364,000|CISSP", objects[-1]["text"]))


def test_chat_as_json_holds_what_is_known_of_each_conversations_person() -> None:
    lines = [
        b"I have 8 years in security and hold the CISSP",
        b"what does a ciso earn?",
        b"",
        b"what is a ciso?",
    ]
    done = run("chat", "--json", typed=b"\n".join(lines) + b"\n")
    assert done.returncode == 0, done.stderr.decode()
    turns = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    known = {"experience": {"security": [8, 8]}, "certifications": {"CISSP": "held"}}
    assert [turn["conversation"] for turn in turns] == [1, 1, 2]
    assert [turn["message"].encode() for turn in turns] == [line for line in lines if line]
    assert [turn["profile"] for turn in turns] == [known, known, {}]


def test_a_question_on_the_command_line_is_answered_as_text() -> None:
    done = run("ask", "which", "degree", "do", "I", "need?")
    assert done.returncode == 0
    assert "bachelor's degree" in done.stdout.decode()
    assert done.stdout.decode().rstrip().endswith("Okta, 2021")


def readme_transcript() -> str:
    """The conversation that the README shows, as it shows it."""
    match = re.search(r"```text\n(you> .*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert match is not None
    return match[1]


def test_the_transcript_of_the_readme_is_what_a_pipe_gets_and_stop_ends_it() -> None:
    transcript = readme_transcript()
    typed = re.findall(r"^you> (.*)$", transcript, re.MULTILINE)
    done = run(
        "chat", typed="\n".join([*typed, "/stop", "never asked"]).encode(), TODAY="2026-11-23"
    )
    assert done.returncode == 0
    told = done.stdout.decode("utf-8").split("\n", 1)[1].strip()
    assert told == transcript.strip() + "\n\nyou> /stop"


def test_a_plan_made_in_the_terminal_is_saved_as_files_where_one_says(tmp_path: Path) -> None:
    lines = [
        "/save",
        "I'm a SOC analyst with 3 years in security, a bachelor's degree and Security+",
        "show me my plan",
        "never led anyone",
        "no target",
        f"/save {tmp_path}/plans",
        "/save /dev/null/x",
        "/stop",
    ]
    done = run("chat", typed="\n".join(lines).encode(), TODAY="2026-11-23")
    told = done.stdout.decode()
    assert done.returncode == 0, told
    assert "There’s no plan to save yet" in told
    assert "/save writes it to files" in told
    saved = sorted(path.name for path in (tmp_path / "plans").iterdir())
    assert saved == [f"CISO plan, November 2026{suffix}" for suffix in (".html", ".ics", ".md")]
    assert all(name in told for name in saved)
    assert "For: SOC analyst" in (tmp_path / "plans" / saved[2]).read_text("utf-8")
    assert "can't be written" in told


def test_extract_prints_facts_of_any_text_as_json(tmp_path: Path) -> None:
    text = tmp_path / "nurse.txt"
    text.write_text(
        "What Does a Nurse Do?\n\nA nurse is a person who cares. A nurse earns an average of"
        " $80,000 per year.\n"
    )
    done = run("knowledge", "extract", str(text), "--json")
    found = json.loads(done.stdout)
    pay = next(fact for fact in found["facts"] if fact["kind"] == "pay")
    assert pay["figure"]["low"] == 80_000
    assert pay["line"] == 3


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [(b"---\ntitle: x\n", 1, "never closed"), (b"\xff\xfe", 1, "not UTF-8"), (b"", 1, "no text")],
)
def test_a_source_that_cannot_be_read_gives_one_line_with_file_and_line(
    tmp_path: Path, content: bytes, line: int, problem: str
) -> None:
    bad = tmp_path / "bad.md"
    bad.write_bytes(content)
    done = run("knowledge", "extract", str(bad))
    assert done.returncode == 2
    assert len(done.stderr.decode().splitlines()) == 1
    assert f"bad.md:{line}:" in done.stderr.decode()
    assert problem in done.stderr.decode()


def test_what_is_missing_is_said_in_one_line(tmp_path: Path) -> None:
    done = run("ask", "hello", DATABASE_URL=f"sqlite:///{tmp_path}/none.db")
    assert done.returncode == 2
    assert (
        done.stderr.decode()
        == "ciso-advisor: there is no knowledge base yet: run 'ciso-advisor knowledge build'\n"
    )
    done = run("knowledge", "show", DATABASE_URL="nonsense")
    assert done.returncode == 2
    assert "DATABASE_URL" in done.stderr.decode()


def test_a_terminal_of_any_width_gets_the_answer_wrapped_to_it() -> None:
    """One terminal, whose width changes between the questions."""
    asked = {
        0: (b"what does a CISO earn?\n", "364,000"),
        5: (b"who offers the CISSP?\n", "ISC2"),
        60: (b"which degree do I need?\n", "bachelor's"),
    }
    master, slave = os.openpty()
    talk, longest = None, {}
    for columns, (question, word) in asked.items():
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        if talk is None:
            talk = subprocess.Popen(
                [*COMMAND, "chat"], stdin=slave, stdout=slave, stderr=slave, cwd=ROOT
            )
            _read(master, until="you> ")
        os.write(master, question)
        # to the next prompt: what is left would be taken for the next answer
        told = _read(master, until="you> ").split("advisor> ")[1]
        assert word in told
        longest[columns] = max(map(len, told.splitlines()))
    os.close(slave)
    os.write(master, b"/stop\n")
    rest = _read(master)
    assert talk is not None
    assert talk.wait(60) == 0, rest
    assert "Traceback" not in rest
    assert 60 < longest[0] <= 100
    assert longest[5] <= 20  # no narrower, or every word has a line
    assert 20 < longest[60] <= 60


def _read(master: int, until: str = "\0") -> str:
    """What a terminal shows from here until a word, or until its program has ended."""
    shown = b""
    with contextlib.suppress(OSError):  # the terminal is gone when the program has ended
        while until.encode() not in shown and (part := os.read(master, 4096)):
            shown += part
    return shown.decode("utf-8", "replace")
