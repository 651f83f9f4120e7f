"""The two kinds of index of a library, and the generations of them that a reader has open."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.embedded.dense import DenseEngine, DenseSearcher
from retrieval.embedded.generations import Generations, Sighting
from retrieval.embedded.indexes import Engine
from retrieval.embedded.lexical import LexicalEngine, LexicalSearcher
from retrieval.terms import FORMAT as TERMS_FORMAT

INDEXES = "indexes"


@dataclass(frozen=True)
class OpenIndexes:
    """The generations in use; replaced as a whole."""

    dense: DenseSearcher
    lexical: LexicalSearcher
    seen: tuple[Sighting, ...]  # when they were opened, of each kind of index
    marks: Mapping[int, str]  # of the changes that they have followed to

    def follow(self, marks: Mapping[int, str]) -> bool:
        """Whether these are the indexes of the library that has these marks."""
        return all(marks.get(change) == mark for change, mark in self.marks.items())


@dataclass(frozen=True)
class Engines:
    """The two kinds of index of a library, each with its generations."""

    dense: DenseEngine
    lexical: LexicalEngine
    dense_generations: Generations
    lexical_generations: Generations

    @classmethod
    def of(cls, folder: Path, *, fingerprint: str, dimension: int = 0) -> "Engines":
        """Those of the library in this folder under this encoder. Only building needs the vectors' dimension."""
        indexes = folder / INDEXES
        return cls(
            dense=DenseEngine(dimension),
            lexical=LexicalEngine(),
            dense_generations=Generations(indexes, DenseEngine.name, fingerprint=fingerprint),
            lexical_generations=Generations(indexes, LexicalEngine.name, fingerprint=f"terms-{TERMS_FORMAT}"),
        )

    def pairs(self) -> tuple[tuple[Engine[Any], Generations], ...]:
        """Each engine with its generations."""
        return ((self.dense, self.dense_generations), (self.lexical, self.lexical_generations))

    def glance(self, settled: int) -> tuple[Sighting, ...]:
        """The newest generation of each up to that change, not verified."""
        return tuple(generations.glance(settled) for _, generations in self.pairs())

    def open(self, marks: Mapping[int, str], *, settled: int, seen: tuple[Sighting, ...]) -> OpenIndexes | None:
        """The newest whole generations up to that change of the library with these marks; None when one is missing."""
        dense = self.dense_generations.newest(marks, upto=settled)
        lexical = self.lexical_generations.newest(marks, upto=settled)
        if dense is None or lexical is None:
            return None
        followed = {generation.change: marks[generation.change] for generation in (dense, lexical)}
        return OpenIndexes(self.dense.open(dense.folder), self.lexical.open(lexical.folder), seen, followed)
