"""A machine is unplugged: what was called saved is on the disk. The file system is real, and forgets what was not
synced."""

import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.bootstrap import open_foundations
from bot.content_in_use import KEPT, load_content
from bot.settings import CHECKOUT
from services.keys.sealing import new_key_pair, random_bytes
from services.reports import mailbox, reports
from services.reports.receipts import MailboxKeys, Ready, new_receipt
from services.reports.reports import ReportDraft
from tests.campaigns.house import HOME, House
from tests.support.forgetful_disk import ForgetfulDisk, can_be_made

DRAFT = ReportDraft("safety_report", "0" * 64, {}, "safety", urgent=False, language="en", route=None)


class Unplugged:
    """An organisation whose machine loses its power after everything that is called done."""

    def __init__(self, place: Path, disk: ForgetfulDisk) -> None:
        self.disk = disk
        self.house = House(place, "http://127.0.0.1:9", f"10000000:{35 * 'n'}")
        self.told: list[MailboxKeys] = []

    def loses_power(self) -> None:
        self.house.close()
        self.disk.cut()
        self.disk.leave()
        self.disk.come_back()

    def found(self) -> None:
        self.house.found()
        self.loses_power()

    def report(self) -> None:
        keys = MailboxKeys(random_bytes(32), new_key_pair())
        with open_foundations(self.house.settings) as office, office.database.writing() as session:
            reports.submit(session, office.trust, Ready(new_receipt(), keys), DRAFT, datetime.now(UTC))
        self.told.append(keys)
        self.loses_power()
        assert self.house.unsound() == ""
        with open_foundations(self.house.settings) as office, office.database.reading() as session:
            for each in self.told:
                mailbox.find(session, each)

    def take_content_up(self) -> None:
        with open_foundations(self.house.settings) as office:
            load_content(self.house.settings, office.database, datetime.now(UTC))
        self.loses_power()
        assert zipfile.ZipFile(self.house.settings.folder / KEPT).testzip() is None


def be_unplugged(place: Path, times: int) -> None:
    with ForgetfulDisk(place, HOME) as disk:
        unplugged = Unplugged(place, disk)
        unplugged.found()
        unplugged.take_content_up()
        for _ in range(times):
            unplugged.report()
        unplugged.house.close()


@pytest.mark.skipif(not can_be_made(), reason="only root may mount a file system")
def test_what_was_called_saved_is_there_when_the_power_comes_back(tmp_path: Path) -> None:
    """In a process of its own, which alone sees the disk."""
    program = f"from pathlib import Path; from {__name__} import be_unplugged; be_unplugged(Path({str(tmp_path)!r}), 5)"
    ended = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
