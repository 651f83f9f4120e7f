"""What stands in deploy/ names only what there is: files, settings, commands, packages."""

import ast
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import COMMANDS
from bot.health import ALIVE
from config.settings import strange_variables

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
UNITS = ("quoted.service", "quoted-watch.service")
NAMES = {command.__name__ for command in COMMANDS}
Instructions = list[tuple[str, str]]


@pytest.fixture(scope="module")
def dockerfile() -> Instructions:
    """Its instructions with their arguments, continued lines joined and comments left out."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    lines = [line.split(maxsplit=1) for line in kept.replace("\\\n", " ").splitlines() if line.strip()]
    return [(instruction, arguments) for instruction, arguments in lines]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def variables(dockerfile: Instructions) -> dict[str, str]:
    (pairs,) = [arguments for instruction, arguments in dockerfile if instruction == "ENV"]
    return dict(pair.split("=", 1) for pair in shlex.split(pairs))


def unit(name: str) -> dict[str, list[str]]:
    """A unit's values by key; a key may stand several times."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines():
        if line and line[0] not in "#[":
            key, value = line.split("=", 1)
            found.setdefault(key, []).append(value)
    return found


def workbench() -> set[str]:
    """The packages that the image leaves out."""
    lines = (DEPLOY / "workbench.txt").read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def test_every_path_that_is_copied_exists_and_goes_to_the_builder(dockerfile: Instructions) -> None:
    copied = [a.split()[:-1] for instruction, a in dockerfile if instruction == "COPY" and "--from" not in a]
    sources = {source for sources in copied for source in sources}
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in rules
    assert sources == {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_everything_that_the_package_is_built_of_is_copied(dockerfile: Instructions) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {name.rstrip("*") for name in project["tool"]["setuptools"]["packages"]["find"]["include"]}
    files = {project["project"]["readme"], *project["project"]["license-files"], "pyproject.toml"}
    copied = {source for instruction, a in dockerfile if instruction == "COPY" for source in a.split()[:-1]}
    assert packages | files <= copied


def test_stages_are_taken_from_by_their_names(dockerfile: Instructions) -> None:
    stages = {a.split(" AS ")[1] for instruction, a in dockerfile if instruction == "FROM" and " AS " in a}
    taken = {match[1] for _, a in dockerfile if (match := re.match(r"--from=(\S+)", a))}
    assert taken == stages


def test_the_image_serves_as_nobody_in_particular(dockerfile: Instructions) -> None:
    users = [arguments for instruction, arguments in dockerfile if instruction == "USER"]
    assert users
    assert all(int(user.split(":")[0]) > 0 for user in users)


def test_variables_of_the_image_are_settings(dockerfile: Instructions) -> None:
    assert strange_variables(variables(dockerfile)) == []


def test_health_check_asks_the_port_that_the_image_sets(dockerfile: Instructions) -> None:
    (check,) = [arguments for instruction, arguments in dockerfile if instruction == "HEALTHCHECK"]
    assert f"http://127.0.0.1:{variables(dockerfile)['QUOTED_HEALTH_PORT']}{ALIVE}" in check


def test_what_the_image_leaves_out_is_required_and_imported_where_models_are_compiled_or_on_a_gpu_alone() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {re.split(r"[\[<>=~! ]", line)[0] for line in project["dependencies"]}
    assert workbench() <= required
    modules = {name.replace("-", "_") for name in workbench()} | {"torch", "transformers"}
    importing = set()
    for path in (path for package in ("bot", "retrieval", "config") for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if modules & {name.split(".")[0] for name in names}:
                importing.add(path.relative_to(ROOT).parts[1])
    assert importing == {"compiling", "gpu.py"}


def test_services_run_commands_that_there_are(compose: dict[str, Any], dockerfile: Instructions) -> None:
    services = compose["services"]
    assert set(services) == {"index", "bot", "watch"}
    (default,) = [arguments for instruction, arguments in dockerfile if instruction == "CMD"]
    assert services["watch"]["command"][0] in NAMES
    assert re.search(r'"(\w+)"', default)[1] in NAMES  # type: ignore[index]
    assert "quoted index" in services["index"]["entrypoint"][-1]


def test_services_are_built_from_the_file_beside_them_and_keep_nothing_but_their_volumes(
    compose: dict[str, Any], dockerfile: Instructions
) -> None:
    (declared,) = [arguments for instruction, arguments in dockerfile if instruction == "VOLUME"]
    for service in compose["services"].values():
        assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert {volume.split(":")[1] for volume in service["volumes"]} == set(re.findall(r'"(\S+?)"', declared))
        assert strange_variables(service.get("environment", {})) == []
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


@pytest.mark.parametrize("name", UNITS)
def test_units_run_commands_that_there_are_with_settings_that_there_are(name: str) -> None:
    values = unit(name)
    for line in [*values["ExecStart"], *values.get("ExecStartPre", [])]:
        program, command = line.lstrip("-").split()
        assert (Path(program).name, command in NAMES) == ("quoted", True)
    pairs = dict(pair.split("=", 1) for line in values["Environment"] for pair in line.split())
    assert strange_variables(pairs) == []
    assert pairs["QUOTED_LIBRARY_DATA"] == f"/var/lib/{values['StateDirectory'][0]}"


def test_both_units_are_hardened_alike() -> None:
    bot, watch = (unit(name) for name in UNITS)
    hardening = [
        key for key in bot if re.match(r"(Protect|Private|Restrict(?!Prevent)|SystemCall|NoNew|Capab|Lock)", key)
    ]
    assert len(hardening) > 15
    assert {key: bot[key] for key in hardening} == {key: watch.get(key) for key in hardening}
