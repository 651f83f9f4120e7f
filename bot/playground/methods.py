"""The Bot API's methods: what the bot asks for, done to the chats. Parameters come checked (parameters.py)."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.playground.chats import NAMED, Record, replied
from bot.playground.commands import CommandMenus, scope_of
from bot.playground.formatting import formatted
from bot.playground.inline import content_of
from bot.playground.keyboard import asks_for_reply, check_keyboard
from bot.playground.refusal import WEBHOOK_ACTIVE, Refusal, bad_request
from bot.playground.scene import Scene
from bot.playground.webhook import Webhook

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
Parameters = dict[str, Any]
Method = Callable[[Parameters], Awaitable[Any]]


class Methods:
    """The methods over one bot's chats. Each returns the Bot API's "result" and raises Refusal."""

    def __init__(self, scene: Scene) -> None:
        self.me = scene.me
        self.menus = CommandMenus()
        self._chats = scene.chats
        self._updates = scene.updates
        self._events = scene.events
        self._presses = scene.presses
        self._queries = scene.queries
        self._files = scene.files
        self._webhook = Webhook(scene.updates)

    def table(self) -> dict[str, Method]:
        """The functions by their methods' names, the names in bot_api.METHODS."""
        return {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "sendMessage": self._send_message,
            "getFile": self._get_file,
            "editMessageText": self._edit_text,
            "editMessageReplyMarkup": self._edit_keyboard,
            "deleteMessage": self._delete,
            "answerCallbackQuery": self._answer_press,
            "sendChatAction": self._send_action,
            "setMyCommands": self._set_commands,
            "deleteMyCommands": self._delete_commands,
            "getMyCommands": self._get_commands,
            "answerInlineQuery": self._answer_inline,
            "answerGuestQuery": self._answer_guest,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
        }

    async def _get_me(self, _: Parameters) -> Record:
        return self.me

    async def _get_updates(self, given: Parameters) -> list[Record]:
        if self._webhook.url:
            raise Refusal(409, WEBHOOK_ACTIVE)
        return await self._updates.fetch(
            given.get("offset", 0),
            given.get("limit", 100),
            timeout_s=given.get("timeout", 0),
            allowed=given.get("allowed_updates"),
        )

    async def _send_message(self, given: Parameters) -> Record:
        chat = self._chats.chat(given["chat_id"])
        thread = given.get("message_thread_id")
        self._chats.check_thread(chat, thread)
        content = _content(given)
        asked = self._replied_to(chat, given.get("reply_parameters"), thread)
        if asked is not None:
            content["reply_to_message"] = replied(asked)
            thread = asked.get("message_thread_id") if asked.get("is_topic_message") else thread
        message = self._chats.post(chat, self.me, content=content, thread=thread)
        self._events.add("message", message, chat=chat["id"])
        markup = given.get("reply_markup")
        if markup and asks_for_reply(markup):
            placeholder = markup.get("input_field_placeholder", "")
            self._events.add("asks", {"message": message, "placeholder": placeholder}, chat=chat["id"])
        return message

    async def _get_file(self, given: Parameters) -> Record:
        return self._files.described(given["file_id"])

    def _replied_to(self, chat: Record, reply: Parameters | None, thread: int | None) -> Record | None:
        if reply is None:
            return None
        asked = self._chats.message(chat, reply["message_id"])
        if asked is None:
            if reply.get("allow_sending_without_reply"):
                return None
            raise bad_request("message to be replied not found")
        if thread is not None and asked.get("message_thread_id") != thread:
            raise bad_request("message to be replied not found")  # into another topic; no flag allows that
        return asked

    async def _edit_text(self, given: Parameters) -> Record:
        message = self._own(given, "edit")
        return self._edit(message, _content(given))

    async def _edit_keyboard(self, given: Parameters) -> Record:
        message = self._own(given, "edit")
        return self._edit(message, {"reply_markup": _keyboard(given)})

    def _edit(self, message: Record, content: Record) -> Record:
        if all(message.get(name) == value for name, value in content.items()):
            raise bad_request(_NOT_MODIFIED)
        changed = self._chats.change(message, content)
        self._events.add("message", changed, chat=changed["chat"]["id"])
        return changed

    def _own(self, given: Parameters, purpose: str) -> Record:
        chat = self._chats.chat(given["chat_id"])
        message = self._chats.message(chat, given["message_id"])
        if message is None:
            raise bad_request(f"message to {purpose} not found")
        if message["from"] != self.me and not (purpose == "delete" and chat["type"] == "private"):
            raise bad_request(f"message can't be {purpose.removesuffix('e')}ed")
        return message

    async def _delete(self, given: Parameters) -> bool:
        message = self._own(given, "delete")
        self._chats.delete(message)
        self._events.add("deleted", {"message_id": message["message_id"]}, chat=message["chat"]["id"])
        return True

    async def _answer_press(self, given: Parameters) -> bool:
        chat = self._presses.answered(given["callback_query_id"])
        notice = {
            "callback_query_id": given["callback_query_id"],
            "text": given.get("text", ""),
            "alert": given.get("show_alert", False),
        }
        self._events.add("notice", notice, chat=chat)
        return True

    async def _send_action(self, given: Parameters) -> bool:
        chat = self._chats.chat(given["chat_id"])
        thread = given.get("message_thread_id")
        self._chats.check_thread(chat, thread)
        self._events.add("action", {"action": given["action"], "thread": thread}, chat=chat["id"])
        return True

    async def _answer_inline(self, given: Parameters) -> bool:
        self._queries.answer(given["inline_query_id"], given)
        return True

    async def _answer_guest(self, given: Parameters) -> Record:
        id_ = given["guest_query_id"]
        self._queries.answer(id_, {"results": [given["result"]]})
        asked = self._queries.guest_message(id_)
        content = content_of(given["result"]) | {"guest_bot_caller_user": asked["from"], "reply_to_message": asked}
        message = self._chats.post(asked["chat"], self.me, content=content)
        self._events.add("message", message, chat=asked["chat"]["id"])
        return {"inline_message_id": id_}

    async def _set_commands(self, given: Parameters) -> bool:
        self.menus.set(*self._scope(given), given["commands"])
        self._tell_commands()
        return True

    async def _delete_commands(self, given: Parameters) -> bool:
        self.menus.delete(*self._scope(given))
        self._tell_commands()
        return True

    async def _get_commands(self, given: Parameters) -> list[Record]:
        return self.menus.get(*self._scope(given))

    def _scope(self, given: Parameters) -> tuple[str, str]:
        scope = given.get("scope", {})
        kind = scope.get("type", "default")
        if kind == "chat":
            kind = scope_of(self._chats.chat(scope.get("chat_id", 0)))
        return kind, given.get("language_code", "")

    def _tell_commands(self) -> None:
        for chat in NAMED.values():
            self._events.add("commands", self.menus.seen_in(chat), chat=chat["id"])

    async def _set_webhook(self, given: Parameters) -> bool:
        if given.get("drop_pending_updates"):
            self._updates.drop()
        self._updates.allow(given.get("allowed_updates"))
        self._webhook.set(given["url"], secret=given.get("secret_token", ""), most=given.get("max_connections", 40))
        return True

    async def _delete_webhook(self, given: Parameters) -> bool:
        self._webhook.set("", secret="", most=1)
        if given.get("drop_pending_updates"):
            self._updates.drop()
        return True

    async def _webhook_info(self, _: Parameters) -> Record:
        info = {"url": self._webhook.url, "has_custom_certificate": False}
        info["pending_update_count"] = self._updates.pending
        return info | ({"last_error_message": self._webhook.last_error} if self._webhook.last_error else {})


def _content(given: Parameters) -> Record:
    """A message's text, entities, keyboard and preview, as far as there are any."""
    text, entities = formatted(given["text"], given.get("parse_mode", ""))
    return {
        "text": text,
        "entities": [entity.record() for entity in entities] or None,
        "reply_markup": _keyboard(given),
        "link_preview_options": given.get("link_preview_options"),
    }


def _keyboard(given: Parameters) -> Record | None:
    keyboard: Record | None = given.get("reply_markup")
    if keyboard is None or asks_for_reply(keyboard):  # which is seen in the person's app, and not in the message
        return None
    check_keyboard(keyboard)
    return keyboard if any(keyboard["inline_keyboard"]) else None
