"""What can go wrong with the bot, as one tree under retrieval's QuotedError.

QuotedError
└── BotError
    ├── TokenRefused      Telegram does not know the token
    ├── AnotherInstance   somebody else fetches this bot's messages
    ├── WebhookRefused    Telegram does not take the webhook, or its port is taken
    ├── HealthRefused     the port for health and metrics is taken
    ├── StateError        the bot's own database can't be used
    ├── BackupError       a backup can't be made, or is damaged
    ├── MessagesError     the bot's words are missing or don't fit
    └── WorkError
        ├── Busy            more work waits than is allowed
        └── TooSlow         an answer took longer than is allowed

Every message names the thing, what was found, and the next step, on one line. None holds the token.
"""

from retrieval.errors import QuotedError


class BotError(QuotedError):
    """The bot can't do what was asked."""


class TokenRefused(BotError):
    """Telegram does not know the token."""


class AnotherInstance(BotError):
    """Somebody else fetches this bot's messages."""


class WebhookRefused(BotError):
    """Telegram does not take the webhook, or its port is taken."""


class HealthRefused(BotError):
    """The port for health and metrics is taken."""


class StateError(BotError):
    """The bot's own database can't be used. `passes` where that may end without anybody changing a setting."""

    def __init__(self, message: str, *, passes: bool = False) -> None:
        super().__init__(message)
        self.passes = passes


class BackupError(BotError):
    """A backup can't be made, or is damaged."""


class MessagesError(BotError):
    """The bot's words are missing or don't fit."""


class WorkError(BotError):
    """An answer was not made, for want of time or room."""


class Busy(WorkError):
    """More work waits than is allowed."""


class TooSlow(WorkError):
    """An answer took longer than is allowed."""
