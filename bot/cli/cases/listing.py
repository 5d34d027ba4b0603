"""`amana cases list`, `show`: what lies at the desk, for scripts and for an office without a browser."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from bot.cli.cases.opening import Name, OpenedReports, find, unlocked_reports
from bot.cli.staff import AsJson, PassphraseFd
from bot.terminal import ask_hidden, give, give_json, table, tell, words
from locales import mark
from services.reports.case import Case
from services.reports.case_entry import CaseEntry

app = typer.Typer()
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
    "urgency": mark("Whether it is urgent"),
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
    "narrative": mark("Took a text out of the office"),
    "narrative_agreed": mark("Agreed that a text leaves the office"),
    "undone": mark("Something was undone"),
    "unknown": mark("Something this version does not know"),
    "broken": mark("BROKEN, does not open"),
    "unproven": mark("NOT SIGNED WITH THE RECEIPT, do not believe it"),
    "forged": mark("NOT SIGNED BY STAFF, do not believe it"),
    "replaced": mark("DONE WITH ANOTHER REPORT, which this one has replaced"),
}
Aside = Annotated[bool, typer.Option("--aside", help="Those that were set aside as spam or as a test instead.")]
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
