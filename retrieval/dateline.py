"""Datelines: where a report was written and who distributes it, as its first words say ("NEW YORK (AP) — ").

They are no part of what is told, so a reader marks nothing in them.
"""

import re

_UPPER = r"[^\W\d_a-zà-öø-ÿа-я]"
_AGENCY = (
    r"(?:AFP|ANSA|AP|BBC|CBC|CNN|DPA|dpa|EFE|NPR|PTI|TASS|UPI|Bloomberg|Interfax|Kyodo|Reuters|Xinhua)(?: [A-Z]\w+)?"
)
_NAME = rf"{_UPPER}[\w.'’-]*"
_PLACE = rf"{_NAME}(?:(?:, ?| / | ){_NAME}){{0,5}}"
_SHOUTED = rf"{_UPPER}{{3,}}(?:[ '’-]{_UPPER}{{2,}}){{0,3}}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?"
_BEGINS = rf"(?=[\"'“‘«„(]?{_UPPER}|[\"'“‘«„]?\d|$)"
"""What is told begins like a sentence: "IBM — the company — said" has no dateline."""
_DATELINE = re.compile(
    "(?:"
    rf"(?:{_PLACE}[ ,]+)?\({_AGENCY}\)(?:\s*[—–-]+)?(?:\s+|$)"  # Tokyo, Japan (CNN)
    rf"|(?:{_PLACE}[ ,]+)?{_AGENCY}\s+[—–]+(?:\s+|$)"  # Washington CNN —
    rf"|{_PLACE}[ ,]+\([A-Z][\w. ]{{1,30}}\)\s*[—–-]+\s+"  # Albany (Times Union) —
    rf"|{_SHOUTED}\s+[—–]+\s+"  # FREMONT, Calif. —
    f"){_BEGINS}"
)


def dateline_end(text: str) -> int:
    """How many characters of a text are its dateline and the space behind it; 0 where it begins without one."""
    found = _DATELINE.match(text)
    return found.end() if found else 0
