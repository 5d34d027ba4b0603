"""`amana cases list`, `show`: what lies at the desk."""

import json

from bot.cli.cases.listing import KINDS
from services.reports.case import NOBODYS, case_name
from services.reports.case_entry import FROM_THE_PERSON
from services.reports.deeds import known
from storage import envelopes
from tests.support.command_line import LONGEST, CommandLine
from tests.support.forked import Command, run

SENTENCE = "They came again last night."


def test_words_are_looked_for_that_stand_in_no_history(amana: CommandLine) -> None:
    with amana.office() as office:
        case_id = office.report("أخذوا ٣ سيارات")
        office.report(SENTENCE)
    secrets = (("--passphrase-fd", amana.passphrase("caseworker")), ("--search-fd", "3 سيارة"))
    code, out, _ = run(Command(("cases", "list", "--json"), amana.place, amana.environment, secrets), LONGEST)
    assert code == 0 and [each["name"] for each in json.loads(out)] == [case_name(case_id)]


def test_a_broken_report_is_named(amana: CommandLine) -> None:
    with amana.office() as office:
        case_id = office.report(SENTENCE)
        amana("cases", "reply", case_name(case_id), "--text", "Seen.", secret=amana.passphrase("caseworker"))
        with office.database.writing() as session:
            (body,) = envelopes.bodies(session, [case_id]).values()
            [head] = [head for head in envelopes.heads(session) if head.id == case_id]
            envelopes.delete(session, [case_id])
            envelopes.add(session, *head, body[:-1] + bytes([body[-1] ^ 1]))
    told = amana("cases", "list", secret=amana.passphrase("caseworker")).out
    assert "1 report is broken" in told and case_name(case_id) in told


def test_a_passphrase_shows_only_what_its_role_may_open(amana: CommandLine) -> None:
    with amana.office() as office:
        office.report(SENTENCE)
    commands = ("cases", "list", "--json"), ("cases", "list")
    focal_point, steward = amana.at_once(
        *commands, secrets=[amana.passphrase("focal_point"), amana.passphrase("steward")]
    )
    assert focal_point.json == []
    assert steward.out == "There are no reports.\n"


def test_an_unknown_case_is_told(amana: CommandLine) -> None:
    done = amana("cases", "show", "no-such-case", secret=amana.passphrase("caseworker"))
    assert (done.code, done.err) == (2, "No report has this name, or this passphrase does not open it.\n")


def test_words_of_a_report_cannot_act_on_the_terminal(amana: CommandLine) -> None:
    with amana.office() as office:
        office.report("\x1b[2J\x1b]0;owned\x07\u202egnp.exe and [bold]loud[/bold] ‏ سلام")
    name = amana("cases", "list", secret=amana.passphrase("caseworker")).out.splitlines()[1].split()[0]
    shown = amana("cases", "show", name, secret=amana.passphrase("caseworker"))
    assert shown.code == 0
    assert not any(mark in shown.out for mark in ("\x1b", "\x07", "\u202e"))
    assert "[bold]loud[/bold] ‏ سلام" in shown.out


def test_every_kind_of_entry_has_a_word() -> None:
    assert KINDS.keys() >= {*known.DEEDS, known.UNKNOWN, *FROM_THE_PERSON, *NOBODYS}
