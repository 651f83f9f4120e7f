"""How often "sources differ" is right: `python -m benchmarks.disagreement [CASES.jsonl]`.

A case is `{"differ": bool, "first": {"text", "published", "title"}, "second": {...}}`, of two articles of one story; by
default those of tests/cases/disagreements.jsonl. Prints precision, recall and each case that is judged wrongly.
"""

import argparse
import datetime
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from retrieval.disagreement import Claim, difference

CASES = Path(__file__).parent.parent / "tests" / "cases" / "disagreements.jsonl"


def main() -> None:
    """Print the figures and the faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path, nargs="?", default=CASES)
    options = parser.parse_args()
    table: Counter[tuple[bool, bool]] = Counter()
    for line in options.cases.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        first, second = claim(case["first"]), claim(case["second"])
        said = first is not None and second is not None and difference(first, second) is not None
        table[case["differ"], said] += 1
        if said != case["differ"]:
            print(f"{'said' if said else 'missed'}: {case['first']['text']} | {case['second']['text']}")
    right, wrong, missed = table[True, True], table[False, True], table[True, False]
    print(f"{table.total()} pairs, {right + missed} of which differ; said of {right + wrong}")
    print(f"precision {right / max(right + wrong, 1):.3f}, recall {right / max(right + missed, 1):.3f}")


def claim(told: Mapping[str, str]) -> Claim | None:
    """The claim of one text; None where its day is unknown."""
    if not told["published"]:
        return None
    day = datetime.date.fromisoformat(told["published"])
    return Claim(told["text"], (0, len(told["text"])), day, told["title"])


if __name__ == "__main__":
    main()
