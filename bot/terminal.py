"""What the command line shows: answers, articles and summaries, for a terminal or a pipe."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from retrieval.answer import Answer, Coverage, Gloss, Outcome, Quote
from retrieval.article import Article, Passage, Source

if TYPE_CHECKING:  # `quoted ask` shows neither, and should not wait for them
    from retrieval.calibration import Calibration
    from retrieval.comparison import Difference
    from retrieval.evaluation import Case, Interval
    from retrieval.indexing import Preview, Report
    from retrieval.library import Summary
    from retrieval.survey import Problem

MOST_PROBLEMS = 20
GROUP_METRICS = ("recall@1", "sentence", "span_f1", "answer_coverage", "wrongly_answered", "auroc")


def print_report(report: "Report", summary: "Summary") -> None:
    """What an index run did, and every file that could not be used, with its reason."""
    console = Console(highlight=False, soft_wrap=True)
    if report.changed or report.left:
        changed = report.changed - report.new - report.moved
        console.print(
            f"{report.files} files: {report.new} new, {changed} changed, {report.moved} moved,"
            f" {report.left - report.moved} gone; passages: {report.added} added, {report.removed} removed,"
            f" {report.embedded} texts embedded{f' ({report.device})' if report.embedded else ''}"
        )
    else:
        console.print(f"Nothing changed in {report.files} files")
    console.print(f"The library holds {summary.articles} articles, {summary.passages} passages")
    _print_problems(report.problems)


def print_preview(preview: "Preview") -> None:
    """What an index run would do, file by file, and what it could not use."""
    console = Console(highlight=False, soft_wrap=True)
    found = preview.survey
    lines = [
        *(f"new      {file.name}" for file in found.new),
        *(f"changed  {file.name}" for file in found.changed),
        *(f"moved    {file.before} -> {file.name}" for file in found.moved),
        *(f"gone     {name}" for name in found.gone),
    ]
    for line in lines:
        console.print(Text(line))
    console.print(
        f"Would read {len(found.to_read)} of {found.files} files, {preview.articles} articles, and embed"
        f" {preview.texts} texts; {len(found.gone)} files would leave. Nothing was written"
    )
    _print_problems(preview.problems)


def _print_problems(problems: "Sequence[Problem]") -> None:
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    for problem in problems[:MOST_PROBLEMS]:
        errors.print(Text(f"not used: {problem.file}: {problem.reason}"))
    if len(problems) > MOST_PROBLEMS:
        errors.print(f"and {len(problems) - MOST_PROBLEMS} more; --json lists them all")


def print_answer(answer: Answer) -> None:
    """An answer: each quote with its highlighted words and its source, or what comes closest."""
    console = Console(highlight=False)
    if answer.respelled:
        words = ", ".join(f"“{asked}” as “{read}”" for asked, read in answer.respelled.words)
        console.print(Text(f"Read {words}", style="italic"))
    if answer.about:
        console.print(Text(f"About: {' '.join(answer.about.words) or answer.about.title}", style="italic"))
    if answer.outcome is Outcome.NOT_FOUND:
        console.print("Not found in the articles.")
        if answer.coverage:
            console.print(Text(_near(answer.coverage)))
        if answer.closest:
            console.print(Text("The closest passage, which is not an answer:", style="dim"))
            if answer.closest[0].missing:
                console.print(Text(f"It says nothing of: {', '.join(answer.closest[0].missing)}", style="dim"))
    for quote in answer.quotes or answer.closest:
        console.print()
        if quote.before:
            console.print(Text(quote.before.text, style="dim"))
        console.print(_quoted(quote))
        for gloss in quote.glosses:
            console.print(Text(gloss_line(quote, gloss), style="italic"))
        console.print(Text(source_line(quote), style="dim"))
        if quote.also_in:
            names = ", ".join(source.outlet or source.title or source.id for source in quote.also_in)
            console.print(Text(f"Also in: {names}", style="dim"))
        if quote.passage.source.url:
            console.print(Text(quote.passage.source.url, style="dim"))
    _print_story(console, answer)
    if answer.quotes:
        console.print(Text(f"\nconfidence {answer.confidence:.2f}, {answer.took_ms['total']:.0f} ms", style="dim"))


def _print_story(console: Console, answer: Answer) -> None:
    """What other articles say of the same story."""
    if answer.differ:
        console.print(Text("\nSources differ:", style="italic"))
    for quote in answer.differ:
        sentence = quote.text[slice(*quote.sentence)]
        console.print(Text(f"  {_date(quote.passage.source)}  “{sentence}” ({source_line(quote)})"))
    if answer.newer:
        console.print(Text(f"\nA newer article tells this story: {source_line(answer.newer)}", style="italic"))


def gloss_line(quote: Quote, gloss: Gloss) -> str:
    """What relative words of a quote mean, by the calendar."""
    first, last = gloss.period.first.isoformat(), gloss.period.last.isoformat()
    days = first if first == last else f"{first} to {last}"
    return f"“{quote.text[slice(*gloss.span)]}” = {'about ' if gloss.about else ''}{days}"


def _near(coverage: Coverage) -> str:
    """What the library does hold near the question."""
    said = [f"{name} stands in {articles} article{'s' * (articles != 1)}." for name, articles in coverage.names]
    return " ".join(([f"No article is dated after {coverage.until}."] if coverage.until else []) + said)


def source_line(quote: Quote) -> str:
    """Title, outlet, date and paragraph of a quote, those that are known."""
    source = quote.passage.source
    place = place_of(quote.passage)
    return ", ".join(part for part in (source.title, source.outlet, _date(source), place) if part)


def place_of(passage: Passage) -> str:
    """Where the passage stands, in English words: its page, where that is known, and the number of its paragraph."""
    place = f"paragraph {passage.paragraph} of {passage.paragraphs}"
    return place if passage.page is None else f"p. {passage.page}, {place}"


def print_article(article: Article) -> None:
    """An article as it was understood."""
    console = Console(highlight=False, soft_wrap=True)
    source = article.source
    console.print(Text(source.title or "(no title)", style="bold"))
    facts = (source.outlet, source.author, _date(source), source.language, source.url, source.file)
    console.print(Text(", ".join(fact for fact in facts if fact), style="dim"))
    pages = [f"  p. {page}" for page in source.pages] or [""] * len(article.paragraphs)
    for number, (paragraph, page) in enumerate(zip(article.paragraphs, pages, strict=True), 1):
        indented = paragraph.replace("\n", "\n" + " " * 6)
        console.print(Text(f"{number:>4}{page}  {indented}"))
    console.print()


def print_evaluation(metrics: "Mapping[str, Interval | float]", questions: int) -> None:
    """Each metric on a line, with its interval where it has one."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{questions} questions")
    for name, value in metrics.items():
        if isinstance(value, float):
            console.print(f"{name:>20}  {value:.4f}")
        else:
            console.print(f"{name:>20}  {value.mean:.4f}  [{value.low:.4f}, {value.high:.4f}]  n {value.questions}")


