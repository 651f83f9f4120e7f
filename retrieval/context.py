"""What was asked and answered before: what the next question may lean on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.answer import Answer, Quote
from retrieval.leaning import Lean, leaning
from retrieval.question import question_language


@dataclass(frozen=True)
class Context:
    """What was asked and answered before. Held in memory alone: it has a question's words."""

    question: str  # as it was understood; "" where only its answer is known
    language: str  # ISO 639-1
    places: frozenset[tuple[str, int]] = frozenset()  # article and paragraph of what was quoted
    told: str = ""  # the words that answered
    title: str = ""  # of the first quote's article
    passage: str = ""  # its text
    certain: bool = False  # the next question was said to be about it, as by a reply

    @property
    def topic(self) -> str:
        """The words that the next question may lean on."""
        return self.question or self.title

    @property
    def article(self) -> str:
        """The id of an article that was quoted; "" for none."""
        return next((article for article, _ in self.places), "")


def context_of(answer: Answer, before: Context | None = None) -> Context:
    """What a question after this answer may lean on; `before` is what its own question could lean on.

    A question that may have leaned and found nothing leaves things as they were: people put it in other words.
    """
    if before is not None and not answer.quotes and (answer.about is not None or _may_lean(answer.question, before)):
        return replace(before, certain=False)
    question = answer.understood
    shown = answer.quotes or answer.closest
    if not shown:
        return Context(question, question_language(question))
    return replace(context_of_quotes(shown[:1]), question=question, language=question_language(question))


def context_of_quotes(quotes: Sequence[Quote]) -> Context:
    """What a question may lean on where only the quotes of the answer before it are known. There is at least one."""
    first = quotes[0]
    return Context(
        question="",
        language=first.passage.source.language or "en",
        places=frozenset((quote.passage.source.id, quote.passage.paragraph) for quote in quotes),
        told=first.text[slice(*first.highlight)],
        title=first.passage.source.title,
        passage=first.text,
    )


def _may_lean(question: str, before: Context) -> bool:
    return leaning(question, after=before.language).lean is not Lean.NONE
