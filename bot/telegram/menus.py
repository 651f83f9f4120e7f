"""The commands in Telegram's menus, for each kind of chat in each language."""

import logging

from telegram import Bot, BotCommand, BotCommandScope, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import InvalidToken, TelegramError

from bot.messages import Messages, Translations

_log = logging.getLogger(__name__)


async def set_menus(bot: Bot, translations: Translations) -> None:
    """Tell Telegram the commands. Raises InvalidToken; any other refusal is logged: the commands work without menus."""
    default = translations.of()
    try:
        for messages in [None, *translations.all()]:
            words = messages or default
            code = messages.language if messages else None
            for scope, menu in _menus(words):
                await bot.set_my_commands(menu, scope=scope, language_code=code)
    except InvalidToken:
        raise
    except TelegramError as error:
        _log.warning("menus not set", extra={"error": str(error)})


def private_menu(messages: Messages) -> list[BotCommand]:
    """The commands of a private chat, where any text is a question."""
    return [
        BotCommand("latest", messages.say("command-latest")),
        BotCommand("sources", messages.say("command-sources")),
        BotCommand("verify", messages.say("command-verify")),
        BotCommand("language", messages.say("command-language")),
        BotCommand("help", messages.say("command-help")),
        BotCommand("privacy", messages.say("command-privacy")),
        BotCommand("forget", messages.say("command-forget")),
    ]


def group_menu(messages: Messages) -> list[BotCommand]:
    """The commands of a group: nothing private."""
    return [
        BotCommand("ask", messages.say("command-ask")),
        BotCommand("sources", messages.say("command-sources")),
        BotCommand("verify", messages.say("command-verify")),
        BotCommand("help", messages.say("command-help")),
    ]


def _menus(messages: Messages) -> list[tuple[BotCommandScope, list[BotCommand]]]:
    return [
        (BotCommandScopeAllPrivateChats(), private_menu(messages)),
        (BotCommandScopeAllGroupChats(), group_menu(messages)),
    ]
