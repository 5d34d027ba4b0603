"""Editors keep services right from the phone; nobody else can."""

from itertools import count

import pytest

from services import enrolment
from services.enrolment import NotAnOrganiser
from services.forums import zone_audience
from services.notices.subscriptions import join
from services.publishing import announcements
from services.publishing.announcements import AnnouncementDraft
from services.request import Request
from services.store import Store
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.directory.editing import Editor, before, resident_reads
from tests.support.phones import NewPhone, Phone
from tests.support.vaults import Template


async def test_residents_cannot_open_the_editors_lists(phone: Phone) -> None:
    await phone.send("/content")
    assert "those who keep the list" in phone.last
    chat = {"id": phone.chat, "type": "private"}
    for data in ("eds:en:10be6c39-2da6-5b87-b488-b562711b1d14", "edl:en:all:0:"):
        press = {"id": "7", "from": {"id": 1}, "data": data, "message": {"message_id": 3, "chat": chat}}
        await phone.deliver({"update_id": 5000 + len(data), "callback_query": press})
    await phone.send("✅ All true, checked today")
    assert "Saved" not in phone.last


async def test_what_people_said_waits_for_the_editor_and_is_settled_by_checking(
    editor: Editor, phone: Phone, clock: Clock
) -> None:
    await resident_reads(phone, "🍞", "Shared kitchen")
    await phone.press_under("Not true")
    await phone.press("It was closed")
    dilan = editor()
    await dilan.send("/content")
    assert "⚠️ What people said: ⁨0⁩" in dilan.last
    clock.pass_(days=1)
    await dilan.send("/content")
    assert "⚠️ What people said: ⁨1⁩" in dilan.last
    await dilan.press("What people said")
    assert "Reported lately: it was closed." in dilan.last
    await dilan.press_under("Shared kitchen")
    await dilan.press("All true")
    assert "Saved" in dilan.last
    assert "Mar 10, 2026" in dilan.last
    assert "closed" not in (await resident_reads(phone, "🍞", "Shared kitchen")).lower()


async def test_a_field_is_changed_in_one_language_and_then_in_another(
    editor: Editor, phone: Phone, new_phone: NewPhone
) -> None:
    dilan = editor()
    await before(dilan, "Shared kitchen")
    await dilan.press("Change something", "Cost")
    assert "Free" in dilan.last
    await dilan.send("One coin")
    assert "Saved" in dilan.last
    await dilan.press("Change something", "Cost", "العربية")
    await dilan.send("قطعة نقدية واحدة")
    assert "One coin" in await resident_reads(phone, "🍞", "Shared kitchen")
    other = new_phone(chat=77, hint="ar", updates=count(77_000))
    assert "قطعة نقدية واحدة" in await resident_reads(other, "🍞", "المطبخ المشترك")


async def test_hours_zone_and_telephone(editor: Editor, phone: Phone) -> None:
    dilan = editor()
    await before(dilan, "Shared kitchen")
    await dilan.press("Change something", "Opening hours")
    await dilan.send("whenever we like")
    assert "cannot read" in dilan.last
    await dilan.send("Mon-Thu 8-4, closed Friday")
    assert "Do you mean ⁨Mo-Th 08:00-16:00⁩?" in dilan.last
    await dilan.send("من الاثنين إلى الجمعة من ١٠ صباحًا إلى ١٢ مساءً")
    assert "cannot read" in dilan.last
    await dilan.send("Mo-Fr 10-13; Sa 22:00-02:00")
    assert "Saved" in dilan.last
    await dilan.press("Change something", "Telephone")
    await dilan.send("٠٠٠، 000 1")
    assert "Telephone: ⁨000⁩\n" in dilan.answer
    await dilan.press("Change something", "Area", "Along the river")
    card = await resident_reads(phone, "🍞", "Shared kitchen")
    for part in ("10:00–13:00", "22:00–02:00", "000 1", "Along the river"):
        assert part in card


async def test_a_suspended_service_says_so_and_can_be_opened_again(editor: Editor, phone: Phone) -> None:
    dilan = editor()
    await before(dilan, "Shared kitchen")
    await dilan.press("Closed for now")
    assert "Closed for the time being" in await resident_reads(phone, "🍞", "Shared kitchen")
    await dilan.press("Open again")
    assert "Closed for the time being" not in await resident_reads(phone, "🍞", "Shared kitchen")


