"""The line that tells an organiser how far a broadcast has come."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime

import pytest

from bot.incoming.turn_store import DatabaseTurnStore
from bot.outgoing import progress
from bot.outgoing.progress import ProgressLines
from sandbox import FaultRule, Phone
from services.forums import Forum
from services.notices import broadcasts
from services.notices.broadcasts import Watch
from services.publishing.told_progress import ToldProgress, told_progress
from services.store import Store
from tests.support.meetings.meeting_room import forum
from tests.support.notices.outbox_office import Office
from tests.support.notices.telling import Telling
from tests.support.plain_text import plain

FORUMS = (forum("a"),)


@pytest.fixture
def organiser(office: Office) -> Phone:
    return office.phone()


@asynccontextmanager
async def _looked_after(office: Office, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    monkeypatch.setattr(progress, "EVERY", 0.05)
    turns = DatabaseTurnStore(office.database, office.runtime)
    async with office.bot() as bot:
        task = asyncio.create_task(ProgressLines(bot, turns, FORUMS, office.now).run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await turns.close()


async def _message(office: Office, phone: Phone) -> int:
    async with office.bot() as bot:
        return (await bot.send_message(phone.chat, "Published.")).message_id


def _watches(telling: Telling) -> list[Watch]:
    return list(telling.write(broadcasts.watches))


async def test_the_message_tells_how_far_it_has_come_and_rests_when_it_is_done(
    office: Office, telling: Telling, organiser: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    for chat in range(1, 31):
        telling.joins(chat)
    id = telling.announce(is_discreet=False, counted=20)
    telling.step()
    telling.send(12)
    number = await _message(office, organiser)
    telling.write(broadcasts.watch, Watch(id, organiser.chat, number, "en"))
    looks: list[None] = []

    def noting(store: Store, forums: Iterable[Forum], id: str, now: datetime) -> ToldProgress | None:
        looks.append(None)
        return told_progress(store, forums, id, now)

    monkeypatch.setattr(progress, "told_progress", noting)
    async with _looked_after(office, monkeypatch):
        await office.becomes(lambda: "Under way. It is for: about 20, " in plain(organiser.last.text))
        edits, before = len(office.sandbox.ledger.calls("editMessageText")), len(looks)
        await office.becomes(lambda: len(looks) > before + 3)
        assert len(office.sandbox.ledger.calls("editMessageText")) == edits, "what has not changed is not edited"
        telling.see_through()
        await office.becomes(lambda: "Done. It is for: about 20, " in plain(organiser.last.text))
        await office.becomes(lambda: not _watches(telling))
    assert organiser.last.id == number
    assert organiser.last.edited


async def test_few_people_are_told_as_under_ten(
    office: Office, telling: Telling, organiser: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    telling.joins(1)
    telling.joins(2)
    id = telling.announce(is_discreet=False, counted=0)
    telling.see_through()
    telling.write(broadcasts.watch, Watch(id, organiser.chat, await _message(office, organiser), "en"))
    async with _looked_after(office, monkeypatch):
        await office.becomes(lambda: not _watches(telling))
    assert "under 10" in organiser.last.text
    assert "2" not in organiser.last.text


async def test_a_message_that_is_gone_is_looked_after_no_more_and_a_lost_answer_is_tried_again(
    office: Office, telling: Telling, organiser: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    for chat in range(1, 13):
        telling.joins(chat)
    id = telling.announce(is_discreet=False, counted=10)
    telling.see_through()
    other = office.phone()
    telling.write(broadcasts.watch, Watch(id, organiser.chat, 424242, "en"))
    telling.write(broadcasts.watch, Watch(id, other.chat, await _message(office, other), "en"))
    office.sandbox.faults.add(FaultRule("down", methods=("editMessageText",), chats=(other.chat,), times=2))
    async with _looked_after(office, monkeypatch):
        await office.becomes(lambda: not _watches(telling))
    assert "about 10" in plain(other.last.text)
