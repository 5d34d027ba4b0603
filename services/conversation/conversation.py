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
from services.conversation.taken import REMEMBERED, Taken
from services.keys.sealing import Row, RuntimeKey
from services.store import UNREADABLE, Store
from storage import conversations as rows

LIFE = timedelta(hours=1)
SECOND_THOUGHTS = timedelta(minutes=10)
"""How long what somebody stopped can still be gone on with."""
PURPOSE = "conversation"
ABOUT_HELD_WORDS = ("", "words", "topic for whom", "stopped before", "words before")
"""Places where nothing is under way but words that are held, and what shall become of them (handlers.chat.states)."""
HOLDS_ITS_OWN = (*ABOUT_HELD_WORDS, "screen", "mailbox door")
"""Places where words may be held that belong to what is under way. Elsewhere all that is held is something else."""
HELD_BEFORE = "words"
"""Where an earlier version held words: the place, and the fact that held them."""


@dataclass(frozen=True, slots=True)
class Written:
    """Words that answered no question, and when they were written. Those set `apart` are no part of what was begun
    since: somebody else on the same phone may have written them."""

    text: str
    at: datetime
    is_apart: bool = False

    def is_past(self, now: datetime) -> bool:
        """True once they are not held any more, whatever was done since."""
        return now - self.at > LIFE

    def to_json(self) -> list[str | bool]:
        """Plain types, for keeping."""
        return [self.text, self.at.isoformat(), self.is_apart]

    @classmethod
    def from_json(cls, kept: list[Any]) -> "Written":
        """Inverse of `to_json`. An earlier version set nothing apart."""
        text, at, *apart = kept
        return cls(text, datetime.fromisoformat(at), *apart)


@dataclass(frozen=True, slots=True)
class Stopped:
    """Where somebody stood when they stopped, which words were held then, and when that was."""

    place: str
    form: dict[str, Any] | None
    facts: dict[str, Any]
    at: datetime
    held: tuple[Written, ...] = ()

    @property
    def is_words_alone(self) -> bool:
        """True where nothing but held words was stopped."""
        return self.form is None and self.place in ABOUT_HELD_WORDS

    def is_past(self, now: datetime) -> bool:
        """True once it cannot be gone on with any more."""
        return now - self.at > SECOND_THOUGHTS

    def without_what_is_past(self, now: datetime) -> "Stopped | None":
        """The same without words that were written too long ago; None where nothing is left to go on with."""
        held = tuple(each for each in self.held if not each.is_past(now))
        is_over = self.is_past(now) or (self.is_words_alone and not held)
        return None if is_over else replace(self, held=held)

    def to_json(self) -> dict[str, Any]:
        """Plain types, for keeping."""
        kept = {"place": self.place, "form": self.form, "facts": self.facts, "at": self.at.isoformat()}
        return {**kept, "held": [each.to_json() for each in self.held]} if self.held else kept

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Stopped":
        """Inverse of `to_json`."""
        held = tuple(Written.from_json(each) for each in kept.get("held", ()))
        return cls(**{**kept, "at": datetime.fromisoformat(kept["at"]), "held": held})


