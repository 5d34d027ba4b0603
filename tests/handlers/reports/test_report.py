"""Promises of reporting a concern, over the real safety report of the example content."""

from collections import deque
from dataclasses import replace

import pytest

from handlers.chat.app import App
from services.keys.sealing import new_signing_pair
from services.keys.trust import Trust
from services.notices.outbox import Lane
from services.reports.receipts import Ready, read_receipt
from storage.engine import Database
from tests.support import no_memory
from tests.support.broken_storage import broken
from tests.support.clocks import Clock
from tests.support.phones import NewPhone, Phone
from tests.support.reports.told_reports import TO_QUESTIONS, how_many, receipt_in, reports
from tests.support.vaults import Template

MOST_TAPS = 8


async def test_from_start_to_the_receipt_in_at_most_eight_taps(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "North quarter", "Check and send", "✅ Send")
    assert "Your report is saved" in phone.answer
    assert phone.taps <= MOST_TAPS


async def test_whoever_is_inside_a_report_is_answered_first(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "North quarter", "Check and send", "✅ Send", "noted")
    first, *inside = phone.telegram.lanes
    assert first is Lane.REPLY
    assert set(inside) == {Lane.REPORT}, "up to the answer that the receipt was noted"
    await phone.press("Language")
    assert phone.telegram.lanes[-1] is Lane.REPLY


async def test_the_report_at_the_desk_is_what_was_said(phone: Phone, database: Database, founded: Template) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "Belongings taken", "Along the river", "👌 No", "This week")
    await phone.send("They took the goats.")
    await phone.press("Next", "Yes", "No", "✅ Send")
    (body,) = reports(database, founded)
    answers = {path.rsplit("/", 1)[-1]: value for path, value in body["answers"].items()}
    assert answers["category"] == "property"
    assert answers["zone"] == "river"
    assert answers["what_happened"] == "They took the goats."
    assert body["urgent"] is False
    assert body["route"] is None
    assert body["language"] == "en"
    assert body["day"] == "2026-03-05"


async def test_a_report_bears_the_day_of_the_site(
    phone: Phone, database: Database, founded: Template, clock: Clock
) -> None:
    clock.now = clock.now.replace(hour=22, minute=30)  # half past one of the next day where the example site is
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "North quarter", "Check and send", "✅ Send")
    (body,) = reports(database, founded)
    assert body["day"] == "2026-03-06"


async def test_the_first_screen_says_who_reads_what_telegram_sees_and_whom_to_call(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report")
    for said in (
        "Who reads",
        "Telegram itself can see",
        "not an emergency line",
        "000",
        "stop at any time",
        "no names",
    ):
        assert said in phone.last
    assert len(phone.last.split()) < 120, "short enough to be read aloud"
    assert phone.buttons == ["✅ Go on", "⏹ Stop"]


async def test_words_written_before_the_questions_are_the_story(
    phone: Phone, database: Database, founded: Template
) -> None:
    await phone.start()
    await phone.press("Report")
    await phone.send("They beat my brother")
    await phone.send("at the well")
    assert "I have your words. They are not sent." in phone.last
    assert phone.buttons == ["✅ Go on", "⏹ Stop"]
    await phone.press("Go on")
    assert "What is it about?" in phone.last
    await phone.press("I feel unsafe", "North quarter", "👌 No", "✅ Send")
    (body,) = reports(database, founded)
    assert body["answers"]["what_happened"] == "They beat my brother\nat the well"


async def test_nobody_writes_in_vain_when_the_keys_cannot_be_trusted(phone: Phone, app: App) -> None:
    phone.app = replace(app, trust=Trust(new_signing_pair().verify))
    await phone.start()
    await phone.press("Report")
    assert "cannot keep reports safe" in phone.last
    assert "Nothing was saved" in phone.last
    assert "000" in phone.last
    assert "📝 Report a concern" in phone.buttons


async def test_keys_that_lose_trust_before_sending_keep_the_person_informed(
    phone: Phone, app: App, database: Database
) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "Check and send", "👌 No")
    phone.app = replace(app, trust=Trust(new_signing_pair().verify))
    await phone.press("✅ Send")
    assert "Nothing was saved" in phone.last
    assert how_many(database) == (0, 0)
    phone.app = app
    await phone.press("✅ Send")
    assert "Your report is saved" in phone.answer


async def test_without_memory_for_a_receipt_nothing_is_lost_and_the_same_button_sends_it(
    phone: Phone, app: App, monkeypatch: pytest.MonkeyPatch, database: Database, founded: Template
) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "North quarter", "Check and send")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(app.receipts, "_ready", deque[Ready]())
        no_memory.strike(meanwhile)
        await phone.press("✅ Send")
    assert "our computer has too much to do" in phone.last
    assert not reports(database, founded)
    await phone.press("✅ Send")
    assert "Your report is saved" in phone.answer
    assert len(reports(database, founded)) == 1


