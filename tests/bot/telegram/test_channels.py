"""A channel as a source: what the bot makes of posts that Telegram hands it."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from bot.logs import fields_of
from bot.telegram.channels import ChannelRules
from bot.telegram.polling import ALLOWED
from bot.telegram.webhook import WebhookSettings
from tests.bot.telegram.conftest import Asking, Running
from tests.bot.telegram.local_api import LocalApi
from tests.bot.telegram.test_webhook import free_port
from tests.bot.telegram.updates import CHANNEL, posted, said

QUESTION = "Where will the leaders meet?"
PHOTO = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]
OTHER = CHANNEL | {"id": -1009999999999}


@pytest.fixture
def rules(tmp_path: Path) -> ChannelRules:
    return ChannelRules(frozenset({CHANNEL["id"]}), tmp_path / "seeds")


def records(rules: ChannelRules) -> list[dict[str, Any]]:
    files = sorted(rules.seeds.rglob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def test_post_of_a_listed_channel_becomes_a_record_and_is_not_answered(sent_on: Asking, rules: ChannelRules) -> None:
    post = posted(QUESTION, author_signature="Ada")
    number = post["channel_post"]["message_id"]
    assert sent_on(post, channels=rules) == []
    assert records(rules) == [
        {
            "id": f"channels/{CHANNEL['id']}/{number}",
            "title": QUESTION,
            "outlet": "Daily notes",
            "author": "Ada",
            "published": "2023-11-14",
            "url": f"https://t.me/dailynotes/{number}",
            "paragraphs": [QUESTION],
            "posts": [[number, 1]],
        }
    ]


def test_edit_replaces_its_post_also_where_both_come_at_once(sent_on: Asking, rules: ChannelRules) -> None:
    first = posted("The bridge opens on Friday.")
    number = first["channel_post"]["message_id"]
    edits = [
        posted(f"No, on day {n}.", kind="edited_channel_post", message_id=number, edit_date=n) for n in range(1, 9)
    ]
    sent_on(first, *edits, channels=rules)
    assert [record["paragraphs"] for record in records(rules)] == [["No, on day 8."]]


def test_caption_counts_as_text_and_an_album_as_one_article(sent_on: Asking, rules: ChannelRules) -> None:
    album = [
        posted(None, photo=PHOTO, media_group_id="7", **({"caption": "The new bridge."} if n == 1 else {}))
        for n in range(3)
    ]
    sent_on(*album, posted(None, photo=PHOTO), channels=rules)
    assert [(record["title"], record["album"]) for record in records(rules)] == [("The new bridge.", "7")]


def test_post_of_a_private_channel_is_linked_for_its_members(sent_on: Asking, rules: ChannelRules) -> None:
    chat = {name: value for name, value in CHANNEL.items() if name != "username"}
    post = posted("Words.", chat=chat)
    sent_on(post, channels=rules)
    assert records(rules)[0]["url"] == f"https://t.me/c/1234567890/{post['channel_post']['message_id']}"


def test_other_channels_are_ignored(sent_on: Asking, rules: ChannelRules) -> None:
    sent_on(posted("Words.", chat=OTHER), posted("Words.", chat=OTHER, kind="edited_channel_post"), channels=rules)
    assert records(rules) == []


def test_operator_is_told_once_that_posts_wait_to_be_indexed(
    sent_on: Asking, rules: ChannelRules, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        sent_on(posted("One."), posted("Two."), channels=rules)
    (told,) = [fields_of(record) for record in caplog.records if record.getMessage() == "post stored"]
    assert "quoted index" in told["hint"]
    assert "2023-11.jsonl" in told["file"]


def test_post_that_can_not_be_stored_is_named_and_the_bot_goes_on(
    sent_on: Asking, rules: ChannelRules, caplog: pytest.LogCaptureFixture
) -> None:
    rules.seeds.write_text("no folder", encoding="utf-8")
    (sent,) = sent_on(posted("Words."), said(QUESTION), channels=rules)
    assert "Sochi" in sent["text"]
    (told,) = [fields_of(record) for record in caplog.records if record.getMessage() == "post not stored"]
    assert "edit the post" in told["hint"]


def test_posts_are_asked_for_only_where_channels_are_listed(
    api: LocalApi, running: Running, rules: ChannelRules
) -> None:
    with running():
        assert api.wait("getUpdates")[0]["allowed_updates"] == list(ALLOWED)
    fetched = len(api.of("getUpdates"))
    with running(channels=rules):
        wanted = api.wait("getUpdates", count=fetched + 1)[fetched]["allowed_updates"]
    assert wanted == [*ALLOWED, "channel_post", "edited_channel_post"]


def test_posts_are_brought_by_a_webhook_as_well(api: LocalApi, running: Running, rules: ChannelRules) -> None:
    with running(channels=rules, webhook=WebhookSettings("https://bot.example.org/t", port=free_port())):
        (told,) = api.wait("setWebhook")
    assert {"channel_post", "edited_channel_post"} <= set(told["allowed_updates"])
