"""The pretend Telegram itself, without HTTP: one bot account, its chats, its queue. Methods and phones act on it."""

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any

from sandbox.chats import Chat, Watcher
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.files import FileStore, StoredFile, described
from sandbox.flood import FloodMeter
from sandbox.ledger import About, Ledger
from sandbox.markup import is_inline
from sandbox.messages import ChatMessage, OutgoingMessage
from sandbox.refusals import bad_request, forbidden, too_many_requests
from sandbox.updates import CALLBACK_LIFE, UpdateQueue

JSON = dict[str, Any]


@dataclass(slots=True)
class Query:
    """An inline press that waits for its answer."""

    chat: int
    ends: float
    answer: JSON | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class BotProfile:
    """What BotFather and setMy… know of the bot."""

    token: str
    name: str
    username: str
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[JSON]] = field(default_factory=dict)
    menu_buttons: dict[int | None, JSON] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return int(self.token.split(":", 1)[0])

    def as_user(self) -> JSON:
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}


class PracticeRoom:
    """Shared state. ChatMessage ids come from one counter for the whole account, as for a real bot."""

    def __init__(self, token: str, *, limits: bool, seed: int | None, keep_entries: int | None) -> None:
        source = random.Random(seed)
        self.random = source
        self.clock = Clock()
        self.ledger = Ledger(self.clock, keep_entries)
        self.faults = Faults()
        self.flood = FloodMeter(self.clock)
        self.limits = limits
        self.files = FileStore(source)
        self.updates = UpdateQueue(self.clock, self.ledger, self.faults, source)
        self.bot = BotProfile(token, "Practice bot", "practice_bot")
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.complaints: list[str] = []
        self._last_message = 0
        self._bot_user = self.bot.as_user()

    def complain(self, what: str) -> None:
        if what not in self.complaints:
            self.complaints.append(what)
        self.ledger.note("complaint", detail=what)

    def open_chat(self, chat_id: int, as_json: JSON, watchers: list[Watcher], met: bool) -> Chat:
        chat = Chat(chat_id, as_json, watchers, met)
        self.chats[chat_id] = chat
        return chat

    def writable(self, chat_id: int) -> Chat:
        """The chat the bot may write to now. Raises Refused: unknown, never met, or blocked."""
        chat = self.known(chat_id)
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def known(self, chat_id: int) -> Chat:
        chat = self.chats.get(chat_id)
        if chat is None or not chat.met:
            raise bad_request("chat_id is empty" if chat_id == 0 else "chat not found")
        return chat

    def spend(self, chat: Chat) -> None:
        """Counts one message against the flood limits. Raises Refused(429)."""
        if not self.limits:
            return
        wait = self.flood.paused(chat.id)
        if wait:
            self.ledger.note("impatient", About(chat=chat.id), wait)
        else:
            wait = self.flood.spend(chat.id)
        if wait:
            raise too_many_requests(wait)

    def _worded(self, chat: Chat, sender: JSON, content: JSON, now: float) -> JSON:
        """A message in Telegram's JSON, under the next number of the account."""
        self._last_message += 1
        number = self._last_message
        return {"message_id": number, "from": sender, "chat": chat.as_json, "date": int(now), **content}

    def say(self, chat: Chat, said: OutgoingMessage) -> ChatMessage:
        """The bot says something: kept, shown, noted."""
        now = self.clock.now()
        as_json = self._worded(chat, self._bot_user, said.content, now)
        if is_inline(said.markup):
            as_json["reply_markup"] = said.markup
        if said.protected:
            as_json["has_protected_content"] = True
        message = ChatMessage(as_json, now, by_bot=True, markup=said.markup, stored=said.stored)
        message.silent = said.silent
        chat.keep(message)
        self.ledger.note("accepted", About(chat=chat.id, message=message.id), message.text)
        for watcher in chat.watchers:
            watcher.arrived(message)
        return message

    def hear(self, chat: Chat, sender: JSON, content: JSON, stored: StoredFile | None = None) -> ChatMessage:
        """A person says something: kept, and queued as an update."""
        now = self.clock.now()
        if stored is not None:
            content = described(stored) | content
        as_json = self._worded(chat, sender, content, now)
        message = ChatMessage(as_json, now, by_bot=False, stored=stored)
        chat.met = True
        chat.keep(message)
        self.updates.add("message", chat.id, as_json)
        return message

    def ask(self, chat: Chat, sender: JSON, message: ChatMessage, data: str) -> str:
        """An inline press: queued, and open for an answer for 150 s. Returns the query id."""
        query_id = str(self.random.randrange(10**17, 10**18))
        self.queries[query_id] = Query(chat.id, self.clock.now() + CALLBACK_LIFE)
        body = {
            "id": query_id,
            "from": sender,
            "message": message.as_json,
            "chat_instance": str(chat.id * 7919),
        }
        self.updates.add("callback_query", chat.id, body | {"data": data})
        return query_id

    def answer(self, query_id: str, answer: JSON) -> None:
        """Raises Refused for an unknown, late or already answered query."""
        query = self.queries.get(query_id)
        if query is None or query.answer is not None or query.ends <= self.clock.now():
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        query.answer = answer
        query.answered.set()
        self.ledger.note("answered_callback", About(chat=query.chat), answer)