async def test_saved_is_said_only_when_it_is(phone: Phone, app: App, database: Database) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "Check and send", "👌 No")
    with broken(app):
        await phone.press("✅ Send")
    assert "NOT saved" in phone.last
    assert "receipt" not in "".join(phone.texts[-1:])
    assert how_many(database) == (0, 0)
    await phone.press("✅ Send")
    assert "Your report is saved" in phone.answer
    assert how_many(database) == (1, 1)


async def test_a_repeated_send_shows_the_same_receipt_and_makes_no_second_report(
    phone: Phone, database: Database
) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "Check and send", "👌 No", "✅ Send")
    first = phone.last
    for _ in range(3):
        await phone.repeat()
        assert phone.last == first
    assert how_many(database) == (1, 1)


async def test_pressing_send_twice_makes_one_report(phone: Phone, database: Database) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "Check and send", "👌 No", "✅ Send")
    await phone.send("✅ Send")
    assert how_many(database) == (1, 1)
    assert "Your receipt is above" in phone.last


async def test_the_receipt_is_shown_with_check_words_and_what_they_are_for(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "Check and send", "👌 No", "✅ Send")
    read_receipt(receipt_in(phone.last))
    assert " · " in phone.last
    for said in ("check words", "do not trust", "nobody can find it again", "3 days", "My mailbox"):
        assert said in phone.answer
    assert phone.telegram.messages[max(phone.telegram.messages)].protected


async def test_a_complaint_about_an_aid_worker_goes_to_the_focal_points_only(
    phone: Phone, database: Database, founded: Template
) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "About an aid worker")
    assert "Example Complaints Office" in phone.last, "a way outside, in case the focal point is the one"
    await phone.press("Check and send", "✅ Send")
    assert reports(database, founded, "caseworker") == []
    (body,) = reports(database, founded, "focal_point")
    assert body["compartment"] == "psea"


@pytest.mark.parametrize(
    "presses", [("attacked or hurt", "Sexual violence"), ("Sexual violence",), ("child in danger",)]
)
async def test_where_questions_would_harm_help_is_shown_and_contact_asked(
    phone: Phone, database: Database, founded: Template, presses: tuple[str, ...]
) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, *presses)
    assert "Telephone 000 (example)" in " ".join(phone.texts), "services are shown at once"
    while "May a specialist contact you here" not in phone.last:
        await phone.press("Skip")
    await phone.press("Yes, they may")
    assert "Please check" in phone.last, "no further question"
    await phone.press("✅ Send")
    (body,) = reports(database, founded)
    assert body["urgent"] is True
    assert body["route"] == {"chat": phone.chat, "language": "en"}
    assert "says nothing about it" in phone.texts[-2]


@pytest.mark.parametrize(
    "before",
    [
        (),
        ("child in danger",),
        ("child in danger", "👤 No"),
        ("child in danger", "👤 No", "Skip", "Skip"),
        ("child in danger", "Check and send"),
        ("Sexual violence",),
        ("Sexual violence", "🤐"),
        ("Sexual violence", "🦺", "Skip"),
        ("About an aid worker",),
        ("About an aid worker", "💔", "Skip"),
        ("I feel unsafe",),
        ("I feel unsafe", "Skip", "Skip", "Skip", "Skip"),
    ],
)
async def test_what_somebody_writes_is_kept_wherever_the_form_stands(
    phone: Phone, database: Database, founded: Template, before: tuple[str, ...]
) -> None:
    """Stop asking is not refuse to listen."""
    await phone.start()
    await phone.press(*TO_QUESTIONS, *before)
    await phone.send("She is alone at the bridge.")
    assert "keep this" in phone.last or "I have this" in phone.last
    if "Check and send" not in " ".join(phone.buttons) and "✅ Send" not in phone.buttons:
        await phone.press("child in danger")
    while "✅ Send" not in phone.buttons:
        await phone.press("Check and send")
    assert "She is alone at the bridge." in phone.answer, "nothing is sent that was not shown"
    await phone.press("✅ Send")
    told = [body for who in ("caseworker", "focal_point") for body in reports(database, founded, who)]
    assert [body["answers"]["what_happened"] for body in told] == ["She is alone at the bridge."]


async def test_words_under_a_photo_are_kept_wherever_the_form_stands_and_the_photo_is_not(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "child in danger")
    await phone.send(photo=[{"file_id": "1"}], caption="She is alone at the bridge.")
    assert "only the words with it count" in phone.answer
    assert "not keep" not in phone.answer
    assert "keep this" in phone.last
    await phone.send(photo=[{"file_id": "2"}])
    assert "keep this" not in phone.answer
    await phone.press("Check and send")
    assert "She is alone at the bridge." in phone.last


