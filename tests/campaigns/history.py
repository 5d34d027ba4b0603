"""What happened in a campaign, on both sides: what people did and were shown, when the bot died, what went wrong."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sandbox import Phone, Sandbox

RECEIPT: Final = re.compile(r"(?:\d{3} ){5}\d{3}")
NOTICE: Final = "There is something new for you here"
MARKER: Final = re.compile(r"person \d+ errand \d+")
"""What somebody writes, so that it is found again."""


@dataclass
class Errand:
    """One person with a phone of their own, and one thing they wanted. `ended`: how they were told that it ended."""

    kind: str
    marker: str
    phone: Phone
    ended: str = ""
    replies: list[str] = field(default_factory=list)
    """What the desk wrote to them."""
    is_to_be_told: bool = False
    """Whether a notice is to tell them so, as they wanted."""
    words: str = ""
    """What they wrote later, and were told that the team will read."""
    written: int = 0
    """How often they wrote it: once more where nobody told them that it was saved."""
    joined: float | None = None
    left: float | None = None
    """When they were told that they will hear of meetings, and that they will not, by the sandbox's clock."""


@dataclass(frozen=True)
class Death:
    """When (monotonic, the sandbox's clock), and at which point; '' at a random moment."""

    at: float
    point: str


@dataclass
class History:
    """All of it."""

    sandbox: Sandbox
    errands: list[Errand] = field(default_factory=list)
    deaths: list[Death] = field(default_factory=list)
    troubles: Counter[str] = field(default_factory=Counter)
    ends: Counter[int] = field(default_factory=Counter)
    """How often a life ended by itself, by its exit code."""
    wrongs: list[str] = field(default_factory=list)
    """What was found to be wrong on the way."""
    leaps: list[float] = field(default_factory=list)
    """When time has passed all at once (the sandbox's monotonic clock, after it)."""
    meetings: dict[str, float] = field(default_factory=dict)
    published: dict[str, float] = field(default_factory=dict)
    """When each begins, and when it was published (the sandbox's monotonic clock), by the day and hour people read."""

    def shown(self, phone: Phone) -> list[str]:
        """Everything the bot has ever said to that phone, removed since or not."""
        return self._by_chat().get(phone.chat, [])

    def receipts(self, errand: Errand) -> list[str]:
        """Every receipt that was shown, as often as it was."""
        return [found.group() for text in self.shown(errand.phone) if (found := RECEIPT.search(text))]

    def of_kinds(self, *kinds: str) -> Sequence[Errand]:
        return [errand for errand in self.errands if errand.kind in kinds]

    def _by_chat(self) -> dict[int, list[str]]:
        entries = self.sandbox.ledger.of("accepted")
        if len(entries) != self._counted:
            self._counted, self._said = len(entries), {}
            for entry in entries:
                if entry.chat is not None:
                    self._said.setdefault(entry.chat, []).append(entry.detail)
        return self._said

    _counted: int = 0
    _said: dict[int, list[str]] = field(default_factory=dict)
