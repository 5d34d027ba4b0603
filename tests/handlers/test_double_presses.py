"""Every button of every flow, pressed twice before the first press is answered: the second changes and claims nothing.

Walks at random through all that residents, organisers and editors can do. Where a press leads is not looked at here:
only that a quick second one leaves all as the first left it, and is told nothing that is not so.
"""

import random
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest

from handlers.chat import endings, keyboards
from handlers.chat.app import App
from handlers.chat.screen.short_messages import words_in
from handlers.meetings.shown import buttons
from locales import Words
from locales.catalogues import catalogue
from services import enrolment
from services.conversation import conversation
from services.conversation.quotas import LiftedQuotas
from services.store import Store
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.contents import LANGUAGES
from tests.support.phones import Hear, NewPhone, Organiser, Phone, Update
from tests.support.vaults import Template

STEPS = 60
SEEDS = range(8)
BEGIN = ("/report", "/surveys", "/forums", "/services", "/language", "/meetings", "/meetings", "/notices", "/content")
TYPED = ("Help.", "12 8 5", "14:30", "2026-03-12", "3", "A lamp at the school")
A_SHORT_LINE = 20
WAYS_OUT = ("⏹", "⬅️", "☰", "🧹")
HUNGRY = {
    "en": "we need food and milk for the baby",
    "ar": "نحتاج طعامًا وحليبًا للرضيع",
    "ckb": "پێویستمان بە خواردن و شیر هەیە بۆ منداڵەکە",
    "fr": "nous avons besoin de nourriture et de lait pour le bébé",
}
BESIDE = ("turns", "traces", "conversations", "held", "alembic_version")
"""Tables of what is under way or was answered; all others hold what somebody sent."""
UNTRUE_PARTS = (
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


def sentences_with(parts: Iterable[str]) -> frozenset[str]:
    """All sentences that hold such words in English, in every offered language, up to what is filled in."""
    found = [key for key in catalogue("fr").translations if any(part in key for part in parts)]
    texts = {Words(code)(key).partition("{")[0] for code in LANGUAGES for key in found}
    return frozenset(text for text in texts if len(text.split()) > 1)


UNTRUE = sentences_with(UNTRUE_PARTS)
CONFIRMED = sentences_with(("✅ Done. I write", "⬜ Done. I no longer", "👍 Noted.", "🔕 Done", "answers are saved. "))


@dataclass
class Walk:
    """One person on the way through all flows."""

    phone: Phone
    database: Database
    founded: Template
    chance: random.Random
    pressed: Counter[str]
    """How often each label was pressed, by its picture: what is new is pressed before what was pressed already."""

    async def press_twice(self, label: str) -> None:
        first, second = (self.phone.written(label) for _ in range(2))
        said, before = self.phone.telegram.said, len(self.phone.telegram.said)
        await self.phone.deliver(first)
        brought = said[before:]
        await self._is_without_effect(label, second)
        more = said[before + len(brought) :]
        assert len(more) <= 1 and all(words_in(text) <= A_SHORT_LINE for text in more), f"the second {label!r}: {more}"
        assert not set(more) & set(brought), f"the second {label!r} repeats the first: {more}"

    async def press_late_as_well(self, label: str) -> None:
        """The second press comes on a slow line, when another keyboard is shown already."""
        await self.phone.send(label)
        if label not in self.phone.buttons:
            self.phone.clock.pass_(seconds=4)
            await self._is_without_effect(label, self.phone.written(label))

    async def _is_without_effect(self, label: str, second: Update) -> None:
        before, heard = self.all_there_is(), len(self.phone.telegram.said)
        await self.phone.deliver(second)
        assert self.all_there_is() == before, f"the second {label!r} did something"
        for text in self.phone.telegram.said[heard:]:
            said = [each for each in UNTRUE | CONFIRMED if each in text]
            assert not said, f"the second {label!r} was told: {text}"

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
                label = self.likely()
                self.pressed[kind(label)] += 1
                await press(label)

    def likely(self) -> str:
        """Rather what was seldom pressed. The ways out are on every screen: they are not to end every walk early."""
        labels = self.phone.buttons
        weights = [1 / (1 + self.pressed[kind(label)]) / (6 if label.startswith(WAYS_OUT) else 1) for label in labels]
        return self.chance.choices(labels, weights)[0]


def kind(label: str) -> str:
    """A label without the thing it is about: of meetings and services there are many."""
    return label.partition(" · ")[0]


@pytest.fixture
def everything(app: App, clock: Clock, founded: Template, database: Database, language: str) -> Phone:
    """A phone whose owner organises every forum and edits services."""
    object.__setattr__(app, "quotas", LiftedQuotas())
    with database.writing() as session:
        store = Store(session, founded.runtime)
        for role in enrolment.ROLES:
            code = enrolment.new_code(store, role, f"Rojin {role}", ("*",), clock.now)
            enrolment.enrol(store, code, 800, language, clock.now)
    return Phone(app, clock, hint=language, chat=800, updates=count(1_000_000))


@pytest.mark.parametrize(("seed", "language"), [(seed, LANGUAGES[seed % len(LANGUAGES)]) for seed in SEEDS])
async def test_a_second_press_does_nothing_repeats_nothing_and_hears_nothing_untrue(
    everything: Phone, database: Database, founded: Template, seed: int
) -> None:
    await Walk(everything, database, founded, random.Random(seed), Counter()).go()


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


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_need_is_listed_once(new_phone: NewPhone, language: str) -> None:
    person = new_phone(hint=language)
    await person.send("/services")
    assert await second_press(person, "🩺") == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_joining_is_confirmed_once_however_late_the_second_press_comes(
    new_phone: NewPhone, language: str, clock: Clock
) -> None:
    words, person = Words(language), new_phone(hint=language)
    await person.send("/forums")
    label = next(label for label in person.buttons if words(keyboards.JOIN) in label)
    assert await second_press(person, label) == [words(endings.CHOSEN)]
    clock.pass_(seconds=40)
    await person.send(label)
    assert person.last == words(endings.CHOSEN)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_report_is_confirmed_once(new_phone: NewPhone, language: str) -> None:
    words, person = Words(language), new_phone(hint=language)
    await person.send("/start")
    await person.press(words(keyboards.REPORT), words(keyboards.GO_ON), "😟", words(keyboards.SEND_NOW), "👌")
    assert await second_press(person, words(keyboards.SEND)) == [words(endings.REPORT_SENT)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_meeting_is_published_once(organiser: Organiser, hear: Hear, language: str) -> None:
    hear("forum:security", en=3)
    words, rojin = Words(language), organiser("security", hint=language)
    await rojin.send("/meetings")
    await rojin.press(words(buttons.NEW_MEETING), "10")
    await rojin.press("15:00")
    assert await second_press(rojin, words(buttons.PUBLISH)) == [words(endings.PUBLISHED)]
