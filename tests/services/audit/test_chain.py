"""The audit chain: whatever is changed in it is noticed, without opening an entry and by whoever opens them."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from services.audit import chain, entries
from services.audit.chain import BEGINNING, Head, Mark, Verdict, link_of, walk
from services.audit.entries import KINDS, LONGEST, MOST_REFUSED, Entry, by_member, by_organisation
from services.audit.reading import Read, Reader
from services.keys.keyring import NotASteward, remove, unlock
from services.keys.sealing import SIZES, RuntimeKey
from storage import audit as rows
from storage.audit import AuditRow
from tests.support.audit import flipped
from tests.support.vaults import Vault

DAY = date(2026, 11, 20)
KEPT = 12


def _write(vault: Vault, kind: str = "printed", about: str = "", who: str = "caseworker", times: int = 1) -> None:
    member = vault.template.unlocked(who)
    with vault.database.writing() as session:
        for _ in range(times):
            entries.write(session, vault.trust, by_member(member), Entry(kind, DAY, about))


def _rows(vault: Vault) -> list[AuditRow]:
    with vault.database.reading() as session:
        return rows.everything(session)


def _put(vault: Vault, all: Sequence[AuditRow]) -> None:
    with vault.database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM audit")
        for row in all:
            rows.add(session, row)


def _verdict(vault: Vault, mark: Mark = Mark()) -> Verdict:  # noqa: B008  frozen
    with vault.database.reading() as session:
        return chain.verify(session, mark)


def _read(vault: Vault, runtime: RuntimeKey | None = None) -> list[Read]:
    steward = vault.template.unlocked("steward")
    with vault.database.reading() as session:
        return Reader(session, vault.trust, runtime, steward.organisation).everything()


def _relinked(all: Sequence[AuditRow]) -> list[AuditRow]:
    """Numbers and links made to fit: what anybody can do who can write the database."""
    at, made = BEGINNING, []
    for number, row in enumerate(all, 1):
        link = link_of(at.link, number, row.tag, row.body)
        made.append(AuditRow(number, row.tag, row.body, link))
        at = Head(number, link)
    return made


def test_a_steward_reads_who_did_what(vault: Vault) -> None:
    _write(vault, "replied", "a1b2c3d4e5f6")
    _write(vault, "enrolled", "caseworker 01020304", who="steward")
    caseworker, steward = (vault.template.unlocked(role).member for role in ("caseworker", "steward"))
    assert _read(vault) == [
        Read(1, "replied", DAY, "a1b2c3d4e5f6", caseworker),
        Read(2, "enrolled", DAY, "caseworker 01020304", steward),
    ]
    assert _verdict(vault).is_whole


def test_nobody_but_a_steward_reads_it(vault: Vault) -> None:
    _write(vault)
    for role in ("caseworker", "focal_point"):
        member = vault.template.unlocked(role)
        with vault.database.reading() as session, pytest.raises(NotASteward):
            Reader(session, vault.trust, None, member.organisation)


def test_rows_tell_no_more_than_how_many_there_are(vault: Vault) -> None:
    """Whatever was done, by whom and about what: of one size, and no word of it stands there."""
    for kind in KINDS:
        _write(vault, kind, "x" * 3 * LONGEST, who="steward")
    _write(vault, "replied", "“ë”" * LONGEST)
    found = _rows(vault)
    assert {len(row.body) for row in found} == {SIZES[0] + 48}
    assert {len(row.tag) for row in found} == {16} and len({row.tag for row in found}) == len(found)
    raw = b"".join(row.body + row.tag for row in found)
    member = vault.template.unlocked("steward").member
    assert not any(word in raw for word in (b"printed", b"replied", member, member.hex().encode()))


def test_every_bit_that_turns_over_is_noticed(vault: Vault) -> None:
    """Without opening anything. `tests/bench/audit_flips.py` tries ten thousand."""
    _write(vault, times=KEPT)
    found, chance = _rows(vault), random.Random(11)
    assert walk(found, Mark()).is_whole
    for _ in range(400):
        assert walk(flipped(found, chance), Mark()).broken_at is not None


@pytest.mark.parametrize("number", [0, -8, 2**40])
def test_a_number_that_turned_over_is_noticed_in_the_database_too(vault: Vault, number: int) -> None:
    _write(vault, times=8)
    *first, last = _rows(vault)
    _put(vault, [*first, last._replace(number=number)])
    assert _verdict(vault).broken_at is not None


def test_who_opens_it_notices_each_row_that_was_changed(vault: Vault) -> None:
    _write(vault, times=KEPT)
    found, chance = _rows(vault), random.Random(12)
    steward = vault.template.unlocked("steward")
    with vault.database.reading() as session:
        reader = Reader(session, vault.trust, None, steward.organisation)
        for _ in range(60):
            assert any(read.is_false for read in reader.read(flipped(found, chance)))


def _last_away(all: list[AuditRow]) -> list[AuditRow]:
    return all[:-3]


def _all_away(_all: list[AuditRow]) -> list[AuditRow]:
    return []


def _one_away(all: list[AuditRow]) -> list[AuditRow]:
    return _relinked([*all[:4], *all[5:]])


def _exchanged(all: list[AuditRow]) -> list[AuditRow]:
    return _relinked([*all[:4], all[5], all[4], *all[6:]])


def _one_twice(all: list[AuditRow]) -> list[AuditRow]:
    return _relinked([*all[:6], all[2]._replace(tag=b"another tag here"), *all[6:]])


@pytest.mark.parametrize("bend", [_last_away, _all_away, _one_away, _exchanged, _one_twice])
def test_a_mark_outside_notices_whatever_was_made_to_fit(
    vault: Vault, bend: Callable[[list[AuditRow]], list[AuditRow]]
) -> None:
    """The writer of the database has computed all links anew."""
    _write(vault, times=KEPT)
    mark = Mark(reached=_verdict(vault).head)
    assert _verdict(vault, mark).is_whole
    _put(vault, bend(_rows(vault)))
    assert _verdict(vault, mark).is_cut
    with vault.database.reading() as session:
        assert chain.advanced(session, mark) is None, "what was is remembered"


@pytest.mark.parametrize("bend", [_one_away, _exchanged, _one_twice])
def test_who_opens_it_notices_it_without_a_mark(vault: Vault, bend: Callable[[list[AuditRow]], list[AuditRow]]) -> None:
    _write(vault, times=KEPT)
    _put(vault, bend(_rows(vault)))
    assert _verdict(vault).is_whole, "links alone do not tell"
    assert any(read.trouble == "unsigned" for read in _read(vault))


def test_an_entry_that_somebody_made_is_nobodys(vault: Vault) -> None:
    """Sealing takes the pinned key alone, which is public; a signature does not."""
    member = vault.template.unlocked("caseworker")
    other = vault.template.unlocked("focal_point")
    with vault.database.writing() as session:
        forged = replace(member, signing=other.signing)
        entries.write(session, vault.trust, by_member(forged), Entry("exported", DAY))
        entries.write(session, vault.trust, by_organisation(other.signing), Entry("recovered", DAY))
    assert [read.trouble for read in _read(vault)] == ["unsigned", "unsigned"]


def test_it_goes_on_after_something_was_changed_and_a_steward_has_looked(vault: Vault) -> None:
    _write(vault, times=KEPT)
    mark = Mark(reached=_verdict(vault).head)
    _put(vault, [row._replace(body=row.body[::-1]) if row.number == 5 else row for row in _rows(vault)])
    assert _verdict(vault, mark).broken_at == 5
    _write(vault, "accepted", who="steward")
    with vault.database.reading() as session:
        mark = chain.accepted(session, mark)
    assert _verdict(vault, mark).is_whole
    _write(vault, times=2)
    assert _verdict(vault, mark).is_whole and [read.number for read in _read(vault) if read.is_false] == [5]
    _put(vault, [row._replace(body=row.body[::-1]) if row.number == KEPT + 3 else row for row in _rows(vault)])
    assert _verdict(vault, mark).broken_at == KEPT + 3


def test_what_was_cut_off_and_accepted_leaves_the_rest_looked_at(vault: Vault) -> None:
    _write(vault, times=KEPT)
    mark = Mark(reached=_verdict(vault).head)
    _put(vault, _rows(vault)[:6])
    with vault.database.reading() as session:
        mark = chain.accepted(session, mark)
    assert mark == Mark(BEGINNING, Head(6, _rows(vault)[-1].link)) and _verdict(vault, mark).is_whole
    _put(vault, [row._replace(body=row.body[::-1]) if row.number == 2 else row for row in _rows(vault)])
    assert _verdict(vault, mark).broken_at == 2


def test_the_mark_goes_on_with_the_chain(vault: Vault) -> None:
    runtime, mark = RuntimeKey.generate(), Mark()
    for _ in range(3):
        _write(vault, times=2)
        with vault.database.reading() as session:
            further = chain.advanced(session, mark)
        assert further is not None
        mark = chain.from_text(runtime, chain.as_text(runtime, further) + "\n")
        assert mark == further
    assert mark.reached.number == 6
    assert chain.from_text(RuntimeKey.generate(), chain.as_text(runtime, mark)) == Mark()
    assert chain.from_text(runtime, "") == chain.from_text(runtime, "7 00 8 11 22") == Mark()


def test_two_cannot_go_on_from_one_entry(vault: Vault) -> None:
    _write(vault)
    [row] = _rows(vault)
    with pytest.raises(IntegrityError), vault.database.writing() as session:
        rows.add(session, row._replace(tag=b"another tag here"))


def test_unlocking_is_told_once_a_day_however_often_it_happens(vault: Vault) -> None:
    """So that nobody sees in it on how much a focal point works."""
    member = vault.template.unlocked("focal_point")
    with vault.database.writing() as session:
        for day in (DAY, DAY, date(2026, 11, 21), DAY):
            entries.note_unlocked(session, vault.trust, member, day)
        entries.note_unlocked(session, vault.trust, vault.template.unlocked("caseworker"), DAY)
    assert [(read.day, read.member == member.member) for read in _read(vault)] == [
        (DAY, True),
        (date(2026, 11, 21), True),
        (DAY, False),
    ]


def test_wrong_passphrases_are_told_and_fill_nothing(vault: Vault) -> None:
    runtime = vault.template.runtime
    with vault.database.writing() as session:
        for _ in range(MOST_REFUSED + 5):
            entries.note_refused(session, vault.trust, runtime, DAY)
    read = _read(vault, runtime)
    assert [(each.kind, each.about, each.by_program, each.trouble) for each in read] == [
        ("refused", str(time), True, "") for time in range(1, MOST_REFUSED + 1)
    ]
    assert {each.trouble for each in _read(vault)} == {"unchecked"}, "without that key nobody can tell"


def test_what_somebody_did_who_has_left_since_still_counts(vault: Vault) -> None:
    _write(vault, "exported")
    member, steward = (vault.template.unlocked(role) for role in ("caseworker", "steward"))
    with vault.database.writing() as session:
        remove(session, steward, member.member, vault.trust, vault.now)
    assert [(read.member, read.trouble) for read in _read(vault)] == [(member.member, "")]


def test_two_recovery_shares_are_named_where_they_were_used(vault: Vault) -> None:
    steward = vault.template.unlocked("steward")
    assert steward.organisation is not None
    with vault.database.writing() as session:
        entries.write(session, vault.trust, by_organisation(steward.organisation), Entry("recovered", DAY, "steward"))
    [read] = _read(vault)
    assert (read.member, read.by_program, read.trouble) == (None, False, "")


def test_unlocking_does_not_need_the_chain_to_be_whole(vault: Vault) -> None:
    """Whoever breaks it must not lock people out."""
    _write(vault, times=2)
    _put(vault, [row._replace(link=bytes(32)) for row in _rows(vault)])
    with vault.database.writing() as session:
        member = unlock(session, vault.template.unlock_key("caseworker"), vault.trust, vault.now)
        entries.note_unlocked(session, vault.trust, member, DAY)
    assert _verdict(vault).broken_at == 1 and len(_rows(vault)) == 3
