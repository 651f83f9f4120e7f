"""How often a check of a wording is right: `verifying.py --data LIBRARY --elsewhere ARTICLES.jsonl [...]`.

Takes sentences of the library as they are, with one word changed and with two, and sentences of articles that the
library does not hold, and prints what `retrieval/verifying.py` says of each. A change is one of substance: another
number, a word of the library in place of one, a word left out (not at an edge: what is left would be an exact part), a
word put in.
"""

import argparse
import json
import random
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bot.cli.opening import reading
from config.settings import load
from retrieval.sentences import sentence_spans
from retrieval.verifying import Standing, Verifier

SEED = 7
EACH = 1000
WORDS = range(6, 61)
_WORD = re.compile(r"\S+")


def main() -> None:
    """Print the confusion table, the share that is right, and the time a check takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--elsewhere", type=Path, nargs="+", required=True)
    parser.add_argument("--misses", type=int, default=5, help="how many wrong ones to print")
    options = parser.parse_args()
    drawn = random.Random(SEED)
    own = sentences_of_library(options.data)
    known = set(own)
    vocabulary = sorted({word for sentence in own for word in re.findall(r"[^\W\d_]{4,}", sentence)})
    foreign = [s for file in options.elsewhere for s in sentences_of_file(file) if s not in known]
    cases = [(s, {Standing.NOT_FOUND}) for s in drawn.sample(foreign, EACH)]
    for number, sentence in enumerate(drawn.sample(own, EACH)):
        wanted = {Standing.ALTERED} if number % 3 else {Standing.EXACT}
        cases.append((changed(sentence, number % 3, vocabulary, drawn), wanted))
    with reading(load(), options.data) as (library, encoder):
        report(cases, Verifier(library, encoder), options.misses)


def report(cases: list[tuple[str, set[Standing]]], verifier: Verifier, misses: int) -> None:
    """Check every case and print what came of it."""
    table: Counter[tuple[str, str]] = Counter()
    times, wrong = [], []
    for text, wanted in cases:
        began = time.perf_counter()
        verdict = verifier.check(text)
        times.append((time.perf_counter() - began) * 1000)
        table[min(wanted), verdict.standing] += 1
        if verdict.standing not in wanted:
            stands = verdict.passage.text[slice(*verdict.spans[0])] if verdict.passage and verdict.spans else ""
            wrong.append(f"{min(wanted)} but {verdict.standing}:\n  {text}\n  {stands}")
    for (wanted_, said), count in sorted(table.items()):
        print(f"{wanted_:>10} -> {said:<10} {count}")
    times.sort()
    print(f"right {1 - len(wrong) / len(cases):.4f} of {len(cases)}; p50 {times[len(times) // 2]:.0f} ms,", end=" ")
    print(f"p95 {times[len(times) * 95 // 100]:.0f} ms")
    print("\n".join(wrong[:misses]))


def sentences_of_library(data: Path) -> list[str]:
    """The library's sentences of so many words, each once."""
    with sqlite3.connect(f"file:{data / 'library.db'}?mode=ro", uri=True) as connection:
        return _sentences(text for (text,) in connection.execute("SELECT text FROM passages ORDER BY id"))


def sentences_of_file(file: Path) -> list[str]:
    """The sentences of an articles.jsonl, each once."""
    records = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    return _sentences(text for record in records for text in record["paragraphs"])


def _sentences(texts: Iterable[str]) -> list[str]:
    found = dict.fromkeys(text[a:b] for text in texts for a, b in sentence_spans(text))
    return [sentence for sentence in found if len(_WORD.findall(sentence)) in WORDS]


def changed(sentence: str, count: int, vocabulary: list[str], drawn: random.Random) -> str:
    """The sentence with so many words changed, no two of them neighbours."""
    words = sentence.split(" ")
    inner = [i for i in range(1, len(words) - 1) if re.search(r"\w", words[i])]
    places: list[int] = []
    while len(places) < count and inner:
        at = drawn.choice(inner)
        places.append(at)
        inner = [i for i in inner if abs(i - at) > 1]
    for at in sorted(places, reverse=True):
        words[at : at + 1] = _instead(words[at], vocabulary, drawn)
    return " ".join(words)


def _instead(word: str, vocabulary: list[str], drawn: random.Random) -> list[str]:
    """What stands in the word's place."""
    if any(c.isdigit() for c in word):
        return [re.sub(r"\d", lambda m: str((int(m.group()) + drawn.randint(1, 9)) % 10), word, count=1)]
    other = drawn.choice([w for w in drawn.sample(vocabulary, 5) if w.casefold() not in word.casefold()])
    kind = drawn.random()
    if kind < 0.5:
        return [re.sub(r"[\w'’-]+", other, word, count=1)]
    return [] if kind < 0.75 else [word, other]


if __name__ == "__main__":
    main()
