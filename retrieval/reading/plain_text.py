"""A text that is no saved page but a title and paragraphs: it comes through whole, each paragraph below its heading.

At its top may stand who wrote it, when and for whom.
"""

import email.utils
import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from retrieval.reading.days import find_day, is_future, name_beside_day, name_of_issue, tells_day
from retrieval.reading.furniture import INVITATION, SECTION_END, is_byline, names_origin
from retrieval.reading.headings import under_headings
from retrieval.reading.lines import Line
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
_LABEL_WORDS = 2
"""Of a line in capitals that names a section: "SPORT"."""
_NAME_WORDS = 6
_OUTLET_WORDS = (
    "times news notes post courier gazette herald journal mail echo chronicle observer tribune review magazine press"
    " star standard argus examiner advertiser bulletin weekly daily zeitung \\w*bote \\w*blatt \\w*kurier anzeiger"
    " nachrichten rundschau diario periódico heraldo nouvelles gazeta gazetesi вести газета"
)
_OUTLET = re.compile(rf"\b(?:{'|'.join(_OUTLET_WORDS.split())})\b|^(?:the|der|die|das|le|la|les|el|il) ", re.IGNORECASE)
"""What names of outlets have and names of people have not."""
_PARTICLES = frozenset("& and of the de del de la el le les der die das den und y e et van von di da du".split())
_ITEM = re.compile(
    r"(?:[-*+•·‣–]|[(]?[^\W\d_][.)])\s+\S|[$£€¥₹]?\s?\d|[^:]{2,40}:\s+\S|.{2,40}\s\S*\d\S*(?:\s\S+)?$|.*(?:\d\S*\s+){2}\S*\d|\S.*\S(?:\s{2,}|\t)\S"
    r"|.{2,40}\s(?:closed|free|geschlossen|frei|kostenlos|fermée?|gratuite?|cerrado|gratis)$",
    re.IGNORECASE,
)
"""An item of a list: marked as one, with its number or quantity first, or with its name before a value or figures."""
_LONGEST_ITEM = 200
_FIGURE = re.compile(r"\d")
_UNFINISHED = (",", ";", "-", "–", "—")
_MAIL = re.compile(r"(?P<key>[^\W\d_]{2,9}):[ \t]*(?P<value>\S.*)")
_MAIL_KEYS = {
    "subject": "subject betreff objet asunto oggetto тема konu",
    "from": "from von de da от kimden",
    "date": "date sent datum gesendet envoyé fecha дата tarih",
}


def is_plain(lines: Sequence[Line]) -> bool:
    """Whether a text is an article as it stands: it is short, or has most words in sentences and items of lists and no
    menu; and no page's invitations to click.
    """
    invitations = [invitation for line in lines[1:] if (invitation := _invitation(line))]
    if len(invitations) >= _INVITATIONS or not _DOUBTFUL.issuperset(invitations):
        return False
    words = sum(len(line.words) for line in lines)
    told = sum(len(line.words) for line in lines[1:] if line.is_sentence or _is_item(line)) + len(lines[0].words)
    return len(lines) <= _NOTE_LINES or (told >= _PLAIN * words and not _has_menu(lines))


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


def plain_article(lines: Sequence[Line]) -> tuple[int | None, list[int]]:
    """The number of the title's line, None where the text begins with a sentence, and the numbers of the
    others, without the lines at the top that tell writer, day and outlet.
    """
    top = list(_top(lines))
    head = {number for number in top if _tells(lines[number])}
    signed = any(is_byline(lines[number].text) for number in head)
    is_label = _is_label(lines[0]) and any(number not in head for number in top[1:])
    is_title = not lines[0].is_sentence or (asks(lines[0].text) and bool(head))  # "What is a tide?", and who wrote it
    untold = [number for number in top if number not in head and not (number == 0 and is_label)]
    title = untold[0] if is_title and untold and len(lines) > 1 else None
    for number in untold:
        if number != title and head & {number - 1, number + 1} and _is_outlet(lines[number], signed=signed):
            head.add(number)
    head |= {0} if is_label else set()
    body = [number for number in range(len(lines)) if number != title and number not in head]
    return (title, body) if body else (None, list(range(len(lines))))


