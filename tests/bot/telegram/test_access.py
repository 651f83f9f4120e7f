"""Who may ask, and how somebody is let in."""

from contextlib import closing
from pathlib import Path

import pytest

from bot.state import BotState
from bot.telegram.access import Access, AccessRules
from tests.bot.telegram.conftest import Asking, Running
from tests.bot.telegram.local_api import LocalApi
from tests.bot.telegram.updates import ANNA, GROUP, PRIVATE, pressed, said

QUESTION = "Where will the leaders meet?"
BY_LIST = AccessRules("list", frozenset({42, -1001}))
BY_INVITATION = AccessRules("invite", invite_code="Spring_2026")
BORIS = {"from": ANNA | {"id": 43, "first_name": "Boris"}, "chat": PRIVATE | {"id": 43}}


def test_people_and_groups_on_the_list_are_answered(sent_on: Asking) -> None:
    boris = ANNA | {"id": 43}
    sent = sent_on(said(QUESTION), said(f"/ask {QUESTION}", chat=GROUP, **{"from": boris}), access=BY_LIST)
    assert len([one for one in sent if "Sochi" in one["text"]]) == 2


def test_others_are_told_in_private_once_in_a_burst_and_met_with_silence_in_groups(sent_on: Asking) -> None:
    sent = sent_on(
        *(said(text, **BORIS) for text in (QUESTION, "/help", "/sources", "/nonsense")),
        said(f"/ask {QUESTION}", chat=GROUP | {"id": -1002}, **{"from": BORIS["from"]}),
        access=BY_LIST,
    )
    assert [one["text"][:36] for one in sent] == ["I'm sorry, I answer invited readers "]


def test_group_that_moved_stays_on_the_list(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        access = Access(BY_LIST, state)
        assert not access.allows(5, -100200)
        state.move(-1001, -100200)
        assert access.allows(5, -100200)


@pytest.mark.parametrize("code", ["", "spring_2026", "Spring_202", "Spring_2026x", "é"])
def test_wrong_invitation_opens_nothing(tmp_path: Path, code: str) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        for rules in (BY_INVITATION, AccessRules("invite"), AccessRules("list", invite_code="Spring_2026")):
            access = Access(rules, state)
            assert not access.redeem(43, code)
            assert not access.allows(43, 43)


def test_invitation_lets_somebody_in_for_good(api: LocalApi, running: Running) -> None:
    with running(access=BY_INVITATION):
        api.push(said("/start nonsense"))
        assert "not valid" in api.wait("sendMessage")[0]["text"]
        api.push(said("/start Spring_2026"))
        texts = [one["text"] for one in api.wait("sendMessage", count=3)[1:]]
        assert texts[0].startswith("Welcome")
        assert "only from 2 articles" in texts[1]
    with running(access=BY_INVITATION):
        api.push(said(QUESTION))
        assert "Sochi" in api.wait("sendMessage", count=4)[3]["text"]


def test_invitation_is_gone_when_somebody_is_forgotten(api: LocalApi, running: Running) -> None:
    with running(access=BY_INVITATION):
        api.push(said("/start Spring_2026"))
        api.wait("sendMessage", count=2)
        api.push(said("/forget"))
        assert "need your invitation again" in api.wait("sendMessage", count=3)[2]["text"]
        api.push(said(QUESTION))
        assert "invited readers only" in api.wait("sendMessage", count=4)[3]["text"]


def test_privacy_is_told_to_everybody(sent_on: Asking) -> None:
    (sent,) = sent_on(said("/privacy", **BORIS), access=BY_LIST)
    assert "I don't store it" in sent["text"]


def test_buttons_are_not_for_who_may_not_ask(api: LocalApi, running: Running) -> None:
    with running(access=AccessRules("list", frozenset({43}))):
        api.push(pressed("x"))
        assert "invited readers" in api.wait("answerCallbackQuery")[0]["text"]
