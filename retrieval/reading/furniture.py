"""Words and forms by which a page speaks of itself: days, bylines, credits, invitations to click, other stories.

In the languages that readers of the project asked for so far; a newcomer adds a language's words to the lists. None of
them decides alone: the line model weighs them.
"""

import re


def _any_of(*phrases: str) -> str:
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)


_MONTHS = (
    "jan feb mar apr may jun jul aug sep oct nov dec janv févr avr mai juin juil août déc januar februar märz oktober dezember "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre janeiro fevereiro março maio "
    "junho julho setembro outubro novembro dezembro gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre "
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря ocak şubat mart nisan mayıs haziran "
    "temmuz ağustos eylül ekim kasım aralık يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
)
_MONTH = "|".join(sorted(_MONTHS.split(), key=len, reverse=True))
_DAY = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th|er|[.º])?(?:\s+de)?\s+(?:{_MONTH})\w*\.?(?:\s+de)?,?\s+\d{{4}}\b"
    rf"|\b(?:{_MONTH})\w*\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:at\s+)?\d{{4}}\b"
    r"|\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d{2}\b"
    r"|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日",
    re.IGNORECASE,
)


def mentions_day(text: str) -> bool:
    """Whether a day of the calendar stands in a short line."""
    return len(text) <= 120 and _DAY.search(text) is not None


_BY = re.compile(
    r"^(?:(?:written|posted|published|reported|story|text|words)\s+)?(?:by|von|par|por|di|door|af|av)\s*:?\s+(?=\S)"
    r"|^(?:автор|текст|yazar|autor|auteur|autore|作者|记者|كتب|بقلم)\s*[:：]?\s",
    re.IGNORECASE,
)


def is_byline(text: str) -> bool:
    """Whether a line names its writer: "By Jane Doe", "Von Moritz Bachmann"."""
    return len(text) <= 90 and _BY.match(text) is not None


CREDIT = re.compile(
    r"©|\(c\)\s|\bcopyright\b|all rights reserved|getty\s*images|shutterstock|unsplash|istock|/\s*(?:afp|ap|reuters|epa|dpa|aa)\b"
    r"|\b(?:photo|image|picture|photograph|foto|bild|fotos|фото|fotoğraf|crédit)s?(?:\s+(?:credit|by|courtesy|from|courtesy of))?\s*:"
    r"|\b(?:photo|image|picture|photograph|illustration|video)s?\s+(?:by|courtesy|credit|via)\b|\bfile photo\b"
    r"|[/|]\s*(?:[A-Z]\w+\s+){0,2}(?:archive|images|photo|pictures)s?\s*\)?$|^(?:above|pictured)\s*:",
    re.IGNORECASE,
)
"""A picture's credit or a notice of rights."""

LINK = re.compile(r"https?://|www\.|\w@\w|\b\w+\.(?:com|org|net)\b|(?:^|\s)[@#]\w")
"""An address, a handle or a tag."""

INVITATION = re.compile(
    r"\b(?:"
    + _any_of(
        "read more", "read also", "also read", "see also", "learn more", "find out more", "click here", "sign up", "sign in",
        "log in", "login", "subscribe", "subscription", "newsletter", "cookie", "cookies", "privacy policy", "terms of",
        "follow us", "share this", "share on", "advertisement", "advertise", "sponsored", "comment", "comments", "download",
        "your email", "email address", "inbox", "contact us", "feedback", "get the latest", "more from", "more on",
        "related", "recommended", "trending", "most read", "most popular", "min read", "minute read", "minutes read", "loading",
        "javascript", "browser", "skip to", "menu", "breaking news", "watch", "listen", "print", "affiliate", "commission",
        "weiterlesen", "lesen sie auch", "mehr zum thema", "anmelden", "abonnieren", "datenschutz", "kommentare", "teilen",
        "lire aussi", "lire la suite", "à lire", "abonnez", "inscrivez", "partager", "commentaires", "en savoir plus",
        "lea también", "leer más", "lee también", "suscríbete", "compartir", "comentarios", "leia mais", "leia também",
        "saiba mais", "assine", "compartilhe", "comentários", "leggi anche", "iscriviti", "lees ook", "lees meer",
        "читайте также", "подписаться", "подпишитесь", "комментарии", "поделиться", "реклама", "devamını oku", "abone ol",
        "yorumlar", "paylaş", "ilgili haberler",
    )
    + r")\b|اقرأ أيضا|اقرأ المزيد|اشترك|相关阅读|延伸阅读|订阅|阅读更多",
    re.IGNORECASE,
)  # fmt: skip
"""Words of buttons, links and notices."""

SECTION_END = re.compile(
    r"^(?:"
    + _any_of(
        "related", "recommended", "comments", "leave a", "post a comment", "most read", "most popular", "popular", "trending",
        "more from", "more on", "more in", "more stories", "read next", "up next", "next article", "previous article", "latest",
        "recent", "you may", "you might", "about the author", "about us", "tags", "topics", "filed under", "share", "explore",
        "source:", "sources:", "follow", "subscribe", "sign up", "newsletter", "don't miss", "editor's pick", "contact us",
        "mehr zum thema", "das könnte", "weitere", "kommentare", "sur le même sujet", "à lire aussi", "commentaires",
        "te puede interesar", "relacionad", "comentarios", "comentários", "veja também", "potrebbe", "читайте также",
        "комментарии", "ilgili", "yorumlar", "اقرأ أيضا", "相关", "评论",
    )
    + r")",
    re.IGNORECASE,
)  # fmt: skip
"""How the lines begin that open another part of a page: other stories, comments, tags."""
