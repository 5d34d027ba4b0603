"""`amana content check`, `load`: the organisation's words, and what is wrong with them."""

from pathlib import Path

import pytest

from locales import LANGUAGES
from services.content import content
from tests.support.command_line import CommandLine
from tests.support.contents import copy_checked_today


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
