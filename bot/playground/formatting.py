"""Text as the bot sends it, parsed into what people see and its entities.

Refuses what the documents forbid (https://core.telegram.org/bots/api#html-style), in the words of Telegram's parser
where that refuses it too. Telegram itself lets some of it pass and shows something else than was meant: a bare "&", a
nested blockquote, bold code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.playground.parameters import utf16_length
from bot.playground.refusal import Refusal, bad_request

MOST_UNITS = 4096
"""After parsing."""
MOST_BYTES = 32 * 1024
"""Before parsing."""
MOST_ENTITIES = 100
"""Those beyond are dropped without a word."""

_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
}  # fmt: skip
"""The entity that a tag makes."""
_CODE = {"code", "pre"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_WRONG = {"<": "Unclosed start tag", ">": 'Character ">" must be escaped', "&": 'Character "&" must be escaped'}
_TOKEN = re.compile(r"<(?P<end>/?)(?P<tag>[^\s<>/]*)(?P<rest>[^<>]*)>|&(?P<reference>#?\w+);|(?P<wrong>[<>&])")
_ATTRIBUTE = re.compile(r"""\s+(?P<name>[a-z-]+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'))?""")
_REFERENCE = re.compile(r"&(#?\w+);")
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)\]'’”]|(?<![\w@./-])(?:[a-z0-9-]+\.)+[a-z]{2,24}/[\w/%#?&=.-]*[\w/])"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[A-Za-z0-9_]{3,32})(?!\w)"
)


@dataclass(frozen=True)
class Entity:
    """A stretch of a text with a meaning; offset and length in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str = ""
    language: str = ""

    def record(self) -> dict[str, str | int]:
        """The entity as the Bot API's JSON object."""
        record: dict[str, str | int] = {"type": self.type, "offset": self.offset, "length": self.length}
        return record | {name: text for name, text in (("url", self.url), ("language", self.language)) if text}


@dataclass(frozen=True)
class _Open:
    """A start tag that waits for its end."""

    tag: str
    attributes: dict[str, str]
    offset: int


def formatted(text: str, parse_mode: str) -> tuple[str, list[Entity]]:
    """What people see of a message's text, and its entities. Raises Refusal."""
    if parse_mode.lower() not in {"", "html"}:
        raise bad_request("unsupported parse_mode")
    if len(text.encode("utf-8")) > MOST_BYTES:
        raise bad_request("message is too long")
    shown, entities = parse_html(text) if parse_mode else (text, [])
    shown, entities = _trimmed(shown, entities)
    if not shown:
        raise bad_request("message text is empty")
    if utf16_length(shown) > MOST_UNITS:
        raise bad_request("message is too long")
    entities = sorted([*entities, *found(shown, entities)], key=lambda entity: (entity.offset, -entity.length))
    return shown, entities[:MOST_ENTITIES]


def found(text: str, among: list[Entity]) -> list[Entity]:
    """The commands, mentions and addresses in a text that stand in no code or link already."""
    taken = [(e.offset, e.offset + e.length) for e in among if e.type in {"code", "pre", "text_link"}]
    entities = []
    for match in _FOUND.finditer(text):
        assert match.lastgroup
        offset, length = utf16_length(text[: match.start()]), utf16_length(match.group())
        if not any(offset < end and start < offset + length for start, end in taken):
            entities.append(Entity(match.lastgroup, offset, length))
    return entities


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """A text in Telegram's HTML without its tags, and the entities that they make. Raises Refusal."""
    shown, entities, opened = "", [], list[_Open]()
    for piece, token in _tokens(text):
        shown += piece
        if token is None:
            break
        at = len(text[: token.start()].encode("utf-8"))
        if token["wrong"]:
            raise _unparsable(_WRONG[token["wrong"]], at)
        if token["reference"]:
            shown += _character(token["reference"], at)
        elif token["end"]:
            entities += _close(token["tag"], opened, utf16_length(shown), at)
        else:
            opened.append(_start(token, opened, utf16_length(shown), at))
    if opened:
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1].tag}\"")
    return shown, sorted(entities, key=lambda entity: (entity.offset, -entity.length))


