"""Logs: one line an event, its name first, then what is known of it as fields; as text, or as one JSON object a line.

An event is `_log.info("question answered", extra={"ms": 41})`: a few constant words and fields, so that it can be
counted. docs/operations.md lists the events. The text of questions is in none, at no level: what libraries log below
WARNING (the Bot API's calls with all their words) is dropped, of the rest only the constant words are told, and of an
exception only its kind and its places, for arguments and messages may quote anything. The token is taken out by
bot/telegram/guard.py.
"""

import json
import logging
import re
import time
from typing import Any, Literal, TextIO

OWN = ("bot", "retrieval", "config")
"""The packages whose events are told from the set level on."""
PLACES = 8
"""Of an exception, from where it was raised outwards."""
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_PLACE = re.compile(r'^ *File "(?:.*?[/\\])??([^/\\"]+[/\\][^/\\"]+|[^/\\"]+)", line (\d+)', re.MULTILINE)
_PLAIN = re.compile(r"[^\s\"=]+")


def set_up_logs(*, format: Literal["text", "json"], level: str, stream: TextIO) -> logging.Handler:
    """Write this process' logs to a stream from a level on ("debug" to "error"). Gives the handler that does so."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(FORMATS[format]())
    handler.addFilter(_of_interest)
    number = logging.getLevelNamesMapping()[level.upper()]
    logging.root.addHandler(handler)
    logging.root.setLevel(max(number, logging.WARNING))
    for name in OWN:
        logging.getLogger(name).setLevel(number)
    return handler


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """What an event was given as `extra`."""
    return {name: value for name, value in vars(record).items() if name not in _STANDARD}


class TextLine(logging.Formatter):
    """`2026-01-31T12:00:00Z INFO question answered outcome=answered ms=41`, for people."""

    def format(self, record: logging.LogRecord) -> str:
        """The event as a line."""
        told = _told(record)
        words = [told.pop("time"), told.pop("level").upper(), _one_line(told.pop("event"))]
        if _is_own(record):
            del told["logger"]
        return " ".join([*words, *(f"{name}={_written(value)}" for name, value in told.items())])


class JsonLine(logging.Formatter):
    """`{"time": ..., "level": "info", "event": "question answered", "logger": ..., ...}`, for programs."""

    def format(self, record: logging.LogRecord) -> str:
        """The event as a line."""
        return json.dumps(_told(record), ensure_ascii=False, default=str)


FORMATS: dict[str, type[logging.Formatter]] = {"text": TextLine, "json": JsonLine}


def _of_interest(record: logging.LogRecord) -> bool:
    """Whether an event is ours, or grave enough."""
    return _is_own(record) or record.levelno >= logging.WARNING


def _is_own(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OWN


def _told(record: logging.LogRecord) -> dict[str, Any]:
    """All that is told of an event, its standing fields first."""
    seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    told: dict[str, Any] = {
        "time": f"{seconds}.{int(record.msecs):03d}Z",
        "level": record.levelname.lower(),
        "event": record.getMessage() if _is_own(record) else _first_line(record.msg),
        "logger": record.name,
    }
    return told | fields_of(record) | _exception(record)


def _first_line(message: object) -> str:
    """What a library says, without its arguments: one of them may be all that Telegram sent."""
    return str(message).partition("\n")[0]


def _exception(record: logging.LogRecord) -> dict[str, str]:
    """The kind of the event's exception, and where it was raised, innermost place first."""
    if not (record.exc_info or record.exc_text):
        return {}
    text = record.exc_text or logging.Formatter().formatException(record.exc_info)  # type: ignore[arg-type]
    places = [f"{file}:{line}" for file, line in _PLACE.findall(text)]
    kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
    return {"exception": kind, "at": " < ".join(reversed(places[-PLACES:]))}


def _written(value: object) -> str:
    """A field's value: bare where it can be told from what stands beside it, else as JSON."""
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _one_line(text: str) -> str:
    return text.replace("\r", "\\r").replace("\n", "\\n")
