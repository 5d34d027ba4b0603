"""However long the queue: what nobody has changed is not read again, and what has changed is noticed."""

import pytest

from storage import envelopes
from storage.envelopes import Head
from tests.desk.conftest import Desk
from tests.desk.queue.test_queue import names


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[Head]:
    """The heads of envelopes that were read, each time anew."""
    read: list[Head] = []

    def noted(found: list[Head]) -> list[Head]:
        read.extend(found)
        return found

    all_heads, heads_of = envelopes.heads, envelopes.heads_of
    monkeypatch.setattr(envelopes, "heads", lambda session: noted(all_heads(session)))
    monkeypatch.setattr(envelopes, "heads_of", lambda session, weeks: noted(heads_of(session, weeks)))
    return read


async def test_where_nothing_was_written_nothing_is_read_again(desk: Desk, looked_at: list[Head]) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside()
    await visitor.get("/")
    looked_at.clear()
    for path in ("/", f"/case/{case_id.hex()}", "/news"):
        await visitor.get(path)
    assert looked_at == []
    desk.office.report()
    await visitor.get("/news")
    assert len(looked_at) == 2


async def test_only_the_newest_weeks_are_read_and_those_that_lost_something(desk: Desk, looked_at: list[Head]) -> None:
    office = desk.office
    older = [office.report() for _ in range(3)]
    for _ in range(2):
        office.pass_days(7)
        older.append(office.report())
    office.pass_days(7)
    visitor = await desk.inside()
    looked_at.clear()
    newest = office.report()
    await visitor.get("/")
    assert {head.id for head in looked_at} == {older[-1], newest}
    with office.database.writing() as session:
        envelopes.delete(session, [older[0]])
    await visitor.get("/")
    assert set(names(visitor, desk, *older, newest)) == {*older[1:], newest}
