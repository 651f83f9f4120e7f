"""The command line: `quoted index | ask | serve | read | evaluate`. The only reader of settings.

Exit codes: 0 done, 1 some files or lines could not be used (the rest was), 2 a wrong use, setting or environment. What
goes wrong is one line on standard error that names the thing and the next step.
"""

import json
import logging
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.terminal import print_answer, print_article, print_evaluation, print_report
from config.settings import Settings, load
from retrieval.errors import LibraryMissing, QuotedError, ReadingError

if TYPE_CHECKING:
    from bot.telegram.app import BotSettings
    from retrieval.answering import Answerer
    from retrieval.library import Library

app = typer.Typer(
    name="quoted",
    help="Answers factual questions from your articles, in the articles' own words.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Data = Annotated[Path | None, typer.Option(help="The library's folder, instead of the setting library.data.")]
Seeds = Annotated[Path | None, typer.Option(help="The folder with the articles, instead of the setting library.seeds.")]


@app.command()
def index(seeds: Seeds = None, data: Data = None, as_json: Json = False) -> None:
    """Bring the library in line with the seeds: add, update, remove."""
    from bot.progress import IndexProgress
    from retrieval.embedded.library import open_library
    from retrieval.encoder import open_encoder
    from retrieval.indexing import index as bring_in_line

    settings = load()
    folder = data or settings.library.data
    source = seeds or settings.library.seeds
    if not source.is_dir():
        raise QuotedError(f"{source}: there is no such folder; put articles there or name another with --seeds")
    with IndexProgress(quiet=as_json) as progress:
        progress.say("Preparing the encoder (the first time takes half a minute)")
        encoder = open_encoder(
            settings.encoder.model,
            folder / "encoders",
            precision=settings.encoder.precision,
            threads=settings.encoder.threads,
        )
        library = open_library(folder, fingerprint=encoder.fingerprint, dimension=encoder.dimension, write=True)
        try:
            max_bytes = int(settings.reading.max_file_mb * 1_000_000)
            report = bring_in_line(source, library, encoder, max_bytes=max_bytes, progress=progress)
            summary = library.summary()
        finally:
            library.close()
    if as_json:
        sys.stdout.write(
            json.dumps(asdict(report) | {"articles": summary.articles, "passages": summary.passages}) + "\n"
        )
    else:
        print_report(report, summary)
    raise typer.Exit(1 if report.problems else 0)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    data: Data = None,
    as_json: Json = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Answer {"id", "question"} objects, one a line, from standard input.')
    ] = False,
) -> None:
    """Answer a question in the terminal."""
    from retrieval.answer import answer_record

    if bool(question) == jsonl:
        raise typer.BadParameter("give a question, or --jsonl and questions on standard input")
    with _answering(load(), data) as (answerer, _):
        if question:
            answer = answerer.answer(question)
            if as_json:
                sys.stdout.write(json.dumps(answer_record(answer), ensure_ascii=False) + "\n")
            else:
                print_answer(answer)
            return
        for number, line in enumerate(sys.stdin, 1):
            if line.strip():
                id_, text = _question_line(line, number)
                record = answer_record(answerer.answer(text), id=id_)
                sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


@app.command()
def read(files: Annotated[list[Path], typer.Argument(help="Files to read.")], as_json: Json = False) -> None:
    """Show how files are understood, one article after the other."""
    from retrieval.reading import record
    from retrieval.reading.files import read as read_file

    settings = load()
    failed = False
    for file in files:
        try:
            reading = read_file(file, name=str(file), max_bytes=int(settings.reading.max_file_mb * 1_000_000))
        except ReadingError as error:
            failed = True
            typer.echo(f"quoted: {error}", err=True)
            continue
        for problem in reading.problems:
            failed = True
            typer.echo(f"quoted: {file}: {problem}", err=True)
        for article in reading.articles:
            if as_json:
                sys.stdout.write(json.dumps(record(article), ensure_ascii=False) + "\n")
            else:
                print_article(article)
    raise typer.Exit(1 if failed else 0)


