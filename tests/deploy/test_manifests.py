"""The Dockerfile and the manifests are right, as far as it can be told where no container engine
runs.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
LINTERS = ROOT / ".tools" / "deploy" / "bin"


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