@pytest.mark.parametrize(
    "late", ["😟 I feel unsafe or threatened", "⬜ 😟 I feel unsafe or threatened", "➡️ Next", "7", "…"]
)
async def test_a_button_pressed_late_and_a_lone_sign_are_no_story(phone: Phone, late: str) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe")
    await phone.send(late)
    assert "I keep this" not in phone.last
    await phone.press("Check and send")
    assert "What happened?" not in phone.last


async def test_what_was_said_to_a_survivor_is_not_said_at_each_of_their_words(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "Sexual violence")
    assert "not the fault" in phone.answer and "Example health centre" in phone.answer
    await phone.send("please tell nobody")
    assert "I keep this" in phone.answer
    assert "not the fault" not in phone.answer and "Example health centre" not in phone.answer


@pytest.mark.parametrize("doors", [("Sexual violence", "🦺"), ("About an aid worker", "💔")])
async def test_sexual_abuse_by_an_aid_worker_is_met_as_a_survivor_is_and_read_by_focal_points(
    phone: Phone, database: Database, founded: Template, doors: tuple[str, ...]
) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, *doors)
    shown = " ".join(phone.texts)
    for said in ("not the fault", "Example health centre", "Example listening line", "Example Complaints Office"):
        assert said in shown
    await phone.press("Check and send", "✅ Send")
    assert reports(database, founded, "caseworker") == []
    (body,) = reports(database, founded, "focal_point")
    assert (body["compartment"], body["urgent"]) == ("psea", True)


@pytest.mark.parametrize(
    ("presses", "time"),
    [
        (("I feel unsafe", "Skip"), "takes about ⁨3 days⁩"),
        (("Sexual violence",), "takes up to ⁨24⁩ hours"),
        (("child in danger",), "takes up to ⁨24⁩ hours"),
        (("mine or explosive",), "takes up to ⁨24⁩ hours"),
    ],
)
async def test_the_receipt_says_how_long_an_answer_to_this_takes(
    phone: Phone, presses: tuple[str, ...], time: str
) -> None:
    await phone.start()
    await phone.press("Report")
    assert "An answer takes" not in phone.last, "nothing is known yet of what will be told"
    await phone.press("Go on", *presses, "Check and send", "✅ Send")
    assert time in " ".join(phone.texts[-2:])


async def test_an_explosive_is_met_with_advice_before_any_question(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "mine or explosive")
    assert "Do not touch it" in phone.last
    assert "Example mine action team" in phone.texts[-2]
    assert "☎️ \u2068Police" in phone.last


async def test_danger_now_repeats_whom_to_call(phone: Phone, database: Database, founded: Template) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "Skip", "🆘 Yes")
    assert "☎️ \u2068Police" in phone.last
    await phone.press("Check and send", "✅ Send")
    assert "In danger now?" in phone.texts[-2]
    assert reports(database, founded)[0]["urgent"] is True


async def test_a_phone_in_arabic_is_spoken_to_in_arabic_to_the_end(
    new_phone: NewPhone, database: Database, founded: Template
) -> None:
    person = new_phone(hint="ar-IQ")
    await person.start()
    await person.press("📝", "✅", "😟", "🏡", "📨", "✅")
    words = person.app.words("ar")
    assert words("✅ Your report is saved.") in person.answer
    assert words("✅ Your report is saved.") != "✅ Your report is saved."
    assert reports(database, founded)[0]["language"] == "ar"


async def test_an_arabic_keyboard_on_an_english_phone_stays_arabic(phone: Phone) -> None:
    await phone.start()
    await phone.press("🌐", "العربية", "📝", "✅")
    assert "ما الموضوع؟" in phone.last


async def test_the_fourth_report_in_an_hour_is_refused_before_a_word_is_written(
    phone: Phone, clock: Clock, database: Database
) -> None:
    for _ in range(3):
        await phone.start()
        await phone.press(*TO_QUESTIONS, "I feel unsafe", "Check and send", "👌 No", "✅ Send", "I noted it")
        clock.pass_(minutes=5)
    await phone.press("Report")
    assert "very often" in phone.last
    assert "was not saved" in phone.last
    assert "⁨45⁩ minutes" in phone.last
    assert "☎️ \u2068Police" in phone.last
    assert how_many(database) == (3, 3)
    clock.pass_(minutes=45)
    await phone.press("Report")
    assert "Who reads" in phone.last


async def test_nothing_compulsory_but_the_category(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS)
    assert "⏭ Skip" not in phone.buttons
    await phone.press("Something else")
    for _ in range(7):
        if "✅ Send" in phone.buttons:
            break
        await phone.press("Skip")
    assert "Please check" in phone.last


@pytest.mark.parametrize("said", ["ثلاثة", "three", "trois", "حەوت"])
async def test_a_number_in_words_at_a_choice_is_asked_back_and_is_no_story(phone: Phone, said: str) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS)
    await phone.send(said)
    assert "keep this" not in phone.answer
    assert "What is it about?" in phone.last
