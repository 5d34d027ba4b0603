"""Of what Telegram says only the words that are wanted become text; all else stays as it was, nonsense too."""

import json
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wire.narrowing import _KEPT, narrowed
from handlers.chat.arrival import narrow
from tests.fuzzing.bending import bent, torn
from tests.fuzzing.targets.updates import CHAT, MESSAGE, OTHERS, PRESS, SAID

SECRETS = ("Zebulon", "Quagmire", "zq_bridge", "+964 770 111 2233", "list of us.pdf", "Block C 14")
KEPT = {name.decode().strip('"') for name in _KEPT["getUpdates"]}
NAMES = st.sampled_from(
    ["text", "id", "first_name", "username", "a:b", 'qu"ote', "back\\slash", "", ":", "é", "caption"]
)
JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from([":", '":"', ': "x"', "\\", '"']),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


def without_the_unwanted(value: Any, name: str | None = None) -> Any:
    if isinstance(value, str) and name is not None and name not in KEPT:
        return ""
    if isinstance(value, dict):
        return {key: without_the_unwanted(inner, key) for key, inner in value.items()}
    return [without_the_unwanted(inner) for inner in value] if isinstance(value, list) else value


@given(JSON, st.booleans(), st.sampled_from([None, 2]))
def test_all_but_the_unwanted_words_stays_as_it_was(value: Any, ascii_only: bool, indent: int | None) -> None:
    body = json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode("utf-8", "surrogatepass")
    found = json.loads(narrowed("getUpdates", body).decode("utf-8", "surrogatepass"))
    assert found == without_the_unwanted(value)


@given(JSON, st.randoms(use_true_random=False), st.binary(max_size=6))
def test_what_is_no_json_stays_none(value: Any, chance: Random, more: bytes) -> None:
    whole = json.dumps(value).encode()
    at = chance.randrange(len(whole) + 1)
    for body in (torn(whole, chance), whole[:at], whole[:at] + more + whole[at:]):
        if not is_json(body):
            assert not is_json(narrowed("getUpdates", body))


def is_json(body: bytes) -> bool:
    with suppress(ValueError, RecursionError):
        json.loads(body.decode("utf-8", "replace"))
        return True
    return False


def update(number: int, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    return {"update_id": number, kind: content}


EVERY = [update(7, "message", MESSAGE | said) for said in SAID] + [update(7, kind, told) for kind, told in OTHERS]


@pytest.mark.parametrize("said", EVERY, ids=str)
def test_whatever_comes_arrives_as_it_would_have(said: dict[str, Any]) -> None:
    for way in (said, bent(said, Random(5))):
        body = json.dumps(way).encode()
        assert arrived(json.loads(narrowed("getUpdates", body))) == arrived(json.loads(body))


def arrived(said: Any) -> object:
    try:
        return narrow(said)
    except (KeyError, TypeError, ValueError, AttributeError) as refusal:
        return type(refusal)


def test_no_name_number_or_address_is_left() -> None:
    zebulon, quagmire, user, phone, file, place = SECRETS
    person = {"id": 5, "is_bot": False, "first_name": zebulon, "last_name": quagmire, "username": user}
    told = {
        "message_id": 4, "date": 1_772_700_000, "chat": CHAT | person, "from": person, "text": "Words",
        "contact": {"phone_number": phone, "first_name": zebulon, "vcard": phone},
        "document": {"file_name": file, "file_id": file}, "venue": {"address": place, "title": place},
        "forward_origin": {"type": "hidden_user", "sender_user_name": zebulon},
    }  # fmt: skip
    batch = [update(1, "message", told), update(2, "callback_query", PRESS | {"from": person, "message": told})]
    body = json.dumps({"ok": True, "result": batch}).encode()
    assert all(secret.encode() in body for secret in SECRETS)
    left = narrowed("getUpdates", body)
    assert [secret for secret in SECRETS if secret.encode() in left] == []
    sent = narrowed("sendMessage", json.dumps({"ok": True, "result": told}).encode())
    assert [word for word in (*SECRETS, "Words") if word.encode() in sent] == []


def test_what_a_refusal_says_and_who_the_bot_is_stay() -> None:
    refusal = b'{"ok":false,"description":"Forbidden: bot was blocked by the user"}'
    assert narrowed("sendMessage", refusal) == refusal
    me = b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"Amana","username":"amana_bot"}}'
    assert narrowed("getMe", me) == me


@pytest.mark.parametrize("nonsense", [b'"\\', b'"\\"', b'"a', b'"a":"b\x01', b'":', b"[" * 9, b'"\\"":'])
def test_nonsense_of_any_length_takes_no_longer(nonsense: bytes) -> None:
    """With a search that began again at each quotation mark this would not end today."""
    body = nonsense * (2_000_000 // len(nonsense))
    assert len(narrowed("getUpdates", body)) <= len(body)
