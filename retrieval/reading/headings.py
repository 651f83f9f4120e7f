"""A heading names what the words below it speak of, and answers nothing itself: it begins the paragraph that it heads.

"Charges" above "Overdue books cost 20p a day" is what somebody asks for who asks about charges.
"""

from collections.abc import Iterable

from retrieval.sentences import asks

LONGEST = 120
"""Characters of a heading; a longer one is a paragraph that was set in large letters."""
SHORT = 120
"""Characters: a further paragraph that is no longer, such as a row of a table, begins with the heading as well."""


def under_headings(lines: Iterable[tuple[str, bool]], *, title: str = "") -> list[tuple[int, str]]:
    """The paragraphs among these lines (text, whether it is a heading), each with its line's number from 0.

    The title heads everything, so no paragraph begins with it. A heading that asks is a paragraph above its answer, as
    in an interview.
    """
    paragraphs: list[tuple[int, str]] = []
    heading, is_first = "", False
    for number, (text, is_heading) in enumerate(lines):
        if not text.strip() or (is_heading and text == title):
            continue
        if is_heading and (asks(text) or len(text) > LONGEST):
            paragraphs.append((number, f"{heading}\n{text}" if heading and is_first else text))
            heading = ""
        elif is_heading:
            heading, is_first = text, True
        elif heading and (is_first or len(text) <= SHORT):
            paragraphs.append((number, f"{heading}\n{text}"))
            is_first = False
        else:
            paragraphs.append((number, text))
    return paragraphs
