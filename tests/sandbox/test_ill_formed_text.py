"""Text that nobody could write in UTF-8 is refused at the door, whichever way it came, and the room goes on."""

import aiohttp
import pytest

from sandbox import Sandbox

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PARTS = {"Content-Type": "multipart/form-data; boundary=b"}
PART = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xed\xa0\x80\r\n--b--\r\n'
NAMED = b'--b\r\nContent-Disposition: form-data; name="document"; filename="\xff.txt"\r\n\r\nx\r\n--b--\r\n'


@pytest.mark.parametrize(
    ("method", "body", "headers"),
    [
        ("sendMessage", rb'{"chat_id": CHAT, "text": "half \ud83d of a sign"}', JSON),
        ("sendMessage", rb'{"chat_id": CHAT, "text": "x", "\udc00": 1}', JSON),
        ("sendMessage", rb'{"chat_id": CHAT, "text": "x", "reply_markup": {"keyboard": [["\ud800"]]}}', JSON),
        ("sendMessage", rb'{"chat_id": CHAT, "text": "x", "reply_markup": "{\"keyboard\": [[\"\\ud800\"]]}"}', JSON),
        ("sendMessage", b'{"chat_id": CHAT, "text": "\xed\xa0\x80"}', JSON),
        ("sendMessage", b'{"chat_id": CHAT, "text": ' + b"[" * 100_000, JSON),
        ("setMyDescription", rb'{"description": "\ud800"}', JSON),
        ("noSuchMethod", rb'{"a": "\ud800"}', JSON),
        ("sendMessage", b"chat_id=CHAT&text=\xed\xa0\x80", FORM),
        ("sendMessage?chat_id=CHAT", PART, PARTS),
        ("sendDocument?chat_id=CHAT", NAMED, PARTS),
    ],
)
async def test_a_bot_is_told_so_and_can_go_on(
    sandbox: Sandbox, http: aiohttp.ClientSession, method: str, body: bytes, headers: dict[str, str]
) -> None:
    phone = sandbox.phone(met=True)
    number = str(phone.chat)
    path = f"/bot{sandbox.token}/{method}".replace("CHAT", number)
    async with http.post(path, data=body.replace(b"CHAT", number.encode()), headers=headers) as response:
        told = await response.json()
    assert (response.status, told["ok"]) == (400, False)
    assert phone.messages == []
    async with http.get(f"/sandbox/phones/{number}") as response:
        assert response.status == 200


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("send", rb'{"text": "half \ud83d of a sign"}'),
        ("send", b'{"text": "\xed\xa0\x80"}'),
        ("send", b'{"text": ' + b"[" * 100_000),
        ("attach", rb'{"kind": "photo", "caption": "\ud800"}'),
    ],
)
async def test_who_plays_somebody_is_told_so_and_the_bot_gets_the_next_update(
    sandbox: Sandbox, http: aiohttp.ClientSession, action: str, body: bytes
) -> None:
    phone = sandbox.phone(met=True)
    async with http.post(f"/sandbox/phones/{phone.chat}/{action}", data=body, headers=JSON) as response:
        assert response.status == 400
    async with http.post(f"/sandbox/phones/{phone.chat}/send", json={"text": "good morning"}) as response:
        assert response.status == 200
    async with http.post(f"/bot{sandbox.token}/getUpdates", json={}) as response:
        told = await response.json()
    assert [update["message"]["text"] for update in told["result"]] == ["good morning"]


async def test_a_phone_with_an_ill_formed_name_is_not_made(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    async with http.post("/sandbox/phones", data=rb'{"name": "\ud800"}', headers=JSON) as response:
        assert response.status == 400
    assert sandbox.phones == []
