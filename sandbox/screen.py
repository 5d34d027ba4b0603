"""What is on a phone's screen: the messages it has, the keyboard it shows, and what waits while it is offline."""

from collections.abc import Callable
from typing import Any

from sandbox.markup import Markup
from sandbox.messages import ChatMessage

KEPT_MESSAGES = 5000
KEPT_ACTIONS = 50


class Screen:
    """Follows the server's messages of one chat. A deleted message takes the keyboard it brought with it."""

    def __init__(self, on_new: Callable[[ChatMessage], None], on_change: Callable[[ChatMessage | None], None]) -> None:
        self._on_new = on_new
        self._on_change = on_change
        self._seen: dict[int, ChatMessage] = {}
        self._held: list[Callable[[], None]] = []
        self._board: ChatMessage | None = None
        self._board_open = False
        self.actions: list[str] = []
        self.offline = False
        self.busy = False

    @property
    def messages(self) -> list[ChatMessage]:
        return list(self._seen.values())

    @property
    def keyboard(self) -> list[list[Any]]:
        """Rows of reply-keyboard buttons shown now, as the bot sent them."""
        if self._board is None or not self._board_open:
            return []
        assert self._board.markup is not None
        rows: list[list[Any]] = self._board.markup["keyboard"]
        return rows

    @property
    def placeholder(self) -> str:
        if self._board is None or self._board.markup is None:
            return ""
        return str(self._board.markup.get("input_field_placeholder") or "")

    # as told by the server

    def arrived(self, message: ChatMessage) -> None:
        if self.offline:
            self._held.append(lambda: self._show(message))
        else:
            self._show(message)

    def changed(self, message: ChatMessage) -> None:
        if self.offline:
            self._held.append(lambda: self.changed(message))
        elif message.id in self._seen:
            self._on_change(message)

    def vanished(self, message: ChatMessage) -> None:
        if self.offline:
            self._held.append(lambda: self.vanished(message))
            return
        self._seen.pop(message.id, None)
        if self._board is message:
            self._board = None
        self._on_change(None)

    def acting(self, chat: int, action: str) -> None:
        if not self.offline:
            self.actions.append(action)
            del self.actions[:-KEPT_ACTIONS]
            self.busy = True
            self._on_change(None)

    # as done by the person

    def sent(self, message: ChatMessage) -> None:
        self._keep(message)
        self._on_change(None)

    def used_keyboard(self) -> None:
        if self._board is not None and self._board.markup and self._board.markup.get("one_time_keyboard"):
            self._board_open = False

    def clear(self) -> None:
        self._seen.clear()
        self._board = None
        self._on_change(None)

    def come_back(self) -> None:
        """Online again: shows in order what was held."""
        self.offline = False
        held, self._held = self._held, []
        for show in held:
            show()

    def _show(self, message: ChatMessage) -> None:
        if message.deleted:
            return
        self._keep(message)
        self.busy = False
        if message.markup is not None:
            self._take_keyboard(message, message.markup)
        self._on_new(message)

    def _keep(self, message: ChatMessage) -> None:
        self._seen[message.id] = message
        if len(self._seen) > KEPT_MESSAGES:
            del self._seen[next(iter(self._seen))]

    def _take_keyboard(self, message: ChatMessage, markup: Markup) -> None:
        if "keyboard" in markup:
            self._board, self._board_open = message, True
        elif markup.get("remove_keyboard"):
            self._board = None
