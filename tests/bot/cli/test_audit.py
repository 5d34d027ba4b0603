"""`amana audit`, and what the doctor says of the chain."""

import sqlite3

from tests.support.command_line import CommandLine


def bend(amana: CommandLine, statement: str) -> None:
    with sqlite3.connect(amana.folder / "amana.db") as database:
        database.execute(statement)
    database.close()


def replied(amana: CommandLine, secret: str) -> set[str]:
    """Every case that the passphrase opens is answered; their names."""
    names = {case["name"] for case in amana("cases", "list", "--json", secret=secret).json}
    assert names
    for name in names:
        assert amana("cases", "reply", name, "--text", "We have read it.", secret=secret).code == 0
    return names


def test_a_steward_reads_who_did_what_and_no_word_of_it_is_a_reports(amana: CommandLine) -> None:
    steward = amana.passphrase("steward")
    with amana.office() as office:
        office.report("They came again last night.")
        office.report("He asked for money.", compartment="psea")
    names = replied(amana, amana.passphrase("caseworker")) | replied(amana, amana.passphrase("focal_point"))
    added = amana("staff", "add", "Nadia", "--json", secret=steward).json["id"]
    assert amana("staff", "remove", added, secret=steward).code == 0
    assert amana("nudges", "invite", "Duty", "--bot", "amana_bot", secret=steward).code == 0
    shown = amana("audit", "show", "--json", secret=steward)
    people = {number: name for name, number in amana.people().items()}
    assert [(people[each["member"]], each["kind"]) for each in shown.json] == [
        ("Caseworker 1", "unlocked"),
        ("Caseworker 1", "replied"),
        ("Focal point 1", "unlocked"),
        ("Steward 1", "unlocked"),
        ("Steward 1", "enrolled"),
        ("Steward 1", "keys_renewed"),
        ("Steward 1", "removed"),
        ("Steward 1", "keys_renewed"),
        ("Steward 1", "receiver_invited"),
    ]
    assert [each["about"] for each in shown.json if each["kind"] == "enrolled"] == [f"caseworker {added}"]
    renewed = [each["about"] for each in shown.json if each["kind"] == "keys_renewed"]
    assert all(about.startswith("safety surveys 2") for about in renewed)
    plain = amana("audit", "show", secret=steward)
    assert "All of it is as it was written." in plain.out and "Replied in a case" in plain.out
    assert not any(word in plain.said + shown.out for word in ("money", "They came", "have read", *names))


def test_nobody_but_a_steward_reads_it(amana: CommandLine) -> None:
    refused = amana("audit", "show", secret=amana.passphrase("caseworker"))
    assert (refused.code, refused.err) == (2, "Only a steward may do this. Use the steward’s passphrase.\n")


def test_a_wrong_passphrase_is_written_down(amana: CommandLine) -> None:
    assert amana("cases", "list", secret="kupol faxat zimel torug kanis wedar lopik").code == 2
    shown = amana("audit", "show", "--json", secret=amana.passphrase("steward")).json
    assert [(each["kind"], each["member"], each["trouble"]) for each in shown[:1]] == [("refused", None, "")]


def test_what_was_changed_is_told_until_a_steward_goes_on(amana: CommandLine) -> None:
    steward = amana.passphrase("steward")
    good = "✓ What was done is written down, and nobody has changed it"
    assert good in amana("doctor").out
    nothing = amana("audit", "accept", secret=steward)
    assert (nothing.code, nothing.err) == (1, "Nothing was changed. There is nothing to accept.\n")
    assert amana("audit", "show", secret=steward).code == 0
    assert amana("cases", "list", secret=amana.passphrase("caseworker")).code == 0
    bend(amana, "UPDATE audit SET link = zeroblob(32) WHERE number = 1")
    told = amana("doctor")
    assert told.code == 1 and good not in told.out
    assert "Entry 1 was changed, taken out or put in by somebody who can write the database." in told.out
    assert "amana audit accept" in told.out
    shown = amana("audit", "show", secret=steward)
    assert shown.code == 1 and "Changed: it does not follow on the entry before" in shown.out
    assert amana("audit", "accept", secret=amana.passphrase("caseworker")).code == 2
    assert amana("audit", "accept", secret=steward).code == 0
    assert good in amana("doctor").out
    shown = amana("audit", "show", secret=steward)
    assert shown.code == 1 and "Went on though something here was changed" in shown.out, "it stays in sight"


def test_after_an_older_state_was_accepted_nothing_is_missed(amana: CommandLine) -> None:
    """Without a steward’s word it is told; with it, not."""
    from bot.bootstrap import open_foundations
    from bot.recovery import audit
    from bot.recovery.marks import count_on
    from bot.settings import CHECKOUT, Settings

    settings = Settings(_env_file=None, folder=amana.folder, content=CHECKOUT / "content")
    old = (amana.folder / "amana.db").read_bytes()
    steward = amana.passphrase("steward")
    assert amana("staff", "name", amana.people()["Caseworker 1"], "Nadia", secret=steward).code == 0
    with open_foundations(settings) as found:
        count_on(found, found.site_now())
        audit.advance(found)
    (amana.folder / "amana.db").write_bytes(old)
    assert "Entries that were there are missing" in amana("doctor").out
    assert amana("accept-older-state", secret=steward).code == 0
    assert "✓ What was done is written down" in amana("doctor").out
    kinds = [each["kind"] for each in amana("audit", "show", "--json", secret=steward).json]
    assert kinds == ["unlocked", "older_state"]
