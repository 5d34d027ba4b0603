"""How long an office waits for a backup, and how long it takes to bring it back.

    python tests/bench/backup.py --envelopes 50000

Founds an office, lays that many reports down (4 KiB each, sealed to one key), and times what `amana backup` and
`amana restore` do: how long a writer was held up meanwhile, how much memory it took, how long until the reports are
back. Exits with 1 where a row is missing afterwards.
"""

import argparse
import os
import resource
import sqlite3
import sys
import tempfile
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.bootstrap import open_vault
from bot.installation import install
from bot.recovery.backups import KEYRING, make_backup
from bot.recovery.restoring import opened, restore
from bot.settings import CHECKOUT, Settings
from services.keys import sealing
from services.keys.founding import FirstPeople, Founding

BODY = 4096 + 48
AT_ONCE = 1000


def founded(folder: Path, count: int) -> tuple[Settings, Founding]:
    sealing.PASSPHRASE_COST = sealing.Cost(1, 8192)
    settings = Settings(_env_file=None, folder=folder / "amana", content=CHECKOUT / "content")
    founding = install(settings, FirstPeople("Steward 1", "Caseworker 1", "Focal point 1"), datetime.now(UTC))
    with closing(sqlite3.connect(settings.folder / "amana.db")) as plain:
        plain.execute("PRAGMA synchronous=OFF")
        for start in range(0, count, AT_ONCE):
            rows = [
                (os.urandom(16), "2026-11", "2026-W48", os.urandom(BODY)) for _ in range(min(AT_ONCE, count - start))
            ]
            plain.executemany("INSERT INTO envelopes VALUES (?, ?, ?, ?)", rows)
            plain.commit()
    return settings, founding


class Writer:
    """Commits a row again and again; `longest` is the longest that one took."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._write)
        self.longest = 0.0

    def __enter__(self) -> "Writer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _write(self) -> None:
        with closing(sqlite3.connect(self._path, timeout=60)) as plain:
            while not self._over.wait(0.01):
                begun = time.monotonic()
                plain.execute("INSERT INTO traces VALUES (?, ?)", (os.urandom(16), b"x"))
                plain.commit()
                self.longest = max(self.longest, time.monotonic() - begun)


def run(count: int) -> int:
    with tempfile.TemporaryDirectory(prefix="backup-bench-") as folder:
        settings, founding = founded(Path(folder), count)
        path = settings.folder / "amana.db"
        print(f"{count} envelopes, {path.stat().st_size / 1e6:.0f} MB")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with Writer(path) as writer, open_vault(settings) as vault:
            begun = time.monotonic()
            kept = make_backup(settings, vault.database, vault.trust, datetime.now(UTC))
            print(f"backup: {time.monotonic() - begun:.1f} s; a writer waited {writer.longest:.1f} s at most")
        begun = time.monotonic()
        with opened(kept.path, kept.path.with_name(KEYRING), founding.shares[1:]) as backup:
            restore(settings, backup, datetime.now(UTC))
        print(f"restore: {time.monotonic() - begun:.1f} s")
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"memory: {(most - before) / 1024:.0f} MB more than before")
        with closing(sqlite3.connect(path)) as plain:
            found = plain.execute("SELECT count(*) FROM envelopes").fetchone()[0]
    print("every envelope is back" if found == count else f"BROKEN: {count - found} envelopes are missing")
    return 0 if found == count else 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--envelopes", type=int, default=50_000)
    sys.exit(run(parser.parse_args().envelopes))


if __name__ == "__main__":
    main()
