"""Questions that their passage does not answer, made from those that it does: one thing that they say is changed.

Most hard questions that people write so change a name, a number or a word for its opposite, or negate (Rajpurkar et
al., 2018, table 3). Each change here is one function, from a question and its passage to a changed pair, or to None
where there is nothing of that kind to change. Only for training: what they make reads well enough for a model.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from retrieval.question import analyse
from retrieval.sentences import sentence_spans
from retrieval.terms import distinct_terms
from training.examples import Example

_OPPOSITES = """
first last|before after|more less|most least|more fewer|increase decrease|increased decreased|increasing decreasing
rise fall|rose fell|high low|higher lower|highest lowest|large small|larger smaller|largest smallest|big small
bigger smaller|biggest smallest|long short|longer shorter|longest shortest|old new|older newer|older younger
oldest youngest|oldest newest|early late|earlier later|earliest latest|north south|northern southern|east west
eastern western|northeast southwest|northwest southeast|inside outside|above below|over under|up down|upper lower
left right|win lose|won lost|winning losing|wins loses|begin end|began ended|beginning end|start stop|started stopped
start finish|open close|opened closed|open closed|allow forbid|allowed forbidden|allowed banned|accept reject
accepted rejected|support oppose|supported opposed|agree disagree|agreed disagreed|include exclude|included excluded
add remove|added removed|create destroy|created destroyed|built demolished|founded dissolved|arrive leave
arrived left|enter leave|entered left|buy sell|bought sold|give receive|gave received|given taken|import export
imported exported|attack defend|attacked defended|love hate|like dislike|liked disliked|good bad|better worse
best worst|strong weak|stronger weaker|strongest weakest|fast slow|faster slower|fastest slowest|hot cold
warm cool|wet dry|rich poor|public private|male female|men women|man woman|boys girls|father mother|son daughter
brother sister|husband wife|king queen|major minor|majority minority|maximum minimum|positive negative|same different
similar different|common rare|popular unpopular|always never|legal illegal|possible impossible|able unable
visible invisible|natural artificial|simple complex|easy difficult|internal external|domestic foreign|urban rural
modern ancient|present absent|true false|alive dead|born died|birth death|day night|summer winter|war peace
enemy ally|victory defeat|success failure|success failed|cause prevent|caused prevented|gain lose|gained lost
expand shrink|expanded reduced|raise lower|raised lowered|join leave|joined left|teacher student|parent child
employer employee|cheap expensive|heavy light|hard soft|deep shallow|wide narrow|full empty|direct indirect
permanent temporary|primary secondary|single multiple|all none|every no|both neither|without with|against for
minimum maximum|ancestor descendant|predecessor successor|preceded followed|follow precede|liberal conservative
catholic protestant|soviet american|british french|acid base|solid liquid|import export|supply demand
"""


def _by_word(pairs: str) -> dict[str, list[str]]:
    """Each word's opposites."""
    found: dict[str, list[str]] = {}
    for pair in filter(None, pairs.replace("\n", "|").split("|")):
        one, other = pair.split()
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found


OPPOSITES = _by_word(_OPPOSITES)

_NUMBER = re.compile(r"(?<![\w.,])\d[\d,.]*\d|(?<![\w.,])\d(?![\w.,])")
_NAME = re.compile(r"\b[A-Z][\w'’-]*(?: (?:of |the |de |von )?[A-Z][\w'’-]*)*")
_NEGATED = {"can": "can't", "will": "won't"}
_WORD = re.compile(r"[a-z]{4,}")
_AUXILIARY = re.compile(r"\b(did|does|do|is|was|are|were|has|have|had|can|could|will|would|should)\b")
_ENDINGS = ("ing", "ed", "ly", "s")
Change = Callable[[Example, random.Random], Example | None]


def misleading(examples: Sequence[Example], *, share: float, seed: str) -> list[Example]:
    """For a share of the answered examples, one that looks like it and has no answer."""
    drawn = random.Random(seed)
    found = []
    for example in examples:
        if not example.answers or drawn.random() >= share:
            continue
        for change in drawn.sample(CHANGES, len(CHANGES)):
            changed = change(example, drawn)
            if changed is not None:
                found.append(replace(changed, answers=(), source=f"{example.source}-{change.__name__.lstrip('_')}"))
                break
    return found


