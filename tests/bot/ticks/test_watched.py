"""What never ends by itself is taken up again where it falls, and health says that it fell."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator

import aiohttp
import pytest

from bot.bootstrap import open_foundations, utc_now
from bot.health import Health, listening, serving
from bot.incoming.intake import Troubles
from bot.settings import CHECKOUT, Settings
from bot.ticks import watched as watched_module
from bot.ticks.watched import watched
from tests.support.command_line import CommandLine
from tests.support.patience import becomes

Ask = Callable[[Troubles], Awaitable[tuple[int, int]]]


@pytest.fixture
def health(amana: CommandLine) -> Iterator[Ask]:
    """The status, and how many falls it tells of."""
    with open_foundations(Settings(_env_file=None, folder=amana.folder, content=CHECKOUT / "content")) as found:
        running = Health(found.settings, utc_now)
        running.begin(found)

        async def ask(troubles: Troubles) -> tuple[int, int]:
            running.troubles = troubles
            with listening("127.0.0.1", 0) as held:
                assert held is not None
                address = f"http://127.0.0.1:{held.getsockname()[1]}/healthz"
                async with (
                    serving(running, held),
                    aiohttp.ClientSession() as session,
                    session.get(address) as answer,
                ):
                    return answer.status, (await answer.json())["parts"]["delivery"]["falls"]

        yield ask


@pytest.mark.parametrize("fall", [ValueError(), asyncio.CancelledError(), None], ids=["raises", "cancelled", "ends"])
async def test_however_it_falls_it_is_taken_up_again_and_told_of(
    fall: BaseException | None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, health: Ask
) -> None:
    monkeypatch.setattr(watched_module, "PAUSE", 0.0)
    troubles, begun = Troubles(last_contact=time.monotonic()), list[int]()
    assert await health(troubles) == (200, 0)

    async def work() -> None:
        begun.append(len(begun))
        if len(begun) < 3:
            if fall is not None:
                raise fall
            return
        await asyncio.Event().wait()

    task = asyncio.create_task(watched(work, troubles))
    await becomes(lambda: len(begun) == 3)
    assert await health(troubles) == (503, 2)
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == ["tick_failed"] * 2
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    assert len(begun) == 3


async def test_a_fall_of_long_ago_is_no_illness(health: Ask) -> None:
    now = time.monotonic()
    assert await health(Troubles(last_contact=now, falls=1, last_fall=now - 3600)) == (200, 1)
