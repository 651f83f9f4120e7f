"""Markdown with front matter: title, outlet, author, date, url and language above, the article below."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from retrieval.reading.days import parse_day
from retrieval.reading.draft import Draft, Drafts
from retrieval.reading.headings import under_headings
from retrieval.reading.language import language_of_tag
from retrieval.reading.tables import is_head, row_told

_FRONT_MATTER = re.compile(r"\A\s*---[^\S\n]*\n(.*?\n)?(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
_UNQUOTED = re.compile(r"^(\w[\w-]*:[^\S\n]+)([^\s\"'\[{|>&*!#][^\n]*:(?=\s|\Z)[^\n]*)$", re.MULTILINE)
"""A field whose text holds a colon, which YAML wants in quotation marks."""
_LANGUAGE = re.compile("[a-z]{2,3}")
_LANGUAGES, _DATES = ("language", "lang"), ("published", "date")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]:[^\S\n]*")
_MARKER = re.compile(r"\s*\[\^([^\]\s]+)\]")
_BREAKS = ("softbreak", "hardbreak")


def read_markdown(text: str) -> Drafts:
    """The file's article. Raises ValueError when it has no paragraph, or front matter that is not YAML."""
    fields, body = _front_matter(text)
    tokens = _parsed(body)
    title = _field(fields, "title") or _first_heading(tokens)
    paragraphs = tuple(paragraph for _, paragraph in under_headings(_lines(tokens), title=title))
    if not paragraphs:
        raise ValueError("no paragraphs")
    tag = language_of_tag(_field(fields, *_LANGUAGES))
    language = tag if _LANGUAGE.fullmatch(tag) else ""
    draft = Draft(
        title=title,
        paragraphs=paragraphs,
        id=_field(fields, "id"),
        outlet=_field(fields, "outlet", "source", "site", "publication"),
        author=_field(fields, "author", "authors", "byline"),
        published=parse_day(_field(fields, *_DATES), language),
        url=_field(fields, "url", "link", "canonical"),
        language=language,
    )
    return Drafts((draft,), tuple(_problems(fields, draft)))


def _problems(fields: Mapping[str, Any], draft: Draft) -> Iterator[str]:
    """A line for each field that is filled and could not be used."""
    for names, used, wanted in (
        (_DATES, draft.published, "a date like 2022-10-31"),
        (_LANGUAGES, draft.language, 'a language like "en", in quotation marks'),
    ):
        filled = next((name for name in names if _field(fields, name)), "")
        if filled and not used:
            yield f'"{filled}" is not {wanted}; the rest is used'


def _front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """The fields between the lines of dashes, and the text below them."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    fields = _yaml(match.group(1) or "", line=text[: match.start(1)].count("\n") + 1)
    if fields is None:
        return {}, text[match.end() :]
    if not isinstance(fields, dict):  # two rules with words between them, not front matter
        return {}, text
    return {str(name).lower(): value for name, value in fields.items()}, text[match.end() :]


def _yaml(text: str, *, line: int) -> Any:
    """What the YAML says; it begins at this line of the file. Raises ValueError with one line."""
    import yaml

    try:
        try:
            return yaml.safe_load(text)
        except yaml.YAMLError:
            return yaml.safe_load(_UNQUOTED.sub(lambda field: field[1] + _quoted(field[2]), text))
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2022-13-45
        reason = str(getattr(error, "problem", "") or error).split("\n")[0]
        mark = getattr(error, "problem_mark", None)
        where = f" in line {line + mark.line}" if mark else ""
        raise ValueError(f"the front matter is not YAML ({reason}{where})") from None


def _quoted(text: str) -> str:
    return "'" + text.rstrip().replace("'", "''") + "'"


def _field(fields: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that is filled, as text."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, list):
            value = ", ".join(str(part) for part in value if part is not None)
        if isinstance(value, datetime.datetime):
            value = value.date()
        if value not in (None, "") and not isinstance(value, dict):
            return " ".join(str(value).split())
    return ""


def _parsed(text: str) -> list[Token]:
    """The text's tokens; a footnote is a paragraph, and what refers to it is gone."""
    markdown = MarkdownIt("commonmark").enable("table")
    markdown.block.ruler.before("table", "footnote", _begin_footnote, {"alt": ["paragraph"]})
    names: set[str] = set()
    tokens = markdown.parse(text, {"footnotes": names})
    for child in (child for token in tokens for child in token.children or () if child.type == "text"):
        child.content = _MARKER.sub(lambda marker: "" if marker[1] in names else marker[0], child.content)
    return tokens


def _begin_footnote(state: StateBlock, line: int, _: int, silent: bool) -> bool:
    """A rule of markdown-it: "[^1]:" ends the paragraph before it; then it is passed over and its name kept."""
    match = _FOOTNOTE.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])
    if match is None or state.is_code_block(line):
        return False
    if not silent:
        state.env["footnotes"].add(match[1])
        state.bMarks[line], state.tShift[line], state.sCount[line] = match.end(), 0, state.blkIndent
    return silent


def _first_heading(tokens: Sequence[Token]) -> str:
    for token, following in pairwise(tokens):
        if token.type == "heading_open":
            return _plain(following)
    return ""


def _lines(tokens: Sequence[Token]) -> Iterator[tuple[str, bool]]:
    """The text of paragraphs, items, quotes, code blocks, rows and headings in order, and whether it is a heading.

    Markup and HTML are left out.
    """
    head: list[str] = []
    row: list[str] = []
    parent = ""
    for token in tokens:
        if token.type in ("paragraph_open", "heading_open", "th_open", "td_open"):
            parent = token.type
        elif token.type == "inline" and parent in ("th_open", "td_open"):
            row.append(_plain(token))
        elif token.type == "inline":
            yield _plain(token), parent == "heading_open"
        elif token.type == "hr":
            yield "", True
        elif token.type in ("fence", "code_block"):
            yield token.content.rstrip("\n"), False
        elif token.type == "thead_close":
            head, row = row, []
            if not is_head(head):
                yield row_told(head), False
                head = []
        elif token.type == "tr_close" and parent == "td_open":
            yield row_told(row, head), False
            row = []


def _plain(token: Token) -> str:
    """The words of an inline token as a reader sees them, on one line."""
    words = []
    for child in token.children or ():
        if child.type in _BREAKS:
            words.append(" ")
        elif child.type == "image":
            continue  # a picture's description is no sentence of the article
        elif child.type != "html_inline":
            words.append(child.content)
    return " ".join("".join(words).split())
