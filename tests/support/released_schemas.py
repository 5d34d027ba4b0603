"""A small office as each earlier schema kept it: text files of SQL, with what opens them in front.

    python -m tests.support.released_schemas

makes those that are missing. What there is stays: an old database cannot be made again by a newer program.
"""

import json
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from services.keys import envelopes
from services.keys.envelopes import Letter
from services.keys.epochs import epochs_ahead
from services.keys.founding import FirstPeople, found
from services.keys.sealing import RuntimeKey
from storage import migrations, sqlite_file
from storage.engine import Database
from tests.support import costs
from tests.support.clocks import NOW

FOLDER = Path(__file__).resolve().parents[1] / "storage" / "schemas"
WORDS = "They came again last night. شەو هاتنەوە."
_MONTHS = 2
_FILLING = {"BLOB": b"\x00\xff", "VARCHAR": "2026-03", "TEXT": "2026-03", "INTEGER": 1, "BIGINT": 1, "BOOLEAN": 0}


def released() -> list[str]:
    """The revisions before today's."""
    numbers = [path.name[1:5] for path in (Path(migrations.__file__).parent / "versions").glob("r[0-9]*.py")]
    return sorted(number for number in numbers if number != migrations.HEAD)


def load(revision: str, path: Path) -> Mapping[str, Any]:
    """Make the database file of that revision; its secrets."""
    secrets, dump = (FOLDER / f"{revision}.sql").read_text().split("\n", 1)
    with closing(sqlite3.connect(path)) as plain:
        plain.executescript(dump)
        plain.execute(f"PRAGMA application_id={sqlite_file.APPLICATION_ID}")
        plain.commit()
    path.chmod(0o600)
    found: Mapping[str, Any] = json.loads(secrets.removeprefix("-- "))
    return found


def _make(revision: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "amana.db"
        url = f"sqlite:///{path}"
        migrations._move(url, revision)
        database = Database(url)
        with database.writing() as session:
            secrets = _fill(session)
        database.close()
        with closing(sqlite3.connect(path)) as plain:
            dump = "\n".join(plain.iterdump())
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{revision}.sql").write_text(f"-- {json.dumps(secrets)}\n{dump}\n")


def _fill(session: Session) -> dict[str, str]:
    """An organisation with two months' keys, a report, and a row in every other table."""
    runtime = RuntimeKey.generate()
    founding = found(session, runtime.public, FirstPeople("Sana", "Karim", "Farah"), NOW)
    later = epochs_ahead(NOW)[_MONTHS]
    for table in ("epoch_keys", "epoch_wraps"):
        session.connection().execute(text(f"DELETE FROM {table} WHERE epoch >= :later"), {"later": later})
    envelopes.put(session, founding.trust, Letter("safety", {"kind": "report", "words": WORDS}), NOW)
    plain = session.connection().exec_driver_sql
    for (table,) in plain("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'").all():
        if plain(f"SELECT count(*) FROM {table}").scalar() == 0:
            kinds = [row.type.split("(")[0] for row in plain(f"PRAGMA table_info({table})")]
            marks = ", ".join("?" * len(kinds))
            plain(f"INSERT INTO {table} VALUES ({marks})", tuple(_FILLING[kind] for kind in kinds))
    return {
        "pinned": founding.trust.text,
        "runtime": runtime.secret.hex(),
        "passphrase": founding.caseworker.passphrase,
    }


if __name__ == "__main__":
    costs.make_cheap()  # as the tests that open them
    for each in released():
        if not (FOLDER / f"{each}.sql").exists():
            _make(each)
