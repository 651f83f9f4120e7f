"""Links to sources that open at the quoted words, by text fragments (https://wicg.github.io/scroll-to-text-fragment/)."""

from urllib.parse import quote, urlsplit

LONGEST = 2000
"""Characters; longer links break in some clients, and eat into a message's 32 KiB."""
_WHOLE_WORDS = 10
_EDGE_WORDS = 4
_DIRECTIVE = ":~:"


def link_to_words(url: str, words: str) -> str:
    """The URL with a text fragment that makes a browser scroll to the words; "" when it is no http(s) URL.

    Many words are named by their first and last few, which also finds them across line breaks. Where a fragment
    can't be added (it would be too long, or there is one already), the URL comes back as it is.
    """
    if not _is_web(url):
        return ""
    fragment = _fragment(words)
    if not fragment or _DIRECTIVE in url:
        return url
    separator = "" if "#" in url else "#"
    linked = f"{url}{separator}{_DIRECTIVE}text={fragment}"
    return linked if len(linked) <= LONGEST else url


def _is_web(url: str) -> bool:
    if len(url) > LONGEST or not url.isprintable() or any(character.isspace() for character in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # such as an unclosed IPv6 address
        return False


def _fragment(text: str) -> str:
    words = text.split()
    if len(words) <= _WHOLE_WORDS:
        return _encoded(words)
    return f"{_encoded(words[:_EDGE_WORDS])},{_encoded(words[-_EDGE_WORDS:])}"


def _encoded(words: list[str]) -> str:
    # A dash or a comma of the text itself would be read as the directive's own punctuation.
    return quote(" ".join(words), safe="", errors="replace").replace("-", "%2D")
