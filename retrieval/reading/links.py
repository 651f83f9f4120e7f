"""Lists of links: `.url` files and texts that hold nothing else. They are no articles; `quoted add` fetches them."""

import re

from retrieval.reading.draft import Drafts

_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_SHORTCUT = re.compile(r"\s*URL\s*=\s*(\S.*)", re.IGNORECASE)
_SECTION = re.compile(r"\s*\[(.*)\]\s*")


def links_in(text: str) -> tuple[str, ...]:
    """The links of a text whose lines are all links, remarks (after #) or empty; none where another line is there.

    A Windows shortcut (an INI file with the section InternetShortcut) is such a text with one link.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip() and not line.lstrip().startswith(("#", ";"))]
    sections = [match[1].lower() for line in lines if (match := _SECTION.fullmatch(line))]
    if "internetshortcut" in sections:
        return tuple(match[1].strip() for line in lines if (match := _SHORTCUT.fullmatch(line)))[:1]
    if not all(_LINK.fullmatch(line) for line in lines):
        return ()
    return tuple(dict.fromkeys(lines))


def refuse_links(text: str) -> None:
    """Raise ValueError, with the next step, where the text is a list of links."""
    if links := links_in(text):
        count = "a link" if len(links) == 1 else f"a list of {len(links)} links"
        raise ValueError(f"{count} and no article; fetch what is linked with quoted add and this file's path")


def read_links(text: str) -> Drafts:
    """Never an article: raises ValueError, with the next step."""
    refuse_links(text)
    raise ValueError("no link in it; a .url file holds a line like URL=https://...")
