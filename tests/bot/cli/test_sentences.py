"""Whatever a command can run into ends it with a sentence: its own, or one of the table for all of them."""

import errno
import sqlite3
from functools import cache

import pytest
from sqlalchemy.exc import OperationalError

from bot.cli.main import AGAIN, SENTENCES, plainly
from bot.processes.supervisor import FATAL
from services.backups import NotWhole
from services.disclosure.bounds import Contradiction
from services.drawing.letters import TooWide
from services.enrolment import CodeUnknown, NotAnEditor, NotAnOrganiser
from services.forms import FormUnknown
from services.guides.agreements import NoSuchAgreement
from services.incidents.incidents import NoSuchIncident
from services.keys.epoch_keys import NoTrustedKey
from services.keys.members import RolesConflict
from services.keys.sealing import NoMemory, TooLarge
from services.keys.trust import NotFounded
from services.meetings.meeting import ForumGone
from services.recurrence import NeverHappens
from services.reports.casework import NotYourCase
from services.reports.deeds.handing_over import NoSuchReferral, UnknownWay
from services.reports.mailbox import AlreadyTakenBack, MessageTooLong, NoSuchMailbox
from services.reports.receipts import NotAReceipt
from tests.support.refusals import (
    Kinds,
    caught_in,
    has_words,
    imported_by,
    is_ours,
    modules_below,
    promised_to,
    raised_in,
    reached_from,
)

COMMANDS = sorted(modules_below("bot.cli"))
OF_THE_COMMANDS = ("bot.cli.", "services.keys.", "services.reports.", "services.surveys.")
"""The modules that are followed on: what they raise may come from the modules below them."""

CHAT = "only the chat does this: it is where people redeem codes, read agreements and open mailboxes"
CHECKED = "the role is one of three: the command has asked before (`check_newcomer`)"
CANNOT_REACH_A_COMMAND: dict[type[Exception], str] = {
    NoSuchReferral: "a referral is found among those of the case",
    UnknownWay: "it is a packet or a sheet: the command says which",
    AlreadyTakenBack: CHAT,
    CodeUnknown: CHAT,
    Contradiction: "counts that fit no answers show nothing: they are caught where they are attacked",
    MessageTooLong: CHAT,
    NoSuchAgreement: CHAT,
    NoSuchMailbox: CHAT,
    NotAReceipt: CHAT,
    NoSuchIncident: "a command lists every incident, and asks for none by its number",
    NotAnEditor: CHAT,
    NotAnOrganiser: CHAT,
    NotWhole: "whether a backup is whole is a question with yes and no (`is_whole`)",
    FormUnknown: "answers whose form is gone are written out under the names of their questions",
    NotYourCase: "a case is found among those that the passphrase opens",
    RolesConflict: CHECKED,
    TooLarge: "a reply is no longer than 3,000 characters, and 64 KiB can be sealed; a packet holds the longest terms",
    TooWide: "the sheet tries smaller letters, and says DoesNotFit when there are none",
}
PROMISED_AND_NOT_MET: dict[tuple[str, type[Exception]], str] = {
    ("bot.cli.meetings", ForumGone): "the forum is one of the content's: `_forum` has found it",
    ("bot.cli.meetings", NeverHappens): "a meeting that never happens cannot be published",
    ("bot.cli.recover", RolesConflict): CHECKED,
    **{
        ("bot.cli.cases.referrals", kind): CANNOT_REACH_A_COMMAND[kind]
        for kind in (NoSuchReferral, TooLarge, UnknownWay)
    },
    ("bot.cli.staff", RolesConflict): CHECKED,
}


@cache
def raised_below() -> Kinds:
    """What the commands, and the rules they stand on, raise of their own."""
    reached = reached_from(COMMANDS, goes_on=lambda name: name.startswith(OF_THE_COMMANDS))
    modules = {*COMMANDS, *(name for name in reached if name.startswith(("bot.", "services.")))}
    return {kind for module in modules for kind in raised_in(module) if is_ours(kind)}


@cache
def said_by(command: str) -> Kinds:
    """What ends the command with a sentence of its own, or of a helper it has from a neighbour."""
    helpers = {name for name in imported_by(command) if name in COMMANDS} if command != "bot.cli.main" else set()
    return {kind for module in (command, *helpers) for kind in caught_in(module, said_by="stop")}


def without_words() -> Kinds:
    """What is raised somewhere below the commands and said by none."""
    said = {kind for command in COMMANDS for kind in said_by(command)} | SENTENCES.keys()
    return {kind for kind in raised_below() if not has_words(kind, said)}


def promised_without_words() -> set[tuple[str, type[BaseException]]]:
    """What the docstrings of all that a command uses promise, and neither the command nor the table says."""
    return {
        (command, kind)
        for command in COMMANDS
        for kind in promised_to(command)
        if not has_words(kind, said_by(command) | SENTENCES.keys())
    }


def test_everything_raised_below_the_commands_has_a_sentence() -> None:
    assert without_words() == CANNOT_REACH_A_COMMAND.keys()


def test_everything_promised_to_a_command_has_a_sentence_of_that_command() -> None:
    assert promised_without_words() == PROMISED_AND_NOT_MET.keys()


@pytest.mark.parametrize("kind", [kind for kind in SENTENCES if is_ours(kind)], ids=lambda kind: kind.__name__)
def test_a_sentence_that_is_taken_away_is_missed(kind: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(SENTENCES, kind)
    missed = without_words() | {kind for _, kind in promised_without_words()}
    missed -= CANNOT_REACH_A_COMMAND.keys() | {kind for _, kind in PROMISED_AND_NOT_MET}
    assert kind in missed
    assert all(issubclass(each, kind) for each in missed)


def test_a_key_that_nobody_signed_ends_a_command_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as over, plainly():
        raise NoTrustedKey("safety", "2026-11")
    assert over.value.code == 2
    assert capsys.readouterr().err.strip() == (
        "The database does not belong to this settings folder: its keys are not signed by your organisation."
    )


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (NoMemory(), AGAIN),
        (MemoryError(), AGAIN),
        (OSError(errno.ENOSPC, "no room"), AGAIN),
        (OSError(errno.EMFILE, "no descriptors"), AGAIN),
        (OSError(errno.EIO, "a disk that fails"), AGAIN),
        (OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full")), AGAIN),
        (PermissionError(errno.EACCES, "of another user"), FATAL),
        (NotFounded(), FATAL),
    ],
    ids=repr,
)
def test_what_may_pass_by_itself_does_not_end_an_office(
    wrong: Exception, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as over, plainly():
        raise wrong
    assert over.value.code == code
    assert capsys.readouterr().err.strip()


def test_the_table_has_no_row_for_everything() -> None:
    assert not {Exception, BaseException} & SENTENCES.keys()
