"""Whether Telegram counts as reachable."""

import pytest

from bot.telegram.contact import PATIENCE_S, STALE_S, Contact


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def contact(clock: Clock) -> Contact:
    return Contact(lambda _: None, clock=clock)


def test_before_the_first_answer_it_does_not(contact: Contact) -> None:
    contact.note("none")
    assert "has not answered yet" in contact.objection()


@pytest.mark.parametrize("status", ["200", "400", "403", "409", "429"])
def test_a_refusal_is_an_answer_too(contact: Contact, status: str) -> None:
    contact.note(status)
    assert contact.objection() == ""


@pytest.mark.parametrize("status", ["none", "500", "502"])
def test_calls_that_fail_for_a_while_are_an_outage(contact: Contact, clock: Clock, status: str) -> None:
    contact.note("200")
    contact.note(status)
    assert contact.objection() == ""
    clock.now += PATIENCE_S + 1
    contact.note(status)
    assert contact.objection() == "Telegram does not answer since 31 s"
    contact.note("200")
    assert contact.objection() == ""


def test_silence_after_an_answer_is_no_outage(contact: Contact, clock: Clock) -> None:
    contact.note("200")
    clock.now += 24 * 3600
    assert contact.objection() == ""


def test_one_failure_long_ago_is_forgotten_where_nothing_was_called_since(contact: Contact, clock: Clock) -> None:
    contact.note("200")
    contact.note("none")
    clock.now += PATIENCE_S + 1
    assert contact.objection()
    clock.now += STALE_S
    assert contact.objection() == ""


def test_each_status_is_passed_on() -> None:
    heard: list[str] = []
    contact = Contact(heard.append)
    for status in ("200", "none", "429"):
        contact.note(status)
    assert heard == ["200", "none", "429"]
