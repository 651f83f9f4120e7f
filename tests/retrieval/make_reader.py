"""Make a small question-answering model and a small cross-encoder, to prove that such models are taken.

Run as a script, so that the tests' own process never imports torch. Their answers are noise: they were never trained.
"""

import json
import sys
from pathlib import Path

import torch
from transformers import AutoTokenizer, BertConfig, BertForQuestionAnswering, BertForSequenceClassification

from tests.retrieval.small_bert import small_bert

QUESTION, TEXT = sys.argv[3:5]


def make(encoder: Path, folder: Path) -> None:
    """Both models over the characters of the small encoder's tokenizer, and what the originals say of one pair."""
    torch.manual_seed(11)
    tokenizer = AutoTokenizer.from_pretrained(encoder)
    config = small_bert(len(tokenizer))
    reader = BertForQuestionAnswering(config).eval()
    reranker = BertForSequenceClassification(BertConfig(**config.to_dict() | {"num_labels": 1})).eval()
    for model, name in ((reader, "reader"), (reranker, "reranker")):
        model.save_pretrained(folder / name)
        tokenizer.save_pretrained(folder / name)
    pair = tokenizer(QUESTION, TEXT, return_tensors="pt")
    with torch.no_grad():
        spans, relevance = reader(**pair), reranker(**pair)
    expected = {
        "begins": spans.start_logits[0].tolist(),
        "ends": spans.end_logits[0].tolist(),
        "relevance": float(relevance.logits[0, 0]),
    }
    (folder / "expected.json").write_text(json.dumps(expected), encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
