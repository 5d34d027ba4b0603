"""A phone of staff that has blocked the bot: it is known as such, and somebody else is called in its place."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, time, timedelta

from handlers.notices import NoticeText
from sandbox import Phone
from services import enrolment
from services.content.office import Office as Hours
from services.keys.sealing import VerifyKey
from services.keys.trust import Trust
from services.notices.quiet_hours import Quiet
from services.nudges import bell as bells
from services.nudges import receivers, telling
from services.nudges.telling import Site
from services.store import Store
from storage import outbox as outbox_rows
from tests.support.clocks import NOW
from tests.support.notices.outbox_office import Office

SITE = Site(Hours(opens=time(8), closes=time(16), calls=(time(8), time(13))), "UTC")
MORNING = NOW.astimezone(UTC).replace(hour=9, minute=0, second=0, microsecond=0)
NOBODYS = Trust(VerifyKey(bytes(32)))
"""Nobody at a desk signs anything here."""


def _in(office: Office, work: Callable[[Store], object]) -> None:
    with office.database.writing() as session:
        work(Store(session, office.runtime))


def _staff(office: Office, many: int) -> list[Phone]:
    office.stopped = MORNING
    phones = [office.phone() for _ in range(many)]

    def enrol(store: Store) -> None:
        for phone in phones:
            code = receivers.invite(store, f"phone {phone.chat}", office.now())
            enrolment.enrol(store, code, phone.chat, "en", office.now())

    _in(office, enrol)
    _in(office, lambda store: telling.tick(store, NOBODYS, SITE, office.now()))
    return phones


def _comes(office: Office, is_urgent: bool = True) -> None:
    _in(office, lambda store: telling.ring(store, SITE, bells.RINGS_FOR, is_urgent, office.now()))


async def _passes(office: Office, minutes: float = 0) -> None:
    """Time goes by, the bot looks, and what is laid down is sent."""
    office.ahead += timedelta(minutes=minutes)
    _in(office, lambda store: telling.tick(store, NOBODYS, SITE, office.now()))
    async with office.at_work(lambda notice, words: NoticeText("something new")):
        await office.becomes(lambda: not _is_laid(office))


def _is_laid(office: Office) -> bool:
    with office.database.reading() as session:
        return outbox_rows.count(session) > 0


def _reached(office: Office) -> list[bool]:
    with office.database.reading() as session:
        return [each.is_reached for each in receivers.everyone(Store(session, office.runtime))]


def _got(phones: list[Phone]) -> list[int]:
    return [len(each.messages) for each in phones]


async def test_what_is_urgent_goes_to_the_next_at_once_where_the_first_has_blocked_us(office: Office) -> None:
    phones = _staff(office, 3)
    await phones[0].block()
    _comes(office)
    await _passes(office)
    assert (_got(phones), _reached(office)) == ([0, 0, 0], [False, True, True])
    await _passes(office)
    assert _got(phones) == [0, 1, 0]
    await _passes(office, 14)
    assert _got(phones) == [0, 1, 0]
    await _passes(office, 1)
    assert _got(phones) == [0, 1, 1]
    _comes(office)
    await _passes(office)
    assert _got(phones) == [0, 2, 1], "a phone known as out of reach was waited for"


async def test_where_nobody_is_reached_all_are_tried_at_the_usual_pace_and_not_for_ever(office: Office) -> None:
    phones = _staff(office, 2)
    for each in phones:
        await each.block()
    _comes(office)
    tried = []
    for minutes in (0, 0, 0, 5, 10, *[15] * 8):
        await _passes(office, minutes)
        tried.append(len(office.sandbox.ledger.calls("sendMessage")))
    assert tried[:5] == [1, 2, 2, 2, 3]
    assert tried[-1] == tried[-3] <= 2 * telling.ROUNDS + 2
    assert _reached(office) == [False, False]


async def test_a_phone_that_takes_messages_again_is_called_like_the_others(office: Office) -> None:
    phones = _staff(office, 2)
    await phones[0].block()
    _comes(office, is_urgent=False)
    await _passes(office)
    assert (_got(phones), _reached(office)) == ([0, 1], [False, True])
    await phones[0].unblock()
    _comes(office, is_urgent=False)
    await _passes(office, 60)
    assert (_got(phones), _reached(office)) == ([1, 2], [True, True])


async def test_choosing_quiet_hours_says_that_the_phone_is_there_and_being_put_first_does_not(office: Office) -> None:
    phones = _staff(office, 2)
    await phones[0].block()
    _comes(office)
    await _passes(office)
    with office.database.reading() as session:
        first = receivers.everyone(Store(session, office.runtime))[0]
    _in(office, lambda store: receivers.put_first(store, first.number))
    assert _reached(office) == [False, True]
    _in(office, lambda store: receivers.set_quiet(store, phones[0].chat, Quiet(time(20), time(6))))
    assert _reached(office) == [True, True]


async def test_what_somebody_has_looked_at_is_passed_on_to_nobody(office: Office) -> None:
    phones = _staff(office, 2)
    await phones[0].block()
    _comes(office)
    _in(office, lambda store: bells.keep(store, replace(bells.read(store), urgent=None, steps=0)))
    await _passes(office)
    await _passes(office, 20)
    assert (_got(phones), _reached(office)) == ([0, 0], [False, True])
