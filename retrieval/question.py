"""A question, analysed once: its terms, and what kind of words would answer it."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from retrieval.answer import Span
from retrieval.encodable import encodable
from retrieval.sentences import sentence_spans
from retrieval.terms import located_terms

MOST_TERMS = 64
"""A question's further terms are left out: a pasted page must not turn into a thousand postings lists."""


class Kind(StrEnum):
    """What kind of words would answer a question."""

    PERSON = "person"
    TIME = "time"
    DURATION = "duration"
    PLACE = "place"
    NUMBER = "number"
    REASON = "reason"
    MANNER = "manner"
    POLAR = "polar"
    THING = "thing"


_CUES: dict[str, tuple[tuple[Kind, str], ...]] = {
    "en": (
        (Kind.DURATION, r"\bhow (long|old)\b|\bfor how many (years|months|weeks|days|hours)\b"),
        (
            Kind.NUMBER,
            r"\bhow (many|much|far|tall|high|large|big|deep|wide|heavy|fast|often)\b"
            r"|\b(what|which) (\w+ )?(percentage|percent|number|amount|proportion|share|population|temperature|speed"
            r"|price|cost)\b|\bwhat (is|was|are|were) the (total |average |estimated )?(number|population"
            r"|percentage|cost|price|amount|size)\b",
        ),
        (
            Kind.TIME,
            r"\bwhen\b|\b(what|which) (\w+ )?(year|date|day|month|decade|century|season|time|era|period)\b",
        ),
        (
            Kind.PLACE,
            r"\bwhere\b|\b(what|which) (\w+ )?(city|country|state|town|place|region|location|island|continent|county"
            r"|province|nation|village|river|street|venue|area)\b",
        ),
        (Kind.REASON, r"\bwhy\b|\bwhat (caused|causes)\b|\bfor what reason\b"),
        (
            Kind.PERSON,
            r"\bwho(m|se)?\b|\b(what|which) (\w+ )?(person|man|woman|king|queen|president|minister|actor|actress|singer"
            r"|author|leader|player|scientist|general|emperor|philosopher)\b"
            r"|\bwhat is the name of the (person|man|woman)\b",
        ),
        (Kind.THING, r"\b(what|which)\b"),
        (Kind.MANNER, r"\bhow\b"),
        (
            Kind.POLAR,
            r"^\W*(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|shall|may|might)\b",
        ),
    ),
    "de": (
        (Kind.DURATION, r"\bwie (lange|alt)\b"),
        (
            Kind.NUMBER,
            r"\bwie ?(viele?n?|hoch|groß|weit|schwer|oft|teuer)\b|\bwas\b.*\b(ge)?kostet(en)?\b|\bwas\b.*\bkosten\b",
        ),
        (Kind.TIME, r"\bwann\b|\b(welche[mnrs]?) (jahr|tag|monat|datum|jahrhundert)"),
        (Kind.PLACE, r"\b(wo|wohin|woher)\b|\bwelche[mnrs]? (stadt|land|ort|region)"),
        (Kind.REASON, r"\b(warum|weshalb|wieso)\b"),
        (Kind.PERSON, r"\b(wer|wen|wem|wessen)\b"),
        (Kind.THING, r"\b(was|welche[mnrs]?|worin|womit|wodurch|wovon)\b"),
        (Kind.MANNER, r"\bwie\b"),
    ),
    "es": (
        (Kind.DURATION, r"\bcuánto tiempo\b|\bcuántos años\b"),
        (Kind.NUMBER, r"\bcuánt[oa]s?\b|\bqué (porcentaje|cantidad|número)\b"),
        (Kind.TIME, r"\bcuándo\b|\bqué (año|día|mes|fecha|siglo)\b"),
        (Kind.PLACE, r"\b(a)?dónde\b|\bqué (ciudad|país|lugar|región)\b"),
        (Kind.REASON, r"\bpor qué\b"),
        (Kind.PERSON, r"\bquién(es)?\b"),
        (Kind.THING, r"\b(qué|cuál(es)?)\b"),
        (Kind.MANNER, r"\bcómo\b"),
    ),
    "fr": (
        (Kind.DURATION, r"\bcombien de temps\b"),
        (Kind.NUMBER, r"\bcombien\b|\bquel (pourcentage|nombre)\b"),
        (Kind.TIME, r"\bquand\b|\bquelle? (année|date|jour|mois|siècle)\b"),
        (Kind.PLACE, r"\boù\b|\bquelle? (ville|pays|lieu|région)\b"),
        (Kind.REASON, r"\bpourquoi\b"),
        (Kind.PERSON, r"\bqui\b"),
        (Kind.THING, r"\b(que|quoi|quel(le)?s?|qu)\b"),
        (Kind.MANNER, r"\bcomment\b"),
    ),
    "ru": (
        (Kind.DURATION, r"\bкак долго\b|\bсколько (времени|лет)\b"),
        (Kind.NUMBER, r"\bсколько\b|\bкакой процент\b"),
        (Kind.TIME, r"\bкогда\b|\bв каком (году|месяце|веке)\b"),
        (Kind.PLACE, r"\b(где|куда|откуда)\b|\bв как(ом|ой) (городе|стране)\b"),
        (Kind.REASON, r"\b(почему|зачем)\b"),
        (Kind.PERSON, r"\b(кто|кого|кому|кем)\b"),
        (Kind.THING, r"\b(что|чего|чем|чему|как(ой|ая|ое|ие|ую|им|ими|их|ого))\b"),
        (Kind.MANNER, r"\bкак\b"),
    ),
    "tr": (
        (Kind.DURATION, r"\bne kadar süre\b|\bkaç yıl\b"),
        (Kind.NUMBER, r"\b(kaç|ne kadar|yüzde kaçı)\b"),
        (Kind.TIME, r"\bne zaman\b|\bhangi (yıl|tarih|gün|ay)"),
        (Kind.PLACE, r"\b(nerede|nereye|nereden)\w*\b|\bhangi (şehir|ülke)"),
        (Kind.REASON, r"\b(neden|niçin|niye)\b"),
        (Kind.PERSON, r"\b(kim|kimi|kime|kimin|kimdir)\b"),
        (Kind.THING, r"\b(ne|nedir|hangi\w*)\b"),
        (Kind.MANNER, r"\bnasıl\b"),
    ),
}
"""By language, the words that tell a question's kind; the first row that matches holds."""

