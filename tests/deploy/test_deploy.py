"""What deploy/ says is right, as far as it can be told where no container engine runs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from deploy.serving_lock import without
from tools.package_size import needed
from tools.server_process import missing_programs
from tools.servers import Actions, Nginx
from tools.serving import serving

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
LINTERS = ROOT / ".tools" / "deploy" / "bin"
LEFT_OUT = set((DEPLOY / "left-out.txt").read_text().split())
TOKEN = "a-token-of-this-test-" + "x" * 20


def lint(*command: str | Path) -> None:
    program = LINTERS / str(command[0])
    assert program.exists(), "make .tools/deploy/ready installs the linters"
    done = subprocess.run([program, *command[1:]], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def documents(name: str) -> list[dict[str, Any]]:
    return [document for document in yaml.safe_load_all((DEPLOY / name).read_text()) if document]


def workloads() -> list[dict[str, Any]]:
    return [
        found
        for path in sorted((DEPLOY / "kubernetes").glob("*.yaml"))
        for found in documents(f"kubernetes/{path.name}")
        if found["kind"] in ("Deployment", "Job")
    ]


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    lint("hadolint", DEPLOY / "Dockerfile")


def test_the_compose_file_is_one() -> None:
    lint("check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml")


@pytest.mark.parametrize(
    "path", sorted((DEPLOY / "kubernetes").glob("*.yaml")), ids=lambda path: path.name
)
def test_kubernetes_knows_every_field_of_a_manifest(path: Path) -> None:
    lint("kubernetes-validate", "--strict", path)


def test_what_the_dockerfile_copies_exists_and_is_sent_to_the_engine() -> None:
    allowed = [
        line[1:]
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    ]
    for line in (DEPLOY / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY") and "--from" not in line:
            for source in line.split()[1:-1]:
                name = source.rstrip("/")
                assert (ROOT / name).exists() or name == "web/package-lock.json", name
                assert any(name == entry or name.startswith(f"{entry}/") for entry in allowed), (
                    f"{name} is ignored"
                )


def test_a_container_runs_as_nobody_in_particular_and_writes_nowhere() -> None:
    stages = (DEPLOY / "Dockerfile").read_text().split("\nFROM ")
    assert "USER 10001:10001" in stages[-1]
    for name, service in documents("compose.yaml")[0]["services"].items():
        if name != "postgres":  # writes its data, and begins as root to own the volume
            assert service["read_only"] is True and service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "ports" not in service or name == "nginx", name
    for workload in workloads():
        pod = workload["spec"]["template"]["spec"]
        assert (
            pod["securityContext"]["runAsNonRoot"] is True
            and pod["automountServiceAccountToken"] is False
        )
        for container in pod["containers"]:
            context = container["securityContext"]
            assert (
                context["readOnlyRootFilesystem"] is True
                and context["allowPrivilegeEscalation"] is False
            )
            assert context["capabilities"] == {"drop": ["ALL"]}
            assert "memory" in container["resources"]["limits"]


def test_secrets_come_from_outside() -> None:
    for path in [
        DEPLOY / "compose.yaml",
        DEPLOY / "Dockerfile",
        *(DEPLOY / "kubernetes").glob("*.yaml"),
    ]:
        for name, value in re.findall(
            r"^\s*(?:- )?[\"']?(\w*(?:SECRET|PASSWORD|TOKEN)\w*)[\"']?[:=]\s*(\S.*)$",
            path.read_text(),
            re.MULTILINE,
        ):
            assert value.startswith(("${", '"${')), f"{path.name}: {name}"
    assert all(
        line.endswith("=")
        for line in (DEPLOY / "env.example").read_text().splitlines()
        if re.match(r"SECRET|POSTGRES_P", line)
    )


def test_every_part_of_a_pod_reaches_only_what_it_needs() -> None:
    policies = {
        policy["metadata"]["name"]: policy["spec"]
        for policy in documents("kubernetes/network.yaml")
    }
    assert policies["nothing"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    reachable = {
        port["port"]
        for rule in policies["visitors-and-metrics"]["ingress"]
        for port in rule["ports"]
    }
    assert reachable == {5005, 9100}


def test_what_the_image_leaves_out_is_tensorflow_and_what_only_it_and_the_tests_need() -> None:
    lock = set(
        re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    )
    tensorflow = {name for name in lock if re.match(r"tensorflow|keras$|tensorboard|jax$", name)}
    assert tensorflow
    kept = needed("ciso-advisor", tensorflow)
    assert sorted(lock - kept) == sorted(LEFT_OUT), "bring deploy/left-out.txt up to date"


def test_the_lock_of_the_image_keeps_every_other_package_with_its_hashes() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines(keepends=True)
    kept = list(without(lines, LEFT_OUT))
    names = lambda some: set(re.findall(r"^([A-Za-z0-9._-]+)==", "".join(some), re.MULTILINE))
    assert names(kept) == names(lines) - LEFT_OUT
    assert all(
        re.search(rf"^{re.escape(name)}==.*\\\n\s+--hash=", "".join(kept), re.MULTILINE)
        for name in names(kept)
    )


def test_everything_works_without_what_the_image_leaves_out() -> None:
    """As in the image: importing one of these packages fails, and
    building, loading and answering go on.
    """
    code = f"""
