"""A screen on the wall says without a passphrase that the desk wants looking at; whoever looks makes it calm again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta

import pytest

from services.content.office import Office as Hours
from services.nudges import bell as bells
from services.nudges import telling
from services.nudges.telling import Site
from services.store import Store
from tests.desk.conftest import Desk, Visitor
from tests.support.offices import Office

SITE = Site(Hours(opens=time(8), closes=time(16), calls=(time(8),)), "UTC")


@dataclass
class Bot:
    """What the running bot does about the bell."""

    office: Office

    def store(self, work: Callable[[Store], object]) -> None:
        with self.office.database.writing() as session:
            work(Store(session, self.office.runtime))

    def hears(self, urgent: bool = False) -> bytes:
        case = self.office.report(urgent=urgent)
        self.store(lambda store: bells.ring(store, urgent, self.office.now))
        return case

    def ticks(self, minutes: int = 0) -> None:
        self.office.now += timedelta(minutes=minutes)
        self.store(lambda store: telling.tick(store, self.office.trust, SITE, self.office.now))


@pytest.fixture
def bot(office: Office) -> Bot:
    made = Bot(office)
    made.ticks()
    return made


@pytest.fixture
async def screen(desk: Desk) -> Visitor:
    return desk.visitor()


async def state(screen: Visitor) -> str:
    page = await screen.get("/buzzer")
    [said] = [each for each in ("calm", "new", "urgent", "deaf") if f'class="buzzer {each}"' in page.text]
    return said


async def test_it_says_urgent_and_since_when_until_somebody_has_seen_it(desk: Desk, bot: Bot, screen: Visitor) -> None:
    assert await state(screen) == "calm"
    bot.hears(urgent=True)
    bot.ticks(minutes=7)
    assert await state(screen) == "urgent" and "Waiting: 7 minutes" in screen.last.plain
    visitor = await desk.inside()
    assert "Queue" in visitor.last.plain
    bot.ticks()
    assert await state(screen) == "calm"


async def test_what_is_not_urgent_is_shown_when_the_phones_are_told(desk: Desk, bot: Bot, screen: Visitor) -> None:
    bot.office.now += timedelta(hours=8)  # the office is closed
    bot.ticks()
    bot.hears()
    bot.ticks()
    assert await state(screen) == "calm"
    bot.ticks(minutes=12 * 60)
    assert await state(screen) == "new"


@pytest.mark.parametrize("path", ["/?status=closed", "/?whose=mine", "/me", "/surveys"])
async def test_a_page_that_does_not_show_it_does_not_count(desk: Desk, bot: Bot, screen: Visitor, path: str) -> None:
    visitor = await desk.inside(onward="/me")
    bot.hears(urgent=True)
    await visitor.get(path)
    bot.ticks()
    assert await state(screen) == "urgent"


async def test_a_page_that_asks_by_itself_does_not_count(desk: Desk, bot: Bot, screen: Visitor) -> None:
    visitor = await desk.inside(onward="/me")
    bot.hears(urgent=True)
    await visitor.get("/", headers={"By-Itself": "1"})
    bot.ticks()
    assert await state(screen) == "urgent"


async def test_the_page_of_the_only_new_case_counts_and_no_other(desk: Desk, bot: Bot, screen: Visitor) -> None:
    old = bot.hears()
    visitor = await desk.inside()
    await visitor.get(f"/case/{old.hex()}")
    new = bot.hears(urgent=True)
    await visitor.get(f"/case/{old.hex()}")
    bot.ticks()
    assert await state(screen) == "urgent"
    await visitor.get(f"/case/{new.hex()}")
    bot.ticks()
    assert await state(screen) == "calm"


async def test_who_cannot_open_it_has_not_seen_it(desk: Desk, bot: Bot, screen: Visitor) -> None:
    bot.hears(urgent=True)
    await desk.inside("focal_point")
    bot.ticks()
    assert await state(screen) == "urgent"


async def test_it_says_when_nobody_would_ring(bot: Bot, screen: Visitor) -> None:
    bot.office.now += timedelta(minutes=4)
    assert await state(screen) == "deaf"


async def test_nobody_learns_more_from_it_than_the_state(bot: Bot, screen: Visitor) -> None:
    case = bot.hears(urgent=True)
    bot.hears()
    bot.ticks()
    page = await screen.get("/buzzer/now")
    assert page.text.startswith('{"state": "urgent", "waiting": "Waiting: ') and case.hex() not in page.text
