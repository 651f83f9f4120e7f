"""Words and forms by which a page speaks of itself: bylines, credits, invitations to click, other stories.

A newcomer adds a language's words to the lists. Outside the body none of the patterns
decides alone: the line model weighs them.
"""

import re

from retrieval.reading.lines import Line

_JUMP_WORDS, _SOURCE_WORDS, _CREDIT_WORDS = 30, 10, 25
"""Of a line that is one of these and no part of the story."""


def _any_of(*phrases: str) -> str:
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)


_BY = re.compile(
    r"^(?:(?:written|posted|published|reported|story|text|words)\s+)?(?:by|von|par|por|di|door|af|av)\s*:?\s+(?=\S)"
    r"|^(?:автор|текст|yazar|autor|auteur|autore|作者|记者|كتب|بقلم)\s*[:：]?\s",
    re.IGNORECASE,
)


def is_byline(text: str) -> bool:
    """Whether a line names its writer: "By Jane Doe", "Von Moritz Bachmann"."""
    return len(text) <= 90 and _BY.match(text) is not None


def without_by(text: str) -> str:
    """What a byline says after its "By"."""
    return _BY.sub("", text, count=1).strip()


_PICTURE = "photo|image|picture|photograph|foto|bild|fotos|фото|fotoğraf|crédit|credit|fotografía"
CREDIT = re.compile(
    r"©|\(c\)\s|\bcopyright\b|all rights reserved|getty\s*images|shutterstock|unsplash|istock"
    r"|[/|]\s*(?:afp|ap|reuters|epa|dpa|aa)\b"
    rf"|\b(?:{_PICTURE})s?(?:\s+(?:credit|by|courtesy|from|courtesy of))?\s*:"
    r"|\b(?:photo|image|picture|photograph|illustration|video)s?\s+(?:by|courtesy|credit|via)\b|\bfile photo\b"
    r"|[/|]\s*(?:[A-Z]\w+\s+){0,2}(?:archive|images|photo|pictures)s?\s*\)?$|^(?:above|pictured)\s*:"
    r"|^(?:image|photo|picture|video)\s+(?:caption|source|copyright)\b",
    re.IGNORECASE,
)
"""A picture's credit or a notice of rights."""

LINK = re.compile(r"https?://|www\.|\w@\w|\b\w+\.(?:com|org|net)\b|(?:^|\s)[@#]\w")
"""An address, a handle or a tag."""

INVITATION = re.compile(
    r"\b(?:"
    + _any_of(
        "read more", "read also", "also read", "see also", "learn more", "find out more", "click here", "sign up",
        "sign in", "log in", "login", "subscribe", "subscription", "newsletter", "cookie", "cookies",
        "privacy policy", "terms of", "follow us", "share this", "share on", "advertisement", "advertise",
        "sponsored", "comment", "comments", "download", "your email", "email address", "inbox", "contact us",
        "feedback", "get the latest", "more from", "more on", "related", "recommended", "trending", "most read",
        "most popular", "min read", "minute read", "minutes read", "loading", "javascript", "browser", "skip to",
        "menu", "breaking news", "watch", "listen", "print", "affiliate", "commission", "weiterlesen",
        "lesen sie auch", "mehr zum thema", "anmelden", "abonnieren", "datenschutz", "kommentare", "teilen",
        "lire aussi", "lire la suite", "à lire", "abonnez", "inscrivez", "partager", "commentaires",
        "en savoir plus", "lea también", "leer más", "lee también", "suscríbete", "compartir", "comentarios",
        "leia mais", "leia também", "saiba mais", "assine", "compartilhe", "comentários", "leggi anche",
        "iscriviti", "lees ook", "lees meer", "читайте также", "подписаться", "подпишитесь", "комментарии",
        "поделиться", "реклама", "devamını oku", "abone ol", "yorumlar", "paylaş", "ilgili haberler",
    )
    + r")\b|اقرأ أيضا|اقرأ المزيد|اشترك|相关阅读|延伸阅读|订阅|阅读更多",
    re.IGNORECASE,
)  # fmt: skip
"""Words of buttons, links and notices."""

JUMP = re.compile(
    r"^\W*(?:"
    + _any_of(
        "read more", "read also", "also read", "see also", "see more", "related:", "related article", "more:",
        "watch:", "listen:", "lesen sie auch", "mehr zum thema", "weiterlesen", "lire aussi", "à lire aussi",
        "lea también", "lee también", "leia mais", "leia também", "leggi anche", "lees ook", "читайте также",
        "ayrıca okuyun", "devamını oku", "اقرأ أيضا", "相关阅读", "延伸阅读",
    )
    + r")(?!\w)",
    re.IGNORECASE,
)  # fmt: skip
"""How a line begins that leads to another story."""

SOURCE = re.compile(
    r"^\W*(?:source|sources|quelle|fuente|fonte|источник|kaynak|来源|المصدر)\s*[:：]\s*(?P<name>\S.*)$", re.I
)
"""A line that names where the story comes from."""

SECTION_END = re.compile(
    r"^(?:"
    + _any_of(
        "related", "recommended", "comments", "leave a", "post a comment", "most read", "most popular", "popular",
        "trending", "more from", "more on", "more in", "more stories", "read next", "up next", "next article",
        "previous article", "latest", "recent", "you may", "you might", "about the author", "about us", "tags",
        "topics", "filed under", "share", "explore", "source:", "sources:", "follow", "subscribe", "sign up",
        "newsletter", "don't miss", "editor's pick", "contact us", "mehr zum thema", "das könnte", "weitere",
        "kommentare", "sur le même sujet", "à lire aussi", "commentaires", "te puede interesar", "relacionad",
        "comentarios", "comentários", "veja também", "potrebbe", "читайте также", "комментарии", "ilgili",
        "yorumlar", "اقرأ أيضا", "相关", "评论",
    )
    + r")",
    re.IGNORECASE,
)  # fmt: skip
"""How the lines begin that open another part of a page: other stories, comments, tags."""

COMMENTS = re.compile(
    r"^\W*(?:\d+\s+)?(?:comments?|kommentare?|commentaires|comentários?|comentarios?|комментари\w+|yorumlar|leave a"
    r"|responses?|replies|discussion)\b",
    re.IGNORECASE,
)
"""How the heading of the readers' comments begins."""

REMARK = re.compile(
    r"\b\d+\s*(?:min|minute|hour|hr|day|week|month|year|h|m|d|w)s?\.?\s+ago\b|\bago$|vor \d+|il y a|hace \d|há \d"
    r"|\d+ (?:час|мин)\w* назад"
    r"|\b(?:reply|permalink|upvotes?|likes?|report abuse|says|said on|wrote|commented|quote)\s*:?$",
    re.IGNORECASE,
)
"""What stands around a reader's comment: how long ago, and its buttons."""

CUT_SHORT = re.compile(r"(?:\.\.\.|…)\s*(?:\[?more\]?|»)?$")
"""How the first words of another story end."""


def names_origin(line: Line) -> bool:
    """Whether a line that is no sentence names who wrote the story or where it comes from."""
    return not line.is_sentence and (is_byline(line.text) or SOURCE.match(line.text) is not None)


def leads_elsewhere(line: Line) -> bool:
    """Whether a line within the body leads elsewhere or credits: such lines are told by their words alone."""
    if JUMP.match(line.text) and len(line.words) <= _JUMP_WORDS:
        return True
    if SOURCE.match(line.text) and len(line.words) <= _SOURCE_WORDS:
        return True
    return CREDIT.search(line.text) is not None and len(line.words) <= _CREDIT_WORDS and not line.ends_sentence
