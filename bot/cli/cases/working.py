"""`amana cases status`, `give`, `note`, …: what the buttons of a case's page do, for scripts."""

import re
from collections.abc import Callable
from typing import Annotated

import typer

from bot.cli.cases.opening import Name, OpenedReports, find, unlocked_reports
from bot.cli.staff import AsJson, PassphraseFd
from bot.terminal import give_json, stop, tell, words
from locales import Message, mark
from services.errors import Refusal
from services.keys.keyring import members
from services.reports.case import Case
from services.reports.deeds import (
    aside,
    at_risk,
    checking,
    driver,
    giving,
    incident,
    keeping,
    notes,
    status,
    tags,
    undoing,
    verification,
)
from services.reports.deeds.aside import UnknownReason
from services.reports.deeds.at_risk import UnknownGroup
from services.reports.deeds.checking import NotADayToCome
from services.reports.deeds.deed import Act
from services.reports.deeds.driver import UnknownDriver
from services.reports.deeds.notes import NoSuchNote
from services.reports.deeds.status import OutcomeMissing, UnknownStatus
from services.reports.deeds.tags import TagTooLong, TooManyTags
from services.reports.deeds.undoing import NotToUndo
from services.reports.deeds.verification import LEVELS, NotForProof, UnknownLevel
from services.reports.standing import ASIDE, DRIVERS, GROUPS, OUTCOMES, STATUSES
from services.reports.written import NothingWritten, TooLong

app = typer.Typer()
REFUSED: dict[type[Refusal], Message] = {
    NothingWritten: mark("There is nothing to note. Nothing was changed."),
    TooLong: mark("This is too long. Nothing was changed. Make it shorter."),
    UnknownStatus: mark("No case can stand so. Nothing was changed. See: amana cases status --help"),
    OutcomeMissing: mark("Say with which --outcome the case is closed. Nothing was changed."),
    UnknownLevel: mark("No report can be as sure as that. Nothing was changed. See: amana cases verify --help"),
    NotForProof: mark("What such a report tells is not put to the proof. Nothing was changed."),
    TagTooLong: mark("A tag is a word or two, of at most 30 characters. Nothing was changed."),
    TooManyTags: mark("A case can have 12 tags. Nothing was changed."),
    UnknownDriver: mark("This is none of the list. Nothing was changed. See: amana cases driver --help"),
    UnknownGroup: mark("This is none of the list. Nothing was changed. See: amana cases at-risk --help"),
    NoSuchNote: mark("The case has no such note. Nothing was changed. See: amana cases show --json"),
    UnknownReason: mark("Only spam and tests are set aside. Nothing was changed."),
    NotToUndo: mark("You did nothing today that can be undone. Nothing was changed."),
    NotADayToCome: mark("Choose a day to come, within two years. Nothing was changed."),
}
NOBODY = "nobody"
ENTRY = re.compile("[0-9a-f]{32}")


