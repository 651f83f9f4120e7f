"""Which Monday an English sentence means: the one before the day of writing or the one after it, by its verb.

News says "on Monday" for any day within a week of writing, and the tense tells which side. Only the verb that governs
the day may tell: the nearest one in front of it within its clause, or, where the clause begins with the day, the first
one after it. Where that is not plain, nothing is said.
"""

import datetime
import re
from enum import Enum

from retrieval.answer import Span
from retrieval.period import DAYS_A_WEEK, Period

_NAMES = "monday tuesday wednesday thursday friday saturday sunday".split()
_DAY = re.compile(rf"\b(?:{'|'.join(name.capitalize() for name in _NAMES)})\b(?!['’]s|-)")
_REPORTING = "said|told|announced|confirmed|added|reported|warned|wrote|ruled"
_LEADING = re.compile(rf"\b(?:(?P<on>[Oo]n)|{_REPORTING}) $")
_PART = r"(?: (?:morning|afternoon|evening|night))?"
_DATED = re.compile(
    rf"^{_PART},? (?:the )?(?:\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)"
    r"|^ (?:(?:of|through|next|last|week)\b|to [A-Z])|^ in (?:\d|[A-Z][a-z]+ \d)|^[-–—/]"
)
_CAPITAL = re.compile(r"^ [A-Z]")


class Side(Enum):
    """Where a day lies, seen from the day of writing."""

    PAST = "past"
    COMING = "coming"


_WAITING = "(?:expected|due|set|scheduled|planned|planning|going|slated)"
_COMING = (
    r"\b(?:will|shall|won['’]t)(?: \w+ly)?(?: (?:not|be|have))? \w+|['’]ll (?:be |have )?\w+"
    rf"|\b(?:is|are)(?: \w+ly)? {_WAITING}(?: to(?: be)? \w+)?|\bplans? to(?: be)? \w+"
)
_UNCLEAR = (
    r"\b(?:would|could|may|might|must|should|can)(?: not)?(?: be| have)? \w+|\b(?:is|are|being|be)(?: \w+ly| not)? \w+"
    rf"|\b(?:if|unless|ahead of|before|prior to|until|every|each|from)\b|\b(?:to|for)(?: be)? [a-z]+|\b{_WAITING}\b"
    r"|\b(?:starting|beginning|opening|arriving|coming|leaving|says?|has to|have to|hopes?|wants?|expects?)\b"
    r"|\b(?:meets?|opens?|begins?|starts?|returns?|faces|votes|goes|plays|travels|visits|leaves|hosts|holds|takes|ends)\b"
)
_PROSPECTIVE = (
    r"\b(?:announced|called|invited|proposed|promised|urged|ordered|arranged|organi[sz]ed|agreed|prepared|vowed|pledged"
    r"|warned|postponed|delayed|cancell?ed|moved|asked|demanded|sought|threatened|offered|summoned|booked|confirmed"
    r"|approved|advertised|discussed)\b"
)
_PAST = (
    r"\b(?:was|were|did|had|has|have)\b|(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bof )(?<!\bits )(?<!\btheir )\b(?:"
    r"said|told|met|held|took|came|went|won|lost|began|left|made|fell|rose|gave|spoke|wrote|sent|hit|found|broke|brought"
    r"|led|struck|became|saw|flew|fought|drove|shot|bought|sold|paid|beat|chose|grew"
    r"|(?!need|indeed|speed|feed|hundred|exceed|proceed|succeed|bleed|seed|shed)[a-z]{2,}ed)\b"
)
_SIGNS = re.compile(f"(?P<coming>{_COMING})|(?P<unclear>{_UNCLEAR})|(?P<prospective>{_PROSPECTIVE})|(?P<past>{_PAST})")
_CLAUSE = re.compile(r"[,;:–—]|\b(?:and|but|while|when|as|because|although)\b")
_OPENING = re.compile(r"^(?:Earlier|Late|Later|Early|(?:Speaking|Talking|Writing)\b.*)?$", re.DOTALL)
_SUBJECT = re.compile(r"\b(?:who|that|which|he|she|it|they|we|I)\b|\b[A-Z]")
_BARE_REPORT = re.compile(rf"\b(?:{_REPORTING})\W*$")


def weekdays(text: str, sentence: Span) -> list[tuple[Span, Side]]:
    """The weekdays in a sentence that have a plain side, with the "on" before them where there is one."""
    found = []
    for match in _DAY.finditer(text, *sentence):
        before, after = text[sentence[0] : match.start()], text[match.end() : sentence[1]]
        leading = _LEADING.search(before)
        if leading is None or _DATED.match(after):
            continue
        side = _side(before, after, on=leading["on"] is not None)
        if side is not None:
            found.append(((match.start() - len("on ") * (leading["on"] is not None), match.end()), side))
    return found


def _side(before: str, after: str, *, on: bool) -> Side | None:
    """Where the day between these words lies; `on` where they end with that word."""
    clause = _CLAUSE.split(before.removesuffix(" ")[: -len("on") if on else None])[-1].strip()
    if on and _OPENING.match(clause):
        return _side_ahead(after)
    if _CAPITAL.match(after):  # "Monday Night Football", "Sunday Times"
        return None
    signs = list(_SIGNS.finditer(clause))
    if not signs:
        return None
    governing = signs[-1]
    if governing.lastgroup == "coming":
        return Side.COMING
    if governing.lastgroup == "prospective" and governing.end() < len(clause):  # "announced a rally on Monday"
        return None
    before_it = [sign.end() for sign in signs[:-1] if sign.lastgroup in ("coming", "unclear")]
    if governing.lastgroup == "unclear" or (before_it and not _SUBJECT.search(clause, before_it[-1])):
        return None  # "is unlikely to show the rumored headset on Monday": not every participle governs
    return Side.PAST


def _side_ahead(after: str) -> Side | None:
    """Where the day lies that begins its clause, by the first verb behind it."""
    clause = _CLAUSE.split(re.sub(rf"^{_PART},?", "", after))[0]
    signs = [sign.lastgroup for sign in _SIGNS.finditer(clause)]
    if not signs or _BARE_REPORT.search(clause):  # "On Monday, officials said, the court will rule"
        return None
    if signs[0] == "coming":
        return Side.COMING
    first = _SIGNS.search(clause)
    assert first is not None
    past = signs[0] in ("past", "prospective")
    return Side.PAST if past and ("coming" not in signs or re.fullmatch(_REPORTING, first.group())) else None


def resolve_weekday(name: str, side: Side, written: datetime.date) -> Period | None:
    """The nearest such day on that side; None where it could be today or in a week."""
    number = _NAMES.index(name.lower())
    ahead = (number - written.weekday()) % DAYS_A_WEEK
    if side is Side.COMING:
        return Period.day(written, after=ahead) if ahead else None
    return Period.day(written, after=ahead - DAYS_A_WEEK if ahead else 0)
