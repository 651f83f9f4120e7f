"""Parameters as they came, checked against the tables: the document's types, limits and names, and nothing else.

Telegram ignores a parameter that it does not know, so that a misspelt one goes unseen; here it is refused.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.playground.bot_api import OBJECTS, UPDATES, Field, Fields
from bot.playground.refusal import bad_request

MOST_DEPTH = 8
"""Of nested values; what Telegram's documents describe has four levels."""
_ARRAY = "Array of "
_OR = " or "
_MEASURES: Mapping[str, Callable[[Any], int]] = {
    "number": lambda value: value,
    "characters": lambda value: utf16_length(value),
    "bytes": lambda value: len(value.encode("utf-8")),
    "items": len,
}
_INTEGER = re.compile(r"-?\d{1,19}")


def from_form(fields: Fields, form: Mapping[str, str]) -> dict[str, Any]:
    """A form's parameters, of which all but text is JSON, checked. Raises Refusal."""
    decoded = {name: _decoded(value, fields[name].kind, name) for name, value in form.items() if name in fields}
    return checked(fields, {**form, **decoded})


def checked(fields: Fields, given: object, *, of: str = "") -> dict[str, Any]:
    """The parameters, or an object's fields, when they are as their table says. Raises Refusal.

    `of` is the object's name, "" for the parameters of a method.
    """
    where = f"{of}." if of else ""
    if not isinstance(given, dict):
        raise bad_request(f"can't parse {of or 'parameters'}: expected an object")
    for name in given:
        if name not in fields:
            raise bad_request(f"unknown parameter {where}{name}")
    for name, field in fields.items():
        if field.required and name not in given:
            raise bad_request(field.refusal or f"parameter {where}{name} is required")
    return {name: _value(value, fields[name], f"{where}{name}") for name, value in given.items()}


def utf16_length(text: str) -> int:
    """A text's length as Telegram counts it, in UTF-16 code units.

    Not the bot's own count (bot.markup.units): one that is wrong must be noticed here.
    """
    return len(text.encode("utf-16-le")) // 2


def _value(value: object, field: Field, name: str) -> Any:
    typed = _typed(value, field.kind, name)
    if not _fits(typed, field):
        raise bad_request(field.refusal or f"parameter {name} is out of its limits")
    return typed


def _typed(value: object, kind: str, name: str) -> Any:
    """The value when it is of the kind. Raises Refusal."""
    if kind.startswith(_ARRAY):
        if not isinstance(value, list):
            raise bad_request(f"parameter {name} must be an {kind}")
        return [_typed(item, kind.removeprefix(_ARRAY), f"{name}[{index}]") for index, item in enumerate(value)]
    if kind == "UpdateKind":
        if value not in UPDATES:
            raise bad_request(f"{name} is no kind of update: {value}")
        return value
    kinds = kind.split(_OR)
    if kinds[0] in OBJECTS:
        return _object(value, kinds)
    if isinstance(value, str) and "String" in kind:
        return _unicode(value)
    if isinstance(value, bool):
        right = kind == "Boolean"
    else:
        right = isinstance(value, int) and "Integer" in kind and abs(value) < 1 << 63
    if not right:
        raise bad_request(f"parameter {name} must be {kind}")
    return value


def _object(value: object, kinds: Sequence[str]) -> Any:
    """The object when it is of one of the kinds, that whose required fields it has, else the first. Raises Refusal."""
    given = set(value) if isinstance(value, dict) else set()
    needed = {kind: {name for name, field in OBJECTS[kind].items() if field.required} for kind in kinds}
    kind = next((kind for kind in kinds if needed[kind] <= given), kinds[0])
    return checked(OBJECTS[kind], value, of=kind)


def _unicode(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return text


def _fits(value: Any, field: Field) -> bool:
    if field.pattern and not re.fullmatch(field.pattern, value):
        return False
    if field.least is None and field.most is None:
        return True
    size = _MEASURES[field.measure](value)
    return (field.least is None or size >= field.least) and (field.most is None or size <= field.most)


def _decoded(value: str, kind: str, name: str) -> object:
    """A form's value as the JSON value it stands for."""
    if kind == "String":
        return value
    if kind == "Integer or String":
        return int(value) if _INTEGER.fullmatch(value) else value
    return decoded_json(value, name)


def decoded_json(raw: str | bytes, name: str) -> object:
    """The JSON value. Raises Refusal, also for one that is nested deeper than any in the documents."""
    try:
        value: object = json.loads(raw)
        _check_depth(value, MOST_DEPTH)
    except (ValueError, RecursionError):
        raise bad_request(f"can't parse {name}: expected JSON") from None
    return value


def _check_depth(value: object, left: int) -> None:
    if not left:
        raise ValueError("nested too deep")
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            _check_depth(inner, left - 1)
