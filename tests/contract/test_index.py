"""The contract of retrieval.embedded.indexes, run over the dense and the full-text engine."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.embedded.base import BASE, CARD, EXACT, EXACT_MOST, QUESTIONS, WANTED
from retrieval.embedded.dense import TAIL_LEAST, DenseEngine
from retrieval.embedded.indexes import Engine, Entry
from retrieval.embedded.lexical import LexicalEngine
from retrieval.terms import terms
from tests.contract.libraries import DIMENSION, vector_of

WORDS = ["rain", "snow", "wind", "sochi", "brussels"]


@dataclass(frozen=True)
class Kind:
    """An engine, and how a text is asked for in it."""

    engine: Engine[Any]
    query: Callable[[str], Any]
    expected: Callable[[dict[int, Entry], str, int], set[int]]  # what the best `count` are, found without the engine


def _nearest(model: dict[int, Entry], text: str, count: int) -> set[int]:
    cosines = {id_: float(entry.vector @ vector_of(text)) for id_, entry in model.items()}
    return set(sorted(cosines, key=lambda id_: -cosines[id_])[:count])


def _sharing(model: dict[int, Entry], text: str, count: int) -> set[int]:
    asked = set(terms(text))
    return {id_ for id_, entry in model.items() if asked & set(terms(f"{entry.text} {entry.title}"))}


KINDS = {
    "dense": Kind(DenseEngine(DIMENSION), vector_of, _nearest),
    "lexical": Kind(LexicalEngine(), terms, _sharing),
}


@pytest.fixture(params=KINDS.values(), ids=list(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


def entry(id_: int, text: str, title: str = "") -> Entry:
    return Entry(id_, text, title, "en", vector_of(text))


def ids(kind: Kind, folder: Path, text: str, count: int = 100) -> set[int]:
    return {found.id for found in kind.engine.open(folder).search(kind.query(text), count)}


def test_an_empty_index_finds_nothing(kind: Kind, tmp_path: Path) -> None:
    kind.engine.update(tmp_path, [], [])
    assert kind.engine.open(tmp_path).search(kind.query("rain"), 5) == []


def test_the_same_text_is_found_first(kind: Kind, tmp_path: Path) -> None:
    kind.engine.update(tmp_path, [], [entry(1, "snow in Brussels"), entry(2, "rain in Sochi"), entry(3, "rain")])
    found = kind.engine.open(tmp_path).search(kind.query("rain in Sochi"), 2)
    assert found[0].id == 2
    assert len(found) == 2
    assert found[0].score > found[1].score


def test_a_word_that_no_passage_has_finds_those_spelled_nearly_like_it(tmp_path: Path) -> None:
    lexical = KINDS["lexical"]
    texts = ["rain in Sochi", "rain in Brussels", "brass in a band"]
    lexical.engine.update(tmp_path, [], [entry(number, text) for number, text in enumerate(texts, 1)])
    assert ids(lexical, tmp_path, "Brusels") == {2}
    found = lexical.engine.open(tmp_path).search(terms("rain Brusels"), 5)
    assert [hit.id for hit in found] == [2, 1]
    assert ids(lexical, tmp_path, "sochi") == {1}


def test_what_left_is_not_found_and_leaves_room(kind: Kind, tmp_path: Path) -> None:
    kind.engine.update(tmp_path, [], [entry(number, f"rain {number}") for number in range(1, 9)])
    kind.engine.update(tmp_path, [1, 2, 3, 99], [])
    assert ids(kind, tmp_path, "rain", 5) == {4, 5, 6, 7, 8}


def test_a_changed_passage_is_there_once(kind: Kind, tmp_path: Path) -> None:
    kind.engine.update(tmp_path, [], [entry(1, "rain"), entry(2, "wind")])
    kind.engine.update(tmp_path, [1], [entry(1, "rain", "A new title about rain")])
    found = kind.engine.open(tmp_path).search(kind.query("rain"), 100)
    assert [one.id for one in found].count(1) == 1


def test_an_open_index_is_not_touched_by_an_update(kind: Kind, tmp_path: Path) -> None:
    kind.engine.update(tmp_path, [], [entry(1, "rain"), entry(2, "rain and wind")])
    opened = kind.engine.open(tmp_path)
    before = opened.search(kind.query("rain"), 5)
    kind.engine.update(tmp_path, [1, 2], [entry(3, "rain")])
    for file in tmp_path.iterdir():
        file.unlink()
    assert opened.search(kind.query("rain"), 5) == before


def test_an_index_tells_which_passages_it_holds(kind: Kind, tmp_path: Path) -> None:
    kind.engine.update(tmp_path, [], [])
    assert kind.engine.open(tmp_path).passages() == set()
    kind.engine.update(tmp_path, [], [entry(1, "rain"), entry(2, "snow"), entry(2**40, "wind")])
    kind.engine.update(tmp_path, [2], [entry(3, "hail")])
    assert kind.engine.open(tmp_path).passages() == {1, 3, 2**40}


def test_ids_may_be_large(kind: Kind, tmp_path: Path) -> None:
    kind.engine.update(tmp_path, [], [entry(2**40, "rain"), entry(2**40 + 1, "rain")])
    kind.engine.update(tmp_path, [2**40], [])
    assert ids(kind, tmp_path, "rain") == {2**40 + 1}


TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
STEPS = st.lists(
    st.tuples(st.sets(st.integers(1, 12), max_size=6), st.dictionaries(st.integers(1, 12), TEXTS, max_size=6)),
    max_size=6,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, question=TEXTS)
def test_any_sequence_of_updates_agrees_with_brute_force(
    kind: Kind, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[set[int], dict[int, str]]], question: str
) -> None:
    folder = tmp_path_factory.mktemp("index")
    model: dict[int, Entry] = {}
    kind.engine.update(folder, [], [])
    for gone, texts in steps:
        entries = [entry(id_, text, title=f"title {id_}") for id_, text in texts.items()]
        kind.engine.update(folder, sorted(gone | texts.keys()), entries)
        model = {id_: one for id_, one in model.items() if id_ not in gone} | {one.id: one for one in entries}
    assert ids(kind, folder, question) == kind.expected(model, question, 100)


def test_dense_cosines_are_numpys(tmp_path: Path) -> None:
    engine = DenseEngine(DIMENSION)
    entries = [entry(id_, f"text {id_}") for id_ in range(200)]
    engine.update(tmp_path, [], entries)
    query = vector_of("question")
    found = engine.open(tmp_path).search(query, 10)
    cosines = np.stack([one.vector for one in entries]) @ query
    np.testing.assert_allclose([one.score for one in found], np.sort(cosines)[::-1][:10], atol=1e-6)


def test_lexical_frequencies_count_neither_what_left_nor_a_passage_twice(tmp_path: Path) -> None:
    engine = LexicalEngine()
    engine.update(tmp_path, [], [entry(1, "rain rain", "rain"), entry(2, "snow", "rain"), entry(3, "rain")])
    asked = terms("rain snow hail")
    assert list(engine.open(tmp_path).frequencies(asked).values()) == [3, 1, 0]
    engine.update(tmp_path, [3], [entry(4, "hail")])
    assert list(engine.open(tmp_path).frequencies(asked).values()) == [2, 1, 1]


def test_lexical_queries_are_terms_and_no_language(tmp_path: Path) -> None:
    engine = LexicalEngine()
    engine.update(tmp_path, [], [entry(1, "rain AND (snow) title:x -wind *")])
    searcher = engine.open(tmp_path)
    assert [found.id for found in searcher.search(["snow", "*", "(", "title:x", "passage:1"], 5)] == [1]
    assert searcher.search(["*", "-wind"], 5) == []


@pytest.mark.parametrize("count", [TAIL_LEAST // 2, 2 * TAIL_LEAST])
def test_dense_base_and_tail_find_what_one_index_would(count: int, tmp_path: Path) -> None:
    engine = DenseEngine(DIMENSION)
    first = [entry(id_, f"text {id_}") for id_ in range(1500)]
    then = [entry(id_, f"another text {id_}") for id_ in range(1400, 1400 + count)]  # some replaced, some new
    gone = [*range(100), *range(1400, 1400 + count)]
    engine.update(tmp_path, [], first)
    engine.update(tmp_path, gone, then)
    assert (engine.staleness(tmp_path) > 1) == (count > TAIL_LEAST)
    engine.update(tmp_path, [1450], [])
    held = {one.id: one for one in (*first[100:], *then) if one.id != 1450}
    expected = sorted((float(one.vector @ vector_of("question")), id_) for id_, one in held.items())[::-1][:50]
    opened = engine.open(tmp_path)
    found = opened.search(vector_of("question"), 50)
    assert [one.id for one in found] == [id_ for _, id_ in expected]
    np.testing.assert_allclose([one.score for one in found], [score for score, _ in expected], atol=1e-6)
    assert opened.passages() == set(held)


WIDE = 128
"""Numbers a vector: in few dimensions thousands lie too near to each other to be told apart in int8."""


def clustered(count: int) -> list[Entry]:
    """Passages whose vectors lie in groups, as those of texts do."""
    chance = np.random.default_rng(0)
    centres = chance.normal(size=(count // 50, WIDE))
    vectors = centres[chance.integers(len(centres), size=count)] + 0.6 * chance.normal(size=(count, WIDE))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return [Entry(3 * i, "", "", "en", vector.astype(np.float32)) for i, vector in enumerate(vectors)]


def test_a_large_dense_base_finds_nearly_all_that_an_exact_search_would(tmp_path: Path) -> None:
    engine = DenseEngine(WIDE)
    entries = clustered(EXACT_MOST + 1000)
    engine.update(tmp_path, [], entries)
    card = json.loads((tmp_path / CARD).read_text())
    assert card["kind"] != EXACT
    assert card["recall"] >= WANTED
    assert (card["vectors"], card["questions"]) == (len(entries), QUESTIONS)
    matrix = np.stack([one.vector for one in entries])
    opened = engine.open(tmp_path)
    shares = []
    for one in entries[7::300]:
        exact = {entries[place].id for place in np.argsort(-(matrix @ one.vector))[:10]}
        shares.append(len(exact & {found.id for found in opened.search(one.vector, 10)}) / 10)
    assert np.mean(shares) >= 0.97
    nearest = [found.id for found in opened.search(entries[0].vector, 40)]
    engine.update(tmp_path, nearest[:35], [])
    assert [found.id for found in engine.open(tmp_path).search(entries[0].vector, 5)] == nearest[35:]


def test_a_dense_base_that_finds_too_little_is_not_taken(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    vectors = (
        chance.normal(size=(EXACT_MOST + 1000, DIMENSION)) + 1000
    )  # all so near to each other that codes are alike
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    entries = [Entry(i, "", "", "en", vector.astype(np.float32)) for i, vector in enumerate(vectors)]
    DenseEngine(DIMENSION).update(tmp_path, [], entries)
    card = json.loads((tmp_path / CARD).read_text())
    assert (card["kind"], card["recall"]) == (EXACT, 1.0)
    assert len(DenseEngine(DIMENSION).open(tmp_path).search(entries[7].vector, 3)) == 3


def test_dense_updates_leave_the_base_a_link(tmp_path: Path) -> None:
    engine = DenseEngine(DIMENSION)
    engine.update(tmp_path, [], [entry(id_, f"text {id_}") for id_ in range(50)])
    before = (tmp_path / BASE).stat().st_ino
    engine.update(tmp_path, [7], [entry(50, "rain")])
    assert (tmp_path / BASE).stat().st_ino == before
