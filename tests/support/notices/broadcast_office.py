"""An office whose broadcasts go out: over real HTTP, with the limits on.

Import the fixture into a folder's conftest.py: `from tests.support.notices.broadcast_office import telling`.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot.outgoing.broadcasting import Broadcasting
from handlers.notices import NoticeText
from sandbox import Phone
from services.notices.outbox import Notice
from tests.support.notices.outbox_office import Office
from tests.support.notices.telling import A, Telling

Word = Callable[[Notice, object], NoticeText]


def its_facts(notice: Notice, _words: object) -> NoticeText:
    """Language and text, with buttons where the facts say so."""
    keyboard = [["✅"]] if notice.facts.get("keyboard") else None
    return NoticeText(f"{notice.language}: {notice.facts['text']}", keyboard, old=notice.facts.get("old"))


@pytest.fixture
def telling(office: Office) -> Telling:
    """Who hears about what in the office's database."""
    return Telling(office.database, office.runtime, office.now())


@asynccontextmanager
async def telling_everybody(office: Office, word: Word = its_facts) -> AsyncIterator[None]:
    """Whatever is announced goes out, until the block is left."""
    async with office.at_work(word) as sender:
        stream = Broadcasting(office.storage, lambda *_: True, office.now, sender.nudge)
        task = asyncio.create_task(stream.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def people_of(office: Office, telling: Telling, count: int, language: str = "en") -> list[Phone]:
    """So many who hear about A in that language."""
    people = [office.phone() for _ in range(count)]
    for person in people:
        telling.joins(person.chat, A, language)
    return people


async def done(office: Office, telling: Telling, id: str) -> None:
    """Until nobody is left who has to get it."""
    await office.becomes(lambda: telling.progress(id).is_done)
