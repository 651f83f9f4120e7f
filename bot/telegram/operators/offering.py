"""Showing what an operator sent, in a message that offers to add it."""

import asyncio
import logging
from dataclasses import replace

from telegram import Bot

from bot.errors import StateError
from bot.messages import Messages
from bot.operators.offers import Offer, Offers
from bot.operators.submission_pages import render_preview, render_refused, render_trouble
from bot.operators.submissions import edited
from bot.telegram.operators.offer_buttons import offer_keyboard
from bot.telegram.operators.origins import Origins
from bot.telegram.sending import change
from retrieval.errors import QuotedError

_log = logging.getLogger(__name__)


class Offering:
    """Reads and shows. For one event loop."""

    def __init__(self, offers: Offers, origins: Origins) -> None:
        self._offers = offers
        self._origins = origins

    async def show(self, bot: Bot, offer: Offer, messages: Messages, *, size: int = 0, trouble: str = "") -> None:
        """Show in its message what is offered, with its edits, or why it can't be added; and keep the offer.

        `trouble` is why adding it failed just now; `size` that of a file, where it is known. Raises TelegramError.
        """
        place = (offer.chat, offer.message)
        try:
            held = await self._origins.read(bot, offer.origin, size=size)
            content = edited(held.content, offer.edits)
            around = await asyncio.to_thread(self._origins.acquisition.neighbours, held.submission, content)
            self._offers.put(replace(offer, digest=held.content.digest, prompt=0, asks=""))
        except StateError as error:
            _log.error("offer not kept", extra={"error": str(error)})
            await change(bot, place, render_refused(str(error), messages), None)
        except QuotedError as error:
            await change(bot, place, render_refused(str(error), messages), None)
        except OSError as error:
            await change(bot, place, render_refused(f"{error.filename}: {error.strerror}", messages), None)
        else:
            keyboard = offer_keyboard(messages, editable=len(content.articles) == 1, replaces=bool(around.replaced))
            shown = render_preview(content, around, messages)
            await change(bot, place, (*shown, *render_trouble(trouble)) if trouble else shown, keyboard)
