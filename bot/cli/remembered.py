"""The bot's own database, for commands that look into it while the bot runs or not."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from config.settings import Settings
from retrieval.errors import QuotedError

if TYPE_CHECKING:
    from bot.state import BotState


@contextmanager
def remembered(settings: Settings, folder: Path) -> "Iterator[BotState]":
    """What the bot remembers; closed afterwards. Raises QuotedError where no bot ever ran."""
    from bot.state import BotState, Retention

    path, url = folder / "bot.db", settings.state.url.text
    if not url and not path.is_file():
        raise QuotedError(f"{path}: nobody has asked yet; run: quoted serve")
    privacy = settings.privacy
    retention = Retention(privacy.question_days, privacy.people_days, privacy.answer_days)
    state = BotState(path, url=url, retention=retention)
    try:
        yield state
    finally:
        state.close()
