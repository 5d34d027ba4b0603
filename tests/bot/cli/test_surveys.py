"""`amana surveys`: rounds, files and invitations, for scripts and offices without a browser."""

import csv
import io
import stat
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from bot.bootstrap import utc_now
from bot.settings import CHECKOUT
from services.forms import Form, load_form
from services.notices import broadcasts
from services.store import Store
from services.surveys import surveys
from services.surveys.surveys import SurveyAnswers
from tests.support.command_line import CommandLine

GOT = [{"got": "yes", "helped": "yes"}] * 6 + [{"got": "never"}] * 40 + [{"got": "waiting", "better": "=1+1"}]


NEEDED = "It takes 10 answers of weeks that are over, or 5 once nobody has answered for a whole week."


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form(CHECKOUT / "content" / "forms" / "answer_survey.md")


def two_weeks_later() -> None:
    """Counts are of weeks that are over: the command that follows is called by then."""
    from bot.cli import surveys as commands

    vars(commands)["utc_now"] = lambda: utc_now() + timedelta(weeks=2)


def answered(amana: CommandLine, form: Form, *answers: Mapping[str, str]) -> None:
    """Each from a chat of its own, through the bot's own rule; the command that follows archives the form."""
    with amana.office() as office, office.database.writing() as session:
        for chat, given in enumerate(answers, 700):
            filled = SurveyAnswers("answer", "spring", form.name, form.hash, given)
            assert surveys.submit(Store(session, office.runtime), office.trust, filled, chat, office.now)
    amana.before = two_weeks_later


def test_rounds_are_listed_and_few_answers_are_not_counted(amana: CommandLine, form: Form) -> None:
    caseworker = amana.passphrase("caseworker")
    answered(amana, form, *GOT[:3])
    [listed] = amana("surveys", "list", "--json", secret=caseworker).json
    assert (listed["survey"], listed["round"], listed["answers"]) == ("answer", "spring", None)
    assert "not enough answers yet" in amana("surveys", "list", secret=caseworker).out
    refused = amana("surveys", "export", "answer", "spring", secret=caseworker)
    assert refused.code == 2
    assert refused.err == f"Too few people have answered for a file. Nothing was written. {NEEDED}\n"


def test_a_round_is_written_as_kobo_would_and_only_its_owner_can_read_the_files(
    amana: CommandLine, form: Form, tmp_path: Path
) -> None:
    answered(amana, form, *GOT)
    folder = tmp_path / "out"
    done = amana(
        *("surveys", "export", "answer", "spring", "--to", str(folder), "--json"), secret=amana.passphrase("caseworker")
    )
    names = {Path(path).name for path in done.json}
    assert names == {"answer-spring.xlsx", "answer-spring.csv", "answer-spring-counts.csv"}
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in names} == {0o600}
    table = list(csv.reader(io.StringIO((folder / "answer-spring.csv").read_text("utf-8-sig")), delimiter=";"))
    assert table[0][0] == "got" and table[1][0] == "#indicator+got"
    assert sorted(row[0] for row in table[2:]) == ["never"] * 40 + ["waiting"] + ["yes"] * 6
    assert "better" not in table[0]
    counts = list(csv.reader(io.StringIO((folder / "answer-spring-counts.csv").read_text("utf-8-sig")), delimiter=";"))
    assert {row[2]: row[4] for row in counts if row[0] == "got"} == {
        "yes": "", "waiting": "", "never": "40", "not_asked": "", "not_say": "", "": ""
    }  # fmt: skip


def test_words_come_only_when_asked_for_and_do_not_act(amana: CommandLine, form: Form, tmp_path: Path) -> None:
    answered(amana, form, *GOT)
    export = ("surveys", "export", "answer", "spring", "--to", str(tmp_path), "--texts", "--no-hxl")
    done = amana(*export, secret=amana.passphrase("caseworker"))
    assert "Only the counts may be passed on" in done.out
    assert "'=1+1" in (tmp_path / "answer-spring.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("who", ["focal_point", "steward"])
def test_other_passphrases_open_no_answers(amana: CommandLine, who: str) -> None:
    done = amana("surveys", "list", secret=amana.passphrase(who))
    assert (done.code, done.err) == (
        2, "This passphrase does not open answers to surveys. A caseworker’s does.\n"
    )  # fmt: skip


def test_an_unknown_round_is_told(amana: CommandLine) -> None:
    done = amana("surveys", "export", "answer", "nowhere", secret=amana.passphrase("caseworker"))
    assert (done.code, done.err) == (2, "No such round was answered, or this passphrase does not open it.\n")


def test_people_are_invited_once_a_round(amana: CommandLine) -> None:
    caseworker = amana.passphrase("caseworker")
    invited = amana("surveys", "invite", "needs", "--json", secret=caseworker).json["invitation"]
    with amana.office() as office, office.database.reading() as session:
        assert broadcasts.is_known(session, invited)
    again = amana("surveys", "invite", "needs", secret=caseworker)
    assert (again.code, again.err) == (
        2, "Everybody was invited to this round before. Nobody was invited again.\n"
    )  # fmt: skip
    nowhere = amana("surveys", "invite", "nowhere", secret=caseworker)
    assert (nowhere.code, nowhere.err) == (2, "There is no survey of this key in surveys.toml.\n")
