"""Would the reader's data make a better encoder? Fine-tune one on its question and passage pairs, and compare.

    python -m training.try_encoder DATA --out FOLDER --minutes 15

Contrastive with in-batch negatives (Henderson et al., 2017), as MultipleNegativesRankingLoss does it, from the
packaged encoder; whole articles of squad are held out (examples.py). Prints recall@1 of cosine alone before and after,
each set alone as the index: on squad's held-out articles, clapnq, newslinked (right article).
"""

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from retrieval.compiled import BUILT_IN
from retrieval.encoder import location_of
from training.draw import SENTENCES, TOLD, WRITTEN
from training.examples import Example, held_out, marked, squad

MAX_TOKENS = 160
SCALE = 20.0
RATE = 3e-5
BATCH = 48


def pairs(data: Path) -> list[Example]:
    """The answered questions with their passages."""
    found = [
        example for name in (*TOLD, *WRITTEN, *SENTENCES) for example in marked(data / "reading" / f"{name}.jsonl")
    ]
    return [example for example in found + squad(data / "squad", test=False) if example.answers]


def train(model: SentenceTransformer, examples: list[Example], *, minutes: float) -> int:
    """Fine-tune in place for so long, the learning rate falling to zero; gives the number of steps."""
    drawn = random.Random(1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    began, steps = time.monotonic(), 0
    while (share := (time.monotonic() - began) / (60 * minutes)) < 1:
        batch = list({example.passage: example for example in drawn.sample(examples, BATCH)}.values())
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, steps / 20) * (1 - share)
        vectors = [_vectors(model, [e.question for e in batch]), _vectors(model, [e.passage for e in batch])]
        loss = torch.nn.functional.cross_entropy(SCALE * vectors[0] @ vectors[1].T, torch.arange(len(batch)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        steps += 1
    return steps


def _vectors(model: SentenceTransformer, texts: list[str]) -> torch.Tensor:
    features = model.tokenize(texts)
    return torch.nn.functional.normalize(model(features)["sentence_embedding"], dim=-1)


def recall(model: SentenceTransformer, data: Path, name: str) -> float:
    """The share of the set's answerable questions whose nearest paragraph is evidence (newslinked: of the article)."""
    places, texts = [], []
    for line in (data / name / "articles.jsonl").open(encoding="utf-8"):
        article = json.loads(line)
        places += [(article["id"], number) for number in range(1, len(article["paragraphs"]) + 1)]
        texts += article["paragraphs"]
    asked = []
    for line in (data / name / "questions.jsonl").open(encoding="utf-8"):
        record = json.loads(line)
        if record["answerable"] and (name != "squad" or held_out(record["evidence"][0]["article"])):
            asked.append(record)
    passages = model.encode(texts, normalize_embeddings=True, batch_size=8)
    questions = model.encode([record["question"] for record in asked], normalize_embeddings=True, batch_size=8)
    right = 0
    for record, row in zip(asked, questions @ passages.T, strict=True):
        article, number = places[int(np.argmax(row))]
        evidence = {(e["article"], None if name == "newslinked" else e["paragraph"]) for e in record["evidence"]}
        right += (article, None) in evidence or (article, number) in evidence
    return right / len(asked)


def main() -> None:
    """Train, compare, keep the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=15.0)
    args = parser.parse_args()
    torch.manual_seed(1)
    model = SentenceTransformer(str(location_of(BUILT_IN)), device="cpu")
    model.max_seq_length = MAX_TOKENS
    sets = ("squad", "clapnq", "newslinked")
    before = {name: recall(model, args.data, name) for name in sets}
    print("before", json.dumps(before), flush=True)
    model.train()
    steps = train(model, pairs(args.data), minutes=args.minutes)
    model.eval()
    print("after", steps, "steps", json.dumps({name: recall(model, args.data, name) for name in sets}), flush=True)
    model.save(str(args.out))


if __name__ == "__main__":
    main()
