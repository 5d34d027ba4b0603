"""Finding help in the chat: three taps to a card, pages, areas, people, nearness, and words with mistakes in them."""

import json
import re
from datetime import UTC, datetime

import pytest

from bot.incoming.turn_store import DatabaseTurnStore
from handlers.chat.app import App
from handlers.chat.arrival import narrow
from handlers.directory.buttons import ListPress, fitting
from services.authoring.parts import Texts
from services.directory.finding import ServiceWish
from services.directory.model import Service
from services.keys.sealing import numbered_row
from storage import turns as turn_rows
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.database_files import at_rest
from tests.support.directory.some_services import Keep, a_service, many
from tests.support.phones import NewPhone, Phone
from tests.support.vaults import Template

MONDAY_NOON_IN_BAGHDAD = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
WHERE = {"latitude": 0.00219, "longitude": 0.00331}


@pytest.fixture
def many_services(keep: Keep) -> None:
    """600 services for money help beside the example's one, all shown."""
    each = (thing for thing in many(2400) if not isinstance(thing, Service) or thing.needs == ("cash",))
    keep(*each)


@pytest.fixture(autouse=True)
def _monday(clock: Clock) -> None:
    clock.now = MONDAY_NOON_IN_BAGHDAD


async def everything(phone: Phone) -> str:
    """What a list says, turned to its end."""
    said = phone.last
    while any("More" in label for label in phone.pages):
        await phone.press_under("More")
        said += phone.last
    return said


async def test_emergency_numbers_come_first_and_a_card_is_three_taps_from_the_menu(phone: Phone) -> None:
    await phone.start()
    before = phone.taps
    await phone.press("Services and help")
    assert "🆘 In danger now? Call:" in phone.last
    await phone.press("🩺 Health")
    assert "Health centre (example)" in phone.last
    await phone.press_under("Health centre")
    assert phone.taps - before == 3
    for part in ("A doctor and nurses", "🟢 Open now, until ⁨15:00⁩", "Market and bus stop", "Behind the market", "000"):
        assert part in phone.last
    rest = ("📄 Bring:", "💵 Cost:", "✔️ Last checked:", "Source:")
    assert not any(part in phone.last for part in rest)
    await phone.press_under("More about this")
    assert phone.last.startswith("🩺 Health centre")
    assert all(part in phone.last for part in rest)
    assert phone.buttons == ["🔎 Other services", "☰ Menu"]


async def test_a_card_speaks_the_language_of_its_list_even_when_the_conversation_is_over(
    new_phone: NewPhone, clock: Clock
) -> None:
    phone = new_phone(hint="en")
    await phone.send("/language")
    await phone.press("العربية")
    await phone.press("الخدمات", "🩺")
    clock.pass_(hours=2)
    await phone.press_under("المركز الصحي")
    assert "طبيب وممرضون" in phone.last


