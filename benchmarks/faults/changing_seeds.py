"""Seeds that change at random while every state of theirs is known, and a check of what a library makes of them.

File number n in edition e holds three paragraphs that name n and e, and one that all files share: each passage that a
library gives says where it comes from, and a file of which half is old and half is new shows.
"""

import datetime
import functools
import json
import random
import re
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from retrieval.article import Source
from retrieval.embedded.library import open_library
from retrieval.encoder import Encoder, open_encoder
from retrieval.indexing import index
from retrieval.library import Library

SHARED = "The weather in the district was dry, said the reporter."
TELLING = re.compile(r"Report (\d+), edition (\d+), part \d:")
EVERYTHING = 1_000_000
ANY_VECTOR = np.eye(1, 384, dtype=np.float32)[0]  # the packaged encoder has so many dimensions
MAX_BYTES = 10_000_000
Editions = dict[int, int]
"""The edition of each file number that is there."""


class Silence:
    """Progress that nobody hears."""

    def begin(self, total: int) -> None:
        """Nothing."""

    def advance(self, done: float) -> None:
        """Nothing."""


def paragraphs(number: int, edition: int) -> list[str]:
    """What this edition of a file says."""
    lead = f"Report {number}, edition {edition}, part"
    return [
        f"{lead} 1: the mayor of Town {number} counted {1000 * edition + number} sheep on the common.",
        f"{lead} 2: the bridge of Town {number} opened in {1800 + edition}. It was closed a year later.",
        f"{lead} 3: Town {number} elected {edition % 7 + 2} councillors.",
        SHARED,
    ]


def source_of(number: int, file: str) -> Source:
    """What a passage of this file must say of its article."""
    return Source(
        id=f"report-{number}",
        file=file,
        title=f"Report {number} of the Town Gazette",
        outlet="The Town Gazette",
        author=f"Reporter {number}",
        published=datetime.date(2022, 10, number % 28 + 1),
        url=f"https://gazette.example/reports/{number}",
        language="en",
    )


@dataclass
class ChangingSeeds:
    """A seeds folder of some files. `allowed` holds each file's editions that a library may show by now."""

    folder: Path
    files: int
    random: random.Random
    present: Editions = field(default_factory=dict)
    allowed: dict[int, set[int | None]] = field(default_factory=dict)
    edition: int = 0

    def __post_init__(self) -> None:
        """At first no file is there."""
        self.settle()

    def turn(self, most: int) -> None:
        """Change up to so many files: new, another edition, gone, or under another name."""
        for number in self.random.sample(range(self.files), self.random.randint(1, most)):
            before = self._file_of(number)
            if number in self.present and self.random.random() < 0.2:
                before.unlink()
                del self.present[number]
            elif number in self.present and self.random.random() < 0.2:
                before.rename(before.with_name(f"{number}-{self.random.randrange(10**9)}.jsonl"))
            else:
                self.edition += 1
                self.write(before, number, self.edition)
                self.present[number] = self.edition
            self.allowed[number].add(self.present.get(number))

    def settle(self) -> None:
        """A run has completed: from now on only what is there may be shown."""
        for number in range(self.files):
            self.allowed[number] = {self.present.get(number)}

    def objections(self, library: Library) -> list[str]:
        """What is wrong with what the library shows: lost, garbled, mixed, or never written."""
        found = library.candidates(["report", "weather"], ANY_VECTOR, count=EVERYTHING)
        wrong = []
        if len(found.found) != found.passages or found.passages != library.summary().passages:
            wrong.append(f"the indexes find {len(found.found)} of {library.summary().passages} passages")
        shown: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for candidate in found.found:
            text, source = candidate.passage.text, candidate.passage.source
            named = re.fullmatch(r"report-(\d+)", source.id)
            if named is None or source != source_of(int(named[1]), source.file):
                wrong.append(f"nobody wrote {source}")
            if telling := TELLING.match(text):
                shown[int(telling[1])].append((int(telling[2]), text))
            elif text != SHARED:
                wrong.append(f"nobody wrote {text!r}")
        for number in range(self.files):
            wrong.extend(self._objections(number, shown.get(number, [])))
        return wrong

    def _objections(self, number: int, shown: list[tuple[int, str]]) -> list[str]:
        editions = {edition for edition, _ in shown}
        if len(editions) > 1:
            return [f"file {number} mixes its editions {sorted(editions)}"]
        edition = next(iter(editions), None)
        if edition not in self.allowed[number]:
            return [f"file {number} shows edition {edition} instead of {self.allowed[number]}"]
        texts = sorted(text for _, text in shown)
        whole = paragraphs(number, edition)[:3] if edition is not None else []
        if not set(texts) <= set(whole):
            return [f"file {number} is garbled: {texts}"]
        if texts != whole:
            return [f"file {number} lacks {len(whole) - len(texts)} paragraphs"]
        return []

    def _file_of(self, number: int) -> Path:
        found = list(self.folder.glob(f"{number}-*.jsonl"))
        return found[0] if found else self.folder / f"{number}-0.jsonl"

    def write(self, file: Path, number: int, edition: int) -> None:
        """Put this edition of a file there."""
        self.folder.mkdir(parents=True, exist_ok=True)
        source = source_of(number, file.name)
        fields = {"id": source.id, "title": source.title, "outlet": source.outlet, "url": source.url}
        dated = {"published": str(source.published), "author": source.author, "language": source.language}
        record = fields | dated | {"paragraphs": paragraphs(number, edition)}
        file.write_text(json.dumps(record) + "\n", encoding="utf-8")


def encoders() -> Path:
    """Where the default encoder is compiled to, once for all runs."""
    return Path(tempfile.gettempdir()) / "quoted-fault-encoders"


@functools.cache
def packaged_encoder() -> Encoder:
    """The default encoder on one core, once a process."""
    return open_encoder("built-in", encoders(), threads=1)


def opened(folder: Path, *, write: bool = False) -> Library:
    """The library in that folder, under the default encoder."""
    encoder = packaged_encoder()
    return open_library(folder, fingerprint=encoder.fingerprint, dimension=encoder.dimension, write=write)


def complete(seeds: ChangingSeeds, library: Library, *, thorough: bool = False) -> list[str]:
    """Index to the end, as `quoted index` or with `--thorough`; what is wrong afterwards."""
    report = index(
        seeds.folder, library, packaged_encoder(), max_bytes=MAX_BYTES, progress=Silence(), thorough=thorough
    )
    seeds.settle()
    return [f"{problem.file}: {problem.reason}" for problem in report.problems] + seeds.objections(library)
