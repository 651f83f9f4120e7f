"""Every setting, with its default and what it is for: defaults < quoted.toml < environment.

Read by bot/cli/ alone; everything below gets plain values. In the environment a setting is QUOTED_<SECTION>_<NAME>,
as in QUOTED_TELEGRAM_TOKEN.
"""

import json
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from config.kinds import (
    READ,
    Secret,
    Several,
    checked,
    list_of,
    number,
    one_of,
    path,
    secret,
    set_of,
    setting,
    table,
    text,
    whole,
    yes_or_no,
)
from retrieval.errors import SettingsError

FILE = "quoted.toml"
PREFIX = "QUOTED_"


def _host(value: object) -> str:
    """As it stands in links: a name or an address, and a port where it is neither 80 nor 443."""
    pattern = r"[A-Za-z0-9._-]+(:\d{1,5})?|[0-9A-Fa-f:]+:[0-9A-Fa-f:.]*"
    must = f'"{value}" is not a host such as "wiki.intranet" or "wiki.intranet:8080"'
    return checked(text, pattern, must)(value).lower()


def _link(value: object) -> str:
    """Anything else would be refused at each poll."""
    return checked(text, "https?://.*", f'"{value}" must begin with https:// or http://')(value)


def _sendable(longest: int) -> Callable[[object], Secret]:
    """Telegram takes no other characters, and of an invitation no more than 64."""
    return checked(secret, rf"[A-Za-z0-9_-]{{0,{longest}}}", f"may hold at most {longest} letters, digits, _ and -")


def _channel(value: object) -> int:
    """Telegram numbers channels from -100 and ten digits on; people's and groups' numbers are others."""
    found = whole()(value)
    if found >= -(10**12):
        raise ValueError("must hold channels' numbers, such as -1001234567890")
    return found


def _person(value: object) -> int:
    """A group's number, which is negative, would make operators of all its members."""
    found = whole()(value)
    if found <= 0:
        raise ValueError("must hold people's numbers, such as 123456789")
    return found


_https = checked(text, "(https://.*)?", "must begin with https://")  # Telegram brings updates over TLS alone
_postgres = checked(secret, "(postgres(ql)?://.*)?", "must begin with postgresql://")
"""The only server whose language the bot's database speaks."""


@dataclass(frozen=True)
class Library:
    seeds: Path = setting(path)
    data: Path = setting(path)
    watch: bool = setting(yes_or_no)
    url: str = setting(text)
    name: str = setting(checked(text, r"[A-Za-z_][A-Za-z0-9_]{0,99}", "may hold at most 100 letters, digits and _"))
    index: str = setting(text)
    index_build: dict[str, int | float | str] = setting(table)
    index_search: dict[str, int | float | str] = setting(table)


@dataclass(frozen=True)
class Reading:
    max_file_mb: float = setting(number(above=0))
    allow_hosts: frozenset[str] = setting(set_of(_host))


@dataclass(frozen=True)
class Feeds:
    urls: tuple[str, ...] = setting(list_of(_link))
    every_minutes: float = setting(number(1))


@dataclass(frozen=True)
class Encoder:
    model: str = setting(text)
    folder: str = setting(text)
    precision: Literal["int8", "fp32"] = setting(one_of("int8", "fp32"))
    device: Literal["auto", "cpu", "cuda"] = setting(one_of("auto", "cpu", "cuda"))
    threads: int = setting(whole(0))


@dataclass(frozen=True)
class Answering:
    threshold: float = setting(number(0, 1))
    quotes: int = setting(whole(1, 5))
    candidates: int = setting(whole(5, 500))


@dataclass(frozen=True)
class Reader:
    model: str = setting(text)
    passages: int = setting(whole(1, 50))
    budget_ms: float = setting(number(above=0))


@dataclass(frozen=True)
class Reranker:
    model: str = setting(text)


@dataclass(frozen=True)
class Telegram:
    token: Secret = setting(secret)
    api_url: str = setting(text)
    language: str = setting(text)
    access: Literal["open", "list", "invite"] = setting(one_of("open", "list", "invite"))
    allowed: frozenset[int] = setting(set_of(whole()))
    invite_code: Secret = setting(_sendable(64))
    channels: frozenset[int] = setting(set_of(_channel))
    operators: frozenset[int] = setting(set_of(_person))
    webhook_url: str = setting(_https)
    webhook_listen: str = setting(text)
    webhook_port: int = setting(whole(1, 65535))
    webhook_path: str = setting(text)
    webhook_secret: Secret = setting(_sendable(256))


@dataclass(frozen=True)
class State:
    url: Secret = setting(_postgres)


