"""The organisation whose bot is killed: installed in a temporary folder, and opened with its keys afterwards."""

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from kill_nine_people import MARKER, Person

from bot.bootstrap import open_foundations
from bot.installation import install
from bot.settings import Settings
from services.keys import keyring
from services.keys.founding import FirstPeople
from services.reports.caseload import Caseload
from services.reports.mailbox import NoSuchMailbox, find
from services.reports.receipts import mailbox_keys, read_receipt


class Office:
    """Settings of one installation, and what its storage holds in the end."""

    def __init__(self, folder: Path, api_url: str, token: str) -> None:
        self._settings = Settings(_env_file=None, folder=folder / "amana", api_url=api_url, token=token, limits=False)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("AMANA_")},
            "TMPDIR": str(folder),  # where the lock on the token lies: two of these programs may run at once
            "AMANA_FOLDER": str(self._settings.folder),
            "AMANA_API_URL": api_url,
            "AMANA_TOKEN": token,
            "AMANA_LIMITS": "false",
        }

    def install(self) -> None:
        people = FirstPeople("Steward", "Caseworker", "Focal point")
        self._passphrase = install(self._settings, people, datetime.now(UTC)).caseworker.passphrase

    def check(self, people: list[Person]) -> list[str]:
        """The promises that do not hold; empty when all do."""
        found = self._markers()
        sent = [marker for person in people for marker in person.sent]
        broken = [f"{marker} is there {found[marker]} times" for marker in sent if found[marker] != 1]
        broken += [f"{marker} was never sent" for marker in found if marker not in sent]
        return broken + self._lost([receipt for person in people for receipt in person.receipts])

    def _markers(self) -> Counter[str]:
        with open_foundations(self._settings) as office:
            with office.database.writing() as session:
                unlocked = keyring.unlock(session, self._passphrase, office.trust, datetime.now(UTC))
            cases = Caseload()
            with office.database.reading() as session:
                cases.refresh(session, unlocked, office.trust)
            written = [str(case.answers.get("what_happened", "")) for case in cases.all()]
        return Counter(marker for text in written for marker in MARKER.findall(text) or [f"unmarked: {text}"])

    def _lost(self, receipts: list[str]) -> list[str]:
        broken = []
        with open_foundations(self._settings) as office, office.database.reading() as session:
            for receipt in receipts:
                try:
                    find(session, mailbox_keys(read_receipt(receipt), office.organisation.site_salt))
                except NoSuchMailbox:
                    broken.append("a receipt that was shown opens nothing")
        return broken
