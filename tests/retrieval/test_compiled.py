"""Tokenizers of a compiled folder: each is the file's, and none changes another, though they share their words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from retrieval.compiled import TOKENIZER, Compiled, file_hash
from retrieval.reader import ReaderCard

TEXTS = ["The bridge, opened in 1932, carries trains and cars.", "A bridge carries [SEP] what <it> carries."]


def word_pieces() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(TEXTS, trainers.WordPieceTrainer(special_tokens=["[UNK]", "[CLS]", "[SEP]"]))
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def bytes_in_pairs() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel()
    tokenizer.train_from_iterator(TEXTS, trainers.BpeTrainer(vocab_size=300, special_tokens=["<s>", "</s>"]))
    tokenizer.add_tokens([AddedToken("<it>", lstrip=True), AddedToken("[SEP]", normalized=False)])
    return tokenizer


@pytest.fixture(params=[word_pieces, bytes_in_pairs])
def compiled(request: pytest.FixtureRequest, tmp_path: Path) -> Compiled[ReaderCard]:
    make: Callable[[], Tokenizer] = request.param
    made = make()
    made.enable_truncation(5)
    made.enable_padding(length=5)
    made.save(str(tmp_path / TOKENIZER))
    files = {TOKENIZER: file_hash(tmp_path / TOKENIZER)}
    return Compiled(ReaderCard(1, "small", "", "", 5, (), (), False, files), tmp_path)


def test_a_new_tokenizer_is_the_files_but_for_its_limits(compiled: Compiled[ReaderCard]) -> None:
    whole = Tokenizer.from_file(str(compiled.folder / TOKENIZER))
    whole.no_truncation()
    whole.no_padding()
    new = compiled.new_tokenizer()
    assert new.to_str() == whole.to_str()
    assert new.encode(*TEXTS).tokens == whole.encode(*TEXTS).tokens


def test_what_one_tokenizer_cuts_the_next_one_leaves_whole(compiled: Compiled[ReaderCard]) -> None:
    whole = compiled.new_tokenizer().encode(TEXTS[0]).ids
    cutting = compiled.new_tokenizer()
    cutting.enable_truncation(4)
    assert len(cutting.encode(TEXTS[0]).ids) == 4
    assert compiled.new_tokenizer().encode(TEXTS[0]).ids == whole
