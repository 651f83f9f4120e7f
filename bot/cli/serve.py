"""`quoted serve`: the bot in Telegram, or in a page on this machine."""

import secrets
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from bot.cli.declaring import Option
from bot.cli.opening import open_answering
from bot.cli.options import Data
from bot.cli.saying import begin_saying
from config.settings import Health, Settings, Telegram, load
from retrieval.errors import SettingsError

if TYPE_CHECKING:
    from bot.health import HealthSettings
    from bot.operators.acquisition import Acquisition
    from bot.telegram.operators.rules import OperatorRules
    from bot.telegram.settings import BotSettings, Role
    from bot.telegram.webhook import WebhookSettings

Receive = Annotated[
    bool, Option(name="--receive", help="Only take updates into the PostgreSQL database of state.url, for others.")
]
Work = Annotated[
    bool, Option(name="--work", help="Only answer what receivers have put there; run as many as you like.")
]


def serve(
    data: Data = None,
    api_url: Annotated[str | None, Option(help="Another Bot API server, such as http://127.0.0.1:8081.")] = None,
    playground: Annotated[bool, Option(name="--playground", help="Chat in a local page, without Telegram.")] = False,
    receive: Receive = False,
    work: Work = False,
) -> None:
    """Answer people in Telegram, or with --playground in a page on this machine."""
    from bot.following import Following
    from bot.playground.chats import OPERATOR
    from bot.playground.server import Playground
    from bot.telegram.app import serve as answer_people
    from bot.telegram.receiving import Receiver

    settings = load()
    folder = data or settings.library.data
    role = _role(settings, receive=receive, work=work, playground=playground)
    say = begin_saying(settings.log)
    bot = _bot(settings, folder, api_url=api_url or settings.telegram.api_url, role=role)
    if receive:
        Receiver(bot).run()
        return
    with closing(Following(lambda: open_answering(settings, data))) as library, _watcher(settings, folder, say):
        if not playground:
            answer_people(bot, answerer=library, library=library)
            return
        token = f"1:{secrets.token_urlsafe(26)}"
        with (
            Playground(port=settings.playground.port, token=token) as page,
            tempfile.TemporaryDirectory() as forgotten,  # its chats begin anew each time
        ):
            say(f"Chat with your articles at {page.address} (Ctrl-C ends it)")
            here = replace(bot, token=token, webhook=None, api_url=page.address)
            here = replace(here, state_path=Path(forgotten, "bot.db"), state_url="")
            here = replace(here, operators=replace(bot.operators, people=frozenset({OPERATOR["id"]})))
            answer_people(here, answerer=library, library=library)


def _role(settings: Settings, *, receive: bool, work: bool, playground: bool) -> "Role":
    """What this process is to do. Raises SettingsError where that can't be."""
    if receive + work + playground > 1:
        raise SettingsError("--receive, --work and --playground are three things; start a process for each")
    if (receive or work) and not settings.state.url.text:
        raise SettingsError(
            "--receive and --work need a database that they share; set state.url in quoted.toml, or QUOTED_STATE_URL,"
            " to a PostgreSQL server, such as postgresql://quoted@db/quoted"
        )
    return "receive" if receive else "work" if work else "all"


def _watcher(settings: Settings, folder: Path, say: Callable[[str], None]) -> AbstractContextManager[object]:
    """`quoted watch` in a process of its own, so that answering does not wait for it, where the settings ask for it."""
    from bot.companion import Companion

    if not settings.library.watch:
        return nullcontext()
    watch = [sys.executable, "-m", "bot.cli", "watch", "--beside-bot"]
    return Companion([*watch, "--seeds", str(settings.library.seeds), "--data", str(folder)], say=say)


def _bot(settings: Settings, folder: Path, *, api_url: str, role: "Role") -> "BotSettings":
    """The settings as the bot takes them; `folder` is the library's."""
    from bot.state import Retention
    from bot.telegram.access import AccessRules
    from bot.telegram.allowance import AllowanceLimits
    from bot.telegram.channels import ChannelRules
    from bot.telegram.settings import BotSettings, LoadLimits

    telegram, load_ = settings.telegram, settings.load
    load_limits = LoadLimits(
        workers=load_.workers, queue=load_.queue, time_limit_s=load_.time_limit_s, per_chat_s=load_.per_chat_s
    )
    return BotSettings(
        token=telegram.token.text,
        state_path=folder / "bot.db",
        state_url=settings.state.url.text,
        role=role,
        api_url=api_url,
        language=telegram.language,
        load=load_limits,
        allowance=AllowanceLimits(per_person=load_.person_a_minute, per_chat=load_.chat_a_minute),
        access=AccessRules(telegram.access, telegram.allowed | telegram.operators, telegram.invite_code.text),
        retention=Retention(
            questions=settings.privacy.question_days,
            people=settings.privacy.people_days,
            answers=settings.privacy.answer_days,
        ),
        follow_up_s=60.0 * settings.privacy.follow_up_minutes,
        webhook=_webhook(settings.telegram),
        channels=ChannelRules(telegram.channels, settings.library.seeds),
        operators=_operators(settings, folder),
        health=_health(settings.health, folder),
    )


def _operators(settings: Settings, folder: Path) -> "OperatorRules":
    """Who operates by chat, and with what."""
    from bot.telegram.operators.rules import INDEX, OperatorRules

    places = ("--seeds", str(settings.library.seeds), "--data", str(folder))
    return OperatorRules(
        settings.telegram.operators,
        gaps=folder / "gaps.jsonl",
        index=(*INDEX, *places),
        acquire=lambda: _acquisition(settings),
        watched=settings.library.watch,
    )


def _acquisition(settings: Settings) -> "Acquisition":
    """What reads and keeps what operators send."""
    from bot.cli.add import web_of
    from bot.operators.acquisition import Acquisition

    return Acquisition(settings.library.seeds, web_of(settings))


def _health(health: Health, folder: Path) -> "HealthSettings":
    """Where health and metrics are told."""
    from bot.health import HealthSettings
    from retrieval.embedded.engines import INDEXES
    from retrieval.embedded.generations import last_written

    return HealthSettings(health.host, health.port, published=lambda: last_written(folder / INDEXES))


def _webhook(telegram: Telegram) -> "WebhookSettings | None":
    """Where Telegram is to bring updates; None where they are fetched."""
    from bot.telegram.webhook import WebhookSettings

    if not telegram.webhook_url:
        return None
    return WebhookSettings(
        telegram.webhook_url,
        listen=telegram.webhook_listen,
        port=telegram.webhook_port,
        path=telegram.webhook_path,
        secret=telegram.webhook_secret.text,
    )
