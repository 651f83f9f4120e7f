"""What operators send, read and put into the seeds; and what leaves them."""

import datetime
import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.operators import acquisition
from bot.operators.acquisition import Acquisition
from bot.operators.fields import FIELDS, NotThat, checked, value_of
from bot.operators.submissions import Neighbours, Submission, edited
from retrieval.errors import FetchError, ReadingError
from retrieval.reading.files import read
from retrieval.reading.web import Limits, Web
from tests.retrieval.reading.bad_files import BAD_FILES
from tests.retrieval.reading.site import Site, answer, serving
from tests.retrieval.reading.test_html import PAGE

NOTE = b"---\ntitle: Ninety steps\n---\n\nThe keeper climbs ninety steps, twice a day.\n\nAlone.\n"
FILE = Submission(name="My note.md", data=NOTE)


@pytest.fixture
def shelves(tmp_path: Path) -> Acquisition:
    (tmp_path / "seeds").mkdir()
    return Acquisition(tmp_path / "seeds", Web(Limits(max_bytes=1_000_000)))


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def kept(shelves: Acquisition) -> dict[str, bytes]:
    """The files that an indexer would see."""
    found = (path for path in shelves.seeds.rglob("*") if path.is_file() and ".removed" not in path.parts)
    return {path.relative_to(shelves.seeds).as_posix(): path.read_bytes() for path in found}


def test_a_file_is_read_and_kept_as_it_came(shelves: Acquisition) -> None:
    content = shelves.look(FILE)
    (article,) = content.articles
    assert (article.source.title, len(article.paragraphs), content.is_file) == ("Ninety steps", 2, True)
    assert shelves.neighbours(FILE, content) == Neighbours()
    assert [stored.outcome for stored in shelves.keep(FILE, content)] == ["added"]
    assert kept(shelves) == {"my-note.md": NOTE}
    assert shelves.neighbours(FILE, content) == Neighbours(known=True)
    assert [stored.outcome for stored in shelves.keep(FILE, content)] == ["unchanged"]


def test_edits_make_a_record_of_a_file(shelves: Acquisition) -> None:
    edits = {"title": "Steps", "outlet": "The Post", "published": "2024-05-31", "url": "https://a.test/1"}
    content = edited(shelves.look(FILE), edits)
    (stored,) = shelves.keep(FILE, content)
    assert stored.path.parent.name == "added"
    (article,) = read(stored.path, name="x", max_bytes=10**6).articles
    assert {name: value_of(article.source, name) for name in edits} == edits
    assert article.paragraphs == content.articles[0].paragraphs
    assert shelves.neighbours(FILE, content).known


def test_another_file_of_the_name_is_told_and_put_aside(shelves: Acquisition) -> None:
    shelves.keep(FILE, shelves.look(FILE))
    other = Submission(name="My note.md", data=NOTE.replace(b"ninety", b"ten"))
    content = shelves.look(other)
    assert shelves.neighbours(other, content) == Neighbours(replaced="my-note.md")
    shelves.keep(other, content)
    assert kept(shelves) == {"my-note.md": other.data}
    (aside,) = [path for path in (shelves.seeds / ".removed").rglob("*") if path.is_file()]
    assert aside.read_bytes() == NOTE


def test_the_same_words_elsewhere_are_named(shelves: Acquisition) -> None:
    (shelves.seeds / "old.txt").write_bytes(b"x\n\nThe keeper climbs ninety steps, twice a day.\n")
    assert shelves.neighbours(FILE, shelves.look(FILE)).same == ("old.txt",)


def test_a_link_is_kept_once_and_updated(site: Site, tmp_path: Path) -> None:
    shelves = Acquisition(tmp_path, site.web())
    link = Submission(link=site.link("/bridge"))
    site.pages["/bridge"] = answer(PAGE)
    content = shelves.look(link)
    (first,) = shelves.keep(link, content)
    assert (first.outcome, first.path.parent.name) == ("added", "web")
    assert shelves.neighbours(link, content).known
    site.pages["/bridge"] = answer(PAGE.replace("The bridge", "This bridge"))
    changed = shelves.look(link)
    assert changed.digest != content.digest
    assert shelves.neighbours(link, changed).replaced == first.path.relative_to(tmp_path).as_posix()
    (second,) = shelves.keep(link, changed)
    assert (second.outcome, second.path) == ("updated", first.path)


