"""A message that is no longer right is changed or removed, and which could not be is told to nobody."""

import asyncio

import pytest

from bot.logs import counted
from services.conversation import conversation
from services.conversation.conversation import Conversation
from services.store import Store
from tests.support.notices.broadcast_office import done, people_of, telling_everybody
from tests.support.notices.outbox_office import Office
from tests.support.notices.telling import Telling


async def test_the_old_message_is_changed_and_the_new_one_answers_it(office: Office, telling: Telling) -> None:
    [phone] = people_of(office, telling, 1)
    async with telling_everybody(office):
        first = telling.announce(facts={"text": "at three"})
        await done(office, telling, first)
        second = telling.announce(facts={"text": "at four", "old": "no longer at three"}, replaces=first)
        await done(office, telling, second)
    assert phone.texts == ["no longer at three", "en: at four"]
    assert phone.messages[0].edited
    assert phone.messages[1].as_json["reply_to_message"]["message_id"] == phone.messages[0].id


@pytest.mark.parametrize(("days", "left"), [(0, ["en: at four"]), (3, ["en: at three", "en: at four"])])
async def test_a_message_that_brought_buttons_cannot_be_changed_and_is_removed_while_that_is_allowed(
    office: Office, telling: Telling, days: int, left: list[str]
) -> None:
    [phone] = people_of(office, telling, 1)
    async with telling_everybody(office):
        first = telling.announce(facts={"text": "at three", "keyboard": True})
        await done(office, telling, first)
        office.sandbox.advance(days * 86400)
        second = telling.announce(facts={"text": "at four", "old": "no longer"}, replaces=first)
        await done(office, telling, second)
    assert phone.texts == left
    assert office.sandbox.ledger.calls("editMessageText") == [], "that would cost a place and be refused"


async def test_every_message_that_is_no_longer_right_goes_not_only_the_last(office: Office, telling: Telling) -> None:
    [phone] = people_of(office, telling, 1)
    async with telling_everybody(office):
        first = telling.announce(facts={"text": "at three"})
        await done(office, telling, first)
        reminder = telling.announce(facts={"text": "tomorrow at three", "keyboard": True})
        await done(office, telling, reminder)
        last = telling.announce(
            facts={"text": "cancelled", "old": "not at three"}, replaces=first, outdates=(reminder,)
        )
        await done(office, telling, last)
    assert phone.texts == ["not at three", "en: cancelled"]


async def test_the_log_does_not_number_a_group_whose_old_messages_cannot_be_touched_nor_who_reports(
    office: Office, telling: Telling
) -> None:
    people, before = people_of(office, telling, 4), counted()
    async with telling_everybody(office):
        first = telling.announce(facts={"text": "women meet on Thursday", "keyboard": True}, is_discreet=True)
        await done(office, telling, first)
        office.sandbox.advance(3 * 86_400)
        second = telling.announce(facts={"text": "cancelled", "old": "no longer"}, replaces=first, is_discreet=True)
        await done(office, telling, second)
        with office.database.writing() as session:
            store = Store(session, office.runtime)
            conversation.save(store, people[0].chat, Conversation(place="report"), office.now())
        telling.announce(facts={"text": "women meet on Friday", "keyboard": True}, is_discreet=True)
        await office.becomes(lambda: all(each.texts[-1].endswith("Friday") for each in people[1:]))
        await asyncio.sleep(0.2)
    assert not people[0].texts[-1].endswith("Friday"), "it waits until the report is sent"
    assert counted() == before
