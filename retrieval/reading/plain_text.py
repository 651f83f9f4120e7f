"""A text that is no saved page but a title and paragraphs: it comes through whole, each paragraph below its heading.

At its top may stand who wrote it, when and for whom; what may as well be a fact stays where it is.
"""

import email.utils
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from retrieval.reading.days import beside_day, find_day
from retrieval.reading.draft import Draft
from retrieval.reading.furniture import INVITATION, SECTION_END
from retrieval.reading.headings import under_headings
from retrieval.reading.imprint import is_imprint, is_outlet, outlet_of
from retrieval.reading.language import detect_language
from retrieval.reading.lines import Line
from retrieval.reading.origin import CHANGED, agency_of, writer_of
from retrieval.sentences import WRAPPED, asks

_PLAIN = 0.65
"""The share of its words in sentences and items from which a text without a menu and invitations to click is an article
as it stands; none of the 102 pages that the models are fitted on passes for one."""
_NOTE_LINES = 10
"""A text of so few lines is no page, whether it has sentences or not."""
_INVITATIONS = 2
"""One that may as well be the text's own words makes no page."""
_DOUBTFUL = frozenset(
    "cookie|cookies|comment|comments|watch|listen|print|menu|download|feedback|email address|your email|newsletter"
    "|popular|see also|learn more|find out more|related|tags|topics|follow|share|explore|latest|recent|contact us|inbox"
    "|about us|subscription|browser|loading|commission|affiliate|more on|more in|more from|source:|sources:".split("|")
)
"""Words of pages that recipes, minutes and menus have as well."""
_INVITATION_WORDS = 11
_MENU_WORDS, _MENU_LINES = 3, 4
_HEAD = 8
"""Lines at the top of a plain text that may be its title, writer, day and outlet."""
_HEAD_DAYS = 2
"""Lines that tell when a text was published and when it was changed; more are what it is about."""
_LABELS = frozenset(
    "news|local news|world|sport|sports|football|politics|business|culture|arts|opinion|comment|editorial|obituary"
    "|obituaries|feature|features|review|reviews|interview|letters|press release|media release|exclusive|breaking"
    "|nachrichten|lokales|politik|wirtschaft|kultur|nachruf|meinung|pressemitteilung|noticias|deportes|cultura|opinión"
    "|nota de prensa|actualité|communiqué|communiqué de presse|новости|спорт".split("|")
)
"""What newspapers write in capitals above a title."""
_ITEM = re.compile(
    r"(?:[-*+•·‣–]|[(]?[^\W\d_][.)])\s+\S|[$£€¥₹]?\s?\d|[^:]{2,60}:\s+\S|.{2,40}\s\S*\d\S*(?:\s\S+)?$"
    r"|.*(?:\d\S*\s+){2}\S*\d|\S.*\S(?:\s{2,}|\t)\S|.{2,40}\s[–—-]\s\S"
    r"|.{2,40}\s(?:closed|free|geschlossen|frei|kostenlos|fermée?|gratuite?|cerrado|gratis)$",
    re.IGNORECASE,
)
"""An item of a list: marked as one, with its number or quantity first, or with its name before a value or figures."""
_LONGEST_ITEM = 200
_FIGURE = re.compile(r"\d")
_UNFINISHED = (",", ";", "-", "–", "—")
_HEADING_WORDS = (2, 4)
"""Of a heading that is none by its place alone: right above any sentence, and right below one."""
_TOLD_WORDS = 8
"""Of a sentence that stands right below a longer heading; a shorter one may be the next line of a verse."""
_MAIL = re.compile(r"(?P<key>[^\W\d_-]{2,9}):[ \t]*(?P<value>\S.*)")
_MAIL_KEYS = {
    "subject": "subject betreff objet asunto oggetto тема konu",
    "from": "from von de da от kimden",
    "date": "date sent datum gesendet envoyé fecha дата tarih",
    "others": "to cc bcc an kopie à para copia a кому kime",
}


@dataclass(frozen=True)
class Head:
    """What stands at the top of a plain text."""

    title: int | None  # the number of its line; None where the text begins with a sentence
    told: tuple[int, ...]  # the lines that tell writer, day, outlet or section, and nothing of the text


