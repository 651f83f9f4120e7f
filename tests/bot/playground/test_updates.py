"""Long polling: what is handed out, confirmed and refused."""

import threading
import time
from typing import Any

import httpx
import pytest

from tests.bot.playground.conftest import TOKEN, YOU, Api


def in_background(api: Api, answers: list[Any], **parameters: Any) -> threading.Thread:
    """A getUpdates on a thread; its response is added to the answers."""
    thread = threading.Thread(target=lambda: answers.append(Api(api.address).call("getUpdates", **parameters).json()))
    thread.start()
    time.sleep(0.2)  # until it waits
    return thread


def texts(api: Api, **parameters: Any) -> list[str]:
    return [update["message"]["text"] for update in api.result("getUpdates", **parameters)]


def test_poll_waits_for_an_update_and_no_longer(api: Api) -> None:
    answers: list[Any] = []
    thread = in_background(api, answers, timeout=20)
    assert not answers
    api.does("messages", text="now")
    thread.join(2)
    assert [update["message"]["text"] for update in answers[0]["result"]] == ["now"]


def test_poll_ends_empty_after_its_time(api: Api) -> None:
    began = time.monotonic()
    assert api.result("getUpdates", timeout=1) == []
    assert 0.9 < time.monotonic() - began < 3


def test_updates_are_handed_out_until_they_are_confirmed(api: Api) -> None:
    for text in ("a", "b", "c"):
        api.does("messages", text=text)
    first = api.result("getUpdates", limit=2)
    assert texts(api) == ["a", "b", "c"]
    assert texts(api, offset=first[1]["update_id"] + 1) == ["c"]
    assert texts(api) == ["c"]


def test_negative_offset_forgets_all_but_the_last(api: Api) -> None:
    for text in ("a", "b", "c"):
        api.does("messages", text=text)
    assert texts(api, offset=-1) == ["c"]
    assert texts(api) == ["c"]


def test_second_poll_ends_the_first_with_a_conflict(api: Api) -> None:
    answers: list[Any] = []
    thread = in_background(api, answers, timeout=20)
    assert api.result("getUpdates", timeout=0) == []
    thread.join(15)
    assert answers[0]["error_code"] == 409
    assert answers[0]["description"].startswith("Conflict: terminated by other getUpdates request")


def test_poll_whose_client_left_takes_no_update(api: Api) -> None:
    address = f"{api.address}/bot{TOKEN}/getUpdates"
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(address, json={"timeout": 20}, timeout=0.3, trust_env=False)
    api.does("messages", text="still here")
    assert texts(api, timeout=5) == ["still here"]


def test_updates_of_kinds_that_are_not_wanted_are_not_kept(api: Api) -> None:
    api.result("getUpdates", allowed_updates=["callback_query"])
    api.does("messages", text="unwanted")
    assert api.result("getUpdates") == []
    api.result("getUpdates", allowed_updates=[])
    api.does("messages", text="wanted")
    assert texts(api) == ["wanted"]


def test_ids_begin_anywhere_and_grow_by_one(api: Api) -> None:
    for text in ("a", "b"):
        api.does("messages", text=text)
    first, second = api.result("getUpdates")
    assert second["update_id"] == first["update_id"] + 1
    assert first["update_id"] >= 100_000_000
    assert first["message"]["chat"]["id"] == YOU
