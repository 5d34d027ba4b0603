"""How entries name what they are about: a case so that who can open it finds it again, and nobody else does.

Keyed with the month's key of its compartment: it is another name each month, and with that key it is gone.
"""

from collections.abc import Iterable
from datetime import datetime

from services.keys.epochs import epoch_of
from services.keys.keyring import Unlocked
from services.keys.sealing import SymmetricKey, derive, keyed_tag

TOLD = frozenset({"safety"})
"""The compartments of whose cases entries tell. How many complaints about aid workers there are, nobody may count."""


def reference(member: Unlocked, compartment: str, case_id: bytes, now: datetime) -> str:
    """What the case is called in entries of this month (12 hex digits); '' where the member holds no key of it."""
    epoch = epoch_of(now)
    names = [name for name in member.keys if (name.compartment, name.epoch) == (compartment, epoch)]
    if not names:
        return ""
    key = SymmetricKey(derive(member.keys[min(names)].private, "amana audit reference"))
    return keyed_tag(key, "case", case_id)[:6].hex()


def export_named(round: Iterable[str], what: str, with_texts: bool) -> str:
    """A file of answers: of which survey and round, of which kind, and whether people's own words are in it."""
    return " ".join((*round, what, *(("texts",) if with_texts else ())))
