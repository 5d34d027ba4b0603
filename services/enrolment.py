"""Who may organise meetings, who may edit services, and whom the desk calls: people of the community and the team,
inside Telegram.

A steward makes a code for one person; whoever sends it first is enrolled, once, within 48 hours. What may be read by
Telegram gives no right to any report: organisers and editors open no envelope.
"""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session

from services.errors import Refusal
from services.keys.sealing import Row, RuntimeKey, random_bytes
from services.store import Store
from storage import enrolment as rows
from storage.enrolment import EnrolmentRow

ORGANISER: Final = "organiser"
EDITOR: Final = "editor"
ROLES: Final = (ORGANISER, EDITOR)
RECEIVER: Final = "receiver"
"""Staff who are told that the desk wants looking at (services.nudges.receivers)."""
ALL_FORUMS: Final = "*"
CODE_LIFE: Final = timedelta(hours=48)
CODE_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Nothing that is easily taken for something else."""
CODE_LENGTH: Final = 12
LINK: Final = "o_"
"""What a link with a code begins with, behind `?start=`."""
PURPOSE: Final = "enrolment"
CODE_PURPOSE: Final = "enrolment code"


class CodeUnknown(Refusal):
    """The code opens nothing: wrong, used or too old. Which of them is not said."""


class NotAnOrganiser(Refusal):
    """This chat may not organise meetings of this forum (any more)."""


class NotAnEditor(Refusal):
    """This chat may not edit services (any more)."""


class UnknownEnrolment(Refusal):
    """Nobody is enrolled under this number."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One person in one role. `number` is for the steward; `name` a work name; `forums` ('*',) for all of them."""

    number: str
    role: str
    name: str
    forums: tuple[str, ...]

    def may_organise(self, forum: str) -> bool:
        """True for an organiser of that forum."""
        return self.role == ORGANISER and (forum in self.forums or ALL_FORUMS in self.forums)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a row holds."""

    role: str
    name: str
    forums: list[str]
    chat: int
    language: str
    place: int = 0
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody in a role, with where to write to them. `place`: who comes before whom; `more` is what the role keeps of
    its own (plain JSON)."""

    id: bytes
    person: Enrolled
    chat: int
    language: str
    place: int
    more: dict[str, Any]


def new_code(store: Store, role: str, name: str, forums: tuple[str, ...], now: datetime) -> str:
    """A code for one person, good for 48 hours. Codes that have run out are erased meanwhile."""
    _forget_old_codes(store, now)
    code = "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in random_bytes(CODE_LENGTH))
    until = (now + CODE_LIFE).isoformat()
    body = {"role": role, "name": name, "forums": list(forums), "until": until}
    tag = _code_tag(store.runtime, code)
    rows.put_code(store.session, tag, store.runtime.lock(json.dumps(body).encode(), Row("enrolment_codes", tag)))
    return code


def read_code(text: str) -> str:
    """A code as a person writes it, in small letters or with spaces and dashes in it; as it was made."""
    return "".join(letter for letter in text.upper() if letter in CODE_LETTERS)


def start_parameter(code: str) -> str:
    """What stands behind `?start=` in the link that enrols."""
    return f"{LINK}{code}"


def read_start_parameter(text: str) -> str | None:
    """The code in it, right or wrong; None where the link is another."""
    return text.removeprefix(LINK) if text.startswith(LINK) else None


def enrol(store: Store, code: str, chat: int, language: str, said: datetime) -> Enrolled:
    """Enrol the chat and use the code up, which was `said` then. Raises CodeUnknown, the same for wrong, used and
    expired ones."""
    tag = _code_tag(store.runtime, read_code(code))
    facts = _opened_code(store.runtime, tag, rows.code(store.session, tag))
    if facts is None or datetime.fromisoformat(facts["until"]) <= said:
        raise CodeUnknown
    rows.delete_code(store.session, tag)
    place = 1 + max((kept.place for _, kept in _opened(store.runtime, rows.everyone(store.session))), default=0)
    kept = _Kept(facts["role"], facts["name"], facts["forums"], chat, language, place)
    id = _new_id(store.session)
    rows.add(store.session, EnrolmentRow(id, store.runtime.tag(PURPOSE, chat), _locked(store.runtime, id, kept)))
    return _enrolled(id, kept)


def enrol_group(store: Store, code: str, chat: int, language: str, said: datetime) -> Enrolled:
    """The same for a group, in which nobody can have another role than to be called by the desk. Raises CodeUnknown."""
    tag = _code_tag(store.runtime, read_code(code))
    facts = _opened_code(store.runtime, tag, rows.code(store.session, tag))
    if facts is None or facts["role"] != RECEIVER:
        raise CodeUnknown
    return enrol(store, code, chat, language, said)


def who(store: Store, chat: int) -> list[Enrolled]:
    """Every role the chat has."""
    return [_enrolled(id, kept) for id, kept in _roles(store, chat)]


def require_organiser(store: Store, chat: int, forum: str) -> Enrolled:
    """The role in which the chat organises this forum. Raises NotAnOrganiser."""
    for person in who(store, chat):
        if person.may_organise(forum):
            return person
    raise NotAnOrganiser


