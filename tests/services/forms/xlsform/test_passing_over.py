"""A form made for other tools runs here; what nobody can answer in a chat stays empty, and its author is told where."""

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from services.forms import FormRule, Interview, Review, read_form
from services.forms.xlsform.supported import NOT_TAKEN
from services.forms.xlsform.xlsform import ReadForm
from tests.support.forms.form_tables import ProblemsOf
from tests.support.forms.interviewing import answered, asked

TODAY = date(2026, 3, 5)


def read(folder: Path, table: str) -> ReadForm:
    path = folder / "form.md"
    path.write_text(dedent(table), encoding="utf-8")
    return read_form(path)


KINDS = [*sorted(NOT_TAKEN - {"osm", "picture"}), "add image prompt", "q picture", "osm rivers"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_or_a_walk_stays_empty_with_a_word_to_the_author(kind: str, tmp_path: Path) -> None:
    found = read(
        tmp_path,
        f"""
        | survey |
        |        | type   | name   | label  | required | relevant    | parameters |
        |        | text   | before | Ok?    |          |             |            |
        |        | {kind} | thing  | Show!  | no       |             |            |
        |        | text   | after  | Sure?  |          | ${{thing}} = '' |            |
        """,
    )
    assert [(one.rule, one.row, one.column) for one in found.remarks] == [(FormRule.NOT_TAKEN, 3, "type")]
    assert f"'{kind}'" in found.remarks[0].sentence
    interview = answered(Interview.begin(found.form, TODAY, "default"), "words", "more")
    assert isinstance(interview.current(), Review)
    assert interview.submission() == {"before": "words", "after": "more"}


@pytest.mark.parametrize("required", ["yes", "true()", "${before} = 'x'"])
def test_a_required_file_is_refused_with_the_remedy(required: str, problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(
        f"""
        | survey |
        |        | type  | name   | label | required   |
        |        | text  | before | Ok?   |            |
        |        | image | thing  | Show! | {required} |
        """
    )
    assert (problem.rule, problem.row) == (FormRule.NOT_TAKEN_REQUIRED, 3)
    assert "Empty the required cell" in problem.remedy


HINTS = [
    ("image", "a.png", "image"),
    ("media::audio", "a.mp3", "audio"),
    ("big-image::English (en)", "a.png", "big-image"),
    ("bind::odk:length", "3", "bind::odk:length"),
    ("body::intent", "x", "body::intent"),
    ("instance::odk:tag", "x", "instance::odk:tag"),
]


@pytest.mark.parametrize(("column", "cell", "named"), HINTS)
def test_a_hint_to_other_tools_is_passed_over_with_a_word(column: str, cell: str, named: str, tmp_path: Path) -> None:
    found = read(
        tmp_path,
        f"""
        | survey  |
        |         | type           | name   | label::English (en) | {column} |
        |         | text           | first  | First?              |          |
        |         | select_one yes | second | Sure?               | {cell}   |
        | choices |
        |         | list_name | name | label::English (en) |
        |         | yes       | yes  | Yes                 |
        """,
    )
    assert {one.row for one in found.remarks} == {3}
    assert any(f"'{named}'" in one.sentence and one.rule is FormRule.PASSED_OVER for one in found.remarks)
    interview = answered(Interview.begin(found.form, TODAY, "en"), "words", "yes")
    assert interview.submission() == {"first": "words", "second": "yes"}


def test_where_somebody_is_when_they_answer_is_not_noted_behind_their_back(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """
        | survey |
        |        | type                | name  | label | trigger  |
        |        | text                | first | A     |          |
        |        | background-geopoint | where |       | ${first} |
        """,
    )
    assert [(one.rule, one.row) for one in found.remarks] == [(FormRule.NOT_RECORDED, 3)]
    assert answered(Interview.begin(found.form, TODAY, "default"), "words").submission() == {"first": "words"}


def test_how_exactly_a_phone_should_measure_changes_nothing(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """
        | survey |
        |        | type     | name | label | parameters                              |
        |        | geopoint | a    | A     | capture-accuracy=10 warning-accuracy=20 |
        """,
    )
    assert [one.rule for one in found.remarks if one.column == "parameters"] == [FormRule.PASSED_OVER] * 2


def test_what_was_sent_before_is_no_default(tmp_path: Path) -> None:
    table = """
        | survey |
        |        | type | name | label | default            |
        |        | text | a    | A?    | ${last-saved#a}    |
    """
    found = read(tmp_path, table)
    assert [(one.rule, one.row, one.column) for one in found.remarks] == [(FormRule.LAST_SAVED, 2, "default")]
    assert asked(Interview.begin(found.form, TODAY, "default")).proposal is None