def test_what_can_not_be_fetched_or_holds_nothing_says_why(site: Site, tmp_path: Path) -> None:
    shelves = Acquisition(tmp_path, site.web())
    for link, wanted in (
        (site.link("/gone"), "404"),
        ("http://127.0.0.1:1/x", "127.0.0.1"),
        ("http://169.254.169.254/latest/meta-data", "169.254.169.254"),
        ("https://nowhere.test/x", "nowhere.test"),
    ):
        with pytest.raises(FetchError, match=wanted):
            shelves.look(Submission(link=link))
    with pytest.raises(ReadingError, match="unknown format"):
        shelves.look(Submission(name="photo.jpg", data=b"\xff\xd8"))


def test_a_list_of_links_brings_their_articles_and_names_what_failed(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acquisition, "MOST_LINKS", 2)
    shelves = Acquisition(tmp_path, site.web())
    site.pages["/bridge"] = answer(PAGE)
    links = "\n".join(site.link(path) for path in ("/bridge", "/gone", "/more")).encode()
    content = shelves.look(Submission(name="links.txt", data=links))
    assert [article.source.title for article in content.articles] == ["The bridge in numbers"]
    assert "404" in content.problems[0]
    assert content.problems[1].startswith("1 more links are left out")
    with pytest.raises(ReadingError, match=r"links\.url: no article could be read"):
        shelves.look(Submission(name="links.url", data=site.link("/gone").encode()))


def test_several_articles_come_together_and_are_not_edited(shelves: Acquisition) -> None:
    lines = [json.dumps({"id": name, "title": name, "text": f"Words of {name}."}) for name in ("a", "b")]
    several = Submission(name="records.jsonl.gz", data=gzip.compress("\n".join(lines).encode()))
    content = edited(shelves.look(several), {"title": "x"})
    assert [article.source.title for article in content.articles] == ["a", "b"]
    shelves.keep(several, content)
    assert kept(shelves) == {"records.jsonl.gz": several.data}


@pytest.mark.parametrize("name", sorted(BAD_FILES)[::6])
def test_a_bad_file_is_one_line_and_nothing_is_kept(shelves: Acquisition, name: str) -> None:
    with pytest.raises(ReadingError) as caught:
        shelves.look(Submission(name=name, data=BAD_FILES[name]()))
    assert str(caught.value).isprintable()
    assert kept(shelves) == {}


@pytest.mark.parametrize(
    ("name", "given", "kept_as"),
    [
        ("title", "  Two\nlines ", "Two lines"),
        ("published", "31 May 2024", "2024-05-31"),
        ("published", "2024-05-31", "2024-05-31"),
        ("published", "–", ""),
        ("author", "-", ""),
        ("url", "https://a.test/?b=c", "https://a.test/?b=c"),
        ("outlet", "<b>The & Post</b>", "<b>The & Post</b>"),
    ],
)
def test_a_field_is_kept_as_it_was_meant(name: str, given: str, kept_as: str) -> None:
    assert checked(name, given) == kept_as


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("title", " "),
        ("title", "-"),
        ("title", "x" * 301),
        ("published", "yesterday"),
        ("published", "03/04/2022"),
        ("published", "2024-13-31"),
        ("url", "javascript:alert(1)"),
        ("url", "a.test"),
    ],
)
def test_what_can_not_stand_in_a_field_is_refused(name: str, given: str) -> None:
    with pytest.raises(NotThat):
        checked(name, given)


def test_every_field_can_be_read_back(shelves: Acquisition) -> None:
    edits = dict(zip(FIELDS, ("T", "O", "A", "2024-05-31", "https://a.test/"), strict=True))
    source = edited(shelves.look(FILE), edits).articles[0].source
    assert {name: value_of(source, name) for name in FIELDS} == edits
    assert source.published == datetime.date(2024, 5, 31)
    assert edited(shelves.look(FILE), {"published": ""}).articles[0].source.published is None


def test_what_leaves_with_an_article_is_counted(shelves: Acquisition) -> None:
    lines = [json.dumps({"id": name, "title": name, "text": f"Words of {name}."}) for name in ("a", "b", "c")]
    (shelves.seeds / "records.jsonl").write_text("\n".join(lines))
    (shelves.seeds / "packed.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    records, packed = (
        read(shelves.seeds / name, name=name, max_bytes=10**6).articles[1].source
        for name in ("records.jsonl", "packed.jsonl.gz")
    )
    assert (shelves.leaving(records).alone, shelves.leaving(packed).alone) == (True, False)
    assert shelves.leaving(packed).others == 2
    removed = shelves.remove(packed)
    assert "packed.jsonl.gz" not in kept(shelves)
    assert shelves.bring_back(removed.token) == "packed.jsonl.gz"
    with pytest.raises(ReadingError, match=r"gone\.md"):
        shelves.leaving(replace(packed, file="gone.md"))