import importlib.metadata, re, sys
left_out = {sorted(LEFT_OUT)!r}
gone = {{module for module, names in importlib.metadata.packages_distributions().items()
        if names and all(re.sub(r"[-_.]+", "-", name).lower() in left_out for name in names)}}
assert {{"tensorflow", "keras", "grpc", "h5py", "pytest"}} <= gone, gone
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in gone:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Gone())
from bot.rasa_adapter.tensorflow_stub import prepare
prepare()
import asyncio, tempfile
from pathlib import Path
import bot.rasa_adapter.training, bot.server.application, bot.server.action_server
import bot.cli.operations
from bot.ingest.build import build
from bot.knowledge.store import knowledge_engine
from bot.rasa_adapter.assistant import Assistant
build(knowledge_engine(f"sqlite:///{{tempfile.mkdtemp()}}/knowledge.db"), Path("data/sources"))
print(asyncio.run(Assistant.load().ask("how much does a CISO earn?", "test:one"))[0].topic)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.stdout.strip().endswith("salary"), done.stderr[-3000:]


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """nginx as deploy/ sets it up, in front of one advisor and of
    one that is dead, and an action server.
    """
    if missing_programs():
        pytest.skip(f"not installed: {missing_programs()}")
    with Actions({"ACTION_TOKEN": TOKEN}) as actions:
        url = f"http://127.0.0.1:{actions.port}/webhook"
        with (
            serving(
                tmp_path_factory.mktemp("edge"),
                ACTION_ENDPOINT_URL=url,
                ACTION_TOKEN=TOKEN,
                PROXIES_COUNT="1",
            ) as server,
            Nginx([9, server.port]) as nginx,
        ):
            yield nginx, actions


def test_visitors_get_answers_through_the_edge_although_one_advisor_is_dead(edge: Any) -> None:
    from tools.serving import Visitor

    visitor = Visitor(edge[0].url)
    for _ in range(4):
        assert (
            visitor.ask("how much does a CISO earn?")["topic"] == "salary"
        )  # answered by the action server
    assert len(visitor.history()) == 8


def test_with_no_advisor_alive_the_edge_says_so_politely() -> None:
    if missing_programs():
        pytest.skip(f"not installed: {missing_programs()}")
    with Nginx([9, 9]) as nginx:
        answer = requests.post(nginx.url + "/webhooks/web/session", json={}, timeout=20)
    assert (answer.status_code, answer.json()["error"], answer.headers["Retry-After"]) == (
        503,
        "unavailable",
        "2",
    )


