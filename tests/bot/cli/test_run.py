"""`amana run`, `desk` and `office`: what keeps them from running is one sentence; an office keeps both running."""

import asyncio
import re
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import psutil
import pytest

from sandbox import Sandbox
from tests.support.command_line import CommandLine, end, wait_for_line
from tests.support.forked import Running
from tests.support.patience import PATIENCE, becomes
from tests.support.ports import free_port

LOG_LINE = re.compile(r"^(INFO|WARNING|ERROR) \w+")
STRANGE_TOKEN = "123456789:" + "A" * 35


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with Sandbox() as running:
        yield running


@pytest.fixture
def ready(amana: CommandLine, telegram: Sandbox) -> CommandLine:
    """Everything `amana run` needs."""
    amana.settings |= {"AMANA_TOKEN": telegram.token, "AMANA_API_URL": telegram.url}
    return amana


async def refused(amana: CommandLine, command: str = "run") -> str:
    """What the command says when it cannot run."""
    done = await asyncio.to_thread(amana, command)
    assert (done.code, done.out) == (2, "")
    sentences = [line for line in done.err.splitlines() if not LOG_LINE.match(line)]
    assert "Traceback" not in done.err
    assert len(sentences) == 1, done.err
    return sentences[0]


async def test_no_token(amana: CommandLine) -> None:
    assert await refused(amana) == "There is no bot token. Get one from @BotFather and set AMANA_TOKEN."


async def test_a_malformed_token_is_told_and_not_printed(amana: CommandLine) -> None:
    amana.settings["AMANA_TOKEN"] = "12345:too-short"
    said = await refused(amana)
    assert said.startswith("AMANA_TOKEN is not a bot token. Copy it whole from @BotFather")
    assert "too-short" not in said


async def test_a_token_that_telegram_does_not_know(ready: CommandLine) -> None:
    ready.settings["AMANA_TOKEN"] = STRANGE_TOKEN
    said = await refused(ready)
    assert said == "Telegram does not know this bot token. Check AMANA_TOKEN, or get a new one from @BotFather."


async def test_nothing_installed(ready: CommandLine, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = await asyncio.to_thread(CommandLine(elsewhere, {}, ready.settings), "run")
    assert done.code == 2
    assert "A new place needs: amana init." in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("damage", [b"", b"ab12", b"no key at all", b"\xff\xfe\x00"])
async def test_a_damaged_key_file(ready: CommandLine, damage: bytes) -> None:
    (ready.folder / "runtime.key").write_bytes(damage)
    done = await asyncio.to_thread(ready, "run")
    assert done.code == 2
    assert "Traceback" not in done.err
    assert "This key file is damaged. Nothing was changed. Restore it from your backup:" in done.err
    assert "amana-data/runtime.key" in done.err


async def test_a_second_bot_on_the_same_folder_or_with_the_same_token(ready: CommandLine, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    same_token = ready.copy(elsewhere)
    same_token.settings["TMPDIR"] = str(tmp_path)
    same_folder = CommandLine(ready.place, settings=ready.settings | {"AMANA_TOKEN": STRANGE_TOKEN})
    with ready.started("run") as first:
        await asyncio.to_thread(wait_for_line, first, "ready")
        for second in (same_folder, same_token):
            said = await refused(second)
            assert said == "This bot is already running on this computer. Stop the other one first."
        assert first.poll() is None
        await asyncio.to_thread(end, first)


@asynccontextmanager
async def somebody_polling(telegram: Sandbox) -> AsyncIterator[None]:
    """As a thief would, who found the token: again and again, whatever Telegram says."""

    async def poll() -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                async with session.get(f"{telegram.url}/bot{telegram.token}/getUpdates?timeout=25") as answer:
                    await answer.read()

    polling = asyncio.create_task(poll())
    try:
        await becomes(lambda: telegram.room.updates._poller is not None)
        yield
    finally:
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)


async def test_somebody_else_polls_with_the_token(ready: CommandLine, telegram: Sandbox) -> None:
    async with somebody_polling(telegram):
        said = await refused(ready)
    assert said.startswith("Somebody else is already running a bot with this token.")
    assert said.endswith("the token may be stolen: revoke it at @BotFather now.")


async def test_a_desk_whose_port_is_taken(ready: CommandLine) -> None:
    taken = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    ready.settings["AMANA_DESK_PORT"] = str(taken.sockets[0].getsockname()[1])
    said = await refused(ready, "desk")
    taken.close()
    assert said.endswith("Set AMANA_DESK_PORT to another port.")


async def test_a_desk_works_where_the_runtime_key_is_not(ready: CommandLine) -> None:
    (ready.folder / "runtime.key").unlink()
    port = free_port()
    ready.settings["AMANA_DESK_PORT"] = str(port)
    with ready.started("desk") as desk:
        await asyncio.to_thread(wait_for_line, desk, "ready")
        await desk_answers(port)


async def test_an_office_that_cannot_run_says_so_once(ready: CommandLine) -> None:
    ready.settings["AMANA_TOKEN"] = ""
    assert await refused(ready, "office") == "There is no bot token. Get one from @BotFather and set AMANA_TOKEN."


async def member(office: Running, name: str, instead_of: int = 0) -> psutil.Process:
    """The office's process of that name, once there is one (another one than the one given)."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for child in psutil.Process(office.pid).children():
            with suppress(psutil.NoSuchProcess):  # a zombie too: the fallen are there until the office has buried them
                if child.cmdline()[-1:] == [name] and child.pid != instead_of:
                    return child
        await asyncio.sleep(0.05)
    raise AssertionError(f"no {name}")


async def desk_answers(port: int) -> None:
    async with aiohttp.ClientSession() as session:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                async with session.get(f"http://127.0.0.1:{port}/unlock") as page:
                    assert page.status == 200
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)
    raise AssertionError("the desk never answered")


async def test_an_office_keeps_both_running_and_ends_both(ready: CommandLine, telegram: Sandbox) -> None:
    port = free_port()
    ready.settings["AMANA_DESK_PORT"] = str(port)
    with ready.started("office") as office:
        bot, desk = await member(office, "run"), await member(office, "desk")
        await desk_answers(port)
        for fallen in (bot, desk):
            fallen.kill()
        again = [await member(office, "run", bot.pid), await member(office, "desk", desk.pid)]
        await desk_answers(port)
        phone = telegram.phone("en")
        await phone.start()
        assert await phone.next_message(PATIENCE)
        office.send_signal(signal.SIGINT)
        assert await asyncio.to_thread(office.wait, PATIENCE) == 0
        assert not any(process.is_running() for process in again)
