"""`amana cases urgent`, `not-urgent`: a false alarm, and a case that is one after all."""

from services.reports.case import case_name
from tests.services.reports.test_replies import inbox
from tests.support.command_line import CommandLine


def test_a_false_alarm_silences_the_words_that_were_said_until_it_is_urgent_again(amana: CommandLine) -> None:
    caseworker = amana.passphrase("caseworker")
    with amana.office() as office:
        case_id = office.report("He will kill me")
        name = case_name(case_id)
        judged = amana("cases", "not-urgent", name, "--json", secret=caseworker)
        assert judged.json == {"urgent": False, "calm": ["kill me"]}
        assert [reply.calm for reply in inbox(office, office.mailboxes[case_id]).replies] == [("kill me",)]
        told = amana("cases", "not-urgent", name, secret=caseworker)
        assert "kill me" in told.out
        amana("cases", "urgent", name, secret=caseworker)
        assert inbox(office, office.mailboxes[case_id]).replies == ()
    assert amana("cases", "show", name, "--json", secret=caseworker).json["urgent"] is True
