"""A case is read, answered and handed on; nothing that was typed is ever lost on the way."""

from sqlalchemy import update

from services.content.reply_warnings import LURE
from services.keys.sealing import new_key_pair
from services.reports.replies import open_replies
from storage import envelopes as rows
from storage import mailbox as mailboxes
from tests.desk.conftest import Desk, Visitor
from tests.support.tables import every_table

REPLY = "We have spoken with the committee.\nAre you safe now?"


async def test_later_words_of_danger_are_marked_in_the_thread_the_queue_and_the_heading(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    assert 'class="badge danger"' not in visitor.last.text
    desk.office.later(case_id, text="They will kill me.", urgent=True)
    page = await visitor.get(visitor.last.path)
    assert 'class="badge danger"' in page.text and "The person wrote, and spoke of danger" in page.plain
    assert 'class="badge danger"' in (await visitor.get("/")).text


async def at(desk: Desk, case_id: bytes, who: str = "caseworker") -> Visitor:
    return await desk.inside(who, onward=f"/case/{case_id.hex()}")


def replies(desk: Desk, case_id: bytes) -> list[str]:
    with desk.office.database.reading() as session:
        inbox = open_replies(session, desk.office.trust, desk.office.mailboxes[case_id])
    assert inbox.forged == ()
    return [reply.text for reply in inbox.replies]


async def test_a_reply_is_previewed_with_its_check_words_and_then_sent(desk: Desk) -> None:
    case_id = desk.office.report(check_words=[0, 1])
    visitor = await at(desk, case_id)
    preview = await visitor.work(case_id, "preview", reply=REPLY)
    assert "This is what they will read" in preview.plain and "🐪 camel" in preview.plain
    assert replies(desk, case_id) == []
    sent = await visitor.work(case_id, "send", reply=REPLY, then="closed:helped")
    assert "Your reply is in their mailbox" in sent.plain and visitor.area("reply") == ""
    assert replies(desk, case_id) == [REPLY]
    assert desk.office.case(case_id).status == "closed"


async def test_closing_asks_for_the_outcome_and_shows_it(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    answer = await visitor.work(case_id, "status", state="closed")
    assert "Choose with which outcome the case is closed." in answer.plain and desk.office.case(case_id).is_open
    answer = await visitor.work(case_id, "status", state="closed:not_wanted")
    assert "Carla Casey set the state: Closed: the person wants nothing more" in answer.plain
    assert desk.office.case(case_id).outcome == "not_wanted"
    assert 'value="closed:not_wanted" selected' in answer.text


async def test_a_reply_is_sent_once_however_often_the_button_is_pressed(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    await visitor.work(case_id, "preview", reply=REPLY)
    version, token = visitor.field("version"), visitor.form_token
    for _ in range(3):
        await visitor.post(f"/case/{case_id.hex()}", {"do": "send", "version": version, "reply": REPLY}, token)
        assert visitor.area("reply") == ""
    assert replies(desk, case_id) == [REPLY]


async def test_nothing_is_sent_that_was_not_previewed_as_it_is(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    await visitor.work(case_id, "preview", reply=REPLY)
    answer = await visitor.work(case_id, "send", reply=REPLY + " One thing more.")
    assert "This is what they will read" in answer.plain and "One thing more." in answer.plain
    assert replies(desk, case_id) == []


async def test_the_page_warns_of_lures_and_of_what_a_reply_must_not_hold(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    assert "Propose no meeting" in visitor.last.plain and "Ask for no name" in visitor.last.plain
    answer = await visitor.work(case_id, "preview", reply="Call me: 0770 123 4567")
    assert "Your reply holds a link, an address or a number" in answer.plain


def test_what_counts_as_a_lure() -> None:
    for text in ("see https://x.org", "www.x.org", "me@x.org", "+964 (770) 123-4567", "٠٧٧٠١٢٣٤٥٦٧"):
        assert LURE.search(text), text
    for text in ("See you in 2026", "Between 9 and 10", "12 people, 3 tents", "Thank you @ all"):
        assert not LURE.search(text), text


async def test_a_reply_that_is_too_long_says_by_how_much_and_is_kept(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    long = "y" * 3012
    answer = await visitor.work(case_id, "preview", reply=long)
    assert "Your text is 12 characters too long" in answer.plain
    assert answer.text.index("12") < answer.text.index('<textarea id="reply"'), "said beside the text"
    assert visitor.area("reply") == long and replies(desk, case_id) == []


async def test_an_empty_reply_is_not_sent(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    assert "There is no text yet" in (await visitor.work(case_id, "preview", reply=" \r\n ")).plain


async def test_a_change_by_somebody_else_is_shown_before_anything_is_sent(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    await visitor.work(case_id, "preview", reply=REPLY)
    desk.office.later(case_id, text="Please do not go to the committee!")
    answer = await visitor.work(case_id, "send", reply=REPLY)
    assert "Something was added to this case while you were writing" in answer.plain
    assert 'class="entry person message added"' in answer.text
    assert visitor.area("reply") == REPLY and replies(desk, case_id) == []
    await visitor.work(case_id, "send", reply=REPLY)
    assert replies(desk, case_id) == [REPLY]


async def test_every_button_keeps_what_stands_in_the_other_boxes(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    await visitor.work(case_id, "note", reply=REPLY, note="Told the committee.")
    assert visitor.area("reply") == REPLY and visitor.area("note") == ""
    await visitor.work(case_id, "status", reply=REPLY, note="second note", state="waiting")
    assert visitor.area("reply") == REPLY and visitor.area("note") == "second note"
    await visitor.work(case_id, "queue", reply=REPLY + "!", note="")
    assert "Draft" in visitor.last.plain
    await visitor.get(f"/case/{case_id.hex()}")
    assert visitor.area("reply") == REPLY + "!"


async def test_a_case_is_taken_and_given_to_a_colleague_who_can_open_it(desk: Desk) -> None:
    office = desk.office
    nadia = office.colleague("second", "Nadia Noor", "caseworker")
    case_id = office.report()
    visitor = await at(desk, case_id)
    assert "Carla Casey took the case" in (await visitor.work(case_id, "take")).plain
    answer = await visitor.work(case_id, "assign", assignee=nadia.member.hex())
    assert "Carla Casey gave the case to Nadia Noor" in answer.plain
    assert office.case(case_id).assigned == nadia.member
    await visitor.work(case_id, "assign", assignee=office.members["focal_point"].member.hex())
    assert office.case(case_id).assigned is None, "nobody outside the compartment can be given a case"


async def test_text_is_kept_over_an_auto_lock(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    desk.ticks.now += 16 * 60
    desk.sessions.lock_overdue()
    door = await visitor.work(case_id, "send", reply=REPLY, note="and a note")
    assert "The desk locked itself" in door.plain and REPLY.split("\n")[0] not in door.text
    assert replies(desk, case_id) == []
    fields = {"passphrase": desk.office.passphrases["caseworker"], "next": visitor.field("next")}
    await visitor.post("/unlock", fields)
    assert visitor.last.path == f"/case/{case_id.hex()}"
    assert (visitor.area("reply"), visitor.area("note")) == (REPLY, "and a note")


async def test_text_is_kept_over_a_lock_by_hand_and_in_another_browser(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    await visitor.work(case_id, "lock", reply=REPLY)
    assert list(desk.sessions.unlocked()) == []
    other = await at(desk, case_id)
    assert other.area("reply") == REPLY


async def test_kept_text_comes_back_to_its_writer_alone(desk: Desk) -> None:
    office = desk.office
    office.colleague("second", "Nadia Noor", "caseworker")
    case_id = office.report()
    visitor = await at(desk, case_id)
    await visitor.work(case_id, "lock", reply=REPLY)
    colleague = await at(desk, case_id, "second")
    assert colleague.area("reply") == ""
    assert (await at(desk, case_id)).area("reply") == REPLY


async def test_text_is_kept_when_the_desk_was_started_anew(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    desk.sessions._sessions.clear()
    door = await visitor.work(case_id, "send", reply=REPLY)
    assert door.status == 401 and "your text is back" in door.plain and "committee" not in door.text
    fields = {"passphrase": "wrong " * 7, "next": visitor.field("next"), "kept": visitor.field("kept")}
    assert (await visitor.post("/unlock", fields)).status == 401
    fields |= {"passphrase": desk.office.passphrases["caseworker"], "kept": visitor.field("kept")}
    await visitor.post("/unlock", fields)
    assert visitor.area("reply") == REPLY and replies(desk, case_id) == []


async def test_text_of_a_case_somebody_cannot_open_is_not_shown_to_them(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    desk.sessions._sessions.clear()
    await visitor.work(case_id, "send", reply=REPLY)
    fields = {"next": visitor.field("next"), "kept": visitor.field("kept")}
    answer = await visitor.post("/unlock", fields | {"passphrase": desk.office.passphrases["focal_point"]})
    assert "committee" not in answer.text


async def test_a_page_saves_itself_and_is_told_how_long_it_has(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    desk.ticks.now += 10 * 60
    answer = await visitor.post(f"/case/{case_id.hex()}/draft", {"reply": REPLY, "note": ""})
    assert answer.status == 200 and answer.text.startswith('{"locks_in": 900,')
    await visitor.get(f"/case/{case_id.hex()}")
    assert visitor.area("reply") == REPLY


async def test_half_written_text_survives_unlocking_a_second_time_in_the_same_browser(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    await visitor.post(f"/case/{case_id.hex()}/draft", {"reply": REPLY, "note": ""})
    await visitor.unlock(desk.office.passphrases["caseworker"], f"/case/{case_id.hex()}")
    await visitor.unlock(desk.office.passphrases["caseworker"], f"/case/{case_id.hex()}")
    assert visitor.area("reply") == REPLY


async def test_text_on_a_case_that_was_erased_can_still_be_copied(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    with desk.office.database.writing() as session:
        rows.delete(session, [case_id])
    answer = await visitor.work(case_id, "send", reply=REPLY)
    assert answer.status == 404 and "Are you safe now?" in answer.plain


async def test_a_draft_on_a_case_that_was_erased_is_still_found_there(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await at(desk, case_id)
    await visitor.work(case_id, "queue", reply=REPLY)
    with desk.office.database.writing() as session:
        rows.delete(session, [case_id])
    answer = await visitor.get(f"/case/{case_id.hex()}")
    assert answer.status == 404 and "Are you safe now?" in answer.plain


async def test_the_chat_is_on_no_page(desk: Desk) -> None:
    case_id = desk.office.report(route={"chat": 7_654_321_098, "language": "en"})
    visitor = await at(desk, case_id)
    pages = [visitor.last, await visitor.work(case_id, "preview", reply=REPLY)]
    pages += [await visitor.work(case_id, "send", reply=REPLY), await visitor.get("/")]
    assert all("7654321098" not in page.text for page in pages)
    assert "their phone will be told" in pages[2].plain


async def test_a_forged_entry_is_seen_and_its_words_are_not(desk: Desk) -> None:
    case_id = desk.office.report()
    body = {"kind": "event", "id": "00" * 16, "case": case_id.hex(), "event": "note", "clock": 1}
    desk.office.put("safety", body | {"facts": {"text": "meet him"}, "day": desk.office.now.date().isoformat()})
    visitor = await at(desk, case_id)
    assert "not signed by any colleague" in visitor.last.plain and "meet him" not in visitor.last.text


async def test_words_that_no_receipt_signed_are_shown_as_nobodys(desk: Desk) -> None:
    case_id = desk.office.report()
    tag = desk.office.mailboxes[case_id].tag.hex()
    body = {"kind": "message", "mailbox_tag": tag, "day": desk.office.now.date().isoformat(), "text": "Meet me alone."}
    for said in (body, body | {"kind": "withdrawn"}, body | {"kind": "route_cut"}):
        desk.office.put("safety", said)
    visitor = await at(desk, case_id)
    assert "We cannot tell who wrote this." in visitor.last.plain
    assert "Somebody tried to take this report back" in visitor.last.plain
    assert "Somebody tried to end the notices" in visitor.last.plain
    assert "withdrew" not in visitor.last.plain and "Wrote again" not in visitor.last.plain


async def test_a_changed_mailbox_is_said_and_replies_still_reach_the_person(desk: Desk) -> None:
    case_id = desk.office.report()
    with desk.office.database.writing() as session:
        session.connection().execute(update(every_table().tables["mailboxes"]).values(public_key=new_key_pair().public))
    visitor = await at(desk, case_id)
    assert "changed this person’s mailbox" in visitor.last.plain
    await visitor.work(case_id, "preview", reply=REPLY)
    await visitor.work(case_id, "send", reply=REPLY)
    assert replies(desk, case_id) == [REPLY]


async def test_a_reply_shows_whether_it_was_read(desk: Desk) -> None:
    case_id = desk.office.report()
    sent = desk.office.do("caseworker", "reply", case_id, REPLY)
    visitor = await at(desk, case_id)
    assert "Not read yet" in visitor.last.plain
    with desk.office.database.writing() as session:
        mailboxes.delete_replies(session, [sent.reply])
    assert "Read, or no longer in their mailbox" in (await visitor.get(f"/case/{case_id.hex()}")).plain


async def test_a_page_on_which_nothing_was_typed_is_promised_no_text_back(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    desk.sessions._sessions.clear()
    answer = await visitor.work(case_id, "status", state="open")
    assert "your text is back" not in answer.plain and visitor.field("kept") == ""
