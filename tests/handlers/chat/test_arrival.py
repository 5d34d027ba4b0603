"""Names, usernames, origins, places and file ids stop at the door."""

import json
from typing import Any

import pytest

from handlers.chat.arrival import narrow

WRITTEN: dict[str, Any] = {
    "update_id": 7,
    "message": {
        "message_id": 3,
        "date": 1,
        "chat": {"id": 5, "type": "private", "first_name": "CANARY", "username": "CANARY"},
        "from": {"id": 5, "first_name": "CANARY", "last_name": "CANARY", "username": "CANARY", "language_code": "ar"},
        "forward_origin": {"type": "user", "sender_user": {"first_name": "CANARY"}},
        "text": "hello",
    },
}


def test_only_text_kind_and_reply_handle_are_left() -> None:
    arrival = narrow(WRITTEN)
    assert arrival is not None
    assert (arrival.chat, arrival.text, arrival.hint, arrival.private) == (5, "hello", "ar", True)
    assert "CANARY" not in json.dumps(arrival.to_keep())


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("photo", [{"file_id": "CANARY"}]),
        ("voice", {"file_id": "CANARY"}),
        ("location", {"latitude": 33.123456, "longitude": 44.654321}),
        ("contact", {"phone_number": "CANARY", "first_name": "CANARY"}),
    ],
)
def test_of_a_file_only_its_kind_is_left(kind: str, content: object) -> None:
    message = {key: value for key, value in WRITTEN["message"].items() if key != "text"}
    arrival = narrow({"update_id": 7, "message": {**message, kind: content}})
    assert arrival is not None
    assert arrival.attachment == kind
    left = json.dumps(arrival.to_keep()) + repr(arrival)
    assert "CANARY" not in left
    assert "33.123456" not in left


def test_updates_nobody_answers_are_nothing() -> None:
    assert narrow({"update_id": 8, "poll": {}}) is None
    moving = {key: value for key, value in WRITTEN["message"].items() if key != "text"}
    assert narrow({"update_id": 8, "edited_message": {**moving, "location": {}}}) is None


def test_of_changed_words_only_is_known_that_they_changed() -> None:
    arrival = narrow({"update_id": 8, "edited_message": WRITTEN["message"]})
    assert arrival is not None
    assert (arrival.text, arrival.attachment) == (None, "edit")


def test_a_misshapen_update_is_a_plain_error() -> None:
    with pytest.raises((KeyError, TypeError)):
        narrow({"update_id": 8, "message": {"text": "no chat"}})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ["hello"]),
        ("text", True),
        ("caption", 5),
        ("media_group_id", 5),
        ("message_id", "3"),
        ("message_id", 2**64),
        ("chat", {"id": "5", "type": "private"}),
        ("chat", {"id": True, "type": "private"}),
        ("from", {"language_code": []}),
        ("location", {"latitude": "33", "longitude": 44}),
        ("location", {"latitude": float("nan"), "longitude": 44}),
    ],
)
def test_a_field_of_another_kind_than_the_bot_api_has_goes_no_further(field: str, value: object) -> None:
    message = {key: kept for key, kept in WRITTEN["message"].items() if not (field == "caption" and key == "text")}
    with pytest.raises(TypeError):
        narrow({"update_id": 8, "message": {**message, field: value}})


@pytest.mark.parametrize(("field", "value"), [("data", True), ("data", [1]), ("id", 5)])
def test_a_press_of_another_kind_goes_no_further(field: str, value: object) -> None:
    press = {"id": "1", "data": "page:1", "message": WRITTEN["message"], field: value}
    with pytest.raises(TypeError):
        narrow({"update_id": 8, "callback_query": press})


@pytest.mark.parametrize("date", [True, "1", 0, -5, 10**30, None])
def test_a_date_that_is_none_is_no_date(date: object) -> None:
    arrival = narrow({"update_id": 8, "message": {**WRITTEN["message"], "date": date}})
    assert arrival is not None
    assert arrival.said is None


def test_half_a_sign_becomes_one_that_can_be_written_down() -> None:
    arrival = narrow({"update_id": 8, "message": {**WRITTEN["message"], "text": "a\ud83d b \U0001f61f"}})
    assert arrival is not None
    assert arrival.text == "a\ufffd b \U0001f61f"