@dataclass(frozen=True)
class Load:
    workers: int = setting(whole(1))
    queue: int = setting(whole(1))
    time_limit_s: float = setting(number(above=0))
    per_chat_s: float = setting(number(0))
    person_a_minute: int = setting(whole(1))
    chat_a_minute: int = setting(whole(1))


@dataclass(frozen=True)
class Privacy:
    question_days: int = setting(whole(0))
    people_days: int = setting(whole(1))
    answer_days: int = setting(whole(0))
    follow_up_minutes: float = setting(number(0))


@dataclass(frozen=True)
class Playground:
    port: int = setting(whole(0, 65535))


@dataclass(frozen=True)
class Health:
    host: str = setting(text)
    port: int = setting(whole(0, 65535))


@dataclass(frozen=True)
class Log:
    format: Literal["text", "json"] = setting(one_of("text", "json"))
    level: Literal["debug", "info", "warning", "error"] = setting(one_of("debug", "info", "warning", "error"))


@dataclass(frozen=True)
class Settings:
    """All sections. Get it by `load`."""

    library: Library
    reading: Reading
    feeds: Feeds
    encoder: Encoder
    answering: Answering
    reader: Reader
    reranker: Reranker
    telegram: Telegram
    state: State
    load: Load
    privacy: Privacy
    playground: Playground
    health: Health
    log: Log


_KINDS: dict[str, dict[str, Callable[[object], Any]]] = {
    section.name: {own.name: own.metadata[READ] for own in fields(section.type)}  # type: ignore[arg-type]
    for section in fields(Settings)
}
"""The kind of every setting, by its section and its name."""


def strange_variables(environment: Mapping[str, str]) -> list[str]:
    """The names in this environment that begin like a setting's and are none."""
    known = {f"{PREFIX}{name.replace('.', '_')}".upper() for name in _names()}
    return sorted(name for name in environment if name.upper().startswith(PREFIX) and name.upper() not in known)


def load() -> Settings:
    """The settings in force. Raises SettingsError naming the first wrong one."""
    defaults = resources.files("config") / "default.toml"
    try:
        own = tomllib.loads(Path(FILE).read_text(encoding="utf-8")) if Path(FILE).is_file() else {}
    except ValueError as error:  # not TOML
        raise SettingsError(f"{FILE}: {error}") from None
    told = _above(tomllib.loads(defaults.read_text(encoding="utf-8")), own)
    told = _above(told, _of_environment(os.environ))
    for section in told.keys() - _KINDS.keys():
        raise _wrong(section, _unknown(section))
    return Settings(**{section.name: section.type(**_read(section.name, told)) for section in fields(Settings)})  # type: ignore[operator]


def _read(section: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a section's settings. Raises SettingsError."""
    kinds, own = _KINDS[section], told[section]
    if not isinstance(own, dict):
        raise _wrong(section, f"is a section, [{section}], of settings")
    found = {}
    for name, value in own.items():
        if name not in kinds:
            raise _wrong(f"{section}.{name}", _unknown(f"{section}.{name}"))
        try:
            found[name] = kinds[name](value)
        except ValueError as error:
            raise _wrong(f"{section}.{name}", str(error)) from None
    return found


def _wrong(name: str, said: str) -> SettingsError:
    return SettingsError(f"setting {name}: {said}; mend it in {FILE} or {PREFIX}{name.replace('.', '_').upper()}")


def _above(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> dict[str, Any]:
    """The sections of both, in which the upper one's settings stand in place of the lower one's."""
    merged = dict(lower)
    for section, own in upper.items():
        below = merged.get(section)
        merged[section] = below | own if isinstance(below, dict) and isinstance(own, dict) else own
    return merged


def _of_environment(environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The settings of our sections in an environment; those of several values are JSON. Raises SettingsError."""
    found: dict[str, dict[str, Any]] = {}
    for variable, value in environment.items():
        section, _, name = variable.lower().removeprefix(PREFIX.lower()).partition("_")
        if not variable.upper().startswith(PREFIX) or section not in _KINDS or not name:
            continue
        try:
            has_several = isinstance(_KINDS[section].get(name), Several)
            found.setdefault(section, {})[name] = json.loads(value) if has_several else value.strip()
        except ValueError:
            raise SettingsError(
                f'setting {section}.{name}: {variable} is not JSON; write lists as in [1, 2] or ["a", "b"]'
            ) from None
    return found


def _names() -> list[str]:
    """Every setting, with its section."""
    return [f"{section}.{name}" for section, own in _KINDS.items() for name in own]


def _unknown(name: str) -> str:
    """What to say of a setting that there is none of."""
    from difflib import get_close_matches

    alike = get_close_matches(name, [*_names(), *_KINDS], n=1)
    return "there is no such setting" + (f"; {alike[0]} is one" if alike else "")
