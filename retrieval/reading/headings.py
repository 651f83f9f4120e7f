"""A heading names what the words below it speak of, and answers nothing itself: it begins the paragraph that it heads.

"Charges" above "Overdue books cost 20p a day" is what somebody asks for who asks about charges.
"""

from collections.abc import Iterable

from retrieval.sentences import WRAPPED, asks

SHORT = 120
"""Characters: a further paragraph that is no longer, such as a row of a table, begins with the heading as well."""


def under_headings(lines: Iterable[tuple[str, bool]], *, title: str = "") -> list[tuple[int, str]]:
    """The paragraphs among these lines (text, whether it is a heading), each with its line's number from 0.

    The title heads everything, so no paragraph begins with it. A heading that asks is a paragraph above its answer, as
    in an interview; one right below another begins with that, and one with nothing below it is a paragraph. An empty
    heading ends the one before. Headings alone are no article.
    """
    lines = list(lines)
    if all(is_heading for text, is_heading in lines if text.strip()):
        return []
    paragraphs: list[tuple[int, str]] = []
    heading, above = "", ""
    waiting: int | None = None  # the number of a heading under which nothing stood yet
    for number, (text, is_heading) in enumerate(lines):
        if is_heading:
            above = heading if waiting is not None and "\n" not in heading else ""
            if waiting is not None and not (above and text.strip() and text != title):
                paragraphs.append((waiting, heading))
                above = ""
            heading, waiting = "", None
            if not text.strip() or text == title:
                continue
            told = f"{above}\n{text}" if above else text
            if asks(text) or len(text) >= WRAPPED:
                paragraphs.append((number, told))
            else:
                heading, waiting = told, number
        elif text.strip() and heading and (waiting is not None or len(text) <= SHORT):
            paragraphs.append((number, f"{heading}\n{text}"))
            waiting = None
        elif text.strip():
            paragraphs.append((number, text))
    return [*paragraphs, (waiting, heading)] if waiting is not None else paragraphs
