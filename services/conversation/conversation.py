"""What the bot remembers of an unfinished conversation: for an hour, sealed, and never by name.

A conversation is found by a keyed tag of the chat, so the row says neither who nor what. It belongs to the
running bot (runtime key), not to staff. What a person finally sends becomes an envelope, which the bot cannot open.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from services.conversation.taken import REMEMBERED, Taken
from services.store import Store
from storage import conversations as rows

LIFE = timedelta(hours=1)
PURPOSE = "conversation"


@dataclass(slots=True)
class Conversation:
    """Where one person stands. `place` names the handler that owns free text ('' is the menu)."""

    language: str | None = None
    place: str = ""
    form: dict[str, Any] | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    touched: datetime | None = None
    last: Taken | None = None
    """What was taken last: a second press of it is no answer to what came of the first."""

    @property
    def is_under_way(self) -> bool:
        """True when something would be lost by forgetting it."""
        return bool(self.place or self.form is not None or self.facts)

    @property
    def is_blank(self) -> bool:
        """True when nothing would be lost by forgetting it at once, and a second press needs no answer."""
        return not self.is_under_way and self.last is None

    def enter(self, place: str, **facts: Any) -> None:
        """Hand free text to `place`, with the small JSON facts that place needs."""
        self.place, self.facts = place, facts

    def leave(self) -> None:
        """Back to the menu: only the language stays."""
        self.place, self.form, self.facts = "", None, {}

    def is_over(self, now: datetime) -> bool:
        """An hour without a word ends a conversation; what ended by itself is remembered for ten minutes."""
        life = LIFE if self.is_under_way else REMEMBERED
        return self.touched is not None and now - self.touched > life

    def to_json(self) -> str:
        """Lossless text form; `from_json` is its inverse."""
        touched = self.touched.isoformat() if self.touched else None
        last = [self.last.to_json()] if self.last else []
        return json.dumps([self.language, self.place, self.form, self.facts, touched, *last], ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Conversation":
        """Inverse of `to_json`."""
        language, place, form, facts, touched, *last = json.loads(text)
        return cls(
            language,
            place,
            form,
            facts,
            datetime.fromisoformat(touched) if touched else None,
            Taken.from_json(last[0]) if last else None,
        )


def load(store: Store, chat: int, now: datetime) -> Conversation:
    """The chat's conversation, or a blank one where there is none, it is over, or it cannot be opened."""
    body = store.runtime.opened(rows.get(store.session, store.runtime.tag(PURPOSE, chat)))
    found = Conversation.from_json(body.decode()) if body is not None else Conversation()
    return Conversation() if found.is_over(now) else found


def save(store: Store, chat: int, conversation: Conversation, now: datetime) -> None:
    """Keep the conversation for another hour; a blank one leaves no row behind."""
    tag = store.runtime.tag(PURPOSE, chat)
    if conversation.is_blank:
        rows.delete(store.session, tag)
        return
    kept = replace(conversation, touched=now)
    rows.put(store.session, tag, store.runtime.lock(kept.to_json().encode()))


def forget_finished(store: Store, now: datetime) -> int:
    """Erase every conversation that has been silent for more than an hour; returns how many went."""
    over = [tag for tag, body in rows.everything(store.session) if _is_over(store.runtime.opened(body), now)]
    for tag in over:
        rows.delete(store.session, tag)
    return len(over)


def _is_over(body: bytes | None, now: datetime) -> bool:
    return body is None or Conversation.from_json(body.decode()).is_over(now)