_END = re.compile(r"[.!?…]['\"’”)]*\s+\S|[。！？؟]\s*\S")
"""Where a text may have a second sentence."""
_ASKS = re.compile(r"[?？؟]['\"’”)]*$")

_ASKING_WORDS = {
    "en": "who whom whose what which when where why how do does did is are was were be been has have had will would"
    " can could should the a an of in on at to for by with from and or that this it its as there many much name called",
    "de": "wer wen wem wessen was welche welcher welches welchem welchen wann wo wohin woher warum wie viele viel der"
    " die das ein eine ist sind war waren hat haben wurde wurden in im von zu und",
    "es": "quién quiénes qué cuál cuáles cuándo dónde por cómo cuánto cuántos cuántas el la los las un una de en que se"
    " es fue son y a",
    "fr": "qui que quoi quel quelle quels quelles quand où pourquoi comment combien le la les un une des de du en est a"
    " et",
    "ru": "кто кого кому кем что чего чем какой какая какое какие каком когда где куда почему как сколько в на и с по"
    " из был была были",
    "tr": "kim kimin ne nedir hangi hangisi zaman nerede neden nasıl kaç kadar ve bir bu olarak için ile mi mı",
}
_POLITE_WORDS = {
    "en": "hello hi hey please thanks tell me my you your",
    "de": "hallo bitte danke sag sagen sagt mir ich mich mein dir du",
    "es": "hola favor gracias dime diga me mi yo",
    "fr": "bonjour salut merci svp dis dites moi je me mon",
    "ru": "привет здравствуйте пожалуйста спасибо скажи скажите подскажите мне я",
    "tr": "merhaba selam lütfen teşekkürler söyle bana ben",
}
"""Of who asks and who is asked, and how politely: no article answers them."""
_NOT = frozenset("t isn aren don doesn didn wasn weren won wouldn couldn shouldn haven hasn hadn".split())
"""What an apostrophe leaves of "isn't" and its like: no words to tell a person."""
_HASTY = frozenset({"es"})
"""Languages whose asking words many type without their accents, where they mean little else."""
_SCRIPTS = (
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
)
"""Scripts that tell a language, or at least how its words are cut."""
_LETTERS = {"tr": frozenset("ğışİ"), "de": frozenset("ßä"), "es": frozenset("ñ¿¡"), "fr": frozenset("œêèà")}
"""Letters and marks that speak for a language as much as a word does."""


def _asking_words(language: str) -> frozenset[str]:
    words = f"{_ASKING_WORDS[language]} {_POLITE_WORDS[language]}"
    return frozenset((words + (f" {_without_accents(words)}" if language in _HASTY else "")).split())


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


