"""The part of the Bot API that the playground knows, as tables: methods, their parameters and the objects in them.

Names, types, required fields and limits are those of https://core.telegram.org/bots/api; the texts of refusals are
those that Telegram sends. Parameters that mean nothing here (payments, business accounts) are left out and so refused.
A new method is a row here and a function in methods.py. Knows nothing of chats.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Field:
    """A parameter of a method or a field of an object."""

    kind: str  # "Integer", "String", "Boolean", "Integer or String", "Array of <kind>" or a name in OBJECTS, or several
    required: bool = False
    least: int | None = None
    most: int | None = None
    measure: Literal["number", "characters", "bytes", "items"] = "number"  # of what least and most are limits
    pattern: str = ""  # that the whole value matches
    refusal: str = ""  # Telegram's words for a value that is missing, too small, too large or of another pattern


Fields = Mapping[str, Field]

UPDATES = (
    "message edited_message channel_post edited_channel_post business_connection business_message "
    "edited_business_message deleted_business_messages message_reaction message_reaction_count inline_query "
    "chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media poll poll_answer "
    "my_chat_member chat_member chat_join_request chat_boost removed_chat_boost managed_bot guest_message"
).split()
"""Every kind of update that can be asked for; those that happen here are messages and presses of buttons."""

ACTIONS = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note"
).split()

_CHAT = Field("Integer or String", True, refusal="chat_id is empty")
_TEXT = Field("String", True, refusal="message text is empty")  # its limits: formatting.py
_THREAD = Field("Integer", least=1, refusal="message thread not found")
_MESSAGE = Field("Integer", True, least=1, refusal="message identifier is not specified")
_FLAG = Field("Boolean")
_LANGUAGE = Field("String", pattern="|[a-z]{2}", refusal="invalid language code specified")
_SCOPE = Field("BotCommandScope")
_COMMANDS = {"scope": _SCOPE, "language_code": _LANGUAGE}

METHODS: Mapping[str, Fields] = {
    "getMe": {},
    "getUpdates": {
        "offset": Field("Integer"),
        "limit": Field("Integer", least=1, most=100),
        "timeout": Field("Integer", least=0),
        "allowed_updates": Field("Array of UpdateKind"),
    },
    "sendMessage": {
        "chat_id": _CHAT,
        "message_thread_id": _THREAD,
        "text": _TEXT,
        "parse_mode": Field("String"),
        "link_preview_options": Field("LinkPreviewOptions"),
        "disable_notification": _FLAG,
        "protect_content": _FLAG,
        "reply_parameters": Field("ReplyParameters"),
        "reply_markup": Field("InlineKeyboardMarkup or ForceReply"),
    },
    "getFile": {"file_id": Field("String", True, refusal="file_id not specified")},
    "editMessageText": {
        "chat_id": _CHAT,
        "message_id": _MESSAGE,
        "text": _TEXT,
        "parse_mode": Field("String"),
        "link_preview_options": Field("LinkPreviewOptions"),
        "reply_markup": Field("InlineKeyboardMarkup"),
    },
    "editMessageReplyMarkup": {
        "chat_id": _CHAT,
        "message_id": _MESSAGE,
        "reply_markup": Field("InlineKeyboardMarkup"),
    },
    "deleteMessage": {"chat_id": _CHAT, "message_id": _MESSAGE},
    "answerCallbackQuery": {
        "callback_query_id": Field("String", True),
        "text": Field("String", most=200, measure="characters", refusal="MESSAGE_TOO_LONG"),
        "show_alert": _FLAG,
        "cache_time": Field("Integer", least=0),
    },
    "sendChatAction": {
        "chat_id": _CHAT,
        "message_thread_id": _THREAD,
        "action": Field("String", True, pattern="|".join(ACTIONS), refusal="wrong parameter action in request"),
    },
    "setMyCommands": {
        "commands": Field("Array of BotCommand", True, most=100, measure="items", refusal="BOT_COMMANDS_TOO_MUCH"),
        **_COMMANDS,
    },
    "deleteMyCommands": _COMMANDS,
    "getMyCommands": _COMMANDS,
    "answerInlineQuery": {
        "inline_query_id": Field("String", True),
        "results": Field("Array of InlineQueryResult", True, most=50, measure="items", refusal="RESULTS_TOO_MUCH"),
        "cache_time": Field("Integer", least=0),
        "is_personal": _FLAG,
        "next_offset": Field("String", most=64, measure="bytes", refusal="NEXT_OFFSET_INVALID"),
        "button": Field("InlineQueryResultsButton"),
    },
    "answerGuestQuery": {
        "guest_query_id": Field("String", True),
        "result": Field("InlineQueryResult", True),
    },
    "setWebhook": {
        "url": Field("String", True),
        "max_connections": Field("Integer", least=1, most=100),
        "allowed_updates": Field("Array of UpdateKind"),
        "drop_pending_updates": _FLAG,
        "secret_token": Field(
            "String", pattern="[A-Za-z0-9_-]{1,256}", refusal="secret token contains unallowed characters"
        ),
    },
    "deleteWebhook": {"drop_pending_updates": _FLAG},
    "getWebhookInfo": {},
}

OBJECTS: Mapping[str, Fields] = {
    "ReplyParameters": {
        "message_id": _MESSAGE,
        "allow_sending_without_reply": _FLAG,
    },
    "LinkPreviewOptions": {
        "is_disabled": _FLAG,
        "url": Field("String"),
        "prefer_small_media": _FLAG,
        "prefer_large_media": _FLAG,
        "show_above_text": _FLAG,
    },
    "InlineKeyboardMarkup": {
        "inline_keyboard": Field(
            "Array of Array of InlineKeyboardButton",
            True,
            most=100,
            measure="items",
            refusal='field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
    },
    "ForceReply": {
        "force_reply": Field("Boolean", True),
        "input_field_placeholder": Field("String", least=1, most=64, measure="characters"),
        "selective": _FLAG,
    },
    "InlineKeyboardButton": {
        "text": Field("String", True, least=1, measure="characters", refusal="inline keyboard button text is empty"),
        "style": Field("String", pattern="danger|success|primary", refusal="invalid button style specified"),
        "url": Field("String", pattern=r"(?:https?|tg)://[^\s/?#]+\S*", refusal="BUTTON_URL_INVALID"),
        "callback_data": Field("String", least=1, most=64, measure="bytes", refusal="BUTTON_DATA_INVALID"),
        "copy_text": Field("CopyTextButton"),
    },
    "CopyTextButton": {
        "text": Field("String", True, least=1, most=256, measure="characters", refusal="BUTTON_COPY_TEXT_INVALID"),
    },
    "BotCommand": {
        "command": Field("String", True, pattern="[a-z0-9_]{1,32}", refusal="BOT_COMMAND_INVALID"),
        "description": Field(
            "String", True, least=1, most=256, measure="characters", refusal="BOT_COMMAND_DESCRIPTION_INVALID"
        ),
    },
    "InlineQueryResult": {  # of the twenty kinds the one that this bot sends
        "type": Field("String", True, pattern="article", refusal="unsupported inline query result type"),
        "id": Field("String", True, least=1, most=64, measure="bytes", refusal="RESULT_ID_INVALID"),
        "title": Field("String", True, least=1, measure="characters", refusal="ARTICLE_TITLE_EMPTY"),
        "input_message_content": Field("InputTextMessageContent", True),
        "reply_markup": Field("InlineKeyboardMarkup"),
        "url": Field("String"),
        "description": Field("String"),
    },
    "InputTextMessageContent": {
        "message_text": Field("String", True, refusal="message text is empty"),  # its limits: formatting.py
        "parse_mode": Field("String"),
        "link_preview_options": Field("LinkPreviewOptions"),
    },
    "InlineQueryResultsButton": {
        "text": Field(
            "String", True, least=1, measure="characters", refusal="inline query results button text is empty"
        ),
        "start_parameter": Field("String", True, pattern="[A-Za-z0-9_-]{1,64}", refusal="START_PARAM_INVALID"),
    },
    "BotCommandScope": {  # the scopes of single members are left out
        "type": Field(
            "String",
            True,
            pattern="default|all_private_chats|all_group_chats|all_chat_administrators|chat",
            refusal="unsupported bot command scope type specified",
        ),
        "chat_id": Field("Integer or String"),
    },
}
