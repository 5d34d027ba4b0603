"""Whoever always presses the first button sends, publishes, ends and leaves nothing."""

from collections.abc import Callable
from itertools import count

import pytest
from sqlmodel import Session

from handlers.chat.app import App
from services import enrolment
from services.notices import subscriptions
from services.store import Store
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.phones import Hear, NewPhone, Phone
from tests.support.vaults import Template

PRESSES = 12
UNCHANGED = (
    "envelopes",
    "mailboxes",
    "replies",
    "broadcasts",
    "outbox",
    "announcements",
    "directory",
    "directory_concerns",
)
"""Tables in which nothing may come, go or change: what is sent, what people are told, what the directory says."""
Standing = Callable[[], dict[str, object]]


@pytest.fixture
def standing(database: Database) -> Standing:
    def read() -> dict[str, object]:
        with database.reading() as session:
            plain = session.connection().exec_driver_sql
            return {table: plain(f"SELECT * FROM {table}").all() for table in UNCHANGED}

    return read


def enrolled(session: Session, founded: Template, role: str, chat: int, clock: Clock) -> None:
    store = Store(session, founded.runtime)
    code = enrolment.new_code(store, role, "Rojin", ("*",) if role == enrolment.ORGANISER else (), clock.now)
    enrolment.enrol(store, code, chat, "en", clock.now)


def joined(database: Database, app: App, founded: Template, chat: int) -> set[str]:
    with database.reading() as session:
        return set(subscriptions.joined(Store(session, founded.runtime), app.content.audiences, chat))


async def first_pressed(phone: Phone, under_messages: bool) -> None:
    """The first button of the newest message that has any, or else of those below the chat."""
    newest = list(phone.telegram.messages.values())[-1]
    if under_messages and newest.pages:
        await phone.press_under(newest.pages[0][0][0])
    else:
        await phone.send(phone.buttons[0])


DOORS = ["/start", "/forums", "/services", "/surveys", "/return", "/meetings", "/content"]


@pytest.mark.parametrize(
    ("door", "code", "under_messages"),
    [
        *((door, "en", under_messages) for door in DOORS for under_messages in (False, True)),
        *((door, code, False) for door in DOORS for code in ("ar", "ckb", "fr")),
    ],
)
async def test_twelve_first_buttons_do_nothing_that_cannot_be_undone(
    door: str, code: str, under_messages: bool, new_phone: NewPhone, database: Database, founded: Template, app: App,
    clock: Clock, hear: Hear, standing: Standing,
) -> None:  # fmt: skip
    chat = 800
    hear("forum:security", en=3)
    with database.writing() as session:
        if door == "/meetings":
            enrolled(session, founded, enrolment.ORGANISER, chat, clock)
        if door == "/content":
            enrolled(session, founded, enrolment.EDITOR, chat, clock)
    phone = new_phone(chat=chat, hint=code, updates=count(800_000))
    before, has_joined = standing(), joined(database, app, founded, chat)
    await phone.send(door)
    for _ in range(PRESSES):
        await first_pressed(phone, under_messages)
        assert standing() == before, f"{phone.last!r}"
        now = joined(database, app, founded, chat)
        assert has_joined <= now, "nothing was left"
        has_joined = now


async def test_after_publishing_the_first_button_takes_nothing_back_and_below_is_what_does(
    new_phone: NewPhone, database: Database, founded: Template, clock: Clock
) -> None:
    with database.writing() as session:
        enrolled(session, founded, enrolment.ORGANISER, 800, clock)
    phone = new_phone(chat=800, hint="en", updates=count(800_000))
    await phone.send("/meetings")
    await phone.press("New meeting", "Community", "Tue, Mar 10", "15:00", "✅ Publish")
    assert "↩️ Take back" not in phone.buttons[0]
    assert phone.buttons[-1].startswith("↩️ Take back · ")
