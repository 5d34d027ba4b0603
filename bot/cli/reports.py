"""`amana cases`: what the desk shows and sends, for scripts and for an office without a browser. `casework` does the
rest of what can be done with a case; `amana reports` is what it was called before."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import typer

from bot.bootstrap import Foundations, open_foundations, utc_now
from bot.cli.staff import AsJson, PassphraseFd, unlock
from bot.settings import read_settings
from bot.terminal import ask_hidden, give, give_json, stop, table, tell, words
from locales import LANGUAGES, Message, mark
from services.content.reply_warnings import ReplyWarnings, warnings_of
from services.errors import Refusal
from services.reports.case import Case, CaseEntry, NoSuchCase
from services.reports.caseload import Caseload
from services.reports.casework import Casework, MailboxGone
from services.reports.deeds.status import OutcomeMissing, UnknownStatus
from services.reports.erasure.giving import give_leave
from services.reports.renewal import keep_open
from services.reports.standing import OUTCOMES, STATUSES
from services.reports.written import NothingWritten, TooLong

app = typer.Typer(no_args_is_help=True, help="List, show, answer and work on cases.")
KINDS = {
    "report": mark("The reporter wrote"),
    "message": mark("The reporter wrote"),
    "route_cut": mark("The reporter wants no more notices"),
    "withdrawn": mark("The reporter withdrew the report"),
    "consent": mark("The reporter answered whether something may be passed on"),
    "reply": mark("Replied"),
    "note": mark("Note"),
    "status": mark("Status"),
    "assigned": mark("Given to"),
    "printed": mark("Printed on paper"),
    "taken_down": mark("Typed in as it was told"),
    "verified": mark("How sure it is"),
    "tagged": mark("Tags"),
    "driver": mark("What seems to drive it"),
    "at_risk": mark("Who is at risk"),
    "next_check": mark("Next check"),
    "note_corrected": mark("A note was corrected"),
    "set_aside": mark("Set aside or taken back"),
    "kept": mark("Kept longer"),
    "referral_asked": mark("Asked whether something may be passed on"),
    "referral_agreed": mark("A yes given in person"),
    "referral_handed": mark("Handed over"),
    "referral_step": mark("What came of a referral"),
    "incident": mark("One incident with others, or apart again"),
    "undone": mark("Something was undone"),
    "unknown": mark("Something this version does not know"),
    "broken": mark("BROKEN, does not open"),
    "unproven": mark("NOT SIGNED WITH THE RECEIPT, do not believe it"),
    "forged": mark("NOT SIGNED BY STAFF, do not believe it"),
    "replaced": mark("DONE WITH ANOTHER REPORT, which this one has replaced"),
}
NOT_SENT: dict[type[Refusal], Message] = {
    NothingWritten: mark("The reply is empty. Nothing was sent."),
    TooLong: mark("The reply is too long. Nothing was sent. Make it shorter."),
    MailboxGone: mark("This reporter’s mailbox is gone. Nothing was sent."),
    UnknownStatus: mark("No case can stand so. Nothing was sent. See: amana cases reply --help"),
    OutcomeMissing: mark("Say with which --outcome the case is closed. Nothing was sent."),
}
ASKS = mark(
    "It was not sent: it seems to ask who they are, or to propose a meeting. That can put them in danger. "
    "If it must be so, add --anyway."
)
Aside = Annotated[bool, typer.Option("--aside", help="Those that were set aside as spam or as a test instead.")]
Name = Annotated[str, typer.Argument(help="The case's name, as the list shows it.")]


@dataclass(frozen=True, slots=True)
class OpenedReports:
    """What a member's passphrase opens."""

    found: Foundations
    work: Casework
    cases: Caseload


SearchFd = Annotated[
    int | None,
    typer.Option(
        help="Only those that hold the words read from this file descriptor (0 is standard input; a history of "
        "commands keeps what stands in one)."
    ),
]


@app.command("list")
def list_(
    search_fd: SearchFd = None, aside: Aside = False, json: AsJson = False, passphrase_fd: PassphraseFd = None
) -> None:
    """Every report this passphrase opens, those that need an answer first."""
    with unlocked_reports(passphrase_fd) as opened:
        broken = opened.cases.broken
        cases = opened.cases.all()
        if search_fd is not None:
            cases = _holding(opened, search_fd)
        cases = [case for case in cases if bool(case.standing.aside) == aside]
    if json:
        give_json([_facts(case) for case in cases])
        return
    if broken:
        _tell_of_broken(broken)
    if not cases:
        tell(words("There are no reports."))
    else:
        heads = [
            words("Case"),
            words("Received"),
            words("Last heard from"),
            words("Needs an answer"),
            words("Status"),
            words("Category"),
            words("Zone"),
            words("Urgent", "heading of a column"),
        ]
        rows = [
            (
                case.name,
                str(case.received),
                str(case.last_heard),
                "?" if case.needs_answer else "",
                " ".join((case.status, case.outcome)).strip(),
                case.category,
                case.zone,
                "!" if case.urgent else "",
            )
            for case in cases
        ]
        table(heads, rows)