@app.command()
def evaluate(
    questions: Annotated[Path, typer.Argument(help="Questions with their answers, JSON Lines (docs/formats.md).")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Measure the answers on questions whose answers are known."""
    from retrieval.evaluation import Interval, parse_questions
    from retrieval.evaluation import evaluate as measure

    try:
        with questions.open(encoding="utf-8") as lines:
            known = parse_questions(lines)
    except OSError as error:
        raise QuotedError(f"{questions}: {error.strerror}; name a file of questions") from None
    if not known:
        raise QuotedError(f"{questions}: there is no question in it; see docs/formats.md")
    with _answering(load(), data) as (answerer, _):
        metrics = measure([(question, answerer.answer(question.question)) for question in known])
    if as_json:
        record = {name: asdict(value) if isinstance(value, Interval) else value for name, value in metrics.items()}
        sys.stdout.write(json.dumps(record) + "\n")
    else:
        print_evaluation(metrics, len(known))


@app.command()
def serve(
    data: Data = None,
    api_url: Annotated[str | None, typer.Option(help="Another Bot API server, such as http://127.0.0.1:8081.")] = None,
    playground: Annotated[bool, typer.Option("--playground", help="Chat in a local page, without Telegram.")] = False,
) -> None:
    """Answer people in Telegram, or with --playground in a page on this machine."""
    from bot.playground.server import Playground
    from bot.telegram.app import serve as answer_people

    settings = load()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    folder = data or settings.library.data
    say = partial(typer.echo, err=True)
    with _answering(settings, data) as (answerer, library):
        if not playground:
            bot = _bot(settings, folder / "bot.db", api_url=api_url or settings.telegram.api_url)
            answer_people(bot, answerer=answerer, library=library, say=say)
            return
        token = f"1:{secrets.token_urlsafe(26)}"
        with (
            Playground(port=settings.playground.port, token=token) as page,
            tempfile.TemporaryDirectory() as forgotten,  # its chats begin anew each time
        ):
            say(f"Chat with your articles at {page.address} (Ctrl-C ends it)")
            bot = replace(_bot(settings, Path(forgotten, "bot.db"), api_url=page.address), token=token)
            answer_people(bot, answerer=answerer, library=library)


def _bot(settings: Settings, state: Path, *, api_url: str) -> "BotSettings":
    """The settings as the bot takes them."""
    from bot.telegram.app import BotSettings, LoadLimits

    load_limits = LoadLimits(
        workers=settings.load.workers,
        queue=settings.load.queue,
        time_limit_s=settings.load.time_limit_s,
        per_chat_s=settings.load.per_chat_s,
    )
    return BotSettings(
        token=settings.telegram.token.get_secret_value(),
        state_path=state,
        api_url=api_url,
        language=settings.telegram.language,
        load=load_limits,
    )


@contextmanager
def _answering(settings: Settings, data: Path | None) -> Iterator[tuple["Answerer", "Library"]]:
    """An answerer and the library in force, closed afterwards."""
    from retrieval.answering import Answerer, Limits
    from retrieval.embedded.library import open_library
    from retrieval.encoder import open_encoder

    folder = data or settings.library.data
    if not folder.is_dir():
        raise LibraryMissing(f"{folder}: there is no library yet; run: quoted index")
    encoder = open_encoder(
        settings.encoder.model,
        folder / "encoders",
        precision=settings.encoder.precision,
        threads=settings.encoder.threads,
    )
    library = open_library(folder, fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    limits = Limits(
        threshold=settings.answering.threshold,
        quotes=settings.answering.quotes,
        candidates=settings.answering.candidates,
    )
    try:
        yield Answerer(library, encoder, limits), library
    finally:
        library.close()


def _question_line(line: str, number: int) -> tuple[str, str]:
    """The id and the question of a line of --jsonl."""
    try:
        record = json.loads(line)
        return str(record["id"]), str(record["question"])
    except (ValueError, KeyError, TypeError):
        raise QuotedError(f'line {number}: not an object with "id" and "question"') from None


def main() -> None:
    """The door: an error that people can act on is one line, not a traceback."""
    try:
        app()
    except QuotedError as error:
        typer.echo(f"quoted: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
