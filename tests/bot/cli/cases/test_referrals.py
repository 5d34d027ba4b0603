"""`amana cases refer`, with real passphrases: asked, handed over after a yes, followed up, and told when it is late."""

from pyrage import passphrase

from services.reports.case import case_name
from tests.support.clock_ahead import be_ahead
from tests.support.command_line import CommandLine

PARTNER = "partner:example_clinic"


def test_something_is_passed_on_from_the_first_question_to_the_last_answer(amana: CommandLine) -> None:
    secret = amana.passphrase("caseworker")
    with amana.office() as office:
        told = case_name(office.report("They came at night.", told="in_person"))
        wrote = case_name(office.report("They came at night."))
    to, fields, asked, agreed, unsaid, nobody = amana.at_once(
        ("cases", "refer", "to", "--json"),
        ("cases", "refer", "show", told, "--json"),
        ("cases", "refer", "ask", wrote, PARTNER, "--summary", "Needs a doctor.", "--pass", "zone", "--json"),
        ("cases", "refer", "ask", told, PARTNER, "--summary", "Needs a doctor.", "--agreed", "--json"),
        ("cases", "refer", "ask", wrote, PARTNER),
        ("cases", "refer", "ask", wrote, "partner:nobody", "--summary", "Needs a doctor."),
        secrets=[secret] * 6,
    )
    assert PARTNER in [each["to"] for each in to.json]
    assert "zone" in [each["key"] for each in fields.json["fields"]]
    assert list(asked.json["passed_on"].values()) == ["Needs a doctor.", "block_c"]
    assert "Give a --summary" in unsaid.err and "Nobody has this number" in nobody.err
    packet = amana.place / "packet.age"
    unagreed = amana("cases", "refer", "hand", wrote, asked.json["referral"], str(packet), secret=secret)
    assert "There is no yes to this" in unagreed.err and not packet.exists()
    given = amana("cases", "refer", "hand", told, agreed.json["referral"][:12], str(packet), "--json", secret=secret)
    page = passphrase.decrypt(packet.read_bytes(), given.json["passphrase"]).decode()
    assert "Needs a doctor." in page and "They came at night." not in page
    assert packet.stat().st_mode & 0o777 == 0o600
    in_ten_days = CommandLine(amana.place, amana.secrets, {"CLOCK_AHEAD": str(10 * 24 * 3600)}, be_ahead)
    (late,) = in_ten_days("cases", "refer", "overdue", "--json", secret=secret).json
    assert (late["case"], late["name"]) == (told, "Example Clinic (example)")
    twice, timely, wrong, done = amana.at_once(
        ("cases", "refer", "hand", told, agreed.json["referral"], str(packet)),
        ("cases", "refer", "overdue", "--json"),
        ("cases", "refer", "outcome", told, agreed.json["referral"], "stopped"),
        ("cases", "refer", "outcome", told, agreed.json["referral"], "accepted"),
        secrets=[secret] * 4,
    )
    assert "There is a file of this name already" in twice.err and timely.json == []
    assert "has not taken their yes back" in wrong.err and done.code == 0
    (referral,) = amana("cases", "refer", "show", told, "--json", secret=secret).json["referrals"]
    assert (referral["answer"], referral["outcome"], referral["must_be_stopped"]) == ("yes", "accepted", False)
