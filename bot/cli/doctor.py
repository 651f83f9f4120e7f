"""`quoted doctor`: is everything in order, and if not, what to do."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click

from bot.cli.declaring import Option
from bot.cli.opening import encoders_folder
from bot.cli.options import Data, Json, Seeds
from bot.cli.places import LibraryPlace, place_of
from config.settings import FILE, Settings, load, strange_variables
from retrieval.errors import SettingsError

if TYPE_CHECKING:
    from retrieval.finding import Finding

Online = Annotated[bool, Option(name="--online", help="Also ask Telegram who the token belongs to.")]


def doctor(seeds: Seeds = None, data: Data = None, online: Online = False, as_json: Json = False) -> None:
    """Check settings, token, library, indexes, encoder, disk and articles; exit 1 when something is wrong."""
    from retrieval.finding import Severity

    findings = list(_findings(seeds, data, online=online))
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    device = _device()
    if as_json:
        record = {"errors": errors, "warnings": warnings, "device": device}
        record["findings"] = [asdict(finding) for finding in findings]
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    else:
        for finding in sorted(findings, key=lambda one: one.severity):
            click.echo(f"{finding.severity}: {finding.check}: {finding.message}")
        if device:
            click.echo(f"device for embedding: {device}")
        click.echo(f"{errors} errors, {warnings} warnings" if findings else "everything is in order")
    raise click.exceptions.Exit(1 if errors else 0)


def _findings(seeds: Path | None, data: Path | None, *, online: bool) -> "Iterator[Finding]":
    """All checks, one after the other; without settings there is nothing to look at."""
    from retrieval.finding import error, warning

    for name in strange_variables(os.environ):
        yield warning("settings", f"{name} is no setting of Quoted and does nothing; see config/default.toml for names")
    try:
        settings = load()
    except SettingsError as failure:
        yield error("settings", str(failure))
        return
    yield from _around(settings, seeds or settings.library.seeds, data or settings.library.data)
    token = settings.telegram.token.text
    if online and token:
        import asyncio

        from bot.telegram.identity import examine_identity

        yield from asyncio.run(examine_identity(token, api_url=settings.telegram.api_url))


def _device() -> str:
    """What embeds passages; "" where the settings can't be read, which was said before."""
    from bot.doctor import embedding_device

    try:
        encoder = load().encoder
    except SettingsError:
        return ""
    return embedding_device(encoder.device, encoder.model)


def _published(place: LibraryPlace) -> str:
    """The encoder of the published library; "" also where it can't be reached, which was said before."""
    from retrieval.errors import LibraryError

    try:
        return place.published_fingerprint()
    except LibraryError:
        return ""


def _around(settings: Settings, seeds: Path, data: Path) -> "Iterator[Finding]":
    """The library, and everything around it on this machine."""
    from bot import doctor as around

    place = place_of(settings, data)
    yield from around.examine_token(settings.telegram.token.text)
    yield from around.examine_folders(seeds, data, Path(FILE))
    yield from around.examine_disk(data)
    yield from place.inspect()
    yield from around.examine_encoder(
        encoders_folder(settings, data),
        settings.encoder.model,
        precision=settings.encoder.precision,
        published=_published(place),
    )
    yield from around.examine_device(settings.encoder.device, settings.encoder.model)
    yield from around.examine_state(data, url=settings.state.url.text)
