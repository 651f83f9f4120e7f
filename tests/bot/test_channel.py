"""Posts as articles in the seeds."""

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channel import TITLE, ChannelFiles, Post
from bot.markup import units
from retrieval.article import Article
from retrieval.reading.files import discover, read

MAY = datetime.date(2024, 5, 31)
POST = Post(
    channel=-1001234567890,
    number=12,
    text="The bridge opens\n\nThe bridge over the Tver opens on Friday.\nIt is 300 metres long.\n \nTolls come later.",
    day=MAY,
    outlet="Daily notes",
    author="Ada",
    url="https://t.me/dailynotes/12",
)


@pytest.fixture
def files(tmp_path: Path) -> ChannelFiles:
    return ChannelFiles(tmp_path)


def articles(seeds: Path) -> list[Article]:
    """What the indexer reads there; nothing may be wrong with it."""
    found = discover(seeds)
    readings = [read(path, name=path.relative_to(seeds).as_posix(), max_bytes=10**6) for path in found.files]
    assert [*found.problems, *(problem for reading in readings for problem in reading.problems)] == []
    return [article for reading in readings for article in reading.articles]


def test_post_is_read_back_as_an_article_with_its_source(files: ChannelFiles, tmp_path: Path) -> None:
    path = files.keep(POST)
    (article,) = articles(tmp_path)
    source = article.source
    assert path == tmp_path / "channels" / "-1001234567890" / "2024-05.jsonl"
    assert (source.id, source.title, source.outlet) == ("channels/-1001234567890/12", "The bridge opens", "Daily notes")
    assert (source.author, source.published, source.url) == ("Ada", MAY, "https://t.me/dailynotes/12")
    assert article.paragraphs == (
        "The bridge opens",
        "The bridge over the Tver opens on Friday.\nIt is 300 metres long.",
        "Tolls come later.",
    )


def test_edited_post_takes_the_place_of_its_earlier_words_and_others_stay(files: ChannelFiles, tmp_path: Path) -> None:
    for number in (11, 12, 13):
        files.keep(replace(POST, number=number, text=f"Post {number}"))
    files.keep(replace(POST, text="Rewritten"))
    assert [article.paragraphs for article in articles(tmp_path)] == [("Post 11",), ("Rewritten",), ("Post 13",)]


def test_same_post_again_changes_nothing(files: ChannelFiles) -> None:
    assert files.keep(POST) is not None
    assert files.keep(POST) is None


def test_channels_and_months_have_files_of_their_own(files: ChannelFiles, tmp_path: Path) -> None:
    june, other = replace(POST, number=14, day=MAY + datetime.timedelta(1)), replace(POST, channel=-1009876543210)
    assert len({files.keep(post) for post in (POST, june, other)}) == 3
    assert len({article.source.id for article in articles(tmp_path)}) == 3


@pytest.mark.parametrize("order", [(12, 13, 14), (14, 13, 12), (13, 14, 12)])
def test_album_is_one_article_in_the_order_of_its_messages(
    files: ChannelFiles, tmp_path: Path, order: tuple[int, ...]
) -> None:
    captions = {12: "", 13: "First words.\n\nMore.", 14: "Last words."}
    for number in order:
        url = f"https://t.me/dailynotes/{number}"
        files.keep(replace(POST, number=number, text=captions[number], url=url, album="77"))
    (article,) = articles(tmp_path)
    assert article.paragraphs == ("First words.", "More.", "Last words.")
    assert (article.source.id, article.source.url) == ("channels/-1001234567890/13", "https://t.me/dailynotes/13")


def test_edited_caption_changes_its_part_of_an_album_alone(files: ChannelFiles, tmp_path: Path) -> None:
    for number, text in ((12, "One."), (13, "Two."), (14, "Three.")):
        files.keep(replace(POST, number=number, text=text, album="77"))
    files.keep(replace(POST, number=13, text="Second.\n\nAnd more.", album="77"))
    files.keep(replace(POST, number=12, text="", album="77"))
    assert [article.paragraphs for article in articles(tmp_path)] == [("Second.", "And more.", "Three.")]


def test_albums_and_single_posts_are_kept_apart(files: ChannelFiles, tmp_path: Path) -> None:
    for number, album in ((12, ""), (13, ""), (14, "77"), (15, "78")):
        files.keep(replace(POST, number=number, album=album))
    assert len(articles(tmp_path)) == 4


@pytest.mark.parametrize("text", ["", " \n", "🎉 !!"])
def test_post_without_words_is_no_article_and_leaves_when_it_had_some(
    files: ChannelFiles, tmp_path: Path, text: str
) -> None:
    assert files.keep(replace(POST, text=text)) is None
    files.keep(POST)
    path = files.keep(replace(POST, text=text))
    assert path is not None
    assert not path.exists()
    assert articles(tmp_path) == []


def test_line_that_the_operator_wrote_stays(files: ChannelFiles, tmp_path: Path) -> None:
    own = json.dumps({"title": "Mine", "paragraphs": ["Own words."], "posts": "many"})
    path = files.keep(POST)
    assert path is not None
    path.write_text(f"{own}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    files.keep(replace(POST, text="Rewritten"))
    assert [article.paragraphs for article in articles(tmp_path)] == [("Own words.",), ("Rewritten",)]


def test_words_come_back_as_they_were_whatever_they_hold(files: ChannelFiles, tmp_path: Path) -> None:
    text = 'Said: "\u2028 \u2029 \\n </blockquote> 🎈 עברית \x85 a\tb"'
    files.keep(replace(POST, text=text, outlet="Odd\nname \u202e"))
    (article,) = articles(tmp_path)
    assert article.paragraphs == (text,)
    assert article.source.outlet == "Odd name"


def test_title_is_the_first_line_with_words_shortened(files: ChannelFiles, tmp_path: Path) -> None:
    files.keep(replace(POST, text="***\n" + "very long " * 40))
    title = articles(tmp_path)[0].source.title
    assert title.startswith("very long very long")
    assert title.endswith("…")
    assert units(title) <= TITLE


def test_file_that_can_not_be_written_is_left_as_it_was(files: ChannelFiles, tmp_path: Path) -> None:
    (tmp_path / "channels").write_text("no folder", encoding="utf-8")
    with pytest.raises(OSError, match="channels"):
        files.keep(POST)
    assert (tmp_path / "channels").read_text(encoding="utf-8") == "no folder"
