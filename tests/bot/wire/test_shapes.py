"""An answer of another shape than the Bot API's is got over, and of what Telegram says only what is wanted goes on."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from telegram.error import RetryAfter

from bot.wire import answers
from bot.wire.answers import answer_of_telegram
from bot.wire.errors import AnswerLost, NotTelegram, is_out_of_reach
from bot.wire.transport import AiohttpRequest

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Ask = Callable[..., Awaitable[object]]
DEEP = b'{"ok":true,"result":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
MESSAGE = {"message_id": 7, "date": 1, "chat": {"id": 5, "type": "private", "first_name": "Amal", "username": "amal"}}


@pytest.fixture
async def ask() -> AsyncIterator[Ask]:
    """Ask a server for a method; it answers as told."""
    told: list[Answer] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        return await told[-1](request)

    application = web.Application()
    application.router.add_route("*", "/{rest:.*}", handle)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/bot1:x/"
    async with AiohttpRequest() as request:

        async def asked(method: str, answer: Answer) -> object:
            told.append(answer)
            return await request.post(url + method)

        yield asked
    await runner.cleanup()


def saying(body: bytes, status: int = 200) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, status=status, headers={"Content-Type": "application/json"})

    return answer


@pytest.mark.parametrize(
    ("method", "result"),
    [
        ("sendMessage", {}),
        ("sendMessage", []),
        ("sendMessage", "yes"),
        ("sendMessage", {"message_id": "7"}),
        ("sendMessage", {"message_id": True}),
        ("sendMessage", {"message_id": 2**70}),
        ("editMessageText", None),
        ("getUpdates", {}),
        ("getUpdates", [1]),
        ("getUpdates", [{"message": {}}]),
        ("getUpdates", [{"update_id": 1}, {"update_id": "2"}]),
        ("getMe", {}),
        ("getMe", {"id": 1, "is_bot": "yes", "first_name": "Amana", "username": "amana"}),
        ("getMyDescription", {"description": 5}),
        ("deleteMessages", {}),
        ("setMyCommands", "true"),
        ("answerCallbackQuery", None),
    ],
)
async def test_a_yes_of_another_shape_may_have_been_done_and_is_asked_again(
    ask: Ask, method: str, result: object
) -> None:
    with pytest.raises(NotTelegram if method.startswith("get") else AnswerLost) as lost:
        await ask(method, saying(json.dumps({"ok": True, "result": result}).encode()))
    assert is_out_of_reach(lost.value)


@pytest.mark.parametrize("body", [DEEP, b'{"ok":true,"result":{"message_id":7', b'{"ok":false,"result":true}'])
async def test_a_yes_that_is_not_whole_may_have_been_done(ask: Ask, body: bytes) -> None:
    with pytest.raises(AnswerLost):
        await ask("sendMessage", saying(body))


@pytest.mark.parametrize("after", [-1, 10**9, "5", None, 1e308, float("inf"), True, [5]])
async def test_a_pause_nobody_could_mean_is_not_kept(ask: Ask, after: object) -> None:
    told = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": after}}
    with pytest.raises(NotTelegram):
        await ask("sendMessage", saying(json.dumps(told).encode(), 429))


async def test_a_pause_telegram_means_is_kept(ask: Ask) -> None:
    told = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 40}}
    with pytest.raises(RetryAfter):
        await ask("sendMessage", saying(json.dumps(told).encode(), 429))


@pytest.mark.parametrize("told", [{"ok": True}, {"ok": False, "description": 5}, {"ok": False, "parameters": [1]}])
async def test_a_no_of_another_shape_is_nobodys_no(ask: Ask, told: dict[str, object]) -> None:
    with pytest.raises(NotTelegram):
        await ask("sendMessage", saying(json.dumps(told).encode(), 403))


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText", "sendDocument"])
def test_whom_a_message_went_to_goes_no_further_than_the_wire(method: str) -> None:
    kept = answer_of_telegram(method, 200, json.dumps({"ok": True, "result": MESSAGE}).encode())
    assert json.loads(kept)["result"]["message_id"] == 7
    assert b"Amal" not in kept
    assert b"amal" not in kept


def test_a_batch_of_the_longest_messages_fits() -> None:
    text = "\U0001f61f" * 4096
    quoted = {**MESSAGE, "text": text}
    update = {"update_id": 1, "message": {**quoted, "reply_to_message": quoted}}
    body = json.dumps({"ok": True, "result": [update] * 100}).encode()
    assert len(body) < answers.LARGEST_ANSWER / 2
    found = json.loads(answer_of_telegram("getUpdates", 200, body))["result"]
    assert len(found) == 100
    assert {each["message"]["text"] for each in found} == {text}
