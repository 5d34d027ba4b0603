"""`amana cases refer`: passing something of a case on, for scripts: its person is asked, it is handed over after a yes,
what came of it is noted."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.cases.opening import Name, OpenedReports, find, unlocked_reports
from bot.cli.staff import AsJson, PassphraseFd
from bot.terminal import give, give_json, stop, table, tell, words
from locales import Message, Words, mark
from services.content.partners import USUAL_DAYS
from services.content.recipients import NobodyChosen, Recipients
from services.directory.marks import is_ours
from services.errors import Refusal
from services.nudges.promises import Promises
from services.reports.case import Case
from services.reports.casework import CannotBeAsked, MailboxGone, TooManyReferrals
from services.reports.deeds.agreeing import NotToldInPerson
from services.reports.deeds.following_up import NotHandedOver, NothingToStop, UnknownStep, followed_up
from services.reports.deeds.handing_over import Handing, NoConsent, handed_over, new_handing
from services.reports.referrals import (
    STEPS,
    HoldsAReceipt,
    NothingToPassOn,
    Referral,
    Terms,
    TooMuchToPassOn,
)

app = typer.Typer()
refer = typer.Typer(no_args_is_help=True, help="Pass something of a case on, once its person has said yes.")
app.add_typer(refer, name="refer")

REFUSED: dict[type[Refusal], Message] = {
    NobodyChosen: mark("Nobody has this number. Nothing was asked. See: amana cases refer to"),
    NothingToPassOn: mark("Give a --summary, or say with --pass what is to be passed on. Nothing was asked."),
    TooMuchToPassOn: mark("This is too much for one message. Make it shorter. Nothing was asked."),
    HoldsAReceipt: mark("A receipt stands in this: whoever has it opens the mailbox. Nothing was asked."),
    CannotBeAsked: mark("This report is from before receipts could sign a yes. Nothing was asked."),
    MailboxGone: mark("This reporter’s mailbox is gone. Nothing was asked."),
    TooManyReferrals: mark("Four referrals of this case are under way. End one of them first. Nothing was asked."),
    NotToldInPerson: mark("Whoever wrote to the bot is asked there. Nothing was noted."),
    NoConsent: mark("There is no yes to this that holds today. Nothing was changed."),
    UnknownStep: mark("This is none of the list. Nothing was changed. See: amana cases refer outcome --help"),
    NotHandedOver: mark("Nobody has it yet. Nothing was changed."),
    NothingToStop: mark("The person has not taken their yes back. Nothing was changed."),
}
Which = Annotated[str, typer.Argument(metavar="REFERRAL", help="Its number, as `amana cases refer show` has it.")]
SHOWN = 12
"""Digits of a referral's number that are shown; fewer do where they name one alone."""


