"""The press, or the words, that a conversation took last: so that a second one by mistake is known for what it is.

Kept with the conversation, sealed as everything in it, and ten minutes at most where nothing else is under way. Of
what was pressed there are short digests only; of what ended, which of our own sentences says so. Nobody's words.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

REMEMBERED: Final = timedelta(minutes=10)
"""How long a second press is answered with what became of the first."""


@dataclass(frozen=True, slots=True)
class Taken:
    """`message` is its number in the chat, `at` when it was taken.

    `mark` is the digest of its label, `beside` the digests of all labels that could be pressed with it; both empty
    where a second press means nothing. `ended`: the sentence that says what ended with it, '' for nothing. `is_told`:
    the person has heard that a second press was not taken; who writes the same once more means it.
    """

    message: int
    at: datetime
    mark: str = ""
    beside: tuple[str, ...] = ()
    ended: str = ""
    is_told: bool = False

    def is_fresh(self, now: datetime) -> bool:
        """True as long as somebody may still be answered with it."""
        return timedelta() <= now - self.at <= REMEMBERED

    def to_json(self) -> dict[str, Any]:
        """Plain types, for keeping: small, since it is kept with every turn."""
        return {**asdict(self), "at": self.at.isoformat(), "beside": " ".join(self.beside)}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Taken":
        """Inverse of `to_json`."""
        return cls(**{**kept, "at": datetime.fromisoformat(kept["at"]), "beside": tuple(kept["beside"].split())})
