"""What a member's passphrase opens for the commands about cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer

from bot.bootstrap import Foundations, open_foundations, utc_now
from bot.cli.staff import unlock
from bot.settings import read_settings
from bot.terminal import stop, words
from services.reports.case import Case, NoSuchCase
from services.reports.caseload import Caseload
from services.reports.casework import Casework
from services.reports.erasure.giving import give_leave
from services.reports.renewal import keep_open

Name = Annotated[str, typer.Argument(help="The case's name, as the list shows it.")]


@dataclass(frozen=True, slots=True)
class OpenedReports:
    """What a member's passphrase opens."""

    found: Foundations
    work: Casework
    cases: Caseload

    @property
    def now(self) -> datetime:
        """The time on the clock of the site."""
        return self.found.site_now()


@contextmanager
def unlocked_reports(passphrase_fd: int | None) -> Iterator[OpenedReports]:
    """Ask for the passphrase, and open what it opens. Ends the program with a sentence where it is wrong."""
    with open_foundations(read_settings()) as found:
        unlocked = unlock(found, passphrase_fd)
        cases = Caseload()
        cases.refresh_in_steps(found.database.reading, unlocked, found.trust)
        with found.database.writing() as session:
            keep_open(session, unlocked, cases.all(), utc_now())
            clocks, today = found.content.organisation.clocks, found.site_now().date()
            give_leave(session, found.trust, unlocked, cases, clocks, today)
        yield OpenedReports(found, Casework(found.trust, unlocked), cases)


def find(opened: OpenedReports, name: str) -> Case:
    """The case of that name. Ends the program with a sentence where there is none."""
    try:
        return opened.cases.find(name)
    except NoSuchCase:
        stop(words("No report has this name, or this passphrase does not open it."))
