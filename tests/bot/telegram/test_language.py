"""/language and its buttons."""

from typing import Any

import pytest

from bot.telegram.app import Service
from tests.bot.telegram.conftest import Running
from tests.bot.telegram.local_api import LocalApi
from tests.bot.telegram.updates import ANNA, GROUP, ME, message, pressed, said


def buttons(sent: dict[str, Any]) -> dict[str, str]:
    return {b["text"]: b["callback_data"] for row in sent["reply_markup"]["inline_keyboard"] for b in row}


def test_chosen_language_is_spoken_from_then_on_also_after_a_restart(api: LocalApi, running: Running) -> None:
    with running():
        api.push(said("/language"))
        choices = buttons(api.wait("sendMessage")[0])
        assert list(choices) == ["Deutsch", "English", "Español", "Français", "Русский", "Türkçe", "As in Telegram"]
        api.push(pressed(choices["Русский"]))
        assert api.wait("editMessageText")[0]["text"] == "Теперь я говорю по-русски."
    with running():
        api.push(said("/sources", **{"from": ANNA | {"language_code": "de"}}))
        assert "я знаю 2 статьи" in api.wait("sendMessage", count=2)[1]["text"]


def test_language_of_telegram_can_be_taken_again(api: LocalApi, bot: Service) -> None:
    german = {"from": ANNA | {"language_code": "de"}}
    api.push(pressed("language:ru"), pressed("language:"))
    api.wait("editMessageText", count=2)
    api.push(said("/sources", **german))
    assert "Ich kenne 2 Artikel" in api.wait("sendMessage")[0]["text"]


@pytest.mark.parametrize("data", ["language:xx", "language:ru ", "language:../en"])
def test_language_that_there_is_not_is_refused(api: LocalApi, bot: Service, data: str) -> None:
    api.push(pressed(data))
    assert "can't read this button" in api.wait("answerCallbackQuery")[0]["text"]


@pytest.mark.parametrize("command", ["/language@QuotedTestBot", "/forget@QuotedTestBot"])
def test_private_matters_are_not_settled_in_a_group(api: LocalApi, bot: Service, command: str) -> None:
    api.push(said(command, chat=GROUP))
    (sent,) = api.wait("sendMessage")
    assert sent["text"] == "That is between you and me. Let's do it in private."
    assert sent["reply_markup"]["inline_keyboard"] == [[{"text": "Write to me", "url": "https://t.me/QuotedTestBot"}]]


def test_button_speaks_the_language_of_who_presses(api: LocalApi, bot: Service) -> None:
    update = pressed("x", on=message("an answer", **{"from": ME}))
    update["callback_query"]["from"] = ANNA | {"language_code": "fr"}
    api.push(update)
    assert api.wait("answerCallbackQuery")[0]["text"].startswith("Je ne peux plus lire ce bouton.")