def _tokens(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """Plain text and the tag or reference after it; at last the rest and None."""
    start = 0
    for token in _TOKEN.finditer(text):
        yield text[start : token.start()], token
        start = token.end()
    yield text[start:], None


def _start(token: re.Match[str], opened: list[_Open], offset: int, at: int) -> _Open:
    tag = token["tag"].lower()
    if tag not in _TYPES:
        raise _unparsable(f'Unsupported start tag "{tag}"', at)
    inside = [one.tag for one in opened]
    if "blockquote" in inside and tag == "blockquote":
        raise _unparsable("Blockquotes can't be nested: one starts", at)
    within_code = _CODE.intersection(inside) and not (tag == "code" and inside[-1] == "pre")
    if within_code or (tag in _CODE and not set(inside) <= {"blockquote", "pre"}):
        raise _unparsable(f'Code can\'t be combined with other styles: tag "{tag}"', at)
    attributes = _attributes(token["rest"], tag, at)
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _unparsable('Tag "span" must have class "tg-spoiler"', at)
    return _Open(tag, attributes, offset)


_KNOWN = {"a": {"href"}, "code": {"class"}, "span": {"class"}, "blockquote": {"expandable"}}


def _attributes(rest: str, tag: str, at: int) -> dict[str, str]:
    attributes = {}
    end = 0
    while match := _ATTRIBUTE.match(rest, end):
        value = match["double"] if match["double"] is not None else match["single"]
        if match["name"] not in _KNOWN.get(tag, set()):
            raise _unparsable(f'Unsupported attribute "{match["name"]}" in the tag "{tag}"', at)
        attributes[match["name"]] = _REFERENCE.sub(lambda found: _character(found[1], at), value or "")
        end = match.end()
    if rest[end:].strip():
        raise _unparsable(f'Unexpected "{rest[end:].strip()}" in the tag "{tag}"', at)
    return attributes


def _close(tag: str, opened: list[_Open], offset: int, at: int) -> list[Entity]:
    """The entity of the tag that ends here; none where it holds nothing, or is the language of a `pre`."""
    if not opened:
        raise _unparsable("Unexpected end tag", at)
    start = opened.pop()
    if tag.lower() != start.tag:
        reason = f'Unmatched end tag at byte offset {at}, expected "</{start.tag}>", found "</{tag}>"'
        raise bad_request(f"can't parse entities: {reason}")
    entity = Entity(_TYPES[start.tag], start.offset, offset - start.offset)
    if start.tag == "code" and opened and opened[-1].tag == "pre":
        opened[-1].attributes["language"] = start.attributes.get("class", "").removeprefix("language-")
        return []
    if start.tag == "pre":
        entity = replace(entity, language=start.attributes.get("language", ""))
    if start.tag == "blockquote" and "expandable" in start.attributes:
        entity = replace(entity, type="expandable_blockquote")
    if start.tag == "a":
        entity = replace(entity, url=start.attributes.get("href", ""))
        if not re.match(r"(?:https?|tg|mailto|tel):", entity.url):
            return []  # Telegram shows such a link's text without a link
    return [entity] if entity.length else []


def _character(reference: str, at: int) -> str:
    """The character that a reference without its & and ; stands for."""
    try:
        if reference.startswith(("#x", "#X")):
            character = chr(int(reference[2:], 16))
        elif reference.startswith("#"):
            character = chr(int(reference[1:]))
        else:
            return _NAMED[reference]
        character.encode("utf-8")
    except (KeyError, ValueError, OverflowError):
        raise _unparsable(f'Unsupported entity "&{reference};"', at) from None
    return character


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """The text without white space around it; entities moved, and cut to what is left of them."""
    cut = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    end = utf16_length(text)
    kept = []
    for entity in entities:
        first, last = max(entity.offset - cut, 0), min(entity.offset + entity.length - cut, end)
        if first < last:
            kept.append(replace(entity, offset=first, length=last - first))
    return text, kept


def _unparsable(reason: str, at: int) -> Refusal:
    return bad_request(f"can't parse entities: {reason} at byte offset {at}")
