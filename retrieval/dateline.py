"""Datelines: where a report was written and who distributes it, as its first words say ("NEW YORK (AP) — ").

They are no part of what is told, so they are not read and no words in them are marked. What may as well be a subject
("USA – 40 medals", "CNN — a network — began") is none: to lose a subject is worse than to read a dateline.
"""

import re

_UPPER = "[A-ZÀ-ÖØ-Þ]"
"""Of Latin script, in which capitals tell names and datelines shout."""
_NAME = rf"{_UPPER}[\w.'’-]*"
_PLACE = rf"{_NAME}(?:(?:, ?| / | (?:(?:al|de|del|of|the|upon) )?){_NAME}){{0,5}}(?:,? \d{{1,2}})?"
_AGENCY = r"(?:AFP|ANSA|AP|BBC|CBC|CNN|DPA|dpa|EFE|NPR|PTI|TASS|UPI|Bloomberg|Interfax|Kyodo|Reuters|Xinhua)"
_SHOUTED = rf"{_UPPER}{{2,}}\.?(?:[ '’-]{_UPPER}{{2,}}){{0,3}}"
_STATE = r"(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)"
_DASH = r"\s*[—–-]+\s+"
_LONG_DASH = r"\s+[—–]+(?:\s+|$)"
_BEGINS = rf"(?=[\"'“‘«„(]{{0,2}}{_UPPER}|$)"
_ALONE = r"(?![^.!?]*\s[—–]\s)"
"""Two dashes in a sentence enclose something."""
_DATELINE = re.compile(
    rf"(?:{_PLACE}[ ,]+)?\({_AGENCY}(?: [A-Z]\w+)?\){_DASH}"  # LONDON, Jan 5 (Reuters) -
    rf"|(?:{_PLACE} )?\(CNN(?: [A-Z]\w+)?\)(?:\s+{_BEGINS}|$)"  # Tokyo, Japan (CNN)
    rf"|(?:{_PLACE} )?(?:CNN(?: [A-Z]\w+)?|AP|Reuters){_LONG_DASH}{_BEGINS}{_ALONE}"  # Washington CNN —
    rf"|(?:{_SHOUTED}{_STATE}|(?=[^—–]{{7}}){_SHOUTED}){_LONG_DASH}(?={_UPPER}){_ALONE}"  # FREMONT, Calif. —
)


def dateline_end(text: str) -> int:
    """How many characters of a text are its dateline and the space behind it; 0 where it begins without one."""
    found = _DATELINE.match(text)
    return found.end() if found else 0
