"""`amana content template`, `import`, `export`: services in and out, as a steward does it."""

import json

from tests.support.command_line import CommandLine, Done

SERVICE = {
    "id": "ac148810-d857-441c-9679-408f346de14b",
    "name": "Community counselling",
    "status": "active",
    "assured_date": "2014-01-01",
    "phones": "000",
}


def imported(amana: CommandLine, data: str | list[dict[str, str]], *options: str) -> Done:
    (amana.place / "services.json").write_text(data if isinstance(data, str) else json.dumps(data))
    return amana("content", "import", "services.json", *options)


def test_the_template_can_be_made_filled_in_and_imported(amana: CommandLine) -> None:
    made = amana("content", "template", "mine.xlsx")
    assert (made.code, (amana.place / "mine.xlsx").is_file()) == (0, True)
    again = amana("content", "template", "mine.xlsx")
    assert again.code == 2
    assert "Nothing was written" in again.err
    done = amana("content", "import", "mine.xlsx")
    assert done.code == 0
    assert "1 new service" in done.out


def test_a_dry_run_an_import_and_a_second_one(amana: CommandLine) -> None:
    dry = imported(amana, [SERVICE], "--dry-run")
    assert "Nothing was changed" in dry.out
    first = imported(amana, [SERVICE], "--json").json
    assert (first["taken"], first["not_shown"]) == (1, 1)
    assert first["left_out"] == [{"where": "[0]", "field": "phones", "why": "a list is expected here"}]
    second = imported(amana, [SERVICE])
    assert "1 as it was" in second.out
    assert "Left out: [0], phones: a list is expected here." in second.out
    assert "--checked today" in second.out
    checked = imported(amana, [SERVICE], "--checked", "today", "--json").json
    assert (checked["updated"], checked["not_shown"]) == (1, 0)


def test_what_cannot_be_used_is_said_and_the_services_stay(amana: CommandLine) -> None:
    broken = imported(amana, '[{"id": ')
    assert broken.code == 2
    assert "line 1, column 9" in broken.out
    assert "stay as they were" in broken.err
    assert imported(amana, [SERVICE], "--checked", "2999-01-01").code == 2
    assert amana("content", "export", "out.json").code == 0
    assert len(json.loads((amana.place / "out.json").read_text())) == 25


def test_examples_are_named_and_can_be_taken_away(amana: CommandLine) -> None:
    kept = imported(amana, [SERVICE])
    assert "25 example services are still shown" in kept.out
    assert imported(amana, [SERVICE], "--drop-examples", "--json").json["examples"] == 0
    amana("content", "export", "out.json")
    assert len(json.loads((amana.place / "out.json").read_text())) == 1


def test_loading_the_content_takes_its_services_once_more(amana: CommandLine) -> None:
    done = amana("content", "load")
    assert done.code == 0
    assert "Skipped" not in done.out
