"""The phones in the room."""

from collections.abc import Callable

from sandbox.phone import Phone
from sandbox.room import PracticeRoom

NAMES = {
    "ar": "أمل",
    "ku": "شیلان",
    "ckb": "شیلان",
    "en": "Rose",
    "fr": "Aline",
    "sw": "Neema",
    "es": "Luz",
    "my": "မြ",
    "fil": "Ligaya",
}
FIRST_PHONES = ("ar", "ckb", "en", "fr", "sw", "es", "my", "fil", "ku")


class Phones:
    """Adds, finds and removes phones. `on_new` is told of each that is added."""

    def __init__(self, room: PracticeRoom) -> None:
        self._room = room
        self._by_id: dict[int, Phone] = {}
        self.on_new: Callable[[Phone], None] | None = None

    @property
    def all(self) -> list[Phone]:
        return list(self._by_id.values())

    def find(self, user_id: int) -> Phone | None:
        return self._by_id.get(user_id)

    def add(self, language: str | None, name: str | None, met: bool, user_id: int | None = None) -> Phone:
        user_id = user_id or self._room.random.randrange(10**9, 7 * 10**9)
        phone = Phone(self._room, user_id, name or NAMES.get(language or "", "Person"), language, met)
        self._by_id[user_id] = phone
        if self.on_new is not None:
            self.on_new(phone)
        return phone

    def remove(self, phone: Phone) -> None:
        """The phone is put away; the chat behind it stays, and nobody reads it."""
        self._by_id.pop(phone.chat, None)
