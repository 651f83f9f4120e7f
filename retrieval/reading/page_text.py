"""The text of a saved web page, or any plain text: title, day, origin, and the body without the page's
furniture.

What belongs to the body is decided line by line (body.py); here it becomes an article. Where a text is no saved page
but a title and paragraphs, it comes through whole (plain_text.py).
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from retrieval.reading.body import body_lines, fitted_trees
from retrieval.reading.days import mentions_day
from retrieval.reading.draft import Draft, Drafts
from retrieval.reading.furniture import CREDIT, INVITATION, leads_elsewhere, names_origin
from retrieval.reading.language import detect_language
from retrieval.reading.lines import Line, ends_sentence, split_lines
from retrieval.reading.links import refuse_links
from retrieval.reading.origin import find_author, find_outlet, find_published, writer_of
from retrieval.reading.plain_text import is_plain, plain_article, without_mail_head
from retrieval.reading.titles import find_title, fitted_weights

_WRAPPED = (50, 100)
"""Characters between which the longest line of hard-wrapped text lies."""
_HEADING_WORDS = 3
"""A heading of so many words says nothing that could be quoted; longer ones often do."""
_LEAST_BROKEN = 3
"""Lines that show a width at which a text was broken."""
_BROKEN = 40
"""Characters from which a line is broken that ends no sentence, where the next one begins with a small letter."""
_STANDFIRST_WORDS = 8
_STANDFIRST_REACH = 2
"""Lines (a day, a writer) that may stand between a title and its standfirst."""


def read_page_text(text: str) -> Drafts:
    """The page's article. Raises ValueError where the text has no words or is a list of links."""
    refuse_links(text)
    lines = split_lines(unwrap(without_mail_head(text)))
    if not lines:
        raise ValueError("no words")
    body = [] if is_plain(lines) else without_signatures(lines, body_lines(lines, fitted_trees()))
    if not body:
        return Drafts((plain_article(lines),))
    title = find_title(lines, body, fitted_weights())
    kept = paragraphs(lines, body, title)
    language = detect_language(kept)
    draft = Draft(
        title=lines[title].text if title is not None else "",
        paragraphs=kept,
        outlet=find_outlet(lines, body, title),
        author=find_author(lines, body, title),
        published=find_published(lines, body, title, language=language),
        language=language,
    )
    return Drafts((draft,))


def without_signatures(lines: Sequence[Line], body: Sequence[int]) -> list[int]:
    """The body without the lines at its ends that tell writer, day or source: they belong around it."""
    start, end = 0, len(body)
    while start < end and _signs(lines[body[start]]):
        start += 1
    while end > start and _signs(lines[body[end - 1]]):
        end -= 1
    return list(body[start:end])


def _signs(line: Line) -> bool:
    return names_origin(line) or (not line.is_sentence and mentions_day(line.text))


def paragraphs(lines: Sequence[Line], body: Sequence[int], title: int | None) -> tuple[str, ...]:
    """The body's paragraphs with the standfirst before them, without headings, links to other stories, credits and
    repetitions. Nothing is left out if nothing would remain.
    """
    standfirst = _standfirst(lines, body, title)
    chosen = [
        lines[number] for number in ([standfirst] if standfirst is not None else []) + list(body) if number != title
    ]
    title_words = lines[title].words if title is not None else ()
    kept: dict[tuple[str, ...], str] = {}
    for before, line, following in zip([None, *chosen], chosen, [*chosen[1:], None], strict=False):
        if line.words != title_words and not leads_elsewhere(line) and not _is_heading(before, line, following):
            kept.setdefault(line.words, line.text)
    return tuple(kept.values()) or tuple(line.text for line in chosen) or tuple(line.text for line in lines)


def _is_heading(before: Line | None, line: Line, following: Line | None) -> bool:
    """Whether a line heads the sentences that follow: short, standing alone, no sentence."""
    return (
        following is not None
        and following.is_sentence
        and (before is None or before.ends_sentence)
        and len(line.words) <= _HEADING_WORDS
        and not line.ends_sentence
        and not line.text.endswith((":", ",", ";", "-", "–", "—"))
        and line.after_blank
        and line.before_blank
    )


def _standfirst(lines: Sequence[Line], body: Sequence[int], title: int | None) -> int | None:
    """The number of the sentences between two copies of the title that sum the story up.

    Elsewhere sentences above the body are left to the line model: people who mark bodies rarely count them in.
    """
    if title is None or not body:
        return None
    copies = [number for number in range(title, body[0]) if lines[number].words == lines[title].words]
    for copy, following in pairwise(copies):
        for number in range(copy + 1, min(copy + 2 + _STANDFIRST_REACH, following)):
            line = lines[number]
            if line.is_sentence and len(line.words) >= _STANDFIRST_WORDS:
                telling = not (CREDIT.search(line.text) or INVITATION.search(line.text) or mentions_day(line.text))
                return number if telling else None
            if not _signs(line):
                break
    return None


def unwrap(text: str) -> str:
    """The text with every paragraph on one line, where its lines were broken at a fixed width; else with those lines
    put together that were broken in mid-sentence.

    Broken lines are nearly as long as the longest one, and most do not end a sentence.
    """
    blocks = [block.split("\n") for block in re.split(r"\n[^\S\n]*\n", text.strip("\n"))]
    inner = [line.rstrip() for block in blocks for line in block[:-1] if line.strip()]
    width = max(map(len, inner), default=0)
    full = sum(len(line) >= width - 20 for line in inner)
    open_ended = sum(not Line(line, 0, (), False, False).ends_sentence for line in inner)
    wide = _WRAPPED[0] <= width <= _WRAPPED[1] and full >= 0.85 * len(inner)
    if len(inner) < _LEAST_BROKEN or not wide or open_ended < 0.6 * len(inner):
        return "\n\n".join("\n".join(_mended(block)) for block in blocks) if inner else text
    return "\n\n".join(" ".join(line.strip() for line in block if line.strip()) for block in blocks)


def _mended(block: Sequence[str]) -> list[str]:
    """The block's lines, those put together of which one is long and open-ended and the next begins in mid-sentence."""
    lines: list[list[str]] = []
    for line in block:
        last = lines[-1][-1].rstrip() if lines else ""
        length = len(last) if not lines or len(lines[-1]) == 1 else _BROKEN
        goes_on = line.lstrip()[:1].islower() and not writer_of(line.strip())
        if length >= _BROKEN and not ends_sentence(last) and goes_on:
            lines[-1][-1] = last
            lines[-1].append(line.lstrip())
        else:
            lines.append([line])
    return [" ".join(pieces) for pieces in lines]