@app.command("status")
def status_(
    name: Name,
    stands: Annotated[str, typer.Argument(metavar="STATUS", help=", ".join(STATUSES))],
    outcome: Annotated[str, typer.Option(help=f"Of a case that is closed: {', '.join(OUTCOMES)}")] = "",
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Say how a case stands."""
    _do(name, lambda _opened, _case: status.set_to(stands, outcome), json, passphrase_fd)


@app.command("give")
def give_(
    name: Name,
    to: Annotated[str, typer.Argument(help="A colleague’s name or number (`amana staff list`), or nobody.")],
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Give a case to a colleague who can open it, or back to nobody."""
    _do(name, lambda opened, case: giving.given(_taker(opened, case, to)), json, passphrase_fd)


@app.command()
def take(name: Name, json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """Take a case: from now on it is yours."""
    _do(name, lambda opened, _case: giving.given(opened.work.unlocked.member), json, passphrase_fd)


@app.command()
def apart(name: Name, json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """Take a case out of its incident."""
    _do(name, lambda _opened, _case: incident.apart(), json, passphrase_fd)


@app.command()
def note(
    name: Name,
    text: Annotated[str, typer.Argument(help="What colleagues are to know.")],
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Add a note that only colleagues read."""
    _do(name, lambda _opened, _case: notes.noted(text), json, passphrase_fd)


@app.command()
def keep(
    name: Name,
    reason: Annotated[str, typer.Argument(help="Why it has to be kept longer.")],
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Keep a closed case that would be erased: its time begins anew."""
    _do(name, lambda _opened, _case: keeping.kept(reason), json, passphrase_fd)


@app.command()
def verify(
    name: Name,
    level: Annotated[str, typer.Argument(help=", ".join(LEVELS))],
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Note how sure a rumour or a broken agreement is."""
    _do(name, lambda _opened, case: verification.verified(case, level), json, passphrase_fd)


@app.command()
def tag(
    name: Name,
    typed: Annotated[list[str], typer.Argument(metavar="TAG...", help="Words of your own.")],
    remove: Annotated[bool, typer.Option("--remove", help="Take these away instead.")] = False,
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Add tags to a case."""
    meant = set(tags.tags_in(",".join(typed)))
    _do(
        name,
        lambda _opened, case: tags.tagged(case.standing.tags, _with(case.standing.tags, meant, remove)),
        json,
        passphrase_fd,
    )


def _with(before: frozenset[str], meant: set[str], remove: bool) -> frozenset[str]:
    return before - meant if remove else before | meant


@app.command("driver")
def driver_(
    name: Name,
    drives: Annotated[str, typer.Argument(metavar="DRIVER", help=f"{', '.join(DRIVERS)}; nothing takes it back.")] = "",
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Note what seems to drive the violence."""
    _do(name, lambda _opened, _case: driver.driven_by(drives), json, passphrase_fd)


@app.command("at-risk")
def at_risk_(
    name: Name,
    groups: Annotated[list[str] | None, typer.Argument(help=f"{', '.join(GROUPS)}; nothing takes them back.")] = None,
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Note who is at risk: these, and no others."""
    _do(name, lambda _opened, _case: at_risk.are_at_risk(groups or ()), json, passphrase_fd)


@app.command()
def check(
    name: Name,
    day: Annotated[str, typer.Argument(help="As 2026-12-31; nothing takes it back.")] = "",
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Note on which day somebody looks into the case again."""
    _do(
        name,
        lambda opened, _case: checking.check_on(checking.read_day(day), opened.now.date()),
        json,
        passphrase_fd,
    )


@app.command()
def correct(
    name: Name,
    number: Annotated[str, typer.Argument(help="The note’s id, as `amana cases show --json` has it.")],
    text: Annotated[str, typer.Argument(help="What the note says from now on; what it said stays to be read.")],
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Correct a note."""
    meant = bytes.fromhex(number) if ENTRY.fullmatch(number) else b""
    _do(name, lambda _opened, case: notes.corrected(case, meant, text), json, passphrase_fd)


@app.command("set-aside")
def set_aside(
    name: Name,
    why: Annotated[str, typer.Argument(help=", ".join(ASIDE))],
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Set spam or a test aside: in no list, no count and no picture until it is taken back, or the person writes."""
    _do(name, lambda _opened, _case: aside.set_aside(why), json, passphrase_fd)


@app.command("take-back")
def take_back(name: Name, json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """Take back what was set aside."""
    _do(name, lambda _opened, _case: aside.taken_back(), json, passphrase_fd)


@app.command()
def undo(name: Name, json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """Undo the last thing that you did with a case today; a reply that was sent stays."""
    _do(name, _undone, json, passphrase_fd)


def _undone(opened: OpenedReports, case: Case) -> Act:
    member = opened.work.unlocked.member
    return undoing.undone(case, undoing.last_of(case, member, opened.now.date()), member)


def _do(name: str, deed: Callable[[OpenedReports, Case], Act], as_json: bool, passphrase_fd: int | None) -> None:
    with unlocked_reports(passphrase_fd) as opened:
        case = find(opened, name)
        try:
            act = deed(opened, case)
        except tuple(REFUSED) as refusal:
            stop(words(REFUSED[type(refusal)]))
        with opened.found.database.writing() as session:
            opened.work.do(session, case, act, opened.now)
    if as_json:
        give_json({"done": True})
    else:
        tell(words("This stands in the case now."))


def _taker(opened: OpenedReports, case: Case, named: str) -> bytes | None:
    if named == NOBODY:
        return None
    with opened.found.database.reading() as session:
        known = members(session, opened.found.runtime, opened.found.trust)
    able = [member for member in known if giving.can_open(member, case)]
    meant = [member.id for member in able if named == member.name or member.id.hex().startswith(named.lower())]
    if len(meant) != 1:
        stop(words("No colleague of this name or number can open this case, or several can. Nothing was changed."))
    return meant[0]
