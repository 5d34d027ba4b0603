"""What a card and a list lead to: the right service without a code, a number, a map, another that is open."""

from datetime import UTC, datetime
from itertools import count

import pytest

from services.authoring.parts import Texts
from services.directory.hours_text import read_hours
from services.directory.model import Location, PhoneNumber, ServiceAtLocation
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.directory.some_services import Keep, a_service
from tests.support.phones import NewPhone, Phone

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday(clock: Clock) -> None:
    clock.now = MONDAY


def place(key: str, latitude: float | None = None, name: str = "") -> Location:
    return Location(key, Texts({"en": name or f"Place {key}"}), latitude=latitude, longitude=latitude)


def at(key: str) -> tuple[ServiceAtLocation, ...]:
    return (ServiceAtLocation(f"at {key}", key),)


async def find(phone: Phone, text: str) -> None:
    await phone.send("/services")
    await phone.send(text)


async def test_no_button_carries_a_code_and_services_of_one_name_are_told_apart(
    phone: Phone, database: Database, keep: Keep
) -> None:
    name = Texts({"en": "Bread line", "ar": "خبز"})
    twins = [
        a_service("a", name=name, needs=("food",), locations=at("gate")),
        a_service("b", name=name, needs=("food",), locations=at("well")),
        a_service("c", name=name, needs=("food",)),
        a_service("d", name=name, needs=("food",)),
    ]
    keep(place("gate"), place("well"), *twins)
    labels = set()
    await find(phone, "bread line")
    for _ in range(2):
        for label in [label for label in phone.pages if "Bread line" in label]:
            await phone.press_under(label)
            await phone.press_under("Not true")
            assert not any("#" in button for button in phone.buttons)
            (is_wrong,) = [button for button in phone.buttons if "Something else is wrong" in button]
            labels.add(is_wrong)
            await phone.press("Something else is wrong")
            assert "Thank you" in phone.last
        await find(phone, "bread line")
        if any("More ➡️" in label for label in phone.pages):
            await phone.press_under("More ➡️")
    assert len(labels) == 4
    with database.reading() as session:
        said = session.connection().exec_driver_sql("SELECT service, count FROM directory_concerns").all()
    assert sorted(tuple(each) for each in said) == sorted((each.id, 1) for each in twins)


async def test_old_buttons_with_a_code_and_buttons_of_every_language_still_find_their_service(
    phone: Phone, keep: Keep
) -> None:
    service = a_service("old", name=Texts({"en": "Tent repair of the whole of the north", "ar": "إصلاح الخيام"}))
    keep(service)
    for label in (f"Tent repair of the whole of… #{service.id[:4]}", "Tent repair of the whole of…", "إصلاح الخيام"):
        await phone.send(f"⚠️ Not true? Tell us · {label}")
        assert "What happened" in phone.last, label


@pytest.mark.parametrize("typed", ["0770 123 4567", "+9647701234567", "٠٧٧٠١٢٣٤٥٦٧", "who has 0770-123-4567?"])
async def test_a_typed_number_finds_its_service_and_only_that(phone: Phone, keep: Keep, typed: str) -> None:
    hall = Location("hall", Texts({"en": "Hall"}), phones=(PhoneNumber("0770 123 4567"),))
    keep(hall, a_service("tent", name=Texts({"en": "Tent repair"}), locations=at("hall")))
    await find(phone, typed)
    assert "⁨1⁩ service" in phone.texts[-2]
    assert "Tent repair" in phone.last


async def test_a_short_number_alone_finds_its_service_and_no_number_of_a_house_does(phone: Phone, keep: Keep) -> None:
    hall = Location("hall", Texts({"en": "Hall"}), phones=(PhoneNumber("116"),))
    keep(hall, a_service("tent", name=Texts({"en": "Tent repair"}), locations=at("hall")))
    await find(phone, "116")
    assert "Tent repair" in phone.last
    await phone.send("doctor block 116")
    assert "Tent repair" not in phone.last


async def test_of_thousands_of_kilometres_it_says_no_number(phone: Phone) -> None:
    await phone.send("/services")
    await phone.send(location={"latitude": 40.0, "longitude": 40.0})
    assert "nothing near you" in phone.last
    assert "km" not in phone.last


async def test_beyond_fifty_kilometres_it_says_that_there_is_nothing_near(phone: Phone) -> None:
    await phone.send("/services")
    await phone.send(location={"latitude": 1.0, "longitude": 1.0})
    assert "nothing near you" in phone.last
    assert "⁨157⁩ km" in phone.last or "⁨156⁩ km" in phone.last
    await phone.send(location={"latitude": 0.1, "longitude": 0.1})
    assert "Nearest to you" in phone.last


