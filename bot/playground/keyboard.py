"""Inline keyboards: what their table in bot_api.py can't say, and which buttons can be pressed."""

from typing import Any

from bot.playground.refusal import bad_request

MOST_IN_ROW = 8
MOST_BUTTONS = 100
_ACTIONS = {"url", "callback_data", "copy_text"}

Keyboard = dict[str, list[list[dict[str, Any]]]]
"""An InlineKeyboardMarkup that has passed its table."""


def check_keyboard(keyboard: Keyboard) -> None:
    """Refuse a keyboard with too many buttons, or one that does nothing or two things. Raises Refusal."""
    rows = keyboard["inline_keyboard"]
    if any(len(row) > MOST_IN_ROW for row in rows) or sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        actions = _ACTIONS & button.keys()
        if not actions:
            raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if len(actions) > 1:
            raise bad_request(f"inline keyboard button must have one action, not {' and '.join(sorted(actions))}")


def asks_for_reply(markup: dict[str, Any] | None) -> bool:
    """Whether what stands under a message is no keyboard, but has the person reply to it."""
    return markup is not None and "force_reply" in markup


def can_press(keyboard: Keyboard | None, data: str) -> bool:
    """Whether a button of the keyboard carries this callback data."""
    rows = keyboard["inline_keyboard"] if keyboard else []
    return any(button.get("callback_data") == data for row in rows for button in row)
