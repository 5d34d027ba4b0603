"""What stands in a case's thread: what the person wrote, and every deed of staff."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

FROM_THE_PERSON: Final = frozenset({"report", "message", "route_cut", "withdrawn", "consent"})
NO_FACTS: Final[Mapping[str, Any]] = {}
"""One for the very many entries without any."""


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """One thing in a case's thread.

    `kind` is 'report', 'message', 'route_cut', 'withdrawn' or 'consent' (from the person); a deed of the signed
    `member` (services.reports.deeds.known); 'unknown' (signed, too, of a kind this version does not know); 'forged'
    and 'unproven' (said in the name of staff and of the person, signed by neither, not folded); 'replaced' (done with
    another report than this); or 'broken' (seen by a colleague, opens no more). `is_proven` is False for what counts
    though nothing proves that it is the person's: of a report from before later words were signed.
    """

    id: bytes
    kind: str
    day: date
    clock: int
    text: str = field(default="", repr=False)
    member: bytes | None = None
    facts: Mapping[str, Any] = field(default_factory=lambda: NO_FACTS, repr=False)
    is_proven: bool = True

    @property
    def is_urgent(self) -> bool:
        """True for later words of the reporter that speak of danger."""
        return self.kind == "message" and self.facts.get("urgent") is True

    @property
    def from_the_person(self) -> bool:
        """True for what the reporter did, as far as anyone can know who writes with the receipt."""
        return self.kind in FROM_THE_PERSON
