"""Who may operate, who is refused, and whose menus have the operators' commands."""

from typing import Any

import pytest

from bot.messages import languages, load_messages
from bot.telegram.menus import operators_menu, private_menu
from tests.bot.telegram.conftest import Running
from tests.bot.telegram.local_api import Failure, LocalApi
from tests.bot.telegram.operators.conftest import OTTO, OTTOS, Operated, says
from tests.bot.telegram.updates import ANNA, GROUP, said

COMMANDS = [command.command for command in operators_menu(load_messages("en"))]
OWN = sorted({*COMMANDS} - {command.command for command in private_menu(load_messages("en"))})


def shown_to(menu: dict[str, Any]) -> int:
    return int(menu["scope"].get("chat_id", 0))


@pytest.mark.parametrize("command", OWN)
def test_others_are_refused_politely(api: LocalApi, operated: Operated, command: str) -> None:
    with operated():
        api.push(said(f"/{command}"))
        (reply,) = api.wait("sendMessage")
    assert reply["text"].startswith("That is for my operators.")
    assert "reply_markup" not in reply


@pytest.mark.parametrize("command", OWN)
def test_nobody_operates_a_bot_whose_settings_name_none(api: LocalApi, running: Running, command: str) -> None:
    with running():
        api.push(says(f"/{command}"))
        assert api.wait("sendMessage")[0]["text"].startswith("That is for my operators.")


@pytest.mark.parametrize("command", OWN)
def test_groups_see_nothing_of_it(api: LocalApi, operated: Operated, command: str) -> None:
    with operated():
        api.push(
            says(f"/{command}", chat=GROUP),  # perhaps another bot's command
            said(f"/{command}", chat=GROUP),
            says(f"/{command}@QuotedTestBot", chat=GROUP),
        )
        (reply,) = api.wait("sendMessage")
    assert "between you and me" in reply["text"]
    assert reply["reply_markup"]["inline_keyboard"][0][0]["url"]


def test_operators_see_their_commands_in_every_language_and_others_do_not(api: LocalApi, operated: Operated) -> None:
    with operated():
        menus = api.wait("setMyCommands", count=3 * (1 + len(languages())))
    own = [menu for menu in menus if shown_to(menu)]
    assert {shown_to(menu) for menu in own} == {OTTO["id"]}
    assert {menu.get("language_code", "") for menu in own} == {"", *languages()}
    assert all([c["command"] for c in menu["commands"]] == COMMANDS for menu in own)
    assert not [c for menu in menus if not shown_to(menu) for c in menu["commands"] if c["command"] in OWN]


def test_operator_who_never_wrote_has_the_menu_from_their_first_message_on(api: LocalApi, operated: Operated) -> None:
    with operated():
        api.wait("setMyCommands", count=2 * (1 + len(languages())))
        api.until(lambda: any(shown_to(menu) for menu in api.of("setMyCommands")))
    api.calls.clear()
    api.fail("setMyCommands", *[Failure(400, "Bad Request: chat not found")])
    with operated():
        api.until(lambda: len(api.of("setMyCommands")) >= 15 or any(map(shown_to, api.of("setMyCommands"))))
        api.push(says("/help"))
        api.wait("sendMessage")
        api.until(lambda: len([m for m in api.of("setMyCommands") if shown_to(m)]) >= 1 + len(languages()))


def test_operator_whose_menu_met_an_outage_has_it_from_their_next_message_on(api: LocalApi, operated: Operated) -> None:
    api.fail("setMyCommands", *[Failure(502, "Bad Gateway")] * 2)  # everybody's, then the operator's
    with operated():
        api.until_tried("setMyCommands", 2)
        for number in (1, 2):
            api.push(says("/help"))
            api.wait("sendMessage", count=number)
        api.until(
            lambda: {menu.get("language_code", "") for menu in served(api) if shown_to(menu)} == {"", *languages()}
        )


def served(api: LocalApi) -> list[dict[str, Any]]:
    return [call.parameters for call in api.served if call.method == "setMyCommands"]


def test_menu_is_taken_back_from_who_is_no_operator_any_more(api: LocalApi, operated: Operated) -> None:
    with operated():
        api.push(said("/stats"), said("/stats"))
        taken = api.wait("deleteMyCommands", count=1 + len(languages()))
    assert {menu["scope"]["chat_id"] for menu in taken} == {ANNA["id"]}
    assert len(taken) == 1 + len(languages())


def test_help_names_the_operators_commands_to_them_alone(api: LocalApi, operated: Operated) -> None:
    with operated():
        api.push(says("/help"))
        api.push(said("/help"))
        replies = {reply["chat_id"]: reply["text"] for reply in api.wait("sendMessage", count=2)}
    assert all(f"/{name} –" in replies[OTTOS["id"]] for name in OWN)
    assert not any(f"/{name}" in replies[ANNA["id"]] for name in OWN)
