"""The office that `damaged.py` damages: founded, with services, reports, members of forums; and dead in the middle."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.bootstrap import open_foundations
from bot.installation import install
from bot.settings import CHECKOUT, Settings
from services.keys import envelopes, sealing
from services.keys.envelopes import Letter
from services.keys.founding import FirstPeople
from services.notices import subscriptions

REPORTS = 60
JOURNAL = "amana.db-journal"
Column = tuple[str, str]


@dataclass
class Office:
    """`whole` is the database undamaged, `rows` its content, `killed` what lies there after writers died: the file
    half written, and its journal."""

    settings: Settings
    whole: bytes
    rows: dict[Column, list[Any]]
    killed: list[tuple[bytes, bytes]]

    @classmethod
    def founded(cls, folder: Path, now: datetime) -> "Office":
        sealing.PASSPHRASE_COST = sealing.Cost(1, 8192)
        settings = Settings(_env_file=None, folder=folder / "amana", content=CHECKOUT / "content")
        install(settings, FirstPeople("Steward 1", "Caseworker 1", "Focal point 1"), now)
        environment = {**os.environ, "AMANA_FOLDER": str(settings.folder), "PYTHONPATH": str(CHECKOUT)}
        subprocess.run(
            [sys.executable, "-m", "bot", "content", "load"],
            env=environment,
            cwd=folder,
            check=True,
            capture_output=True,
        )
        with open_foundations(settings) as found, found.writing() as store:
            for number in range(REPORTS):
                letter = Letter("safety", {"kind": "report", "words": "x" * (number * 41)})
                envelopes.put(store.session, found.trust, letter, now)
                subscriptions.join(store, "forum:women", number + 1, "en")
        path = settings.folder / "amana.db"
        rows = {(table, column): values for table, column, values in rows_of(path)}
        return cls(settings, path.read_bytes(), rows, [_killed(path, folder, most) for most in (3, 10, 40)])

    @property
    def path(self) -> Path:
        """Where the database lies."""
        return self.settings.folder / "amana.db"

    def put_back(self) -> None:
        """Undamaged, with nothing beside it."""
        self.path.write_bytes(self.whole)
        self.path.with_name(JOURNAL).unlink(missing_ok=True)


def rows_of(path: Path) -> Iterator[tuple[str, str, list[Any]]]:
    """Each column of each table, in the order of the key."""
    with closing(sqlite3.connect(path)) as plain:
        plain.text_factory = bytes
        tables = [name.decode() for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = [name.decode() for (name,) in plain.execute("SELECT name FROM pragma_table_info(?)", (table,))]
            rows = plain.execute(
                f'SELECT * FROM "{table}" ORDER BY 1, 2' if len(columns) > 1 else f'SELECT * FROM "{table}"'
            )
            for column, values in zip(columns, zip(*rows.fetchall(), strict=True), strict=False):
                yield table, column, list(values)


def _killed(path: Path, folder: Path, pages: int) -> tuple[bytes, bytes]:
    """A writer that had to write before its commit, since little fits into its memory, and then was no more."""
    here = folder / f"killed-{pages}.db"
    here.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(here, isolation_level=None)) as plain:
        plain.execute("PRAGMA synchronous=EXTRA")
        plain.execute(f"PRAGMA cache_size={pages}")
        plain.execute("BEGIN IMMEDIATE")
        plain.execute("UPDATE envelopes SET body = randomblob(length(body))")
        plain.execute("UPDATE subscriptions SET body = randomblob(length(body))")
        state = here.read_bytes(), here.with_name(f"{here.name}-journal").read_bytes()
        plain.execute("ROLLBACK")
    assert state[0] != path.read_bytes(), "nothing was written before the commit; this would show nothing"
    return state