def plain_article(lines: Sequence[Line]) -> Draft:
    """The article that a plain text is."""
    head = head_of(lines)
    body = body_below(lines, head)
    told = [lines[number].text for number in head.told if not _is_label(lines[number])]
    paragraphs = plain_paragraphs(lines, body)
    language = detect_language(paragraphs)
    days = [find_day(text, language) for text in sorted(told, key=lambda text: CHANGED.search(text) is not None)]
    return Draft(
        title=lines[head.title].text if head.title is not None else "",
        paragraphs=paragraphs,
        outlet=next(filter(None, map(outlet_of, told)), "") or agency_of(lines[body[0]].text),
        author=next(filter(None, map(writer_of, told)), ""),
        published=next(filter(None, days), None),
        language=language,
    )


def is_plain(lines: Sequence[Line]) -> bool:
    """Whether a text is an article as it stands: it is short, or has most words in sentences and items of lists and no
    menu; and no page's invitations to click.
    """
    invitations = [invitation for line in lines[1:] if (invitation := _invitation(line))]
    if not _DOUBTFUL.issuperset(invitations):
        return False
    if len(lines) <= _NOTE_LINES:
        return True
    words = sum(len(line.words) for line in lines)
    told = sum(len(line.words) for line in lines[1:] if line.is_sentence or _is_item(line)) + len(lines[0].words)
    return len(invitations) < _INVITATIONS and told >= _PLAIN * words and not _has_menu(lines)


def _invitation(line: Line) -> str:
    """The words of a short line by which it invites to click or begins another part of a page; "" where it does not."""
    if len(line.words) > _INVITATION_WORDS or line.is_sentence:
        return ""
    match = SECTION_END.match(line.text)
    if match is None or line.text[match.end() : match.end() + 1].isalpha():
        match = INVITATION.search(line.text)
    return " ".join(match.group().lower().split()) if match is not None else ""


def _has_menu(lines: Sequence[Line]) -> bool:
    """Whether several lines of a few words stand one below the other above the first sentence."""
    short = 0
    for line in takewhile(lambda line: not line.is_sentence, lines):
        listed = len(line.words) <= _MENU_WORDS and not line.ends_sentence and not _is_item(line)
        short = short + 1 if listed else 0
        if short == _MENU_LINES:
            return True
    return False


def _is_item(line: Line) -> bool:
    """Whether a line is an item of a list."""
    return len(line.text) <= _LONGEST_ITEM and _ITEM.match(line.text) is not None


def head_of(lines: Sequence[Line]) -> Head:
    """The title of a plain text and what is told around it."""
    dated = {number for number, line in enumerate(lines) if not line.is_sentence and beside_day(line.text) is not None}
    told = {number for number, line in enumerate(lines[:_HEAD]) if _may_tell(number, line)}
    told -= dated if len(dated) > _HEAD_DAYS else set()
    label = len(lines) > 1 and _is_label(lines[0]) and not lines[1].is_sentence
    top = list(_top(lines, told, label=label))
    told &= set(top)
    untold = [number for number in top if number not in told and not (label and number == 0)]
    if not untold:  # a day alone above the text, or a label, is its title
        return Head(0 if not lines[0].is_sentence and len(lines) > 1 else None, tuple(sorted(told - {0})))
    # "What is a tide?" is a title where its writer or its day stands below it.
    is_title = not lines[untold[0]].is_sentence or (asks(lines[0].text) and bool(told))
    title = untold[0] if is_title and len(lines) > 1 else None
    beside = {number for number in untold if number != title and told & {number - 1, number + 1}}
    told |= {number for number in beside if is_outlet(lines[number].text)}  # alone, "Post Office" names no outlet
    return Head(title, tuple(sorted(told | ({0} if label else set()))))


def body_below(lines: Sequence[Line], head: Head) -> list[int]:
    """The numbers of the lines that are no part of the head; all where no other is left."""
    body = [number for number in range(len(lines)) if number != head.title and number not in head.told]
    return body or list(range(len(lines)))


def plain_paragraphs(lines: Sequence[Line], body: Sequence[int]) -> tuple[str, ...]:
    """The body's lines as paragraphs, each below its heading."""
    chosen = [lines[number] for number in body]
    told = tuple(paragraph for _, paragraph in under_headings(_headed(chosen)))
    return told or tuple(line.text for line in chosen)


