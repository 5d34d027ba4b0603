"""A group of staff that becomes a supergroup has another number for Telegram, and is called there from then on."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from sandbox import FaultRule
from services import enrolment
from services.enrolment import ORGANISER, RECEIVER
from services.notices import dispatch
from services.notices.dispatch import Outcome, Result
from services.notices.outbox import Lane
from services.nudges import receivers, telling
from services.store import Store
from storage import enrolment as rows
from storage.enrolment import EnrolmentRow
from tests.support.notices.outbox_office import Office

UPGRADED = "Bad Request: group chat was upgraded to a supergroup chat"
OLD = -100500


def _enrol(office: Office, chat: int, role: str = RECEIVER) -> None:
    def work(store: Store) -> None:
        code = enrolment.new_code(store, role, f"chat {chat}", (), office.now())
        enrolment.enrol(store, code, chat, "ar", office.now())

    _write(office, work)


def _write(office: Office, work: Callable[[Store], object]) -> None:
    with office.database.writing() as session:
        work(Store(session, office.runtime))


def _called(office: Office) -> list[int]:
    with office.database.reading() as session:
        return [each.chat for each in receivers.everyone(Store(session, office.runtime))]


def _others(office: Office) -> list[EnrolmentRow]:
    """The rows of everybody but those whom the desk calls in these two groups."""
    with office.database.reading() as session:
        store = Store(session, office.runtime)
        groups = {each.id for each in receivers.everyone(store) if each.chat < 0}
        return [row for row in rows.everyone(session) if row.id not in groups]


async def test_a_group_that_became_a_supergroup_is_followed_there_and_nobody_else_moves(
    office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    phone = office.phone()
    group = office.sandbox.group("Protection team", [phone])
    for chat, role in ((OLD, RECEIVER), (phone.chat, RECEIVER), (OLD, ORGANISER)):
        _enrol(office, chat, role)
    others = _others(office)
    upgraded = FaultRule("error", chats=(OLD,), description=UPGRADED, moved_to=group.chat)
    office.sandbox.faults.add(upgraded)
    office.lay_down(OLD, "something new", Lane.SAFETY, kind=telling.KIND)
    office.lay_down(OLD, "once more", Lane.SAFETY, kind=telling.KIND)
    async with office.at_work():
        await office.empties()
    assert [message.text for message in group.messages] == ["something new", "once more"]
    assert _called(office) == [group.chat, phone.chat]
    assert _others(office) == others
    written = "".join(capfd.readouterr())
    assert str(OLD) not in written and str(group.chat) not in written


async def test_what_was_for_a_group_that_is_not_called_is_given_up(office: Office) -> None:
    group = office.sandbox.group("Strangers", [])
    office.sandbox.faults.add(FaultRule("error", chats=(OLD,), description=UPGRADED, moved_to=group.chat))
    office.lay_down(OLD, "something new", Lane.SAFETY, kind=telling.KIND)
    async with office.at_work():
        await office.empties()
    assert (group.messages, _called(office)) == ([], [])


async def test_a_kill_between_following_and_settling_doubles_no_nudge(office: Office) -> None:
    _enrol(office, OLD)
    office.lay_down(OLD, "something new", Lane.SAFETY, kind=telling.KIND)
    with office.database.writing() as session:
        claimed = dispatch.claim(Store(session, office.runtime), office.now() + timedelta(seconds=1))
    assert claimed is not None
    moved = Result(claimed, Outcome.MOVED, moved_to=-100600)
    for _ in range(2):
        _write(office, lambda store: telling.account(store, moved, office.now()))
    assert _called(office) == [-100600]
    assert len(office.waiting) == 1


async def test_a_group_enrolled_anew_before_the_old_one_was_found_gone_is_called_once(office: Office) -> None:
    for chat in (OLD, -100600):
        _enrol(office, chat)
    _write(office, lambda store: receivers.follow(store, OLD, OLD))
    assert _called(office) == [OLD, -100600]
    _write(office, lambda store: receivers.follow(store, OLD, -100600))
    assert _called(office) == [-100600]
    _write(office, lambda store: receivers.leave(store, -100600))
    assert _called(office) == []
