"""Parameters in each form that a client sends them in."""

import json

import httpx
import pytest

from bot.playground.bot_api import METHODS, OBJECTS
from bot.playground.parameters import MOST_DEPTH, checked, decoded_json, from_form, utf16_length
from bot.playground.refusal import Refusal
from tests.bot.playground.conftest import TOKEN, YOU, Api

BUTTONS = {"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]}


@pytest.mark.parametrize("form", ["json", "urlencoded", "multipart", "address"])
def test_every_form_of_a_request_means_the_same(api: Api, form: str) -> None:
    plain = {"chat_id": str(YOU), "text": "1", "disable_notification": "true", "reply_markup": json.dumps(BUTTONS)}
    address = f"{api.address}/bot{TOKEN}/sendMessage"
    requests = {
        "json": lambda: api.call("sendMessage", chat_id=YOU, text="1", disable_notification=True, reply_markup=BUTTONS),
        "urlencoded": lambda: api.client.post(address, data=plain),
        "multipart": lambda: api.client.post(address, files={name: (None, text) for name, text in plain.items()}),
        "address": lambda: api.client.get(address, params=plain),
    }
    response: httpx.Response = requests[form]()
    assert response.json()["ok"], response.text
    sent = response.json()["result"]
    assert (sent["text"], sent["chat"]["id"], sent["reply_markup"]) == ("1", YOU, BUTTONS)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"offset": "first"}, "can't parse offset: expected JSON"),
        ({"offset": "1.5"}, "parameter offset must be Integer"),
        ({"allowed_updates": "message"}, "can't parse allowed_updates"),
        ({"allowed_updates": '"message"'}, "must be an Array of UpdateKind"),
        ({"offset": str(1 << 63)}, "parameter offset must be Integer"),
        ({"ofset": "1"}, "unknown parameter ofset"),
    ],
)
def test_form_value_of_another_type_is_refused(form: dict[str, str], words: str) -> None:
    with pytest.raises(Refusal, match=words):
        from_form(METHODS["getUpdates"], form)


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[]", b'"text"', b'{"chat_id": 1, "text": "\\ud800"}'])
def test_body_that_is_no_object_of_text_is_refused(api: Api, body: bytes) -> None:
    response = api.client.post(
        f"{api.address}/bot{TOKEN}/sendMessage", content=body, headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 400


@pytest.mark.parametrize("depth", [MOST_DEPTH + 1, 100_000])
def test_json_that_is_nested_too_deep_is_refused(depth: int) -> None:
    with pytest.raises(Refusal, match="expected JSON"):
        decoded_json("[" * depth + "]" * depth, "entities")


def test_kinds_in_the_tables_are_known() -> None:
    plain = {"Integer", "String", "Boolean", "Integer or String", "UpdateKind"}
    for fields in (*METHODS.values(), *OBJECTS.values()):
        for field in fields.values():
            kind = field.kind.replace("Array of ", "")
            assert kind in plain or {*kind.split(" or ")} <= OBJECTS.keys()


def test_length_counts_utf16_units() -> None:
    assert [utf16_length(text) for text in ("", "ü", "😀", "👩‍💻")] == [0, 1, 2, 5]


def test_checked_parameters_come_back_as_they_were() -> None:
    given = {"chat_id": "@name", "text": "x", "reply_markup": BUTTONS}
    assert checked(METHODS["sendMessage"], given) == given
