"""Which words of a message are put to the bot. Knows nothing of answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType

_QUESTION_MARKS = frozenset("?？؟՞\u037e")


@dataclass(frozen=True)
class Address:
    """Words for the bot."""

    text: str
    named: bool  # by a command, a mention, or because nobody else is there; not by a mere reply

    @property
    def wants_word(self) -> bool:
        """Whether somebody waits for an answer: a reply to the bot may as well be a remark, such as "Thanks"."""
        return self.named or bool(_QUESTION_MARKS.intersection(self.text))


def of_command(message: Message) -> Address:
    """What stands after a command, or for a command alone what it replies to."""
    command = message.entities[0]  # at the start, or this would be no command
    return _or_replied_to(message, _without(message.text or "", [command]))


def of_text(message: Message, me: User) -> Address | None:
    """What a text says to the bot, without its mention; None where it addresses somebody else."""
    text = message.text or ""
    if message.chat.type == ChatType.PRIVATE:
        return Address(text.strip(), named=True)
    mentions = [entity for entity in message.entities if _mentions(message, entity, me)]
    if mentions:
        return _or_replied_to(message, _without(text, mentions))
    replied = message.reply_to_message
    # The first message of a topic counts as replied to by all that follow.
    if replied is not None and replied.forum_topic_created is None and replied.from_user == me:
        return Address(text.strip(), named=False)
    return None


def of_corrected(message: Message, me: User) -> Address | None:
    """What an edited message says to the bot, as a text or after /ask; None where it is for somebody else, or another
    command.
    """
    if not _is_command(message):
        return of_text(message, me)
    name, _, whose = message.parse_entity(message.entities[0]).lower().partition("@")
    ours = name == "/ask" and whose in ("", str(me.username).lower())
    return of_command(message) if ours else None


def of_guest(message: Message, me: User) -> Address:
    """What a text says to the bot in a chat where it is no member; it got the message because it was mentioned."""
    mentions = [entity for entity in message.entities if _mentions(message, entity, me)]
    return _or_replied_to(message, _without(message.text or "", mentions))


def of_answered(message: Message, me: User) -> str:
    """What a message asked that the bot has answered, wherever it was."""
    if _is_command(message):
        return of_command(message).text
    mentions = [entity for entity in message.entities if _mentions(message, entity, me)]
    return _without(message.text or "", mentions)


def from_machine(message: Message) -> bool:
    """Whether a bot or a channel wrote it, or a bot's inline mode; people who write in a chat's name are people."""
    bot = message.from_user is not None and message.from_user.is_bot and message.sender_chat is None
    return bot or bool(message.is_automatic_forward) or message.via_bot is not None


def _is_command(message: Message) -> bool:
    first = message.entities[0] if message.entities else None
    return first is not None and first.type == MessageEntity.BOT_COMMAND and first.offset == 0


def _or_replied_to(message: Message, text: str) -> Address:
    asked = message.reply_to_message
    if not text and asked is not None and asked.text and not from_machine(asked):
        text = asked.text.strip()
    return Address(text, named=True)


def _mentions(message: Message, entity: MessageEntity, me: User) -> bool:
    if entity.type == MessageEntity.MENTION:
        return message.parse_entity(entity).lower() == f"@{me.username}".lower()
    return entity.type == MessageEntity.TEXT_MENTION and entity.user == me


def _without(text: str, entities: Sequence[MessageEntity]) -> str:
    """The text without those entities, whose offsets count UTF-16 units."""
    raw = text.encode("utf-16-le", "surrogatepass")
    for entity in sorted(entities, key=lambda entity: entity.offset, reverse=True):
        raw = raw[: 2 * entity.offset] + raw[2 * (entity.offset + entity.length) :]
    return raw.decode("utf-16-le", "surrogatepass").strip()
