"""Backups on the disk: where they lie, what is kept of them and for how long, how old the last one is."""

import asyncio
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.bootstrap import Clock, Foundations
from bot.logs import LogEvent, log
from bot.processes.locks import only_backup
from bot.settings import Settings
from bot.tick import Tick
from services import backups
from services.backups import Label, Lid, NotABackup, NotWhole
from services.keys.trust import Trust
from storage import backups as copies
from storage.engine import Database

KEYRING = "amana-keyring.backup"
"""The one file that is replaced each time: with the keys of a month that were destroyed, it forgets them."""
NAME = re.compile(r"amana-(\d{4}-\d{2}-\d{2}-\d{4})\.backup")
WHEN = "%Y-%m-%d-%H%M"
LOOK_EVERY = 300
"""Seconds."""
A_DAY = 24
UNFINISHED = ".part"
WORKSHOP = "backup-"
SKEW = timedelta(hours=1)
"""What is dated further ahead than this was made by a clock that was wrong."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that lies there. `made` is what its name says (UTC)."""

    path: Path
    made: datetime


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of the backups."""

    folder: Path
    hours: int
    days: int
    weeks: int

    @classmethod
    def of(cls, settings: Settings) -> "Shelf":
        """The shelf that the settings name."""
        return cls(settings.backups, settings.backup_hours, settings.backup_days, settings.backup_weeks)

    def kept(self) -> list[Kept]:
        """What lies there, the newest first."""
        named = [(path, NAME.fullmatch(path.name)) for path in self.folder.glob("*.backup")]
        found = [Kept(path, _moment(match.group(1))) for path, match in named if match]
        return sorted(found, key=lambda kept: kept.made, reverse=True)

    def newest(self, now: datetime) -> Kept | None:
        """The newest that no wrong clock has dated."""
        return next((kept for kept in self.kept() if kept.made <= now + SKEW), None)

    def newest_whole(self) -> Kept | None:
        """The newest in which no byte was changed. Reads them from the first to the last."""
        return next((kept for kept in self.kept() if is_whole(kept.path)), None)

    def is_due(self, now: datetime) -> bool:
        """Whether the running bot should make one."""
        newest = self.newest(now)
        return self.hours > 0 and (newest is None or now - newest.made >= timedelta(hours=self.hours))

    def is_too_old(self, now: datetime) -> bool:
        """Whether two in a row were missed (two days, where the bot is to make none)."""
        newest = self.newest(now)
        return newest is None or now - newest.made > timedelta(hours=2 * (self.hours or A_DAY))

    def rotate(self, now: datetime) -> None:
        """Let go of all but the newest of each of the last days, and of each of the weeks before."""
        today, this_week = now.date(), _monday(now.date())
        days: set[date] = set()
        weeks: set[date] = {this_week}
        for kept in self.kept():
            day, week = kept.made.date(), _monday(kept.made.date())
            is_of_days = (today - day).days < self.days and day not in days
            is_of_weeks = this_week - week <= timedelta(weeks=self.weeks) and week not in weeks
            if is_of_days or is_of_weeks:
                days.add(day)
                weeks.add(week)
            else:
                kept.path.unlink(missing_ok=True)


def make_backup(settings: Settings, database: Database, trust: Trust, now: datetime) -> Kept:
    """Copy, seal, look whether it is whole, then let older ones go. Nothing is let go where anything fails.

    Raises BackupUnderWay, DatabaseUnusable, NotFounded, NotTrusted, OSError.
    """
    shelf = Shelf.of(settings)
    path = shelf.folder / f"amana-{now.strftime(WHEN)}.backup"
    with only_backup(settings.folder), workshop(settings.folder) as room:
        shelf.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        rest, keyring = room / "rest.db", room / "keyring.db"
        copies.copy(database, rest, keyring)
        with database.reading() as session:
            lid = backups.lid_of(session, trust)
        _seal(keyring, shelf.folder / KEYRING, lid, Label("keyring", now))
        _seal(rest, path, lid, Label("rest", now))
        shelf.rotate(now)
    return Kept(path, now)


def backing_up(found: Foundations, clock: Clock) -> Tick:
    """Looks every few minutes whether the newest has come of age, and makes another one beside the running work."""

    async def back_up() -> None:
        if not Shelf.of(found.settings).is_due(clock()):
            return
        try:
            await asyncio.to_thread(make_backup, found.settings, found.database, found.trust, clock())
        except Exception as failure:
            log(LogEvent.BACKUP_FAILED, logging.ERROR, error=type(failure).__name__)
        else:
            log(LogEvent.BACKUP_MADE)

    return Tick("backup", LOOK_EVERY, back_up)


def is_whole(path: Path) -> bool:
    """Whether every byte is as it was written."""
    try:
        with path.open("rb") as file:
            backups.check_whole(file)
    except (NotABackup, NotWhole, OSError):
        return False
    return True


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """A room (0700) beside the database for copies that are not sealed yet. What a kill left there goes first."""
    for left in folder.glob(f"{WORKSHOP}*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=WORKSHOP, dir=folder) as name:
        yield Path(name)


def _seal(copied: Path, path: Path, lid: Lid, label: Label) -> None:
    """Whole and on the disk under its name, or not there under it at all."""
    unfinished = path.with_name(path.name + UNFINISHED)
    with suppress(FileNotFoundError):
        unfinished.unlink()
    descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w+b") as target, copied.open("rb") as source:
        backups.seal(source, target, lid, label)
        target.flush()
        os.fsync(target.fileno())
        backups.check_whole(target)
    unfinished.replace(path)


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, WHEN).replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
