"""`amana nudges`: codes for phones that the desk calls, their order, a try, and the end of it."""

from datetime import UTC, datetime

from services import enrolment
from services.notices import outbox
from services.nudges import receivers
from services.store import Store
from tests.support.command_line import CommandLine


def test_a_phone_is_invited_tried_put_first_and_removed(amana: CommandLine) -> None:
    steward = amana.passphrase("steward")
    numbers = []
    for chat, name in enumerate(("Duty phone", "Team group"), 5):
        invited = amana("nudges", "invite", name, "--bot", "@practice_bot", "--json", secret=steward)
        assert invited.json["link"] == f"https://t.me/practice_bot?start=o_{invited.json['code']}"
        with amana.office() as office, office.database.writing() as session:
            store = Store(session, office.runtime)
            numbers.append(enrolment.enrol(store, invited.json["code"], chat, "en", datetime.now(UTC)).number)
    assert amana("organisers", "list", "--json").json == []
    assert amana("nudges", "first", numbers[1], secret=steward).code == 0
    listed = amana("nudges", "list", "--json").json
    assert [each["name"] for each in listed] == ["Team group", "Duty phone"]
    assert amana("nudges", "test", numbers[0]).code == 0
    with amana.office() as office, office.database.reading() as session:
        [waiting] = outbox.due(session, datetime.now(UTC), 9)
        assert outbox.opened(Store(session, office.runtime), waiting.body, None, datetime.now(UTC)).chat == 5
    assert amana("nudges", "remove", numbers[0], secret=steward).out == "Removed. Nothing is sent there any more.\n"
    assert [each["name"] for each in amana("nudges", "list", "--json").json] == ["Team group"]
    told = amana("audit", "show", "--json", secret=steward).json
    assert [each["about"] for each in told if each["kind"] == "receiver_first"] == [numbers[1]]


def test_the_steward_is_told_of_a_phone_that_has_blocked_the_bot(amana: CommandLine) -> None:
    steward = amana.passphrase("steward")
    for chat, name in ((5, "Duty phone"), (6, "Team group")):
        code = amana("nudges", "invite", name, "--json", secret=steward).json["code"]
        with amana.office() as office, office.database.writing() as session:
            enrolment.enrol(Store(session, office.runtime), code, chat, "en", datetime.now(UTC))
    assert "can be reached" in amana("doctor").out
    with amana.office() as office, office.database.writing() as session:
        receivers.note(Store(session, office.runtime), 6, False)
    assert [each["reached"] for each in amana("nudges", "list", "--json").json] == [True, False]
    assert "has blocked the bot" in amana("nudges", "list").out
    told = " ".join(amana("doctor").out.split())
    assert "! Every phone that the desk calls can be reached" in told and "amana nudges list" in told


def test_only_a_steward_invites_orders_and_removes_and_unknown_numbers_are_refused(amana: CommandLine) -> None:
    commands = ("nudges", "invite", "Duty phone"), ("nudges", "remove", "ffffffff"), ("nudges", "first", "ffffffff")
    for done in amana.at_once(*commands, secrets=[amana.passphrase("caseworker")] * 3):
        assert (done.code, done.err) == (2, "Only a steward may do this. Use the steward’s passphrase.\n")
    for command, secret in (("first", amana.passphrase("steward")), ("test", None)):
        done = amana("nudges", command, "ffffffff", secret=secret)
        assert (done.code, done.err) == (2, "Nobody has this number. See: amana nudges list\n")
