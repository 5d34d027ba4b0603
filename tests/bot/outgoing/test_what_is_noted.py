"""What the log and the numbers of the process tell of notices: nothing by which a group's people could be counted."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot import logs
from bot.logs import EventCounts, LogEvent, counted, log_gathered
from sandbox import FaultRule, Phone
from tests.support.notices.outbox_office import Office

Noted = tuple[list[tuple[str, dict[str, str]]], dict[LogEvent, int]]


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Callable[[], Noted]:
    """The lines and the numbers of events since it was asked last."""
    caplog.set_level(logging.INFO, "amana")

    def since() -> Noted:
        lines = [(record.message, vars(record)["counts"]) for record in caplog.records if record.name == "amana"]
        numbers = counted()
        caplog.clear()
        monkeypatch.setattr(logs, "_SO_FAR", EventCounts())
        return lines, numbers

    return since


@pytest.fixture
def phone(office: Office) -> Callable[[], Phone]:
    return lambda: office.sandbox.phone(met=True)


async def test_nothing_is_noted_of_what_was_delivered_or_of_who_has_left(
    office: Office, phone: Callable[[], Phone]
) -> None:
    """A line for each notice, or a number that grows, would tell how many are in a group that nobody may count."""
    before = counted()
    for chat in (*(phone() for _ in range(3)), *range(5_000_000_001, 5_000_000_004)):
        office.lay_down(chat, "to a group")
    async with office.at_work():
        await office.empties()
    assert counted() == before


async def refused(office: Office, people: int) -> None:
    office.sandbox.faults.add(FaultRule("error", methods=("sendMessage",)))
    await told(office, people, office.empties)


async def out_of_reach(office: Office, people: int) -> None:
    office.sandbox.faults.add(FaultRule("down", methods=("sendMessage",)))
    await told(office, people, lambda: office.becomes(lambda: all(each.attempts for each in office.waiting)))


async def told(office: Office, people: int, ends: Callable[[], Awaitable[None]]) -> None:
    for chat in [office.sandbox.phone(met=True) for _ in range(people)]:
        office.lay_down(chat, "to a group")
    async with office.at_work():
        await ends()
    office.sandbox.faults.clear()
    async with office.at_work():
        office.ahead += timedelta(hours=1)
        await office.empties()


@pytest.mark.parametrize("ail", [refused, out_of_reach])
async def test_what_could_not_be_delivered_does_not_number_the_people_of_a_group(
    office: Office, ail: Callable[[Office, int], Awaitable[None]], noted: Callable[[], Noted]
) -> None:
    """Each notice that failed had a line of its own, and was counted."""
    found = []
    for people in (1, 4):
        await ail(office, people)
        found.append(noted())
    assert found[0] == found[1]
    assert len(found[0][0]) == sum(found[0][1].values()) == 1


def test_what_is_gathered_is_told_again_after_an_hour_and_each_error_for_itself(
    noted: Callable[[], Noted], monkeypatch: pytest.MonkeyPatch
) -> None:
    for seconds in (0, 1, 3599, 3601):
        monkeypatch.setattr("bot.logs.time.monotonic", lambda seconds=seconds: 5e6 + seconds)
        for error in ("", "KeyError", "KeyError"):
            log_gathered(LogEvent.NOTICE_POSTPONED, error)
    lines, numbers = noted()
    assert lines == [("notice_postponed", {}), ("notice_postponed", {"error": "KeyError"})] * 2
    assert numbers[LogEvent.NOTICE_POSTPONED] == 4
