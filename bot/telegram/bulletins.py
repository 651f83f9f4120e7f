"""Telling people what is new on the questions that they follow."""

import logging
from dataclasses import replace

from bot.errors import Busy, StateError
from bot.markup import Block, Run, one_line, shortened, to_html, to_plain
from bot.outbox import Letter
from bot.rendering import TOPIC, render_understood
from bot.shown import shown_by
from bot.telegram.answers import told
from bot.telegram.callback import view_of
from bot.telegram.desk import Desk
from bot.telegram.keyboards import keyboard
from bot.telegram.post import Post
from bot.topics import Topic
from retrieval.answer import Answer
from retrieval.errors import QuotedError
from retrieval.news import News

_log = logging.getLogger(__name__)


class Bulletins:
    """Looks for news on topics, one at a time, so that questions come in between. For one event loop."""

    def __init__(self, desk: Desk, post: Post) -> None:
        self._desk = desk
        self._post = post
        self._looked: dict[int, int] = {}  # at which state of the library each topic was looked at last

    async def look(self, change: int) -> None:
        """Look at every topic that is due and was not looked at in this state of the library. Raises QuotedError."""
        due = self._post.topics.due()
        self._looked = {id_: seen for id_, seen in self._looked.items() if seen == change}
        for id_ in due:
            topic = self._post.topics.get(id_) if id_ not in self._looked else None
            if topic is None:
                continue
            try:
                await self._look_at(topic)
            except Busy:
                raise
            except StateError as error:  # it is looked at again next time
                _log.error("news not kept", extra={"error": str(error)})
                continue
            except QuotedError as error:  # the others' news need not wait for it
                _log.error("topic not looked at", extra={"error": str(error)})
            self._looked[id_] = change

    async def _look_at(self, topic: Topic) -> None:
        if not self._desk.access.allows(topic.person, topic.chat):
            return
        news = await self._desk.workers.run(lambda: self._desk.answerer.news(topic.words, known=topic.known))
        if news.answer is not None:
            self._tell(topic, news, news.answer)
        elif news.known != topic.known:
            self._post.topics.note(topic, news.known)

    def _tell(self, topic: Topic, news: News, answer: Answer) -> None:
        if self._post.notify(self._letter(topic, answer), self._post.topics.claim(topic, news.known)):
            self._desk.metrics.notice("topic")

    def _letter(self, topic: Topic, answer: Answer) -> Letter:
        messages = self._desk.translations.of(self._desk.state.language(topic.person), topic.language)
        words = messages.say("topic-new", {"topic": shortened(one_line(topic.words), TOPIC)})
        understood = render_understood(answer, messages)
        markup = Block((Run(words, italic=True),)), *understood, *told(answer, messages, short=False)
        view = view_of(answer)
        buttons = keyboard(replace(view, followed=False), answer.quotes[0], messages, topic=topic.id) if view else None
        return Letter(
            person=topic.person,
            chat=topic.chat,
            html=to_html(markup),
            plain=to_plain(markup),
            keyboard=buttons.to_dict() if buttons else None,
            quotes=shown_by(answer) if self._post.shown.keeps else (),
            language=messages.language,
        )
