"""Who changes one thing has not checked the rest; and for ten minutes it can be undone."""

from datetime import datetime
from itertools import count

import pytest

from services.authoring.parts import Texts
from services.directory.model import Location, PhoneNumber, ServiceAtLocation
from tests.support.clocks import Clock
from tests.support.directory.editing import Editor, before, resident_reads
from tests.support.directory.some_services import Keep, a_service
from tests.support.phones import NewPhone, Phone

NAME = "Shared kitchen"
EVERY_FIELD = [
    ("News on top", "Bring a bowl"),
    ("Opening hours", "Mo-Fr 10-13"),
    ("Telephone", "0770 123 4567"),
    ("How to get there", "Left of the pump"),
    ("Area", "Along the river"),
    ("What to bring", "A bowl"),
    ("Cost", "One coin"),
    ("What there is", "Soup"),
    ("For whom", "For all who are hungry"),
    ("What to do first", "Ring the bell"),
    ("Name", "Kitchen for all"),
]


def last_checked(card: str) -> str:
    """The line of a card that says when somebody last made sure."""
    return next(line for line in card.splitlines() if "Last checked" in line)


@pytest.fixture
async def complained(new_phone: NewPhone, clock: Clock) -> None:
    """Two people found it closed, nine days after it was checked; now it is the day after."""
    clock.pass_(days=9)
    for chat in (901, 902):
        phone = new_phone(chat=chat, updates=count(chat * 1000))
        await resident_reads(phone, "🍞", NAME)
        await phone.press_under("Not true")
        await phone.press("It was closed")
    clock.pass_(days=1)


@pytest.mark.usefixtures("complained")
@pytest.mark.parametrize(("field", "text"), EVERY_FIELD)
async def test_a_changed_field_checks_nothing_and_settles_nothing_and_can_be_undone(
    editor: Editor, phone: Phone, field: str, text: str
) -> None:
    read = await resident_reads(phone, "🍞", NAME)
    dilan = editor()
    await before(dilan, NAME)
    await dilan.press("Change something", field)
    await (dilan.press(text) if field == "Area" else dilan.send(text))
    assert "Saved" in dilan.last
    changed = await resident_reads(phone, "🍞", text if field == "Name" else NAME)
    assert changed != read
    assert last_checked(changed) == last_checked(read)
    assert "Reported lately: it was closed." in changed
    await dilan.press("Undo the change")
    assert "as it was before" in dilan.last
    assert await resident_reads(phone, "🍞", NAME) == read


@pytest.mark.usefixtures("complained")
async def test_closing_and_opening_again_check_nothing(editor: Editor, phone: Phone) -> None:
    read = await resident_reads(phone, "🍞", NAME)
    dilan = editor()
    await before(dilan, NAME)
    await dilan.press("Closed for now", "Open again")
    card = await resident_reads(phone, "🍞", NAME)
    assert last_checked(card) == last_checked(read)
    assert "Reported lately: it was closed." in card


@pytest.mark.usefixtures("complained")
async def test_only_all_true_checks_and_undoing_it_brings_back_what_people_said(editor: Editor, phone: Phone) -> None:
    read = await resident_reads(phone, "🍞", NAME)
    dilan = editor()
    await before(dilan, NAME)
    await dilan.press("All true")
    card = await resident_reads(phone, "🍞", NAME)
    assert "Mar 19, 2026" in card
    assert "Reported lately" not in card
    await dilan.press("Undo the change")
    assert await resident_reads(phone, "🍞", NAME) == read


async def test_undoing_is_offered_for_ten_minutes_and_not_twice(editor: Editor, clock: Clock) -> None:
    dilan = editor()
    await before(dilan, NAME)
    await dilan.press("Closed for now")
    clock.pass_(minutes=9)
    await dilan.press("Undo the change")
    assert "Closed for the time being" not in dilan.texts[-1]
    await dilan.send("↩️ Undo the change")
    assert "again as it was before" in dilan.last
    assert "Closed for now" in " ".join(dilan.buttons), "undone once, not to and fro"
    await dilan.press("Closed for now")
    clock.pass_(minutes=11)
    await dilan.press("Undo the change")
    assert "nothing any more that I could undo" in dilan.last
    await before(dilan, NAME)
    assert "Undo" not in " ".join(dilan.buttons)
    assert "Open again" in " ".join(dilan.buttons)


