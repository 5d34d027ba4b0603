"""An organisation with many subscribers, for the programs that measure broadcasts: installed in a temporary folder."""

import os
import random
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.bootstrap import open_foundations
from bot.installation import install
from bot.settings import Settings
from services.keys import sealing
from services.keys.founding import FirstPeople
from services.notices import broadcasts, subscriptions
from services.notices.broadcasts import Broadcast, Progress
from services.notices.outbox import Lane
from services.store import Store
from storage.engine import Database

FOLDER = Path(__file__).parent
AT_ONCE = 5000
LANGUAGES = ("en", "ar")
TEXT = "The forum meets on Tuesday at three."


class BroadcastOffice:
    """One installation on SQLite, and a way into its database from outside of the bot, as the desk has one."""

    def __init__(self, folder: Path, api_url: str, token: str, limits: bool = True) -> None:
        sealing.PASSPHRASE_COST = sealing.Cost(1, 8192)  # nobody opens anything: the three passphrases are never tried
        self.settings = Settings(_env_file=None, folder=folder / "amana", api_url=api_url, token=token, limits=limits)
        install(self.settings, FirstPeople("Steward", "Caseworker", "Focal point"), datetime.now(UTC))
        with open_foundations(self.settings) as found:
            self.runtime = found.runtime
            self.path = found.database.path
            self.audience = found.content.audiences[0]
        self.database = Database(self.settings.database)
        self.report = folder / "standstill"
        self.command = [sys.executable, str(FOLDER / "bots" / "amana_watched.py"), "run"]
        self.environment: Mapping[str, str] = {
            **{name: value for name, value in os.environ.items() if not name.startswith("AMANA_")},
            "PYTHONPATH": str(FOLDER.parents[1]),
            "TMPDIR": str(folder),  # where the lock on the token lies: two of these programs may run at once
            "BENCH_REPORT": str(self.report),
            "AMANA_FOLDER": str(self.settings.folder),
            "AMANA_API_URL": api_url,
            "AMANA_TOKEN": token,
            "AMANA_LIMITS": "true" if limits else "false",
        }

    def subscribe(self, chats: Iterable[int]) -> None:
        """Everybody joins, each in one of the languages, at any hour of the day."""
        waiting: list[int] = []
        for chat in chats:
            waiting.append(chat)
            if len(waiting) == AT_ONCE:
                self._join(waiting)
                waiting.clear()
        self._join(waiting)

    def _join(self, chats: Sequence[int]) -> None:
        with self.database.writing() as session:
            for chat in chats:
                subscriptions.join(Store(session, self.runtime), self.audience, chat, LANGUAGES[chat % len(LANGUAGES)])

    def first(self, count: int) -> list[int]:
        """The chats a broadcast reaches first; only these need phones where it is not seen through."""
        with self.database.reading() as session:
            found = subscriptions.recipients(Store(session, self.runtime), self.audience, "en", b"", count)
        return [each.chat for each in found]

    def announce(self) -> Broadcast:
        """Publish from this process, to be sent at once."""
        now = datetime.now(UTC)
        id = random.SystemRandom().randbytes(16).hex()
        facts = {"text": TEXT, "old": f"No longer: {TEXT}"}
        broadcast = Broadcast(
            id, "bench", facts, (self.audience,), LANGUAGES, lane=Lane.BROADCAST, start=now, zone="Asia/Baghdad"
        )
        with self.database.writing() as session:
            broadcasts.announce(Store(session, self.runtime), broadcast)
        return broadcast

    def progress(self, id: str) -> Progress:
        """How far it has come."""
        with self.database.reading() as session:
            found = broadcasts.progress(Store(session, self.runtime), id)
        assert found is not None, "a bench is over before a month is"
        return found

    def standstill(self) -> float:
        """Seconds the bot's loop stood still at most, so far."""
        try:
            return float(self.report.read_text() or 0)
        except (FileNotFoundError, ValueError):
            return 0.0

    def database_bytes(self) -> int:
        """The size of the file."""
        assert self.path is not None
        return self.path.stat().st_size

    def close(self) -> None:
        self.database.close()


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies; 0 of none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def chats(count: int) -> list[int]:
    """Numbers as Telegram gives them to people; the same at every run."""
    return random.Random(1).sample(range(10**9, 7 * 10**9), count)


def elapsed(since: float) -> str:
    """Seconds since, for people."""
    return f"{time.perf_counter() - since:.1f} s"
