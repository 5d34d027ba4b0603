"""Promises of local agreements in the chat: anyone can read them, and say in a sealed report whether one was kept."""

from dataclasses import replace

from handlers.chat import keyboards
from locales import Words
from services.keys import envelopes
from services.reports.caseload import Caseload
from storage.engine import Database
from tests.support.phones import NewPhone, Phone
from tests.support.vaults import Template


async def test_an_agreement_is_read_with_where_and_since_when_it_holds(phone: Phone) -> None:
    await phone.start()
    await phone.press("Staying safe", "Local agreements")
    assert "You need not go and look" in phone.texts[-2]
    await phone.press_under("Herders and farmers")
    assert "this agreement is invented" in phone.last
    read, pages = "", 0
    while "Read on" in " ".join(phone.pages):
        await phone.press_under("Read on")
        read, pages = read + phone.last, pages + 1
    assert "Sep 15, 2026" in read
    assert "Fields and wells" in read
    for _ in range(pages + 1):
        await phone.press_under("Back")
    assert "Everyone may read it" in phone.last


async def test_in_arabic_the_names_and_the_text_are_arabic(new_phone: NewPhone) -> None:
    person = new_phone(hint="ar", chat=801)
    await person.send("/agreements")
    await person.press_under("سوق بلا سلاح")
    read = person.last
    while Words("ar")(keyboards.READ_ON) in person.pages:
        await person.press_under(Words("ar")(keyboards.READ_ON))
        read += person.last
    assert "لا يُفتَّش أحد بالقوة" in read
    assert Words("ar").direction == "rtl"


async def test_that_one_was_broken_becomes_a_sealed_report_with_a_receipt(
    phone: Phone, database: Database, founded: Template
) -> None:
    await phone.send("/agreements")
    await phone.press("Kept or broken?", "Go on", "Herders and farmers", "It was broken")
    assert [label for label in phone.buttons if "Animals stay off" in label]
    assert not [label for label in phone.buttons if "No weapon inside" in label]
    await phone.press("track to the wells", "Fields and wells", "Today")
    await phone.send("The track is ploughed.")
    await phone.press("Next", "I saw it", "👌 No", "💬 Yes", "🔕 No", "✅ Send")
    assert "What you sent is saved" in phone.answer
    with database.reading() as session:
        (body,) = [each.body for each in envelopes.open_new(session, founded.unlocked("caseworker").keys, frozenset())]
        caseload = Caseload()
        caseload.refresh(session, founded.unlocked("caseworker"), founded.founding.trust)
    answers = {path.rsplit("/", 1)[-1]: value for path, value in body["answers"].items()}
    assert (body["form"], body["compartment"], body["urgent"]) == ("agreement_report", "safety", False)
    assert (answers["agreement"], answers["rule"]) == ("herders_farmers", "herders_farmers_2")
    (case,) = caseload.all()
    assert (case.zone, case.when) == ("fields", "today")


async def test_that_one_was_kept_asks_nothing_about_danger(phone: Phone) -> None:
    await phone.send("/agreements")
    await phone.press("Kept or broken?", "Go on", "No weapons at the market", "It was kept")
    await phone.press("No weapon inside", "Market", "Today", "Skip", "I saw it")
    assert "Do you want an answer?" in phone.last


async def test_without_agreements_that_is_said(phone: Phone) -> None:
    phone.app = replace(phone.app, content=replace(phone.app.content, agreements=()))
    await phone.send("/agreements")
    assert "No local agreement is written down here yet" in phone.last


async def test_a_button_of_an_agreement_that_is_gone_shows_the_list(phone: Phone) -> None:
    await phone.send("/agreements")
    message = {"message_id": phone._paged().number, "date": 0, "chat": {"id": phone.chat, "type": "private"}}
    press = {"id": "9", "from": {"id": 1, "language_code": "en"}, "message": message, "data": "pact:en:peace"}
    await phone.deliver({"update_id": 9000, "callback_query": press})
    assert len(phone.pages) == 3
