"""What the bot remembers of an unfinished conversation: for an hour, sealed, and never by name.

A conversation is found by a keyed tag of the chat, so the row says neither who nor what. It belongs to the
running bot (runtime key), not to staff. What a person finally sends becomes an envelope, which the bot cannot open.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from services.conversation.moments import LEEWAY, LONGEST_WAIT
from services.keys.sealing import RuntimeKey
from services.store import Store
from storage import conversations as rows

LIFE = timedelta(hours=1)
PURPOSE = "conversation"


@dataclass(slots=True)
class Conversation:
    """Where one person stands. `place` names the handler that owns free text ('' is the menu).

    `link`: what a link asked for (the parameter of /start) that was opened in the middle of something and waits.
    """

    language: str | None = None
    place: str = ""
    form: dict[str, Any] | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    touched: datetime | None = None
    link: str = ""

    @property
    def is_blank(self) -> bool:
        """True when nothing would be lost by forgetting it at once."""
        return not self.place and self.form is None and not self.facts

    def enter(self, place: str, **facts: Any) -> None:
        """Hand free text to `place`, with the small JSON facts that place needs."""
        self.place, self.facts = place, facts

    def leave(self) -> None:
        """Back to the menu: only the language stays."""
        self.place, self.form, self.facts, self.link = "", None, {}, ""

    def is_over(self, now: datetime) -> bool:
        """An hour without a word ends a conversation. `now` is when the next word was said, or that none was so far."""
        return self.touched is not None and now - self.touched > LIFE

    def is_from_a_wrong_clock(self, now: datetime) -> bool:
        """Nobody can have written as far ahead."""
        return self.touched is not None and self.touched - now > LONGEST_WAIT + LEEWAY

    def to_json(self) -> str:
        """Lossless text form; `from_json` is its inverse."""
        touched = self.touched.isoformat() if self.touched else None
        kept = [self.language, self.place, self.form, self.facts, touched, *([self.link] if self.link else [])]
        return json.dumps(kept, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Conversation":
        """Inverse of `to_json`."""
        language, place, form, facts, touched, *link = json.loads(text)
        return cls(language, place, form, facts, datetime.fromisoformat(touched) if touched else None, *link)


def load(store: Store, chat: int, said: datetime) -> Conversation:
    """The chat's conversation, or a blank one where there is none, it cannot be opened, or it was over when what is
    answered now was `said`."""
    body = store.runtime.opened(rows.get(store.session, store.runtime.tag(PURPOSE, chat)))
    found = Conversation.from_json(body.decode()) if body is not None else Conversation()
    return Conversation() if found.is_over(said) else found


def is_under_way(store: Store, chat: int, now: datetime) -> bool:
    """Whether the person is in the middle of something."""
    return not load(store, chat, now).is_blank


def save(store: Store, chat: int, conversation: Conversation, now: datetime) -> None:
    """Keep the conversation for another hour; a blank one leaves no row behind."""
    tag = store.runtime.tag(PURPOSE, chat)
    if conversation.is_blank:
        rows.delete(store.session, tag)
        return
    kept = replace(conversation, touched=now)
    rows.put(store.session, tag, store.runtime.lock(kept.to_json().encode()))


def forget_finished(store: Store, heard: datetime, waiting: Collection[int] = ()) -> int:
    """Erase every conversation that has been silent for more than an hour; returns how many went.

    `heard`: up to when it is known what was said (moments.surely_heard). In the chats that are `waiting` something was
    said that is not answered yet: they are left alone.
    """
    spared = {store.runtime.tag(PURPOSE, chat) for chat in waiting}
    found = [each for each in rows.everything(store.session) if each[0] not in spared]
    over = [tag for tag, body in found if _is_over(store.runtime, body, heard)]
    for tag in over:
        rows.delete(store.session, tag)
    return len(over)


def _is_over(runtime: RuntimeKey, body: bytes, heard: datetime) -> bool:
    opened = runtime.opened(body)
    if opened is None:
        return True
    found = Conversation.from_json(opened.decode())
    return found.is_over(heard) or found.is_from_a_wrong_clock(heard)