async def test_reading_on_leaves_a_report_that_is_under_way_where_it_is(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on")
    question = phone.buttons
    await phone.send("/services")
    await phone.press_under("🍞")
    await phone.press_under("Shared kitchen")
    assert "A warm meal" in phone.last
    assert phone.buttons == question
    await phone.press("I feel unsafe")
    assert "did not keep" not in phone.last


async def test_typed_words_may_be_misspelt_and_in_any_script(phone: Phone) -> None:
    await phone.start()
    await phone.press("Services")
    for typed, found in (
        ("docter", "Health centre"),
        ("BLANKTES", "Blankets and stoves"),
        ("محامى", "Papers and identity"),
        ("نه خوشخانه", "Health centre"),
        ("Couvertur", "Blankets and stoves"),
    ):
        await phone.send(typed)
        assert found in phone.last, typed
    await phone.send("xyzzyq")
    assert "know of no such service" in phone.last


async def test_what_was_typed_is_not_kept_with_the_conversation(phone: Phone, app: App) -> None:
    await phone.start()
    await phone.press("Services")
    await phone.send("lawyer")
    record, _ = await app.turns.recall(99, phone.chat, MONDAY_NOON_IN_BAGHDAD)
    assert "lawyer" not in record


async def test_area_and_people_narrow_what_is_shown_until_they_are_taken_back(phone: Phone) -> None:
    await phone.start()
    await phone.press("Services", "By area", "Tents on the hill")
    assert "💵 Money help" not in phone.buttons
    await phone.press("For whom", "Women and girls")
    assert "Tents on the hill" in phone.last
    assert "Women and girls" in phone.last
    await phone.press("🍞")
    assert "Monthly food" in phone.last
    assert "Shared kitchen" not in phone.last
    await phone.press("Other services", "Everywhere")
    assert "💵 Money help" in phone.buttons


async def test_children_are_a_need_and_people_too(phone: Phone) -> None:
    await phone.start()
    await phone.press("Services", "🧒 Children")
    assert any("Play and learn tent" in said for said in phone.texts)
    assert "child protection team" in phone.last, "whom to turn to for a child is said last"
    await phone.press("Other services", "For whom", "🧒 Children", "🩺 Health")
    assert "🧒 Children" in phone.texts[-2]
    assert "Room for mothers and babies" in phone.last


async def test_only_what_is_open_now(phone: Phone, clock: Clock) -> None:
    await phone.start()
    await phone.press("Services", "🩺")
    assert "⁨6⁩ services" in phone.texts[-2]
    assert "Clinic on wheels" in await everything(phone)
    await phone.press_under("Open now")
    found = await everything(phone)
    assert "Clinic on wheels" not in found
    assert "Emergency room" in found
    await phone.press_under("Also what is closed")
    assert "Clinic on wheels" in await everything(phone)
    clock.pass_(hours=22)
    await phone.press("Other services", "Open now")
    assert "⁨18⁩ services" in phone.texts[-2]
    await phone.press("Other services", "🩺")
    await phone.press_under("Open now")
    assert "Clinic on wheels" in await everything(phone)


async def test_the_nearest_come_first_and_the_location_leaves_the_chat(phone: Phone) -> None:
    await phone.start()
    await phone.press("Services")
    await phone.send(location=WHERE)
    nearest = phone.last
    far = [int(metres) for metres in re.findall(r"about ⁨(\d+)⁩ m", nearest)]
    assert len(far) == 3
    assert far == sorted(far, reverse=True), "the nearest one stands nearest to the buttons"
    assert any("removed it from this chat" in text for text in phone.texts[-3:])
    assert "" not in phone.own_texts


async def test_a_location_shared_from_an_old_keyboard_is_answered_too(phone: Phone, clock: Clock) -> None:
    await phone.start()
    await phone.press("Services")
    clock.pass_(hours=3)
    await phone.send(location=WHERE)
    assert "Nearest to you" in phone.last


async def test_a_location_is_nowhere_at_rest(
    phone: Phone, turns: DatabaseTurnStore, database: Database, clock: Clock, founded: Template
) -> None:
    await phone.start()
    await phone.press("Services")
    await phone.send(location=WHERE)
    await phone.repeat()
    await phone.press("Other services", "🍞")
    arrival = narrow(phone.last_update | {"message": phone.last_update["message"] | {"location": WHERE}})
    assert arrival is not None
    assert arrival.position == (WHERE["latitude"], WHERE["longitude"])
    await turns.hold(arrival, clock.now)
    assert [held.position for held in await turns.held()] == [None]
    await turns.settle([], clock.now, is_quiet=True)
    with database.reading() as session:
        found = [(numbered_row("turns", number), body) for number, body in turn_rows.everything(session) if body]
        found += [(numbered_row("held", row.update_id), row.body) for row in turn_rows.all_held(session)]
    bodies = [founded.runtime.unlock(body, row) for row, body in found]
    assert bodies
    for number in WHERE.values():
        assert not any(str(number).encode() in body for body in bodies)
        assert str(number).encode() not in at_rest(database)


async def test_pages_can_be_turned_for_ever_and_buttons_stay_small(phone: Phone, many_services: None) -> None:
    await phone.start()
    await phone.press("Services", "💵")
    assert "601" in phone.texts[-2]
    seen = set()
    for _ in range(3):
        seen |= {label for label in phone.pages if "Voucher" in label}
        await phone.press_under("More")
    assert len(seen) >= 3 * 3 - 2
    shown = [message for message in phone.telegram.messages.values() if message.pages][-1]
    assert all(len(data.encode()) <= 64 for row in shown.pages for _, data in row)


@pytest.mark.parametrize("text", ["long " * 60, "ဆေးရုံ" * 30, "مستشفى قريب " * 20, "a:b:c", ""])
def test_every_button_of_a_list_fits_and_comes_back_as_it_was(text: str) -> None:
    wish = fitting("ckb", ServiceWish("education", "along-the-river-and-far-beyond", "disability", True, text))
    press = ListPress("ckb", 1234, wish)
    assert len(press.data().encode()) <= 64
    assert ListPress.read(press.data(), ("other", "along-the-river-and-far-beyond")) == press
    assert json.dumps(press.data())


async def test_an_old_or_broken_button_is_answered_quietly(phone: Phone) -> None:
    await phone.start()
    await phone.press("Services", "🍞")
    shown = [message for message in phone.telegram.messages.values() if message.pages][-1]
    for data in ("svc:", "svc:en:x:::::", "card:en:nothing", "card:", "svc:en:99999:gone:abcd:nobody:1:"):
        shown.pages = [[("press", data)]]
        await phone.press_under("press")
    assert phone.telegram.answered_presses


@pytest.mark.long_texts
async def test_texts_without_end_still_make_one_message(phone: Phone, keep: Keep) -> None:
    endless = Texts({"en": "endless " * 480})
    service = a_service(
        "endless", name=endless, description=endless, eligibility=endless, fees=endless, alert=endless, needs=("cash",)
    )
    keep(service)
    await phone.start()
    await phone.press("Services", "💵")
    await phone.press_under("endless")
    assert len(phone.last) < 4096
    await phone.press_under("More about this")
    before = len(phone.texts)
    assert len(phone.last) < 4096
    assert "Last checked" in phone.last
    await phone.press_under("endless")
    assert len(phone.texts) == before + 1
