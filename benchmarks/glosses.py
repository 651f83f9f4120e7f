"""How often a gloss is right: `python -m benchmarks.glosses [CASES.jsonl]`.

A case is `{"published", "language", "text", "glosses": [["words", "first day", "last day"], ...]}`; by default those of
tests/cases/glosses.jsonl. Prints how many glosses are expected, said and right, the precision and the recall, and each
that is wrong or missing.
"""

import argparse
import datetime
import json
from pathlib import Path

from retrieval.article import Passage, Source, text_hash
from retrieval.glosses import find_glosses

CASES = Path(__file__).parent.parent / "tests" / "cases" / "glosses.jsonl"


def main() -> None:
    """Print the figures and the faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path, nargs="?", default=CASES)
    options = parser.parse_args()
    cases = [json.loads(line) for line in options.cases.read_text(encoding="utf-8").splitlines()]
    expected = said = right = silent = 0
    for case in cases:
        wanted = [tuple(gloss) for gloss in case["glosses"]]
        found = glosses(case["text"], case["published"], case["language"])
        expected, said, right = expected + len(wanted), said + len(found), right + len(set(wanted) & set(found))
        silent += not wanted
        if set(wanted) != set(found):
            print(f"{case['published']} {case['text']}\n  expected {wanted}\n  said     {found}")
    print(f"{len(cases)} cases, {silent} of them with nothing to say; {expected} glosses expected, {said} said")
    print(f"precision {right / max(said, 1):.3f}, recall {right / max(expected, 1):.3f}")


def glosses(text: str, published: str, language: str) -> list[tuple[str, str, str]]:
    """The glosses of a text as words, first day and last day."""
    day = datetime.date.fromisoformat(published) if published else None
    source = Source(id="case", file="case.txt", title="", published=day, language=language)
    found = find_glosses(Passage(1, source, 1, 1, text, text_hash(text)))
    return [(text[slice(*g.span)], g.period.first.isoformat(), g.period.last.isoformat()) for g in found]


if __name__ == "__main__":
    main()
