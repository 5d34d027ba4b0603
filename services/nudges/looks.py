"""That somebody has looked at the desk: said by the desk, which needs no runtime key for it, and signed.

A look says how far all was seen, and when the first answer is due. Of complaints about aid workers it says nothing.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlmodel import Session

from services.keys.keyring import Unlocked
from services.keys.sealing import NotTrusted, Sealed, seal, unseal
from services.keys.signatures import check_signed, signed
from services.keys.trust import Trust, check_organisation
from services.nudges.bell import RINGS_FOR, Bell
from services.store import UNREADABLE, Store
from storage import nudges as rows
from storage.nudges import LookRow

PURPOSE: Final = "look"


@dataclass(frozen=True, slots=True)
class Look:
    """What a member has seen: the `serial` of the bell, read before the cases were; whether `all` that was new by then
    was on the screen; until when the first answer is `due`."""

    serial: int
    all: bool
    due: datetime | None


def reached(session: Session) -> int:
    """How far the bell has come, for a look; to be asked before the cases are read."""
    return rows.serial(session)


def note(session: Session, trust: Trust, unlocked: Unlocked, window: bytes, look: Look) -> None:
    """Tell the bot. `window` is 16 random bytes of this session. Raises NotTrusted, NotFounded."""
    said = {
        "serial": look.serial,
        "all": look.all,
        "due": None if look.due is None else int(look.due.timestamp()),
    }
    body = json.dumps(signed(unlocked, PURPOSE, said)).encode()
    rows.put_look(session, LookRow(window, seal(body, check_organisation(session, trust).runtime_public)))


def taken(store: Store, trust: Trust, bell: Bell) -> Bell:
    """The bell after all that was said since the last time. What no caseworker has signed, and what was said before, is
    dropped."""
    for row in rows.looks(store.session):
        rows.delete_look(store.session, row.id)
        try:
            content = json.loads(unseal(Sealed(row.body), store.runtime.box))
            check_signed(store.session, trust, PURPOSE, content, RINGS_FOR)
            bell = _after(bell, content["serial"], content["all"], content["due"])
        except (*UNREADABLE, NotTrusted):
            continue
    return bell


def _after(bell: Bell, serial: int, saw_all: bool, due: int | None) -> Bell:
    if not bell.looked <= serial <= bell.serial:
        return bell
    bell = replace(bell, looked=serial, due=due)
    if not saw_all:
        return bell
    news = bell.news and bell.news.after_look(serial)
    urgent = bell.urgent and bell.urgent.after_look(serial)
    return replace(bell, news=news, urgent=urgent, steps=bell.steps if urgent is bell.urgent else 0)
