"""Whatever happens between two steps of a broadcast: everybody gets it once, and few notices wait."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.notices import broadcast_stream, dispatch
from services.store import keyless
from storage import broadcasts as broadcast_rows
from storage import outbox as outbox_rows
from storage import subscriptions as subscription_rows
from storage.engine import Database
from tests.support.notices.telling import AUDIENCES, Telling

CHATS = st.integers(1, 25)
LANGUAGES = st.sampled_from(["en", "ar"])
JOINING = st.tuples(st.just("joins"), CHATS, st.sampled_from(AUDIENCES), LANGUAGES)
HAPPENING = st.one_of(
    JOINING,
    st.tuples(st.just("leaves"), CHATS, st.sampled_from(AUDIENCES)),
    st.tuples(st.just("reads"), CHATS, LANGUAGES),
    st.tuples(st.just("step")),
    st.tuples(st.just("step and die")),
    st.tuples(st.just("send"), st.integers(1, 6)),
    st.tuples(st.just("claim and die")),
    st.tuples(st.just("send and die")),
    st.tuples(st.just("postpone")),
)
NO_HEALTH_CHECK = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
"""One database for all examples; every example empties it first."""


class Killed(Exception):
    """The process is no more."""


class Story:
    """What happens, and who must have got it in the end."""

    def __init__(self, telling: Telling) -> None:
        self.telling = telling
        self.always: set[int] = set()
        self.ever: set[int] = set()
        self.kills_after_sending = 0

    def begin(self, people: list[tuple[str, int, str, str]]) -> str:
        for _, chat, audience, language in people:
            self.telling.joins(chat, audience, language)
        self.always = {chat for _, chat, _, _ in people}
        self.ever = set(self.always)
        return self.telling.announce(AUDIENCES)

    def happens(self, what: str, *given: object) -> None:
        do: dict[str, Callable[..., object]] = {
            "joins": self._joins,
            "leaves": self._leaves,
            "reads": self.telling.reads,
            "step": self.telling.step,
            "step and die": self._step_and_die,
            "send": self.telling.send,
            "claim and die": self._claim_and_die,
            "send and die": self._send_and_die,
            "postpone": lambda: self.telling.send(1, dispatch.Outcome.POSTPONED),
        }
        do[what](*given)

    def _joins(self, chat: int, audience: str, language: str) -> None:
        self.telling.joins(chat, audience, language)
        self.ever.add(chat)

    def _leaves(self, chat: int, audience: str) -> None:
        self.telling.leaves(chat, audience)
        self.always.discard(chat)

    def _step_and_die(self) -> None:
        def die(*given: object) -> None:
            broadcast_stream.expand(*given)  # type: ignore[arg-type]
            raise Killed

        with pytest.raises(Killed):
            self.telling.write(die, self.telling.now, lambda *_: True)
        self._begin_again()

    def _claim_and_die(self) -> None:
        self.telling.write(dispatch.claim, self.telling.now)
        self._begin_again()

    def _send_and_die(self) -> None:
        claimed = self.telling.write(dispatch.claim, self.telling.now)
        if claimed is not None:
            self.telling.sends(claimed)
            self.kills_after_sending += 1
        self._begin_again()

    def _begin_again(self) -> None:
        self.telling.write(keyless(dispatch.let_go))


@settings(max_examples=60, deadline=None, suppress_health_check=NO_HEALTH_CHECK)
@given(st.lists(JOINING, max_size=40), st.lists(HAPPENING, max_size=40))
def test_whoever_stays_gets_it_once_whatever_dies_and_whoever_comes_and_goes(
    database: Database, people: list[tuple[str, int, str, str]], happenings: list[tuple[object, ...]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(broadcast_stream, "AHEAD", 6)
        patch.setattr(broadcast_stream, "REFILL", 2)
        patch.setattr(broadcast_stream, "LOOKED_AT", 3)
        _empty(database)
        story = Story(Telling(database))
        id = story.begin(people)
        for what, *given in happenings:
            story.happens(str(what), *given)
            assert story.telling.waiting <= 6
        story.telling.now += 2 * dispatch.CLAIM
        story.telling.see_through()
        _check(story, id)


def _check(story: Story, id: str) -> None:
    copies = story.telling.who_got(id)
    assert story.always <= set(copies) <= story.ever
    assert sum(copies.values()) - len(copies) <= story.kills_after_sending
    progress = story.telling.progress(id)
    assert progress.is_done
    assert (progress.sent, progress.failed, progress.waiting) == (len(copies), 0, 0)
    assert story.telling.waiting == 0


def _empty(database: Database) -> None:
    with database.writing() as session:
        subscription_rows.delete_all(session)
        broadcast_rows.delete_all(session)
        outbox_rows.delete_all(session)


def test_a_person_who_changes_language_behind_its_back_is_not_missed_and_not_told_twice(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast_stream, "REFILL", 1)
    monkeypatch.setattr(broadcast_stream, "LOOKED_AT", 2)
    telling = Telling(database)
    for chat in range(1, 9):
        telling.joins(chat, language="en" if chat <= 4 else "ar")
    id = telling.announce()
    telling.step()
    telling.step()
    telling.step()
    for chat in range(1, 9):
        telling.reads(chat, "ar" if chat <= 4 else "en")
    telling.see_through()
    assert telling.who_got(id) == dict.fromkeys(range(1, 9), 1)


def test_two_broadcasts_go_on_side_by_side(database: Database) -> None:
    telling = Telling(database)
    for chat in range(1, 501):
        telling.joins(chat)
    ids = [telling.announce(), telling.announce()]
    for _ in range(20):
        telling.step()
        telling.send(20)
    reached = [len(telling.who_got(id)) for id in ids]
    assert min(reached) > 0
    assert sum(reached) == 400
    telling.see_through()
    assert [telling.progress(id).sent for id in ids] == [500, 500]
