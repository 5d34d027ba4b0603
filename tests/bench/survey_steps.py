"""Real questionnaires as surveys in the chat: each to its end, and what one step and a thousand people inside it cost.

    python tests/bench/survey_steps.py FOLDER [--skip TYPE,TYPE,...] [--people 1000]

Every XLSForm of the folder is asked through the survey chat (real handlers, storage and keys; Telegram is pretended)
until the thanks, by random answers. For each it prints the time to load it, one step of the interview as a message
causes it, and the whole turn with its commit; for the longest what the process holds once so many people stand in the
middle of it, and have each just answered one question. --skip leaves types empty that Amana refuses.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from services.directory.catalogue import ServiceCatalogue
from services.directory.marks import is_ours

sys.path.insert(0, str(Path(__file__).parents[2]))

import psutil
from form_walk import ENDINGS, answered, timed_step

from bot.incoming.turn_store import DatabaseTurnStore
from handlers import routes
from handlers.chat import keyboards
from handlers.chat.app import App
from locales import Words
from services.content import content
from services.conversation import conversation
from services.forms import Form, FormBroken, Interview, Kind, Question, Review, archive, load_form
from services.keys.founding import FirstPeople, found
from services.keys.sealing import RuntimeKey
from services.keys.trust import check_organisation
from services.reports.receipts import ReceiptPool
from services.store import Store
from services.surveys.surveys import Survey
from storage import envelopes as rows
from storage import migrations
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.phones import Phone, PretendTelegram

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
CONTENT = Path(__file__).parents[2] / "content"
RUNTIME = RuntimeKey.generate()
SKIP = ""
MOST_STEPS = 1_500
WORDS = Words("en")


class Quiet(PretendTelegram):
    """Remembers nothing but the last message: what is measured is Amana."""

    async def send_message(self, *given: Any, **more: Any) -> SimpleNamespace:
        self.messages.clear()
        return await super().send_message(*given, **more)


@asynccontextmanager
async def opened_app() -> AsyncIterator[tuple[App, Database]]:
    """A founded organisation with the example content, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/amana.db"
        migrations.upgrade(url)
        database = Database(url)
        with database.writing() as session:
            founding = found(session, RUNTIME.public, FirstPeople("Sana", "Karim", "Farah"), NOW)
            salt = check_organisation(session, founding.trust).site_salt
        loaded = content.load(database, CONTENT, NOW)
        turns = DatabaseTurnStore(database, RUNTIME)
        with ReceiptPool(salt, size=1) as receipts:
            yield (
                App(
                    *(loaded, founding.trust, salt, receipts, ("en",), turns, Clock(), routes.STATES, routes.REFUSALS),
                    ServiceCatalogue(loaded.needs, is_ours(RUNTIME)),
                ),
                database,
            )
        await turns.close()
        database.close()


def with_survey(app: App, form: Form) -> App:
    """The app with this form as its only survey."""
    about = app.content.surveys[0].about
    survey = Survey("bench", form.name, form.hash[:8], date(2026, 1, 1), date(2027, 1, 1), about)
    forms = {**app.content.forms, form.name: form}
    return replace(app, content=replace(app.content, forms=forms, surveys=(survey,)))


