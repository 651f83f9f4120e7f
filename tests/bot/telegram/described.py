"""Every call of the bot held against the Bot API's own description, where a copy of that lies beside the project.

The description is Telegram's document as JSON. Names, types, what is required, and the limits that its sentences give
("1-64 bytes") are taken from there alone: this knows nothing of the playground, so that its tables can't hide a fault.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bot.playground.formatting import formatted

DESCRIPTION = Path(__file__).parents[4] / "shared" / "telegram" / "bot-api-10.1.json"
Described = Mapping[str, Any]
_ARRAY = "Array of "
_PLAIN: Mapping[str, Callable[[object], bool]] = {
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
}
_LIMITS = re.compile(r"(\d+)-(\d+) (characters after entit|characters|bytes)", re.IGNORECASE)
_MUST_BE = re.compile(r"must be (\w+)$")


@cache
def description() -> Described | None:
    """The document; None where there is no copy of it."""
    return json.loads(DESCRIPTION.read_text(encoding="utf-8")) if DESCRIPTION.is_file() else None


def objections(method: str, form: Mapping[str, str]) -> list[str]:
    """What in a call is not as the document says; nothing where there is no copy of it."""
    document = description()
    if document is None:
        return []
    if method not in document["methods"]:
        return [f"{method}: there is no such method"]
    described = document["methods"][method].get("fields", [])
    types = {field["name"]: field["types"] for field in described}
    given = {name: _decoded(value, types.get(name, ["String"])) for name, value in form.items()}
    return list(_of_fields(given, described, where=method))


def _decoded(value: str, types: Sequence[str]) -> object:
    """A form's value: text as it is, all else as the JSON that it must be."""
    if types == ["Integer", "String"]:
        return int(value) if re.fullmatch(r"-?\d+", value) else value
    return value if types == ["String"] else json.loads(value)


def _of_fields(given: Mapping[str, Any], described: Sequence[Described], *, where: str) -> Iterator[str]:
    fields = {field["name"]: field for field in described}
    for name in given:
        if name not in fields:
            yield f"{where}: {name} is not described"
    for name, field in fields.items():
        if name in given:
            yield from _of_value(given[name], field["types"], where=f"{where}.{name}")
            yield from _of_limits(given, field, where=f"{where}.{name}")
        elif field["required"]:
            yield f"{where}: {name} is required"


def _of_value(value: object, types: Sequence[str], *, where: str) -> Iterator[str]:
    """What is wrong whichever of the types is meant."""
    found = [list(_of_type(value, kind, where=where)) for kind in types]
    if all(found):
        yield from min(found, key=len)


def _of_type(value: object, kind: str, *, where: str) -> Iterator[str]:
    document = description()
    if kind in _PLAIN:
        if not _PLAIN[kind](value):
            yield f"{where}: {value!r} is no {kind}"
    elif kind.startswith(_ARRAY):
        if not isinstance(value, list):
            yield f"{where}: {value!r} is no {kind}"
            return
        for number, item in enumerate(value):
            yield from _of_value(item, [kind.removeprefix(_ARRAY)], where=f"{where}[{number}]")
    elif not isinstance(value, dict) or document is None:
        yield f"{where}: {value!r} is no {kind}"
    elif subtypes := document["types"][kind].get("subtypes"):
        yield from _of_value(value, subtypes, where=where)
    else:
        yield from _of_fields(value, document["types"][kind].get("fields", []), where=where)


def _of_limits(given: Mapping[str, Any], field: Described, *, where: str) -> Iterator[str]:
    value = given[field["name"]]
    if not isinstance(value, str):
        return
    if (must := _MUST_BE.search(field["description"])) and value != must[1]:
        yield f"{where}: {value!r} is not {must[1]}"
    if limits := _LIMITS.search(field["description"]):
        least, most, measure = int(limits[1]), int(limits[2]), limits[3].lower()
        if measure != "bytes":
            shown = formatted(value, given["parse_mode"])[0] if "after" in measure and "parse_mode" in given else value
            size = len(shown.encode("utf-16-le")) // 2
        else:
            size = len(value.encode())
        if not least <= size <= most:
            yield f"{where}: {size} {measure} instead of {limits[0]}"
