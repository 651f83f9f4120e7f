"""Whether Telegram knows a token: one call, for `quoted doctor --online`."""

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.telegram.guard import guard_logs, redacted
from retrieval.finding import Finding, error


async def examine_identity(token: str, *, api_url: str = "") -> list[Finding]:
    """Ask Telegram, or the Bot API server at `api_url`, who has this token; nothing is found where it says so."""
    guard_logs(token)
    bot = Bot(token, base_url=f"{api_url.rstrip('/')}/bot") if api_url else Bot(token)
    try:
        async with bot:  # it says getMe when it is entered
            return []
    except InvalidToken:
        return [error("telegram.token", "Telegram does not know QUOTED_TELEGRAM_TOKEN; copy it from @BotFather again")]
    except TelegramError as failure:
        what = redacted(str(failure), token)
        return [error("telegram.network", f"Telegram can't be asked: {what}; look at the network and telegram.api_url")]
