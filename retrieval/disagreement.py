"""Whether two sentences of different articles give different figures for one and the same quantity.

Meant to be right when it says so: the unit, what is counted, what happened to it, the names, the time and whether it is
a fact or a plan must all match. A count that grew from one day to the next is an update and no disagreement, and so is
a level ("stands at", "is now"); of what is over for a year, dates no longer matter. English only.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import Stemmer

from retrieval.answer import Span
from retrieval.quantities import Quantity, quantities

NEAR_DAYS = 1
"""Two articles so near to each other tell the same state of things."""
SHARED = 0.6
"""Of all the words of both clauses, the share that both have, where no known event names what happened."""
_EVENTS: Mapping[str, str] = {
    "death": "killed killing kills kill died dead deaths death dies lives fatalities slain perished toll",
    "injury": "injured injuring wounded wounding hurt injuries",
    "arrest": "arrested detained arresting detaining arrests",
    "flight": "displaced fled evacuated flee displacing",
    "missing": "missing unaccounted",
    "ruin": "destroyed destroying burned flattened levelled",
    "harm": "damaged damaging",
    "attendance": "attended gathered marched turned rallied protested attending",
    "dismissal": "dismissed fired laid layoffs redundant",
    "price": "cost costs costing worth paid price",
    "fine": "fined fine penalty",
    "purchase": "bought buy acquired acquire acquisition",
    "sale": "sold sell sales",
    "strength": "magnitude",
    "length": "long length stretches",
    "height": "tall high height",
    "rescue": "rescued saved rescuing freed",
}
_EVENT = {word: event for event, words in _EVENTS.items() for word in words.split()}
_TOLLS = {"death", "injury", "arrest", "flight", "missing", "ruin", "harm", "rescue"}
_LASTING = {"strength", "length", "height"}
_ALIKE = {
    "troop": "soldier",
    "servicemen": "soldier",
    "person": "people",
    "hous": "home",
    "kilometr": "km",
    "kilomet": "km",
    "metr": "meter",
}
_ANYBODY = {"", "peopl", "life", "live", "victim"}
_ENDS_OF_NOUN = re.compile(
    r"\b(?:were|was|had|have|has|is|are|be|been|in|on|at|of|from|by|and|or|who|that|which|to|with|for|as|after|during|when"
    r"|since|while|into|near|over|between|because|the|a|an|its|their|last|this|next|so|more|it|he|she|they|said|for"
    rf"|{'|'.join(sorted(_EVENT))})\b|[^\w\s'’-]"
)
_BREAKS = re.compile(r"[,;:—–()]|\b(?:and|but|while|whereas|although|including|according to|compared|than in)\b")
_EXCLUDED_BEFORE = re.compile(
    r"\b(?:another|additional|further|extra|including|from|between|respectively|every|each|first|remaining|not|by|"
    r"other|only|of which|of whom|top|out of|to) (?:an? )?(?:about |around |some |at least |more than |nearly )?$",
    re.IGNORECASE,
)
_EXCLUDED_AFTER = re.compile(
    r"^[^,.;]{0,40}?\b(?:of them|of whom|per|a day|a week|a month|a year|each|every|daily|annually|more than|others?"
    r"|fewer than|among)\b|^ (?:to|and|or|-) (?:[\d$€£]|\w+ (?:thousand|million))"
    r"|^ (?:more|further|additional|out of|of the)\b",
    re.IGNORECASE,
)
_NOT_FACT = re.compile(
    r"\b(?:will|would|could|may|might|should|expect(?:ed|s)?|plan(?:s|ned)?|aims?|target|wants?|demand(?:s|ed)?|if|due"
    r"|to be|propos(?:ed|es)|offer(?:ed|s)?|feared|denied|false|hoax|predict(?:ed|s)|forecast|seeking|capacity)\b",
    re.IGNORECASE,
)
_MOVING = re.compile(
    r"\b(?:now|so far|rises?|rose|risen|climb(?:s|ed)|grown|grew|jumped|reached|passed|revised|updated|corrected"
    r"|stands?|stood|latest|currently|is|are|fell|dropped|gained|lost|initially|earlier|previously|at first|already)\b",
    re.IGNORECASE,
)
_OPINION = re.compile(r"\b(?:polls?|surveys?|pollsters?|surveyed|respondents)\b", re.IGNORECASE)
"""Each poll has its own figures, and none of them is wrong."""
_PARTIAL = re.compile(
    r"\b(?:since|so far|in the (?:first|last|past)|on the (?:first|second|last|third)|overnight|alone|at one|half|daily"
    r"|per day|each|average|on average|record|by (?:mon|tues|wednes|thurs|fri|satur|sun)day|by noon|both|total"
    r"|overall|altogether|combined|in all)\b",
    re.IGNORECASE,
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_RELATIVE = r"yesterday|today|last (?:week|month|year)|this (?:week|month|year)"
_TIME = re.compile(rf"\b(?:{_MONTHS}|{_DAYS}|{_RELATIVE})\b")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NAME = re.compile(r"\b[A-Z][\w’'-]+")
_NO_NAME = re.compile(
    rf"^(?:{_MONTHS}|{_DAYS}|The|A|An|In|At|On|It|He|She|They|But|And|More|Some|About|Nearly|Almost|Over|Around|Fewer|Both|Thousands|Hundreds|Dozens|Officials"
    r"|Police|After|During|When|While|By|For|From|Last|This|Up|As|No|There|Their|Its|His|Her|According|Authorities|Rescuers)$"
)
_ATTRIBUTION = re.compile(
    r"\b(?:according to|said|says|told|reported|reports|announced|confirmed|put the|counted)\b[^,.;]*"
    r"|^[^,.;]*?\b(?:said|says)\b(?: that)?"
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_FUNCTION = frozenset(
    "the a an of in on at to for from by with and or was were is are be been has have had it its their his her he she"
    " they left leave leaves leaving claimed that this these those as but not more than about some nearly almost over"
    " around least most up many much when after before during who which there into out said says told according"
    " officials people".split()
)
_stem = Stemmer.Stemmer("english").stemWord


@dataclass(frozen=True)
class Claim:
    """A sentence of a passage, the day of its article, and what else of the article names its story."""

    text: str
    sentence: Span
    published: datetime.date
    context: str = ""  # its title, say

    @cached_property
    def names(self) -> frozenset[str]:
        """The names in the paragraph and its context."""
        return _names(f"{self.text} {self.context}")


@dataclass(frozen=True)
class Figure:
    """A quantity of a claim, and what it is a quantity of."""

    quantity: Quantity
    noun: str  # the stem of what is counted; "" where the sentence leaves it out
    kind: frozenset[str]  # the stems that narrow it: "Armenian", "police"
    event: str  # what happened to it, where that is known
    words: frozenset[str]  # the stems of its clause
    names: frozenset[str]  # of its clause
    planned: bool
    moving: bool  # told as a state that may pass
    partial: frozenset[str]  # what makes it a part or a sum
    times: frozenset[str]  # that its sentence names


def difference(first: Claim, second: Claim) -> tuple[Span, Span] | None:
    """The first figures of one quantity that contradict each other, as their spans; None where there are none."""
    theirs = figures(second)
    for one in figures(first):
        for other in theirs:
            if _is_same(one, other) and _is_same_case(one, other, first, second):
                if one.quantity.agrees(other.quantity):
                    return None  # they agree on it; what else they count is another thing
                if not _is_update(one, other, first, second):
                    return one.quantity.span, other.quantity.span
    return None


def figures(claim: Claim) -> list[Figure]:
    """The quantities of a claim that can be compared with others."""
    found = []
    text, (start, end) = claim.text, claim.sentence
    if _OPINION.search(text, start, end):
        return []
    for quantity in quantities(text, claim.sentence):
        before, after = text[start : quantity.span[0]], text[quantity.span[1] : end]
        if _EXCLUDED_BEFORE.search(before) or _EXCLUDED_AFTER.match(after):
            continue
        clause = _last(_BREAKS.split(before)) + " # " + _BREAKS.split(after)[0]
        found.append(_figure(quantity, clause, _noun_phrase(after), text[start:end]))
    return found


def _figure(quantity: Quantity, clause: str, phrase: list[str], sentence: str) -> Figure:
    told = _ATTRIBUTION.sub(" ", clause)
    words = [word.lower() for word in _WORD.findall(told)]
    names = _names(told)
    counted = frozenset(_stem(word.lower()) for word in phrase)
    events = [_EVENT[word] for word in words if word in _EVENT]
    head = phrase[-1] if phrase else ""
    return Figure(
        quantity,
        noun=_noun(head),
        kind=frozenset(_stem(word.lower()) for word in phrase[:-1]),
        event=events[0] if len(set(events)) == 1 else "?" if events else "",
        words=frozenset(_stem(word) for word in words if word not in _FUNCTION and word not in _EVENT)
        - names
        - counted,
        names=names,
        planned=_NOT_FACT.search(clause) is not None,
        moving=_MOVING.search(clause) is not None,
        partial=frozenset(match.group().lower() for match in _PARTIAL.finditer(sentence)),
        times=frozenset(_TIME.findall(sentence)),
    )


def _last(parts: list[str]) -> str:
    return parts[-1]


def _noun_phrase(after: str) -> list[str]:
    """The words right after a number, up to its noun."""
    if not re.match(r"[ -]\w", after):
        return []
    return _ENDS_OF_NOUN.split(after[1:])[0].split()[:4]


def _noun(word: str) -> str:
    stem = _stem(word.lower())
    stem = _ALIKE.get(stem, stem)
    return "" if stem in _ANYBODY else stem


def _names(text: str) -> frozenset[str]:
    return frozenset(_stem(name.lower()) for name in _NAME.findall(text) if not _NO_NAME.match(name))


def _is_same(one: Figure, other: Figure) -> bool:
    """Whether both count the same things, of which the same happened."""
    if (one.quantity.unit, one.noun, one.kind) != (other.quantity.unit, other.noun, other.kind):
        return False
    if "?" in (one.event, other.event) or one.event != other.event or one.planned != other.planned:
        return False
    if one.partial != other.partial:
        return False
    if one.event:  # what only one of them says may be detail, what each says alone is another case
        return one.words <= other.words or other.words <= one.words
    shared = len(one.words & other.words)
    return shared > 0 and shared >= SHARED * len(one.words | other.words)


def _is_same_case(one: Figure, other: Figure, first: Claim, second: Claim) -> bool:
    """Whether names and times allow that it is the same event: none that the other article does not have."""
    if not one.names <= second.names or not other.names <= first.names or not first.names & second.names:
        return False
    if not _years(first) <= _years(second, all_of_it=True) or not _years(second) <= _years(first, all_of_it=True):
        return False
    return one.times == other.times or not one.times or not other.times


def _years(claim: Claim, *, all_of_it: bool = False) -> set[int]:
    """The years that the sentence names, but for its article's own; or all that the article is known to name."""
    own = {claim.published.year}
    if all_of_it:
        return {int(year) for year in _YEAR.findall(f"{claim.text} {claim.context}")} | own
    return {int(year) for year in _YEAR.findall(claim.text[slice(*claim.sentence)])} - own


def _is_update(one: Figure, other: Figure, first: Claim, second: Claim) -> bool:
    """Whether the figures may have been right one after the other."""
    oldest = min(first.published, second.published)
    if any(year < oldest.year for year in _years(first) | _years(second)):
        return False  # what is over stays as it was
    if one.event in _LASTING:
        return False
    if one.moving or other.moving or abs((first.published - second.published).days) > NEAR_DAYS:
        return True
    earlier, later = (one, other) if first.published <= second.published else (other, one)
    grew = later.quantity.low >= earlier.quantity.low
    return one.event in _TOLLS and grew and first.published != second.published
