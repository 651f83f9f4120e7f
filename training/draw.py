"""Everything that a reader learns from and is examined on, as token ids in one small file.

    python -m training.draw DATA FILE

Drawing examples needs the product, its data and minutes; learning needs only torch and this file, so that it can run
where a GPU is. FILE is numpy's .npz inside .xz: examples share their passages, which packs them twenty to one.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from tokenizers import Tokenizer

from retrieval.compiled import BUILT_IN, TOKENIZER
from retrieval.encoder import location_of
from training.cutting import cut
from training.examples import Encoded, Example, encode, marked, retrieved_negatives, squad
from training.misleading import misleading
from training.pack import Pack
from training.placing import as_read, placed, places_of
from training.shortening import shortened

MAX_TOKENS = 224
EXAMINED_TOKENS = 384
SENTENCES = ("qamr",)
TOLD = ("shifts_reddit", "shifts_amazon")
"""What people write to each other, which is less like articles."""
WRITTEN = ("shifts_wiki",)
RETRIEVED_DRAWS, FOREIGN_DRAWS, MISLEADING_DRAWS, SHORTENED_DRAWS, CUT_DRAWS = 2, 2, 4, 2, 4
"""How often these are drawn anew; rounds take turns."""
SHORTENED, CUT, CUT_UNANSWERED = 0.2, 0.6, 0.2
"""The shares of questions that are shortened, and of passages that are cut, in one draw."""
SEARCHED = ("clapnq", "newslinked")
SEARCH_DEPTH = 3
SHORTEST_PARAGRAPH = 200
"""Characters: a single sentence is told from a question's own passage by its length alone."""


def pack(groups: Sequence[tuple[str, Sequence[Encoded], Sequence[int]]]) -> Pack:
    """Named groups of examples, with each example's question number, as one pack."""
    examples = [example for _, own, _ in groups for example in own]
    return Pack(
        groups=tuple(name for name, _, _ in groups),
        group=np.repeat(np.arange(len(groups), dtype=np.int16), [len(own) for _, own, _ in groups]),
        ids=np.concatenate([example.ids for example in examples]).astype(np.uint16),
        lengths=np.array([len(example.ids) for example in examples], dtype=np.int32),
        passage_starts=np.array([example.passage_start for example in examples], dtype=np.int32),
        spans=np.array(
            [
                (row, start, end)
                for row, example in enumerate(examples)
                for start, end in zip(example.starts, example.ends, strict=True)
            ],
            dtype=np.int32,
        ),
        questions=np.array([number for _, _, own in groups for number in own], dtype=np.int32),
    )


def learned(data: Path) -> dict[str, list[Example]]:
    """The groups that are learned from: by what they are like, and every draw of what has no answer."""
    reading = {name: marked(data / "reading" / f"{name}.jsonl") for name in (*SENTENCES, *TOLD, *WRITTEN)}
    own = squad(data / "squad", test=False)
    paragraphs = [reading[name] for name in (*TOLD, *WRITTEN)] + [own]
    found = {
        "sentences": [example for name in SENTENCES for example in reading[name]],
        "told": [example for name in TOLD for example in reading[name]],
        "written": [example for name in WRITTEN for example in reading[name]],
        "squad": own,
    }
    places = places_of(data / "squad")
    for draw in range(RETRIEVED_DRAWS):
        found[f"retrieved {draw}"] = [
            example for source in paragraphs for example in retrieved_negatives(source, share=1.0, seed=draw)
        ]
    for draw in range(FOREIGN_DRAWS):
        found[f"foreign {draw}"] = foreign([*paragraphs, *(reading[name] for name in SENTENCES)], seed=draw)
    answered = [example for source in paragraphs for example in source]
    for draw in range(MISLEADING_DRAWS):
        found[f"misleading {draw}"] = misleading(answered, share=1.0, seed=str(draw))
    for draw in range(SHORTENED_DRAWS):
        retrieved = found[f"retrieved {draw % RETRIEVED_DRAWS}"]
        whole = [*answered, *retrieved, *found[f"foreign {draw % FOREIGN_DRAWS}"]]
        found[f"shortened {draw}"] = shortened(whole, share=SHORTENED, seed=str(draw))
    cuts = {}
    for draw in range(CUT_DRAWS):
        retrieved = found[f"retrieved {draw % RETRIEVED_DRAWS}"]
        unanswered = cut(retrieved, places, share=CUT_UNANSWERED, seed=str(draw))
        cuts[f"cut {draw}"] = [*cut(answered, places, share=CUT, seed=str(draw)), *unanswered]
    return {name: placed(whole, places, seed=name) for name, whole in found.items()} | cuts


def foreign(sources: Sequence[list[Example]], *, seed: int) -> list[Example]:
    """For each answered question, what retrieval brings up in the paragraphs of the other sources."""
    return [
        example
        for own in sources
        for example in retrieved_negatives(
            own,
            share=1.0,
            seed=seed,
            among=[
                one for other in sources if other is not own for one in other if len(one.passage) >= SHORTEST_PARAGRAPH
            ],
        )
    ]


def searched(folder: Path) -> tuple[list[Example], list[int]]:
    """A set's questions, each with the passages that TF-IDF brings up first; an answer is marked at its beginning.

    Only told apart by whether the set can answer the question: that is what they are examined for.
    """
    places = places_of(folder)
    passages = [text for text in places if text.strip()]
    questions = [json.loads(line) for line in (folder / "questions.jsonl").open(encoding="utf-8")]
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    matrix = vectorizer.fit_transform(passages)
    scores = (vectorizer.transform([record["question"] for record in questions]) @ matrix.T).toarray()
    examples, numbers = [], []
    for number, (record, row) in enumerate(zip(questions, scores, strict=True)):
        for place in np.argsort(-row)[:SEARCH_DEPTH]:
            first = len(passages[place]) - len(passages[place].lstrip())
            spans = ((first, first + 1),) if record["answerable"] else ()
            examples.append(Example(record["question"], passages[place], spans, folder.name))
            numbers.append(number)
    return as_read(examples, places), numbers


def packaged_tokenizer() -> Tokenizer:
    """The packaged encoder's, which neither cuts nor fills up."""
    tokenizer = Tokenizer.from_file(str(Path(location_of(BUILT_IN)) / TOKENIZER))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def packed(data: Path) -> Pack:
    """All of a data folder."""
    tokenizer = packaged_tokenizer()
    groups: list[tuple[str, Sequence[Encoded], Sequence[int]]] = []
    for name, examples in learned(data).items():
        encoded = list(encode(examples, tokenizer, max_tokens=MAX_TOKENS))
        groups.append((name, encoded, range(len(encoded))))
    own = squad(data / "squad", test=True)
    held_out = list(encode(as_read(own, places_of(data / "squad")), tokenizer, max_tokens=EXAMINED_TOKENS))
    groups.append(("examined squad", held_out, range(len(held_out))))
    for name in SEARCHED:
        examples, numbers = searched(data / name)
        encoded = [next(encode([example], tokenizer, max_tokens=EXAMINED_TOKENS)) for example in examples]
        groups.append((f"examined {name}", encoded, numbers))
    return pack(groups)


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("file", type=Path)
    args = parser.parse_args()
    whole = packed(args.data)
    whole.save(args.file)
    for number, name in enumerate(whole.groups):
        print(f"{name}: {np.count_nonzero(whole.group == number):,}")
    print(f"{args.file}: {args.file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