async def test_another_service_between_does_not_undo_the_wrong_one(editor: Editor) -> None:
    dilan = editor()
    await before(dilan, NAME)
    await dilan.press("Closed for now")
    await before(dilan, "Health centre")
    assert "Undo" not in " ".join(dilan.buttons)
    await dilan.send("↩️ Undo the change")
    assert "Nothing was changed" in dilan.last
    await before(dilan, NAME)
    await dilan.press("Undo the change")
    assert "as it was before" in dilan.last


async def test_what_another_editor_did_since_is_not_undone(editor: Editor) -> None:
    first, second = editor(), editor(chat=801)
    await before(first, NAME)
    await first.press("Change something", "How to get there")
    await first.send("Left of the pump")
    await before(second, NAME)
    await second.press("Change something", "How to get there")
    await second.send("Right of the pump")
    await first.press("Undo the change")
    assert "Somebody else has changed" in first.last


async def test_a_number_that_is_none_is_asked_back_and_nothing_is_lost(editor: Editor, phone: Phone) -> None:
    dilan = editor()
    await before(dilan, NAME)
    await dilan.press("Change something", "Telephone")
    await dilan.send("ask at the gate")
    assert "“⁨ask at the gate⁩” is not a telephone number" in dilan.last
    for short, missing in (("0770 123 456", "⁨1⁩ digit is"), ("12", "⁨1⁩ digit is"), ("0790 123 45", "⁨2⁩ digits are")):
        await dilan.send(short)
        assert f"“⁨{short}⁩”: this number is too short, {missing} missing" in dilan.last
    await dilan.send("112, 0770 123 45678")
    assert "“⁨0770 123 45678⁩”: this number is too long" in dilan.last
    await dilan.send("911, 0770 123 4567 ext. 3")
    assert "Saved" in dilan.last
    card = await resident_reads(phone, "🍞", NAME)
    assert "911" in card
    assert "+964 770 123 4567" in card
    assert "extension ⁨3⁩" in card


async def test_the_day_of_checking_is_the_day_at_the_site(editor: Editor, clock: Clock) -> None:
    clock.now = datetime.fromisoformat("2026-03-10T22:30:00+00:00")  # half past one at night there
    dilan = editor()
    await before(dilan, NAME)
    await dilan.press("All true")
    assert "Mar 11, 2026" in dilan.answer


async def test_saving_what_nobody_is_shown_does_not_say_that_residents_see_it(editor: Editor, clock: Clock) -> None:
    clock.pass_(days=300)
    dilan = editor()
    await before(dilan, NAME)
    await dilan.press("Change something", "Cost")
    await dilan.send("One coin")
    assert "Saved" in dilan.last
    assert "see it at once" not in dilan.last


async def test_new_numbers_take_the_place_of_all_that_the_card_shows_and_leave_the_neighbour_alone(
    editor: Editor, keep: Keep
) -> None:
    hall = Location("hall", Texts({"en": "Hall"}), phones=(PhoneNumber("066 123 4567", Texts({"en": "Door"})),))
    here = (ServiceAtLocation("at", hall.id, phones=(PhoneNumber("111"),)),)
    mended = a_service("mended", name=Texts({"en": "Tent repair"}), locations=here)
    neighbour = a_service("neighbour", name=Texts({"en": "Roof repair"}), locations=(ServiceAtLocation("b", hall.id),))
    keep(hall, mended, neighbour)
    dilan = editor()
    await before(dilan, "Tent repair")
    await dilan.press("Change something", "Telephone")
    assert "111, 066 123 4567 (Door)" in dilan.last
    await dilan.send("112, +964 66 123 4567")
    card = dilan.last
    assert "⁨111⁩" not in card
    assert "⁨112⁩" in card
    assert "⁨+964 66 123 4567⁩ Door" in card, "the words beside a number stay with it"
    await before(dilan, "Roof repair")
    assert "⁨+964 66 123 4567⁩ Door" in dilan.last
