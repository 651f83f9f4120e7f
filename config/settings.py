"""Every setting, with its default and what it is for: defaults < quoted.toml < environment.

Read by bot/cli/ alone; everything below gets plain values. In the environment a setting is QUOTED_<SECTION>_<NAME>,
as in QUOTED_TELEGRAM_TOKEN.
"""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_origin

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, ValidationInfo, field_validator

from retrieval.errors import SettingsError

FILE = "quoted.toml"
PREFIX = "QUOTED_"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Library(_Section):
    seeds: Path
    data: Path
    watch: bool
    url: str
    name: str = Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,99}$")
    index: str
    index_build: dict[str, int | float | str]
    index_search: dict[str, int | float | str]


class Reading(_Section):
    max_file_mb: float = Field(gt=0)
    allow_hosts: frozenset[str]

    @field_validator("allow_hosts")
    @classmethod
    def _are_hosts(cls, value: frozenset[str]) -> frozenset[str]:
        """As they stand in links: a name or an address, and a port where it is neither 80 nor 443."""
        for host in value:
            if not re.fullmatch(r"[A-Za-z0-9._-]+(:\d{1,5})?|[0-9A-Fa-f:]+:[0-9A-Fa-f:.]*", host):
                raise ValueError(f'"{host}" is not a host such as "wiki.intranet" or "wiki.intranet:8080"')
        return frozenset(host.lower() for host in value)


class Feeds(_Section):
    urls: tuple[str, ...]
    every_minutes: float = Field(ge=1)

    @field_validator("urls")
    @classmethod
    def _are_links(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Anything else would be refused at each poll."""
        for url in value:
            if not url.startswith(("http://", "https://")):
                raise ValueError(f'"{url}" must begin with https:// or http://')
        return value


class Encoder(_Section):
    model: str
    folder: str
    precision: Literal["int8", "fp32"]
    device: Literal["auto", "cpu", "cuda"]
    threads: int = Field(ge=0)


class Answering(_Section):
    threshold: float = Field(ge=0, le=1)
    quotes: int = Field(ge=1, le=5)
    candidates: int = Field(ge=5, le=500)


class Reader(_Section):
    model: str
    passages: int = Field(ge=1, le=50)
    budget_ms: float = Field(gt=0)


class Reranker(_Section):
    model: str


class Telegram(_Section):
    token: SecretStr
    api_url: str
    language: str
    access: Literal["open", "list", "invite"]
    allowed: frozenset[int]
    invite_code: SecretStr
    channels: frozenset[int]
    operators: frozenset[int]
    webhook_url: str
    webhook_listen: str
    webhook_port: int = Field(ge=1, le=65535)
    webhook_path: str
    webhook_secret: SecretStr

    @field_validator("invite_code", "webhook_secret")
    @classmethod
    def _is_sendable(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        """Telegram takes no other characters, and of an invitation no more than 64."""
        longest = 64 if info.field_name == "invite_code" else 256
        if not re.fullmatch(rf"[A-Za-z0-9_-]{{0,{longest}}}", value.get_secret_value()):
            raise ValueError(f"may hold at most {longest} letters, digits, _ and -")
        return value

    @field_validator("channels")
    @classmethod
    def _are_channels(cls, value: frozenset[int]) -> frozenset[int]:
        """Telegram numbers channels from -100 and ten digits on; people's and groups' numbers are others."""
        if not all(number < -(10**12) for number in value):
            raise ValueError("must hold channels' numbers, such as -1001234567890")
        return value

    @field_validator("operators")
    @classmethod
    def _are_people(cls, value: frozenset[int]) -> frozenset[int]:
        """A group's number, which is negative, would make operators of all its members."""
        if not all(number > 0 for number in value):
            raise ValueError("must hold people's numbers, such as 123456789")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _is_https(cls, value: str) -> str:
        """Telegram brings updates over TLS alone."""
        if value and not value.startswith("https://"):
            raise ValueError("must begin with https://")
        return value


class State(_Section):
    url: SecretStr

    @field_validator("url")
    @classmethod
    def _is_postgres(cls, value: SecretStr) -> SecretStr:
        """The only server whose language the bot's database speaks."""
        if value.get_secret_value() and not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("must begin with postgresql://")
        return value


class Load(_Section):
    workers: int = Field(ge=1)
    queue: int = Field(ge=1)
    time_limit_s: float = Field(gt=0)
    per_chat_s: float = Field(ge=0)
    person_a_minute: int = Field(ge=1)
    chat_a_minute: int = Field(ge=1)


class Privacy(_Section):
    question_days: int = Field(ge=0)
    people_days: int = Field(ge=1)
    answer_days: int = Field(ge=0)
    follow_up_minutes: float = Field(ge=0)


class Playground(_Section):
    port: int = Field(ge=0, le=65535)


class Health(_Section):
    host: str
    port: int = Field(ge=0, le=65535)


class Log(_Section):
    format: Literal["text", "json"]
    level: Literal["debug", "info", "warning", "error"]


class Settings(_Section):
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


def strange_variables(environment: Mapping[str, str]) -> list[str]:
    """The names in this environment that begin like a setting's and are none."""
    known = {f"{PREFIX}{name.replace('.', '_')}".upper() for name in _names()}
    return sorted(name for name in environment if name.upper().startswith(PREFIX) and name.upper() not in known)


def load() -> Settings:
    """The settings in force. Raises SettingsError naming the first wrong one."""
    defaults = resources.files("config") / "default.toml"
    try:
        own = tomllib.loads(Path(FILE).read_text(encoding="utf-8")) if Path(FILE).is_file() else {}
        told = _above(tomllib.loads(defaults.read_text(encoding="utf-8")), own)
        return Settings.model_validate(_above(told, _of_environment(os.environ)))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        said = _unknown(name) if first["type"] == "extra_forbidden" else first["msg"]
        raise SettingsError(
            f"setting {name}: {said}; mend it in {FILE} or QUOTED_{name.replace('.', '_').upper()}"
        ) from None
    except ValueError as error:  # not TOML
        raise SettingsError(f"{FILE}: {error}") from None


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
        if not variable.upper().startswith(PREFIX) or section not in Settings.model_fields or not name:
            continue
        field = getattr(Settings.model_fields[section].annotation, "model_fields", {}).get(name)
        try:
            has_several = field is not None and get_origin(field.annotation) in (tuple, frozenset, dict)
            found.setdefault(section, {})[name] = json.loads(value) if has_several else value
        except ValueError:
            raise SettingsError(
                f'setting {section}.{name}: {variable} is not JSON; write lists as in [1, 2] or ["a", "b"]'
            ) from None
    return found


def _names() -> list[str]:
    """Every setting, with its section."""
    return [
        f"{section}.{name}"
        for section, field in Settings.model_fields.items()
        for name in getattr(field.annotation, "model_fields", {})
    ]


def _unknown(name: str) -> str:
    """What to say of a setting that there is none of."""
    from difflib import get_close_matches

    alike = get_close_matches(name, [*_names(), *Settings.model_fields], n=1)
    return "there is no such setting" + (f"; {alike[0]} is one" if alike else "")
