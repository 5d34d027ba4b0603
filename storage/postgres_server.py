"""The PostgreSQL server itself: how it is reached, what it may take long for, and the names of its locks.

Nothing here knows a table. One database can hold many bots, each in a schema of its own (`?schema=NAME` in the URL;
`public` where there is none): locks are named after the schema, so that none waits for another.
"""

import re
from hashlib import sha256
from typing import Any, Final, Literal

from sqlalchemy import URL, text
from sqlmodel import Session

Purpose = Literal["writing", "at work", "standing by"]

USUAL_SCHEMA: Final = "public"
SCHEMA_NAME: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")
TIMEOUTS: Final = {
    "lock_timeout": "10s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "60s",
}
"""A lock that is stuck, a server that has gone and a process that stands still each fail within a minute, and are then
tried again or told: waiting without end is told to nobody."""
STANDING_STILL: Final = {False: "15s", True: "5s"}
"""How long a process may stand still in a writing transaction; less where another waits to take over from it."""
_BUSY: Final = {"55P03", "57014", "40P01", "40001"}
_LINE: Final = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
_FOR_GOOD: Final = "FATAL:"
_FOR_A_WHILE: Final = ("starting up", "shutting down", "recovery", "too many", "connection slots", "terminating")


def schema_of(place: URL) -> str:
    """The schema that such a URL names. Raises ValueError for a name that is none."""
    named = str(place.query.get("schema", USUAL_SCHEMA))
    if not SCHEMA_NAME.fullmatch(named):
        raise ValueError("a schema is named by small letters, digits and _")
    return named


def without_schema(place: URL) -> URL:
    """The same place in words that the driver knows."""
    return place.difference_update_query(["schema"])


def connecting(place: URL) -> dict[str, Any]:
    """What a connection is opened with, beside the place itself."""
    settings = TIMEOUTS | {"search_path": schema_of(place)}
    return {**_LINE, "options": " ".join(f"-c {name}={value}" for name, value in settings.items())}


def lock_key(place: URL, purpose: Purpose) -> int:
    """The advisory lock of that purpose in the schema (pg_advisory_lock: one key of 64 bits)."""
    digest = sha256(f"amana {purpose} {schema_of(place)}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


AT_WORK: Final = "amana at work"
"""What the transactions of the one at work are called in pg_stat_activity."""


def beginning_to_write(place: URL, in_haste: bool) -> str:
    """The first words of a writing transaction. The limit comes before the lock: who stands still holds up nobody."""
    limit = f"set_config('idle_in_transaction_session_timeout', '{STANDING_STILL[in_haste]}', true)"
    if in_haste:
        limit += f", set_config('application_name', '{AT_WORK}', true)"
    return f"SELECT {limit}, pg_advisory_xact_lock({lock_key(place, 'writing')})"


def clearing_the_way(place: URL) -> str:
    """What ends the transactions that were left standing by whoever was at work before, for the one who now is.

    A process that stops between the statements of a batch is not idle to the server, and no limit ends it. Others that
    write (a desk, an import) are left alone for as long as anybody may stand still.
    """
    key = lock_key(place, "writing")
    return (  # every word and number is our own
        "SELECT count(pg_terminate_backend(pid)) FROM pg_locks JOIN pg_stat_activity USING (pid)"  # noqa: S608
        " WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND pid <> pg_backend_pid()"
        f" AND ((classid::bigint << 32) | objid::bigint) = {key} AND datname = current_database()"
        f" AND (application_name = '{AT_WORK}' OR xact_start < now() - interval '{STANDING_STILL[False]}')"
    )


def is_busy(error: Exception) -> bool:
    """Whether a server says so that is there and sound: a lock or a statement took too long, transactions are at
    odds."""
    return getattr(error, "sqlstate", None) in _BUSY


def make_schema(session: Session, place: URL) -> None:
    """Make the schema where there is none."""
    name = schema_of(place)
    if session.connection().execute(text("SELECT to_regnamespace(:name)"), {"name": name}).scalar() is None:
        session.connection().exec_driver_sql(f"CREATE SCHEMA {name}")


def is_away(error: Exception, is_broken: bool) -> bool:
    """Whether the server cannot be reached for the moment: the line broke (`is_broken`), or none could be made.

    A server that speaks and says no (a wrong password, no such database) is there; waiting changes nothing.
    """
    if is_broken:
        return True
    from psycopg import OperationalError  # only those with such a server have the driver

    said = str(error)
    if not isinstance(error, OperationalError) or error.sqlstate is not None:
        return False
    return _FOR_GOOD not in said or any(words in said for words in _FOR_A_WHILE)
