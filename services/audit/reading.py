"""Reading the chain: a steward opens each entry and sees whether who it names has signed it, where it lies."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from services.audit.chain import BEGINNING, Head, fits
from services.audit.entries import PURPOSE, own_statement, program_sum
from services.keys.departures import imprint
from services.keys.keyring import NotASteward
from services.keys.sealing import CannotOpen, KeyPair, NotTrusted, RuntimeKey, Sealed, SigningPair, check, unseal
from services.keys.signatures import Signatures
from services.keys.steward_box import steward_box
from services.keys.trust import Trust
from storage import audit as rows
from storage.audit import AuditRow
from storage.departures import AUDIT


@dataclass(frozen=True, slots=True)
class Read:
    """An entry as it was read. `member` did it; None is the organisation, recovered, or the program (`by_program`).

    `trouble`: '' for one that counts, 'changed' where it does not follow on the one before it, 'closed' where it does
    not open, 'unsigned' where nothing proves who wrote it, 'unchecked' where only the runtime key of then could.
    """

    number: int
    kind: str = ""
    day: date | None = None
    about: str = ""
    member: bytes | None = None
    by_program: bool = False
    trouble: str = ""

    @property
    def is_false(self) -> bool:
        """True where somebody changed, took out or put in something here."""
        return self.trouble not in {"", "unchecked"}


class Reader:
    """Opens the chain for a steward. Raises NotASteward for whoever does not hold the organisation's key."""

    def __init__(self, session: Session, trust: Trust, runtime: RuntimeKey | None, key: SigningPair | None) -> None:
        if key is None or key.verify != trust.verify_key:
            raise NotASteward
        self._box: KeyPair = steward_box(key)
        self._session, self._trust, self._runtime = session, trust, runtime
        self._signatures = Signatures(session, trust)

    def everything(self) -> list[Read]:
        """Every entry in its order."""
        return self.read(rows.everything(self._session))

    def read(self, found: Iterable[AuditRow]) -> list[Read]:
        """These rows of a chain, from its beginning."""
        at, read = BEGINNING, []
        for row in found:
            follows = fits(at, row)
            read.append(self._one(row, at.link) if follows else Read(row.number, trouble="changed"))
            at = Head(row.number, row.link)
        return read

    def _one(self, row: AuditRow, before: bytes) -> Read:
        try:
            told = json.loads(unseal(Sealed(row.body), self._box))
            place = (told["number"], told["before"], told["tag"])
            if place != (row.number, before.hex(), row.tag.hex()):
                raise NotTrusted
            facts = Read(row.number, str(told["kind"]), date.fromisoformat(told["day"]), str(told["about"]))
            return self._proven(facts, told, imprint(AUDIT, b"", row.link))
        except CannotOpen:
            return Read(row.number, trouble="closed")
        except (NotTrusted, ValueError, KeyError, TypeError):
            return Read(row.number, trouble="unsigned")

    def _proven(self, read: Read, told: dict[str, Any], lies: bytes) -> Read:
        """With who wrote it. Raises NotTrusted, KeyError, ValueError, TypeError where nothing proves it."""
        if "member" in told:
            return replace(read, member=self._signatures.check_anybody(PURPOSE, told, lies))
        body = {name: value for name, value in told.items() if name not in {"signature", "sum"}}
        if "signature" in told:
            check(own_statement("organisation", body), bytes.fromhex(told["signature"]), self._trust.verify_key)
            return read
        is_ours = self._runtime is not None and told["sum"] == program_sum(self._runtime, body)
        return replace(read, by_program=True, trouble="" if is_ours else "unchecked")
