"""What stands in deploy/ for many processes names only what there is: commands, settings, ports, services."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import COMMANDS
from bot.health import ALIVE
from config.settings import strange_variables

DEPLOY = Path(__file__).parent.parent / "deploy"
NAMES = {command.__name__ for command in COMMANDS}
ROLES = {"receive": ["serve", "--receive"], "work": ["serve", "--work"], "watch": ["watch"]}
KUBERNETES = sorted((DEPLOY / "k8s").glob("*.yaml"))
PODS = {"Deployment", "Job"}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    loaded = yaml.safe_load((DEPLOY / "cluster" / "compose.yaml").read_text(encoding="utf-8"))
    found: dict[str, Any] = loaded["services"]
    return found


def manifests(path: Path) -> Iterator[dict[str, Any]]:
    return iter(yaml.safe_load_all(path.read_text(encoding="utf-8")))


def deployed() -> dict[str, dict[str, Any]]:
    """The pods of quoted.yaml by what they do."""
    found = (one for one in manifests(DEPLOY / "k8s" / "quoted.yaml") if one["kind"] == "Deployment")
    return {one["metadata"]["name"].removeprefix("quoted-"): one["spec"] for one in found}


def test_compose_runs_two_receivers_three_that_answer_and_one_that_follows_the_seeds(services: dict[str, Any]) -> None:
    assert set(services) == {"milvus", "postgres", "index", "receive", "work", "watch", "nginx"}
    assert {name: services[name]["command"] for name in ROLES} == ROLES
    assert [services[name]["deploy"]["replicas"] for name in ("receive", "work")] == [2, 3]


def test_kubernetes_runs_the_same(services: dict[str, Any]) -> None:
    pods = deployed()
    assert {name: pod["template"]["spec"]["containers"][0]["args"] for name, pod in pods.items()} == ROLES
    assert [pods[name]["replicas"] for name in ROLES] == [2, 3, 1]
    assert all(command[0] in NAMES for command in ROLES.values())


def test_processes_of_compose_get_settings_that_there_are_and_write_nowhere_else(services: dict[str, Any]) -> None:
    for name in ("index", *ROLES):
        service = services[name]
        assert strange_variables(service["environment"]) == []
        assert service["environment"]["QUOTED_STATE_URL"].startswith("postgresql://quoted:${POSTGRES_PASSWORD")
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert (DEPLOY / "cluster" / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
        assert service["build"]["args"] == {"EXTRAS": "[cluster]"}
    assert 'ARG EXTRAS=""' in (DEPLOY / "Dockerfile").read_text(encoding="utf-8")


def test_only_nginx_can_be_reached_from_outside(services: dict[str, Any]) -> None:
    assert {name for name, service in services.items() if service.get("ports")} == {"nginx"}


def test_what_must_be_filled_in_stands_in_the_example() -> None:
    text = (DEPLOY / "cluster" / "compose.yaml").read_text(encoding="utf-8")
    example = (DEPLOY / "cluster" / "example.env").read_text(encoding="utf-8")
    names = {line.split("=")[0] for line in example.splitlines() if line and line[0] != "#"}
    assert names == {part.split(":?")[0] for part in text.split("${")[1:]}


def test_nginx_passes_on_what_the_receivers_take(services: dict[str, Any]) -> None:
    conf = (DEPLOY / "cluster" / "nginx.conf").read_text(encoding="utf-8")
    example = (DEPLOY / "cluster" / "example.env").read_text(encoding="utf-8")
    assert "server receive:8443" in conf
    assert "location = /telegram" in conf
    assert "WEBHOOK_URL=https://bot.example.org/telegram\n" in example
    assert "QUOTED_TELEGRAM_WEBHOOK_PORT" not in services["receive"]["environment"]  # which is 8443 by default


@pytest.mark.parametrize("path", KUBERNETES, ids=lambda path: path.name)
def test_manifests_are_what_the_schemas_of_kubernetes_take(path: Path) -> None:
    validate = pytest.importorskip("kubernetes_validate", reason="pip install kubernetes-validate, 100 MB of schemas")
    for manifest in manifests(path):
        validate.validate(manifest, desired_version="1.33", strict=True)


@pytest.mark.parametrize("path", KUBERNETES, ids=lambda path: path.name)
def test_pods_run_as_nobody_in_particular_and_write_to_their_volumes_alone(path: Path) -> None:
    for manifest in (one for one in manifests(path) if one["kind"] in PODS):
        pod = manifest["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"]
        volumes = {volume["name"] for volume in pod["volumes"]}
        for container in pod["containers"]:
            assert container["securityContext"]["readOnlyRootFilesystem"]
            assert not container["securityContext"]["allowPrivilegeEscalation"]
            assert {mount["name"] for mount in container["volumeMounts"]} <= volumes
            assert "memory" in container["resources"]["limits"]


def test_variables_of_the_pods_are_settings_and_none_come_of_services_beside_them() -> None:
    settings = next(one for one in manifests(DEPLOY / "k8s" / "quoted.yaml") if one["kind"] == "ConfigMap")["data"]
    assert strange_variables(settings) == []
    for pod in deployed().values():
        spec = pod["template"]["spec"]
        own = [variable["name"] for variable in spec["containers"][0].get("env", ())]
        assert strange_variables(dict.fromkeys(own, "")) == []
        assert spec["enableServiceLinks"] is False  # QUOTED_RECEIVE_PORT and the like


def test_probes_ask_what_the_bot_tells() -> None:
    for name in ("receive", "work"):
        container = deployed()[name]["template"]["spec"]["containers"][0]
        ports = {port["name"]: port["containerPort"] for port in container["ports"]}
        assert ports["health"] == 9464
        assert container["livenessProbe"]["httpGet"] == {"path": ALIVE, "port": "health"}
        assert container["readinessProbe"]["httpGet"] == {"path": "/readyz", "port": "health"}


def test_selectors_find_their_pods() -> None:
    found = list(manifests(DEPLOY / "k8s" / "quoted.yaml"))
    pods = [pod["template"]["metadata"]["labels"] for pod in deployed().values()]
    wanted = [
        one["spec"]["selector"] for one in found if one["kind"] in {"Service", "PodDisruptionBudget", "Deployment"}
    ]
    wanted = [one.get("matchLabels", one) for one in wanted]
    assert all(any(one.items() <= pod.items() for pod in pods) for one in wanted)
    assert all(one != other for one, other in itertools.combinations(pods, 2))
