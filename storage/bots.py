"""Which bots there are in one PostgreSQL database, and which of them is at work. Each has a schema of its own."""

from typing import NamedTuple

from sqlalchemy import URL, make_url, text
from sqlmodel import Session

from storage import postgres_server
from storage.engine import Database
from storage.postgres_server import Purpose

_SCHEMAS = text(
    "SELECT n.nspname FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid"
    " WHERE c.relname = 'alembic_version' AND c.relkind = 'r' ORDER BY n.nspname"
)
_HOLDERS = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND ((classid::bigint << 32) | objid::bigint) = :key"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_MAY_READ = text("SELECT has_schema_privilege(:schema, 'USAGE')")


class BotSeen(NamedTuple):
    """One bot: its schema, the address of its database, how many processes are at work (one or none) and stand by, and
    whether this user may look into it."""

    schema: str
    url: str
    at_work: int
    standing_by: int
    is_open: bool


def every_bot(database: Database) -> list[BotSeen]:
    """By the names of their schemas. Raises DatabaseUnusable."""
    place = make_url(database.url)
    with database.reading() as session:
        return [_seen(session, place, str(name)) for (name,) in session.connection().execute(_SCHEMAS)]


def _seen(session: Session, place: URL, schema: str) -> BotSeen:
    its_place = place.update_query_dict({"schema": schema})
    is_open = bool(session.connection().execute(_MAY_READ, {"schema": schema}).scalar())
    at_work, standing_by = (_holders(session, its_place, purpose) for purpose in ("at work", "standing by"))
    return BotSeen(schema, its_place.render_as_string(hide_password=False), at_work, standing_by, is_open)


def _holders(session: Session, place: URL, purpose: Purpose) -> int:
    key = postgres_server.lock_key(place, purpose)
    return int(session.connection().execute(_HOLDERS, {"key": key}).scalar_one())
