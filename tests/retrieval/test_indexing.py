"""The line for an article, from files to a library that follows them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from retrieval.embedded.database import FILE
from retrieval.embedded.library import open_library
from retrieval.embedded.mending import EVERY_S
from retrieval.encoder import Encoder
from retrieval.errors import LibraryBusy, ReadingError
from retrieval.indexing import BATCH_BYTES, index
from retrieval.survey import Problem
from tests.conftest import MAX_BYTES, CountedProgress, index_folder


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "rain.md").write_text(
        "# Rain\n\nIt rained in Sochi all day.\n\nThe streets were wet.\n", encoding="utf-8"
    )
    (folder / "snow.md").write_text("# Snow\n\nSnow fell in Brussels all night.\n", encoding="utf-8")
    return folder


def held(data: Path, encoder: Encoder) -> dict[str, int]:
    library = open_library(data, fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    try:
        return {name: len(library.paragraphs(name, 1, 99)) for name in ("rain", "snow", "wind", "sub/rain")}
    finally:
        library.close()


def test_a_first_run_brings_everything_in(seeds: Path, tmp_path: Path, encoder: Encoder) -> None:
    report = index_folder(seeds, tmp_path / "data", encoder)
    assert (report.files, report.changed, report.added, report.embedded) == (2, 2, 3, 3)
    assert held(tmp_path / "data", encoder) == {"rain": 2, "snow": 1, "wind": 0, "sub/rain": 0}


def test_a_second_run_reads_and_embeds_nothing(seeds: Path, tmp_path: Path, encoder: Encoder) -> None:
    index_folder(seeds, tmp_path / "data", encoder)
    report = index_folder(seeds, tmp_path / "data", encoder)
    assert (report.changed, report.added, report.removed, report.embedded, report.left) == (0, 0, 0, 0, 0)


def test_only_new_texts_are_embedded(seeds: Path, tmp_path: Path, encoder: Encoder) -> None:
    index_folder(seeds, tmp_path / "data", encoder)
    file = seeds / "rain.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nThe sun came back.\n", encoding="utf-8")
    report = index_folder(seeds, tmp_path / "data", encoder)
    assert (report.changed, report.added, report.removed, report.embedded) == (1, 1, 0, 1)


def test_once_a_day_damage_is_mended_after_what_is_new_was_published(
    seeds: Path, tmp_path: Path, encoder: Encoder
) -> None:
    index_folder(seeds, tmp_path / "data", encoder)
    with closing(sqlite3.connect(tmp_path / "data" / FILE)) as connection, connection:
        connection.execute("UPDATE passage_versions SET text = 'Snow fell.' WHERE article = 'snow'")
        connection.execute(f"UPDATE meta SET value = value - {EVERY_S + 1} WHERE key = 'checked'")
    (seeds / "wind.md").write_text("# Wind\n\nThe wind turned at noon.\n", encoding="utf-8")
    report = index_folder(seeds, tmp_path / "data", encoder)
    assert (report.changed, report.new, report.added, report.embedded) == (2, 1, 2, 1)
    assert held(tmp_path / "data", encoder) == {"rain": 2, "snow": 1, "wind": 1, "sub/rain": 0}


def test_a_renamed_file_keeps_its_embeddings(seeds: Path, tmp_path: Path, encoder: Encoder) -> None:
    index_folder(seeds, tmp_path / "data", encoder)
    (seeds / "sub").mkdir()
    (seeds / "rain.md").rename(seeds / "sub" / "rain.md")
    report = index_folder(seeds, tmp_path / "data", encoder)
    assert (report.left, report.added, report.removed, report.embedded) == (1, 2, 2, 0)
    assert held(tmp_path / "data", encoder)["sub/rain"] == 2


def test_a_changed_line_of_records_costs_that_line(seeds: Path, tmp_path: Path, encoder: Encoder) -> None:
    def write(changed: int) -> None:
        lines = [
            json.dumps({"id": f"r{n}", "title": f"Record {n}", "text": f"It rained on day {n + 100 * (n == changed)}."})
            for n in range(30)
        ]
        (seeds / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")

    def ids() -> dict[str, int]:
        library = open_library(tmp_path / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension)
        try:
            return {f"r{n}": passage.id for n in range(30) for passage in library.paragraphs(f"r{n}", 1, 1)}
        finally:
            library.close()

    write(changed=-1)
    index_folder(seeds, tmp_path / "data", encoder)
    before = ids()
    write(changed=7)
    report = index_folder(seeds, tmp_path / "data", encoder)
    assert (report.changed, report.added, report.removed, report.embedded) == (1, 1, 1, 1)
    assert {name for name, id_ in ids().items() if before[name] != id_} == {"r7"}


def test_a_moved_file_is_never_missing_in_between(seeds: Path, tmp_path: Path, encoder: Encoder) -> None:
    index_folder(seeds, tmp_path / "data", encoder)
    (seeds / "rain.md").rename(seeds / "wind.md")
    library = open_library(tmp_path / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension, write=True)
    before = library.summary().change
    report = index(seeds, library, encoder, max_bytes=MAX_BYTES, progress=CountedProgress())
    assert (report.moved, report.new, report.embedded) == (1, 0, 0)
    assert library.summary().change == before + 1  # one transaction
    library.close()


def test_a_deleted_file_leaves(seeds: Path, tmp_path: Path, encoder: Encoder) -> None:
    index_folder(seeds, tmp_path / "data", encoder)
    (seeds / "snow.md").unlink()
    assert index_folder(seeds, tmp_path / "data", encoder).left == 1
    assert held(tmp_path / "data", encoder)["snow"] == 0


def test_a_broken_file_is_named_and_the_rest_goes_on(seeds: Path, tmp_path: Path, encoder: Encoder) -> None:
    (seeds / "broken.txt").write_bytes(b"\x00\x01\x02" * 100)
    (seeds / "empty.md").write_bytes(b"")
    (seeds / "photo.jpg").write_bytes(b"\xff\xd8")
    report = index_folder(seeds, tmp_path / "data", encoder)
    assert {problem.file for problem in report.problems} == {"broken.txt", "empty.md", "photo.jpg"}
    assert all(problem.reason for problem in report.problems)
    assert report.added == 3


def test_a_file_that_breaks_later_keeps_what_was_read_of_it(seeds: Path, tmp_path: Path, encoder: Encoder) -> None:
    index_folder(seeds, tmp_path / "data", encoder)
    (seeds / "rain.md").write_bytes(b"\x00" * 50)
    report = index_folder(seeds, tmp_path / "data", encoder)
    assert [problem.file for problem in report.problems] == ["rain.md"]
    assert held(tmp_path / "data", encoder)["rain"] == 2


def test_an_id_in_two_files_is_named_and_the_rest_goes_on(seeds: Path, tmp_path: Path, encoder: Encoder) -> None:
    for name in ("a", "b"):
        record = f'{{"id": "wind", "title": "Wind", "paragraphs": ["The wind of {name} turned at noon."]}}\n'
        (seeds / f"{name}.jsonl").write_text(record, encoding="utf-8")
    report = index_folder(seeds, tmp_path / "data", encoder)
    assert [problem.file for problem in report.problems] == ["b.jsonl"]
    assert held(tmp_path / "data", encoder) == {"rain": 2, "snow": 1, "wind": 1, "sub/rain": 0}


def write_records(file: Path, *ids: str) -> None:
    """Records with these ids, in a file as large as a batch."""
    lines = [{"id": id_, "title": "Wind", "paragraphs": [f"The wind of {id_} turned at noon."]} for id_ in ids]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    file.write_text(text + "\n" * BATCH_BYTES, encoding="utf-8")


def articles(data: Path, encoder: Encoder) -> dict[str, str]:
    """The file of each article that readers find."""
    library = open_library(data, fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    try:
        found = {name: library.paragraphs(name, 1, 1) for name in ("wind", "north", "south", "rain")}
        return {name: passages[0].source.file for name, passages in found.items() if passages}
    finally:
        library.close()


def test_an_id_that_is_taken_stops_nothing_where_its_file_is_alone_in_its_batch(
    seeds: Path, tmp_path: Path, encoder: Encoder
) -> None:
    write_records(seeds / "a.jsonl", "wind")
    index_folder(seeds, tmp_path / "data", encoder)
    write_records(seeds / "b.jsonl", "wind", "north")
    write_records(seeds / "c.jsonl", "south")
    report = index_folder(seeds, tmp_path / "data", encoder)
    taken = 'article id "wind" is already in a.jsonl; give one of them another id'
    assert report.problems == [Problem("b.jsonl", taken)]
    assert articles(tmp_path / "data", encoder) == {"wind": "a.jsonl", "south": "c.jsonl", "rain": "rain.md"}


def test_records_move_between_files_of_different_batches(seeds: Path, tmp_path: Path, encoder: Encoder) -> None:
    write_records(seeds / "a.jsonl", "north")
    write_records(seeds / "z.jsonl", "wind", "south")
    index_folder(seeds, tmp_path / "data", encoder)
    write_records(seeds / "a.jsonl", "north", "wind")
    write_records(seeds / "z.jsonl", "south")
    assert index_folder(seeds, tmp_path / "data", encoder).problems == []
    assert articles(tmp_path / "data", encoder)["wind"] == "a.jsonl"
    write_records(seeds / "a.jsonl", "south")
    write_records(seeds / "z.jsonl", "wind", "north")
    write_records(seeds / "b.jsonl", "rain")  # which another file holds
    report = index_folder(seeds, tmp_path / "data", encoder)
    assert [problem.file for problem in report.problems] == ["b.jsonl"]
    assert articles(tmp_path / "data", encoder) == {
        "wind": "z.jsonl", "north": "z.jsonl", "south": "a.jsonl", "rain": "rain.md",
    }  # fmt: skip


def test_progress_adds_up(seeds: Path, tmp_path: Path, encoder: Encoder) -> None:
    (seeds / "broken.txt").write_bytes(b"\x00" * 64)
    progress = CountedProgress()
    library = open_library(tmp_path / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension, write=True)
    index(seeds, library, encoder, max_bytes=MAX_BYTES, progress=progress)
    with pytest.raises(LibraryBusy):
        open_library(tmp_path / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension, write=True)
    library.close()
    assert progress.total > 0
    assert progress.done == pytest.approx(progress.total)


def test_no_seeds_folder_is_an_error(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(ReadingError, match="no such folder"):
        index_folder(tmp_path / "nowhere", tmp_path / "data", encoder)
