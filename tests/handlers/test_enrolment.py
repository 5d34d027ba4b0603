"""Becoming an organiser or editor: one code, one person, and no way to learn anything from a wrong one."""

from datetime import timedelta
from itertools import count
from typing import Protocol

import pytest

from locales import LANGUAGES
from services import enrolment
from services.enrolment import Enrolled
from services.store import Store
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.phones import NewPhone, Phone
from tests.support.vaults import Template


class NewCode(Protocol):
    """A code the steward hands out: code('organiser', 'security'); without forums it is for all of them."""

    def __call__(self, role: str = ..., *forums: str) -> str: ...


class Roles(Protocol):
    """What a chat is enrolled as."""

    def __call__(self, chat: int = ...) -> list[Enrolled]: ...


@pytest.fixture
def code(founded: Template, database: Database, clock: Clock) -> NewCode:
    def make(role: str = "organiser", *forums: str) -> str:
        with database.writing() as session:
            return enrolment.new_code(Store(session, founded.runtime), role, "Rojin", forums or ("*",), clock.now)

    return make


@pytest.fixture
def roles(founded: Template, database: Database) -> Roles:
    def read(chat: int = 700) -> list[Enrolled]:
        with database.reading() as session:
            return enrolment.who(Store(session, founded.runtime), chat)

    return read


async def test_a_link_enrols_at_once_and_shows_the_organisers_menu(phone: Phone, code: NewCode, roles: Roles) -> None:
    await phone.send(f"/start o_{code('organiser', 'security')}")
    [person] = roles()
    assert (person.role, person.name, person.forums) == ("organiser", "Rojin", ("security",))
    assert "Community security forum" in phone.last
    assert "Women" not in phone.last
    assert "🗓 Organise meetings" in phone.buttons
    assert "🗂 Edit services" not in phone.buttons
    await phone.start()
    assert "🗓 Organise meetings" in phone.buttons


async def test_an_editor_sees_the_editors_menu(phone: Phone, code: NewCode) -> None:
    await phone.send(f"/start o_{code('editor')}")
    assert "🗂 Edit services" in phone.buttons
    assert "🗓 Organise meetings" not in phone.buttons


async def test_a_code_is_typed_as_people_type(phone: Phone, code: NewCode, roles: Roles) -> None:
    made = code()
    await phone.send("/organiser")
    assert "12 letters" in phone.last
    await phone.send(f"{made[:4].lower()} {made[4:8]}-{made[8:]}")
    assert len(roles()) == 1
    assert not any(made[8:] in text for text in phone.own_texts)


async def test_an_ordinary_person_sees_no_row_of_the_few(phone: Phone) -> None:
    await phone.start()
    assert not {"🗓 Organise meetings", "🗂 Edit services"} & set(phone.buttons)


async def test_wrong_used_and_old_codes_are_answered_alike(
    new_phone: NewPhone, code: NewCode, roles: Roles, clock: Clock
) -> None:
    used, old = code(), code()
    await new_phone(chat=1).send(f"/start o_{used}")
    clock.pass_(hours=49)
    answers = []
    for chat, tried in enumerate(("WRONGWRONGWR", used, old, "", "﷽" * 40), 2):
        person = new_phone(chat=chat, updates=count(chat * 1000 + 1000))
        await person.send(f"/start o_{tried}")
        answers.append((tuple(person.texts), tuple(person.buttons)))
        assert roles(chat) == []
    assert len(set(answers)) == 1
    assert "opens nothing" in answers[0][0][0]


async def test_guessing_is_slow(phone: Phone, code: NewCode, roles: Roles) -> None:
    for _ in range(5):
        await phone.send("/organiser WRONGWRONGWR")
    await phone.send(f"/organiser {code()}")
    assert "have to pause" in phone.last
    assert roles() == []


async def test_a_repeated_update_enrols_once(phone: Phone, code: NewCode, roles: Roles) -> None:
    await phone.send(f"/start o_{code()}")
    await phone.repeat()
    assert len(roles()) == 1
    assert "opens nothing" not in phone.last


async def test_a_wrong_code_leaves_the_question_open(phone: Phone, code: NewCode, roles: Roles) -> None:
    await phone.send("/organiser")
    await phone.send("not a code")
    assert "opens nothing" in phone.last
    await phone.send(code())
    assert len(roles()) == 1


async def test_stop_gives_it_up(phone: Phone, code: NewCode, roles: Roles) -> None:
    await phone.send("/organiser")
    await phone.press("Stop")
    await phone.send(code())
    assert roles() == []


async def test_notices_to_an_organiser_follow_their_language(
    phone: Phone, code: NewCode, founded: Template, database: Database
) -> None:
    await phone.send(f"/start o_{code()}")
    await phone.send("/language")
    await phone.press(LANGUAGES["ar"].native_name)
    with database.reading() as session:
        [(chat, language, _)] = enrolment.organisers_of(Store(session, founded.runtime), "youth")
    assert (chat, language) == (700, "ar")


async def test_a_code_lasts_two_days(phone: Phone, code: NewCode, roles: Roles, clock: Clock) -> None:
    made = code()
    clock.now += timedelta(hours=48) - timedelta(seconds=1)
    await phone.send(f"/organiser {made}")
    assert len(roles()) == 1
