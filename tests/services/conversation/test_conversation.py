"""What is remembered of an unfinished conversation, and of one that was stopped a moment ago."""

import json
from datetime import timedelta

from services.conversation import conversation
from services.conversation.conversation import SECOND_THOUGHTS, Conversation
from services.store import Store
from storage import conversations
from storage.engine import Database
from tests.support.clocks import NOW
from tests.support.vaults import Template

CHAT = 700
MOMENT = timedelta(seconds=1)


def told() -> Conversation:
    return Conversation("en", "report", {"form": "x", "answers": [["category", "unsafe"]]}, {"survey": "y"})


def test_what_was_stopped_is_gone_on_with_as_if_nothing_had_been() -> None:
    stopped = told()
    stopped.stop(NOW)
    assert (stopped.place, stopped.form, stopped.facts) == ("", None, {})
    again = Conversation.from_json(stopped.to_json())
    assert again == stopped
    assert again.go_on(NOW + SECOND_THOUGHTS)
    assert again == told()


def test_too_late_and_twice_nothing_is_gone_on_with() -> None:
    late = told()
    late.stop(NOW)
    assert not late.go_on(NOW + SECOND_THOUGHTS + MOMENT)
    assert late.is_blank
    assert not late.go_on(NOW)


def test_whatever_is_begun_the_way_back_stays_open() -> None:
    begun = told()
    begun.stop(NOW)
    begun.enter("screen")
    assert begun.go_on(NOW)
    assert begun.place == "report"


def test_a_conversation_of_an_earlier_version_is_read() -> None:
    before = json.loads(told().to_json())[:5]
    assert Conversation.from_json(json.dumps(before)) == told()


def test_words_that_an_earlier_version_held_are_still_held() -> None:
    before = json.dumps(["en", "words", None, {"words": "they took my son"}, NOW.isoformat(), {}])
    found = Conversation.from_json(before)
    assert [(each.text, each.at) for each in found.held] == [("they took my son", NOW)]
    assert Conversation.from_json(found.to_json()) == found


def test_what_was_stopped_is_erased_and_what_goes_on_is_kept(database: Database, founded: Template) -> None:
    stopped, going_on = told(), told()
    stopped.stop(NOW)
    with database.writing() as session:
        store = Store(session, founded.runtime)
        conversation.save(store, CHAT, stopped, NOW)
        conversation.save(store, CHAT + 1, going_on, NOW)
        later = NOW + SECOND_THOUGHTS + MOMENT
        assert conversation.load(store, CHAT, later).stopped is None
        assert conversation.forget_finished(store, later) == 1
        assert len(list(conversations.everything(session))) == 1
        assert conversation.load(store, CHAT + 1, later).form == told().form
