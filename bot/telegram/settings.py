"""What a bot needs to know, as plain values."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bot.health import HealthSettings
from bot.state import Retention
from bot.telegram.access import AccessRules
from bot.telegram.allowance import AllowanceLimits
from bot.telegram.channels import ChannelRules
from bot.telegram.notices import NoticeRules
from bot.telegram.operators.rules import OperatorRules
from bot.telegram.webhook import WebhookSettings

Role = Literal["all", "receive", "work"]
"""What a process does: everything; taking updates from Telegram into the inbox; answering what stands there."""


@dataclass(frozen=True)
class LoadLimits:
    """How much the bot does at once, and how fast."""

    workers: int = 2  # threads that answer
    queue: int = 256  # questions that may wait for one
    time_limit_s: float = 20.0  # for one answer
    per_chat_s: float = 1.0  # between two messages to a chat


@dataclass(frozen=True)
class BotSettings:
    """All of it."""

    token: str = field(repr=False)
    state_path: Path  # of the bot's own database
    state_url: str = field(default="", repr=False)  # of a PostgreSQL server that has it instead
    role: Role = "all"  # the others need state_url
    api_url: str = ""  # of a Bot API server; "" is Telegram's own
    language: str = "en"  # of the bot's own words, for who has not chosen another
    load: LoadLimits = LoadLimits()
    allowance: AllowanceLimits = field(default_factory=AllowanceLimits)
    access: AccessRules = field(default_factory=AccessRules)
    retention: Retention = field(default_factory=Retention)
    follow_up_s: float = 1800.0  # for how long a question may lean on the one before
    webhook: WebhookSettings | None = None  # None: updates are fetched
    channels: ChannelRules = field(default_factory=ChannelRules)
    operators: OperatorRules = field(default_factory=OperatorRules)
    health: HealthSettings = field(default_factory=HealthSettings)
    notices: NoticeRules = field(default_factory=NoticeRules)