class Person:
    """Somebody who answers at random."""

    def __init__(self, app: App, database: Database, form: Form, chat: int, numbers: count[int]) -> None:
        self.app, self.database, self.form = app, database, form
        self.phone = Phone(app, Clock(), chat=chat, telegram=Quiet(), updates=numbers)
        self.chance = random.Random(chat)
        self.turns: list[float] = []
        self.work: list[float] = []
        self.steps: list[float] = []
        self.best_of_three: list[float] = []
        self.review = 0.0

    def stands(self) -> Interview | None:
        with self.database.reading() as session:
            kept = conversation.load(Store(session, RUNTIME), self.phone.chat, NOW)
        return Interview.resume(self.form, kept.form, NOW.date(), "en", now=NOW) if kept.form else None

    async def send(self, text: str) -> None:
        began, worked = time.perf_counter(), time.process_time()
        await self.phone.send(text)
        self.turns.append((time.perf_counter() - began) * 1000)
        self.work.append((time.process_time() - worked) * 1000)

    async def begin(self) -> None:
        await self.phone.send("/surveys")
        await self.phone.send(WORDS(keyboards.GO_ON))

    async def to_the_end(self) -> bool:
        """Answer everything and send it; True where thanks came."""
        await self.begin()
        for _ in range(MOST_STEPS):
            interview = self.stands()
            if interview is None:
                break
            step = interview.current()
            if isinstance(step, Review):
                self.review = timed_review(interview)
                await self.phone.send(WORDS(keyboards.SEND))
                return "saved" in self.phone.last
            assert isinstance(step, Question)
            await self.answer(interview, step)
        return False

    async def answer(self, interview: Interview, question: Question) -> None:
        taken = answered(interview, question, self.chance)
        value = taken.state.answers.get(question.path, "")
        tries = [timed_step(self.form, interview.to_json(), value) for _ in range(3)]
        self.steps.append(tries[0])
        self.best_of_three.append(min(tries))
        for text in _typed(question, value):
            await self.send(text)


def timed_review(interview: Interview) -> float:
    """Milliseconds of CPU to put everything that was answered into words."""
    review = Interview(interview.form, interview.state, interview.moment).current()
    assert isinstance(review, Review)
    began = time.thread_time()
    assert review.rows
    return (time.thread_time() - began) * 1000


def _typed(question: Question, value: str) -> list[str]:
    """What a person sends to give this answer: labels of buttons, or words."""
    labels = {choice.name: choice.label for choice in question.choices}
    match question.kind:
        case Kind.MANY:
            chosen = {choice.name for choice in question.choices if choice.chosen}
            return [*(labels[name] for name in labels if (name in value.split()) != (name in chosen)), _next(value)]
        case Kind.ONE:
            return [labels[value]] if value else [WORDS(keyboards.RATHER_NOT)]
        case Kind.RANGE if value:
            return [labels.get(value, value)]
        case Kind.RANK:
            return [*(labels[name] for name in value.split()), _next(value)]
        case Kind.ACKNOWLEDGE:
            return [WORDS(keyboards.ACCEPT)]
        case Kind.ANOTHER:
            return [WORDS(keyboards.YES if value == "yes" else keyboards.NO)]
        case Kind.TEXT if question.multiline and value:
            return [value, _next(value)]
        case _:
            return [value or WORDS(keyboards.RATHER_NOT)]


def _next(value: str) -> str:
    return WORDS(keyboards.NEXT if value else keyboards.RATHER_NOT)


async def walk(app: App, database: Database, path: Path, skipping: list[str], numbers: count[int]) -> Form | None:
    """One form to its end through the chat; the form where it loads."""
    began = time.perf_counter()
    try:
        form = load_form(path, skipping)
        form.make_ready()
    except FormBroken as broken:
        print(f"{path.name}: refused, {len(broken.problems)} problem(s): {broken.problems[0].sentence}")
        return None
    loaded = time.perf_counter() - began
    with database.writing() as session:
        archive.keep(session, form, NOW)
    gc.collect()
    gc.freeze()  # what reading spreadsheets left behind is no part of a step
    person = Person(with_survey(app, form), database, form, 700 + len(form.items), numbers)
    done = await person.to_the_end()
    end = "to the end and sent" if done else f"NOT TO THE END: {person.phone.last[:100]!r}"
    print(f"{path.name}: {len(form.items)} rows loaded in {loaded:.2f} s; {end}, {len(person.steps)} answers")
    if person.steps:
        print(
            f"    a step: {_of(person.steps)} CPU ms\n"
            f"    the same, each step the best of three (others use the machine): {_of(person.best_of_three)} CPU ms\n"
            f"    the review before sending, put together: {person.review:.2f} CPU ms\n"
            f"    a whole turn with its commit: {_of(person.work)} CPU ms, {_of(person.turns)} ms on the clock"
        )
    return form


