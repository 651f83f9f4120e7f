"""Chats and messages in memory."""

from bot.playground.chats import FORUM, MOST_MESSAGES, PERSON, PRIVATE, Chats, bot_user


def test_only_the_latest_messages_are_kept() -> None:
    chats = Chats()
    first = chats.post(PRIVATE, PERSON, content={"text": "first"})
    for number in range(MOST_MESSAGES):
        chats.post(PRIVATE, PERSON, content={"text": str(number)})
    assert chats.message(PRIVATE, first["message_id"]) is None
    assert len(chats.messages(PRIVATE)) == MOST_MESSAGES


def test_change_leaves_what_was_handed_out_as_it_was() -> None:
    chats = Chats()
    before = chats.post(PRIVATE, PERSON, content={"text": "a"})
    after = chats.change(before, {"text": "b"})
    assert (before["text"], after["text"]) == ("a", "b")
    assert chats.message(PRIVATE, before["message_id"]) == after


def test_reply_shows_the_changed_message() -> None:
    chats = Chats()
    asked = chats.post(PRIVATE, PERSON, content={"text": "a"})
    before = chats.post(PRIVATE, PERSON, content={"text": "reply", "reply_to_message": asked})
    chats.change(asked, {"text": "b"})
    after = chats.message(PRIVATE, before["message_id"])
    assert after is not None
    assert (before["reply_to_message"]["text"], after["reply_to_message"]["text"]) == ("a", "b")


def test_another_person_has_a_private_chat_of_their_own() -> None:
    chats = Chats()
    eve = {"id": 77, "is_bot": False, "first_name": "Eve"}
    chat = chats.admit(eve)
    said = chats.post(chat, eve, content={"text": "a"})
    assert chats.chat(77) == chat
    assert (chats.messages(chat), chats.messages(PRIVATE)) == ([said], [])


def test_topic_has_the_id_of_the_message_that_opened_it() -> None:
    opened = Chats().open_topic("News")
    assert opened["message_thread_id"] == opened["message_id"]
    assert opened["chat"] == FORUM


def test_bot_has_its_tokens_number() -> None:
    assert bot_user("123:abc")["id"] == 123
    assert bot_user("abc")["id"] > 0