def _other_number(example: Example, drawn: random.Random) -> Example | None:
    """Another number of the passage in place of the question's, or one that is not far from it."""
    match = _NUMBER.search(example.question)
    if match is None or not match.group().replace(",", "").replace(".", "").isdigit():
        return None
    own = match.group()
    alike = {n for n in _NUMBER.findall(example.passage) if n != own and len(n) == len(own)}
    near = str(int(re.sub(r"[.,]", "", own)) + drawn.choice((-20, -10, -4, -2, -1, 1, 2, 3, 5, 10, 30)))
    new = drawn.choice(sorted(alike)) if alike and drawn.random() < 0.6 else near.lstrip("-")
    return _put(example, match.span(), new) if new != own else None


def _other_name(example: Example, drawn: random.Random) -> Example | None:
    """Another name of the passage in place of one of the question's."""
    names = [m for m in _NAME.finditer(example.question) if m.start() > 0 and m.group() in example.passage]
    if not names:
        return None
    match = drawn.choice(names)
    taken = [example.passage[slice(*span)] for span in example.answers]
    others = {
        m.group()
        for m in _NAME.finditer(example.passage)
        if not _begins_sentence(example.passage, m.start())
        and m.group() not in example.question
        and match.group() not in m.group()
        and not any(m.group() in answer or answer in m.group() for answer in taken)
    }
    return _put(example, match.span(), drawn.choice(sorted(others))) if others else None


def _opposite(example: Example, drawn: random.Random) -> Example | None:
    """A word's opposite in its place."""
    words = [m for m in re.finditer(r"[a-z]+", example.question) if m.group() in OPPOSITES]
    if not words:
        return None
    match = drawn.choice(words)
    return _put(example, match.span(), drawn.choice(OPPOSITES[match.group()]))


def _negated(example: Example, drawn: random.Random) -> Example | None:
    """The question negated."""
    match = _AUXILIARY.search(example.question)
    if match is None:
        return None
    return _put(example, match.span(), _NEGATED.get(match.group()) or match.group() + drawn.choice(("n't", " not")))


def _other_word(example: Example, drawn: random.Random) -> Example | None:
    """Another word of the passage, with a like ending, in place of one that question and passage share."""
    question = {m.group() for m in _WORD.finditer(example.question)}
    asked = set(analyse(example.question).terms)
    words = [m for m in _WORD.finditer(example.question) if _terms(m.group()) & asked]
    shared = [m for m in words if re.search(rf"\b{m.group()}\b", example.passage)]
    if not shared:
        return None
    match = drawn.choice(shared)
    taken = " ".join(example.passage[slice(*span)] for span in example.answers)
    others = sorted(
        {
            word
            for word in _WORD.findall(example.passage)
            if word not in question
            and word not in taken
            and _ending(word) == _ending(match.group())
            and _terms(word)
            and not _terms(word) & asked
        }
    )
    return _put(example, match.span(), drawn.choice(others)) if others else None


def _without_its_sentence(example: Example, drawn: random.Random) -> Example | None:  # noqa: ARG001 - as the others
    """The passage without the sentences that hold an answer."""
    spans = sentence_spans(example.passage)
    wanted = {example.passage[slice(*span)].lower() for span in example.answers}
    kept = [
        example.passage[start:end] for start, end in spans if not any(a < end and b > start for a, b in example.answers)
    ]
    passage = " ".join(kept)
    if len(kept) < 2 or any(answer in passage.lower() for answer in wanted):
        return None
    return replace(example, passage=passage)


CHANGES: list[Change] = [_other_number, _other_name, _opposite, _negated, _other_word, _without_its_sentence]


def _put(example: Example, span: tuple[int, int], words: str) -> Example:
    return replace(example, question=example.question[: span[0]] + words + example.question[span[1] :])


def _begins_sentence(text: str, at: int) -> bool:
    return not text[:at].rstrip() or text[:at].rstrip()[-1] in '.!?"“'


def _terms(word: str) -> frozenset[str]:
    return distinct_terms(word, "en")


def _ending(word: str) -> str:
    return next((ending for ending in _ENDINGS if word.endswith(ending)), "")
