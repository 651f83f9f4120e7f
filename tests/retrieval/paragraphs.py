"""The paragraphs of one article, as a library gives them."""

from dataclasses import dataclass

from retrieval.article import Passage, Source


@dataclass
class Paragraphs:
    """The paragraphs of one article."""

    passages: list[Passage]

    def paragraphs(self, article: str, first: int, last: int) -> list[Passage]:
        """Those from `first` to `last`."""
        return [passage for passage in self.passages if first <= passage.paragraph <= last]


def paragraphs_of(*texts: str, language: str = "en") -> Paragraphs:
    """An article of these paragraphs."""
    source = Source("a", "a.txt", "A title", language=language)
    return Paragraphs([Passage(i, source, i, len(texts), text, "00" * 32) for i, text in enumerate(texts, 1)])
