"""`amana cases` and `amana content`: the desk's work and the organisation's words, for scripts."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from locales import LANGUAGES
from services.content import content
from services.reports.case import case_name
from storage import envelopes, mailbox
from tests.support.command_line import LONGEST, CommandLine
from tests.support.contents import copy_checked_today
from tests.support.forked import Command, run

SENTENCE = "They came again last night."


def test_a_report_is_listed_shown_and_answered(amana: CommandLine) -> None:
    caseworker = amana.passphrase("caseworker")
    with amana.office() as office:
        case_id = office.report(SENTENCE)
        [listed] = amana("cases", "list", "--json", secret=caseworker).json
        assert (listed["category"], listed["zone"], listed["unanswered"]) == ("unsafe", "block_c", True)
        replied = amana("cases", "reply", listed["name"], "--text", "We come today.", "--json", secret=caseworker)
        assert replied.json == {
            "replied": True,
            "noticed": False,
            "warnings": {"lures": False, "other_language": False, "asks": False},
        }
        with office.database.reading() as session:
            assert len(mailbox.replies(session, office.mailboxes[case_id].tag)) == 1
    shown = amana("cases", "show", listed["name"], "--json", secret=caseworker).json
    assert shown["answers"]["what_happened"] == SENTENCE
    assert [entry["text"] for entry in shown["thread"] if entry["kind"] == "reply"] == ["We come today."]


def test_a_note_is_corrected_and_spam_is_set_aside(amana: CommandLine) -> None:
    caseworker = amana.passphrase("caseworker")
    with amana.office() as office:
        name = case_name(office.report(SENTENCE))
    amana("cases", "note", name, "North gate.", secret=caseworker)
    [_, note] = amana("cases", "show", name, "--json", secret=caseworker).json["thread"]
    done, refused = amana.at_once(
        ("cases", "correct", name, note["id"], "South gate."),
        ("cases", "correct", name, "the first", "South gate."),
        secrets=[caseworker] * 2,
    )
    assert (done.code, refused.code) == (0, 2) and refused.err.startswith("The case has no such note.")
    amana("cases", "set-aside", name, "spam", secret=caseworker)
    listed, aside = amana.at_once(
        ("cases", "list", "--json"), ("cases", "list", "--aside", "--json"), secrets=[caseworker] * 2
    )
    assert listed.json == [] and [(each["name"], each["aside"]) for each in aside.json] == [(name, "spam")]
    amana("cases", "take-back", name, secret=caseworker)
    assert [each["name"] for each in amana("cases", "list", "--json", secret=caseworker).json] == [name]


def test_words_are_looked_for_that_stand_in_no_history(amana: CommandLine) -> None:
    with amana.office() as office:
        case_id = office.report("أخذوا ٣ سيارات")
        office.report(SENTENCE)
    secrets = (("--passphrase-fd", amana.passphrase("caseworker")), ("--search-fd", "3 سيارة"))
    code, out, _ = run(Command(("cases", "list", "--json"), amana.place, amana.environment, secrets), LONGEST)
    assert code == 0 and [each["name"] for each in json.loads(out)] == [case_name(case_id)]


def test_a_case_is_worked_on(amana: CommandLine) -> None:
    caseworker = amana.passphrase("caseworker")
    with amana.office() as office:
        name = case_name(office.report(SENTENCE, answers={"category": "tension"}))
    me = next(each["id"] for each in amana("staff", "list", "--json").json if "caseworker" in each["roles"])
    refused, *_done = amana.at_once(
        ("cases", "status", name, "closed"),
        ("cases", "give", name, me),
        ("cases", "note", name, "Told the committee."),
        ("cases", "verify", name, "one_source"),
        secrets=[caseworker] * 4,
    )
    assert (refused.code, refused.err) == (2, "Say with which --outcome the case is closed. Nothing was changed.\n")
    amana("cases", "status", name, "closed", "--outcome", "noted", secret=caseworker)
    day = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    amana.at_once(
        ("cases", "tag", name, "Bridge", "north, night"),
        ("cases", "driver", name, "revenge"),
        ("cases", "at-risk", name, "women", "children"),
        ("cases", "check", name, day),
        secrets=[caseworker] * 4,
    )
    shown = amana("reports", "show", name, "--json", secret=caseworker).json
    assert (shown["status"], shown["outcome"], shown["verification"]) == ("closed", "noted", "one_source")
    assert (shown["tags"], shown["driver"]) == (["bridge", "night", "north"], "revenge")
    assert (shown["at_risk"], shown["next_check"]) == (["children", "women"], day)
    kinds = ["assigned", "at_risk", "driver", "next_check", "note", "report", "status", "tagged", "verified"]
    assert sorted(entry["kind"] for entry in shown["thread"]) == kinds


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


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Content with a fault in each of its files."""
    folder = tmp_path / "content"
    copy_checked_today(folder)
    organisation = folder / "organisation.toml"
    organisation.write_text(organisation.read_text().replace('site = "example-town"', 'sight = "example-town"'))
    zones = folder / "forms" / "zones.csv"
    zones.write_text(zones.read_text() + "school,School,,,\n")
    form = folder / "forms" / "safety_report.md"
    form.write_text(form.read_text().replace("select_one", "select_won", 1))
    return folder


