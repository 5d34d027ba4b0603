"""What these tests share: a desk as it is run, one for each file of tests, and browsers at it."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest

from tests.desk.conftest import Answer, Visitor
from tests.support.command_line import CommandLine, installed_once
from tests.support.desk_processes import DeskProcesses, desk_processes

__all__ = ["installed_once"]


class Guests:
    """Browsers at a running desk."""

    def __init__(self, house: DeskProcesses) -> None:
        self.house = house
        self.all: list[aiohttp.ClientSession] = []

    def visitor(self) -> Visitor:
        """A browser where nobody has unlocked."""
        jar = aiohttp.CookieJar(unsafe=True)
        self.all.append(aiohttp.ClientSession(cookie_jar=jar, headers={"Accept-Language": "en"}))
        return Visitor(self.house.url, self.all[-1])

    async def inside(self, onward: str = "/", who: str = "caseworker") -> Visitor:
        """A browser where that member has unlocked."""
        visitor = self.visitor()
        answer = await tried(visitor, self.house.amana.passphrase(who), onward)
        assert answer.path == onward, answer.plain
        return visitor


async def tried(visitor: Visitor, passphrase: str, onward: str = "/") -> Answer:
    """The page that comes of a passphrase."""
    answer = await visitor.unlock(passphrase, onward)
    while "Refresh" in answer.headers:
        await asyncio.sleep(0.1)
        answer = await visitor.get("/opening")
    return answer


@pytest.fixture(scope="module")
def house(installed_once: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskProcesses]:
    """The desk of an organisation of the file's own."""
    with desk_processes(installed_once.copy(tmp_path_factory.mktemp("house"))) as running:
        yield running


@pytest.fixture
async def guests(house: DeskProcesses) -> AsyncIterator[Guests]:
    here = Guests(house)
    yield here
    for http in here.all:
        await http.close()
