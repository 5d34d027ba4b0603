"""No words of a form are lost, and whatever is not translated is named with its sheet, row and column."""

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from services.forms import FormProblem, FormRule, Interview, OtherWords, read_form
from services.forms.xlsform.languages import code_of_name
from services.forms.xlsform.xlsform import ReadForm
from tests.support.forms.interviewing import answered, asked, reviewed

TODAY = date(2026, 3, 5)
PLAIN_BESIDE_ARABIC = """
    | survey   |
    |          | type           | name | label     | label::Arabic (ar) | hint    |
    |          | integer        | a    | How many? | كم؟                | A hint. |
    |          | select_one yn  | b    | Sure?     | أكيد؟              |         |
    |          | note           | n    | Thanks    |                    |         |
    | choices  |
    |          | list_name | name | label | label::Arabic (ar) |
    |          | yn        | yes  | Yes   | نعم                |
    |          | yn        | no   | No    |                    |
"""
OWN = {"en": OtherWords("Other", "Which?"), "ar": OtherWords("غير ذلك", "أي؟"), "fr": OtherWords("Autre", "Lequel ?")}


def read(folder: Path, table: str) -> ReadForm:
    path = folder / "form.md"
    path.write_text(dedent(table), encoding="utf-8")
    return read_form(path, own=OWN)


def missing(found: ReadForm) -> list[tuple[str, int | None, str | None]]:
    return [(one.sheet, one.row, one.column) for one in found.remarks if one.rule is FormRule.TRANSLATION_MISSING]


def test_words_in_no_named_language_stand_beside_the_named_ones(tmp_path: Path) -> None:
    form = read(tmp_path, PLAIN_BESIDE_ARABIC).form
    assert form.languages == ("default", "ar")
    question = asked(Interview.begin(form, TODAY, "default"))
    assert (question.label, question.hint) == ("How many?", "A hint.")
    question = asked(Interview.begin(form, TODAY, "ar"))
    assert (question.label, question.hint) == ("كم؟", "A hint.")
    assert [choice.label for choice in asked(Interview.begin(form, TODAY, "en").answer("1")).choices] == ["Yes", "No"]


@pytest.mark.parametrize("default", ["English (en)", "en"])
def test_the_settings_may_say_which_language_the_unnamed_words_are_in(default: str, tmp_path: Path) -> None:
    settings = f"| settings |\n| | default_language |\n| | {default} |\n"
    form = read(tmp_path, dedent(PLAIN_BESIDE_ARABIC) + settings).form
    assert form.languages == ("en", "ar")
    assert asked(Interview.begin(form, TODAY, "en")).label == "How many?"


def test_the_settings_may_call_a_language_by_its_name(tmp_path: Path) -> None:
    settings = "| settings |\n| | default_language |\n| | Arabic |\n"
    assert read(tmp_path, dedent(PLAIN_BESIDE_ARABIC) + settings).form.languages == ("ar",)
    found = read(tmp_path, dedent(PLAIN_BESIDE_ARABIC) + settings.replace("Arabic", "English"))
    (problem,) = [one for one in found.remarks if one.rule is FormRule.LANGUAGE_UNCODED]
    assert (problem.sheet, problem.column) == ("settings", "default_language") and "(en)" in problem.remedy


def test_every_cell_without_a_translation_is_named(tmp_path: Path) -> None:
    assert missing(read(tmp_path, PLAIN_BESIDE_ARABIC)) == [
        ("survey", 2, "hint::Arabic (ar)"),
        ("survey", 4, "label::Arabic (ar)"),
        ("choices", 3, "label::Arabic (ar)"),
    ]


def test_messages_are_translated_too(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """
        | survey |
        |  | type    | name | label::A (en) | label::B (fr) | constraint | constraint_message::A (en) | required | required_message::B (fr) |
        |  | integer | a    | A             | B             | . > 1      | More                       | yes      | Oui                      |
        """,  # noqa: E501
    )
    assert missing(found) == [
        ("survey", 2, "constraint_message::B (fr)"),
        ("survey", 2, "required_message::A (en)"),
    ]
    assert not found.form.speaks("en") and not found.form.speaks("fr")


def test_a_form_speaks_the_languages_it_has_all_words_in(tmp_path: Path) -> None:
    form = read(tmp_path, PLAIN_BESIDE_ARABIC).form
    assert [form.speaks(code) for code in ("default", "ar", "en")] == [True, False, False]


@pytest.mark.parametrize(
    ("name", "code"), [("arabic", "ar"), ("English", "en"), ("français", "fr"), ("العربية", "ar"), ("Klingonish", "xx")]
)
def test_a_language_without_a_code_is_named_with_the_code_it_lacks(name: str, code: str, tmp_path: Path) -> None:
    found = read(tmp_path, f"| survey |\n| | type | name | label::{name} |\n| | text | a | A |\n")
    (problem,) = [one for one in found.remarks if one.rule is FormRule.LANGUAGE_UNCODED]
    assert (problem.sheet, problem.row, problem.column) == ("survey", 1, f"label::{name}")
    assert f"({code})" in problem.remedy


@pytest.mark.parametrize("tag", ["ar", "Arabic (ar)", "pt-br"])
def test_a_language_with_a_code_needs_no_remedy(tag: str, tmp_path: Path) -> None:
    found = read(tmp_path, f"| survey |\n| | type | name | label::{tag} |\n| | text | a | A |\n")
    assert found.remarks == ()


def test_names_of_languages_are_known_in_english_and_in_themselves() -> None:
    assert [code_of_name(name) for name in ("Ukrainian", "kiswahili", "nothing")] == ["uk", "sw", ""]


OTHER = """
    | survey  |
    |         | type                  | name | label::English (en) | label::Arabic (ar) |
    |         | select_one c or_other | a    | A                   | ا                  |
    | choices |
    |         | list_name | name | label::English (en) | label::Arabic (ar) |
    |         | c         | x    | X                   | خ                  |
"""


def test_the_choice_nobody_thought_of_is_in_our_words_in_each_language_of_the_form(tmp_path: Path) -> None:
    found = read(tmp_path, OTHER)
    assert found.remarks == () and found.form.speaks("ar") and found.form.speaks("en")
    interview = Interview.begin(found.form, TODAY, "ar")
    assert [choice.label for choice in asked(interview).choices] == ["خ", "غير ذلك"]
    interview = answered(interview, "غير ذلك")
    assert (asked(interview).name, asked(interview).label) == ("a_other", "أي؟")
    assert [row.shown for row in reviewed(answered(interview, "كلمة")).rows] == ["غير ذلك", "كلمة"]


def test_a_form_in_no_named_language_has_the_choice_in_english(tmp_path: Path) -> None:
    table = OTHER.replace("label::English (en)", "label").replace("label::Arabic (ar)", "note_to_us")
    question = asked(Interview.begin(read(tmp_path, table).form, TODAY, "ar"))
    assert [choice.label for choice in question.choices] == ["X", "Other"]


def in_row(problems: tuple[FormProblem, ...], row: int) -> list[FormRule]:
    return [one.rule for one in problems if one.row == row]


def test_what_nobody_reads_needs_no_translation(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """
        | survey |
        |        | type      | name | label::A (en) | label::B (fr) | calculation |
        |        | calculate | c    | Computed      |               | 1 + 1       |
        |        | image     | i    | Picture       |               |             |
        |        | text      | t    | Words         | Mots          |             |
        """,
    )
    assert in_row(found.remarks, 2) == [] and in_row(found.remarks, 3) == [FormRule.NOT_TAKEN]
    assert found.form.speaks("fr")
