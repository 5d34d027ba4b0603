"""`amana staff`: who may open what. Adding and removing takes a steward's passphrase."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Annotated

import typer
from sqlmodel import Session

from bot.bootstrap import Foundations, Premises, Vault, open_foundations, utc_now
from bot.settings import read_settings
from bot.terminal import ask_hidden, give, give_json, stop, table, tell, words, working
from services.audit import entries
from services.audit.entries import Entry, by_member
from services.audit.renewals import renewals_told
from services.keys import keyring
from services.keys.keyring import (
    LastSteward,
    Newcomer,
    NewMember,
    NotASteward,
    StaffMember,
    UnknownMember,
    Unlocked,
    WrongPassphrase,
)
from services.keys.members import remember_removed
from services.keys.sealing import RuntimeKey

app = typer.Typer(no_args_is_help=True, help="Add, remove and list staff.")
PassphraseFd = Annotated[int | None, typer.Option(min=0, help="Read the passphrase from this file descriptor.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print for a script.")]


@app.command("list")
def list_(json: AsJson = False) -> None:
    """Everybody who holds a key."""
    with open_foundations(read_settings()) as found, found.database.reading() as session:
        people = keyring.members(session, found.runtime, found.trust)
    if json:
        give_json([_facts(person) for person in people])
        return
    table(
        [words("Number"), words("Work name"), words("Role")],
        [(_number(person), person.name or "?", ", ".join(sorted(person.roles))) for person in people],
    )
    if any(person.named and not person.named.is_certified for person in people):
        tell(words("Nothing proves the names with (?): they are from before names were signed. Say each anew:"))
        give("amana staff name NUMBER NAME")
    strangers = [person for person in people if not person.certified]
    if strangers:
        tell(words("No steward has certified these. They open nothing. Find out who put them there, and remove them:"))
        for person in strangers:
            give(_number(person))


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="A work name; a real one is not needed.")],
    role: Annotated[str, typer.Option(help="caseworker, focal_point or steward.")] = keyring.CASEWORKER,
    passphrase_fd: PassphraseFd = None,
    json: AsJson = False,
) -> None:
    """Enrol somebody. Their passphrase is shown once."""
    check_newcomer(name, role)
    with open_foundations(read_settings()) as found, a_steward(found, passphrase_fd) as steward:
        newcomer = Newcomer(name, role, keyring.new_credential(found.organisation.site_salt))
        with found.database.writing() as session, _renewals(found, session, steward):
            member = keyring.enrol(session, steward, newcomer, found.trust, utc_now())
            write_down(found, session, steward, "enrolled", f"{role} {member.id.hex()[:8]}")
    show_newcomer(member, json)
    if not json and role != keyring.STEWARD:
        tell(words("Older reports open for them once a colleague of the same role has unlocked the desk."))


@app.command()
def name(
    number: Annotated[str, typer.Argument(help="The number that `amana staff list` shows.")],
    name: Annotated[str, typer.Argument(help="A work name; a real one is not needed.")],
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Sign what somebody is called, so that nobody who writes the database can exchange names."""
    if not name.strip():
        stop(words("Give a work name."))
    with open_foundations(read_settings()) as found, a_steward(found, passphrase_fd) as steward:
        member = _member(found, number)
        with found.database.writing() as session:
            keyring.name(session, steward, member, name, found.trust)
            write_down(found, session, steward, "named", member.hex()[:8])
    tell(words("Signed. The desk shows this name without a mark."))


