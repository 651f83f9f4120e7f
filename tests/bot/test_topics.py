"""Questions that people follow."""

from contextlib import closing
from pathlib import Path

import pytest

from bot.outbox import Letter, Outbox
from bot.state import BotState
from bot.topics import DAY_S, MOST, TooMany, Topics

KNOWN = ("aaa", "bbb")
PLACE = 42, 7
LETTER = Letter(person=7, chat=42, html="<b>a</b>", plain="a")


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def topics_of(state: BotState) -> Topics:
    return Topics(state.database, 1, clock=state.clock)


def test_topic_is_kept_over_a_restart_as_it_was(tmp_path: Path, clock: Clock) -> None:
    with closing(BotState(tmp_path / "bot.db", clock=clock)) as state:
        id_ = topics_of(state).follow(PLACE, "Where is it?", language="de", known=KNOWN)
    with closing(BotState(tmp_path / "bot.db", clock=clock)) as state:
        (topic,) = topics_of(state).of(7)
        assert (topic.id, topic.chat, topic.person, topic.language) == (id_, 42, 7, "de")
        assert (topic.words, topic.known, topic.at, topic.told) == ("Where is it?", KNOWN, clock.now, 0.0)
        assert topics_of(state).get(id_) == topic
        assert Topics(state.database, 2, clock=clock).get(id_) is None


def test_same_question_is_followed_once(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        topics = topics_of(state)
        first = topics.follow(PLACE, "Where is it?", language="de", known=KNOWN)
        assert topics.follow(PLACE, "Where is it?", language="en", known=()) == first
        assert topics.follow((42, 8), "Where is it?", language="en", known=()) != first


def test_nobody_follows_more_than_so_many(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        topics = topics_of(state)
        ids = [topics.follow(PLACE, f"Where is {number}?", language="en", known=()) for number in range(MOST)]
        with pytest.raises(TooMany):
            topics.follow(PLACE, "Where is one more?", language="en", known=())
        assert topics.stop(7, ids[3])
        assert not topics.stop(7, ids[3])
        assert topics.follow(PLACE, "Where is one more?", language="en", known=()) > ids[-1]


def test_topic_is_stopped_by_its_own_person_alone(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        id_ = topics_of(state).follow(PLACE, "Where is it?", language="de", known=KNOWN)
        assert not topics_of(state).stop(8, id_)
        assert topics_of(state).due() == [id_]


def test_message_on_a_topic_is_written_once_a_day_whoever_finds_it(tmp_path: Path, clock: Clock) -> None:
    with closing(BotState(tmp_path / "bot.db", clock=clock)) as state:
        topics, outbox = topics_of(state), Outbox(state.database, 1, clock=clock)
        topic = topics.get(topics.follow(PLACE, "Where is it?", language="de", known=KNOWN))
        assert topic is not None
        assert outbox.put_once(LETTER, topics.claim(topic, ("ccc",)))
        clock.now += 1
        assert outbox.put_once(LETTER, topics.claim(topic, ("ddd",))) == 0
        assert [waiting.letter for waiting in outbox.waiting()] == [LETTER]
        after = topics.get(topic.id)
        assert after is not None
        assert (after.known, topics.due()) == (("ccc",), [])
        clock.now += DAY_S
        assert topics.due() == [topic.id]
        assert outbox.put_once(LETTER, topics.claim(after, ("ddd",)))


def test_stopped_topic_writes_nothing(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        topics, outbox = topics_of(state), Outbox(state.database, 1, clock=state.clock)
        topic = topics.get(topics.follow(PLACE, "Where is it?", language="de", known=KNOWN))
        assert topic is not None
        topics.stop(7, topic.id)
        assert outbox.put_once(LETTER, topics.claim(topic, ())) == 0


def test_topics_end_with_who_follows_them_and_follow_a_chat(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        topics = topics_of(state)
        kept, gone = (topics.follow((chat, chat), "Zyxwvut?", language="de", known=()) for chat in (5, 6))
        state.move(5, -1005)
        state.forget(6)
        assert topics.due() == [kept]
        found = topics.get(kept)
        assert found is not None
        assert found.chat == -1005
        state.left(-1005)
        assert topics.due() == []
        assert gone > kept
        state.forget(5)
    assert b"Zyxwvut" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
