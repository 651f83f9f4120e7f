"""What the bot's side and the person's side of the playground share."""

from dataclasses import dataclass, field

from bot.playground.chats import Chats, Record
from bot.playground.events import Events
from bot.playground.files import Files
from bot.playground.inline import InlineQueries
from bot.playground.presses import Presses
from bot.playground.updates import Updates


@dataclass(frozen=True)
class Scene:
    """One bot's chats, and what happens in them. Belongs to one event loop."""

    me: Record  # the bot
    updates: Updates
    events: Events
    chats: Chats = field(default_factory=Chats)
    presses: Presses = field(default_factory=Presses)
    queries: InlineQueries = field(default_factory=InlineQueries)
    files: Files = field(default_factory=Files)
