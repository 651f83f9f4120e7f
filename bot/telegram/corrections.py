"""Telling people of quotes that no longer stand in their source, as a reply to the answer that showed them.

A reply, for nobody is told of an edit, and a bot can't read its old message to leave the rest of it as it was.
"""

import datetime
import logging
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from bot.corrections import render_correction
from bot.errors import StateError
from bot.markup import to_html, to_plain
from bot.outbox import Letter
from bot.shown import Showing
from bot.telegram.desk import Desk
from bot.telegram.keyboards import sent_keyboard
from bot.telegram.post import Post
from retrieval.correcting import Correction, Quotation, correction_of
from retrieval.errors import LibraryDamaged
from retrieval.proving import Fate

BLOCK = 50
"""Quotations that are looked up in one go; questions come in between."""
MANY = 20
"""Articles that are gone at once: that is rather a folder which is not there than so many withdrawals."""
MANY_AFTER_S = 24 * 3600.0
_log = logging.getLogger(__name__)


class Corrections:
    """Looks whether what was shown still stands. For one event loop.

    An article that is gone is looked for again after `withdrawn_after_s`, for who moves a file takes it away first.
    """

    def __init__(
        self, desk: Desk, post: Post, *, withdrawn_after_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._desk = desk
        self._post = post
        self._withdrawn_after_s = withdrawn_after_s
        self._clock = clock
        self._gone: dict[Quotation, float] = {}  # since when
        self._untold: set[Quotation] = set()  # of which a letter could not be kept
        self._seen = 0  # the latest showing at the last look
        self._warned = False
        self._mark = secrets.token_hex(8)

    async def look(self, *, changed: bool) -> None:
        """Tell of what no longer stands, of all that was shown where the library has changed. Raises QuotedError.

        Else of what was shown since the last look, by an answer that was on its way when the library changed, of what
        was gone, and of what could not be told.
        """
        latest = self._post.shown.latest()
        shown = self._post.shown.quotations(after=0 if changed else self._seen)
        for block in _blocks(list(dict.fromkeys((*shown, *self._gone, *self._untold)))):
            for quotation, correction in await self._desk.workers.run(partial(self._look_up, block)):
                self._untold.discard(quotation)
                if correction is None or correction.fate is not Fate.GONE:
                    self._gone.pop(quotation, None)
                else:
                    self._gone.setdefault(quotation, self._clock())
                if (
                    correction is not None
                    and correction.fate is not Fate.GONE
                    and not self._tell(quotation, correction)
                ):
                    self._untold.add(quotation)
        self._tell_of_gone()
        self._seen = latest

    def _look_up(self, quotations: Sequence[Quotation]) -> list[tuple[Quotation, Correction | None]]:
        """What became of each; those of a damaged article are left for another time."""
        found = []
        for quotation in quotations:
            try:
                found.append((quotation, correction_of(quotation, self._desk.library)))
            except LibraryDamaged as error:
                _log.error("quote not checked", extra={"error": str(error)})
        return found

    def _tell_of_gone(self) -> None:
        many = len({quotation.article for quotation in self._gone}) > MANY
        after = MANY_AFTER_S if many else self._withdrawn_after_s
        for quotation, since in list(self._gone.items()):
            if self._clock() - since >= after and self._tell(quotation, Correction(Fate.GONE)):
                del self._gone[quotation]
        if many and not self._warned:
            hint = f"nobody is told for {MANY_AFTER_S / 3600:.0f} hours; is a folder of the seeds missing?"
            _log.warning("many articles gone", extra={"count": len(self._gone), "hint": hint})
        self._warned = many

    def _tell(self, quotation: Quotation, correction: Correction) -> bool:
        """Write to every chat that was shown the quotation, once each, under the latest answer with it; whether all of
        that is kept.
        """
        told: set[int] = set()
        kept = True
        for showing in self._post.shown.showings(quotation):
            place = showing.place
            if place.chat in told or not self._desk.access.allows(place.person, place.chat):
                self._post.shown.drop([showing])
                continue
            told.add(place.chat)
            try:
                if self._post.notify(self._letter(showing, correction), self._post.shown.claim(showing, self._mark)):
                    self._desk.metrics.notice("correction")
            except StateError as error:
                _log.error("correction not kept", extra={"error": str(error)})
                kept = False
        return kept

    def _letter(self, showing: Showing, correction: Correction) -> Letter:
        place, now = showing.place, correction.now
        messages = self._desk.translations.of(self._desk.state.language(place.person), place.language)
        noticed = datetime.datetime.now(datetime.UTC).date()
        markup = render_correction(showing.quotation, correction, messages, noticed=noticed)
        keyboard = sent_keyboard(now, messages) if now is not None else None
        return Letter(
            person=place.person,
            chat=place.chat,
            html=to_html(markup),
            plain=to_plain(markup),
            reply_to=place.answer,
            thread=place.thread,
            keyboard=keyboard.to_dict() if keyboard else None,
            quotes=(Quotation.of(now),) if now is not None else (),
            language=messages.language,
        )


def _blocks(quotations: Sequence[Quotation]) -> Iterator[Sequence[Quotation]]:
    return (quotations[start : start + BLOCK] for start in range(0, len(quotations), BLOCK))
