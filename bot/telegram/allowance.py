"""How many questions somebody may ask, and a chat: a token bucket each, so that a burst is fine and a flood is not."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

MINUTE_S = 60.0
_MOST_KEPT = 10_000


@dataclass(frozen=True)
class AllowanceLimits:
    """Questions a minute; as many may follow each other without a pause."""

    per_person: int = 20
    per_chat: int = 60


@dataclass
class _Bucket:
    """What is left, as of a time; `told` once the refusal has been said."""

    left: float
    at: float
    told: bool = False


@dataclass(frozen=True)
class Refused:
    """No more questions for a while. `first` for the first that is refused."""

    seconds: int
    first: bool


class Allowance:
    """The buckets of people and chats. For one event loop. `clock` gives seconds that only grow."""

    def __init__(self, limits: AllowanceLimits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._buckets: dict[tuple[str, int], _Bucket] = {}

    def take(self, person: int, chat: int) -> Refused | None:
        """Count one question; a refusal when there are too many, and then nothing is counted."""
        buckets = [self._bucket("person", person, self._limits.per_person)]
        if chat != person:
            buckets.append(self._bucket("chat", chat, self._limits.per_chat))
        empty = [(bucket, rate) for bucket, rate in buckets if bucket.left < 1]
        if not empty:
            for bucket, _ in buckets:
                bucket.left -= 1
                bucket.told = False
            return None
        wait = max((1 - bucket.left) * MINUTE_S / rate for bucket, rate in empty)
        first = not any(bucket.told for bucket, _ in empty)
        for bucket, _ in empty:
            bucket.told = True
        return Refused(max(1, math.ceil(wait)), first)

    def forget(self, person: int) -> None:
        """Forget somebody's count."""
        self._buckets.pop(("person", person), None)

    def _bucket(self, kind: str, id: int, rate: int) -> tuple[_Bucket, int]:
        now = self._clock()
        if len(self._buckets) > _MOST_KEPT:  # those of a minute ago are full again
            self._buckets = {key: bucket for key, bucket in self._buckets.items() if now - bucket.at < MINUTE_S}
        bucket = self._buckets.setdefault((kind, id), _Bucket(float(rate), now))
        bucket.left = min(float(rate), bucket.left + (now - bucket.at) * rate / MINUTE_S)
        bucket.at = now
        return bucket, rate
