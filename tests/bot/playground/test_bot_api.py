"""The playground's tables say what the Bot API's own description says, where a copy of that lies beside the project."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.playground.bot_api import METHODS, OBJECTS, UPDATES, Fields

DESCRIPTION = Path(__file__).parents[4] / "shared" / "telegram" / "bot-api-10.1.json"
ALIKE = {
    "InlineQueryResult": "InlineQueryResultArticle",
    "BotCommandScope": "BotCommandScopeChat",
}
"""Where the playground knows one kind of several."""
OF_ONE_KIND = {"BotCommandScope": ["chat_id: is required"]}
"""What only one of the kinds has that the playground takes together."""


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    if not DESCRIPTION.is_file():
        pytest.skip("there is no description of the Bot API beside the project")
    found: dict[str, Any] = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    return found


def kinds(types: list[str]) -> set[str]:
    """The description's types in the words of the playground's tables."""
    if types == ["Integer", "String"]:
        return {"Integer or String"}
    mine = {other: one for one, other in ALIKE.items()} | {"InputMessageContent": "InputTextMessageContent"}
    found = {mine.get(kind, kind) for kind in types}
    return found | ({"Array of UpdateKind"} if "Array of String" in found else set())


def differences(mine: Fields, its: list[dict[str, Any]]) -> list[str]:
    """What the table says otherwise."""
    by_name = {field["name"]: field for field in its}
    found = [f"{name}: not described" for name in mine.keys() - by_name.keys()]
    for name in mine.keys() & by_name.keys():
        described = kinds(by_name[name]["types"])
        if mine[name].kind not in described and not {*mine[name].kind.split(" or ")} <= described:
            found.append(f"{name}: {mine[name].kind} is none of {by_name[name]['types']}")
        if by_name[name]["required"] and not mine[name].required:
            found.append(f"{name}: is required")
    return found + [f"{name}: is required" for name, field in by_name.items() if field["required"] and name not in mine]


@pytest.mark.parametrize("method", METHODS)
def test_method_has_the_parameters_that_are_described(described: dict[str, Any], method: str) -> None:
    assert differences(METHODS[method], described["methods"][method].get("fields", [])) == []


@pytest.mark.parametrize("name", OBJECTS)
def test_object_has_the_fields_that_are_described(described: dict[str, Any], name: str) -> None:
    found = differences(OBJECTS[name], described["types"][ALIKE.get(name, name)]["fields"])
    assert found == OF_ONE_KIND.get(name, [])


def test_kinds_of_updates_are_those_that_are_described(described: dict[str, Any]) -> None:
    assert {field["name"] for field in described["types"]["Update"]["fields"]} == {*UPDATES, "update_id"}
