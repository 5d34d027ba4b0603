"""Hours in words: each place its own, with the days they hold, and nothing that is over."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from handlers.directory.hours import hours_block, hours_lines
from locales import Words
from locales.direction import MARKS
from services.directory.card import StandingHours
from services.directory.files.batch import Batch, ImportSetting
from services.directory.files.hsds_json import read_json
from services.directory.files.hsds_parts import schedules
from services.directory.model import Schedule
from services.directory.needs import Needs
from tests.support.clocks import Clock
from tests.support.directory.some_services import Keep
from tests.support.phones import Phone

TODAY = date(2026, 11, 30)
WEEK = {"freq": "WEEKLY", "byday": "MO,TU,WE,TH"}


def a_batch() -> Batch:
    return Batch(ImportSetting("en", Needs(), (), "the test", TODAY, timezone="Asia/Baghdad"))


def plain(text: str) -> str:
    return MARKS.sub("", text).replace("\u00a0", " ").replace("\u2009", " ")


def lines(*written: dict[str, Any]) -> list[str]:
    read = schedules({"schedules": list(written)}, a_batch(), "[0]")
    return [plain(line) for line in hours_lines(Words("en"), read, "en", TODAY)]


def test_regular_and_ramadan_hours_say_when_they_hold() -> None:
    days = {"freq": "WEEKLY", "byday": "SU,MO,TU,WE,TH"}
    said = lines(
        {**days, "opens_at": "08:00", "closes_at": "16:00", "valid_from": "2026-01-01", "valid_to": "2026-12-07"},
        {**days, "opens_at": "10:00", "closes_at": "14:00", "valid_from": "2026-12-08", "valid_to": "2027-01-06"},
        {**days, "opens_at": "08:00", "closes_at": "16:00", "valid_from": "2027-01-07"},
    )
    assert said == [
        "Sunday – Thursday: 08:00–16:00 (from Thu, Jan 1 to Mon, Dec 7)",
        "Sunday – Thursday: 10:00–14:00 (from Tue, Dec 8 to Wed, Jan 6, 2027)",
        "Sunday – Thursday: 08:00–16:00 (from Thu, Jan 7, 2027)",
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"valid_from": "2025-12-25", "valid_to": "2025-12-26"}, []),
        ({"valid_from": "2025-12-25", "valid_to": "2025-12-25", "description": "Closed"}, []),
        ({"dtstart": "2026-11-29", "opens_at": "09:00", "closes_at": "12:00"}, []),
        ({"freq": "WEEKLY", "byday": "MO", "opens_at": "9", "closes_at": "12", "until": "2026-06-30"}, []),
        ({"valid_from": "2026-11-30", "valid_to": "2026-11-30"}, ["Closed on Mon, Nov 30"]),
        ({"valid_from": "2026-11-23", "valid_to": "2026-12-31"}, ["Closed from Mon, Nov 23 to Thu, Dec 31"]),
        ({"valid_from": "2026-11-23", "description": "Closed"}, ["Closed from Mon, Nov 23", "Closed"]),
        ({"valid_to": "2026-12-31", "description": "Closed"}, ["Closed until Thu, Dec 31", "Closed"]),
        ({"freq": "WEEKLY", "byday": "FR,SA"}, ["Closed: Friday – Saturday"]),
        (
            {"valid_from": "2026-12-05", "valid_to": "2026-12-08", "description": "Open as usual"},
            ["Open as usual (from Sat, Dec 5 to Tue, Dec 8)"],
        ),
        ({"dtstart": "2026-12-05", "description": "Special hours"}, ["Sat, Dec 5: Special hours"]),
        (
            {"freq": "MONTHLY", "bymonthday": "-1", "opens_at": "9", "closes_at": "12"},
            ["Last day of the month: 09:00–12:00"],
        ),
        (
            {"freq": "MONTHLY", "bymonthday": "1,15,-1", "opens_at": "9", "closes_at": "12"},
            ["Days of the month: 1, 15 and Last day of the month: 09:00–12:00"],
        ),
        (
            {"freq": "MONTHLY", "bymonthday": "-2", "opens_at": "9", "closes_at": "12"},
            ["Last day but one of the month: 09:00–12:00"],
        ),
        (
            {"freq": "MONTHLY", "bymonthday": "-10", "opens_at": "9", "closes_at": "12"},
            ["Day no. 10 from the end of the month: 09:00–12:00"],
        ),
        ({"dtstart": "2026-12-05", "opens_at": "09:00", "closes_at": "12:00"}, ["Sat, Dec 5: 09:00–12:00"]),
        ({"freq": "DAILY", "opens_at": "00:00", "closes_at": "23:59"}, ["Every day: day and night"]),
        (
            {"freq": "DAILY", "interval": 2, "dtstart": "2026-11-29", "opens_at": "9", "closes_at": "12"},
            ["Next on Tue, Dec 1: 09:00–12:00"],
        ),
        (
            {"freq": "MONTHLY", "byday": "FR", "bymonthday": "13", "opens_at": "9", "closes_at": "12"},
            ["Next on Fri, Aug 13, 2027: 09:00–12:00"],
        ),
        ({"freq": "HOURLY", "opens_at": "09:00", "closes_at": "12:00"}, []),
        ({"freq": "WEEKLY", "byday": "MO", "opens_at": "late", "description": "Ask Ali"}, ["Ask Ali"]),
    ],
)
def test_a_line(written: dict[str, Any], said: list[str]) -> None:
    assert lines(written) == said


def test_hours_that_held_until_a_day_stay_with_their_day_while_there_are_no_others() -> None:
    spring = {"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "12:00", "valid_to": "2026-06-30"}
    assert lines(spring) == ["Monday: 09:00–12:00 (until Tue, Jun 30)"]
    assert lines(spring, {**spring, "valid_to": None}) == ["Monday: 09:00–12:00"]


def test_where_nobody_can_tell_it_says_to_ask() -> None:
    unclear = (Schedule(opens_at=time(9), unclear=True),)
    for standing, said in (
        (StandingHours(None, unclear, None, True), ["❔ I do not know whether it is open now. Ask before you go."]),
        (StandingHours(None, unclear, None, False), []),
        (StandingHours(None, (), None, True), []),
    ):
        assert hours_block(Words("en"), standing, "en", TODAY) == said


def a_place(key: str, name: str, *hours: dict[str, str]) -> dict[str, Any]:
    return {"id": key, "location": {"id": f"l{key}", "name": name}, "schedules": list(hours)}


async def a_card(phone: Phone, clock: Clock, keep: Keep, at: datetime, **service: Any) -> list[str]:
    clock.now = at
    batch = a_batch()
    read_json([{"id": "two", "name": "Two rooms", "assured_date": "2026-11-28", **service}], batch, "two.json")
    keep(*batch.things)
    await phone.start()
    await phone.press("Services")
    await phone.send("Two rooms")
    await phone.press_under("Two rooms")
    return plain(phone.last).splitlines()


async def test_each_place_has_its_own_hours_and_a_closed_one_does_not_close_the_other(
    phone: Phone, clock: Clock, keep: Keep
) -> None:
    north = a_place(
        *("a", "North hall", {**WEEK, "opens_at": "08:00", "closes_at": "12:00"}),
        {"valid_from": "2026-11-23", "valid_to": "2026-12-31", "description": "North hall closed for repair"},
    )
    south = a_place("b", "South hall", {**WEEK, "opens_at": "14:00", "closes_at": "18:00"})
    two_o_clock = datetime(2026, 11, 30, 11, 30, tzinfo=UTC)
    card = await a_card(phone, clock, keep, two_o_clock, service_at_locations=[north, south])
    start = card.index("🚪 North hall")
    assert card[start : start + 8] == [
        "🚪 North hall",
        "🔴 Closed now, opens Mon, Jan 4 at 08:00",
        "🕐 Monday – Thursday: 08:00–12:00",
        "Closed from Mon, Nov 23 to Thu, Dec 31",
        "North hall closed for repair",
        "🚪 South hall",
        "🟢 Open now, until 18:00",
        "🕐 Monday – Thursday: 14:00–18:00",
    ]


async def test_hours_of_the_service_hold_where_a_place_has_none_of_its_own(
    phone: Phone, clock: Clock, keep: Keep
) -> None:
    gate = a_place("c", "Gate")
    gate["location"]["schedules"] = [{"freq": "WEEKLY", "byday": "MO", "opens_at": "06:00", "closes_at": "22:00"}]
    annex = a_place("d", "Annex", {"freq": "WEEKLY", "byday": "TU", "opens_at": "late", "closes_at": "12:00"})
    own = [{"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "17:00"}]
    ten = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
    card = await a_card(phone, clock, keep, ten, schedules=own, service_at_locations=[gate, annex])
    start = card.index("🚪 Gate")
    assert card[start : start + 5] == [
        "🚪 Gate",
        "🟢 Open now, until 17:00",
        "🕐 Monday: 09:00–17:00",
        "🚪 Annex",
        "❔ I do not know whether it is open now. Ask before you go.",
    ]
