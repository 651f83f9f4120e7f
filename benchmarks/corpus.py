"""A large corpus of short passages, with the real articles and their questions hidden among what distracts from them.

    python -m benchmarks.corpus DATA OUT [--passages 1000000] [--seed 0]

DATA is a folder of question sets as benchmarks/dev_sets.py takes them. OUT becomes a seeds folder of records, PER_FILE
passages a file, and a smaller corpus is the beginning of a larger one. The first letter of an article's id says what
it is:

- `squad-`: the articles of DATA/squad as they are, whose questions.jsonl measures quality at size; real.
- `real-`: sentences of all other sets and of DATA/reading, each once; real.
- `varied-`: such sentences with other names and numbers in them, from elsewhere; augmented, grammatical, untrue.
- `made-`: sentences of a small grammar of our own about places and people that do not exist; made up.

Prints how many passages there are of each.
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.sentences import sentence_spans

PER_FILE = 10_000
PER_ARTICLE = 10
VARIED_SHARE = 0.7
"""Of what is not real; the rest comes from the grammar."""
WORDS = range(6, 41)
_TEXT_KEYS = ("paragraphs", "context", "body")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*")
_NUMBER = re.compile(r"\d+")

_SYLLABLES = "ba dor el fen gar hal is jor kal lin mor nev or pel quin ras sel tor ul ven wes yar zan".split()
_ENDINGS = "a ton ville berg mouth field stad ia o en".split()
_FIRST = "Anna Boris Clara David Elena Farid Grace Hugo Irene Jonas Karim Lucia Marek Nadia Oscar Petra Quentin".split()
_PEOPLE = "mayor;chief engineer;head teacher;curator;harbour master;minister of transport;conductor;coach".split(";")
_THINGS = "bridge;library;reservoir;tram line;museum;stadium;power station;hospital;observatory;market hall".split(";")
_CAUSES = "a flood;a fire;a strike;a cold winter;a dispute over money;an earthquake;a change of plans".split(";")
_PATTERNS = (
    "The {thing} of {place} was opened in {year} by {person}, the {role} of {place2}.",
    "{person} became {role} of {place} in {year} after {few} years in {place2}.",
    "About {n} people attended the opening of the {thing} in {place} on a Sunday in {year}.",
    "In {year} the {thing} in {place} was closed for {few} months because of {cause}.",
    "The {thing} between {place} and {place2} is {n} metres long and cost {m} million.",
    "According to {person}, the {role}, the {thing} in {place} lost {n} visitors a day to that of {place2}.",
    "{place} has {n} inhabitants, {m} more than {place2}, and its {thing} dates from {year}.",
    "When {cause} hit {place} in {year}, {person} moved the {thing} to {place2}.",
)


@dataclass(frozen=True)
class Article:
    """A record, before it is written."""

    id: str
    title: str
    paragraphs: tuple[str, ...]


def corpus(data: Path, passages: int, seed: int) -> Iterator[Article]:
    """The corpus's articles, in order, until there are so many passages."""
    given = 0
    for article in _articles(data, random.Random(seed)):
        kept = article.paragraphs[: passages - given]
        given += len(kept)
        yield Article(article.id, article.title, kept)
        if given >= passages:
            return


def _articles(data: Path, chance: random.Random) -> Iterator[Article]:
    with (data / "squad" / "articles.jsonl").open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            yield Article(record["id"], record["title"], tuple(record["paragraphs"]))
    real = sorted(set(_sentences(data)))
    chance.shuffle(real)
    yield from _grouped("real", real)
    names = sorted({name for text in real for name in _NAME.findall(text)})
    fit = [text for text in real if _NAME.search(text) or _NUMBER.search(text)]
    number = 0
    while True:
        varied = chance.random() < VARIED_SHARE
        texts = [_varied(chance.choice(fit), names, chance) if varied else _made(chance) for _ in range(PER_ARTICLE)]
        title = chance.choice(names) if varied else _place(chance)
        yield Article(f"{'varied' if varied else 'made'}-{number}", title, tuple(dict.fromkeys(texts)))
        number += 1


def _sentences(data: Path) -> Iterator[str]:
    """Every sentence of moderate length of every set but squad and its translations."""
    for file in sorted(data.rglob("*.jsonl")):
        if file.name == "questions.jsonl" or file.parent.name.startswith(("squad", "xquad")):
            continue
        seen: set[str] = set()
        with file.open(encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                for text in _texts(record):
                    if text not in seen:
                        seen.add(text)
                        yield from _cut(text)


def _texts(record: dict[str, object]) -> Iterator[str]:
    for key in _TEXT_KEYS:
        held = record.get(key)
        if isinstance(held, str):
            yield held
        elif isinstance(held, list):
            yield from (text for text in held if isinstance(text, str))


def _cut(text: str) -> Iterator[str]:
    for start, end in sentence_spans(text):
        sentence = " ".join(text[start:end].split())
        if len(sentence.split()) in WORDS:
            yield sentence


def _grouped(kind: str, texts: Sequence[str]) -> Iterator[Article]:
    for number, start in enumerate(range(0, len(texts), PER_ARTICLE)):
        group = texts[start : start + PER_ARTICLE]
        found = _NAME.search(" ".join(group))
        yield Article(f"{kind}-{number}", found.group() if found else f"Notes {number}", tuple(group))


def _varied(text: str, names: Sequence[str], chance: random.Random) -> str:
    """The sentence with other names and other numbers of as many digits."""
    text = _NAME.sub(lambda _: chance.choice(names), text)
    return _NUMBER.sub(
        lambda found: str(chance.randrange(10 ** (len(found.group()) - 1), 10 ** len(found.group()))), text
    )


def _made(chance: random.Random) -> str:
    return chance.choice(_PATTERNS).format(
        thing=chance.choice(_THINGS),
        place=_place(chance),
        place2=_place(chance),
        person=f"{chance.choice(_FIRST)} {_place(chance)}",
        role=chance.choice(_PEOPLE),
        cause=chance.choice(_CAUSES),
        year=chance.randrange(1850, 2024),
        few=chance.randrange(2, 30),
        n=chance.randrange(20, 90_000),
        m=chance.randrange(2, 900),
    )


def _place(chance: random.Random) -> str:
    return "".join([*chance.choices(_SYLLABLES, k=2), chance.choice(_ENDINGS)]).capitalize()


def write(articles: Iterator[Article], out: Path) -> Counter[str]:
    """Write the records, and count the passages of each kind."""
    out.mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    for article in articles:
        record = {
            "id": article.id,
            "title": article.title,
            "outlet": f"Outlet {hash_of(article.id) % 40}",
            "published": f"{2000 + hash_of(article.title) % 25}-{1 + len(article.title) % 12:02}-15",
            "language": "en",
            "paragraphs": article.paragraphs,
        }
        file = out / f"part-{counts.total() // PER_FILE:04}.jsonl"
        with file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
        counts[article.id.partition("-")[0]] += len(article.paragraphs)
    return counts


def hash_of(text: str) -> int:
    """A number that is the same in every process."""
    return random.Random(text).randrange(2**32)


def main() -> None:
    """Write and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    if args.out.exists() and any(args.out.iterdir()):
        parser.error(f"{args.out} is not empty")
    for kind, count in write(corpus(args.data, args.passages, args.seed), args.out).items():
        print(f"{kind:8} {count:10,} passages")


if __name__ == "__main__":
    main()
