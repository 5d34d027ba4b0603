"""`amana cases reply`: an answer laid into the mailbox of a report."""

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.cases.opening import Name, OpenedReports, find, unlocked_reports
from bot.cli.staff import AsJson, PassphraseFd
from bot.terminal import give_json, stop, tell, words
from locales import LANGUAGES, Message, mark
from services.content.reply_warnings import ReplyWarnings, warnings_of
from services.errors import Refusal
from services.reports.case import Case
from services.reports.casework import MailboxGone
from services.reports.deeds.status import OutcomeMissing, UnknownStatus
from services.reports.standing import OUTCOMES, STATUSES
from services.reports.written import NothingWritten, TooLong

app = typer.Typer()
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
                sent = opened.work.reply(session, case, said, opened.now, status, outcome)
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
