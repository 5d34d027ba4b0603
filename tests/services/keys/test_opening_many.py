"""What opening very many envelopes costs: not all of them in memory at once, and no look into the database for each."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlmodel import Session

from services.keys import envelopes
from services.keys.envelopes import Opener
from services.keys.keyring import signed
from services.keys.signatures import Signatures
from storage import envelopes as rows
from tests.support.vaults import Vault


def test_a_few_are_in_memory_at_a_time(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    put = {vault.put("safety", {"n": n}) for n in range(7)}
    keys, read, bodies = vault.unlock("caseworker").keys, list[int](), rows.bodies
    monkeypatch.setattr(envelopes, "_AT_ONCE", 2)

    def noted(session: Session, ids: Collection[bytes]) -> dict[bytes, bytes]:
        read.append(len(ids))
        return bodies(session, ids)

    monkeypatch.setattr(rows, "bodies", noted)
    with vault.database.reading() as session:
        opened, _ = Opener(("safety",)).look(session, keys, lambda _: False)
        first = next(opened)
        assert read == [2]
        assert {first.id, *(each.id for each in opened)} == put
    assert read == [2, 2, 2, 1]


def test_where_not_all_was_taken_all_is_looked_at_again(vault: Vault) -> None:
    put, keys = {vault.put("safety", {"n": n}) for n in range(5)}, vault.unlock("caseworker").keys
    opener, known = Opener(("safety",)), set[bytes]()
    with vault.database.reading() as session:
        opened, _ = opener.look(session, keys, known.__contains__)
        known.add(next(opened).id)
        again, _ = opener.look(session, keys, known.__contains__)
        assert {each.id for each in again} == put - known


def test_who_signed_much_is_looked_up_once(vault: Vault) -> None:
    caseworker = vault.unlock("caseworker")
    bodies = [signed(caseworker, "event", {"n": n}) for n in range(20)]
    with vault.database.reading() as session, statements(session) as asked:
        signatures = Signatures(session, vault.trust)
        for body in bodies:
            assert signatures.check("event", body, "safety") == caseworker.member
    assert len(asked) < 5


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(session.connection(), "before_cursor_execute", note)
    yield asked
    event.remove(session.connection(), "before_cursor_execute", note)