def test_each_fault_of_the_content_is_named_with_its_remedy(amana: CommandLine, broken: Path) -> None:
    amana.settings["AMANA_CONTENT"] = str(broken)
    problems = sorted(content.check(broken, LANGUAGES), key=lambda problem: problem.is_warning)
    files = {problem.file for problem in problems}
    with_zones = {f"forms/{name}.md" for name in ("accompaniment_request", "agreement_report", "needs_survey")}
    assert files == {"organisation.toml", "forms/zones.csv", "forms/safety_report.md", *with_zones}
    for done in amana.at_once(("content", "check"), ("content", "load"), secrets=[None, None]):
        assert (done.code, done.err) == (1, "The content needs mending. What is in use stays as it was.\n")
        assert done.out.splitlines() == [problem.sentence for problem in problems], "what is grave first"
    assert all(problem.remedy for problem in problems)


def test_content_that_is_fine_is_said_to_be_and_taken_into_use(amana: CommandLine, tmp_path: Path) -> None:
    copy_checked_today(tmp_path / "content")
    amana.settings["AMANA_CONTENT"] = str(tmp_path / "content")
    commands = ("content", "check"), ("content", "load")
    checked, loaded = amana.at_once(*commands, secrets=[None, None])
    assert checked.out == "The content is fine.\n"
    assert (loaded.code, loaded.out) == (0, "The content is loaded. Start the bot again to use it.\n")


def test_a_reply_is_warned_of_as_at_the_desk_and_sets_the_state(amana: CommandLine) -> None:
    caseworker = amana.passphrase("caseworker")
    with amana.office() as office:
        name = case_name(office.report(SENTENCE, language="ar"))
    reply = ("cases", "reply", name, "--text")
    stopped, unnamed, lured = amana.at_once(
        (*reply, "What is your name? Can we meet you?"),
        (*reply, "نحن ننظر في الأمر.", "--status", "closed"),
        (*reply, "See www.example.org and you will find what we have for you.", "--status", "open"),
        secrets=[caseworker] * 3,
    )
    assert stopped.code == 2 and stopped.err.startswith("It was not sent: it seems to ask who they are")
    assert unnamed.code == 2 and unnamed.err.startswith(
        "Say with which --outcome the case is closed. Nothing was sent."
    )
    assert lured.code == 0 and "holds a link" in lured.out and "does not look like the language" in lured.out
    amana(*reply, "What is your name?", "--anyway", "--status", "closed", "--outcome", "helped", secret=caseworker)
    shown = amana("cases", "show", name, "--json", secret=caseworker).json
    assert (shown["status"], shown["outcome"]) == ("closed", "helped")
    assert len([entry for entry in shown["thread"] if entry["kind"] == "reply"]) == 2
