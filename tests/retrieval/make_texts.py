"""A question and a passage for models of single characters."""

QUESTION = "When was the bridge opened?"
TEXT = "The bridge was opened in 1932. It is red."
