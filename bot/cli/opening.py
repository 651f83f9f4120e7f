"""From settings to what answers: the encoder, the library and the answerer."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.places import place_of
from config.settings import Settings
from retrieval.errors import LibraryMissing

if TYPE_CHECKING:
    from retrieval.answering import Answerer, SecondLook
    from retrieval.encoder import Encoder, PassageEncoder
    from retrieval.library import Library

OFF = "off"


def encoders_folder(settings: Settings, folder: Path) -> Path:
    """Where encoders are compiled to, the library's folder being this one."""
    return Path(settings.encoder.folder) if settings.encoder.folder else folder / "encoders"


def encoder_of(settings: Settings, folder: Path) -> "Encoder":
    """The settings' encoder, compiled first where it is not there yet."""
    from retrieval.encoder import open_encoder

    return open_encoder(
        settings.encoder.model,
        encoders_folder(settings, folder),
        precision=settings.encoder.precision,
        threads=settings.encoder.threads,
    )


def indexing_encoder_of(settings: Settings, folder: Path, *, say: Callable[[str], None]) -> "PassageEncoder":
    """The same for passages, on a GPU as the settings say; `say` hears when one embeds, or can't any longer."""
    from retrieval.gpu import with_gpu

    encoder = encoder_of(settings, folder)
    return with_gpu(encoder, settings.encoder.model, device=settings.encoder.device, say=say)


def second_look_of(settings: Settings, folder: Path) -> "SecondLook":
    """Who reads the first hits, as the settings say; others than ours are compiled under the library's."""
    from retrieval.answering import SecondLook
    from retrieval.reranking import Patience

    reader = reranker = None
    if settings.reader.model != OFF:
        from retrieval.reader import open_reader

        reader = open_reader(settings.reader.model, folder / "readers")
    if settings.reranker.model != OFF:
        from retrieval.reranker import open_reranker

        reranker = open_reranker(settings.reranker.model, folder / "rerankers")
    patience = Patience(passages=settings.reader.passages, seconds=settings.reader.budget_ms / 1000)
    return SecondLook(reader, reranker, patience)


def encoder_of_library(settings: Settings, folder: Path) -> "Encoder":
    """The encoder that the published library was made with, whatever the settings name by now.

    So a library goes on serving while `quoted index` makes one under another encoder. Where it was never compiled here,
    as beside a restored library, the settings' encoder is.
    """
    from retrieval.encoder import find_encoder

    fingerprint = place_of(settings, folder).published_fingerprint()
    if fingerprint:
        found = find_encoder(fingerprint, encoders_folder(settings, folder), threads=settings.encoder.threads)
        if found is not None:
            return found
    return encoder_of(settings, folder)


def open_answering(settings: Settings, data: Path | None) -> tuple["Answerer", "Library"]:
    """An answerer and the library in force, which the caller closes. Raises LibraryMissing and what opening raises."""
    from retrieval.answering import Answerer, Limits

    folder = data or settings.library.data
    if not folder.is_dir() and not settings.library.url:
        raise LibraryMissing(f"{folder}: there is no library yet; run: quoted index")
    with ThreadPoolExecutor(1) as beside:  # opening a model takes a tenth of a second, and there may be two cores
        look = beside.submit(second_look_of, settings, folder)
        encoder = encoder_of_library(settings, folder)
        library = place_of(settings, folder).open(fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    limits = Limits(
        threshold=settings.answering.threshold,
        quotes=settings.answering.quotes,
        candidates=settings.answering.candidates,
    )
    return Answerer(library, encoder, limits, look.result()), library


@contextmanager
def answering(settings: Settings, data: Path | None) -> Iterator[tuple["Answerer", "Library"]]:
    """An answerer and the library in force, closed afterwards."""
    answerer, library = open_answering(settings, data)
    try:
        yield answerer, library
    finally:
        library.close()


@contextmanager
def reading(settings: Settings, data: Path | None) -> Iterator[tuple["Library", "Encoder"]]:
    """The library in force and its encoder, without who reads or ranks; closed afterwards."""

    folder = data or settings.library.data
    if not folder.is_dir() and not settings.library.url:
        raise LibraryMissing(f"{folder}: there is no library yet; run: quoted index")
    encoder = encoder_of_library(settings, folder)
    library = place_of(settings, folder).open(fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    try:
        yield library, encoder
    finally:
        library.close()
