"""What health and metrics are told of a running bot, gathered from its parts."""

from bot.health import HealthSettings, Vitals
from bot.metrics import Figures
from bot.outbox import letters_kept
from bot.telegram.contact import Contact
from bot.telegram.desk import Desk


def vitals_of(desk: Desk, contact: Contact, health: HealthSettings) -> Vitals:
    """The checks: a library with passages, Telegram that answers, a worker that is free or will be."""

    def library() -> str:
        return "" if desk.library.summary().passages else "the library holds no passages; run: quoted index"

    def queue() -> str:
        if not desk.workers.queue().stuck:
            return ""
        return "every worker has been at one question for longer than load.time_limit_s; look at the disk, or restart"

    def figures() -> Figures:
        queue, summary = desk.workers.queue(), desk.library.summary()
        return Figures(
            waiting=queue.waiting,
            running=queue.running,
            overdue=queue.overdue,
            letters=letters_kept(desk.state.database),
            articles=summary.articles,
            passages=summary.passages,
            change=summary.change,
            published=health.published(),
        )

    return Vitals({"library": library, "telegram": contact.objection, "queue": queue}, figures, desk.metrics)
