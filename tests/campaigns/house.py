"""The organisation whose bot dies: founded in a temporary folder, its desk, and what lies in its database."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from unittest import mock

from sqlalchemy import make_url

from bot.bootstrap import open_foundations
from bot.installation import install
from bot.settings import CHECKOUT, Settings
from services import enrolment
from services.keys import keyring, sealing
from services.keys.founding import FirstPeople
from services.keys.keyring import Unlocked
from services.reports.case import Case
from services.reports.caseload import Caseload
from services.reports.casework import Casework
from services.reports.mailbox import NoSuchMailbox, OpenMailbox, find
from services.reports.receipts import mailbox_keys, read_receipt
from services.store import Store
from storage import conversations, mailbox, outbox, turns
from storage.engine import Database
from tests.campaigns.history import MARKER
from tests.campaigns.switches import Switches

HOME = "amana"
"""Where in a campaign's folder everything lies that has to be there again after each death."""
QUICK = sealing.Cost(1, 8192)
Found = TypeVar("Found")


@dataclass(frozen=True)
class AtRest:
    """How many rows of what is kept for a while only lie there still."""

    records: int
    held: int
    conversations: int
    traces: int
    notices: int

    @property
    def is_empty(self) -> bool:
        return not any(astuple(self))


class House:
    """One installation. `clock` is the time that is right, whatever the bot's own clock says."""

    def __init__(self, folder: Path, api_url: str, token: str, database_url: str | None = None) -> None:
        self.folder = folder
        self.content = Path(shutil.copytree(CHECKOUT / "content", folder / "content"))
        self.log = folder / "log"
        self.tasks = folder / "tasks"
        self.switches = Switches(folder / "switches")
        self.settings = Settings(
            _env_file=None,
            folder=folder / HOME,
            content=self.content,
            api_url=api_url,
            token=token,
            limits=False,
            database_url=database_url,
        )
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("AMANA_")},
            "PYTHONPATH": str(CHECKOUT),
            "TMPDIR": str(folder),  # where the lock on the token lies: two campaigns may run at once
            "CAMPAIGN_SWITCHES": str(folder / "switches"),
            "CAMPAIGN_LOG": str(self.log),
            "CAMPAIGN_TASKS": str(self.tasks),
            "AMANA_FOLDER": str(self.settings.folder),
            "AMANA_CONTENT": str(self.content),
            "AMANA_API_URL": api_url,
            "AMANA_TOKEN": token,
            "AMANA_LIMITS": "false",
        }

    @property
    def file(self) -> Path:
        """Where the database lies, on SQLite."""
        return self.settings.folder / "amana.db"

    def lead_through(self, port: int) -> None:
        """The bot reaches its server by that port; the desk goes on reaching it by its socket."""
        name = make_url(self.settings.database).database
        self.environment["AMANA_DATABASE_URL"] = f"postgresql+psycopg://postgres@127.0.0.1:{port}/{name}"

    def said(self, *events: str) -> int:
        """How often the lives have logged these events."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return sum(word in events for line in lines for word in line.split())

    def found(self) -> None:
        """Found the organisation and unlock the desk, at hardly any cost for passphrases and receipts."""
        sealing.RECEIPT_COST = QUICK
        with mock.patch.object(sealing, "PASSPHRASE_COST", QUICK):
            founding = install(self.settings, FirstPeople("Steward", "Caseworker", "Focal point"), datetime.now(UTC))
            with open_foundations(self.settings) as found:
                self._trust, self._runtime, self._salt = found.trust, found.runtime, found.organisation.site_salt
                self._database = Database(self.settings.database)
                with self._database.writing() as session:
                    passphrase = founding.caseworker.passphrase
                    self._unlocked: Unlocked = keyring.unlock(session, passphrase, found.trust, datetime.now(UTC))
        self._cases = Caseload()

    def close(self) -> None:
        """No file is open any more. The next look opens them again."""
        self._database.close()

    def organiser_code(self, now: datetime) -> str:
        """A code for one organiser of the security forum."""
        with self._database.writing() as session:
            return enrolment.new_code(Store(session, self._runtime), enrolment.ORGANISER, "Rojin", ("security",), now)

    def reply(self, marker: str, text: str, now: datetime) -> bool:
        """The desk answers the report that holds the marker. Whether the phone will be told."""
        (case,) = [case for case in self.cases() if marker in written(case)]
        with self._database.writing() as session:
            return Casework(self._trust, self._unlocked).reply(session, case, text, now).noticed

    def cases(self) -> Sequence[Case]:
        """What a caseworker sees."""
        with self._database.reading() as session:
            self._cases.refresh(session, self._unlocked, self._trust)
        return self._cases.all()

    def reports(self) -> Counter[str]:
        """The markers in the reports that are there; a report without one under its own words."""
        texts = [case.answer("what_happened") for case in self.cases()]
        return Counter(marker for text in texts for marker in set(MARKER.findall(text)) or {f"unmarked: {text}"})

    def opened(self, receipt: str) -> OpenMailbox | None:
        """The mailbox that the receipt opens, if any."""
        with self._database.reading() as session:
            try:
                return find(session, mailbox_keys(read_receipt(receipt), self._salt))
            except NoSuchMailbox:
                return None

    def waiting_replies(self, box: OpenMailbox) -> int:
        """How many replies lie in the mailbox."""
        with self._database.reading() as session:
            return len(mailbox.replies(session, box.keys.tag))

    def at_rest(self) -> AtRest:
        """What lies there still."""
        with self._database.reading() as session:
            return AtRest(
                sum(bool(body) for _, body in turns.everything(session)),
                sum(not row.parked for row in turns.all_held(session)),
                len(conversations.everything(session)),
                len(conversations.all_traces(session)),
                outbox.count(session),
            )

    def unsound(self) -> str:
        """What SQLite finds wrong with its file; '' where all is well, and on PostgreSQL."""
        if self._database.path is None:
            return ""
        import sqlite3

        with closing(sqlite3.connect(self.file)) as plain:
            said = plain.execute("PRAGMA integrity_check").fetchone()[0]
        return "" if said == "ok" else str(said)


def written(case: Case) -> str:
    """What the person wrote."""
    return case.answer("what_happened")


def patiently(work: Callable[[], Found]) -> Found:
    """A desk tries again where the database is busy or refuses for a while."""
    import time

    for pause in (0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0):
        try:
            return work()
        except Exception:
            time.sleep(pause)
    return work()
