"""What a library on Milvus says of itself: one row, so that everything in it changes at once."""

import json
from dataclasses import asdict, dataclass, replace

from retrieval.errors import LibraryDamaged, LibraryForeign
from retrieval.library import Summary
from retrieval.milvus.connection import Connection
from retrieval.milvus.rows import day_of
from retrieval.milvus.schema import LONGEST, NOTHING, Names

FORMAT = 1
KEY = "state"


OutletRow = tuple[str, int, int, int]
"""An outlet's name, its articles, and the days of the first and the last of them; 0 for none."""


@dataclass(frozen=True)
class State:
    """The library at one moment. What is published is what readers see."""

    library: str  # its mark; another library under the same name has another
    change: int = 0  # of the last applied batch
    rows: int = 0  # that have a number; the next one takes the number after it
    published: int = 0  # the change that readers see
    fingerprint: str = ""  # of the published encoder; "" before the first publication
    passages: int = 0  # published
    terms: int = 0  # of these passages
    articles: int = 0
    outlets: tuple[OutletRow, ...] = ()  # most articles first, as many as fit
    earliest: int = 0  # day of an article, as `ordinal` gives it; 0 for none
    latest: int = 0
    format: int = FORMAT
    words: int = 1  # the format of the terms that the published passages are found by; 1 where none is noted

    @property
    def shown(self) -> str:
        """The filter that shows the published versions."""
        return shown_at(self.published)

    def summary(self) -> Summary:
        """What is published, for people."""
        return Summary(
            articles=self.articles,
            passages=self.passages,
            outlets=tuple((name, articles) for name, articles, _, _ in self.outlets if name),
            earliest=day_of(self.earliest),
            latest=day_of(self.latest),
            change=self.published,
        )


def shown_at(change: int) -> str:
    """The filter for the versions that stand at this change."""
    return f"came <= {change} and gone > {change}"


def read_state(connection: Connection, names: Names) -> State | None:
    """The library's state; None where it has none yet. Raises LibraryForeign and LibraryDamaged."""
    rows = connection.known(names.state, "key", [KEY], fields=["value"])
    if not rows:
        return None
    try:
        found = json.loads(rows[0]["value"])
        if found["format"] != FORMAT:
            raise LibraryForeign(
                f"{connection.url}: library {names.library} has format {found['format']}, not {FORMAT};"
                " set another library.name and run: quoted index"
            )
        return State(**(found | {"outlets": tuple(tuple(row) for row in found["outlets"])}))
    except (ValueError, KeyError, TypeError) as error:
        raise LibraryDamaged(
            f"{connection.url}: what library {names.library} says of itself can't be read ({error}); set another"
            " library.name and run: quoted index"
        ) from error


def write_state(connection: Connection, names: Names, state: State) -> None:
    """Put this state in the place of the one before, at once."""
    text = _text(state)
    while len(text.encode("utf-8")) > LONGEST:  # thousands of outlets: those with the fewest articles are not named
        state = replace(state, outlets=state.outlets[: len(state.outlets) * 9 // 10])
        text = _text(state)
    connection.write(names.state, [{"key": KEY, "value": text, "nothing": NOTHING}])
    connection.flush([names.state])


def _text(state: State) -> str:
    return json.dumps(asdict(state), ensure_ascii=False)
