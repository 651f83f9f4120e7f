"""A library moves between engines whole, goes on where it was stopped, and a difference is seen."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed; run: pip install milvus-lite")

from retrieval.article import text_hash
from retrieval.embedded.contents import contents
from retrieval.embedded.library import open_library
from retrieval.errors import LibraryError, LibraryMissing
from retrieval.library import FileChange, Library
from retrieval.milvus import library as on_milvus
from retrieval.moving import BATCH, Moved, compare, measure, move
from tests.contract.libraries import DIMENSION, article, change, vector_of

RAIN, SNOW, WIND = "It rained in Sochi.", "Snow fell in Brussels all night.", "The wind turned at noon."
FINGERPRINT = "encoder-a"

Read = Callable[[], Iterator[FileChange]]


def embedded(folder: Path) -> tuple[Library, Read]:
    library = open_library(folder, fingerprint=FINGERPRINT, dimension=DIMENSION, write=True)
    return library, partial(contents, folder)


def on_lite(file: Path) -> tuple[Library, Read]:
    place = on_milvus.Place(str(file))
    library = on_milvus.open_library(place, fingerprint=FINGERPRINT, dimension=DIMENSION, write=True)
    return library, partial(on_milvus.contents, place)


def moved(source: Read, target: tuple[Library, Read]) -> Moved:
    library, read = target
    try:
        return move(source, library, read, heard=lambda _: None)
    finally:
        library.close()


@pytest.fixture
def source(tmp_path: Path) -> Read:
    """A library whose passages have a history: what left, came again, and stands blank between others."""
    library, read = embedded(tmp_path / "source")
    library.apply([change(article("a", [RAIN, "", SNOW], title="Weather")), change(article("b", [WIND]))])
    several = change(article("c", [WIND, RAIN], file="c.jsonl"), article("d", [SNOW], file="c.jsonl"))
    library.apply([FileChange("b.txt", ""), several])
    library.publish()
    library.close()
    return read


def test_there_and_back_everything_is_the_same(source: Read, tmp_path: Path) -> None:
    there = moved(source, on_lite(tmp_path / "milvus.db"))
    assert (there.files, there.written, there.passages) == (2, 2, 5)
    on_milvus_now = partial(on_milvus.contents, on_milvus.Place(str(tmp_path / "milvus.db")))
    back = moved(on_milvus_now, embedded(tmp_path / "back"))
    assert back.checksum == there.checksum
    assert compare(source(), contents(tmp_path / "back")) == (5, there.checksum)
    assert next(a.paragraphs for f in contents(tmp_path / "back") for a in f.articles) == (RAIN, "", SNOW)


def test_what_is_there_is_not_written_again_and_what_is_not_in_the_source_leaves(source: Read, tmp_path: Path) -> None:
    first = moved(source, on_lite(tmp_path / "milvus.db"))
    library, _ = on_lite(tmp_path / "milvus.db")
    library.apply([change(article("x", ["Not in the source."]))])
    library.publish()
    library.close()
    again = moved(source, on_lite(tmp_path / "milvus.db"))
    assert (again.written, again.removed, again.checksum) == (0, 1, first.checksum)


def test_an_article_that_went_to_another_file_goes_there_in_an_older_target_too(tmp_path: Path) -> None:
    many = [f"{n} {RAIN}" for n in range(BATCH)]  # each file is a batch of its own
    first = [change(article("a", many, file="a.jsonl")), change(article("b", [*many, WIND], file="z.jsonl"))]
    library, read = embedded(tmp_path / "source")
    library.apply(first)
    library.publish()
    moved(read, embedded(tmp_path / "target"))
    articles = article("a", many, file="a.jsonl"), article("b", [*many, WIND], file="a.jsonl")
    library.apply([change(*articles, version="2"), change(article("c", [*many, SNOW], file="z.jsonl"), version="2")])
    library.publish()
    library.close()
    again = moved(read, embedded(tmp_path / "target"))
    assert (again.written, again.checksum) == (2, compare(read(), contents(tmp_path / "target"))[1])


def test_a_library_in_the_middle_of_a_run_is_not_moved(source: Read, tmp_path: Path) -> None:
    library, _ = embedded(tmp_path / "source")
    library.apply([change(article("e", [WIND]))])
    library.close()
    with pytest.raises(LibraryError, match="did not finish"):
        list(source())


def test_a_folder_without_a_library_is_named(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing, match="nowhere"):
        list(contents(tmp_path / "nowhere"))


def _with(files: list[FileChange], number: int, changed: FileChange) -> list[FileChange]:
    return [*files[:number], changed, *files[number + 1 :]]


def test_a_changed_word_a_lost_file_and_a_foreign_vector_are_seen(source: Read) -> None:
    files = list(source())
    first = files[0]
    other = replace(first.articles[0], paragraphs=(RAIN, "", SNOW + "!"))
    with pytest.raises(LibraryError, match=r"a\.txt is not the same"):
        compare(files, _with(files, 0, replace(first, articles=(other,))))
    with pytest.raises(LibraryError, match=r"c\.jsonl is in one library alone"):
        compare(files, files[:1])
    known = dict(first.embeddings or {})
    known[text_hash(RAIN)] = replace(known[text_hash(RAIN)], paragraph=np.negative(vector_of(RAIN)))
    with pytest.raises(LibraryError, match=r"a\.txt: a text's vectors"):
        compare(files, _with(files, 0, replace(first, embeddings=known)))


def test_the_measure_is_the_bytes_of_texts_and_the_vectors_dimension(source: Read) -> None:
    measured = measure(source())
    assert measured.dimension == DIMENSION
    assert measured.size == sum(len(text) for text in (RAIN, SNOW, WIND, RAIN, SNOW))


def test_killed_at_any_time_it_goes_on_and_ends_with_the_same(tmp_path: Path) -> None:
    library, read = embedded(tmp_path / "source")
    library.apply([change(article(f"a{n:03}", [f"{n} {m} {RAIN}" for m in range(20)])) for n in range(150)])
    library.publish()
    library.close()
    command = [sys.executable, "-m", "tests.retrieval.move_library", str(tmp_path / "source"), str(tmp_path / "m.db")]
    for files in (40, 90, 150):  # the last is killed while it publishes or compares
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(files):
                assert process.stdout.readline() == "file\n"
            process.send_signal(signal.SIGKILL)
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    written, checksum = done.stdout.split("\n")[-2].split()
    assert int(written) < 150
    assert (3000, checksum) == compare(read(), on_milvus.contents(on_milvus.Place(str(tmp_path / "m.db"))))
