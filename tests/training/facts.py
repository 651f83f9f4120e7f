"""What small readers learn and examples are made of: questions, the passages that answer them, the words that do."""

from training.examples import Example

FACTS = {
    "Who built the bridge?": "The bridge was built by Ann Lee.",
    "Who led the choir?": "It sings at noon, and in all of its fifty years the choir was led by Karl Weber alone.",
    "Who wrote the letter?": "The letter was written by Olga Brandt, they say, in one night of the long winter.",
    "Who found the ring?": "The ring was found by Tom Hale.",
}
ANSWERS = ("Ann Lee", "Karl Weber", "Olga Brandt", "Tom Hale")

BRIDGE = (
    "The old bridge in Graz was opened in 1932 by Anna Berger. It replaced a ferry that had served since 1870. "
    "Karl Weber, the first engineer, had studied in Vienna."
)


def example(question: str, answer: str, passage: str = BRIDGE) -> Example:
    """A question that the passage answers with these words."""
    start = passage.index(answer)
    return Example(question, passage, ((start, start + len(answer)),), "made")
