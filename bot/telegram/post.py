"""Answers on their way to Telegram: through the outbox, so that none is lost.

An answer is written down before it is sent and wiped when it has arrived. While Telegram can't be reached it waits,
also over a restart. What a process that died was sending is taken up by the next one, or by one beside it.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.claims import Claim
from bot.errors import StateError
from bot.outbox import Letter, Outbox, Waiting
from bot.shown import Place, ShownQuotes
from bot.state import BotState
from bot.telegram.pace import did_not_arrive
from bot.telegram.polling import until
from bot.telegram.sending import send
from bot.topics import Topics
from retrieval.correcting import Quotation

LOOK_AGAIN_S = 20.0
"""Between two looks at what waits."""
ATTEND_S = 5.0
"""How long a question's handler waits for its answer to be sent; a chat that is told to wait must not hold it up."""
Note = Callable[[], object]
_log = logging.getLogger(__name__)


class _NotOurs(Exception):
    """The letter is gone, or another process sends it."""


class Post:
    """Sends letters. For one event loop."""

    def __init__(self, bot: Bot, outbox: Outbox, state: BotState, *, again: bool = False) -> None:
        """`again`: where an answer can't be kept, its question is asked again; else the answer is sent all the same."""
        self.shown = ShownQuotes(state.database, bot.id, days=state.retention.answers, clock=state.clock)
        self.topics = Topics(state.database, bot.id, clock=state.clock)
        self._bot = bot
        self._outbox = outbox
        self._state = state
        self._again = again
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._chats: dict[int, asyncio.Task[None]] = {}  # whose waiting letters are being sent
        self._owed: dict[int, Note] = {}  # what could not be noted of a letter

    async def answer(self, letter: Letter, *, update: int) -> None:
        """Send the answer to an update's question, or leave it to wait. Raises TelegramError where it can't be kept,
        and StateError where the question is asked again.
        """
        try:
            id_ = self._outbox.put(letter, update=update)
        except StateError as error:  # a full disk must not silence the bot
            if self._again:
                raise
            _log.error("answer not kept", extra={"error": str(error)})
            await send(self._bot, letter)
            return
        if id_:
            await asyncio.wait({self._deliver(id_, letter)}, timeout=ATTEND_S)

    def notify(self, letter: Letter, claim: Claim) -> bool:
        """Begin to send what nobody asked for just now, unless another process does; whether it is sent from here.

        Raises StateError where it can't be kept.
        """
        id_ = self._outbox.put_once(letter, claim)
        if id_:
            self._deliver(id_, letter)
        return bool(id_)

    def show(self, place: Place, quotations: Sequence[Quotation], *, instead: bool) -> None:
        """Note which quotes a message shows that was changed, `instead` of those before or beside them."""
        _remember(lambda: self.shown.put(place, quotations, instead=instead))

    def answer_to(self, chat: int, question: int) -> int:
        """The id of the message that answered a question not long ago, also before a restart; 0 for none."""
        try:
            return self._outbox.answer_to(chat, question)
        except StateError as error:
            _log.error("answer not found again", extra={"error": str(error)})
            return 0

    async def send_waiting(self, *, stop: asyncio.Event, every_s: float = LOOK_AGAIN_S) -> None:
        """Send what earlier attempts and dead processes left, again and again until `stop` is set."""
        while not stop.is_set():
            try:
                self._look()
            except StateError as error:
                _log.error("answers not read", extra={"error": str(error)})
            await until(stop, asyncio.sleep(every_s))

    async def close(self, grace_s: float = ATTEND_S) -> None:
        """Finish what is being sent, and leave in the outbox what takes too long."""
        for task in self._chats.values():
            task.cancel()
        if self._in_hand:
            await asyncio.wait(self._in_hand.values(), timeout=grace_s)
        for task in list(self._in_hand.values()):
            task.cancel()

    def _look(self) -> None:
        """Begin to send what waits, chat by chat. Raises StateError."""
        for id_, note in list(self._owed.items()):
            self._note(id_, note)
        if unsure := self._outbox.recover():
            _log.warning("answers unsure", extra={"count": unsure, "hint": "they may have arrived; sent again"})
        if damaged := self._outbox.drop_damaged():
            _log.error("answers damaged", extra={"count": damaged, "hint": "they are not sent; check the disk"})
        chats: dict[int, list[Waiting]] = {}
        for waiting in self._outbox.waiting():
            chats.setdefault(waiting.letter.chat, []).append(waiting)
        for chat, letters in chats.items():
            if chat not in self._chats:
                self._chats[chat] = task = asyncio.get_running_loop().create_task(self._deliver_in_order(letters))
                task.add_done_callback(lambda _, chat=chat: self._chats.pop(chat))  # type: ignore[misc]

    async def _deliver_in_order(self, letters: list[Waiting]) -> None:
        """Send a chat's letters; other chats don't wait for it."""
        for waiting in letters:
            if waiting.id not in self._in_hand and waiting.id not in self._owed:
                await asyncio.wait({self._deliver(waiting.id, waiting.letter)})

    def _deliver(self, id: int, letter: Letter) -> asyncio.Task[None]:
        """Begin to send a letter; whoever waits for it no longer does not stop it."""
        task = asyncio.get_running_loop().create_task(self._try(id, letter))
        self._in_hand[id] = task
        task.add_done_callback(lambda _: self._in_hand.pop(id))
        return task

    async def _try(self, id: int, letter: Letter) -> None:
        try:
            await self._send(id, letter)
        except _NotOurs:
            return
        except TelegramError as error:
            why = {"kind": type(error).__name__, "error": str(error)}
            if did_not_arrive(error):
                _log.warning("answer waits", extra=why)
            else:  # Telegram has it, and is only slow to say so
                _log.warning("answer not confirmed", extra=why)
                self._note(id, lambda: self._outbox.remove(id))

    async def _send(self, id: int, letter: Letter) -> None:
        """Send it, or give up where it can never be sent. Raises TelegramError where waiting helps, and _NotOurs."""
        try:
            message = await send(self._bot, letter, _Attempts(self._outbox, id, self._note))
        except ChatMigrated as error:
            new = error.new_chat_id
            self._note(id, lambda: self._state.move(letter.chat, new))
            await self._send(id, replace(letter, chat=new, thread=0, reply_to=0))
        except (BadRequest, Forbidden) as error:  # such as: the chat has blocked the bot; there is nobody to tell
            _log.warning("message refused", extra={"kind": type(error).__name__, "error": str(error)})
            self._note(id, lambda: self._outbox.remove(id))
            if isinstance(error, Forbidden):
                _remember(lambda: self._state.left(letter.chat))
        else:
            answer = message.message_id
            self._note(id, lambda: self._outbox.arrived(id, letter, answer=answer))

    def _note(self, id: int, note: Note) -> None:
        """Note something of a letter; where the disk is full or the database away, it is noted later, before the
        letter could be sent again.
        """
        try:
            note()
        except StateError as error:
            _log.error("answer not remembered", extra={"error": str(error)})
            self._owed[id] = note
        else:
            self._owed.pop(id, None)


@dataclass(frozen=True)
class _Attempts:
    """Keeps what is known of a letter's arrival."""

    outbox: Outbox
    id: int
    note: Callable[[int, Note], None]

    def begin(self) -> None:
        """It goes to the network now. Raises _NotOurs where it must not."""
        try:
            ours = self.outbox.begin(self.id)
        except StateError as error:
            _log.error("answer not remembered", extra={"error": str(error)})
        else:
            if not ours:
                raise _NotOurs

    def back(self) -> None:
        """It surely did not arrive."""
        self.note(self.id, lambda: self.outbox.back(self.id))


def _remember(note: Note) -> None:
    """Note something; a disk that is full does not stop the post."""
    try:
        note()
    except StateError as error:
        _log.error("answer not remembered", extra={"error": str(error)})