def plain_outlet(lines: Sequence[Line], body: Sequence[int], title: int | None) -> str:
    """The outlet that the lines at the top name; "" where they name none."""
    top = [lines[number] for number in _top(lines) if title is not None and number not in (title, *body)]
    top = top[1:] if title and _is_label(lines[0]) else top
    names = [name_of_issue(line.text) or name_beside_day(line.text) for line in top]
    names += [line.text for line in top if _is_outlet(line, signed=True) and len(line.words) > 1]
    return next((name for name in names if name), "")


def below_head(lines: Sequence[Line], body: Sequence[int]) -> list[int]:
    """The lines of a body that stand below all that tells writer, day and outlet."""
    told = max((number for number in _top(lines) if number not in body), default=-1)
    return [number for number in body if number > told]


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
    found = {name: next((told[key] for key in keys.split() if key in told), "") for name, keys in _MAIL_KEYS.items()}
    if None in matches or not rest.strip() or not found["subject"] or not (found["from"] or found["date"]):
        return text
    writer = email.utils.parseaddr(found["from"])[0] if "@" in found["from"] else found["from"]
    try:
        day = email.utils.parsedate_to_datetime(found["date"]).date().isoformat()
    except ValueError:
        day = found["date"]
    lines = [found["subject"], writer and f"By {writer}", day]
    return "\n".join(filter(None, lines)) + f"\n\n{rest}"


def _top(lines: Sequence[Line]) -> Iterator[int]:
    """The numbers of the lines at the top, up to the first sentence: the title, what stands right below it, and
    whatever tells writer, day or outlet.
    """
    titled = False
    for number, line in enumerate(lines[:_HEAD]):
        tells = _tells(line)
        if number and (line.is_sentence or (line.after_blank and titled and not _block_tells(lines[number:_HEAD]))):
            return
        titled = titled or not (tells or (number == 0 and _is_label(line)))
        yield number


def _block_tells(lines: Sequence[Line]) -> bool:
    """Whether one of the lines up to the next blank one tells writer, day or outlet."""
    for line in lines:
        if line.is_sentence:
            return False
        if _tells(line):
            return True
        if line.before_blank:
            return False
    return False


def _tells(line: Line) -> bool:
    """Whether a line tells writer, day or outlet, or how long the text takes to read."""
    if line.is_sentence:
        return False
    if names_origin(line) or name_of_issue(line.text) or _invitation(line):
        return True
    return tells_day(line.text) and not is_future(find_day(line.text))


def _is_outlet(line: Line, *, signed: bool) -> bool:
    """Whether a line is a name and nothing else ("Valley Courier"), and no person's: it has an outlet's word, or who
    wrote the text is named elsewhere.
    """
    words = line.text.split()
    capital = all(word[0].isupper() or word in _PARTICLES or not word.isalpha() for word in words)
    is_name = len(words) <= _NAME_WORDS and words[0][0].isupper() and capital and not line.ends_sentence
    if not is_name or names_origin(line) or tells_day(line.text) or _FIGURE.search(line.text) or _is_item(line):
        return False
    return _OUTLET.search(line.text) is not None or (signed and len(words) > 1)


def _is_label(line: Line) -> bool:
    return line.text.isupper() and len(line.words) <= _LABEL_WORDS


def _headed(lines: Sequence[Line]) -> Iterator[tuple[str, bool]]:
    """The lines, and whether each is a heading. One right above its block heads that block, one above items those
    items, and each ends where the next might begin.
    """
    of_block = of_items = False
    for number, line in enumerate(lines):
        is_heading = number + 1 < len(lines) and _heads(line, lines[number + 1])
        may_head = line.after_blank and not (line.is_sentence or _is_item(line))
        if (of_items and line.is_sentence and line.after_blank) or (may_head and not is_heading):
            yield "", True
            of_items = False
        yield line.text, is_heading
        if is_heading:
            of_block, of_items = not line.before_blank, _is_item(lines[number + 1])
        elif of_block and line.before_blank:
            yield "", True
            of_block = of_items = False


def _heads(line: Line, following: Line) -> bool:
    """Whether a line is the heading of the sentences or items that follow."""
    is_line = line.after_blank and len(line.text) < WRAPPED and not line.ends_sentence
    if not is_line or line.text.endswith(_UNFINISHED) or _FIGURE.search(line.text) or _is_item(line):
        return False
    return following.is_sentence or _is_item(following)
