"""The buttons under an answer. What a press asks for stands in the button itself: see callback.py."""

from contextlib import suppress
from dataclasses import replace

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.links import link_to_words
from bot.markup import sendable, units
from bot.messages import Messages
from bot.rendering import citation
from bot.telegram.callback import Action, Malformed, Pointer, View, pack, unpack
from retrieval.answer import Quote

MOST_COPIED = 256
"""Characters that a button can copy (https://core.telegram.org/bots/api#copytextbutton)."""
_IN_A_ROW = 2
TOPIC = "topic:"
"""Of what the buttons of topics carry."""
FOLLOW, STOP = f"{TOPIC}follow", f"{TOPIC}stop:"
Row = list[InlineKeyboardButton]


def keyboard(
    view: View, quote: Quote, messages: Messages, *, short: bool = False, topic: int | None = 0
) -> InlineKeyboardMarkup:
    """The buttons for a message that shows this view, which is of that quote; `topic` is that which is followed, None
    where there is no question to follow.

    `short` leaves out the feedback's and that to follow the question.
    """
    views, source = _views(view, quote, messages), [*_open(quote, messages), _copy(view, quote, messages)]
    rows = [views, source] if len(views) + len(source) > _IN_A_ROW else [views + source]
    if not (short or view.closest or view.rated):
        rows.append(_feedback(view, messages))
    if view.followed:
        fresh = pack(replace(view, action=Action.FRESH))
        rows.append([InlineKeyboardButton(messages.say("button-fresh"), callback_data=fresh)])
    if not short and topic is not None:
        rows.append([topic_button(topic, messages)])
    return InlineKeyboardMarkup([row for row in rows if row])


def sent_keyboard(quote: Quote, messages: Messages) -> InlineKeyboardMarkup | None:
    """The buttons for a quote in another chat, those that need nothing of the bot; None where there are none."""
    text = sendable(citation(quote, messages))
    row = _open(quote, messages)
    if units(text) <= MOST_COPIED:
        row.append(InlineKeyboardButton(messages.say("button-copy"), copy_text=CopyTextButton(text)))
    return InlineKeyboardMarkup([row]) if row else None


def topic_button(topic: int, messages: Messages) -> InlineKeyboardButton:
    """A button that stops a followed topic, or for 0 one that begins to follow the question that was answered."""
    if topic:
        return InlineKeyboardButton(messages.say("button-stop"), callback_data=f"{STOP}{topic}")
    return InlineKeyboardButton(messages.say("button-follow"), callback_data=FOLLOW)


def topic_of(message: Message) -> int:
    """The topic that a message's button stops; 0 for none."""
    numbers = (data.removeprefix(STOP) for data in _data_of(message) if data.startswith(STOP))
    return next((int(number) for number in numbers if number.isdecimal()), 0)


def quote_shown(message: Message) -> Pointer | None:
    """The quote that a message of ours shows, by its buttons; None where none tells."""
    views = sorted(views_of(message), key=lambda view: view.action is Action.SHOW)
    return views[0].pointers[views[0].shown] if views else None  # those of "next source" show another one


def views_of(message: Message) -> list[View]:
    """The views that a message's buttons stand for."""
    views = []
    for data in _data_of(message):
        with suppress(Malformed):
            views.append(unpack(data))
    return views


def _data_of(message: Message) -> list[str]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return [button.callback_data for row in rows for button in row if isinstance(button.callback_data, str)]


def _views(view: View, quote: Quote, messages: Messages) -> Row:
    """What changes the message: more or less around the quote, the next source."""
    row = []
    if quote.passage.paragraphs > 1:
        label = messages.say("button-less" if view.expanded else "button-context")
        toggled = replace(view, expanded=not view.expanded, action=Action.SHOW)
        row.append(InlineKeyboardButton(label, callback_data=pack(toggled)))
    count = len(view.pointers)
    if count > 1:
        label = messages.say("button-next", {"shown": view.shown + 1, "total": count})
        row.append(_another(view, (view.shown + 1) % count, label))
    if view.newer and view.shown < count - 1:
        row.append(_another(view, count - 1, messages.say("button-newer")))
    return row


def _another(view: View, index: int, label: str) -> InlineKeyboardButton:
    """A button to another quote. Feedback is on one source; the next one may be judged anew."""
    changed = replace(view, shown=index, expanded=False, rated=False, action=Action.SHOW)
    return InlineKeyboardButton(label, callback_data=pack(changed))


def _open(quote: Quote, messages: Messages) -> Row:
    """A button that opens the article at the quoted words, where there is an address to open."""
    url = sendable(link_to_words(quote.passage.source.url, quote.text[slice(*quote.sentence)]))
    return [InlineKeyboardButton(messages.say("button-open"), url=url)] if url else []


def _copy(view: View, quote: Quote, messages: Messages) -> InlineKeyboardButton:
    """A button that copies the citation, or that sends it where it is too long for a button."""
    text = sendable(citation(quote, messages))
    label = messages.say("button-copy")
    if units(text) <= MOST_COPIED:
        return InlineKeyboardButton(label, copy_text=CopyTextButton(text))
    return InlineKeyboardButton(label, callback_data=pack(replace(view, action=Action.CITE)))


def _feedback(view: View, messages: Messages) -> Row:
    labels = {Action.HELPFUL: messages.say("button-helpful"), Action.UNHELPFUL: messages.say("button-unhelpful")}
    return [
        InlineKeyboardButton(label, callback_data=pack(replace(view, action=action)))
        for action, label in labels.items()
    ]
