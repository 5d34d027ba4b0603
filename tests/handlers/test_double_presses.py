"""Every button of every flow, pressed twice before the first press is answered: the second changes and claims nothing.

Walks at random through all that residents, organisers and editors can do. Where a press leads is not looked at here:
only that a quick second one leaves all as the first left it, and is told nothing that is not so.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest

from handlers.chat import keyboards
from handlers.chat.app import App
from locales import Words
from services import enrolment
from services.conversation import conversation
from services.conversation.quotas import LiftedQuotas
from services.store import Store
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.contents import LANGUAGES
from tests.support.pages.small_screens import words_in
from tests.support.phones import NewPhone, Phone, Update
from tests.support.vaults import Template

STEPS = 70
SEEDS = range(6)
BEGIN = ("/report", "/surveys", "/forums", "/services", "/language", "/meetings", "/meetings", "/notices", "/content")
TYPED = ("Help.", "12 8 5", "14:30", "2026-03-12", "3", "A lamp at the school")
A_SHORT_LINE = 20
HUNGRY = {
    "en": "we need food and milk for the baby",
    "ar": "نحتاج طعامًا وحليبًا للرضيع",
    "ckb": "پێویستمان بە خواردن و شیر هەیە بۆ منداڵەکە",
    "fr": "nous avons besoin de nourriture et de lait pour le bébé",
}
BESIDE = ("turns", "traces", "conversations", "held", "alembic_version")
"""Tables of what is under way or was answered; all others hold what somebody sent."""
UNTRUE = (
    "something earlier",
    "could not use",
    "did not keep what you sent",
    "did not understand",
    "was not kept",
    "ther words are not kept",
    "opens nothing",
    "went wrong",
    "NOT saved",
)


@dataclass
class Walk:
    """One person on the way through all flows."""

    phone: Phone
    database: Database
    founded: Template
    chance: random.Random

    async def press_twice(self, label: str) -> None:
        first, second = (self.phone.written(label) for _ in range(2))
        await self.phone.deliver(first)
        await self._is_without_effect(label, second)

    async def press_late_as_well(self, label: str) -> None:
        """The second press comes on a slow line, when another keyboard is shown already."""
        await self.phone.send(label)
        if label not in self.phone.buttons:
            self.phone.clock.pass_(seconds=4)
            await self._is_without_effect(label, self.phone.written(label))

    async def _is_without_effect(self, label: str, second: Update) -> None:
        before, heard = self.all_there_is(), list(self.phone.texts)
        await self.phone.deliver(second)
        assert self.all_there_is() == before, f"the second {label!r} did something"
        for text in self.phone.texts[len(heard) :]:
            assert not any(untrue in text for untrue in UNTRUE), f"the second {label!r} was told: {text}"

    def all_there_is(self) -> tuple[Any, ...]:
        with self.database.reading() as session:
            stands = conversation.load(Store(session, self.founded.runtime), self.phone.chat, self.phone.clock.now)
            connection = session.connection()
            names = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'")]
            rows = {
                name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar()
                for name in names
                if name not in BESIDE
            }
        return stands.place, stands.form, stands.facts, rows

    async def go(self) -> None:
        for _ in range(STEPS):
            self.phone.clock.pass_(seconds=self.chance.choice((1, 5, 30, 70)))
            if not self.phone.buttons or self.chance.random() < 0.08:
                await self.phone.send(self.chance.choice(BEGIN))
            elif self.chance.random() < 0.25:
                await self.phone.send(self.chance.choice(TYPED))
            else:
                press = self.chance.choice((self.press_twice, self.press_late_as_well))
                await press(self.chance.choice(self.likely()))

    def likely(self) -> list[str]:
        """The ways out are there on every screen: they are not to end every walk at its beginning."""
        ways_out = ("⏹", "⬅️", "☰", "🧹")
        return [label for label in self.phone.buttons for _ in range(1 if label.startswith(ways_out) else 6)]


@pytest.fixture
def everything(app: App, clock: Clock, founded: Template, database: Database) -> Iterator[Phone]:
    """A phone whose owner organises every forum and edits services."""
    object.__setattr__(app, "quotas", LiftedQuotas())
    with database.writing() as session:
        store = Store(session, founded.runtime)
        for role in enrolment.ROLES:
            code = enrolment.new_code(store, role, f"Rojin {role}", ("*",), clock.now)
            enrolment.enrol(store, code, 800, "en", clock.now)
    yield Phone(app, clock, chat=800, updates=count(1_000_000))


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_second_quick_press_does_nothing_and_hears_nothing_untrue(
    everything: Phone, database: Database, founded: Template, seed: int
) -> None:
    await Walk(everything, database, founded, random.Random(seed)).go()


async def second_press(phone: Phone, wanted: str) -> list[str]:
    """What the second of two quick presses brings: a short line at most, and nothing that the first has said."""
    said, before = phone.telegram.said, len(phone.telegram.said)
    first, second = (phone.written(next(label for label in phone.buttons if wanted in label)) for _ in range(2))
    await phone.deliver(first)
    confirmed = said[before:]
    await phone.deliver(second)
    more = said[before + len(confirmed) :]
    assert confirmed and not set(confirmed) & set(more)
    assert len(more) <= 1 and all(words_in(text) <= A_SHORT_LINE for text in more), more
    return more


async def receipt_of(person: Phone, words: Words) -> str:
    """A report told to its end in as few presses as can be; what opens its mailbox."""
    await person.send("/start")
    await person.press(words(keyboards.REPORT), words(keyboards.GO_ON), "😟", words(keyboards.SEND_NOW), "👌")
    await person.press(words(keyboards.SEND))
    receipt = re.search(r"(\d{3} ){5}\d{3}", person.last)
    assert receipt
    await person.press(words(keyboards.NOTED))
    return receipt[0]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_words_to_the_team_are_confirmed_once(new_phone: NewPhone, language: str) -> None:
    words, person = Words(language), new_phone(hint=language)
    await person.send(await receipt_of(person, words))
    await person.press(words(keyboards.WRITE_BACK))
    await person.send("1 2 3")
    await second_press(person, words(keyboards.SEND))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_survey_is_confirmed_once(new_phone: NewPhone, language: str) -> None:
    words, person = Words(language), new_phone(hint=language)
    await person.send("/surveys")
    await person.press("💬", words(keyboards.GO_ON))
    while words(keyboards.SEND) not in person.buttons:
        await person.press("🤐")
    await second_press(person, words(keyboards.SEND))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_help_for_held_words_is_listed_once(new_phone: NewPhone, language: str) -> None:
    person = new_phone(hint=language)
    await person.send(HUNGRY[language])
    assert await second_press(person, Words(language)(keyboards.FIND_HELP)) == []
