"""`amana organisers`: codes for those who organise and edit, made by a steward only."""

from datetime import UTC, datetime

from services import enrolment
from services.store import Store
from tests.support.command_line import CommandLine


def enrol(amana: CommandLine, code: str, chat: int = 5) -> enrolment.Enrolled:
    with amana.office() as office, office.database.writing() as session:
        return enrolment.enrol(Store(session, office.runtime), code, chat, "en", datetime.now(UTC))


def test_a_steward_makes_a_code_that_enrols_one_person_and_takes_the_role_away(amana: CommandLine) -> None:
    steward = amana.passphrase("steward")
    words = ("organisers", "add", "Rojin", "--forum", "women", "--forum", "youth", "--bot", "@practice_bot", "--json")
    added = amana(*words, secret=steward)
    assert added.code == 0
    assert added.json["link"] == f"https://t.me/practice_bot?start=o_{added.json['code']}"
    person = enrol(amana, added.json["code"])
    listed = amana("organisers", "list", "--json").json
    assert listed == [{"id": person.number, "name": "Rojin", "role": "organiser", "forums": ["women", "youth"]}]
    removed = amana("organisers", "remove", person.number, secret=steward)
    assert (removed.code, removed.out) == (0, "Removed. They can no longer publish or change anything.\n")
    assert amana("organisers", "list", "--json").json == []


def test_what_is_said_can_be_copied(amana: CommandLine) -> None:
    done = amana("organisers", "add", "Editor 1", "--role", "editor", secret=amana.passphrase("steward"))
    [line] = [line.strip() for line in done.out.splitlines() if "/organiser" in line]
    assert enrol(amana, line.removeprefix("/organiser ")).role == "editor"
    assert "t.me" not in done.out
    shown = amana("organisers", "list").out
    assert "Editor 1" in shown


def test_whoever_is_not_a_steward_changes_nothing(amana: CommandLine) -> None:
    commands = ("organisers", "add", "Rojin"), ("organisers", "remove", "ffffffff")
    for done in amana.at_once(*commands, secrets=[amana.passphrase("caseworker")] * 2):
        assert (done.code, done.out) == (2, "")
        assert done.err == "Only a steward may do this. Use the steward’s passphrase.\n"


def test_a_role_a_name_or_a_forum_that_cannot_be_is_refused_before_any_passphrase_is_asked(amana: CommandLine) -> None:
    commands = (
        ("organisers", "add", "Rojin", "--role", "steward"),
        ("organisers", "add", " "),
        ("organisers", "add", "Rojin", "--forum", "chess"),
    )
    role, name, forum = amana.at_once(*commands, secrets=[None, None, None])
    assert (role.code, role.err) == (2, "There are two roles: organiser and editor.\n")
    assert (name.code, name.err) == (2, "Give a work name.\n")
    assert (forum.code, forum.err) == (2, "There is no such forum.\n")
    assert "women" in forum.out


def test_an_unknown_number_is_refused(amana: CommandLine) -> None:
    done = amana("organisers", "remove", "ffffffff", secret=amana.passphrase("steward"))
    assert (done.code, done.err) == (2, "Nobody has this number. See: amana organisers list\n")
