"""Lists of links, which are no articles."""

from pathlib import Path

import pytest

from retrieval.errors import ReadingError
from retrieval.reading.files import read
from retrieval.reading.links import links_in

SHORTCUT = "[{000214A0-0000-0000-C000-000000000046}]\nProp3=19,11\n[InternetShortcut]\nIDList=\nURL=https://example.org/a?b=c\n"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (
            "https://example.org/a\n\n  http://example.org/b  \n# mine\n; and\n",
            ("https://example.org/a", "http://example.org/b"),
        ),
        ("https://example.org/a\nhttps://example.org/a\n", ("https://example.org/a",)),
        (SHORTCUT, ("https://example.org/a?b=c",)),
        ("[InternetShortcut]\nurl = file:///etc/passwd", ("file:///etc/passwd",)),  # refused where it is fetched
        ("https://example.org/a is worth reading", ()),
        ("The ferry\nhttps://example.org/a", ()),
        ("", ()),
        ("# only a remark", ()),
        ("ftp://example.org/a", ()),
    ],
)
def test_a_text_is_a_list_only_when_every_line_is_a_link(text: str, links: tuple[str, ...]) -> None:
    assert links_in(text) == links


@pytest.mark.parametrize(("name", "text"), [("a.txt", "https://example.org/a\n"), ("a.url", SHORTCUT)])
def test_the_indexer_says_how_a_list_is_fetched(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ReadingError, match=f"{name}: a link and no article; fetch what is linked with quoted add"):
        read(tmp_path / name, name=name, max_bytes=10_000)


def test_a_shortcut_without_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.url").write_text("[InternetShortcut]\n", encoding="utf-8")
    with pytest.raises(ReadingError, match="no link in it"):
        read(tmp_path / "a.url", name="a.url", max_bytes=10_000)