@app.command()
def show(name: Name, json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """One report with everything that was said."""
    with unlocked_reports(passphrase_fd) as opened:
        case = find(opened, name)
    if json:
        give_json(
            _facts(case) | {"answers": dict(case.answers), "thread": [_entry(case, entry) for entry in case.entries]}
        )
        return
    give(f"{case.name}  {case.received}  {case.status} {case.outcome}".rstrip())
    for path, value in case.answers.items():
        give(f"{path}: {value}")
    for entry in case.entries:
        kind = words(KINDS[entry.kind]) if entry.kind in KINDS else entry.kind
        give(f"[{entry.day}] {kind}: {entry.text}" if entry.text else f"[{entry.day}] {kind}")


@app.command()
def reply(
    name: Name,
    text: Annotated[str, typer.Option(help="The reply; without it, it is read from standard input.")] = "",
    status: Annotated[str, typer.Option(help=f"How the case stands then: {', '.join(STATUSES)}")] = "waiting",
    outcome: Annotated[str, typer.Option(help=f"Of a case that is closed: {', '.join(OUTCOMES)}")] = "",
    anyway: Annotated[bool, typer.Option("--anyway", help="Send it though it asks who they are or to meet.")] = False,
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Answer a report. The reporter reads it with the receipt."""
    with unlocked_reports(passphrase_fd) as opened:
        case = find(opened, name)
        said = (text or sys.stdin.read()).strip()
        warnings = _warnings(opened, case, said)
        if warnings.asks and not anyway:
            stop(words(ASKS))
        try:
            with opened.found.database.writing() as session:
                now = utc_now().astimezone(opened.found.content.organisation.zone)
                sent = opened.work.reply(session, case, said, now, status, outcome)
        except tuple(NOT_SENT) as refusal:
            stop(words(NOT_SENT[type(refusal)]))
    if json:
        give_json({"replied": True, "noticed": sent.noticed, "warnings": asdict(warnings)})
    else:
        _tell_of(warnings, case)
        tell(words("The reply waits for the reporter."))


def _warnings(opened: OpenedReports, case: Case, text: str) -> ReplyWarnings:
    """What the desk would warn of."""
    return warnings_of(text, _read_by(case), opened.found.content)


def _tell_of(warnings: ReplyWarnings, case: Case) -> None:
    if warnings.lures:
        tell(words("The reply holds a link, an address or a number. People are warned about such replies."))
    if warnings.other_language:
        native = LANGUAGES[_read_by(case)].native_name
        tell(words("This does not look like the language they read: {language}.", language=native))


def _read_by(case: Case) -> str:
    return case.language if case.language in LANGUAGES else "en"


@contextmanager
def unlocked_reports(passphrase_fd: int | None) -> Iterator[OpenedReports]:
    """Ask for the passphrase, and open what it opens. Ends the program with a sentence where it is wrong."""
    with open_foundations(read_settings()) as found:
        unlocked = unlock(found, passphrase_fd)
        cases = Caseload()
        with found.database.reading() as session:
            cases.refresh(session, unlocked, found.trust)
        with found.database.writing() as session:
            keep_open(session, unlocked, cases.all(), utc_now())
            clocks, today = found.content.organisation.clocks, found.site_now().date()
            give_leave(session, found.trust, unlocked, cases, clocks, today)
        yield OpenedReports(found, Casework(found.trust, unlocked), cases)


def _holding(opened: OpenedReports, search_fd: int) -> list[Case]:
    """The cases that hold the words which come there."""
    from desk.search import CaseIndex
    from desk.words.labels import Labels

    [text], labels = ask_hidden([""], search_fd), Labels()
    with opened.found.database.reading() as session:
        labels.learn(session, opened.cases.forms)
    return CaseIndex(labels, opened.found.content.languages).find(opened.cases.all(), text)


def _tell_of_broken(names: Sequence[str]) -> None:
    said = words.plural(
        "{n} report is broken and does not open any more. Tell your steward; a backup may still hold it.",
        "{n} reports are broken and do not open any more. Tell your steward; a backup may still hold them.",
        n=len(names),
    )
    tell(f"{said} {', '.join(names)}")


def find(opened: OpenedReports, name: str) -> Case:
    """The case of that name. Ends the program with a sentence where there is none."""
    try:
        return opened.cases.find(name)
    except NoSuchCase:
        stop(words("No report has this name, or this passphrase does not open it."))


def _facts(case: Case) -> dict[str, Any]:
    return {
        "name": case.name,
        "received": str(case.received),
        "status": case.status,
        "outcome": case.outcome,
        "verification": case.verification,
        "tags": sorted(case.standing.tags),
        "aside": case.standing.aside,
        "driver": case.standing.driver,
        "at_risk": list(case.standing.at_risk),
        "next_check": str(case.standing.next_check or ""),
        "compartment": case.compartment,
        "category": case.category,
        "zone": case.zone,
        "urgent": case.urgent,
        "incident": case.standing.incident.hex() if case.standing.incident else "",
        "unanswered": case.unanswered,
        "last_heard": str(case.last_heard),
    }


def _entry(case: Case, entry: CaseEntry) -> dict[str, Any]:
    told = {"id": entry.id.hex(), "kind": entry.kind, "day": str(entry.day), "text": entry.text}
    return told | {"undone": entry.id in case.undone}
