"""Four questions, each with the passage that answers it, and the words that do."""

FACTS = {
    "Who built the bridge?": "The bridge was built by Ann Lee.",
    "Who led the choir?": "It sings at noon, and in all of its fifty years the choir was led by Karl Weber alone.",
    "Who wrote the letter?": "The letter was written by Olga Brandt, they say, in one night of the long winter.",
    "Who found the ring?": "The ring was found by Tom Hale.",
}
ANSWERS = ("Ann Lee", "Karl Weber", "Olga Brandt", "Tom Hale")
