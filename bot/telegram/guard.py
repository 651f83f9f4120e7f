"""Keeps the bot's token out of every log: in messages, arguments, fields, exceptions and URLs.

The token stands in every URL of the Bot API, which httpx logs at INFO, httpcore at DEBUG, and which errors quote.
"""

import logging
import re
from urllib.parse import quote

from bot.logs import fields_of

HIDDEN = "<token>"
_LOOKS_LIKE_ONE = re.compile(r"(?<!\d)\d{5,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)


class TokenFilter(logging.Filter):
    """Takes the token, and whatever looks like one, out of the records that pass. Lets every record pass."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token
        self._formatter = logging.Formatter()

    def guards(self, token: str) -> bool:
        """Whether it is this token that the filter takes out."""
        return token == self._token

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record where need be; True always."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # arguments that don't fit: logging itself would print them as they are
            message = f"{record.msg} {record.args}"
            record.msg, record.args = message, None
        clean = redacted(message, self._token)
        if clean != message:
            record.msg, record.args = clean, None
        if record.exc_info and not record.exc_text:
            record.exc_text = self._formatter.formatException(record.exc_info)
        if record.exc_text:
            clean = redacted(record.exc_text, self._token)
            if clean != record.exc_text:
                # A handler that formats for itself would find the token in the exception.
                record.exc_text, record.exc_info = clean, None
        for name, value in fields_of(record).items():
            if isinstance(value, str):
                setattr(record, name, redacted(value, self._token))
        if record.stack_info:
            record.stack_info = redacted(record.stack_info, self._token)
        return True


def redacted(text: str, token: str) -> str:
    """The text without the token, as it is or percent-encoded, and without anything of a token's form."""
    for form in {token, quote(token, safe="")} - {""}:
        text = text.replace(form, HIDDEN)
    return _LOOKS_LIKE_ONE.sub(HIDDEN, text)


def guard_logs(token: str) -> None:
    """Put the filter on every log handler that there is, and quieten the HTTP client, which logs each request's URL."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for handler in _handlers():
        # A second bot in the process adds its own; the same one is not added again.
        if not any(isinstance(f, TokenFilter) and f.guards(token) for f in handler.filters):
            handler.addFilter(TokenFilter(token))


def _handlers() -> list[logging.Handler]:
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    handlers = [handler for logger in [logging.root, *loggers] for handler in logger.handlers]
    return handlers + ([logging.lastResort] if logging.lastResort else [])
