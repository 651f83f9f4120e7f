"""What `quoted verify` shows: whether some words stand, which of them differ, and where they are from."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from bot.terminal import place_of
from retrieval.answer import Span
from retrieval.article import Passage
from retrieval.proving import Fate, Proof
from retrieval.verifying import Change, Standing, Verdict

MOST_ALSO = 5
_STANDINGS = {
    Standing.EXACT: "Exact: these words stand in an article.",
    Standing.TYPOGRAPHY: "Exact in its words; only punctuation or typography differs.",
    Standing.ALTERED: "Altered: the article has other words.",
    Standing.NOT_FOUND: "Not found: no article has these words.",
}
_FATES = {
    Fate.STANDS: "Stands: the quoted words are there, letter for letter.",
    Fate.ALTERED: "Altered: the article is there, the quoted words are not.",
    Fate.GONE: "Gone: neither the quoted words nor their article are there any more.",
}


def print_verdict(verdict: Verdict) -> None:
    """Whether a claim stands, each difference on a line, and the passage with its source."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(_STANDINGS[verdict.standing])
    for change in verdict.changes:
        console.print(Text(f"  {_difference(change)}"))
    if verdict.passage is not None:
        _print_passage(console, verdict.passage, verdict.spans)
    for passage in verdict.also[:MOST_ALSO]:
        console.print(Text(f"also in {passage_line(passage)}", style="dim"))
    if len(verdict.also) > MOST_ALSO:
        console.print(Text(f"and {len(verdict.also) - MOST_ALSO} more", style="dim"))


def print_proof(proof: Proof) -> None:
    """Whether the words of a receipt stand, and the passage with its source."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(_FATES[proof.fate])
    if proof.passage is None:
        return
    if proof.moved:
        console.print(f"It was paragraph {proof.receipt.number} and is paragraph {proof.passage.paragraph} now.")
    if proof.fate is Fate.ALTERED:
        console.print(f"What paragraph {proof.passage.paragraph} says now:")
    _print_passage(console, proof.passage, (proof.words,) if proof.words else ())


def passage_line(passage: Passage) -> str:
    """Title, outlet, date and paragraph of a passage, those that are known."""
    source = passage.source
    published = source.published.isoformat() if source.published else ""
    return ", ".join(part for part in (source.title, source.outlet, published, place_of(passage)) if part)


def _difference(change: Change) -> str:
    if not change.stands:
        return f"“{change.claimed}” is not there"
    if not change.claimed:
        return f"“{change.stands}” is left out"
    return f"“{change.claimed}” is “{change.stands}” there"


def _print_passage(console: Console, passage: Passage, spans: Sequence[Span]) -> None:
    text = Text(passage.text)
    for span in spans:
        text.stylize("bold", *span)
    console.print()
    console.print(text)
    console.print(Text(passage_line(passage), style="dim"))
    if passage.source.url:
        console.print(Text(passage.source.url, style="dim"))
