"""Token buckets of people and chats."""

from bot.telegram.allowance import Allowance, AllowanceLimits, Refused


class Clock:
    """A time that the test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_burst_is_let_through_and_then_one_at_a_time() -> None:
    clock = Clock()
    allowance = Allowance(AllowanceLimits(per_person=6, per_chat=60), clock)
    assert [allowance.take(1, 1) for _ in range(6)] == [None] * 6
    assert allowance.take(1, 1) == Refused(10, first=True)
    assert allowance.take(1, 1) == Refused(10, first=False)
    clock.now = 10.0
    assert allowance.take(1, 1) is None
    assert allowance.take(1, 1) == Refused(10, first=True)


def test_people_in_a_group_share_its_bucket_and_have_their_own() -> None:
    allowance = Allowance(AllowanceLimits(per_person=2, per_chat=3), Clock())
    assert [allowance.take(1, -7), allowance.take(1, -7)] == [None, None]
    assert allowance.take(1, -7) == Refused(30, first=True)
    assert allowance.take(2, -7) is None
    assert allowance.take(2, -7) == Refused(20, first=True)
    assert allowance.take(2, -8) is None


def test_refused_question_is_not_counted() -> None:
    allowance = Allowance(AllowanceLimits(per_person=1, per_chat=2), Clock())
    assert allowance.take(1, -7) is None
    assert allowance.take(1, -7) is not None
    assert allowance.take(2, -7) is None


def test_forgotten_person_begins_anew() -> None:
    allowance = Allowance(AllowanceLimits(per_person=1), Clock())
    assert allowance.take(1, 1) is None
    allowance.forget(1)
    assert allowance.take(1, 1) is None
