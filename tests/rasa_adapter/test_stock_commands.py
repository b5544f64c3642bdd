"""The commands that Rasa's developers know run on the project's own files, and warn of nothing that
is ours.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.serving import share_kept

ROOT = Path(__file__).resolve().parents[2]
RASA = Path(sys.executable).with_name("rasa")
LINKED = ("actions", "bot", "build", "locks", "models", "config.yml", "credentials.yml")
# Warnings of Rasa that speak of what it can't see, each with its reason.
EXPECTED = (
    # Rasa looks for responses in stories and rules alone: a form asks its own questions, and the
    # actions explain them and say what was forgotten
    r"The utterance 'utter_(ask_plan_form|explain)_\w+' is not used in any story or rule",
    r"The utterance 'utter_profile_forgotten' is not used in any story or rule",
    # the question parser sets it, where a message asks several things
    r"The intent 'ask_several' is listed in the domain file, but is not found in the NLU",
    # the stories name no entities, and no policy of ours predicts them
    r"No labels to evaluate. Skip evaluation",
)
ANNOTATED = re.compile(r"\[([^\]]*)\](\{[^}]*\}|\([^)]*\))")
# Rasa's warnings about a project's files, and its log; the rest are deprecations inside libraries.
OURS = re.compile(r"rasa/shared/utils/io\.py:\d+: \w*Warning|^\S+ \S+ +(WARNING|ERROR|CRITICAL) ")
_NLU = """version: "3.1"
nlu:
- intent: ask_salary
  examples: |
    - what does a CISO earn
    - how much do CISOs earn
- intent: greet
  examples: |
    - hello to you
"""


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _environment(folder: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return {**kept, "DATA_DIR": str(folder / ".data"), "RASA_TELEMETRY_ENABLED": "false"}


def _run(folder: Path, *arguments: str, said: str = "") -> str:
    """The output of a command that must succeed."""
    done = subprocess.run(
        [str(RASA), *arguments],
        cwd=folder,
        input=said,
        env=_environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


def _warnings(output: str) -> list[str]:
    lines = output.splitlines()
    own = (f"{ROOT}/bot/", f"{ROOT}/actions/")
    return [
        line
        for line in lines
        if (OURS.search(line) or ("Warning:" in line and any(path in line for path in own)))
        and not any(re.search(expected, line) for expected in EXPECTED)
    ]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's files in a folder of their own, with action and server ports that are free."""
    folder = tmp_path_factory.mktemp("project")
    for name in LINKED:
        (folder / name).symlink_to(ROOT / name)
    _copy_data(folder / "data")
    (folder / ".data").mkdir()
    shutil.copy(ROOT / ".data" / "knowledge.db", folder / ".data")
    share_kept(folder / ".data")
    shutil.copy(ROOT / "domain.yml", folder)
    shutil.copytree(ROOT / "tests", folder / "tests", ignore=lambda *_: {"nlu", "evaluation"})
    (folder / "tests" / "nlu.yml").write_text(_NLU, "utf-8")
    endpoints = (ROOT / "endpoints.yml").read_text("utf-8")
    assert "5055" in endpoints
    (folder / "endpoints.yml").write_text(endpoints.replace("5055", str(_free_port())), "utf-8")
    return folder


@pytest.fixture(scope="module")
def actions(project: Path) -> Iterator[str]:
    """`rasa run actions`; gives its address."""
    address = str(
        yaml.safe_load((project / "endpoints.yml").read_text("utf-8"))["action_endpoint"]["url"]
    )
    port = address.rpartition(":")[2].partition("/")[0]
    with _serving(project, "actions.log", "run", "actions", "--port", port):
        _answered(f"http://127.0.0.1:{port}/health")
        yield address


class _serving:
    """A command that runs until the end of the block; what it says goes to a file."""

    def __init__(self, folder: Path, log: str, *arguments: str) -> None:
        self.log = folder / log
        with self.log.open("w") as out:
            self._process = subprocess.Popen(
                [str(RASA), *arguments],
                cwd=folder,
                env=_environment(folder),
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self) -> _serving:
        return self

    def __exit__(self, *_: object) -> None:
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(20)


def _answered(url: str, seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"nothing answers at {url}")


