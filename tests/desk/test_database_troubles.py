"""Where the database cannot be used the page says which trouble it is, nothing half made is handed out, and what
somebody typed is not lost."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event

from desk.config import DeskConfig
from services.content.content import Content
from storage.engine import Database
from tests.desk.conftest import Desk
from tests.desk.narrative.test_pages import begun, second, taken
from tests.desk.picture.test_passing_on import PUBLISH, ZONES, looked_into, page_of
from tests.desk.staff.test_audit import kinds
from tests.support.posters import organisation

__all__ = ["second"]

FORMATS = ("pdf", "png", "hxl", "xlsx", "geojson")
SOON = 50
"""Milliseconds until somebody else's lock is believed to stay."""


@pytest.fixture
def config(config: DeskConfig) -> DeskConfig:
    return replace(config, content=Content(organisation(), ZONES, {}))


def _from_now(database: Database, pragma: str) -> None:
    """Every connection that is opened from now on begins with this."""
    database.close()
    event.listen(database._engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))


@contextmanager
def _locked(database: Database) -> Iterator[None]:
    """Another program writes and does not end."""
    _from_now(database, f"busy_timeout = {SOON}")
    with closing(sqlite3.connect(str(database.path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def _read_only(database: Database) -> Iterator[None]:
    _from_now(database, "query_only = ON")
    yield


@contextmanager
def full(database: Database) -> Iterator[None]:
    """The file cannot grow by one page."""

    def stop_growing(connection: sqlite3.Connection, _record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    database.close()
    event.listen(database._engine, "connect", stop_growing)
    try:
        yield
    finally:
        event.remove(database._engine, "connect", stop_growing)
        database.close()


def _damage(database: Database) -> None:
    assert database.path is not None
    database.close()
    database.path.write_bytes(b"no database at all, " * 10_000)


def _take_away(database: Database) -> None:
    assert database.path is not None
    database.close()
    database.path.unlink()


@pytest.mark.parametrize(("strike", "said"), [(_damage, "is damaged"), (_take_away, "is not in its place")])
async def test_no_file_is_handed_out_of_a_database_that_is_damaged_or_gone(
    desk: Desk, strike: Callable[[Database], None], said: str
) -> None:
    looked_into(desk, 40)
    visitor = await desk.inside(onward="/picture")
    await visitor.post("/picture", PUBLISH)
    strike(desk.office.database)
    for format in FORMATS:
        status, kind, file = await page_of(visitor, format)
        assert (status, kind) == (503, "text/html; charset=utf-8")
        assert said in file.decode()


async def test_what_only_reads_goes_on_while_somebody_else_writes(desk: Desk) -> None:
    looked_into(desk, 40)
    visitor = await desk.inside(onward="/picture")
    await visitor.post("/picture", PUBLISH)
    before = [await page_of(visitor, format) for format in FORMATS]
    with _locked(desk.office.database):
        assert [await page_of(visitor, format) for format in FORMATS] == before
        answer = await visitor.post("/picture", PUBLISH | {"form_token": visitor.form_token})
    assert answer.status == 503 and "has been writing to the database" in answer.plain


@pytest.mark.parametrize(
    ("strike", "said"),
    [
        (_locked, "has been writing to the database"),
        (_read_only, "cannot be written, only read"),
        (full, "The disk is full"),
    ],
)
async def test_a_text_that_could_not_leave_is_still_there_as_it_was_shortened(
    desk: Desk, second: str, strike: Callable[[Database], AbstractContextManager[None]], said: str
) -> None:
    case_id = desk.office.report("At the mill they took Idris.")
    visitor = await begun(desk, case_id)
    with strike(desk.office.database):
        answer = await taken(visitor, second, {case_id: "They took somebody."})
        assert said in answer.plain and "have let it leave" not in answer.plain
        assert "They took somebody." in answer.text and "Idris" not in answer.text
    assert "narrative" not in kinds(desk.office)
    if said != "cannot be written, only read":  # and is so no more
        assert "have let it leave" in (await taken(visitor, second, {case_id: "They took somebody."})).plain