@dataclass(slots=True)
class Conversation:
    """Where one person stands. `place` names the handler that owns free text ('' is the menu).

    `link`: what a link asked for (the parameter of /start) that was opened in the middle of something and waits.
    `invited`: that of an invitation which stands in the chat, so that it comes again where the chat is swept.
    `stopped`: what was stopped a moment ago, with a way back. `held`: words that wait for what shall
    become of them, an hour from when each was written. `helped`: the kinds of danger (keys of `danger.toml`) that help
    was told for. `last`: what was taken last: a second press of it is no answer to what came of the first.
    """

    language: str | None = None
    place: str = ""
    form: dict[str, Any] | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    touched: datetime | None = None
    link: str = ""
    invited: str = ""
    stopped: Stopped | None = None
    held: tuple[Written, ...] = ()
    helped: tuple[str, ...] = ()
    last: Taken | None = None

    @property
    def is_under_way(self) -> bool:
        """True in the middle of something."""
        return bool(self.place or self.form is not None or self.facts or self.held)

    @property
    def can_be_told(self) -> bool:
        """True where nothing is waited for but what shall become of held words, and no help for danger stands above."""
        is_words_alone = self.form is None and self.place in ABOUT_HELD_WORDS and not self.facts
        return not self.is_under_way or (is_words_alone and not self.helped)

    @property
    def is_blank(self) -> bool:
        """True when nothing would be lost by forgetting it at once, and a second press needs no answer."""
        return not (self.is_under_way or self.link or self.invited or self.stopped or self.last)

    def enter(self, place: str, **facts: Any) -> None:
        """Hand free text to `place`, with the small JSON facts that place needs."""
        self.place, self.facts = place, facts

    def leave(self) -> None:
        """Back to the menu: only the language stays, and words that are held wait there."""
        self.place, self.form, self.facts, self.link = "", None, {}, ""
        self.helped = self.helped if self.held else ()

    def erase(self) -> None:
        """Back to the menu: only the language stays."""
        self.held, self.stopped, self.invited = (), None, ""
        self.leave()

    @property
    def own(self) -> tuple[Written, ...]:
        """Of the words that are held, those of what is under way."""
        return tuple(each for each in self.held if not each.is_apart) if self.place in HOLDS_ITS_OWN else ()

    def set_apart(self) -> None:
        """What is held now is no part of what is begun."""
        self.held = tuple(replace(each, is_apart=True) for each in self.held)

    def bring_together(self) -> None:
        """All that is held belongs together again."""
        self.held = tuple(replace(each, is_apart=False) for each in self.held)

    def stop(self, now: datetime) -> None:
        """Back to the menu; for ten minutes `go_on` leads back, also to words that were stopped before, and with mere
        words to what was stopped before them. Words that are no part of what is stopped are held on."""
        own = self.own
        others = tuple(replace(each, is_apart=True) for each in self.held if each not in own)
        now_here = Stopped(self.place, self.form, self.facts, now, own)
        before = self.stopped
        if before is not None and not before.is_past(now):
            stays = before if now_here.is_words_alone else now_here
            now_here = replace(stays, at=now, held=(*before.held, *own))
        invited = self.invited
        self.erase()
        self.stopped, self.invited, self.held = now_here, invited, others

    def go_on(self, now: datetime) -> bool:
        """Back to where it was stopped, as if nothing had been; False where that is too long ago, or was not at all."""
        stopped, self.stopped = self.stopped, None
        if stopped is None or stopped.is_past(now):
            return False
        self.place, self.form, self.facts = stopped.place, stopped.form, stopped.facts
        self.held = (*stopped.held, *self.held)
        return True

    def without_what_is_past(self, now: datetime) -> "Conversation":
        """The same without what was stopped, and the words that were written, too long ago. What was about those words
        alone is over with the last of them."""
        stopped = self.stopped and self.stopped.without_what_is_past(now)
        kept = self if stopped == self.stopped else replace(self, stopped=stopped)
        held = tuple(each for each in self.held if not each.is_past(now))
        if held == self.held:
            return kept
        kept = replace(kept, held=held)
        if not held and kept.place in ABOUT_HELD_WORDS:
            kept.leave()
        return kept

    def is_over(self, now: datetime) -> bool:
        """An hour without a word ends a conversation; what ended by itself is remembered for ten minutes. `now` is when
        the next word was said, or that none was so far."""
        life = LIFE if self.is_under_way or self.invited else REMEMBERED
        return self.touched is not None and now - self.touched > life

    def standing(self, said: datetime) -> "Conversation":
        """What is left of it when this is `said`."""
        return Conversation() if self.is_over(said) else self.without_what_is_past(said)

    def is_from_a_wrong_clock(self, now: datetime) -> bool:
        """Nobody can have written as far ahead."""
        return self.touched is not None and self.touched - now > LONGEST_WAIT + LEEWAY

    def to_json(self) -> str:
        """Lossless text form; `from_json` is its inverse."""
        touched = self.touched.isoformat() if self.touched else None
        beside = {
            "link": self.link,
            "invited": self.invited,
            "stopped": self.stopped and self.stopped.to_json(),
            "held": [each.to_json() for each in self.held],
            "helped": list(self.helped),
            "last": self.last and self.last.to_json(),
        }
        kept = {name: value for name, value in beside.items() if value}
        return json.dumps([self.language, self.place, self.form, self.facts, touched, kept], ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Conversation":
        """Inverse of `to_json`. What an earlier version wrote has nothing beside the first five, and held words among
        the facts."""
        language, place, form, facts, touched, *more = json.loads(text)
        found = cls(language, place, form, facts, datetime.fromisoformat(touched) if touched else None)
        beside = more[0] if more else {}
        found.link, found.invited = beside.get("link", ""), beside.get("invited", "")
        found.stopped = Stopped.from_json(beside["stopped"]) if "stopped" in beside else None
        found.held = tuple(Written.from_json(each) for each in beside.get("held", found._held_before()))
        found.helped = tuple(beside.get("helped", ()))
        found.last = Taken.from_json(beside["last"]) if "last" in beside else None
        return found

    def _held_before(self) -> list[list[str]]:
        text = self.facts.pop(HELD_BEFORE, "") if self.place == HELD_BEFORE else ""
        return [[text, self.touched.isoformat()]] if text and self.touched else []


def load(store: Store, chat: int, said: datetime) -> Conversation:
    """The chat's conversation, or a blank one where there is none, it cannot be opened, or it was over when what is
    answered now was `said`."""
    tag = store.runtime.tag(PURPOSE, chat)
    found = _opened(store.runtime, tag, rows.get(store.session, tag) or b"") or Conversation()
    return found.standing(said)


def is_any(store: Store) -> bool:
    """Whether any conversation is kept. None is opened for it."""
    return rows.is_any(store.session)


def save(store: Store, chat: int, conversation: Conversation, now: datetime) -> None:
    """Keep the conversation for another hour; a blank one leaves no row behind."""
    tag = store.runtime.tag(PURPOSE, chat)
    if conversation.is_blank:
        rows.delete(store.session, tag)
        return
    kept = replace(conversation, touched=now)
    rows.put(store.session, tag, _locked(store.runtime, tag, kept))


def forget_finished(store: Store, heard: datetime, waiting: Collection[int] = ()) -> int:
    """Erase every conversation that has been silent for more than an hour, what was stopped more than ten minutes ago,
    and words held for more than an hour; returns how many conversations went.

    `heard`: up to when it is known what was said (moments.surely_heard). In the chats that are `waiting` something was
    said that is not answered yet: they are left alone.
    """
    spared = {store.runtime.tag(PURPOSE, chat) for chat in waiting}
    gone = 0
    for tag, body in rows.everything(store.session):
        if tag in spared:
            continue
        found = _opened(store.runtime, tag, body)
        kept = None if found is None or _is_over(found, heard) else found.without_what_is_past(heard)
        if kept is None or kept.is_blank:
            rows.delete(store.session, tag)
            gone += 1
        elif kept is not found:
            rows.put(store.session, tag, _locked(store.runtime, tag, kept))
    return gone


def _locked(runtime: RuntimeKey, tag: bytes, kept: Conversation) -> bytes:
    return runtime.lock(kept.to_json().encode(), Row("conversations", tag))


def _opened(runtime: RuntimeKey, tag: bytes, body: bytes) -> Conversation | None:
    try:
        return Conversation.from_json(runtime.unlock(body, Row("conversations", tag)).decode())
    except UNREADABLE:
        return None


def _is_over(found: Conversation, heard: datetime) -> bool:
    return found.is_over(heard) or found.is_from_a_wrong_clock(heard)
