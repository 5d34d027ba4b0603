"""Cases of a colleague who left are seen to be nobody's, and given on in one step."""

from services.keys.keyring import remove as remove_member
from tests.desk.conftest import Desk
from tests.desk.queue.test_several import ticked
from tests.support.patience import becomes


async def test_what_a_colleague_left_is_nobodys_and_given_on_at_once(desk: Desk) -> None:
    office = desk.office
    nadia = office.colleague("second", "Nadia Noor", "caseworker")
    cases = [office.report() for _ in range(3)]
    for case_id in cases:
        office.do("caseworker", "assign", case_id, nadia.member)
    office.do("caseworker", "set_status", cases[2], "closed")
    with office.database.writing() as session:
        remove_member(session, office.members["steward"], nadia.member, office.trust, office.now)
    visitor = await desk.inside()
    assert "2 open cases were left by a colleague who is gone" in visitor.last.plain
    page = await visitor.get("/?whose=left")
    assert page.plain.count("Nobody’s: a colleague left") == 2
    carla = office.members["caseworker"].member
    sent = {"do": "give", "case": ticked(visitor, cases[0]), "assignee": carla.hex()}
    assert "1 case given on" in (await visitor.post("/several", sent)).plain
    assert "1 open case was left" in visitor.last.plain
    mine = (await visitor.get("/?whose=mine&status=all")).text
    assert [case_id.hex() in mine for case_id in cases] == [True, False, False]


async def test_nobodys_case_that_somebody_took_meanwhile_stays_theirs(desk: Desk) -> None:
    office = desk.office
    nadia = office.colleague("second", "Nadia Noor", "caseworker")
    case_id = office.report()
    visitor = await desk.inside(onward="/?whose=nobodys")
    office.do("caseworker", "assign", case_id, nadia.member)
    carla = office.members["caseworker"].member
    sent = {"do": "give", "case": ticked(visitor, case_id), "assignee": carla.hex()}
    answer = await visitor.post("/several", sent)
    assert f"something was added meanwhile: {office.case(case_id).name}" in answer.plain
    assert "0 cases given on" in answer.plain and office.case(case_id).assigned == nadia.member


async def test_nobody_gets_what_they_cannot_open(desk: Desk) -> None:
    office = desk.office
    case_id = office.report()
    visitor = await desk.inside()
    farid = office.members["focal_point"].member
    for assignee in (farid.hex(), "", "no hex"):
        await visitor.post("/several", {"do": "give", "case": ticked(visitor, case_id), "assignee": assignee})
        assert office.case(case_id).assigned is None


async def test_who_was_removed_is_out_at_once_though_they_ask_for_nothing(desk: Desk) -> None:
    office = desk.office
    nadia = office.colleague("second", "Nadia Noor", "caseworker")
    await desk.inside("second")
    await desk.inside()
    with office.database.writing() as session:
        remove_member(session, office.members["steward"], nadia.member, office.trust, office.now)
    await becomes(lambda: nadia.member not in {session.member for session in desk.sessions.unlocked()})
    assert len(list(desk.sessions.unlocked())) == 1
