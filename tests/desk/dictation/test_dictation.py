"""What somebody tells in person or by telephone goes in by the same form as in the chat, and they get a receipt."""

import pytest

from desk.config import DeskConfig
from desk.dictation.spoken import FormGone
from desk.words.answer_sentences import said_of_answer
from locales import Words
from services.content import content
from services.content.content import Content
from services.forms import errors
from services.reports.mailbox import address, find
from services.reports.receipts import mailbox_keys, read_receipt
from tests.desk.conftest import Answer, Desk, Ticks, Visitor
from tests.support.contents import EXAMPLE
from tests.support.offices import Office

HOSTILE = "<script>x</script> {{ 7 * 7 }} \u202etxet\u202c \x00 '\"><img src=x>"


@pytest.fixture
def config(office: Office, ticks: Ticks) -> DeskConfig:
    return DeskConfig(
        database=office.database,
        trust=office.trust,
        site_salt=office.site_salt,
        languages=("en", "ar", "ckb", "fr"),
        clock=lambda: office.now,
        runtime=office.runtime,
        ticks=ticks,
        content=loaded(office),
    )


def loaded(office: Office) -> Content:
    return content.load(office.database, EXAMPLE, office.now)


async def begun(desk: Desk, who: str = "caseworker", **fields: str) -> Visitor:
    visitor = await desk.inside(who, "/dictation")
    await visitor.post(
        "/dictation", {"do": "begin", "form": "safety_report", "how": "telephone", "language": "ar"} | fields
    )
    return visitor


async def press(visitor: Visitor, do: str = "answer", *answer: str) -> Answer:
    fields = {"do": do, "question": visitor.field("question")}
    return await visitor.post("/dictation", fields | ({"answer": answer[0]} if answer else {}))


async def told(visitor: Visitor, **answers: str) -> Answer:
    """Answer by name what is given, leave out the rest, up to the review."""
    asked = []
    while question := visitor.field("question"):
        assert question not in asked, visitor.last.plain
        asked.append(question)
        name = question.rpartition("/")[2]
        await (press(visitor, "answer", answers[name]) if name in answers else press(visitor, "skip"))
    visitor.asked = asked  # type: ignore[attr-defined]
    return visitor.last


async def test_a_report_told_by_telephone_becomes_a_case_with_a_receipt_that_opens_its_mailbox(desk: Desk) -> None:
    office, visitor = desk.office, await begun(desk)
    review = await told(visitor, category="unsafe", zone="river", danger_now="yes", what_happened=HOSTILE)
    assert "Urgent" in review.plain and "<script>x" not in review.text
    assert not {"notice_wanted", "specialist_contact"} & set(visitor.asked)  # type: ignore[attr-defined]
    slip = await press(visitor, "send")
    assert "إيصالك" in slip.plain or "🔑" in slip.plain
    digits = slip.text.partition('<p class="passphrase" dir="ltr">')[2].partition("<")[0]
    (case,) = office.caseload().all()
    assert (case.urgent, case.language, case.told, case.route) == (True, "ar", "telephone", None)
    assert [entry.kind for entry in case.entries] == ["report", "taken_down"]
    assert case.needs_answer and case.mailbox is not None
    keys = mailbox_keys(read_receipt(digits), office.site_salt)
    with office.database.reading() as session:
        assert find(session, keys).compartment == "safety"
    assert address(keys, "safety").tag == case.mailbox.tag
    page = await visitor.get(f"/case/{case.id.hex()}")
    assert "The report, told by telephone" in page.plain
    assert "Carla Casey typed the report in as it was told" in page.plain


async def test_the_slip_stays_until_it_was_handed_over_and_a_second_press_sends_nothing_more(desk: Desk) -> None:
    visitor = await begun(desk)
    await told(visitor, category="tension")
    first = await press(visitor, "send")
    again = await press(visitor, "send")
    digits = first.text.partition('dir="ltr">')[2]
    assert "Hand over the receipt" in again.plain and digits.partition("<")[0] in again.text
    assert len(desk.office.caseload().all()) == 1
    assert "Type in what somebody tells" in (await press(visitor, "handed_over")).plain