@app.command()
def remove(
    number: Annotated[str, typer.Argument(help="The number that `amana staff list` shows.")],
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Take somebody's keys away. What comes from now on is sealed to new keys."""
    from services.picture import offices

    with open_foundations(read_settings()) as found, a_steward(found, passphrase_fd) as steward:
        member = _member(found, number)
        try:
            with found.database.writing() as session, _renewals(found, session, steward):
                signed_pictures = offices.may_sign(session, found.trust, member)
                keyring.remove(session, steward, member, found.trust, utc_now())
                if member == steward.member:  # what they write down of it would come after
                    stop(words("Nobody removes themselves. Let another steward do it."))
                write_down(found, session, steward, "removed", member.hex()[:8])
        except LastSteward:
            stop(words("This is the last steward. Add another one first."))
        except UnknownMember:
            stop(words("Nobody has this number. See: amana staff list"))
        with found.database.reading() as session:
            remember_removed(session, found.trust)
    tell(words("Removed. New reports are sealed to keys they do not have."))
    if signed_pictures:
        tell(words("Does somebody add up the pictures of offices? This line belongs into their list, with your key:"))
        give(f"left {member.hex()}")


def write_down(found: Premises, session: Session, member: Unlocked, kind: str, about: str = "") -> None:
    """Add to the audit chain what a member has done, in the transaction in which it was done."""
    entries.write(session, found.trust, by_member(member), Entry(kind, found.site_now().date(), about))


def _renewals(found: Premises, session: Session, steward: Unlocked) -> AbstractContextManager[None]:
    return renewals_told(session, found.trust, by_member(steward), found.site_now())


@contextmanager
def a_steward(found: Foundations, passphrase_fd: int | None) -> Iterator[Unlocked]:
    """An unlocked steward; ends the program with a sentence where somebody else's passphrase was given."""
    with steward_only():
        unlocked = unlock(found, passphrase_fd)
        if unlocked.organisation is None:
            raise NotASteward
        yield unlocked


@contextmanager
def steward_only() -> Iterator[None]:
    """Ends the program with a sentence where somebody else's passphrase was given."""
    try:
        yield
    except NotASteward:
        stop(words("Only a steward may do this. Use the steward’s passphrase."))


def unlock(found: Foundations, passphrase_fd: int | None) -> Unlocked:
    """Open a member's keys with their passphrase; ends the program with a sentence where it opens nothing."""
    return open_member(found, found.organisation.site_salt, passphrase_fd, found.site_now(), found.runtime)


def open_member(
    vault: Vault, site_salt: bytes, passphrase_fd: int | None, now: datetime, runtime: RuntimeKey | None = None
) -> Unlocked:
    """The same where not everything is there to stand on. Without the runtime key a wrong passphrase is not written
    down: nothing could prove it."""
    [passphrase] = ask_hidden([words("Passphrase")], passphrase_fd)
    with working(words("One moment…")):
        key = keyring.stretch(site_salt, passphrase)
        try:
            with vault.database.writing() as session:
                unlocked = keyring.unlock(session, key, vault.trust, now)
                entries.note_unlocked(session, vault.trust, unlocked, now.date())
        except WrongPassphrase:
            if runtime is not None:
                with vault.database.writing() as session:
                    entries.note_refused(session, vault.trust, runtime, now.date())
            stop(words("This passphrase opens nothing. Check the words and try again."))
    return unlocked


def check_newcomer(name: str, role: str) -> None:
    """Ends the program with a sentence where nobody can be enrolled like that."""
    if role not in keyring.ROLES:
        stop(words("There are three roles: caseworker, focal_point and steward."))
    if not name.strip():
        stop(words("Give a work name."))


def show_newcomer(member: NewMember, as_json: bool) -> None:
    """The new passphrase, once."""
    if as_json:
        give_json({"id": member.id.hex()[:8], "role": member.role, "passphrase": member.passphrase})
        return
    tell(words("Enrolled. Write this passphrase down now; it is shown once:"))
    give(member.passphrase)


def _number(person: StaffMember) -> str:
    return person.id.hex()[:8]


def _facts(person: StaffMember) -> dict[str, object]:
    return {
        "id": _number(person),
        "name": person.name,
        "roles": sorted(person.roles),
        "certified": person.certified,
        "name_certified": person.named is not None and person.named.is_certified,
    }


def _member(found: Foundations, number: str) -> bytes:
    with found.database.reading() as session:
        people = keyring.members(session, found.runtime, found.trust)
    fitting = [person.id for person in people if person.id.hex().startswith(number.lower()) and len(number) >= 4]
    if len(fitting) != 1:
        stop(words("Nobody has this number. See: amana staff list"))
    return fitting[0]
