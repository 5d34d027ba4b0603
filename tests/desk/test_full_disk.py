"""Where the disk is full, a page says so: nothing is handed out that is not on record, what was typed is still there,
and the same press does it once there is room."""

import pytest

from tests.desk.conftest import Desk
from tests.desk.dictation.test_dictation import begun, config, press, told
from tests.desk.test_database_troubles import full
from tests.support.reports.referring import answers, asks, only

__all__ = ["config"]
FULL = "The disk is full. Nothing was changed."
NOTE = "They are at the school now. " * 300


@pytest.fixture
def case_id(desk: Desk) -> bytes:
    return desk.office.report("They came at night.")


async def test_a_note_and_a_reply_stay_where_they_were_typed(desk: Desk, case_id: bytes) -> None:
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    reply = NOTE[:2900]
    await visitor.work(case_id, "preview", reply=reply)
    with full(desk.office.database):
        noted = await visitor.work(case_id, "note", note=NOTE, reply=reply)
        assert FULL in noted.plain
        await visitor.get(f"/case/{case_id.hex()}")
        assert visitor.area("note").split() == NOTE.split()
        sent = await visitor.work(case_id, "send", note=NOTE, reply=reply)
        assert FULL in sent.plain
        await visitor.get(f"/case/{case_id.hex()}")
        assert visitor.area("reply").split() == reply.split()
        assert [entry.kind for entry in desk.office.case(case_id).entries] == ["report"]
    await visitor.work(case_id, "note", note=NOTE, reply=reply)
    await visitor.work(case_id, "send", reply=reply)
    assert [entry.kind for entry in desk.office.case(case_id).entries] == ["report", "note", "reply"]


async def test_no_packet_is_shown_that_is_not_on_record(desk: Desk, case_id: bytes) -> None:
    asked = asks(desk.office, case_id)
    answers(desk.office, case_id, asked)
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}/referral")
    sent = {"do": "packet", "days": "3", "terms": asked.digest, "version": visitor.field("version")}
    with full(desk.office.database):
        answer = await visitor.post(f"/case/{case_id.hex()}/referral", sent)
        assert FULL in answer.plain and 'class="passphrase"' not in answer.text
        assert only(desk.office, case_id).handed_on is None
    await visitor.get(f"/case/{case_id.hex()}/referral")
    again = await visitor.post(f"/case/{case_id.hex()}/referral", sent)
    assert 'class="passphrase"' in again.text
    assert only(desk.office, case_id).handed_on is not None


async def test_a_receipt_is_shown_only_of_what_was_kept(desk: Desk) -> None:
    visitor = await begun(desk)
    await told(visitor, category="unsafe", what_happened="They came at night.")
    with full(desk.office.database):
        answer = await press(visitor, "send")
        assert FULL in answer.plain and "Hand over the receipt" not in answer.plain
        assert desk.office.caseload().all() == []
    await visitor.get("/dictation")
    assert "Hand over the receipt" in (await press(visitor, "send")).plain
    (case,) = desk.office.caseload().all()
    assert case.answer("what_happened") == "They came at night."