def require_editor(store: Store, chat: int) -> Enrolled:
    """The role in which the chat edits. Raises NotAnEditor."""
    for person in who(store, chat):
        if person.role == EDITOR:
            return person
    raise NotAnEditor


def everyone(store: Store) -> list[Enrolled]:
    """Everybody in every role, for the steward: by role, then by name."""
    found = [_enrolled(id, kept) for id, kept in _opened(store.runtime, rows.everyone(store.session))]
    return sorted(found, key=lambda person: (person.role, person.name, person.number))


def remove(session: Session, number: str) -> None:
    """Take a role away, at once. Raises UnknownEnrolment."""
    found = [row.id for row in rows.everyone(session) if row.id.hex().startswith(number.lower())]
    if len(number) != 8 or len(found) != 1:
        raise UnknownEnrolment
    rows.delete(session, found[0])


def organisers_of(store: Store, forum: str) -> list[tuple[int, str, Enrolled]]:
    """Chat, language and role of everybody who organises this forum, each chat once."""
    found: dict[int, tuple[int, str, Enrolled]] = {}
    for id, kept in _opened(store.runtime, rows.everyone(store.session)):
        person = _enrolled(id, kept)
        if person.may_organise(forum):
            found.setdefault(kept.chat, (kept.chat, kept.language, person))
    return list(found.values())


def in_role(store: Store, role: str) -> list[Contact]:
    """Everybody who has that role."""
    return [
        Contact(id, _enrolled(id, kept), kept.chat, kept.language, kept.place, kept.more)
        for id, kept in _opened(store.runtime, rows.everyone(store.session))
        if kept.role == role
    ]


def rearrange(store: Store, id: bytes, place: int, more: dict[str, Any]) -> None:
    """Keep another place and something else of one person's role. Nothing happens where there is none any more."""
    for found, kept in _opened(store.runtime, rows.everyone(store.session)):
        if found == id:
            rows.change(store.session, id, _locked(store.runtime, id, replace(kept, place=place, more=more)))


def leave(store: Store, chat: int, role: str) -> bool:
    """The chat gives a role back itself; whether it had it."""
    left = [id for id, kept in _roles(store, chat) if kept.role == role]
    for id in left:
        rows.delete(store.session, id)
    return bool(left)


def follow_chat(store: Store, old: int, new: int, role: str) -> bool:
    """The chat has another number from now on, and its role goes with it; whether the new one has the role then."""
    has_it = any(kept.role == role for _, kept in _roles(store, new))
    for id, kept in _roles(store, old):
        if kept.role == role and has_it:
            rows.delete(store.session, id)
        elif kept.role == role:
            tag, body = store.runtime.tag(PURPOSE, new), _locked(store.runtime, id, replace(kept, chat=new))
            rows.move(store.session, EnrolmentRow(id, tag, body))
            has_it = True
    return has_it


def follow_language(store: Store, chat: int, language: str) -> None:
    """From now on notices to this person in their role come in that language."""
    for id, kept in _roles(store, chat):
        rows.change(store.session, id, _locked(store.runtime, id, replace(kept, language=language)))


def _roles(store: Store, chat: int) -> list[tuple[bytes, _Kept]]:
    """What lies under the chat's tag and is its own: another person's role may have been put there."""
    found = _opened(store.runtime, rows.of(store.session, store.runtime.tag(PURPOSE, chat)))
    return [(id, kept) for id, kept in found if kept.chat == chat]


def _new_id(session: Session) -> bytes:
    """A random identifier whose first four bytes, the number people see, nobody else has."""
    taken = {row.id[:4] for row in rows.everyone(session)}
    while (id := random_bytes(16))[:4] in taken:
        continue
    return id


def _code_tag(runtime: RuntimeKey, code: str) -> bytes:
    return runtime.pseudonym(CODE_PURPOSE, code)


def _opened_code(runtime: RuntimeKey, tag: bytes, body: bytes | None) -> dict[str, Any] | None:
    opened = runtime.opened(body, Row("enrolment_codes", tag))
    facts: dict[str, Any] | None = json.loads(opened) if opened is not None else None
    return facts


def _forget_old_codes(store: Store, now: datetime) -> None:
    for tag, body in rows.codes(store.session):
        facts = _opened_code(store.runtime, tag, body)
        if facts is None or datetime.fromisoformat(facts["until"]) <= now:
            rows.delete_code(store.session, tag)


def _enrolled(id: bytes, kept: _Kept) -> Enrolled:
    return Enrolled(id.hex()[:8], kept.role, kept.name, tuple(kept.forums))


def _locked(runtime: RuntimeKey, id: bytes, kept: _Kept) -> bytes:
    return runtime.lock(json.dumps(asdict(kept), ensure_ascii=False).encode(), Row("enrolments", id))


def _opened(runtime: RuntimeKey, found: list[EnrolmentRow]) -> list[tuple[bytes, _Kept]]:
    bodies = ((row.id, runtime.opened(row.body, Row("enrolments", row.id))) for row in found)
    return [(id, _Kept(**json.loads(body))) for id, body in bodies if body is not None]