async def test_a_lock_takes_the_slip_away(desk: Desk) -> None:
    visitor = await begun(desk)
    await told(visitor, category="tension")
    assert "Hand over the receipt" in (await press(visitor, "send")).plain
    await visitor.post("/lock", {})
    assert (
        "Type in what somebody tells"
        in (await visitor.unlock(desk.office.passphrases["caseworker"], "/dictation")).plain
    )


async def test_a_complaint_about_an_aid_worker_goes_in_and_is_not_open_to_whoever_typed_it(desk: Desk) -> None:
    visitor = await begun(desk)
    review = await told(visitor, category="aid_worker", aid_kind="favour")
    assert "Only the focal points for complaints will be able to open it" in review.plain
    slip = await press(visitor, "send")
    assert "/case/" not in slip.text and "Only the focal points for complaints can open it, not you." in slip.plain
    assert not desk.office.caseload().all()
    (case,) = desk.office.caseload("focal_point").all()
    assert case.told == "telephone" and [entry.kind for entry in case.entries] == ["report"]


async def test_the_form_rules_hold(desk: Desk) -> None:
    visitor = await begun(desk)
    refused = await press(visitor, "skip")
    assert "Please choose one." in refused.plain and visitor.field("question") == "category"
    assert "Choose one of the answers" in (await press(visitor, "answer", "no_such")).plain
    await press(visitor, "answer", "sexual")
    assert "It is not the fault of the person" in visitor.last.plain
    review = await told(visitor)
    assert "what_happened" in visitor.asked and "when" not in visitor.asked  # type: ignore[attr-defined]
    assert "Urgent" in review.plain


async def test_what_is_typed_survives_a_lock_also_what_stood_in_the_box(desk: Desk) -> None:
    office, visitor = desk.office, await begun(desk)
    while visitor.field("question") != "what_happened":
        await press(visitor, *(("answer", "unsafe") if visitor.field("question") == "category" else ("skip",)))
    token = visitor.form_token
    await visitor.post("/dictation/draft", {"question": "what_happened", "answer": "They came"}, token)
    desk.sessions.lock_all()
    sent = {"do": "answer", "question": "what_happened", "answer": "They came\nagain"}
    assert "locked itself" in (await visitor.post("/dictation", sent, token)).plain
    await visitor.unlock(office.passphrases["caseworker"], "/dictation")
    assert visitor.field("question") == "what_happened" and visitor.area("answer") == "They came\nagain"


async def test_a_report_lost_with_the_process_is_said_to_be_lost(desk: Desk) -> None:
    visitor = desk.visitor()
    await visitor.get("/unlock")
    answer = await visitor.post("/dictation", {"do": "answer", "question": "category", "answer": "unsafe"})
    assert answer.status == 401 and "is lost, and nothing of it was sent" in answer.plain


async def test_a_page_that_shows_another_question_changes_nothing(desk: Desk) -> None:
    visitor = await begun(desk)
    await press(visitor, "answer", "unsafe")
    where = visitor.field("question")
    await visitor.post("/dictation", {"do": "answer", "question": "category", "answer": "tension"})
    assert visitor.field("question") == where
    await press(visitor, "back")
    assert visitor.field("question") == "category" and 'value="unsafe" checked' in visitor.last.text


async def test_an_answer_is_changed_before_sending_and_what_is_told_can_be_thrown_away(desk: Desk) -> None:
    visitor = await begun(desk)
    await told(visitor, category="tension", what_happened="first")
    await press(visitor, "change:what_happened")
    assert visitor.area("answer") == "first"
    assert "second" in (await press(visitor, "answer", "second")).plain and not visitor.field("question")
    assert "Type in what somebody tells" in (await press(visitor, "drop")).plain
    assert not desk.office.caseload().all()


def test_what_the_form_says_of_an_answer_comes_first_and_the_nearest_kind_of_refusal_counts() -> None:
    words = Words("en")
    day, year, other = (kind("when") for kind in (errors.NotADate, errors.YearUnclear, errors.NotAChoice))
    assert said_of_answer(words, day) == said_of_answer(words, year) != said_of_answer(words, other)
    own = errors.ConstraintBroken("age", {"en": "Nobody is that old."}, "en")
    assert said_of_answer(words, own) == "Nobody is that old."
    with pytest.raises(FormGone):
        said_of_answer(words, FormGone())
