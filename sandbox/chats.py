"""Chats: a private one for each phone, and simple groups. They keep the server's copy of the messages."""

from collections.abc import Callable
from typing import Any, Protocol

from sandbox.messages import ChatMessage

KEPT_MESSAGES = 5000


class Watcher(Protocol):
    """A phone, as a chat knows it."""

    def arrived(self, message: ChatMessage) -> None: ...

    def changed(self, message: ChatMessage) -> None: ...

    def vanished(self, message: ChatMessage) -> None: ...

    def acting(self, chat: int, action: str) -> None: ...


class Chat:
    """`met`: the bot knows this chat and may write. Old messages beyond a few thousand fall away."""

    def __init__(self, chat_id: int, as_json: dict[str, Any], watchers: list[Watcher], met: bool) -> None:
        self.id = chat_id
        self.as_json = as_json
        self.watchers = watchers
        self.met = met
        self.blocked = False
        self.messages: dict[int, ChatMessage] = {}

    def keep(self, message: ChatMessage) -> None:
        self.messages[message.id] = message
        if len(self.messages) > KEPT_MESSAGES:
            del self.messages[next(iter(self.messages))]

    def tell(self, what: Callable[[Watcher], None]) -> None:
        for watcher in self.watchers:
            what(watcher)

    def remove(self, message: ChatMessage) -> None:
        """Gone on every side."""
        self.messages.pop(message.id, None)
        message.deleted = True
        for watcher in self.watchers:
            watcher.vanished(message)