@refer.command("to")
def to_(
    search: Annotated[str, typer.Argument(help="Words of a service; without them every partner.")] = "",
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """To whom something can be passed on: partners of the list, and services of the directory."""
    with unlocked_reports(passphrase_fd) as opened, opened.found.database.reading() as session:
        found = _recipients(opened).found(session, search, opened.now.date())
    rows = [(each.to, each.name.said(words.code), str(each.answer_days)) for each in found]
    if json:
        give_json([{"to": to, "name": name, "answer_days": int(days)} for to, name, days in rows])
    else:
        table([words("Number"), words("Name"), words("Days until they answer")], rows)


@refer.command()
def show(name: Name, json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """What of a case can be passed on, and how its referrals stand."""
    from desk.referral.passing import passable

    with unlocked_reports(passphrase_fd) as opened:
        case = find(opened, name)
        fields, late = passable(_labels(opened), case, Words(words.code)), _promises(opened)
        referrals = [_facts(opened, case, each, late) for each in case.referrals]
    if json:
        told = [{"key": each.key, "label": each.label, "text": each.text} for each in fields]
        give_json({"fields": told, "referrals": referrals})
        return
    for each in fields:
        give(f"{each.key}: {each.text}")
    _table(referrals)


@refer.command()
def ask(
    name: Name,
    to: Annotated[str, typer.Argument(metavar="TO", help="A number of `amana cases refer to`.")],
    summary: Annotated[str, typer.Option(help="What they need, in the language of the person.")] = "",
    fields: Annotated[list[str] | None, typer.Option("--pass", help="A field of `amana cases refer show`.")] = None,
    agreed: Annotated[bool, typer.Option("--agreed", help="They have said yes to you, in person.")] = False,
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Ask the person in their mailbox whether just this may be passed on; or note a yes given in person."""
    with unlocked_reports(passphrase_fd) as opened, _told_of_refusals():
        case, now = find(opened, name), opened.now
        made = _terms(opened, case, to, summary, fields or [])
        with opened.found.database.writing() as session:
            if agreed:
                opened.work.agree(session, case, made, now)
            else:
                opened.work.ask(session, case, made, now)
    passed = {item.label: item.text for item in made.items}
    if json:
        give_json({"referral": made.digest, "to": made.to, "name": made.name, "passed_on": passed})
    else:
        tell(words("The yes stands in the case now.") if agreed else words("The question waits for the reporter."))
        for label, text in passed.items():
            give(f"{label}: {text}")


@refer.command()
def hand(
    name: Name,
    which: Which,
    file: Annotated[Path, typer.Argument(help="A new file for the packet.")],
    days: Annotated[int, typer.Option(min=1, max=90, help="Days of the office until they answer.")] = USUAL_DAYS,
    sheet: Annotated[
        bool, typer.Option("--sheet", help="A page to print, readable by anybody, and no packet.")
    ] = False,
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Hand over what the person said yes to: a locked packet (age), with words that open it, shown once."""
    with unlocked_reports(passphrase_fd) as opened, _told_of_refusals():
        case, now = find(opened, name), opened.now
        referral, handing = _named(case, which), new_handing("sheet" if sheet else "packet", days)
        act = handed_over(case, referral.terms.digest, handing, now.date())
        content, passphrase = _content(referral.terms, handing, sheet)
        with _new_file(file, content), opened.found.database.writing() as session:
            opened.work.do(session, case, act, now)
    if json:
        give_json({"number": handing.number, "file": str(file), "passphrase": passphrase})
        return
    tell(words("Handed over in {file}, under the number {number}.", file=str(file), number=handing.number))
    if passphrase:
        tell(words("Say these words by voice to who opens it, and never send them. They are kept nowhere:"))
        give(passphrase)


@refer.command()
def outcome(
    name: Name,
    which: Which,
    step: Annotated[str, typer.Argument(metavar="STEP", help=", ".join(STEPS))],
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Note what came of it; `stopped`: they were told to stop, `dropped`: we do not go on with it."""
    with unlocked_reports(passphrase_fd) as opened, _told_of_refusals():
        case = find(opened, name)
        act = followed_up(case, _named(case, which).terms.digest, step)
        with opened.found.database.writing() as session:
            opened.work.do(session, case, act, opened.now)
    if json:
        give_json({"done": True})
    else:
        tell(words("This stands in the case now."))


@refer.command()
def overdue(json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """Every referral whose other side owes an answer since a day that is over."""
    with unlocked_reports(passphrase_fd) as opened:
        late = _promises(opened)
        found = [_facts(opened, case, each, late) for case in opened.cases.all() for each in case.referrals]
    referrals = [each for each in found if each["overdue_since"]]
    if json:
        give_json(referrals)
    elif referrals:
        _table(referrals)
    else:
        tell(words("Nobody owes an answer."))


def _terms(opened: OpenedReports, case: Case, to: str, summary: str, fields: list[str]) -> Terms:
    from desk.referral.passing import language_of, passable, terms_for

    said = Words(language_of(case))
    with opened.found.database.reading() as session:
        chosen = _recipients(opened).chosen(session, to, opened.now.date())
    known = {each.key: each for each in passable(_labels(opened), case, said)}
    for field in fields:
        if field not in known:
            stop(words("The report has no field {field}. Nothing was asked.", field=field))
    return terms_for(chosen.read_in(said.code), summary, [known[field] for field in fields], said)


def _content(terms: Terms, handing: Handing, sheet: bool) -> tuple[bytes, str]:
    """What is written to the file, and the words that open it."""
    from desk.referral.packet import packet_of, page_of

    if sheet:
        return page_of(Words(words.code), terms, handing).encode(), ""
    packet = packet_of(Words(words.code), terms, handing)
    return packet.file, packet.passphrase


@contextmanager
def _new_file(file: Path, content: bytes) -> Iterator[None]:
    """Write it first: nothing stands in a case as handed over that nobody has. Gone again where that failed."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        stop(words("There is a file of this name already. Nothing was handed over."))
    try:
        with os.fdopen(descriptor, "wb") as new:
            new.write(content)
        yield
    except BaseException:
        file.unlink()
        raise


@contextmanager
def _told_of_refusals() -> Iterator[None]:
    try:
        yield
    except tuple(REFUSED) as refusal:
        stop(words(REFUSED[type(refusal)]))


def _named(case: Case, which: str) -> Referral:
    named = [each for each in case.referrals if which and each.terms.digest.startswith(which.lower())]
    if len(named) != 1:
        stop(words("The case has no referral of this number, or several. Nothing was changed."))
    return named[0]


def _promises(opened: OpenedReports) -> Promises:
    organisation = opened.found.content.organisation
    return Promises(organisation.answer_times, organisation.answer_days, organisation.office, organisation.zone)


def _labels(opened: OpenedReports) -> Any:
    from desk.words.labels import Labels

    labels = Labels()
    with opened.found.database.reading() as session:
        labels.learn(session, opened.cases.forms)
    return labels


def _facts(opened: OpenedReports, case: Case, referral: Referral, promises: Promises) -> dict[str, Any]:
    due = promises.owed_by(referral)
    return {
        "case": case.name,
        "referral": referral.terms.digest,
        "to": referral.terms.to,
        "name": referral.terms.name,
        "answer": referral.answer,
        "asked_on": str(referral.asked_on),
        "handed_on": str(referral.handed_on or ""),
        "outcome": referral.step,
        "must_be_stopped": referral.must_be_stopped,
        "overdue_since": str(due.date()) if due is not None and due <= opened.now else "",
    }


def _table(referrals: list[dict[str, Any]]) -> None:
    heads = [
        words("Case"),
        words("Referral"),
        words("To whom"),
        words("Answer"),
        words("Outcome"),
        words("Overdue since"),
    ]
    keys = ("case", "referral", "name", "answer", "outcome", "overdue_since")
    table(heads, [[each[key][:SHOWN] if key == "referral" else each[key] for key in keys] for each in referrals])


def _recipients(opened: OpenedReports) -> Recipients:
    return Recipients(opened.found.content, is_ours(opened.found.runtime))
