"""The buttons under a submission, and what a press asks for; which submission it is, its message tells."""

from enum import StrEnum

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages import Messages
from bot.operators.fields import FIELDS

PREFIX = "offer:"


class Asks(StrEnum):
    """What a press asks for."""

    ADD = "add"
    EDIT = "edit"  # which field is to be edited
    BACK = "back"  # to these
    DISCARD = "discard"


def asked(data: str) -> Asks | str:
    """What a button asks for: one of these, or the field that is to be edited; "" for what was never made here."""
    told = data.removeprefix(PREFIX)
    if told in set(Asks):
        return Asks(told)
    return told if told in FIELDS else ""


def offer_keyboard(messages: Messages, *, editable: bool, replaces: bool) -> InlineKeyboardMarkup:
    """To add, edit or discard what is shown."""
    add = _button(messages.say("button-replace" if replaces else "button-add"), Asks.ADD)
    edit = [_button(messages.say("button-edit"), Asks.EDIT)] if editable else []
    return InlineKeyboardMarkup([[add, *edit, _button(messages.say("button-discard"), Asks.DISCARD)]])


def fields_keyboard(messages: Messages) -> InlineKeyboardMarkup:
    """To choose a field, or to go back."""
    fields = [_button(field_label(name, messages), name) for name in FIELDS]
    return InlineKeyboardMarkup([fields[:3], fields[3:], [_button(messages.say("button-back"), Asks.BACK)]])


def field_label(name: str, messages: Messages) -> str:
    """A field's name for people."""
    labels = {
        "title": messages.say("field-title"),
        "outlet": messages.say("field-outlet"),
        "author": messages.say("field-author"),
        "published": messages.say("field-published"),
        "url": messages.say("field-url"),
    }
    return labels[name]


def _button(label: str, asks: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"{PREFIX}{asks}")
