"""The commands on a library on Milvus: only the setting differs."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed; run: pip install milvus-lite")

from bot.cli import app
from retrieval.milvus.connection import Connection
from retrieval.milvus.rows import READ_FIELDS
from retrieval.milvus.schema import PASSAGE_FIELDS


@pytest.fixture(autouse=True)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoder: object) -> Path:
    """A folder with two articles and the compiled encoder, and the library in a Milvus Lite file."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "encoders").symlink_to(request.config.cache.mkdir("encoders"))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "rain.md").write_text("# Rain\n\nIt rained in Sochi all day.\n", encoding="utf-8")
    (tmp_path / "seeds" / "snow.md").write_text("# Snow\n\nSnow fell in Brussels all night.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUOTED_LIBRARY_URL", "milvus.db")
    return tmp_path


def quoted(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def answer(*arguments: str) -> str:
    record = json.loads(quoted("ask", "--json", "Where did snow fall?", *arguments).stdout)
    return str(record["quotes"][0]["text"])


def test_index_ask_and_doctor_work_on_it(place: Path) -> None:
    assert quoted("index").exit_code == 0
    assert answer() == "Snow fell in Brussels all night."
    assert not (place / "data" / "library.db").exists()
    (place / "seeds" / "snow.md").write_text("# Snow\n\nSnow fell in Oslo at noon.\n", encoding="utf-8")
    assert "1 changed" in quoted("index").stdout
    assert answer() == "Snow fell in Oslo at noon."
    done = quoted("doctor")
    assert (done.exit_code, "0 errors" in done.stdout) == (0, True)


def test_a_missing_library_and_damage_are_named(place: Path) -> None:
    assert "no library quoted yet; run: quoted index" in quoted("doctor").stdout
    quoted("index")
    connection = Connection("milvus.db")
    (name,) = (name for name in connection.names() if "_passages_" in name)
    connection.load([name])
    (row,) = connection.all(name, "paragraph == 1 and text like 'Snow%'", fields=PASSAGE_FIELDS)
    connection.write(name, [row | {"text": "Snow fell in Paris all night."}])
    connection.close()
    assert set(READ_FIELDS) < set(PASSAGE_FIELDS)
    done = quoted("doctor")
    assert done.exit_code == 1
    assert "passages of snow.md do not match their sha256" in done.stdout


def test_a_backup_of_it_comes_back_on_milvus_and_in_a_folder(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quoted("index")
    assert quoted("backup", "b.zip").exit_code == 0
    monkeypatch.setenv("QUOTED_LIBRARY_URL", "other.db")
    assert "Restored 2 articles, 2 passages" in quoted("restore", "b.zip").stdout
    assert answer() == "Snow fell in Brussels all night."
    monkeypatch.setenv("QUOTED_LIBRARY_URL", "")
    assert "Restored 2 articles, 2 passages" in quoted("restore", "b.zip").stdout
    assert answer() == "Snow fell in Brussels all night."


def test_migrate_says_how_to_use_the_new_place(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quoted("index")
    done = quoted("migrate", "--to", "back")
    assert "back holds 2 files, 2 passages, the same as milvus.db (2 written, 0 removed" in done.stdout
    assert 'set library.url = "" and library.data = "back"' in done.stdout
    monkeypatch.setenv("QUOTED_LIBRARY_URL", "")
    (place / "back" / "encoders").symlink_to(place / "data" / "encoders")
    assert answer("--data", "back") == "Snow fell in Brussels all night."


def test_migrate_refuses_the_place_where_the_library_stands(place: Path) -> None:
    quoted("index")
    done = quoted("migrate", "--to", "milvus.db")
    assert "stands there already" in str(done.exception)


def test_without_a_server_the_address_is_named(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTED_LIBRARY_URL", "http://127.0.0.1:1")
    done = quoted("ask", "Where did snow fall?")
    assert "http://127.0.0.1:1" in str(done.exception)
    assert "\n" not in str(done.exception)
