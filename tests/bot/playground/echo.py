"""A bot of a few lines on python-telegram-bot, as anybody writes one: it drives the playground from the other side."""

import asyncio
import threading
from types import TracebackType
from typing import Any, Self

from telegram import (
    BotCommand,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatAction, ParseMode
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, ContextTypes, MessageHandler, filters

QUOTE = (
    "<blockquote>The leaders will meet in <b>Sochi</b> on Monday. They will talk &amp; &lt;talk&gt;.</blockquote>\n"
    '<a href="https://news.example/summit#:~:text=Sochi">Leaders meet</a> · AFP · 31 October 2022 · paragraph 2 of 3'
)
BUTTONS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Context", callback_data="context"),
            InlineKeyboardButton("Nothing more", callback_data="alert"),
        ],
        [
            InlineKeyboardButton("Copy citation", copy_text=CopyTextButton("“Sochi” — Leaders meet, AFP")),
            InlineKeyboardButton("Open", url="https://news.example/summit"),
        ],
    ]
)


async def _answer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.message
    assert message
    await message.reply_chat_action(ChatAction.TYPING)
    if message.text == "echo":
        await message.reply_text("echo")
        return
    await message.reply_text(
        QUOTE,
        parse_mode=ParseMode.HTML,
        reply_markup=BUTTONS,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
    )


async def _press(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query
    if query.data == "alert":
        await query.answer("There is nothing more.", show_alert=True)
        return
    await query.answer("Here it is")
    await query.edit_message_text(f"The talks were planned.\n{QUOTE}", parse_mode=ParseMode.HTML, reply_markup=BUTTONS)


class EchoBot:
    """The bot on a thread of its own, against a Bot API server. Starts on entering, stops on leaving."""

    def __init__(self, address: str, token: str) -> None:
        self._address = address
        self._token = token
        self._started = threading.Event()
        self._stop: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))
        self.errors: list[BaseException] = []

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._started.wait(15)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._stop
        loop, leave = self._stop
        loop.call_soon_threadsafe(leave.set)
        self._thread.join(15)
        assert not self._thread.is_alive()

    async def _failed(self, _: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        if context.error:
            self.errors.append(context.error)

    async def _run(self) -> None:
        app: Application[Any, Any, Any, Any, Any, Any]
        app = ApplicationBuilder().token(self._token).base_url(f"{self._address}/bot").job_queue(None).build()
        app.add_handler(MessageHandler(filters.TEXT, _answer))
        app.add_handler(CallbackQueryHandler(_press))
        app.add_error_handler(self._failed)
        leave = asyncio.Event()
        self._stop = (asyncio.get_running_loop(), leave)
        async with app:
            await app.bot.set_my_commands([BotCommand("start", "Say hello"), BotCommand("help", "How to ask")])
            await app.start()
            assert app.updater
            await app.updater.start_polling()
            self._started.set()
            await leave.wait()
            await app.updater.stop()
            await app.stop()
