"""Posts of channels as articles: records in the seeds, one a post or album, in a file for each channel and month.

By month, so that what a post costs to write does not grow with its channel. Knows nothing of how posts come in.
"""

import datetime
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from bot.markup import one_line, sendable, shortened

FOLDER = "channels"
"""Under the seeds."""
TITLE = 120
"""UTF-16 units of a post's first line."""
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_ESCAPED = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029"})
"""What ends a line where a file is read, and none inside a record."""
Parts = dict[int, tuple[str, ...]]
"""The paragraphs of an article by the number of the message that they stand in."""


@dataclass(frozen=True)
class Post:
    """What a channel published."""

    channel: int
    number: int  # of the message
    text: str  # or a picture's caption; "" for neither
    day: datetime.date
    outlet: str = ""  # the channel's title
    author: str = ""
    url: str = ""
    album: str = ""  # the same for all messages of an album; "" outside of one


@dataclass(frozen=True)
class _Kept:
    """A line of a file, and what it says of posts: nothing where somebody else wrote it."""

    line: str
    parts: Parts = field(default_factory=dict)
    album: str = ""
    url: str = ""

    def holds(self, post: Post) -> bool:
        """Whether the line's article is of that post, or of its album."""
        return post.number in self.parts or (bool(post.album) and post.album == self.album)


class ChannelFiles:
    """The files of the channels under `seeds`. For one thread at a time, and one process."""

    def __init__(self, seeds: Path) -> None:
        self._seeds = seeds

    def keep(self, post: Post) -> Path | None:
        """Put a post into its file, in place of what stood there of it before; the file, None when nothing changed.

        A post without words is none: it leaves when it had some. Messages of an album are one article. Lines that
        somebody else wrote stay as they are. Atomic: the file is there whole or as it was. Raises OSError and
        ReadingError.
        """
        path = self._seeds / FOLDER / str(post.channel) / f"{post.day:%Y-%m}.jsonl"
        lines = _lines(path)
        known = [_kept(line) for line in lines]
        place = next((n for n, kept in enumerate(known) if kept.holds(post)), len(known))
        before = known[place] if place < len(known) else _Kept("")
        after = [*lines[:place], *_article(post, before), *lines[place + 1 :]]
        if after == lines:
            return None
        if after:
            _write(path, after)
        else:
            path.unlink()
        return path


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
    except FileNotFoundError:
        return []
    return [line for line in text.split("\n") if line.strip()]


def _kept(line: str) -> _Kept:
    try:
        record = json.loads(line)
        paragraphs = iter(record["paragraphs"])
        parts = {int(number): tuple(islice(paragraphs, count)) for number, count in record["posts"]}
        return _Kept(line, parts, str(record.get("album", "")), str(record["url"]))
    except (ValueError, TypeError, LookupError, AttributeError):
        return _Kept(line)


def _article(post: Post, kept: _Kept) -> list[str]:
    """The line of the article with that post in it; none where no words are left."""
    parts = {**kept.parts, post.number: _paragraphs(post.text)}
    told = {number: parts[number] for number in sorted(parts) if parts[number]}
    if not told:
        return []
    first = min(told)
    paragraphs = [paragraph for part in told.values() for paragraph in part]
    record: dict[str, Any] = {
        "id": f"{FOLDER}/{post.channel}/{first}",
        "title": _title(paragraphs),
        "outlet": one_line(sendable(post.outlet)),
        "author": one_line(sendable(post.author)),
        "published": post.day.isoformat(),
        "url": post.url if post.number == first else kept.url,
        "paragraphs": paragraphs,
        "posts": [[number, len(part)] for number, part in told.items()],
    }
    if post.album:
        record["album"] = post.album
    return [json.dumps(record, ensure_ascii=False).translate(_ESCAPED)]


def _paragraphs(text: str) -> tuple[str, ...]:
    """The text's paragraphs, word for word; none where there are no words."""
    if not _has_words(text):
        return ()
    return tuple(part for part in _BLANK.split(sendable(text).strip()) if part)


def _title(paragraphs: Sequence[str]) -> str:
    """The first line that has words."""
    lines = (one_line(line) for paragraph in paragraphs for line in paragraph.split("\n"))
    return shortened(next(line for line in lines if _has_words(line)), TITLE)


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _write(path: Path, lines: Sequence[str]) -> None:
    from retrieval.keeping import store_file  # heavy to import, and most bots have no channel

    text = "".join(f"{line}\n" for line in lines)
    store_file(text.encode("utf-8", "surrogateescape"), path.name, path.parent, replacing=True)
