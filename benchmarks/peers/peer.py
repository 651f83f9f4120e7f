"""One peer in its own process and environment: `python peer.py NAME MODEL FOLDER`, then one JSON object a line.

It answers each line on the standard input with one on the standard output: {"index": [texts]} embeds and keeps them,
{"vectors": [[...]], "texts": [...]} keeps them with vectors that are given, {"ask": question} gives the best three
texts. What was kept stands in FOLDER, where the peer keeps anything, so that another process can go on from it.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

Vectors = Sequence[Sequence[float]]


class Peer(Protocol):
    """What a user would write with a library, in a few lines from its own documentation."""

    def index(self, texts: Sequence[str], vectors: Vectors | None) -> None:
        """Embed the texts where no vectors are given, and keep them."""

    def ask(self, question: str) -> list[str]:
        """The best three texts."""


class Plain:
    """sentence-transformers and FAISS."""

    def __init__(self, model: str, folder: Path) -> None:
        import faiss
        from sentence_transformers import SentenceTransformer

        self._faiss = faiss
        self._model = SentenceTransformer(model, device="cpu")
        self._file, self._kept = folder / "plain.faiss", folder / "plain.json"
        if self._file.exists():
            self._index = faiss.read_index(str(self._file))
            self._texts = json.loads(self._kept.read_text())

    def index(self, texts: Sequence[str], vectors: Vectors | None) -> None:
        import numpy as np

        if vectors is None:
            vectors = self._model.encode(list(texts), normalize_embeddings=True)
        self._texts = list(texts)
        self._index = self._faiss.IndexFlatIP(len(vectors[0]))
        self._index.add(np.asarray(vectors, dtype=np.float32))
        self._faiss.write_index(self._index, str(self._file))
        self._kept.write_text(json.dumps(self._texts))

    def ask(self, question: str) -> list[str]:
        _, places = self._index.search(self._model.encode([question], normalize_embeddings=True), 3)
        return [self._texts[place] for place in places[0]]


class Chroma:
    """chromadb, on disk."""

    def __init__(self, model: str, folder: Path) -> None:
        import chromadb
        from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

        self._embed = SentenceTransformerEmbeddingFunction(model_name=model)
        settings = chromadb.Settings(anonymized_telemetry=False)
        client = chromadb.PersistentClient(path=str(folder / "chroma"), settings=settings)
        self._collection = client.get_or_create_collection(
            "texts", embedding_function=self._embed, metadata={"hnsw:space": "cosine"}
        )

    def index(self, texts: Sequence[str], vectors: Vectors | None) -> None:
        for start in range(0, len(texts), 1000):
            some = list(texts[start : start + 1000])
            ids = [str(start + i) for i in range(len(some))]
            given = [list(map(float, v)) for v in vectors[start : start + 1000]] if vectors is not None else None
            self._collection.add(ids=ids, documents=some, embeddings=given)

    def ask(self, question: str) -> list[str]:
        return self._collection.query(query_texts=[question], n_results=3)["documents"][0]


class Txtai:
    """txtai, on disk with contents."""

    def __init__(self, model: str, folder: Path) -> None:
        from txtai import Embeddings

        self._place = str(folder / "txtai")
        self._embeddings = Embeddings(path=model, content=True, gpu=False)
        if Path(self._place).exists():
            self._embeddings.load(self._place)

    def index(self, texts: Sequence[str], vectors: Vectors | None) -> None:
        del vectors  # it embeds what it is given
        self._embeddings.index(list(texts))
        self._embeddings.save(self._place)

    def ask(self, question: str) -> list[str]:
        return [found["text"] for found in self._embeddings.search(question, 3)]


class Haystack:
    """haystack-ai with its in-memory store, which is what its tutorials use and can be saved."""

    def __init__(self, model: str, folder: Path) -> None:
        from haystack import Pipeline
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        self._file = folder / "haystack.json"
        if self._file.exists():
            self._store = InMemoryDocumentStore.load_from_disk(str(self._file))
        else:
            self._store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        self._embedder = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
        self._pipeline = Pipeline()
        self._pipeline.add_component("embedder", SentenceTransformersTextEmbedder(model=model, progress_bar=False))
        self._pipeline.add_component("retriever", InMemoryEmbeddingRetriever(self._store, top_k=3))
        self._pipeline.connect("embedder.embedding", "retriever.query_embedding")

    def index(self, texts: Sequence[str], vectors: Vectors | None) -> None:
        from haystack import Document

        if vectors is None:
            self._embedder.warm_up()
            documents = self._embedder.run([Document(content=text) for text in texts])["documents"]
        else:
            pairs = zip(texts, vectors, strict=True)
            documents = [Document(content=text, embedding=list(map(float, vector))) for text, vector in pairs]
        self._store.write_documents(documents)
        self._store.save_to_disk(str(self._file))

    def ask(self, question: str) -> list[str]:
        found = self._pipeline.run({"embedder": {"text": question}})
        return [document.content for document in found["retriever"]["documents"]]


class LlamaIndex:
    """llama-index-core with its own vector store and Hugging Face embeddings."""

    def __init__(self, model: str, folder: Path) -> None:
        from llama_index.core import Settings, StorageContext, load_index_from_storage
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        Settings.embed_model = HuggingFaceEmbedding(model_name=model, device="cpu")
        Settings.llm = None
        self._place = str(folder / "llama")
        if Path(self._place).exists():
            context = StorageContext.from_defaults(persist_dir=self._place)
            self._retriever = load_index_from_storage(context).as_retriever(similarity_top_k=3)

    def index(self, texts: Sequence[str], vectors: Vectors | None) -> None:
        from llama_index.core import VectorStoreIndex
        from llama_index.core.schema import TextNode

        given: Any = vectors if vectors is not None else [None] * len(texts)
        nodes = [
            TextNode(text=text, embedding=None if vector is None else list(map(float, vector)))
            for text, vector in zip(texts, given, strict=True)
        ]
        index = VectorStoreIndex(nodes)
        index.storage_context.persist(self._place)
        self._retriever = index.as_retriever(similarity_top_k=3)

    def ask(self, question: str) -> list[str]:
        return [found.node.get_content() for found in self._retriever.retrieve(question)]


class MilvusLite:
    """Milvus Lite and sentence-transformers."""

    def __init__(self, model: str, folder: Path) -> None:
        from pymilvus import MilvusClient
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(model, device="cpu")
        self._client = MilvusClient(str(folder / "milvus.db"))
        if self._client.has_collection("texts"):
            self._client.load_collection("texts")

    def index(self, texts: Sequence[str], vectors: Vectors | None) -> None:
        if vectors is None:
            vectors = self._model.encode(list(texts), normalize_embeddings=True)
        self._client.create_collection("texts", dimension=len(vectors[0]), metric_type="IP")
        pairs = enumerate(zip(texts, vectors, strict=True))
        rows = [{"id": i, "vector": list(map(float, vector)), "text": text} for i, (text, vector) in pairs]
        for start in range(0, len(rows), 1000):
            self._client.insert("texts", rows[start : start + 1000])

    def ask(self, question: str) -> list[str]:
        vector = self._model.encode(question, normalize_embeddings=True).tolist()
        found = self._client.search("texts", data=[vector], limit=3, output_fields=["text"])
        return [hit["entity"]["text"] for hit in found[0]]


class Quoted:
    """Ours: ranking, the span and the confidence included, without and with the reader."""

    def __init__(self, model: str, folder: Path, *, read: bool = True) -> None:
        from retrieval.answering import Answerer, Limits, SecondLook
        from retrieval.embedded.library import open_library
        from retrieval.encoder import open_encoder
        from retrieval.reader import open_reader

        del model  # the same one, as packaged, compiled
        self._encoder = open_encoder("built-in", folder / "encoders")
        self._folder, self._open = folder, open_library
        look = SecondLook(open_reader("built-in", folder)) if read else SecondLook()
        self._answerer = lambda: Answerer(self._library(write=False), self._encoder, Limits(), look)
        self._ready: Any = self._answerer() if (folder / "library.db").exists() else None

    def _library(self, *, write: bool) -> Any:
        encoder = self._encoder
        return self._open(self._folder, fingerprint=encoder.fingerprint, dimension=encoder.dimension, write=write)

    def index(self, texts: Sequence[str], vectors: Vectors | None) -> None:
        from retrieval.indexing import index

        del vectors  # it has vectors of sentences too
        seeds = self._folder / "seeds"
        seeds.mkdir(exist_ok=True)
        lines = [
            json.dumps({"id": f"a{i}", "title": f"Text {i}", "language": "en", "text": text})
            for i, text in enumerate(texts)
        ]
        (seeds / "texts.jsonl").write_text("\n".join(lines))
        library = self._library(write=True)
        report = index(seeds, library, self._encoder, max_bytes=10**9, progress=_Quiet())
        library.close()
        if report.problems or report.added != len(texts):
            raise RuntimeError(f"{report.added} of {len(texts)} texts were indexed; {report.problems[:1]}")
        self._ready = self._answerer()

    def ask(self, question: str) -> list[str]:
        answer = self._ready.answer(question)
        return [quote.passage.text for quote in (*answer.quotes, *answer.closest)]


class _Quiet:
    def begin(self, total: int) -> None:
        """Nothing is shown."""

    def advance(self, done: float) -> None:
        """Nothing is shown."""


PEERS: dict[str, Callable[[str, Path], Peer]] = {
    "plain": Plain,
    "chromadb": Chroma,
    "txtai": Txtai,
    "haystack": Haystack,
    "llama-index": LlamaIndex,
    "milvus-lite": MilvusLite,
    "quoted": Quoted,
    "quoted, no reader": lambda model, folder: Quoted(model, folder, read=False),
}


def main() -> None:
    """Serve the standard input."""
    name, model, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    say = sys.stdout
    sys.stdout = sys.stderr  # some peers talk
    peer = PEERS[name](model, folder)
    for line in sys.stdin:
        order = json.loads(line)
        began, worked = time.perf_counter(), time.process_time()
        found = peer.ask(order["ask"]) if "ask" in order else peer.index(order["texts"], order.get("vectors"))
        passed, work = time.perf_counter() - began, time.process_time() - worked
        say.write(json.dumps({"found": found, "passed": passed, "worked": work}) + "\n")
        say.flush()


if __name__ == "__main__":
    main()
