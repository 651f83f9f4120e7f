"""Who may operate: those whose numbers stand in the settings, in their private chats with the bot."""

from telegram import CallbackQuery, Message
from telegram.constants import ChatType

from bot.telegram.buttons import answer_press
from bot.telegram.commands import in_private, meant
from bot.telegram.desk import Desk
from bot.telegram.menus import Menus
from bot.telegram.remarks import Remarks
from bot.telegram.sending import reply


class OperatorsDoor:
    """Lets operators in, and tells others kindly that something is not theirs. For one event loop."""

    def __init__(self, desk: Desk, remarks: Remarks, menus: Menus) -> None:
        self._desk = desk
        self._remarks = remarks
        self._menus = menus

    async def admits(self, message: Message | None) -> bool:
        """Whether a command is an operator's, in private. Others are told; in groups only who names the bot."""
        if message is None or not meant(message) or message.from_user is None:
            return False
        if message.from_user.id not in self._desk.operators:
            self._menus.refuse(message.from_user.id)
            await self._remarks.make(message, "operators-only")
            return False
        if message.chat.type != ChatType.PRIVATE:
            await reply(message, *in_private(message, self._desk.messages(message.from_user)))
            return False
        return True

    async def admits_press(self, query: CallbackQuery) -> bool:
        """Whether a press is an operator's; others are told."""
        if query.from_user.id in self._desk.operators:
            return True
        await answer_press(query, self._desk.messages(query.from_user).say("operators-only"))
        return False