async def test_a_place_is_shown_on_the_map_where_that_harms_nobody(phone: Phone, keep: Keep) -> None:
    keep(
        place("open", 0.5),
        a_service("water", name=Texts({"en": "Open tap"}), needs=("water",), locations=at("open")),
    )
    await find(phone, "open tap")
    await phone.press_under("Open tap")
    await phone.press_under("Show on the map")
    assert phone.last == "📌 0.5 0.5"


@pytest.mark.parametrize(
    ("needs", "is_confidential", "latitude"),
    [
        (("women",), False, 0.5),
        (("health", "women"), False, 0.5),
        (("shelter",), False, 0.5),
        (("unheard of",), False, 0.5),
        ((), False, 0.5),
        (("water",), True, 0.5),
        (("water",), False, None),
    ],
)
async def test_a_place_that_has_to_stay_unknown_is_on_no_map(
    phone: Phone, keep: Keep, needs: tuple[str, ...], is_confidential: bool, latitude: float | None
) -> None:
    keep(
        place("hidden", latitude),
        a_service(
            "h", name=Texts({"en": "Quiet house"}), needs=needs, locations=at("hidden"), is_confidential=is_confidential
        ),
    )
    await find(phone, "quiet house")
    await phone.press_under("Quiet house")
    assert not any("map" in button for button in (*phone.buttons, *phone.pages))
    await phone.send("🗺 Show on the map · Quiet house")
    assert "do not show" in phone.last
    assert not any("📌" in said for said in phone.texts)


async def test_a_confidential_place_has_no_distance_either(phone: Phone, keep: Keep) -> None:
    hidden = a_service("h", name=Texts({"en": "Quiet house"}), locations=at("hidden"), is_confidential=True)
    keep(place("hidden", 40.0), hidden)
    await phone.send("/services")
    await phone.send(location={"latitude": 40.0, "longitude": 40.0})
    assert "Quiet house" not in phone.last
    assert "nothing near you" in phone.last


async def test_who_found_it_closed_is_offered_others_that_are_open_nearest_first(
    phone: Phone, keep: Keep, new_phone: NewPhone
) -> None:
    def kitchen(key: str, name: str, hours: str = "24/7") -> None:
        service = a_service(key, hours, name=Texts({"en": name}), needs=("cash",), locations=at(f"p{key}"))
        keep(service)

    keep(place("p1", 10.0), place("p2", 10.3), place("p3", 10.1), place("p4", 10.01))
    kitchen("1", "Closed desk")
    kitchen("2", "Far desk")
    kitchen("3", "Near desk")
    kitchen("4", "Sleeping desk", hours="Sa 09:00-10:00")
    await find(phone, "closed desk")
    await phone.press_under("Closed desk")
    await phone.press_under("Not true")
    await phone.press("It was closed")
    assert phone.last.startswith("🟢 Open now, for the same:")
    assert phone.last.index("1. ⁨Near desk") < phone.last.index("2. ⁨Far desk"), "the nearest first"
    assert "Sleeping desk" not in phone.last
    assert "Closed desk" not in phone.last
    await phone.press_under("Near desk")
    assert "Near desk" in phone.last
    other = new_phone(chat=77, updates=count(77_000))
    await find(other, "closed desk")
    await other.press_under("Closed desk")
    await other.press_under("Not true")
    await other.press("Something else is wrong")
    assert "Open now, for" not in other.last


async def test_after_rape_is_said_where_it_is_looked_for_and_not_on_every_visit(new_phone: NewPhone) -> None:
    phone = new_phone()
    await phone.send("/services")
    assert "rape" not in " ".join(phone.texts)
    await phone.press("🩺")
    assert "rape" not in " ".join(phone.texts)
    await phone.press("Other services", "🌷")
    assert "After rape, come within 3 days" in phone.last
    for chat, asked in enumerate(("he raped me", "violence", "اغتصاب", "دەستدرێژی", "violée"), 5000):
        other = new_phone(chat=chat, updates=count(chat * 1000))
        await find(other, asked)
        assert any("within 3 days" in said for said in other.texts), asked


async def test_places_and_hours_beyond_the_first_are_not_cut_in_silence(phone: Phone, keep: Keep) -> None:
    many = "; ".join(f"{day} {hour}:00-{hour}:30" for day in ("Mo", "Tu", "We") for hour in (8, 10, 12, 14, 16, 18))
    places = tuple(ServiceAtLocation(f"at {n}", f"n{n}", schedules=read_hours(f"Mo {n + 8}-{n + 9}")) for n in range(5))
    keep(*(place(f"n{n}") for n in range(5)))
    keep(a_service("many", many, name=Texts({"en": "Many hours"})))
    keep(a_service("places", name=Texts({"en": "Many places"}), locations=places))
    await find(phone, "many hours")
    await phone.press_under("Many hours")
    assert "and ⁨14⁩ more times" in phone.last
    await phone.press_under("More about this")
    assert "and ⁨6⁩ more times" in phone.last
    await find(phone, "many places")
    await phone.press_under("Many places")
    assert phone.last.count("and ⁨2⁩ more places") == 1
