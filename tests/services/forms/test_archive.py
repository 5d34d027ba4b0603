"""Old answers stay readable: every version of a form that was asked is kept under its hash."""

from datetime import UTC, datetime

import pytest

from services.forms import Form, FormUnknown, archive
from storage.engine import Database

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


def test_an_archived_form_comes_back_the_same(database: Database, household: Form) -> None:
    with database.writing() as session:
        archive.keep(session, household, NOW)
        archive.keep(session, household, NOW)
    with database.reading() as session:
        again = archive.recall(session, household.hash)
        assert again.hash == household.hash
        assert again is archive.recall(session, household.hash)


def test_an_unknown_form_is_said_to_be_unknown(database: Database) -> None:
    with database.reading() as session, pytest.raises(FormUnknown) as unknown:
        archive.recall(session, "0" * 64)
    assert unknown.value.hash == "0" * 64
