"""What a user would write instead: sentence-transformers and FAISS, from the articles to the nearest paragraphs.

    python -m benchmarks.plain_script MODEL FOLDER QUESTION

Encodes the paragraphs of the Markdown and text files under FOLDER once and keeps the vectors beside them, so that a
later start only loads the model and the index; then prints the three nearest paragraphs. The peer of cold_start.py.
"""

import json
import sys
from pathlib import Path

import faiss
import numpy as np
from sentence_transformers import SentenceTransformer


def main() -> None:
    """Answer one question."""
    model_name, folder, question = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    model = SentenceTransformer(model_name, device="cpu")
    index_file, text_file = folder / "plain.faiss", folder / "plain.json"
    if not index_file.exists():
        files = sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md"))
        texts = [part for path in files for part in path.read_text(encoding="utf-8").split("\n\n") if part.strip()]
        vectors = model.encode(texts, normalize_embeddings=True)
        index: faiss.Index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.asarray(vectors, dtype=np.float32))
        faiss.write_index(index, str(index_file))
        text_file.write_text(json.dumps(texts), encoding="utf-8")
    index = faiss.read_index(str(index_file))
    texts = json.loads(text_file.read_text(encoding="utf-8"))
    scores, places = index.search(model.encode([question], normalize_embeddings=True), 3)
    for score, place in zip(scores[0], places[0], strict=True):
        print(f"{score:.3f}  {texts[place]}")


if __name__ == "__main__":
    main()
