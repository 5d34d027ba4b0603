"""`amana cases status`, `give`, `note`, …: what the buttons of a case do."""

from datetime import UTC, datetime, timedelta

from services.reports.case import case_name
from tests.support.command_line import CommandLine

SENTENCE = "They came again last night."


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


def test_the_last_deed_of_today_is_undone_one_after_the_other_and_a_reply_stays(amana: CommandLine) -> None:
    caseworker = amana.passphrase("caseworker")
    with amana.office() as office:
        name = case_name(office.report(SENTENCE))
    for deed in (("status", name, "open"), ("note", name, "North gate."), ("reply", name, "--text", "Seen.")):
        assert amana("cases", *deed, secret=caseworker).code == 0
    undone = [amana("cases", "undo", name, secret=caseworker) for _ in range(3)]
    assert [each.code for each in undone] == [0, 0, 2]
    assert undone[-1].err == "You did nothing today that can be undone. Nothing was changed.\n"
    shown = amana("cases", "show", name, "--json", secret=caseworker).json
    assert shown["status"] == "waiting" and not shown["unanswered"]
    assert {entry["kind"] for entry in shown["thread"] if entry["undone"]} == {"note", "status"}