def _of(times: list[float]) -> str:
    late = sorted(times)[int(len(times) * 0.95)]
    return f"median {statistics.median(times):.2f}, p95 {late:.2f}, worst {max(times):.2f}"


async def crowd(app: App, database: Database, form: Form, people: int, numbers: count[int]) -> None:
    """So many people in the middle of the form, each of whom answers one question."""
    half = _half_way(form)
    stored = half.to_json()
    _stand_there(app, database, form, stored, people)
    step = half.current()
    assert isinstance(step, Question)
    value = answered(half, step, random.Random(1)).state.answers.get(step.path, "")
    with growing() as grown:
        for chat in range(people):
            person = Person(with_survey(app, form), database, form, 10_000 + chat, numbers)
            await person.send(_typed(step, value)[0])
    print(f"{people} people in the middle of {form.name} ({len(half.state.answers)} answers each):")
    print(f"    the process holds {grown[0] / 1e6:.2f} MB more (Python objects), {grown[1] / 1e6:.1f} MB resident")
    print(f"    sealed in storage: {_stored(database) / 1e6:.1f} MB in all")
    with growing() as grown:
        alive = [Interview.resume(form, dict(stored), NOW.date(), "en", now=NOW) for _ in range(people)]
        shown = [interview.current() for interview in alive]
    print(f"    were all {len(shown)} answered at one instant (never: turns take turns): {grown[0] / 1e6:.1f} MB")


def _stand_there(app: App, database: Database, form: Form, stored: dict[str, object], people: int) -> None:
    place = {"survey": "bench", "round": form.hash[:8]}
    with database.writing() as session:
        for chat in range(people):
            kept = conversation.Conversation("en", "survey", stored, place)
            conversation.save(Store(session, RUNTIME), 10_000 + chat, kept, NOW)


@contextmanager
def growing() -> Iterator[list[int]]:
    """How many bytes more there are afterwards: of Python objects, and of the whole process."""
    process, grown = psutil.Process(), [0, 0]
    gc.collect()
    tracemalloc.start()
    held, resident = tracemalloc.get_traced_memory()[0], process.memory_info().rss
    yield grown
    gc.collect()
    grown[:] = [tracemalloc.get_traced_memory()[0] - held, process.memory_info().rss - resident]
    tracemalloc.stop()


def _half_way(form: Form) -> Interview:
    """Of ten random ways through the form the middle of the longest."""
    ways = [_way(form, random.Random(seed)) for seed in range(10)]
    longest = max(ways, key=len)
    return longest[len(longest) // 2]


def _way(form: Form, chance: random.Random) -> list[Interview]:
    steps: list[Interview] = []
    interview = Interview.begin(form, NOW.date(), "en", now=NOW)
    while isinstance(step := interview.current(), Question) and len(steps) < MOST_STEPS:
        interview = answered(interview, step, chance)
        steps.append(interview)
    return steps


def _stored(database: Database) -> int:
    with database.reading() as session:
        words = "SELECT coalesce(sum(length(body)), 0) FROM conversations"
        return int(session.connection().exec_driver_sql(words).scalar_one())


async def run(files: list[Path], skipping: list[str], people: int) -> None:
    numbers = count(1_000)
    async with opened_app() as (app, database):
        forms = []
        for path in files:
            form = await walk(app, database, path, skipping, numbers)
            forms += [form] if form else []
        if forms:
            await crowd(app, database, max(forms, key=lambda form: len(form.items)), people, numbers)
        with database.reading() as session:
            print(f"envelopes of answers kept: {len(rows.heads(session))}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--skip", default=SKIP)
    arguments.add_argument("--people", type=int, default=1_000)
    given = arguments.parse_args()
    files = [path for path in given.folder.iterdir() if path.suffix in ENDINGS and not path.name.startswith("LICENSE")]
    asyncio.run(run(sorted(files), [name for name in given.skip.split(",") if name], given.people))


if __name__ == "__main__":
    main()