_ASKING = {language: _asking_words(language) for language in _ASKING_WORDS}


@dataclass(frozen=True)
class Question:
    """What a person asked, and what follows from its words."""

    text: str
    core: str  # the sentence that asks; the whole text where it is one, or where that sentence alone asks nothing
    language: str
    kind: Kind
    terms: tuple[str, ...]  # each once, in reading order, without the words that only ask
    words: tuple[str, ...]  # that the terms were first written in: JetBlue for "jet" in it, too
    names: tuple[str, ...]  # terms of capitalised words, the first word left out
    numbers: tuple[str, ...]  # terms with a digit

    @property
    def written(self) -> dict[str, str]:
        """Each word once, by its own term; those of the parts of a word are left out."""
        return {own[0]: word for word, own in self._by_word().items()}

    def lacked(self, missing: Collection[str]) -> dict[str, str]:
        """The words that a text without these terms lacks, by their own terms; all its parts make a word of several."""
        return {
            own[0]: word
            for word, own in self._by_word().items()
            if own[0] in missing
            and (len(own) == 1 or any(part in missing for part in own[1:]))
            and word.lower() not in _NOT
        }

    def _by_word(self) -> dict[str, list[str]]:
        terms: dict[str, list[str]] = {}
        for term, word in zip(self.terms, self.words, strict=True):
            terms.setdefault(word, []).append(term)
        return terms


def question_language(text: str) -> str:
    """The language of a question by its script and its asking words, ISO 639-1; English where they do not tell.

    A question is a few words, too few for a language model, but those that ask are among them.
    """
    letters = sum(c.isalpha() for c in text)
    for language, script in _SCRIPTS:
        if not text.isascii() and len(script.findall(text)) * 4 > letters:
            return language
    words = set(re.findall(r"\w+", text.lower()))
    told = {
        language: len(words & asking) + bool(_LETTERS.get(language, frozenset()) & set(text))
        for language, asking in _ASKING.items()
    }
    best = max(told, key=lambda language: told[language])
    return best if told[best] > told["en"] else "en"


def analyse(text: str, language: str = "en") -> Question:
    """The question's terms and kind. `language` is ISO 639-1; one that is not known is analysed without a stemmer."""
    text = unicodedata.normalize("NFC", encodable(text)).strip()
    asking = _ASKING.get(language, frozenset())
    terms: dict[str, str] = {}
    names: dict[str, None] = {}
    everything: dict[str, str] = {}
    whole = (0, 0)
    for term in located_terms(text, language):
        if term.span[1] > whole[1]:  # the parts of a word come behind it
            whole = term.span
        word = text[slice(*whole)]
        everything.setdefault(term.text, word)
        if text[slice(*term.span)].lower() in asking or _is_oneself(text, term.span, asking):
            continue
        terms.setdefault(term.text, word)
        if word[0].isupper() and whole[0] > 0:
            names.setdefault(term.text)
    written = terms or everything
    kept = tuple(written)[:MOST_TERMS]
    core = _core(text, language)
    return Question(
        text=text,
        core=core,
        language=language,
        kind=_kind(core, language),
        terms=kept,
        words=tuple(written[term] for term in kept),
        names=tuple(names),
        numbers=tuple(term for term in kept if any(c.isdigit() for c in term)),
    )


def _is_oneself(text: str, word: Span, asking: frozenset[str]) -> bool:
    """Whether a word is the English "I" of who asks, and not that of a war or a queen."""
    if text[slice(*word)] != "I":
        return False
    before = re.findall(r"\w+", text[: word[0]])[-1:]
    return not before or before[0].islower() or before[0].lower() in asking


def _core(text: str, language: str) -> str:
    """The last sentence with a question mark, where others tell what it is about and it still names something."""
    if _END.search(text) is None:
        return text
    sentences = (text[start:end] for start, end in reversed(sentence_spans(text)))
    asks = next((sentence for sentence in sentences if _ASKS.search(sentence)), text)
    asking = _ASKING.get(language, frozenset())
    names_something = any(word not in asking for word in re.findall(r"\w+", asks.lower()))
    return asks if names_something else text


def _kind(text: str, language: str) -> Kind:
    lowered = text.lower()
    for kind, cue in _cues(language if language in _CUES else "en"):
        if cue.search(lowered):
            return kind
    return Kind.THING


@cache
def _cues(language: str) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    rows = [(kind, re.compile(cue)) for kind, cue in _CUES[language]]
    if language in _HASTY:
        rows += [(kind, re.compile(_without_accents(cue))) for kind, cue in _CUES[language]]
    return tuple(rows)
