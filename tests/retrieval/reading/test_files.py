import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.errors import ReadingError
from retrieval.reading.files import SUFFIXES, discover, read, record

SEED = Path(__file__).parents[3] / "seeds" / "000_8ec599d80ac4eb66.txt"
LIMIT = 1_000_000
RECORD = '{"id": "%s", "title": "T", "paragraphs": ["Words."]}'


def refused(path: Path, limit: int = LIMIT) -> str:
    with pytest.raises(ReadingError) as caught:
        read(path, name="folder/x", max_bytes=limit)
    assert caught.value.file == "folder/x"
    assert "\n" not in caught.value.reason
    return caught.value.reason


def test_the_seed_is_read_as_a_reader_sees_it() -> None:
    (article,) = read(SEED, name="world/seed.txt", max_bytes=LIMIT).articles
    found = record(article)
    assert list(found) == ["file", "title", "outlet", "author", "published", "url", "language", "paragraphs"]
    assert found["title"] == "Russia's Putin hosts Armenia, Azerbaijan leaders"
    assert (found["file"], found["outlet"], found["published"]) == ("world/seed.txt", "AFP", "2022-10-31")
    assert article.source.id == "world/seed"
    assert len(article.paragraphs) == 15
    assert article.paragraphs[0].startswith("The Kremlin said leaders will discuss")
    assert article.paragraphs[-1].endswith("The ensuing conflict claimed around 30,000 lives.")
    text = "\n".join(article.paragraphs)
    for words in (
        "READ MORE",
        "SOURCE",
        "Archive",
        "MIN READ",
        "Explore",
        "Slow peace process\n",
        "Karnataka",
        "Contact",
    ):
        assert words not in text


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"), ("a.txt", b" \n\t", "empty"), ("a.txt", b"ab\x00c", "binary"),
        ("a.txt", b"...", "no words"), ("a.exe", b"x", 'unknown format ".exe"'), ("a", b"x", "unknown format"),
        ("a.jsonl", b"{}\n", "line 1: no title"),
        ("a.html", b"<p></p>", "no article text"), ("a.md", b"# T", "no paragraphs"),
    ],
)  # fmt: skip
def test_a_file_without_an_article_is_refused_with_the_reason(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert reason in refused(tmp_path / name)


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Ten words are few. " * 10)
    size = path.stat().st_size
    assert "larger than" in refused(path, size - 1)
    assert read(path, name="a.txt", max_bytes=size).articles


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "No such file" in refused(tmp_path / "gone.txt")


def test_the_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    (tmp_path / "A.TXT").write_text("The bridge is 300 metres long.")
    assert read(tmp_path / "A.TXT", name="A.TXT", max_bytes=LIMIT).articles[0].source.title == "A"


def test_an_id_that_occurs_twice_in_a_file_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(RECORD % key for key in ("one", "two", "one")))
    found = read(path, name="a.jsonl", max_bytes=LIMIT)
    assert [article.source.id for article in found.articles] == ["one", "two"]
    assert '"one" occurs twice' in found.problems[0]


def test_records_without_an_id_get_one_each(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(['{"title": "T", "text": "Words."}'] * 2))
    found = read(path, name="news/a.jsonl", max_bytes=LIMIT)
    assert [article.source.id for article in found.articles] == ["news/a/1", "news/a/2"]


def test_a_language_that_the_file_tells_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"title": "T", "language": "fr", "text": "The words of this article are English words, all of them."}'
    )
    assert read(path, name="a.jsonl", max_bytes=LIMIT).articles[0].source.language == "fr"


def test_discover_finds_the_known_formats_and_names_the_rest(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    for name in ("b.txt", "a/c.md", "a/x.pdb", ".hidden.txt", ".git/d.txt", "README.md", "a/readme.txt"):
        (seeds / name).parent.mkdir(parents=True, exist_ok=True)
        (seeds / name).write_text("x")
    (tmp_path / "outside.txt").write_text("x")
    (seeds / "link.txt").symlink_to(tmp_path / "outside.txt")
    (seeds / "inner.txt").symlink_to(seeds / "b.txt")
    (seeds / "up").symlink_to(tmp_path)
    found = discover(seeds)
    assert [path.relative_to(seeds).as_posix() for path in found.files] == ["a/c.md", "b.txt", "inner.txt"]
    assert {name: reason.split()[0] for name, reason in found.problems} == {
        "a/x.pdb": "unknown",
        "link.txt": "a",
        "up": "a",
    }


def test_discover_names_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="no such folder"):
        discover(tmp_path / "gone")


def test_every_suffix_of_the_table_is_in_lower_case() -> None:
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in SUFFIXES)


def test_importing_loads_none_of_the_slow_libraries() -> None:
    slow = {"trafilatura", "dateparser", "py3langid", "yaml", "pypdf", "docx"}
    code = f"import sys, retrieval.reading.files; print(*{slow} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
