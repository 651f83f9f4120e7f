"""Articles and files put into a seeds folder, and read back by the indexer's own reader."""

import datetime
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.article import Article, Source
from retrieval.errors import ReadingError
from retrieval.keeping import duplicates, key_of, store, store_file
from retrieval.reading.files import discover, read

LIGHTHOUSE = Article(
    Source(
        id="",
        file="",
        title="The lighthouse of Zarvik",
        outlet="The Post",
        author="Jo Falk",
        published=datetime.date(2023, 3, 31),
        url="https://example.org/zarvik",
        language="en",
    ),
    ("It was built in 1871 by Ilo Marren, who had never seen the sea.", "It burns colza oil."),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def titled(title: str) -> Article:
    return replace(LIGHTHOUSE, source=replace(LIGHTHOUSE.source, title=title))


def read_back(path: Path, seeds: Path) -> Article:
    (article,) = read(path, name=path.relative_to(seeds).as_posix(), max_bytes=10**6).articles
    return article


def test_an_article_is_read_back_as_it_was(tmp_path: Path) -> None:
    stored = store(LIGHTHOUSE, tmp_path)
    assert stored.outcome == "added"
    assert stored.path.parent == tmp_path / "web"
    assert stored.path.name.startswith("2023-03-31-the-lighthouse-of-zarvik-")
    article = read_back(stored.path, tmp_path)
    assert article.paragraphs == LIGHTHOUSE.paragraphs
    assert replace(article.source, id="", file="") == LIGHTHOUSE.source


@settings(max_examples=60)
@given(st.lists(WORDS, min_size=1, max_size=4), WORDS, WORDS)
def test_any_words_are_read_back_to_the_character(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[str], title: str, author: str
) -> None:
    seeds = tmp_path_factory.mktemp("seeds")
    source = replace(LIGHTHOUSE.source, title=f"T {title}".strip(), author=author.strip())
    stored = store(Article(source, (*paragraphs, "a word")), seeds)
    assert discover(seeds).files == (stored.path,)
    article = read_back(stored.path, seeds)
    assert article.paragraphs == (*paragraphs, "a word")
    assert (article.source.title, article.source.author) == (source.title, source.author)


@pytest.mark.parametrize(
    "title",
    ["../../etc/passwd", "/", "README", ".hidden", "a\x00b", "con", "Ⅷ " * 200, "日" * 300, "..", "‮txt", "a\nb"],
)
def test_no_title_leads_to_a_file_outside_hidden_or_left_out(tmp_path: Path, title: str) -> None:
    seeds = tmp_path / "seeds"
    stored = store(titled(title), seeds)
    assert stored.path.resolve().parent == (seeds / "web").resolve()
    assert discover(seeds).files == (stored.path,)
    assert [path.name for path in tmp_path.iterdir()] == ["seeds"]


def test_the_same_link_again_is_updated_in_place_wherever_it_lies(tmp_path: Path) -> None:
    first = store(LIGHTHOUSE, tmp_path)
    moved = tmp_path / "lights" / first.path.name
    moved.parent.mkdir()
    first.path.rename(moved)
    assert store(LIGHTHOUSE, tmp_path).outcome == "unchanged"
    counted = replace(titled("Another title").source, url="https://example.org/zarvik?utm_source=mail")
    again = store(Article(counted, ("Other words.",)), tmp_path)
    assert (again.path, again.outcome) == (moved, "updated")
    assert read_back(moved, tmp_path).source.title == "Another title"
    assert [path.name for path in tmp_path.rglob("*.jsonl")] == [moved.name]


def test_other_links_are_other_articles() -> None:
    links = [
        "https://example.org/a",
        "https://example.org/b",
        "https://example.org/a?page=2",
        "",
        "http://example.org/a",
    ]
    keys = {key_of(replace(LIGHTHOUSE, source=replace(LIGHTHOUSE.source, url=link))) for link in links}
    assert len(keys) == len(links)


def test_a_folder_that_leads_out_of_the_seeds_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "web").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ReadingError, match="leads out of the seeds"):
        store(LIGHTHOUSE, seeds)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_write_that_fails_leaves_no_rest(tmp_path: Path) -> None:
    path = store(LIGHTHOUSE, tmp_path).path
    path.unlink()
    path.mkdir()  # a file can't replace a folder
    with pytest.raises(OSError, match="irectory"):
        store(titled("New"), tmp_path)
    assert list(path.parent.iterdir()) == [path]


def test_files_are_as_readable_as_others(tmp_path: Path) -> None:
    assert stat.S_IMODE(store(LIGHTHOUSE, tmp_path).path.stat().st_mode) == 0o644


def test_a_file_is_kept_under_its_name_and_never_over_another_unasked(tmp_path: Path) -> None:
    stored = store_file(b"one", "../The Bridge (1).MD", tmp_path)
    assert stored.path == tmp_path / "the-bridge-1.md"
    assert store_file(b"one", "The Bridge (1).md", tmp_path).outcome == "unchanged"
    with pytest.raises(ReadingError, match="another file stands at"):
        store_file(b"two", "The Bridge (1).md", tmp_path)
    assert store_file(b"two", "The Bridge (1).md", tmp_path, replacing=True).outcome == "updated"
    assert stored.path.read_bytes() == b"two"


def test_a_packed_file_keeps_both_its_suffixes(tmp_path: Path) -> None:
    assert store_file(b"x", "Ferry.MD.GZ", tmp_path).path == tmp_path / "ferry.md.gz"


def test_a_file_of_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="unknown format"):
        store_file(b"MZ", "a.exe", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_duplicates_are_named_whatever_their_format(tmp_path: Path) -> None:
    article = replace(LIGHTHOUSE, paragraphs=('He said "never" – and built it in 1871 all the same.', "Short."))
    store(article, tmp_path)
    (tmp_path / "a.md").write_text(f"# Zarvik\n\nBefore.\n\n{article.paragraphs[0]}\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("# Zarvik\n\nShort.\n", encoding="utf-8")
    copied = replace(article, source=replace(article.source, url="https://example.org/copied"))
    copy = store(copied, tmp_path)
    assert duplicates(article, tmp_path, max_bytes=10**6) == ("a.md", copy.path.relative_to(tmp_path).as_posix())
    assert duplicates(article, tmp_path / "none", max_bytes=10**6) == ()
