"""`amana cases together`, `apart`, `incidents`, `take` and `journeys`, with real passphrases."""

from services.reports.case import case_name
from tests.support.command_line import CommandLine


def test_cases_are_put_together_told_and_taken_apart(amana: CommandLine) -> None:
    caseworker = amana.passphrase("caseworker")
    with amana.office() as office:
        route = {"chat": 5, "language": "en"}
        one, two = sorted(case_name(office.report("At the gate.", route=route)) for _ in range(2))
    alone, _, told = amana.at_once(
        ("cases", "together", one, one),
        ("cases", "together", one, two),
        ("cases", "take", one),
        secrets=[caseworker] * 3,
    )
    assert (alone.code, told.code) == (2, 0) and alone.err.startswith("One report alone is no incident.")
    assert amana("cases", "incidents", "--json", secret=caseworker).json == [
        {"cases": [one, two], "reports": 2, "people": 1}
    ]
    listed = amana("cases", "show", one, "--json", secret=caseworker).json
    assert listed["incident"] and {entry["kind"] for entry in listed["thread"]} == {"report", "incident", "assigned"}
    amana("cases", "apart", one, secret=caseworker)
    assert amana("cases", "incidents", "--json", secret=caseworker).json == []


def test_a_complaint_about_an_aid_worker_is_put_together_with_nothing(amana: CommandLine) -> None:
    with amana.office() as office:
        names = [case_name(office.report("He asked.", compartment="psea")) for _ in range(2)]
    refused = amana("cases", "together", *names, secret=amana.passphrase("focal_point"))
    assert refused.code == 2 and "stands alone" in refused.err


def test_open_requests_for_company_are_listed_by_day(amana: CommandLine) -> None:
    with amana.office() as office:
        answers = {"category": "", "zone": "north", "when": "today", "where_to": "The clinic"}
        name = case_name(office.report("", form="accompaniment_request", answers=answers))
    [row] = amana("cases", "journeys", "--json", secret=amana.passphrase("caseworker")).json
    assert (row["name"], row["zone"], row["where_to"]) == (name, "north", "The clinic")
    assert row["first"] == row["last"]
