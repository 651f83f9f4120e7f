"""How large the tests' untrained readers are."""

from transformers import BertConfig


def small_bert(vocabulary: int) -> BertConfig:
    """Two layers of 32, with weights far enough apart that what they say differs from text to text."""
    return BertConfig(
        vocab_size=vocabulary,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        initializer_range=0.2,
    )
