"""That months have new keys is told in the chain, whatever they came with: somebody enrolled or removed, a backup put
back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session

from services.audit.entries import Entry, Sign, write
from services.keys.epochs import epoch_of
from services.keys.trust import Trust
from storage import keyring as rows


@contextmanager
def renewals_told(session: Session, trust: Trust, by: Sign, now: datetime) -> Iterator[None]:
    """Write down, in the same transaction, of which compartments keys are made anew within. `now`: on the site's
    clocks."""
    before = _serials(session)
    yield
    after = _serials(session)
    renewed = sorted({name[0] for name, serial in after.items() if serial > before.get(name, serial)})
    if renewed:
        write(session, trust, by, Entry("keys_renewed", now.date(), f"{' '.join(renewed)} {epoch_of(now)}"))


def _serials(session: Session) -> dict[tuple[str, str], int]:
    """The newest serial of each compartment's month."""
    newest: dict[tuple[str, str], int] = {}
    for key in rows.all_epoch_keys(session):
        name = key.compartment, key.epoch
        newest[name] = max(newest.get(name, 0), key.serial)
    return newest
