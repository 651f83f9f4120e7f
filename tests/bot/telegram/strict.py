"""Every call of the bot held against what the Bot API allows: the playground's tables, its HTML and its keyboards."""

from collections.abc import Mapping

from bot.playground.bot_api import METHODS
from bot.playground.formatting import formatted
from bot.playground.inline import content_of
from bot.playground.keyboard import asks_for_reply, check_keyboard
from bot.playground.parameters import from_form
from bot.playground.refusal import Refusal


def objection(method: str, form: Mapping[str, str]) -> str:
    """Why Telegram would refuse a call, whatever the chats hold; "" when it would not."""
    if method not in METHODS:
        return f"{method}: there is no such method in the playground"
    try:
        given = from_form(METHODS[method], form)
        if "text" in given and method != "answerCallbackQuery":
            formatted(given["text"], given.get("parse_mode", ""))
        if "reply_markup" in given and not asks_for_reply(given["reply_markup"]):
            check_keyboard(given["reply_markup"])
        for result in [*given.get("results", []), *([given["result"]] if "result" in given else [])]:
            content_of(result)
    except Refusal as refusal:
        return f"{method}: {refusal.description}"
    return ""