def test_data_validate_finds_nothing_but_what_it_cant_see(project: Path) -> None:
    said = _run(project, "data", "validate")
    assert "No story structure conflicts found" in said
    assert _warnings(said) == []


def test_no_example_belongs_to_two_intents() -> None:
    """What `rasa data validate` looks for first, on all the statements."""
    intents: dict[str, set[str]] = {}
    for path in (ROOT / "data" / "nlu").rglob("*.yml"):
        for entry in _read(path)["nlu"]:
            for text in _texts(entry.get("examples")):
                intents.setdefault(text, set()).add(str(entry.get("intent")))
    assert {text: found for text, found in intents.items() if len(found) > 1} == {}


def _texts(examples: str | list[dict[str, Any]] | None) -> Iterator[str]:
    lines = examples.splitlines() if isinstance(examples, str) else ()
    listed = examples if isinstance(examples, list) else ()
    for text in (*(line.partition("- ")[2] for line in lines), *(str(e["text"]) for e in listed)):
        yield ANNOTATED.sub(r"\1", text.strip())


def _copy_data(target: Path) -> None:
    """The project's data with a sample of the statements: reading them all takes Rasa minutes."""
    shutil.copytree(ROOT / "data", target, ignore=lambda *_: {"statements"})
    seen: dict[str, int] = {}
    for path in sorted((ROOT / "data" / "nlu" / "statements").glob("*.yml")):
        data = _read(path)
        for entry in data["nlu"]:
            entry["examples"] = _sample(entry["examples"], seen)
        (target / "nlu" / path.name).write_text(yaml.safe_dump(data, width=10_000), "utf-8")


def _sample(examples: list[dict[str, Any]], seen: dict[str, int]) -> list[dict[str, Any]]:
    """Every fiftieth statement, and two at least of each entity and role; `seen` counts those."""
    kept = []
    for number, example in enumerate(examples):
        marks = [match[2] for match in ANNOTATED.finditer(str(example["text"]))]
        if number % 50 == 0 or any(seen.get(mark, 0) < 2 for mark in marks):
            kept.append(example)
            for mark in marks:
                seen[mark] = seen.get(mark, 0) + 1
    return kept


def _read(path: Path) -> dict[str, Any]:
    return dict(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader))


def test_test_core_replays_the_stories(project: Path) -> None:
    said = _run(project, "test", "core", "--stories", "tests/test_stories.yml", "--out", "core")
    report = json.loads((project / "core" / "story_report.json").read_text("utf-8"))
    assert report["conversation_accuracy"]["total"] > 0, said[-2000:]
    assert _warnings(said) == []


def test_test_nlu_scores_the_intents_that_the_dialogue_acts_on(project: Path) -> None:
    said = _run(project, "test", "nlu", "--nlu", "tests/nlu.yml", "--out", "nlu", "--no-plot")
    report = json.loads((project / "nlu" / "intent_report.json").read_text("utf-8"))
    assert report["ask_salary"]["recall"] == 1, report
    assert _warnings(said) == []


def test_shell_answers_what_is_piped_into_it(project: Path, actions: str) -> None:
    said = _run(
        project, "shell", "--port", str(_free_port()), said="how much does a ciso earn\n/stop\n"
    )
    assert "CISOs average $" in said
    assert _warnings(said) == []


def test_run_serves_the_web_channel_and_keeps_conversations_in_our_store(
    project: Path, actions: str
) -> None:
    port = _free_port()
    with _serving(project, "run.log", "run", "--port", str(port)) as server:
        _answered(f"http://127.0.0.1:{port}/")
        base = f"http://127.0.0.1:{port}/webhooks/web"
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        _posted(browser, f"{base}/session", {})
        asked = {"text": "how much does a ciso earn", "id": "first-message"}
        answer = _posted(browser, f"{base}/messages", asked)
        history = browser.open(f"{base}/history", timeout=30).read().decode()
    assert "CISOs average $" in answer
    assert "CISOs average $" in history
    assert _warnings(server.log.read_text("utf-8")) == []


def _posted(browser: urllib.request.OpenerDirector, url: str, body: dict[str, str]) -> str:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    try:
        return str(browser.open(request, timeout=120).read().decode())
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{error.code}: {error.read().decode()}") from error
