"""Which update goes to which handler, and what happens when one fails."""

import logging
from contextlib import suppress

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import (
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.errors import StateError
from bot.rendering import render_words
from bot.telegram.buttons import Buttons
from bot.telegram.channels import ChannelRules, Channels
from bot.telegram.commands import Commands
from bot.telegram.desk import App, Desk
from bot.telegram.digest import Digest
from bot.telegram.inline import Guest, Inline
from bot.telegram.keyboards import TOPIC
from bot.telegram.language import PREFIX, Language
from bot.telegram.listing import PREFIX as LIST
from bot.telegram.menus import Menus
from bot.telegram.operators.handlers import Operators
from bot.telegram.post import Post
from bot.telegram.questions import Questions
from bot.telegram.remarks import Remarks
from bot.telegram.sending import reply
from bot.telegram.topics import FollowedTopics
from bot.telegram.verification import Verification

_log = logging.getLogger(__name__)


def add_routes(app: App, desk: Desk, post: Post, menus: Menus, operators: Operators, *, channels: ChannelRules) -> None:
    """Put all handlers into the application."""
    remarks = Remarks(desk)
    questions = Questions(desk, post, remarks)
    commands = Commands(desk, remarks)
    language = Language(desk)
    digest = Digest(desk, remarks)
    topics = FollowedTopics(desk, post, remarks)
    door = _Door(desk, menus)
    # An edited message is an update of its own kind: without UpdateType.MESSAGE it would be answered again.
    new, private = filters.UpdateType.MESSAGE, filters.ChatType.PRIVATE
    app.add_error_handler(door.failed)
    app.add_handler(TypeHandler(Update, door.entered), group=-1)
    app.add_handler(MessageHandler(new & filters.StatusUpdate.MIGRATE, door.moved))
    app.add_handler(CommandHandler("ask", questions.command, filters=new))
    app.add_handler(CommandHandler("latest", digest.latest, filters=new))
    app.add_handler(CommandHandler("sources", digest.sources, filters=new))
    app.add_handler(CommandHandler("topics", topics.command, filters=new))
    app.add_handler(CommandHandler("verify", Verification(desk, remarks).command, filters=new))
    app.add_handler(CommandHandler("language", language.ask, filters=new))
    # The first of its kind: it gets presses without data too, whatever the pattern, and says that it can't read them.
    app.add_handler(CallbackQueryHandler(language.choose, pattern=f"^{PREFIX}"))
    operators.add_to(app)
    for name, handler in commands.table().items():
        app.add_handler(CommandHandler(name, handler, filters=new))
    app.add_handler(MessageHandler(new & private & filters.COMMAND, commands.unknown))
    app.add_handler(MessageHandler(new & filters.TEXT & ~filters.COMMAND, questions.text))
    app.add_handler(MessageHandler(new & private & ~filters.TEXT & ~filters.StatusUpdate.ALL, commands.not_text))
    app.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.TEXT, questions.corrected))
    if channels.listed:
        app.add_handler(MessageHandler(filters.UpdateType.CHANNEL_POSTS, Channels(channels).post))
    app.add_handler(CallbackQueryHandler(digest.press, pattern=f"^{LIST}"))
    app.add_handler(CallbackQueryHandler(topics.press, pattern=f"^{TOPIC}"))
    app.add_handler(CallbackQueryHandler(Buttons(desk, post).press))
    app.add_handler(InlineQueryHandler(Inline(desk).query))
    app.add_handler(TypeHandler(Update, Guest(desk).message))


class _Door:
    """What every update passes on its way in, and every error on its way out."""

    def __init__(self, desk: Desk, menus: Menus) -> None:
        self._desk = desk
        self._menus = menus

    async def entered(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Note that somebody's settings are still used, and that an operator is there."""
        if update.effective_user is not None:
            self._menus.notice(update.effective_user.id)
            with suppress(StateError):  # at worst they have to be chosen anew in a year
                self._desk.state.touch(update.effective_user.id)

    async def moved(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Follow a group that became a supergroup and has another number now."""
        message = update.message
        if message is None:
            return
        if message.migrate_to_chat_id:
            self._desk.state.move(message.chat.id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            self._desk.state.move(message.migrate_from_chat_id, message.chat.id)

    async def failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log what no handler expected, and apologise to who asked."""
        error = context.error
        if isinstance(error, TelegramError):  # such as: the chat has blocked the bot; there is nobody to tell
            _log.warning("message refused", extra={"kind": type(error).__name__, "error": str(error)})
            return
        _log.error("update failed", exc_info=error)
        if isinstance(update, Update) and update.message is not None:
            try:
                await reply(update.message, render_words(self._desk.messages(update.message.from_user), "failed"))
            except Exception as second:  # the bot's door: what made a handler fail may make this one fail as well
                _log.error("apology failed", extra={"kind": type(second).__name__})
