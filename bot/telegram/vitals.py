"""What health and metrics are told of a running bot, gathered from its parts."""

from bot.health import HealthSettings, Vitals
from bot.inbox import Inbox
from bot.metrics import Figures
from bot.outbox import letters_kept
from bot.telegram.contact import Contact
from bot.telegram.desk import Desk


def vitals_of(desk: Desk, contact: Contact, health: HealthSettings, inbox: Inbox | None = None) -> Vitals:
    """The checks: a library with passages, Telegram that answers, a worker that is free or will be, a database.

    `inbox` is where updates wait for this process and others, if they do.
    """

    def library() -> str:
        return "" if desk.library.summary().passages else "the library holds no passages; run: quoted index"

    def queue() -> str:
        if not desk.workers.queue().stuck:
            return ""
        return "every worker has been at one question for longer than load.time_limit_s; look at the disk, or restart"

    def database() -> str:
        desk.state.database.rows("SELECT 1")
        return ""

    def figures() -> Figures:
        queue, summary = desk.workers.queue(), desk.library.summary()
        waiting, seconds = inbox.waiting() if inbox else (None, None)
        return Figures(
            waiting=queue.waiting,
            running=queue.running,
            overdue=queue.overdue,
            letters=letters_kept(desk.state.database),
            articles=summary.articles,
            passages=summary.passages,
            change=summary.change,
            published=health.published(),
            inbox=waiting,
            inbox_seconds=seconds,
        )

    checks = {"library": library, "telegram": contact.objection, "queue": queue, "database": database}
    return Vitals(checks, figures, desk.metrics)
