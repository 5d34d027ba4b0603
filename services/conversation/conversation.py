"""What the bot remembers of an unfinished conversation: for an hour, sealed, and never by name.

A conversation is found by a keyed tag of the chat, so the row says neither who nor what. It belongs to the
running bot (runtime key), not to staff. What a person finally sends becomes an envelope, which the bot cannot open.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from services.store import Store
from storage import conversations as rows

LIFE = timedelta(hours=1)
SECOND_THOUGHTS = timedelta(minutes=10)
"""How long what somebody stopped can still be gone on with."""
PURPOSE = "conversation"


@dataclass(frozen=True, slots=True)
class Stopped:
    """Where somebody stood when they stopped, and when that was."""

    place: str
    form: dict[str, Any] | None
    facts: dict[str, Any]
    at: datetime

    def is_past(self, now: datetime) -> bool:
        """True once it cannot be gone on with any more."""
        return now - self.at > SECOND_THOUGHTS


@dataclass(slots=True)
class Conversation:
    """Where one person stands. `place` names the handler that owns free text ('' is the menu); `stopped` is what they
    stopped a moment ago, until they begin something else."""

    language: str | None = None
    place: str = ""
    form: dict[str, Any] | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    touched: datetime | None = None
    stopped: Stopped | None = None

    @property
    def is_blank(self) -> bool:
        """True when nothing would be lost by forgetting it at once."""
        return not self.place and self.form is None and not self.facts and self.stopped is None

    def enter(self, place: str, **facts: Any) -> None:
        """Hand free text to `place`, with the small JSON facts that place needs."""
        self.place, self.facts, self.stopped = place, facts, None

    def leave(self) -> None:
        """Back to the menu: only the language stays."""
        self.place, self.form, self.facts = "", None, {}

    def stop(self, now: datetime) -> None:
        """Back to the menu; for ten minutes `go_on` leads back."""
        self.stopped = Stopped(self.place, self.form, self.facts, now)
        self.leave()

    def go_on(self, now: datetime) -> bool:
        """Back to where it was stopped, as if nothing had been; False where that is too long ago, or was not at all."""
        stopped, self.stopped = self.stopped, None
        if stopped is None or stopped.is_past(now):
            return False
        self.place, self.form, self.facts = stopped.place, stopped.form, stopped.facts
        return True

    def without_what_is_past(self, now: datetime) -> "Conversation":
        """The same without what was stopped too long ago."""
        return replace(self, stopped=None) if self.stopped and self.stopped.is_past(now) else self

    def is_over(self, now: datetime) -> bool:
        """An hour without a word ends a conversation."""
        return self.touched is not None and now - self.touched > LIFE

    def to_json(self) -> str:
        """Lossless text form; `from_json` is its inverse."""
        touched = self.touched.isoformat() if self.touched else None
        stopped = self.stopped and [
            self.stopped.place,
            self.stopped.form,
            self.stopped.facts,
            self.stopped.at.isoformat(),
        ]
        return json.dumps([self.language, self.place, self.form, self.facts, touched, stopped], ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Conversation":
        """Inverse of `to_json`. What an earlier version wrote has nothing stopped in it."""
        language, place, form, facts, touched, *more = json.loads(text)
        when = datetime.fromisoformat(touched) if touched else None
        return cls(language, place, form, facts, when, _stopped(more[0]) if more and more[0] else None)


def _stopped(kept: tuple[str, dict[str, Any] | None, dict[str, Any], str]) -> Stopped:
    place, form, facts, at = kept
    return Stopped(place, form, facts, datetime.fromisoformat(at))


def load(store: Store, chat: int, now: datetime) -> Conversation:
    """The chat's conversation, or a blank one where there is none, it is over, or it cannot be opened."""
    body = store.runtime.opened(rows.get(store.session, store.runtime.tag(PURPOSE, chat)))
    found = Conversation.from_json(body.decode()) if body is not None else Conversation()
    return Conversation() if found.is_over(now) else found.without_what_is_past(now)


def save(store: Store, chat: int, conversation: Conversation, now: datetime) -> None:
    """Keep the conversation for another hour; a blank one leaves no row behind."""
    tag = store.runtime.tag(PURPOSE, chat)
    if conversation.is_blank:
        rows.delete(store.session, tag)
        return
    kept = replace(conversation, touched=now)
    rows.put(store.session, tag, store.runtime.lock(kept.to_json().encode()))


def forget_finished(store: Store, now: datetime) -> int:
    """Erase every conversation that has been silent for more than an hour, and what was stopped more than ten minutes
    ago; returns how many conversations went."""
    gone = 0
    for tag, body in rows.everything(store.session):
        opened = store.runtime.opened(body)
        found = Conversation.from_json(opened.decode()) if opened is not None else None
        kept = found.without_what_is_past(now) if found and not found.is_over(now) else None
        if kept is None or kept.is_blank:
            rows.delete(store.session, tag)
            gone += 1
        elif kept is not found:
            rows.put(store.session, tag, store.runtime.lock(kept.to_json().encode()))
    return gone
