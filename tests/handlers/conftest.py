"""Real handlers over real Telegram-shaped updates, real storage and real keys: only Telegram itself is pretended."""

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.incoming.turn_store import DatabaseTurnStore
from handlers import routes
from handlers.chat.app import App
from services import enrolment
from services.content import content
from services.content.content import Content
from services.directory.catalogue import ServiceCatalogue
from services.directory.marks import is_ours
from services.notices import subscriptions
from services.reports.receipts import ReceiptPool
from services.store import Store
from storage.engine import Database
from tests.support.clocks import NOW, Clock
from tests.support.directory import some_services
from tests.support.directory.some_services import Keep
from tests.support.phones import Hear, NewPhone, Organiser, Phone, PretendTelegram, too_long
from tests.support.vaults import Template

CONTENT = Path(__file__).resolve().parents[2] / "content"


@dataclass(frozen=True)
class Loaded:
    """The example content, and the founded organisation that has it archived: made once, copied by each test."""

    content: Content
    file: Path


@pytest.fixture(scope="session")
def loaded(founded: Template, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    file = tmp_path_factory.mktemp("with-content") / "amana.db"
    shutil.copy2(founded.file, file)
    database = Database(f"sqlite:///{file}")
    read = content.load(database, CONTENT, NOW)
    some_services.take_own(database, read, founded.runtime)
    database.close()
    return Loaded(read, file)


@pytest.fixture
def database(loaded: Loaded, tmp_path: Path) -> Iterator[Database]:
    shutil.copy2(loaded.file, tmp_path / "amana.db")
    opened = Database(f"sqlite:///{tmp_path / 'amana.db'}")
    yield opened
    opened.close()


@pytest.fixture
def keep(database: Database, founded: Template) -> Keep:
    """Keeps things in the directory as the office does."""
    return partial(some_services.keep, database, runtime=founded.runtime)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def turns(founded: Template, database: Database) -> AsyncIterator[DatabaseTurnStore]:
    opened = DatabaseTurnStore(database, founded.runtime)
    yield opened
    await opened.close()


@pytest.fixture
def app(founded: Template, loaded: Loaded, clock: Clock, turns: DatabaseTurnStore) -> Iterator[App]:
    with ReceiptPool(founded.site_salt, size=1) as receipts:
        yield App(
            content=loaded.content,
            trust=founded.founding.trust,
            site_salt=founded.site_salt,
            receipts=receipts,
            languages=loaded.content.languages,
            turns=turns,
            clock=clock,
            states=routes.STATES,
            refusals=routes.REFUSALS,
            catalogue=ServiceCatalogue(loaded.content.needs, is_ours(founded.runtime)),
        )


@pytest.fixture
def chats(request: pytest.FixtureRequest) -> Iterator[list[PretendTelegram]]:
    """What the phones of a test were told: each message short enough for a small screen, unless the test is marked
    `long_texts`, with who wrote what is longer."""
    begun: list[PretendTelegram] = []
    yield begun
    if request.node.get_closest_marker("long_texts") is None:
        assert [text for chat in begun for text in too_long(chat.said)] == []


@pytest.fixture
def phone(new_phone: NewPhone) -> Phone:
    return new_phone()


@pytest.fixture
def new_phone(app: App, clock: Clock, chats: list[PretendTelegram]) -> NewPhone:
    def made(**more: Any) -> Phone:
        chats.append(PretendTelegram())
        return Phone(**{"app": app, "clock": clock, "telegram": chats[-1], **more})

    return made


@pytest.fixture
def organiser(founded: Template, database: Database, new_phone: NewPhone, clock: Clock) -> Organiser:
    def enrolled(*forums: str, chat: int = 800, hint: str = "en", name: str = "Rojin") -> Phone:
        with database.writing() as session:
            code = enrolment.new_code(
                Store(session, founded.runtime), enrolment.ORGANISER, name, forums or ("*",), clock.now
            )
            enrolment.enrol(Store(session, founded.runtime), code, chat, hint, clock.now)
        return new_phone(chat=chat, hint=hint, updates=count(chat * 1000))

    return enrolled


@pytest.fixture
def hear(founded: Template, database: Database) -> Hear:
    def join(audience: str, **readers: int) -> None:
        chats = count(100_000)
        with database.writing() as session:
            for language, many in readers.items():
                for chat in (next(chats) for _ in range(many)):
                    subscriptions.join(Store(session, founded.runtime), audience, chat, language)

    return join


@pytest.fixture
def removed(founded: Template, database: Database) -> Callable[[], None]:
    """The steward removes every organiser."""

    def remove() -> None:
        with database.writing() as session:
            for person in enrolment.everyone(Store(session, founded.runtime)):
                enrolment.remove(session, person.number)

    return remove
