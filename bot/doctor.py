"""Is everything in order around the library? The token, the encoder, the folders, the disk. Changes nothing.

Takes plain values and knows neither the settings file nor Telegram.
"""

import os
import re
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from bot.errors import StateError
from bot.storage.sqlite import quick_check
from retrieval.encoder import compiled_encoders, compiled_fingerprint
from retrieval.errors import EncoderError
from retrieval.finding import Finding, error, examples, warning
from retrieval.gpu import CPU, CUDA, gpus, unusable

TOKEN = re.compile(r"[0-9]{5,}:[A-Za-z0-9_-]{30,}")
"""What @BotFather gives out."""
LEAST_FREE = 100_000_000
"""Bytes: with less, not even a small batch and its log are sure to fit."""
STATE = "bot.db"


def examine_token(token: str) -> Iterator[Finding]:
    """Whether the token looks like one."""
    if not token:
        yield warning(
            "telegram.token",
            "QUOTED_TELEGRAM_TOKEN is not set: only quoted serve --playground works; set it to the token from"
            " @BotFather",
        )
    elif not TOKEN.fullmatch(token):
        yield error(
            "telegram.token",
            "QUOTED_TELEGRAM_TOKEN does not look like 123456789:AA...; copy it from @BotFather again",
        )


def examine_folders(seeds: Path, data: Path, settings_file: Path) -> Iterator[Finding]:
    """Whether the folders are there with the rights that are needed, and the settings are nobody else's to read."""
    if not seeds.is_dir():
        yield error("folders.seeds", f"{seeds}: there is no such folder; put articles there or set library.seeds")
    else:
        yield from _unreadable(seeds)
    if data.exists():
        yield from _unwritable(data)
    if settings_file.is_file() and _open_to_others(settings_file):
        yield warning(
            "folders.settings",
            f"{settings_file} holds a token and others may read it; run: chmod 600 {settings_file}",
        )


def examine_disk(data: Path) -> Iterator[Finding]:
    """Whether a new run of the indexer has room: an index is built beside the one that serves."""
    if not data.is_dir():
        return
    free = shutil.disk_usage(data).free
    needed = sum(path.stat().st_size for path in (data / "indexes").rglob("*") if path.is_file())
    if free < LEAST_FREE:
        yield error("disk", f"{data}: {_megabytes(free)} are free; free some space, or the next batch can't be written")
    elif free < needed:
        yield warning(
            "disk",
            f"{data}: {_megabytes(free)} are free and the indexes take {_megabytes(needed)}; a rebuild needs as much"
            " again",
        )


def examine_encoder(folder: Path, model: str, *, precision: str, published: str) -> Iterator[Finding]:
    """Whether the compiled encoders are whole, and the one that the library needs is there.

    `folder` is where they are compiled to, `published` the fingerprint of the library's ("" without a library).
    """
    serving = [one for one in compiled_encoders(folder) if one.fingerprint == published]
    if published and not serving:
        yield error(
            "encoder",
            f"{folder}: the encoder that the library was made with is not there; it is compiled again by quoted ask"
            " where the settings still name it, else run: quoted index",
        )
    for one in serving:
        try:
            one.verified()
        except EncoderError as failure:
            yield error("encoder", str(failure))
    named = compiled_fingerprint(model, folder, precision=precision)
    if serving and named != published:
        yield warning(
            "encoder",
            f"the settings name {model} ({precision}), the library was made with {serving[0].card.model}"
            f" ({serving[0].precision}), which goes on serving until you run: quoted index",
        )


def examine_device(device: str, model: str) -> Iterator[Finding]:
    """Whether a GPU that is asked for, or that is there, can embed this model's passages."""
    why = unusable(model)
    if device == CUDA and why:
        yield error("encoder.device", f'encoder.device is "cuda", but {why}; mend that, or set it to "auto" or "cpu"')
    elif device != CPU and why and gpus():
        yield warning(
            "encoder.device",
            f'the CPU embeds passages though there is {gpus()[0]}: {why}; mend that, or set encoder.device to "cpu"',
        )


def embedding_device(device: str, model: str) -> str:
    """What embeds much at once: "CPU", or a GPU's name."""
    return "CPU" if device == CPU or unusable(model) else gpus()[0]


def examine_state(data: Path, *, url: str = "") -> Iterator[Finding]:
    """Whether the bot's own database is whole: its file, or at the URL the server's."""
    file = data / STATE
    try:
        if url:
            from bot.storage.postgres import examine

            if found := examine(url):
                yield warning("bot.database", found)
        elif file.exists():
            quick_check(file)
    except StateError as failure:
        yield error("bot.database", str(failure))


def _open_to_others(settings_file: Path) -> bool:
    if not settings_file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        return False
    return bool(TOKEN.search(settings_file.read_text(encoding="utf-8", errors="replace")))


def _unreadable(seeds: Path) -> Iterator[Finding]:
    names = [
        path.relative_to(seeds).as_posix()
        for path in sorted(seeds.rglob("*"))
        if not path.is_symlink() and not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0))
    ]
    if names:
        yield error(
            "folders.seeds", f"{seeds}: no right to read {examples(names)}; give this user the right to (chmod, chown)"
        )


def _unwritable(data: Path) -> Iterator[Finding]:
    if not data.is_dir():
        yield error("folders.data", f"{data} is not a folder; move it away, or set library.data")
        return
    names = [path for path in (data, *sorted(data.glob("*.db*"))) if not os.access(path, os.R_OK | os.W_OK)]
    if names:
        yield error(
            "folders.data",
            f"no right to write {examples([str(path) for path in names])}; give this user the right to (chmod, chown)",
        )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"