def print_groups(groups: "Mapping[str, Mapping[str, Mapping[str, Interval | float]]]") -> None:
    """The main metrics of each group of questions, where there is more than one."""
    for title, group in groups.items():
        if len(group) < 2:
            continue
        table = Table(title, *GROUP_METRICS, "questions", box=None, header_style="dim", pad_edge=False)
        for name, metrics in group.items():
            cells = [_mean(metrics[metric]) if metric in metrics else "" for metric in GROUP_METRICS]
            counts = [value.questions for value in metrics.values() if not isinstance(value, float)]
            table.add_row(name, *cells, str(max(counts, default=0)))
        console = Console(highlight=False)
        console.print()
        console.print(table)


def print_comparison(differences: "Mapping[str, Difference]", questions: int, other: str) -> None:
    """Each metric here and there, the difference with its interval, and how likely chance alone would make it."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(f"\nagainst {other}, {questions} questions in both"))
    for name, value in differences.items():
        gap = value.difference
        console.print(
            f"{name:>20}  {value.first:.4f} against {value.second:.4f}: {gap.mean:+.4f}"
            f" [{gap.low:+.4f}, {gap.high:+.4f}]  p {value.p:.4f}"
        )


def print_calibration(found: "Calibration", error: float) -> None:
    """The threshold, what it lets through and what it keeps."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"answering.threshold = {found.threshold}")
    console.print(
        f"At it {found.error:.1%} of {found.unanswerable} questions that can't be answered get an answer"
        f" (at most {found.error_at_most:.1%}, with 95 % confidence)"
        f" and {found.kept:.1%} of {found.answerable} that can."
    )
    if not found.certain:
        console.print(
            f"To be 95 % sure of at most {error:.1%}, at least {found.needed} such questions are needed"
            f" (here {found.unanswerable}), more where some of them get an answer."
        )


def print_misses(cases: "Sequence[Case]") -> None:
    """What went wrong: the question, what was expected, what was quoted instead."""
    console = Console(highlight=False, soft_wrap=True)
    if cases:
        console.print("\nThe worst misses:")
    for case in cases:
        happened = "answered" if case.answered else "not found"
        wanted = case.expected if case.answerable else "nothing: it can't be answered"
        console.print(Text(f"\n{case.question}  ({case.id}, {happened}, confidence {case.confidence:.2f})"))
        console.print(Text(f"  expected  {wanted}", style="dim"))
        console.print(Text(f"  quoted    {case.quoted} ({case.source})", style="dim"))


def _mean(value: "Interval | float") -> str:
    return f"{value:.3f}" if isinstance(value, float) else f"{value.mean:.3f}"


def _quoted(quote: Quote) -> Text:
    text = Text(quote.text)
    text.stylize("underline", *quote.sentence)
    text.stylize("bold", *quote.highlight)
    return text


def _date(source: Source) -> str:
    return source.published.isoformat() if source.published else ""
