"""Embedding in shards: the library is the one that a single run makes, and only whole shards count."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("pyarrow", reason="pyarrow is not installed; run: pip install pyarrow")

from retrieval.embedded.contents import contents
from retrieval.embedded.library import open_library
from retrieval.encoder import Encoder
from retrieval.errors import ShardError
from retrieval.sharding import LoadReport, ShardReport, embed_shard, load_shards, markers, shard_of
from retrieval.shards import ShardName, read_marker, read_shard
from tests.conftest import MAX_BYTES, SEEDS, CountedProgress, index_folder

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of the project's articles, and a paragraph that stands in two files of different shards."""
    folder = tmp_path_factory.mktemp("seeds")
    for path in sorted(SEEDS.rglob("*"))[:12]:
        if path.is_file():
            shutil.copy(path, folder / path.name)
    for name in ("one", "two", "three"):
        text = f"# {name}\n\nIt rained in Sochi all day. The streets of {name} were wet.\n\nThe same everywhere.\n"
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def shards(seeds: Path, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shards")
    for number in (1, 2):
        assert make(seeds, folder, f"{number}/2", encoder).made
    return folder


def make(seeds: Path, folder: Path, name: str, encoder: Encoder) -> ShardReport:
    return embed_shard(seeds, folder, ShardName.of(name), encoder, max_bytes=MAX_BYTES, progress=CountedProgress())


def load(folder: Path, data: Path, encoder: Encoder) -> LoadReport:
    library = open_library(data, fingerprint=encoder.fingerprint, dimension=encoder.dimension, write=True)
    try:
        return load_shards(folder, library, progress=CountedProgress())
    finally:
        library.close()


def passages(data: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(data / "library.db") as connection:
        return connection.execute("SELECT id, article, paragraph, text, sha256 FROM passages ORDER BY id").fetchall()


def vectors(data: Path) -> Iterator[np.ndarray]:
    for file in contents(data):
        for _, embedding in sorted((file.embeddings or {}).items()):
            yield np.concatenate([embedding.paragraph[None, :], embedding.sentences])


def test_two_shards_make_the_library_that_one_run_makes(
    seeds: Path, shards: Path, encoder: Encoder, tmp_path: Path
) -> None:
    index_folder(seeds, tmp_path / "one", encoder)
    report = load(shards, tmp_path / "two", encoder)
    assert report.problems == []
    assert passages(tmp_path / "two") == passages(tmp_path / "one") != []
    for left, right in zip(vectors(tmp_path / "one"), vectors(tmp_path / "two"), strict=True):
        np.testing.assert_allclose(left, right, atol=1e-3)


def test_loading_again_changes_nothing_and_indexing_finds_nothing_to_do(
    seeds: Path, shards: Path, encoder: Encoder, tmp_path: Path
) -> None:
    first = load(shards, tmp_path, encoder)
    again = load(shards, tmp_path, encoder)
    assert (first.loaded, again.loaded, again.added) == (first.files, 0, 0)
    assert index_folder(seeds, tmp_path, encoder).changed == 0


def test_a_shard_that_is_there_is_not_made_again_until_its_files_change(
    seeds: Path, encoder: Encoder, tmp_path: Path
) -> None:
    shutil.copytree(seeds, tmp_path / "seeds")
    shutil.rmtree(tmp_path / "shards", ignore_errors=True)
    assert make(tmp_path / "seeds", tmp_path / "shards", "1/1", encoder).made
    again = make(tmp_path / "seeds", tmp_path / "shards", "1/1", encoder)
    assert (again.made, again.files > 0, again.texts > 0) == (False, True, True)
    (tmp_path / "seeds" / "one.md").write_text("# one\n\nAnother text.\n", encoding="utf-8")
    assert make(tmp_path / "seeds", tmp_path / "shards", "1/1", encoder).made


def test_a_damaged_or_unfinished_shard_is_named_with_the_command_that_makes_it(
    seeds: Path, shards: Path, encoder: Encoder, tmp_path: Path
) -> None:
    folder = tmp_path / "shards"
    shutil.copytree(shards, folder)
    name = ShardName(2, 2)
    (folder / name.marker).unlink()
    with pytest.raises(ShardError, match=r"shard 2/2 is missing.*--shard 2/2"):
        markers(folder)
    shutil.copy(shards / name.marker, folder)
    data = bytearray((folder / name.parquet).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name.parquet).write_bytes(data)
    with pytest.raises(ShardError, match="shard 2/2"):
        markers(folder)
    assert make(seeds, folder, "2/2", encoder).made
    assert len(markers(folder)) == 2


def test_shards_of_two_divisions_or_encoders_are_refused(shards: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shards"
    shutil.copytree(shards, folder)
    marker = json.loads((folder / ShardName(1, 2).marker).read_text())
    (folder / ShardName(1, 2).marker).write_text(json.dumps(marker | {"fingerprint": "another"}))
    with pytest.raises(ShardError, match="several encoders"):
        markers(folder)
    shutil.copy(folder / ShardName(1, 2).parquet, folder / ShardName(1, 3).parquet)
    with pytest.raises(ShardError, match=r"shards of \[2, 3\]"):
        markers(folder)
    with pytest.raises(ShardError, match="no shards"):
        markers(tmp_path / "nowhere")


def test_every_file_is_in_exactly_one_shard(shards: Path, seeds: Path) -> None:
    own = [[file.file for file in read_shard(shards, ShardName(number, 2))] for number in (1, 2)]
    assert sorted(own[0] + own[1]) == sorted(path.name for path in seeds.iterdir() if path.name != "README.md")
    assert all(shard_of(name, 2) == 1 for name in own[0])
    assert own[0] != []
    assert own[1] != []


def test_a_file_that_cannot_be_read_is_named_and_left_out(encoder: Encoder, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "bad.jsonl").write_text("no json\n", encoding="utf-8")
    (tmp_path / "seeds" / "good.md").write_text("# Good\n\nIt rained in Sochi.\n", encoding="utf-8")
    report = make(tmp_path / "seeds", tmp_path / "shards", "1/1", encoder)
    assert [problem.file for problem in report.problems] == ["bad.jsonl"]
    marker = read_marker(tmp_path / "shards", ShardName(1, 1))
    assert marker is not None
    assert (marker.files, marker.texts) == (1, 1)


@pytest.mark.parametrize("text", ["", "0/2", "3/2", "1", "a/b", "-1/2"])
def test_a_wrong_shard_is_refused(text: str) -> None:
    with pytest.raises(ShardError, match="names no shard"):
        ShardName.of(text)


def test_two_dask_workers_make_what_one_process_makes(
    seeds: Path, shards: Path, encoder: Encoder, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed; run: pip install distributed")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "encoders").symlink_to(request.config.cache.mkdir("encoders"))
    places = ["--seeds", str(seeds), "--out", str(tmp_path / "out"), "--data", str(tmp_path / "data")]
    command = [sys.executable, "deploy/dask_embed.py", *places, "--shards", "2", "--workers", "2"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert {json.loads(line)["shard"] for line in done.stdout.splitlines()} == {"1/2", "2/2"}
    load(shards, tmp_path / "one", encoder)
    load(tmp_path / "out", tmp_path / "two", encoder)
    assert passages(tmp_path / "two") == passages(tmp_path / "one")
    for left, right in zip(vectors(tmp_path / "one"), vectors(tmp_path / "two"), strict=True):
        np.testing.assert_allclose(left, right, atol=1e-3)
