"""The evaluation file of gaps: what was filled, as questions whose answers are known, so that it stays filled.

`quoted evaluate` reads it (docs/formats.md). Questions stand in it word for word, put there by an operator, without who
asked.
"""

import json
from pathlib import Path

from retrieval.answer import Quote
from retrieval.encodable import encodable
from retrieval.evaluation import Evidence, KnownQuestion, question_record

KIND = "gap"


def known_question(id: str, question: str, quote: Quote | None) -> KnownQuestion:
    """A gap's question with the quote that fills it; without one, as a question that is to stay without an answer."""
    question = encodable(question)
    if quote is None:
        return KnownQuestion(f"{KIND}-{id}", question, answerable=False, answers=(), evidence=(), kind=KIND)
    place = Evidence(quote.passage.source.id, quote.passage.paragraph)
    words = quote.text[slice(*quote.highlight)]
    return KnownQuestion(f"{KIND}-{id}", question, answerable=True, answers=(words,), evidence=(place,), kind=KIND)


def keep(known: KnownQuestion, file: Path) -> None:
    """Write the question into the file, in place of what stood there under its id. Other lines stay as they are.

    Atomic: the file is there whole or as it was. Raises OSError.
    """
    from retrieval.keeping import write_whole  # heavy to import, for it knows every format

    try:
        lines = file.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    except FileNotFoundError:
        lines = []
    kept = [line for line in lines if line.strip() and not _is_of(line, known.id)]
    kept.append(json.dumps(question_record(known), ensure_ascii=False))
    write_whole(file, "".join(f"{line}\n" for line in kept).encode("utf-8", "surrogateescape"))


def _is_of(line: str, id: str) -> bool:
    try:
        record = json.loads(line)
    except ValueError:
        return False
    return isinstance(record, dict) and record.get("id") == id
