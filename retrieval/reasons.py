"""Where a sentence tells a reason, by its words in the bot's six languages: a language is a row of each table.

"Why?" has no words that its answer repeats: what tells a reason is "because", "in order to", "they want", "had failed".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer import Span
from retrieval.article import Passage
from retrieval.question import Kind, Question

SURELY, MAYBE, HARDLY = 1.0, 0.5, 0.25
"""How surely a row's words tell a reason: those that do little else, those that do so among other things, and those
that only tell what had been before.
"""

_LINKS = {
    "en": r"because|due to|owing to|thanks to|as a result|on account of|caused?|so (?:that|as to)|in order to|for fear"
    r"|in (?:protest|response|reply|honou?r)|reasons?|blam(?:e[sd]?|ing)|lest|therefore"
    r"|over (?:the |its |his |her |their )?(?:(?!Beijing|building|following|remaining|\w*thing|morning|evening|spring"
    r"|meeting|king|wing)\w+ing|fears?|concerns?|claims?|plans?|loss|lack|death) ",
    "de": r"weil|wegen|aufgrund|infolge|dank|damit|denn|deshalb|daher|deswegen|Gr(?:und|ünden?)|Ursachen?"
    r"|(?:aus|ge)löst|verursacht\w*|um (?:[\w.,%-]+ ){0,8}?zu(?= \w+en\b)|aus (?:Angst|Furcht|Protest|Sorge)",
    "es": r"porque|debido a|a causa de|gracias a|ya que|puesto que|por (?:falta|miedo|culpa|temor)|con el fin de"
    r"|motivos?|raz(?:ón|ones)|causad[oa]s?|para (?:que|(?:\w+ )?(?!mujer|ayer|cualquier|lugar|hogar|militar|popular)"
    r"\w+[aei]r(?:l[aeo]s?)?)|a fin de",
    "fr": r"parce qu\w*|car(?! à)|à cause d\w*|en raison d\w*|grâce (?:à|aux?)|faute de|afin (?:de|d|qu\w*)|puisqu\w*"
    r"|raisons?|de peur|caus(?:e|er|é|ée|és)|provoqu\w+|pour (?:que|(?:(?:ne|se|le|la|les|lui|leur|y|en) )?"
    r"(?!premi|derni|[mpf]r?[èe]re\b|maire|autre|notre|votre|hier|hiver|Air|février|janvier|guerre|terre|centre|membre)"
    r"\w+(?:er|ir|re))",
    "ru": r"потому что|из-за|поскольку|так как|ведь|чтобы|по причине|вследствие|в связи с|благодаря|ради|причин\w*"
    r"|вызва\w+|в знак",
    "tr": r"çünkü|neden(?:iyle|leriyle)|yüzünden|dolayı|sebebiyle|sonucu(?:nda)?|amacıyla|diye|üzere|\w+m[ae]k için",
}
_UNSURE_LINKS = {
    "en": r"after|as(?= (?:he|she|it|they|the|his|her|their|its|this|that|there)\b)|since(?! \d| (?:January|February"
    r"|March|April|May|June|July|August|September|October|November|December|then)\b)|when|while|where",
    "de": r"nach(?:dem)?|als|während|da",
    "es": r"tras|después de|cuando|al \w+[aei]r|pues",
    "fr": r"après|lorsqu\w*|quand",
    "ru": r"после|когда|для|пока",
    "tr": r"için|sonra|üzerine",
}
_VERBS = {
    "en": r"wants?|wanted|hop(?:es?|ed|ing)|fear(?:s|ed|ing)?|demand(?:s|ed)|needs?|needed|wish(?:es|ed)?"
    r"|complain(?:s|ed)?|(?:argue[sd]?|warn(?:s|ed)|explain(?:s|ed)|sa(?:ys?|id)) that",
    "de": r"wollen|will|wollte[nr]?|fordern|fordert|fürchte[nt]|(?:sagte?|erklärte?), dass",
    "es": r"quieren?|querían?|temen?|piden?|(?:dijo|dice|explicó) que",
    "fr": r"veu(?:t|lent)|craign\w+|demandent?|(?:dit|explique) qu\w*",
    "ru": r"хот(?:ят|ел|ела|ели)|хочет|требуют|боятся|(?:сказал[аи]?|объяснил[аи]?), что",
    "tr": r"isti?yor\w*|korkuyor\w*",
}
_BEFORE = {
    "en": r"had (?:not |never |been )?\w+(?:ed|en|ne|t)",
    "de": r"hatten?",
    "es": r"habían?",
    "fr": r"avai(?:t|ent)",
    "ru": r"нашл[иа]|наш[её]л",
    "tr": r"\w+m[ıiuü]ştı",
}
_ROWS = ((SURELY, False, _LINKS), (MAYBE, False, _UNSURE_LINKS), (MAYBE, True, _VERBS), (HARDLY, True, _BEFORE))
"""With how surely they tell a reason, and whether it is told before these words as well."""
_PATTERNS = {
    language: tuple(
        (surely, whole, re.compile(rf"\b(?:{words[language]})\b", re.IGNORECASE)) for surely, whole, words in _ROWS
    )
    for language in _LINKS
}
_ASKED = {
    "en": r"how come|what(?: is| was|['’]s)?(?: \w+)? for\W*$",
    "de": r"wozu|wofür|weswegen",
    "es": r"para qué|a qué se deb\w+",
    "fr": r"dans quel but|pour quelle raison",
    "ru": r"из-за чего|отчего|с какой целью",
    "tr": r"ne için|ne diye",
}
"""That ask for a reason, beside what retrieval/question.py tells by its kind."""
_ASKS = {language: re.compile(rf"\b(?:{words})", re.IGNORECASE) for language, words in _ASKED.items()}
_START = re.compile(r"[,;:] ")
_END = re.compile(r";|, (?=(?:said|says|but|sagte|dijo|dit|сказал\w*|dedi)\b)|[.!?…]['\"’”»)]*$")


@dataclass(frozen=True)
class Reason:
    """The words of a sentence that tell a reason."""

    span: Span  # in the text that has the sentence
    surely: float  # SURELY, MAYBE or HARDLY


def asks_reason(question: Question) -> bool:
    """Whether a question asks why."""
    asks = _ASKS.get(question.language)
    return question.kind is Kind.REASON or (asks is not None and asks.search(question.text) is not None)


def reasons_in(passage: Passage, sentences: Sequence[Span]) -> tuple[Reason | None, ...]:
    """What each sentence tells as a reason; nothing, not even for one, where the passage's language has no row."""
    language = passage.source.language or "en"
    if language not in _PATTERNS:
        return ()
    return tuple(reason_in(passage.text, sentence, language) for sentence in sentences)


def reason_in(text: str, sentence: Span, language: str) -> Reason | None:
    """The words of the sentence that tell a reason; None where it has none, or the language (ISO 639-1) no row."""
    for surely, whole, pattern in _PATTERNS.get(language, ()):
        found = pattern.search(text, *sentence)
        if found is not None:
            commas = [comma.end() for comma in _START.finditer(text, sentence[0], found.start())] if whole else []
            start = ([sentence[0], *commas] if whole else [found.start()])[-1]
            end = _END.search(text, found.end(), sentence[1])
            return Reason((start, end.start() if end else sentence[1]), surely)
    return None
