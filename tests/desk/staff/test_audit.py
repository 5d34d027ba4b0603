"""What was done, at the desk: a steward reads it, nobody else, and it holds no content and no complaint."""

import sqlite3

from desk.words.audit_words import KINDS
from services.audit.entries import KINDS as TOLD
from services.audit.reading import Reader
from services.reports.deeds.printing import printed
from storage import audit as rows
from tests.desk.conftest import Desk
from tests.support.offices import Office


def kinds(office: Office) -> list[str]:
    with office.database.reading() as session:
        key = office.members["steward"].organisation
        return [read.kind for read in Reader(session, office.trust, office.runtime, key).everything()]


def test_each_kind_has_words() -> None:
    assert KINDS.keys() == set(TOLD)


async def test_a_steward_reads_what_was_done(desk: Desk) -> None:
    office = desk.office
    case_id = office.report()
    await desk.inside()
    office.do("caseworker", "reply", case_id, "We have read this.")
    steward = await desk.inside("steward", "/me")
    assert "What was done" in steward.last.plain
    page = (await steward.get("/audit")).plain
    for what in ("Unlocked the desk that day", "Replied in a case"):
        assert f"Nov 20, 2026 Carla Casey {what}" in page
    assert "All of it is as it was written." in page
    assert "have read" not in page and "last night" not in page and case_id.hex() not in page


async def test_nobody_else_has_such_a_page(desk: Desk) -> None:
    for who in ("caseworker", "focal_point"):
        visitor = await desk.inside(who, "/me")
        assert "What was done" not in visitor.last.plain
        assert (await visitor.get("/audit")).path == "/"


async def test_what_focal_points_do_with_complaints_adds_nothing(desk: Desk) -> None:
    """A year of complaints and a year without them leave the same chain."""
    office = desk.office
    for _ in range(3):
        office.act("focal_point", office.report(compartment="psea"), printed())
        office.do("focal_point", "reply", office.report(compartment="psea"), "We have read it.")
        await desk.inside("focal_point")
    assert kinds(office) == ["unlocked"]
    office.act("caseworker", office.report(), printed())
    assert kinds(office) == ["unlocked", "printed"]


async def test_a_wrong_passphrase_and_a_new_one_are_written_down(desk: Desk) -> None:
    await desk.visitor().unlock("kupol faxat zimel torug kanis wedar lopik")
    visitor = await desk.inside(onward="/phones")
    await visitor.post("/phones", {"do": "invite", "name": "Duty phone"})
    assert kinds(desk.office) == ["refused", "unlocked", "receiver_invited"]


async def test_what_was_changed_is_said(desk: Desk) -> None:
    steward = await desk.inside("steward")
    with desk.office.database.reading() as session:
        [row] = rows.everything(session)
    with sqlite3.connect(str(desk.office.database.path)) as plain:
        plain.execute("UPDATE audit SET body = ?", (row.body[:-1] + bytes([row.body[-1] ^ 1]),))
    plain.close()
    page = (await steward.get("/audit")).plain
    assert "Somebody has changed this" in page and "Changed: it does not follow on the entry before" in page
