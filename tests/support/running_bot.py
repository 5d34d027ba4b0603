"""The real bot under way before a pretend Telegram, and what a test may do to it from outside."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from unittest import mock

from bot.bootstrap import Foundations
from bot.incoming.lines import Lines
from bot.incoming.turn_store import DatabaseTurnStore
from sandbox import Phone, Sandbox
from services.keys.keyring import Unlocked
from services.reports.case import Case
from services.reports.caseload import Caseload
from services.reports.casework import Casework
from tests.support.clocks import Clock
from tests.support.database_files import file_of
from tests.support.patience import becomes
from tests.support.vaults import Template


@dataclass
class RunningBot:
    """A bot under way, and what a test may do to it from outside."""

    telegram: Sandbox
    found: Foundations
    founded: Template
    clock: Clock
    turns: DatabaseTurnStore
    lines: Lines
    desk: dict[str, tuple[Caseload, Unlocked]] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        """Where its database lies."""
        return file_of(self.found.database)

    def cases(self, who: str = "caseworker") -> list[Case]:
        """What the desk of this member shows."""
        if who not in self.desk:
            self.desk[who] = (Caseload(), self.founded.unlocked(who))
        caseload, unlocked = self.desk[who]
        with self.found.database.reading() as session:
            caseload.refresh(session, unlocked, self.found.trust)
        return caseload.all()

    async def answered(self) -> None:
        """Wait until all that people said has had its whole answer, however many messages that is."""
        await becomes(lambda: not self.telegram.pending and not len(self.lines), "the whole answer")

    def reply(self, text: str, who: str = "caseworker") -> None:
        """Answer the only case on that desk."""
        (case,) = self.cases(who)
        with self.found.database.writing() as session:
            Casework(self.found.trust, self.desk[who][1]).reply(session, case, text, self.clock())

    @contextmanager
    def broken_storage(self) -> Iterator[None]:
        """Nothing can be written."""

        async def fails(*_given: object) -> None:
            raise OSError("no space left on device")

        with mock.patch.object(self.turns, "decide", fails):
            yield


class Press(Protocol):
    """press(phone, 'Report', 'Go on'): each button that contains the text, once what was said before is answered whole:
    a late part of an earlier answer is neither the keyboard to press on nor the answer to the press."""

    async def __call__(self, phone: Phone, *wanted: str) -> None: ...
