"""The server as a whole: who may ask it, how it starts and stops, and that python-telegram-bot works with it."""

import json
import socket
import threading
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from bot.playground.server import Playground
from retrieval.errors import SettingsError
from tests.bot.playground.conftest import TOKEN, YOU, Api
from tests.bot.playground.echo import EchoBot


def texts(api: Api) -> list[str]:
    seen = api.client.get(f"{api.address}/chat/events").json()["whole"]["messages"]
    return [message["text"] for message in seen]


def test_bot_on_python_telegram_bot_answers_and_edits(playground: Playground, api: Api) -> None:
    with EchoBot(playground.address, TOKEN) as bot:
        seen = api.client.get(f"{api.address}/chat/events").json()
        asked = api.does("messages", text="Where?")
        answer = wait_for(api, seen["run"], seen["last"], "Leaders meet")
        assert answer["reply_to_message"]["message_id"] == asked["message_id"]
        assert {entity["type"] for entity in answer["entities"]} == {"blockquote", "bold", "text_link"}
        api.does("presses", message_id=answer["message_id"], data="context")
        edited = wait_for(api, seen["run"], seen["last"], "The talks were planned.")
        assert edited["message_id"] == answer["message_id"]
    assert bot.errors == []


def wait_for(api: Api, run: str, after: int, words: str) -> Any:
    """The first message with these words."""
    while True:
        query: dict[str, str | int] = {"run": run, "after": after}
        news = api.client.get(f"{api.address}/chat/events", params=query).json()
        assert news["events"], "nothing happened"
        for event in news["events"]:
            if event["kind"] == "message" and words in event["content"]["text"]:
                return event["content"]
        after = news["last"]


@pytest.mark.parametrize("token", ["", "123456789:wrong", TOKEN + "x"])
def test_wrong_token_is_unauthorized(api: Api, token: str) -> None:
    response = api.client.post(f"{api.address}/bot{token or ':'}/getMe")
    assert response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert response.status_code == 401


def test_unknown_method_is_not_found(api: Api) -> None:
    response = api.call("sendMesage", chat_id=YOU, text="x")
    assert response.json() == {"ok": False, "error_code": 404, "description": "Not Found: method not found"}


@pytest.mark.parametrize("path", ["/nothing", "/../server.py", "/page/chat.css", "/chat/", "/chat/nothing", "/.env"])
def test_what_there_is_not_is_not_found(api: Api, path: str) -> None:
    assert api.client.get(api.address + path).status_code in {404, 405}


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:{port}"},
        {"Host": "127.0.0.1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/chat/messages", "/bot{token}/getMe"])
def test_page_of_another_site_is_refused(api: Api, headers: dict[str, str], path: str) -> None:
    port = urlsplit(api.address).port
    sent = {name: value.format(port=port) for name, value in headers.items()}
    response = api.client.post(api.address + path.format(token=TOKEN), json={"text": "x"}, headers=sent)
    assert response.status_code == 403
    assert texts(api) == []


def test_form_of_another_page_says_nothing(api: Api) -> None:
    assert api.client.post(f"{api.address}/chat/messages", data={"text": "x"}).status_code == 415
    assert api.client.get(f"{api.address}/chat/messages", params={"text": "x"}).status_code == 405
    assert texts(api) == []


def test_own_page_may_ask(api: Api) -> None:
    port = urlsplit(api.address).port
    headers = {"Origin": f"http://localhost:{port}", "Host": f"localhost:{port}", "Sec-Fetch-Site": "same-origin"}
    assert api.client.post(f"{api.address}/chat/messages", json={"text": "x"}, headers=headers).status_code == 200


def test_page_takes_nothing_from_elsewhere(api: Api) -> None:
    response = api.client.get(api.address)
    assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "://" not in response.text


def test_only_this_machine_is_listened_to(api: Api) -> None:
    port = urlsplit(api.address).port
    assert port
    with socket.socket() as another:
        another.settimeout(1)
        with pytest.raises(OSError, match=r".+"):
            another.connect(("127.0.0.2", port))


def test_port_that_is_taken_is_one_line_that_names_it_and_the_setting(playground: Playground) -> None:
    port = urlsplit(playground.address).port
    assert port
    with pytest.raises(SettingsError) as raised:
        Playground(port=port, token=TOKEN).start()
    assert str(port) in str(raised.value)
    assert "playground.port" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_stopping_ends_a_long_poll_and_frees_the_port() -> None:
    playground = Playground(port=0, token=TOKEN)
    playground.start()
    address, ended = playground.address, threading.Event()

    def poll() -> None:
        with pytest.raises(httpx.HTTPError):
            httpx.post(f"{address}/bot{TOKEN}/getUpdates", json={"timeout": 30}, timeout=30, trust_env=False)
        ended.set()

    thread = threading.Thread(target=poll)
    thread.start()
    threading.Event().wait(0.3)
    playground.stop()
    playground.stop()
    assert ended.wait(3)
    thread.join(3)
    port = urlsplit(address).port
    assert port
    with Playground(port=port, token=TOKEN) as again:
        assert again.address == address


def test_body_beyond_the_limit_is_refused(api: Api) -> None:
    body = json.dumps({"chat_id": YOU, "text": "x" * 2_000_000})
    headers = {"Content-Type": "application/json"}
    try:
        status = api.client.post(f"{api.address}/bot{TOKEN}/sendMessage", content=body, headers=headers).status_code
    except httpx.HTTPError:
        status = 400  # the connection is closed while it is sent
    assert status in {400, 413}
    assert texts(api) == []
