"""A Monday, and editors."""

from datetime import UTC, datetime
from itertools import count

import pytest

from services import enrolment
from services.store import Store
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.directory.editing import Editor
from tests.support.phones import NewPhone, Phone
from tests.support.vaults import Template

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday(clock: Clock) -> None:
    clock.now = MONDAY


@pytest.fixture
def editor(founded: Template, database: Database, new_phone: NewPhone, clock: Clock) -> Editor:
    def enrolled(chat: int = 800, hint: str = "en") -> Phone:
        with database.writing() as session:
            code = enrolment.new_code(Store(session, founded.runtime), enrolment.EDITOR, "Dilan", (), clock.now)
            enrolment.enrol(Store(session, founded.runtime), code, chat, hint, clock.now)
        return new_phone(chat=chat, hint=hint, updates=count(chat * 1000))

    return enrolled