@pytest.mark.parametrize(
    "path",
    [
        "/webhooks/web/ready",
        "/webhooks/web/ready/",
        "/webhooks/web/alive",
        "/webhooks/web/alive/",
        "/webhooks//web/ready",
        "/metrics",
        "/metrics/",
        "/webhooks/rest/webhook",
        "/webhooks/",
        "/webhook",
    ],
)
def test_the_edge_shows_nothing_that_is_for_inside(edge: Any, path: str) -> None:
    assert requests.get(edge[0].url + path, timeout=20).status_code == 404


def test_the_edge_sends_the_widget_small_and_for_good(edge: Any) -> None:
    panel = next((ROOT / "build" / "web" / "widget").glob("panel-*.js")).name
    for encoding, named in (("br", "br"), ("gzip", "gzip"), ("identity", None)):
        answer = requests.get(
            f"{edge[0].url}/widget/{panel}",
            headers={"Accept-Encoding": encoding},
            timeout=20,
            stream=True,
        )
        assert answer.headers.get("Content-Encoding") == named
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert len(answer.raw.read()) < 30_000 or named is None


def test_the_edge_compresses_histories_but_no_session(edge: Any) -> None:
    from tools.serving import Visitor

    visitor = Visitor(edge[0].url)
    visitor.ask("which certifications are there?")
    history = visitor.http.get(f"{visitor.url}/history", timeout=20)
    assert history.headers["Content-Encoding"] == "gzip"
    session = requests.post(f"{visitor.url}/session", json={"token": True}, timeout=20)
    assert "Content-Encoding" not in session.headers


def test_the_edge_refuses_what_is_too_large_in_the_form_that_the_widget_reads(edge: Any) -> None:
    answer = requests.post(
        edge[0].url + "/webhooks/web/messages",
        data=b"x" * 20_000,
        headers={"Content-Type": "application/json"},
        timeout=20,
    )
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")


def test_an_address_that_a_visitor_claims_is_not_believed(edge: Any) -> None:
    with requests.Session() as http:
        found = [http.post(edge[0].url + "/webhooks/web/session", json={},
        headers={"X-Forwarded-For": f"10.0.0.{number % 250}"}, timeout=20).status_code
                 for number in range(700)]  # fmt: skip
    assert set(found) <= {201, 200, 429} and 429 in found


def test_the_edge_writes_no_addresses_and_no_query_strings(edge: Any) -> None:
    requests.get(edge[0].url + "/?canary=1", timeout=20)
    lines: list[str] = []
    end = time.monotonic() + 10
    while not lines and time.monotonic() < end:
        lines = (edge[0].folder / "access").read_text().splitlines()
    assert all(
        set(json.loads(line)) == {"at", "method", "path", "status", "seconds", "upstream"}
        for line in lines
    )
    assert "canary" not in "".join(lines)


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"Authorization": "Bearer x"},
        {"Authorization": TOKEN},
        {"Authorization": f"Basic {TOKEN}"},
    ],
)
def test_an_action_server_takes_calls_only_with_its_token(
    edge: Any, header: dict[str, str]
) -> None:
    call = {"next_action": "action_answer_question", "tracker": {}}
    assert (
        requests.post(
            f"http://127.0.0.1:{edge[1].port}/webhook", json=call, headers=header, timeout=20
        ).status_code
        == 401
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"[]", 400), (b"{", 400), (b'{"next_action": 1, "tracker": {}}', 400),
    (b'{"next_action": "no_such", "tracker": {}}', 404),
     (b'{"next_action": "action_answer_question", "tracker": {"canary": 1}}', 500)],
)  # fmt: skip
def test_an_action_server_sends_no_conversation_back_in_its_errors(
    edge: Any, body: bytes, status: int
) -> None:
    answer = requests.post(
        f"http://127.0.0.1:{edge[1].port}/webhook",
        data=body,
        headers={"Authorization": f"Bearer {TOKEN}"},
        timeout=20,
    )
    assert answer.status_code == status
    assert "canary" not in answer.text and "canary" not in edge[1].log()