def without_mail_head(text: str) -> str:
    """A message with its subject as the title, and below it whom and when it is from; other texts as they are."""
    head, _, rest = text.lstrip().replace("\r\n", "\n").partition("\n\n")
    matches = [_MAIL.fullmatch(line.strip()) for line in head.split("\n")]
    told = {match["key"].lower(): match["value"].strip() for match in matches if match is not None}
    known = {name: keys.split() for name, keys in _MAIL_KEYS.items()}
    found = {name: next((told[key] for key in keys if key in told), "") for name, keys in known.items()}
    is_mail = None not in matches and set(told) <= {key for keys in known.values() for key in keys}
    if not (is_mail and rest.strip() and found["subject"] and found["from"]):
        return text
    writer = email.utils.parseaddr(found["from"])[0] if "@" in found["from"] else found["from"]
    try:
        day = email.utils.parsedate_to_datetime(found["date"]).date().isoformat()
    except ValueError:
        day = found["date"]
    lines = [found["subject"], writer and f"By {writer}", day]
    return "\n".join(filter(None, lines)) + f"\n\n{rest}"


def _may_tell(number: int, line: Line) -> bool:
    """Whether a line may tell writer, day or outlet; the first one is a title but where it is a day alone."""
    if line.is_sentence:
        return False
    return is_imprint(line.text) if number else beside_day(line.text) == []


def _top(lines: Sequence[Line], told: set[int], *, label: bool) -> Iterator[int]:
    """The numbers of the lines at the top, up to the first sentence: the title, what stands right below it, and
    whatever tells writer, day or outlet.
    """
    titled = False
    for number, line in enumerate(lines[:_HEAD]):
        if number and (line.is_sentence or (line.after_blank and titled and not _block_tells(lines, number, told))):
            return
        titled = titled or not (number in told or (label and number == 0))
        yield number


def _block_tells(lines: Sequence[Line], start: int, told: set[int]) -> bool:
    """Whether one of the lines up to the next blank one tells writer, day or outlet."""
    for number, line in enumerate(lines[start:_HEAD], start):
        if number in told:
            return True
        if line.is_sentence or line.before_blank:
            return False
    return False


def _is_label(line: Line) -> bool:
    return line.text.isupper() and line.text.lower() in _LABELS


def _headed(lines: Sequence[Line]) -> Iterator[tuple[str, bool]]:
    """The lines, and whether each is a heading. One right above its block heads that block, one above items those
    items, and each ends where the next might begin.
    """
    of_block = of_items = False
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        following = lines[number + 1] if number + 1 < len(lines) else None
        is_heading = following is not None and _heads(before, line, following)
        may_head = not (line.is_sentence or _is_item(line)) and _begins(before, line)
        if (of_items and line.is_sentence and line.after_blank) or (may_head and not is_heading):
            yield "", True
            of_block = of_items = False
        yield line.text, is_heading
        if is_heading and following is not None:
            of_block, of_items = not line.before_blank, _is_item(following)
        elif of_block and line.before_blank:
            yield "", True
            of_block = of_items = False


def _heads(before: Line | None, line: Line, following: Line) -> bool:
    """Whether a line is the heading of what follows: of items, of a sentence below a blank line, or of a long one."""
    if len(line.text) >= WRAPPED or line.ends_sentence or line.text.endswith(_UNFINISHED):
        return False
    is_above = line.before_blank or following.number == line.number + 1  # nothing that was told stands between
    is_subtitle = before is None and not line.after_blank and line.before_blank
    if is_subtitle or not is_above or _FIGURE.search(line.text) or _is_item(line):
        return False
    if _is_item(following):
        return _begins(before, line) or (before is not None and _is_item(before) and line.text[0].isupper())
    is_apart = line.before_blank or len(line.words) <= _HEADING_WORDS[0] or len(following.words) >= _TOLD_WORDS
    return following.is_sentence and _begins(before, line) and is_apart


def _begins(before: Line | None, line: Line) -> bool:
    """Whether a line stands at the top of a block, or is short and stands where a sentence has ended."""
    return line.after_blank or before is None or (before.is_sentence and len(line.words) <= _HEADING_WORDS[1])
