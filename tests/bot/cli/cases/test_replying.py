"""`amana cases reply`: an answer to a report."""

from services.reports.case import case_name
from storage import mailbox
from tests.support.command_line import CommandLine

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
