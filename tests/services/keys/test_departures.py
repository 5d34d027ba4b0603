"""A removed member kept their keys and can write the database: what they lay down from then on counts for nothing, and
what they signed before stays true."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.removed_members import RemovedMembers
from services.audit import entries
from services.audit.entries import Entry, by_member
from services.audit.reading import Reader
from services.keys import keyring
from services.keys.departures import imprint
from services.keys.keyring import WrongPassphrase
from services.keys.members import remember_removed
from services.keys.sealing import CannotOpen, NotTrusted
from services.keys.trust import Trust
from services.notices import outbox
from services.notices.outbox import Notice
from services.reports.replies import open_replies
from services.store import Store
from storage import departures, envelopes
from storage import keyring as rows
from storage import outbox as notices
from tests.support.offices import Office, founded, office

__all__ = ["founded", "office"]

NOTICE = Notice("mailbox", 77, "en", {})


@pytest.fixture(autouse=True)
def colleague(office: Office) -> None:
    """Somebody who looks at the cases afterwards."""
    office.colleague("colleague", "Lina", "caseworker")


def remove(office: Office, who: str = "caseworker") -> None:
    with office.database.writing() as session:
        keyring.remove(session, office.members["steward"], office.members[who].member, office.trust, office.now)


def kinds(office: Office, case_id: bytes) -> list[str]:
    with office.database.reading() as session:
        office.members["colleague"] = keyring.reread(session, office.members["colleague"], office.trust)
    return [entry.kind for entry in office.case(case_id, "colleague").entries]


def texts(office: Office, case_id: bytes) -> tuple[list[str], int]:
    with office.database.reading() as session:
        found = open_replies(session, office.trust, office.mailboxes[case_id])
    return [reply.text for reply in found.replies], len(found.forged)


def test_a_deed_that_is_laid_down_after_the_removal_is_forged_whatever_day_it_bears(office: Office) -> None:
    case_id = office.report()
    office.do("caseworker", "note", case_id, "True words.")
    remove(office)
    office.do("caseworker", "note", case_id, "Backdated words.")
    assert kinds(office, case_id) == ["report", "note", "forged"]


def test_a_true_envelope_taken_away_gives_its_number_to_nothing_else(office: Office) -> None:
    case_id = office.report()
    office.do("caseworker", "note", case_id, "True words.")
    remove(office)
    with office.database.writing() as session:
        before = {head.id for head in envelopes.heads(session)}
    office.do("caseworker", "note", case_id, "Other words.")
    with office.database.writing() as session:
        [fresh] = {head.id for head in envelopes.heads(session)} - before
        [true] = before - {case_id}
        body = envelopes.bodies(session, [fresh])[fresh]
        envelopes.delete(session, [true, fresh])
        envelopes.add(session, true, "2026-11", "2026-W47", body)
    assert "note" not in kinds(office, case_id)


def test_a_reply_of_theirs_is_read_by_nobody_and_those_of_before_are(office: Office) -> None:
    case_id = office.report()
    office.do("caseworker", "reply", case_id, "Come to the office.")
    remove(office)
    office.do("caseworker", "reply", case_id, "Come to the bridge, alone.")
    assert texts(office, case_id) == (["Come to the office."], 1)


def test_a_notice_of_theirs_is_set_aside_and_one_that_waited_is_sent(office: Office) -> None:
    member = office.members["caseworker"]

    def laid() -> bytes:
        with office.database.writing() as session:
            outbox.enqueue_signed(session, member, office.runtime.public, NOTICE, office.now)
            return max(notices.due(session, int(office.now.timestamp()), 9), key=lambda row: row.id).body

    before = laid()
    remove(office)
    after = laid()
    with office.database.reading() as session:
        store = Store(session, office.runtime)
        assert outbox.opened(store, before, office.trust, office.now).chat == 77
        with pytest.raises((NotTrusted, CannotOpen)):
            outbox.opened(store, after, office.trust, office.now)


def test_an_entry_that_they_put_into_the_chain_is_seen_as_nobodys(office: Office) -> None:
    def write(who: str) -> None:
        with office.database.writing() as session:
            entry = Entry("printed", office.now.date(), "x")
            entries.write(session, office.trust, by_member(office.members[who]), entry)

    write("caseworker")
    remove(office)
    write("caseworker")
    write("colleague")
    with office.database.reading() as session:
        steward = office.members["steward"]
        read = Reader(session, office.trust, office.runtime, steward.organisation).everything()
    assert [each.trouble for each in read] == ["", "unsigned", ""]


def _dropped(office: Office, row: rows.MemberRow) -> None:
    """Their row as it is, without what was noted at the removal."""


def _put_back(office: Office, row: rows.MemberRow) -> None:
    """Their row of before, truly certified."""
    with office.database.writing() as session:
        rows.change_member(session, row)


@pytest.mark.parametrize("way", [_dropped, _put_back])
def test_an_old_row_put_back_makes_nobody_a_member_again(
    office: Office, tmp_path: Path, way: Callable[[Office, rows.MemberRow], None]
) -> None:
    case_id, member = office.report(), office.members["caseworker"]
    with office.database.reading() as session:
        before = rows.member(session, member.member)
    assert before is not None
    remove(office)
    file = tmp_path / "removed"
    with office.database.writing() as session:
        remember_removed(session, Trust(office.trust.verify_key, RemovedMembers(file)))
        session.connection().exec_driver_sql("DELETE FROM departures")
    way(office, before)
    office.trust = Trust(office.trust.verify_key, RemovedMembers(file))
    office.do("caseworker", "reply", case_id, "Come to the bridge, alone.")
    assert texts(office, case_id) == ([], 1) and "forged" in kinds(office, case_id)
    key = keyring.stretch(office.site_salt, office.passphrases["caseworker"])
    with office.database.writing() as session, pytest.raises(WrongPassphrase):
        keyring.unlock(session, key, office.trust, office.now)
    with office.database.reading() as session:
        assert member.member not in {each.id for each in keyring.members(session, office.runtime, office.trust)}


def test_what_was_noted_counts_only_as_the_organisation_has_signed_it(office: Office, tmp_path: Path) -> None:
    office.trust = Trust(office.trust.verify_key, RemovedMembers(tmp_path / "removed"))
    case_id, member = office.report(), office.members["caseworker"].member
    remove(office)
    office.do("caseworker", "note", case_id, "Backdated words.")
    with office.database.writing() as session:
        remember_removed(session, office.trust)
        row = departures.of(session, member)
        assert row is not None
        lies = {imprint(*each) for each in departures.lying(session)}
        departures.put(session, row._replace(imprints=b"".join(sorted(lies))))
    assert kinds(office, case_id) == ["report", "forged"]


def test_who_was_removed_before_it_was_noted_is_settled_when_a_steward_unlocks(office: Office) -> None:
    case_id = office.report()
    office.do("caseworker", "note", case_id, "True words.")
    remove(office)
    with office.database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM departures")
    assert kinds(office, case_id) == ["report", "note"]
    key = keyring.stretch(office.site_salt, office.passphrases["steward"])
    with office.database.writing() as session:
        keyring.unlock(session, key, office.trust, office.now)
    office.do("caseworker", "note", case_id, "Backdated words.")
    assert kinds(office, case_id) == ["report", "note", "forged"]


def test_the_file_is_read_anew_when_another_process_has_added_to_it(tmp_path: Path) -> None:
    here, there = RemovedMembers(tmp_path / "removed"), RemovedMembers(tmp_path / "removed")
    row = departures.DepartureRow(b"m" * 16, b"i" * 32, b"s" * 64)
    assert here.get(row.member) is None
    there.add(row)
    assert here.get(row.member) == row
    (tmp_path / "removed").unlink()
    assert here.get(row.member) == row
    assert (tmp_path / "other").exists() is False and RemovedMembers(tmp_path / "other").get(row.member) is None
