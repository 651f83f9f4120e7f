"""A text that is no saved page but a title and paragraphs: it comes through whole, each paragraph below its heading.

At its top may stand who wrote it, when and for whom.
"""

import re
from collections.abc import Iterator, Sequence

from retrieval.reading.days import name_of_issue, tells_day
from retrieval.reading.furniture import INVITATION, SECTION_END, leads_elsewhere, names_origin
from retrieval.reading.headings import under_headings
from retrieval.reading.lines import Line
from retrieval.sentences import WRAPPED, asks

_PLAIN = 0.7
"""The share of its words in sentences and items from which a text without a menu or an invitation to click is an
article as it stands; none of the 102 pages that the models are fitted on passes for one."""
_NOTE_LINES = 10
"""A text of so few lines is no page, whether it has sentences or not."""
_INVITATION_WORDS = 11
_MENU_WORDS, _MENU_LINES = 3, 4
_HEAD = 6
"""Lines at the top of a plain text that may be its title, writer, day and outlet."""
_HEAD_DAYS = 2
"""Lines that tell when a text was published and when it was changed; more are what it is about."""
_LABEL_WORDS = 2
"""Of a line in capitals that names a section: "SPORT"."""
_OUTLET_WORDS = 4
_ITEM = re.compile(r"[-*+•·‣–]\s+\S|\d|[^:]{2,40}:\s+\S|.{2,40}\s\S*\d\S*(?:\s\S+)?$")
"""An item of a list: marked as one, with its number or quantity first, or with its name before a value or a figure."""
_FIGURE = re.compile(r"\d")
_UNFINISHED = (":", ",", ";", "-", "–", "—")


def is_plain(lines: Sequence[Line]) -> bool:
    """Whether a text is an article as it stands: it is short, or has most words in sentences and items of lists and no
    menu; and there is no page's invitation to click.
    """
    if any(_invites(line) for line in lines):
        return False
    words = sum(len(line.words) for line in lines)
    told = sum(len(line.words) for line in lines[1:] if line.is_sentence or _is_item(line)) + len(lines[0].words)
    return len(lines) <= _NOTE_LINES or (told >= _PLAIN * words and not _has_menu(lines))


def _invites(line: Line) -> bool:
    return len(line.words) <= _INVITATION_WORDS and (
        INVITATION.search(line.text) is not None or (SECTION_END.match(line.text) is not None and not line.is_sentence)
    )


def _has_menu(lines: Sequence[Line]) -> bool:
    """Whether several lines of a few words stand one below the other."""
    short = 0
    for line in lines:
        listed = len(line.words) <= _MENU_WORDS and not line.ends_sentence and not _is_item(line)
        short = short + 1 if listed else 0
        if short == _MENU_LINES:
            return True
    return False


def _is_item(line: Line) -> bool:
    """Whether a line is an item of a list."""
    return _ITEM.match(line.text) is not None


def plain_article(lines: Sequence[Line]) -> tuple[int | None, list[int]]:
    """The number of the title's line, None where the text begins with a sentence, and the numbers of the
    others, without the lines at the top that tell writer, day and outlet.
    """
    days = {number for number, line in enumerate(lines) if not line.is_sentence and tells_day(line.text)}
    days = days if len(days) <= _HEAD_DAYS else set()
    top = list(_top(lines))
    issues = {number for number in top[1:] if name_of_issue(lines[number].text)}
    head = issues | {number for number in top if number in days or names_origin(lines[number])}
    head |= {number for number in top[1:] if head & {number - 1, number + 1} and _is_name(lines[number])}
    is_label = len(top) > 1 and 1 not in head and _is_label(lines[0]) and not lines[1].is_sentence
    is_title = not lines[0].is_sentence or (asks(lines[0].text) and 1 in head)  # "What is a tide?", and who wrote it
    title = int(is_label) if is_title and len(lines) > 1 else None
    head |= {0} if is_label else set()
    body = [number for number in range(len(lines)) if number != title and number not in head]
    return (title, body) if body else (None, list(range(len(lines))))


def plain_outlet(lines: Sequence[Line], body: Sequence[int], title: int | None) -> str:
    """The outlet that a line between title and body names; "" where there is none. One word may as well be a place."""
    top = [lines[number] for number in range(title + 1, body[0])] if title is not None and body else []
    issues = (name_of_issue(line.text) for line in top)
    names = (line.text for line in top if _is_name(line) and len(line.words) > 1)
    return next(filter(None, (*issues, *names)), "")


def plain_paragraphs(lines: Sequence[Line], body: Sequence[int]) -> tuple[str, ...]:
    """The body's lines as paragraphs, each below its heading. Nothing is left out if nothing would remain."""
    chosen = [lines[number] for number in body if not leads_elsewhere(lines[number])]
    told = tuple(paragraph for _, paragraph in under_headings(_headed(chosen)))
    return told or tuple(lines[number].text for number in body)


def _top(lines: Sequence[Line]) -> Iterator[int]:
    """The numbers of the first lines, up to the first blank one or, where none comes soon, up to the first sentence; a
    title may have a blank line below it.
    """
    for number, line in enumerate(lines[:_HEAD]):
        if number and line.is_sentence:
            return
        yield number
        if number and line.before_blank:
            return


def _is_name(line: Line) -> bool:
    """Whether a line is a name and nothing else: "Valley Courier"."""
    words = line.text.split()
    is_capital = all(word[0].isupper() or not word.isalpha() for word in words)
    is_other = names_origin(line) or tells_day(line.text) or line.ends_sentence or _is_item(line)
    return len(words) <= _OUTLET_WORDS and is_capital and not is_other


def _is_label(line: Line) -> bool:
    return line.text.isupper() and len(line.words) <= _LABEL_WORDS


def _headed(lines: Sequence[Line]) -> Iterator[tuple[str, bool]]:
    """The lines, and whether each is a heading: of its block, or of the text below a line that stands alone. The end
    of a block ends its heading.
    """
    of_block = False
    for number, line in enumerate(lines):
        is_heading = number + 1 < len(lines) and _heads(line, lines[number + 1])
        yield line.text, is_heading
        of_block = (is_heading and not line.before_blank) or (of_block and not is_heading)
        if of_block and line.before_blank:
            yield "", True
            of_block = False


def _heads(line: Line, following: Line) -> bool:
    """Whether a line is the heading of the sentences or items that follow: alone above sentences, or right above."""
    is_line = line.after_blank and len(line.text) < WRAPPED and not line.ends_sentence
    if not is_line or line.text.endswith(_UNFINISHED) or _FIGURE.search(line.text) or _is_item(line):
        return False
    return following.is_sentence or (_is_item(following) and not (line.before_blank and following.before_blank))
