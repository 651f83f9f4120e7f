"""Posts of the channels that the operator lists: they become files in the seeds, and nobody is answered."""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.channel import ChannelFiles, Post
from bot.telegram.polling import ALLOWED
from retrieval.errors import QuotedError

POSTS = ("channel_post", "edited_channel_post")
"""The kinds of updates that only a bot with channels gets."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ChannelRules:
    """The operator's choice."""

    listed: frozenset[int] = frozenset()  # channels' numbers
    seeds: Path = Path("seeds")


def wanted_updates(rules: ChannelRules) -> tuple[str, ...]:
    """The kinds of updates that Telegram is asked for."""
    return ALLOWED + POSTS if rules.listed else ALLOWED


class Channels:
    """The handler for posts, new and edited. For one event loop."""

    def __init__(self, rules: ChannelRules) -> None:
        self._listed = rules.listed
        self._files = ChannelFiles(rules.seeds)
        self._in_turn = asyncio.Lock()
        self._told: set[int] = set()

    async def post(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Store a post of a listed channel; those of others are ignored."""
        message = update.channel_post or update.edited_channel_post
        if message is None or message.chat.id not in self._listed:
            return
        post = _post(message)
        try:
            async with self._in_turn:  # an edit must not overtake its post
                path = await asyncio.to_thread(self._files.keep, post)
        except (OSError, QuotedError) as error:
            hint = "mend that and edit the post, which brings it again"
            about = {"channel": post.channel, "post": post.number, "error": str(error), "hint": hint}
            _log.error("post not stored", extra=about)
        else:
            if path is not None:
                self._tell(post, path)

    def _tell(self, post: Post, path: Path) -> None:
        """Say what became of a post, the first time of a channel so that the operator sees it."""
        level = logging.INFO if post.channel in self._told else logging.WARNING
        self._told.add(post.channel)
        hint = "it is quoted after `quoted index`, or by itself with library.watch"
        about = {"channel": post.channel, "post": post.number, "file": str(path), "hint": hint}
        _log.log(level, "post stored", extra=about)


def _post(message: Message) -> Post:
    return Post(
        channel=message.chat.id,
        number=message.message_id,
        text=message.text or message.caption or "",
        day=message.date.date(),
        outlet=message.chat.title or "",
        author=message.author_signature or "",
        url=_link(message),
        album=message.media_group_id or "",
    )


def _link(message: Message) -> str:
    """The post's address: by the channel's name where it is public, else one that its members can open.

    Not the library's `message.link`, which for a post in reply to another names a thread that channels don't have.
    """
    place = message.chat.username or f"c/{-message.chat.id - 10**12}"
    return f"https://t.me/{place}/{message.message_id}"
