"""At the door only the cookie is seen, and nothing is taken."""

import asyncio
import socket
from collections.abc import Iterator
from hashlib import sha256

import pytest

from desk.pages import cookie_name
from desk.processes.caller import LONGEST_HEAD, Caller, NobodyThere, Spyhole

VALUE = "Q2F0Y2ggbWUgaWYgeW91IGNhbg_and-more-of-it-1"
TAG = sha256(VALUE.encode()).digest()


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The caller's end and ours."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        theirs = socket.create_connection(server.getsockname())
        ours, _ = server.accept()
    theirs.setblocking(False)
    ours.setblocking(False)
    with theirs, ours:
        yield theirs, ours


def request(first: str, *headers: str) -> bytes:
    return "\r\n".join([first, "Host: localhost", *headers, "", ""]).encode()


@pytest.mark.parametrize(
    ("head", "seen"),
    [
        (request("GET / HTTP/1.1"), Caller(None, asks_only=True, unlocks=False)),
        (request("HEAD / HTTP/1.1", f"Cookie: amana={VALUE}"), Caller(TAG, asks_only=True, unlocks=False)),
        (request("POST /lock HTTP/1.1", f"cookie:amana={VALUE}"), Caller(TAG, asks_only=False, unlocks=False)),
        (request("POST /unlock HTTP/1.1", f"COOKIE: a=b; amana={VALUE}; c=d"), Caller(TAG, False, unlocks=True)),
        (request("POST /unlock?next=/ HTTP/1.1"), Caller(None, asks_only=False, unlocks=True)),
        (request("GET /opening HTTP/1.1"), Caller(None, asks_only=True, unlocks=True)),
        (request("POST /unlocked HTTP/1.1"), Caller(None, asks_only=False, unlocks=False)),
        (request("GET / HTTP/1.1", "Cookie: amana_language=ar"), Caller(None, asks_only=True, unlocks=False)),
        (request("GET / HTTP/1.1", f"Cookie: not-amana={VALUE}"), Caller(None, asks_only=True, unlocks=False)),
        (request("GET / HTTP/1.1", f"Referer: amana={VALUE}"), Caller(None, asks_only=True, unlocks=False)),
        (request("GET / HTTP/1.1", "Cookie: a=b", f"Cookie: amana={VALUE}"), Caller(TAG, True, unlocks=False)),
    ],
)
async def test_whose_the_request_is(line: tuple[socket.socket, socket.socket], head: bytes, seen: Caller) -> None:
    theirs, ours = line
    theirs.send(head + f"Cookie: amana={VALUE[::-1]}".encode())
    assert await Spyhole("amana").look(ours) == seen


async def test_behind_tls_the_cookie_has_another_name(line: tuple[socket.socket, socket.socket]) -> None:
    theirs, ours = line
    theirs.send(request("GET / HTTP/1.1", f"Cookie: amana={VALUE[::-1]}; __Host-amana={VALUE}"))
    assert (await Spyhole(cookie_name(over_tls=True)).look(ours)).tag == TAG


async def test_nothing_is_taken_and_nothing_is_kept(line: tuple[socket.socket, socket.socket]) -> None:
    theirs, ours = line
    sent = request("POST /unlock HTTP/1.1", f"Cookie: amana={VALUE}") + b"passphrase=seven+words"
    theirs.send(sent)
    spyhole = Spyhole("amana")
    await spyhole.look(ours)
    assert bytes(spyhole._seen) == bytes(LONGEST_HEAD)
    assert ours.recv(1000) == sent


async def test_a_head_that_comes_in_pieces(line: tuple[socket.socket, socket.socket]) -> None:
    theirs, ours = line
    head = request("GET / HTTP/1.1", f"Cookie: amana={VALUE}")
    looking = asyncio.create_task(Spyhole("amana").look(ours))
    for letter in head[:-1]:
        theirs.send(bytes([letter]))
        await asyncio.sleep(0)
    assert not looking.done()
    theirs.send(head[-1:])
    assert (await looking).tag == TAG
    assert ours.recv(1000) == head


async def test_while_it_is_waited_for_nothing_turns_in_circles(
    line: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, ours = line
    looks = 0
    spyhole = Spyhole("amana")
    look = spyhole._look

    def counted(connection: socket.socket) -> tuple[Caller | None, int]:
        nonlocal looks
        looks += 1
        return look(connection)

    monkeypatch.setattr(spyhole, "_look", counted)
    theirs.send(b"GET / HT")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(spyhole.look(ours), 0.1)
    assert looks == 1


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\n", request("GET / HTTP/1.1")[:-1]])
async def test_who_hangs_up_is_not_waited_for(line: tuple[socket.socket, socket.socket], sent: bytes) -> None:
    theirs, ours = line
    theirs.send(sent)
    theirs.close()
    with pytest.raises(NobodyThere):
        await Spyhole("amana").look(ours)


async def test_a_head_without_end_is_not_waited_for(line: tuple[socket.socket, socket.socket]) -> None:
    theirs, ours = line
    looking = asyncio.create_task(Spyhole("amana").look(ours))
    theirs.send(b"GET /" + b"x" * LONGEST_HEAD)
    with pytest.raises(NobodyThere):
        await looking
