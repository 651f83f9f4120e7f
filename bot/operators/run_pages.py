"""A run of the indexer as a message: how far it is, as a bar with its rate and the time left; and what came of it."""

from collections.abc import Mapping
from typing import Any

from bot.markup import Block, Markup, Run, one_line, shortened
from bot.messages import Messages
from bot.operators.indexer import Outcome, Reach
from bot.rendering import render_words

BAR = 20
KILOBYTE = 1_000
MEGABYTE = 1_000_000
MINUTE_S = 60
PROBLEMS = 8
PROBLEM = 250  # UTF-16 units of a file's name and what is wrong with it
REASON = 500


def render_reach(reach: Reach, messages: Messages) -> Markup:
    """How far a run is."""
    if reach.total is None:
        return render_words(messages, "reindex-preparing")
    if reach.share >= 1 or not reach.total:
        return render_words(messages, "reindex-publishing")
    full = round(reach.share * BAR)
    lines = [
        messages.say("reindex-share", {"share": reach.share}),
        "█" * full + "░" * (BAR - full),
        messages.say("reindex-bytes", {"now": reach.done / MEGABYTE, "total": reach.total / MEGABYTE}),
    ]
    if reach.left_s is not None and reach.seconds > 0:
        lines[-1] += f" · {messages.say('reindex-rate', {'rate': reach.done / KILOBYTE / reach.seconds})}"
        lines.append(_left(reach.left_s, messages))
    return tuple(Block((Run(line),)) for line in lines)


def render_outcome(outcome: Outcome, messages: Messages, *, seconds: float) -> Markup:
    """What came of a run that took so long."""
    if outcome.report is not None:
        return _done(outcome.report, messages, seconds=seconds)
    if outcome.stopped:
        return render_words(messages, "reindex-stopped")
    return render_words(messages, "reindex-failed", {"reason": shortened(one_line(outcome.reason), REASON)})


def _left(seconds: float, messages: Messages) -> str:
    if seconds < 2 * MINUTE_S:
        return messages.say("reindex-left-seconds", {"seconds": max(1, round(seconds))})
    return messages.say("reindex-left-minutes", {"minutes": round(seconds / MINUTE_S)})


def _done(report: Mapping[str, Any], messages: Messages, *, seconds: float) -> Markup:
    left = report["left"] - report["moved"]
    lines = [messages.say("reindex-done", {"seconds": max(1, round(seconds))})]
    if report["changed"] or report["left"]:
        changed = report["changed"] - report["new"] - report["moved"]
        files = {"new": report["new"], "changed": changed, "moved": report["moved"], "gone": left}
        lines.append(messages.say("reindex-files", files))
        lines.append(messages.say("reindex-passages", {"added": report["added"], "removed": report["removed"]}))
    else:
        lines.append(messages.say("reindex-nothing", {"files": report["files"]}))
    lines.append(messages.say("stats-library", {"articles": report["articles"], "passages": report["passages"]}))
    return *(Block((Run(line),)) for line in lines), *_problems(report, messages)


def _problems(report: Mapping[str, Any], messages: Messages) -> Markup:
    """The files that could not be used, each with the reason."""
    count = report["problem_count"]
    if not count:
        return ()
    told = report["problems"][:PROBLEMS]
    reasons = (f"{one['file']}: {one['reason']}" for one in told)
    lines = [f"· {shortened(one_line(reason), PROBLEM)}" for reason in reasons]
    if count > len(told):
        lines.append(messages.say("reindex-problems-more", {"count": count - len(told)}))
    head = messages.say("reindex-problems", {"count": count})
    return tuple(Block((Run(line),)) for line in ("", head, *lines))
