"""What a reindex costs beside a full one: nothing changed, one passage in a hundred changed, all files moved.

    python -m benchmarks.reindexing ARTICLES.jsonl [--passages 10000] [--rounds 3]

ARTICLES.jsonl holds records as docs/formats.md describes them, with "paragraphs". They are written one file an article,
repeated with other words until there are so many passages, and indexed; then all stand in one .jsonl file, one of
whose lines changes. Each run is a `quoted index` in a process of its own; the kinds alternate. Prints the median
seconds of each kind, their ratio to the full run, and how many texts were embedded.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

QUOTED = [sys.executable, "-m", "bot.cli"]
Record = dict[str, Any]


def records(file: Path, passages: int) -> Iterator[Record]:
    """The file's articles, and copies that differ in every paragraph, until there are so many passages."""
    own = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    made = copy = 0
    while made < passages:
        for number, record in enumerate(own):
            paragraphs = [text for text in record["paragraphs"] if text.strip()]
            paragraphs = [f"{text} ({copy})" if copy else text for text in paragraphs][: passages - made]
            made += len(paragraphs)
            if paragraphs:
                kept = {k: record.get(k) for k in ("url", "outlet", "author", "published", "language")}
                yield {"id": f"a{copy}-{number}", "title": record["title"], "paragraphs": paragraphs} | kept
        copy += 1


def write(file: Path, *articles: Record) -> None:
    """One article a line."""
    file.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")


def changed(article: Record, sign: str, *, most: int = 1) -> Record:
    """The article with so many other paragraphs."""
    paragraphs = article["paragraphs"]
    others = [f"{text} Changed: {sign}." for text in paragraphs[:most]]
    return article | {"paragraphs": [*others, *paragraphs[most:]]}


def timed(seeds: Path, data: Path) -> tuple[float, Record]:
    """Seconds of a `quoted index` in a process of its own, and its summary."""
    began = time.perf_counter()
    done = subprocess.run(
        [*QUOTED, "index", "--json", "--seeds", str(seeds), "--data", str(data)],
        stdout=subprocess.PIPE,
        check=True,
        env=os.environ | {"HF_HUB_OFFLINE": "1"},
    )
    report: Record = json.loads(done.stdout)
    return time.perf_counter() - began, report


def split(seeds: Path, articles: list[Record]) -> None:
    """One file an article."""
    for number, article in enumerate(articles):
        write(seeds / f"{number}.jsonl", article)


def change_some(seeds: Path, articles: list[Record], round_: int) -> None:
    """Give one paragraph in a hundred other words: whole articles, others in each round."""
    left = sum(len(article["paragraphs"]) for article in articles) // 100
    for number in range(round_, len(articles), 7):
        most = min(left, len(articles[number]["paragraphs"]))
        if most:
            articles[number] = changed(articles[number], f"round {round_}", most=most)
            write(seeds / f"{number}.jsonl", articles[number])
        left -= most


def move(seeds: Path, to: str) -> None:
    """Move all files into a new folder."""
    files = sorted(seeds.rglob("*.jsonl"))
    (seeds / to).mkdir()
    for file in files:
        file.rename(seeds / to / file.name)


def measure(work: Path, articles: list[Record], rounds: int) -> dict[str, list[tuple[float, int]]]:
    """Seconds and texts embedded of each kind of run, the full one first."""
    seeds, data = work / "seeds", work / "data"
    seeds.mkdir()
    timed(seeds, data)  # compiles the encoder
    split(seeds, articles)
    found: dict[str, list[tuple[float, int]]] = {}

    def run(kind: str) -> None:
        seconds, report = timed(seeds, data)
        found.setdefault(kind, []).append((seconds, report["embedded"]))

    run("full")
    run("nothing changed, files just written")
    time.sleep(2.1)  # so that the files' times have settled, as retrieval/survey.py says
    timed(seeds, data)
    for round_ in range(rounds):
        run("nothing changed")
        change_some(seeds, articles, round_)
        run("1 % of the passages changed")
    for round_ in range(rounds):
        move(seeds, f"moved-{round_}")
        run("all files moved")
    for file in sorted(seeds.rglob("*.jsonl")):
        file.unlink()
    write(seeds / "all.jsonl", *articles)
    run("all articles in one file")
    for round_ in range(rounds):
        articles[round_] = changed(articles[round_], "a line")
        write(seeds / "all.jsonl", *articles)
        run("one line of that file changed")
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    articles = list(records(args.articles, args.passages))
    print(platform.processor() or platform.machine(), f"{os.cpu_count()} cores", platform.python_version())
    print(f"{len(articles)} articles, {sum(len(article['paragraphs']) for article in articles)} passages")
    with tempfile.TemporaryDirectory() as work:
        found = measure(Path(work), articles, args.rounds)
    full = found["full"][0][0]
    for kind, runs in found.items():
        seconds = statistics.median(seconds for seconds, _ in runs)
        embedded = statistics.median(count for _, count in runs)
        print(f"{kind:36} {seconds:8.2f} s  {100 * seconds / full:6.2f} %  {embedded:6.0f} texts embedded")


if __name__ == "__main__":
    main()
