"""What was applied becomes what readers see, by one write to the library's state.

Counts of passages and of terms follow by the difference to the last publication; a row of terms also keeps the count
before, so that readers of the older state go on until the state changes, and a killed publication can be made again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from retrieval.milvus.connection import FETCHED, Connection
from retrieval.milvus.rows import piece_keys
from retrieval.milvus.schema import NOTHING, TERM_FIELDS, Names, key_of
from retrieval.milvus.state import State, shown_at
from retrieval.terms import FORMAT

LONGEST_TERM = 256


@dataclass
class Difference:
    """By how much a publication changes what is counted."""

    passages: int = 0
    terms: int = 0  # of all passages, their titles' not counted
    frequencies: Counter[str] = field(default_factory=Counter)  # by the key of a term


def published(connection: Connection, names: Names, state: State) -> State:
    """The state that shows everything applied under this encoder, all of it with today's words. Writes what it needs,
    but not the state.
    """
    change = state.change
    same = state.fingerprint == names.fingerprint
    difference = _difference(connection, names, since=state.published, change=change)
    _count(connection, names, difference.frequencies, since=state.published, change=change)
    connection.flush([names.terms])
    base = state if same else replace(state, passages=0, terms=0)
    return replace(
        _summarised(connection, names, base),
        published=change,
        fingerprint=names.fingerprint,
        passages=base.passages + difference.passages,
        terms=base.terms + difference.terms,
        words=FORMAT,
    )


def clean(connection: Connection, names: Names, *, published: int) -> None:
    """Delete what nobody sees any more: versions that have gone, and collections of other encoders."""
    left = f"gone <= {published}"
    for page in connection.pages(names.passages, left, fields=["row", "more"]):
        connection.delete(names.pieces, "key", [key for row in page for key in piece_keys(row)])
        connection.delete(names.passages, "row", [row["row"] for row in page])
    for name in (names.articles, names.files):
        connection.delete(name, "row", [row["row"] for row in connection.all(name, left, fields=["row"])])
    for name in names.of_other_encoders(connection.names()):
        connection.drop(name)


def frequencies(connection: Connection, names: Names, tokens: Sequence[str], *, published: int) -> dict[str, int]:
    """How many of the published passages have each token, in their text or their title."""
    keys = {_key(token): token for token in tokens}
    rows = connection.known(names.terms, "term", keys, fields=["term", "change", "now", "before"])
    found = {keys[row["term"]]: row["now"] if row["change"] <= published else row["before"] for row in rows}
    return {token: found.get(token, 0) for token in tokens}


def _difference(connection: Connection, names: Names, *, since: int, change: int) -> Difference:
    """Between what is published and what will be."""
    difference = Difference()
    came = f"came > {since} and {shown_at(change)}"
    went = f"{shown_at(since)} and gone <= {change}"
    for where, sign in ((came, 1), (went, -1)):
        for page in connection.pages(names.passages, where, fields=["row", "words", "terms"]):
            for row in page:
                difference.passages += sign
                difference.terms += sign * row["terms"]
                for token in set(row["words"].split()):
                    difference.frequencies[_key(token)] += sign
    return difference


def _count(connection: Connection, names: Names, differences: Mapping[str, int], *, since: int, change: int) -> None:
    """Bring the counts of terms in line, those too that a killed publication left."""
    left = {row["term"] for row in connection.all(names.terms, f"change > {since}", fields=["term"])}
    asked = sorted(left | {term for term, more in differences.items() if more})
    for some in _blocks(asked):
        stored = {row["term"]: row for row in connection.known(names.terms, "term", some, fields=TERM_FIELDS)}
        rows = []
        for term in some:
            old = stored.get(term)
            before = 0 if old is None else old["now"] if old["change"] <= since else old["before"]
            now = before + differences.get(term, 0)
            rows.append({"term": term, "change": change, "now": now, "before": before, "nothing": NOTHING})
        connection.write(names.terms, rows)


def _summarised(connection: Connection, names: Names, state: State) -> State:
    """The state with its articles counted; reads all of them where one came or went."""
    change = state.change
    moved = f"(came > {state.published} and came <= {change}) or (gone > {state.published} and gone <= {change})"
    if not connection.all(names.articles, moved, fields=["row"]):
        return state
    found: dict[str, tuple[int, int, int]] = {}
    for page in connection.pages(names.articles, shown_at(change), fields=["row", "outlet", "published"]):
        for row in page:
            count, first, last = found.get(row["outlet"], (0, 0, 0))
            day = row["published"]
            found[row["outlet"]] = (count + 1, min(first, day) if first and day else first or day, max(last, day))
    outlets = sorted(((name, *own) for name, own in found.items()), key=lambda row: (-row[1], row[0]))
    return replace(
        state,
        articles=sum(count for _, count, _, _ in outlets),
        outlets=tuple(outlets),
        earliest=min((first for _, _, first, _ in outlets if first), default=0),
        latest=max((last for _, _, _, last in outlets), default=0),
    )


def _key(token: str) -> str:
    """The token, or what stands for one that is too long for a key."""
    return token if len(token) <= LONGEST_TERM else key_of(token)


def _blocks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + FETCHED] for start in range(0, len(values), FETCHED))
