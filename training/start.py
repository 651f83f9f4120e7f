"""Where training starts: the packaged encoder, two scores a token; and how what it learned is kept."""

from pathlib import Path
from typing import Any

import torch
from transformers import AutoTokenizer, BertForQuestionAnswering


class ReaderModel(torch.nn.Module):  # type: ignore[misc]  # torch is not typed here
    """An encoder with two scores a token: to begin and to end the answer there."""

    def __init__(self, whole: BertForQuestionAnswering) -> None:
        super().__init__()
        self.bert = whole.bert
        self.heads = whole.qa_outputs

    def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
        """Scores, float32 (batch, tokens, 2)."""
        states = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return self.heads(states).float()


def start_model(folder: Path, *, fixed: int = 0, dropout: float = 0.0) -> ReaderModel:
    """The model before training, some first layers and with them the embeddings fixed.

    An encoder's two scores begin at random.
    """
    whole = BertForQuestionAnswering.from_pretrained(
        folder, dtype=torch.float32, hidden_dropout_prob=dropout, attention_probs_dropout_prob=dropout
    )
    for part in (whole.bert.embeddings, *whole.bert.encoder.layer[:fixed]) if fixed else ():
        part.requires_grad_(False)
    return ReaderModel(whole)


def save_model(model: ReaderModel, folder: Path, tokenizer: Path) -> None:
    """Write the model as transformers' BertForQuestionAnswering, with the tokenizer of a folder."""
    whole = BertForQuestionAnswering(model.bert.config)
    whole.bert.load_state_dict(model.bert.state_dict())
    whole.qa_outputs.load_state_dict(model.heads.state_dict())
    whole.save_pretrained(folder)
    AutoTokenizer.from_pretrained(tokenizer).save_pretrained(folder)
