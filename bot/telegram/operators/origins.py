"""What operators sent, had again from where it came, Telegram or the web, and read. One at a time."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram import Bot
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest, TelegramError

from bot.operators.offers import Origin
from bot.operators.submissions import Content, Submission
from retrieval.errors import ReadingError

if TYPE_CHECKING:
    from bot.operators.acquisition import Acquisition

HELD = 4
"""Contents that are held in memory, so that a press need not have them read again."""


@dataclass(frozen=True)
class Held:
    """A submission, and what it was read as."""

    submission: Submission
    content: Content


class Origins:
    """Fetches and reads. For one event loop. `acquire` gives what reads, when something is read for the first time."""

    def __init__(self, acquire: "Callable[[], Acquisition]") -> None:
        self._acquire = acquire
        self._acquisition: Acquisition | None = None
        self._in_turn = asyncio.Lock()
        self._held: OrderedDict[Origin, Held] = OrderedDict()

    @property
    def acquisition(self) -> "Acquisition":
        """What reads and keeps."""
        if self._acquisition is None:
            self._acquisition = self._acquire()
        return self._acquisition

    async def read(self, bot: Bot, origin: Origin, *, size: int = 0) -> Held:
        """What came from there, as it was read a moment ago or as it is now. Raises FetchError and ReadingError.

        `size` is a file's as far as it is known, so that one that is too large is not fetched.
        """
        async with self._in_turn:
            held = self._held.pop(origin, None) or await self._read(bot, origin, size)
            self._held[origin] = held
            while len(self._held) > HELD:
                self._held.popitem(last=False)
            return held

    def let_go(self, origin: Origin) -> None:
        """Hold its content no longer."""
        self._held.pop(origin, None)

    async def _read(self, bot: Bot, origin: Origin, size: int) -> Held:
        most = self.acquisition.max_bytes
        if size > most:
            raise ReadingError(origin.name, f"larger than {most:,} bytes; split it, or raise reading.max_file_mb")
        data = await _download(bot, origin) if origin.file_id else b""
        submission = Submission(origin.link, origin.name, data)
        return Held(submission, await asyncio.to_thread(self.acquisition.look, submission))


async def _download(bot: Bot, origin: Origin) -> bytes:
    """A file's bytes from Telegram. Raises ReadingError."""
    try:
        file = await bot.get_file(origin.file_id)
        return bytes(await file.download_as_bytearray())
    except BadRequest as error:
        if "too big" not in str(error).lower():
            raise ReadingError(origin.name, "Telegram does not give it out any more; send it again") from None
        most = FileSizeLimit.FILESIZE_DOWNLOAD
        raise ReadingError(origin.name, f"Telegram gives a bot at most {most:,} bytes; use: quoted add") from None
    except TelegramError as error:  # its words may hold the file's address, which holds the token
        raise ReadingError(origin.name, f"could not be had from Telegram ({type(error).__name__}); try again") from None
