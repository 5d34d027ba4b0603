"""Promises of releasing: kept for those who may know, nothing twice, and nothing at all where something is wrong."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from services.keys.epochs import week_of
from services.keys.sealing import Row
from services.picture import releases
from services.picture.ledger import Accepted, Block, Rules
from services.picture.releases import HeldBack, LedgerUnreadable, Releases
from services.picture.shared import shared
from services.picture.weeks import number_of
from storage import picture as rows
from tests.support.vaults import Vault

RULES = Rules({"north": 300, "south": 250})


def reports(count: int, now: datetime, zone: str = "north", first: int = 0) -> list[Accepted]:
    """So many in the week of `now`."""
    week = number_of(week_of(now))
    return [Accepted(n.to_bytes(16), week, zone, "theft", n.to_bytes(2)) for n in range(first, first + count)]


def released(
    vault: Vault, every: list[Accepted], now: datetime, role: str = "caseworker", without: Iterable[bytes] = ()
) -> tuple[Block, ...]:
    unlocked = vault.unlock(role, now)
    with vault.database.writing() as session:
        return Releases(vault.trust, unlocked).release(session, every, RULES, now, without)


def ready(vault: Vault, every: list[Accepted], now: datetime) -> tuple[Block, ...]:
    unlocked = vault.unlock("caseworker", now)
    with vault.database.writing() as session:
        return Releases(vault.trust, unlocked).ready(session, every, RULES, now)


def kept(vault: Vault, now: datetime, role: str = "caseworker") -> tuple[Block, ...]:
    unlocked = vault.unlock(role, now)
    with vault.database.reading() as session:
        return Releases(vault.trust, unlocked).published(session)


def later(vault: Vault, weeks: int) -> datetime:
    return vault.now + timedelta(weeks=weeks)


def test_a_week_is_released_one_week_late_and_then_kept(vault: Vault) -> None:
    every = reports(40, vault.now)
    assert released(vault, every, later(vault, 1)) == ()
    blocks = released(vault, every, later(vault, 2))
    assert [block.people for block in blocks] == [40]
    assert kept(vault, later(vault, 2)) == blocks
    assert kept(vault, later(vault, 0)) == blocks


@pytest.mark.parametrize("earlier", [None, "fire", "psea"])
def test_the_first_week_that_is_published_is_not_that_of_the_first_report(vault: Vault, earlier: str | None) -> None:
    """Nor does it tell that nothing was accepted before. Worlds that differ in that alone show the same weeks."""
    every = reports(40, later(vault, 10))
    if earlier:
        every += [each._replace(category=earlier) for each in reports(1, later(vault, 5), first=100)]
    (block,) = released(vault, every, later(vault, 20))
    weeks = [number_of(week_of(day)) for day in (vault.now.replace(day=1), later(vault, 10))]
    assert [shared([block]).first, shared([block]).last] == weeks


def test_looking_again_gives_the_same_whatever_came_in_between(vault: Vault) -> None:
    every = reports(40, vault.now)
    blocks = released(vault, every, later(vault, 2))
    more = [*every, *reports(40, vault.now, "south", first=100)]
    assert released(vault, more, later(vault, 2)) == blocks
    assert len(released(vault, more, later(vault, 3))) == 2


def test_it_outlives_the_keys_of_the_months_before(vault: Vault) -> None:
    """Months after the first release only the key of the last one's month is needed."""
    every = reports(40, vault.now)
    first = released(vault, every, later(vault, 2))
    now = later(vault, 20)
    assert released(vault, every, now)[:1] == first
    with vault.database.reading() as session:
        assert {epoch for epoch, _ in rows.pieces(session)} == {f"{now:%Y-%m}"}


def test_a_ledger_longer_than_one_envelope_is_kept_whole(vault: Vault) -> None:
    every = [
        Accepted(n.to_bytes(16), number_of(week_of(vault.now)) + n // 400, "north", "theft", n.to_bytes(4))
        for n in range(8000)
    ]
    blocks = released(vault, every, later(vault, 30))
    assert sum(len(block.reports) for block in blocks) == 8000
    assert kept(vault, later(vault, 30)) == blocks
    with vault.database.reading() as session:
        assert len(rows.pieces(session)) > 1


@pytest.mark.parametrize("role", ["focal_point", "steward"])
def test_who_opens_no_safety_reports_neither_reads_nor_continues_it(vault: Vault, role: str) -> None:
    every = reports(40, vault.now)
    blocks = released(vault, every, later(vault, 2))
    with pytest.raises(LedgerUnreadable):
        kept(vault, later(vault, 2), role)
    with pytest.raises(LedgerUnreadable):
        released(vault, every, later(vault, 3), role)
    assert kept(vault, later(vault, 3)) == blocks


@pytest.mark.parametrize("role", ["focal_point", "steward"])
def test_nor_do_they_begin_one_that_nobody_else_would_believe(vault: Vault, role: str) -> None:
    every = reports(40, vault.now)
    with pytest.raises(LedgerUnreadable):
        released(vault, every, later(vault, 2), role)
    assert len(released(vault, every, later(vault, 2))) == 1


def test_what_is_ready_is_what_is_released_next_and_is_not_released_by_looking(vault: Vault) -> None:
    every, now = reports(40, vault.now), later(vault, 2)
    looks = [ready(vault, every, now) for _ in range(2)]
    assert kept(vault, now) == ()
    assert looks == [released(vault, every, now)] * 2
    assert ready(vault, every, now) == ()


def test_what_was_left_out_once_never_counts(vault: Vault) -> None:
    """All but three are one person's. Also in the same week, and when nobody says it again."""
    every = reports(40, vault.now)
    assert released(vault, every, later(vault, 1), without=[each.id for each in every[:20]]) == ()
    assert released(vault, every, later(vault, 1), without=[each.id for each in every[20:37]]) == ()
    assert released(vault, every, later(vault, 4)) == ()


@pytest.mark.of_a_file
def test_with_the_database_alone_nothing_of_it_can_be_read(vault: Vault) -> None:
    released(vault, reports(40, vault.now), later(vault, 2))
    plain = sqlite3.connect(vault.path)
    ((body,),) = plain.execute("SELECT body FROM picture").fetchall()
    plain.close()
    assert len(body) in {1024 + 48, 4096 + 48}
    assert not any(word in body for word in (b"north", b"theft", b"secret"))
    assert vault.runtime.opened(body, Row("picture")) is None


def test_a_ledger_that_was_put_there_by_nobody_is_not_believed(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    every = reports(40, vault.now)
    with monkeypatch.context() as patch:
        patch.setattr(releases, "signed", lambda unlocked, purpose, body: {**body, "member": "", "signature": "00"})
        released(vault, every, later(vault, 2))
    with pytest.raises(LedgerUnreadable):
        released(vault, every, later(vault, 3))


def test_what_would_pin_a_number_is_held_back_and_nothing_is_changed(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in the rules, here: blocks of one."""
    every = reports(40, vault.now)
    blocks = released(vault, every, later(vault, 2))
    monkeypatch.setattr("services.picture.ledger._threshold", lambda *_: 1)
    monkeypatch.setattr("services.picture.ledger._rounded_by", lambda *_: 0)
    more = [*every, *reports(1, later(vault, 1), first=50)]
    with pytest.raises(HeldBack) as held:
        released(vault, more, later(vault, 3))
    assert held.value.pinned
    assert kept(vault, later(vault, 3)) == blocks


def test_before_anything_was_released_nothing_is_published(vault: Vault) -> None:
    assert kept(vault, datetime(2026, 3, 5, tzinfo=UTC)) == ()
