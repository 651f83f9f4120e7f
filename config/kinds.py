"""What a setting may be: each kind makes a value of what stands in a file or the environment, or says what is wrong.

In the environment a number and a yes or no are words, which are taken in the file as well. Knows no setting.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar, cast

T = TypeVar("T")
Value = TypeVar("Value", bound=str)

READ = "read"
"""Where a field keeps its kind."""
_YES_OR_NO = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


@dataclass(frozen=True)
class Secret:
    """A text that does not show where settings are shown."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class Several(Generic[T]):
    """A kind of several values, which are JSON in the environment."""

    read: Callable[[object], T]

    def __call__(self, value: object) -> T:
        """The values. Raises ValueError."""
        return self.read(value)


def setting(read: Callable[[object], T]) -> T:
    """A dataclass' field of that kind. A kind raises ValueError with what a value must be."""
    return cast(T, field(metadata={READ: read}))


def text(value: object) -> str:
    """A text."""
    if not isinstance(value, str):
        raise ValueError(f"must be text in quotes; found {value}")
    return value


def checked(read: Callable[[object], T], pattern: str, must: str) -> Callable[[object], T]:
    """A kind of text that matches a pattern; `must` is what to say of one that does not."""

    def read_checked(value: object) -> T:
        made = read(value)
        if not re.fullmatch(pattern, str(value)):
            raise ValueError(must)
        return made

    return read_checked


def secret(value: object) -> Secret:
    """A text that is not shown."""
    if not isinstance(value, str):
        raise ValueError("must be text in quotes")
    return Secret(value)


def path(value: object) -> Path:
    """A file or a folder."""
    return Path(text(value))


def yes_or_no(value: object) -> bool:
    """A yes or a no."""
    found = value if isinstance(value, bool) else _YES_OR_NO.get(str(value).lower())
    if found is None:
        raise ValueError(f"must be true or false; found {value}")
    return found


def one_of(*choices: Value) -> Callable[[object], Value]:
    """One of these words."""

    listed = ", ".join(f'"{choice}"' for choice in choices)

    def read(value: object) -> Value:
        for choice in choices:
            if choice == value:
                return choice
        raise ValueError(f"must be one of {listed}; found {value}")

    return read


def whole(least: int | None = None, most: int | None = None) -> Callable[[object], int]:
    """A whole number within limits."""

    def read(value: object) -> int:
        try:
            number = int(value) if isinstance(value, str) else value
        except ValueError:
            number = None
        if isinstance(number, float) and number.is_integer():
            number = int(number)
        if not isinstance(number, int) or isinstance(number, bool):
            raise ValueError(f"must be a whole number; found {value}")
        return _within(number, least, most)

    return read


def number(
    least: float | None = None, most: float | None = None, *, above: float | None = None
) -> Callable[[object], float]:
    """A number within limits, or above one."""

    def read(value: object) -> float:
        try:
            found = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
        except (ValueError, OverflowError):
            found = None
        if found is None or not math.isfinite(found):
            raise ValueError(f"must be a number; found {value}")
        if above is not None and found <= above:
            raise ValueError(f"must be above {above}; found {value}")
        return _within(found, least, most)

    return read


Number = TypeVar("Number", int, float)


def _within(number: Number, least: Number | None, most: Number | None) -> Number:
    if least is not None and number < least:
        raise ValueError(f"must be at least {least}; found {number}")
    if most is not None and number > most:
        raise ValueError(f"must be at most {most}; found {number}")
    return number


def list_of(read: Callable[[object], T]) -> Several[tuple[T, ...]]:
    """Values of a kind, in their order."""
    return Several(lambda value: tuple(read(one) for one in _items(value)))


def set_of(read: Callable[[object], T]) -> Several[frozenset[T]]:
    """Different values of a kind."""
    return Several(lambda value: frozenset(read(one) for one in _items(value)))


def _items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"must be a list, as [1, 2]; found {value}")
    return value


def _names_and_values(value: object) -> dict[str, int | float | str]:
    if not isinstance(value, dict) or not all(isinstance(own, int | float | str) for own in value.values()):
        raise ValueError(f"must be names with numbers or texts, as {{M = 16}}; found {value}")
    return value


table = Several(_names_and_values)
"""Names, each with a number or a text."""