async def test_two_editors_do_not_overwrite_each_other(editor: Editor) -> None:
    first, second = editor(), editor(chat=801)
    await before(first, "Shared kitchen")
    await before(second, "Shared kitchen")
    await first.press("Closed for now")
    await second.press("All true")
    assert "Somebody else has changed" in second.last
    await before(second, "Shared kitchen")
    await second.press("Open again")
    assert "Saved" in second.last


async def test_a_repeated_update_changes_nothing_twice(editor: Editor, database: Database) -> None:
    dilan = editor()
    await before(dilan, "Shared kitchen")
    await dilan.press("Closed for now")
    with database.reading() as session:
        revision = session.connection().exec_driver_sql("SELECT max(revision) FROM directory").scalar()
    await dilan.repeat()
    assert "Saved" in dilan.last
    with database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT max(revision) FROM directory").scalar() == revision


async def test_what_is_too_long_or_empty_is_refused_and_nothing_changes(editor: Editor) -> None:
    dilan = editor()
    await before(dilan, "Shared kitchen")
    await dilan.press("Change something", "What there is")
    await dilan.send("x" * 1500)
    assert "too long" in dilan.last
    await dilan.press("Back", "News on top")
    await dilan.press("Leave it empty")
    assert "Saved" in dilan.last


async def test_an_editor_who_was_removed_meanwhile_changes_nothing(
    editor: Editor, founded: Template, database: Database
) -> None:
    dilan = editor()
    await before(dilan, "Shared kitchen")
    with database.writing() as session:
        enrolment.remove(session, enrolment.who(Store(session, founded.runtime), 800)[0].number)
    await dilan.press("All true")
    assert "Nothing was changed" in dilan.last


async def test_old_entries_wait_for_checking_and_then_vanish_from_residents(
    editor: Editor, phone: Phone, clock: Clock
) -> None:
    await resident_reads(phone, "🍞", "Shared kitchen")
    clock.pass_(days=100)
    await phone.press_under("Shared kitchen")
    assert "Nobody has checked this for" in phone.last
    dilan = editor()
    await before(dilan, "Shared kitchen")
    await dilan.press("All true")
    clock.pass_(days=100)
    await phone.send("/services")
    await phone.press("🍞")
    assert "Shared kitchen" in phone.last
    assert "Monthly food" not in phone.last
    await dilan.send("/content")
    await dilan.press("To be checked")
    assert "Residents do not see it" in dilan.last


async def test_an_editor_tells_an_area_of_a_change_and_nothing_else(
    editor: Editor, database: Database, founded: Template, clock: Clock
) -> None:
    dilan = editor()
    await before(dilan, "Shared kitchen")
    await dilan.press("📢")
    assert not any("orum" in each for each in dilan.buttons)
    await dilan.press("North quarter", "Next")
    await dilan.send("The kitchen is beside the school now.")
    assert any("The kitchen is beside the school now." in said for said in dilan.texts)
    zone = (zone_audience("north"),)
    advice = AnnouncementDraft(announcements.SAFETY, zone, {"text": {"en": "Stay away"}})
    news = AnnouncementDraft(announcements.SERVICE, zone, {"text": {"en": "It moved"}})
    with database.writing() as session:
        request = Request(session, founded.runtime, dilan.app.content, dilan.chat, clock.now)
        with pytest.raises(NotAnOrganiser):
            announcements.publish(request, advice)
        assert announcements.publish(request, news).broadcast


async def test_after_telling_an_area_an_editor_finds_the_services_again_and_can_take_it_back(
    editor: Editor, new_phone: NewPhone, database: Database, founded: Template
) -> None:
    dilan, neighbour = editor(), new_phone()
    with database.writing() as session:
        join(Store(session, founded.runtime), zone_audience("north"), neighbour.chat, "en", None)
    await before(dilan, "Shared kitchen")
    await dilan.press("📢", "North quarter", "Next")
    await dilan.send("The kitchen is beside the school now.")
    await dilan.press("Publish")
    assert "Edit services" in " ".join(dilan.buttons)
    assert "Organise meetings" not in " ".join(dilan.buttons)
    await dilan.press("Take back")
    assert "Nobody got it" in dilan.last
    assert "Edit services" in " ".join(dilan.buttons)


async def test_a_button_tapped_twice_does_not_become_the_text(editor: Editor, phone: Phone) -> None:
    dilan = editor()
    await before(dilan, "Shared kitchen")
    await dilan.press("Change something", "News on top")
    await dilan.send("📣 News on top")
    assert "Now it says nothing" in dilan.last
    await dilan.send("Closed on Friday")
    assert "📣 Closed on Friday" in await resident_reads(phone, "🍞", "Shared kitchen")
