"""What a form's author can rely on: what is supported works, and gives the same form every time."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from services.forms import ConstraintBroken, Form, Interview, Kind, Question, load_form
from tests.support.forms.form_tables import MakeForm

TODAY = date(2026, 3, 5)

TWO_LANGUAGES = """
    | survey   |
    |          | type              | name  | label::English (en) | label::Arabic (ar) | hint::English (en) |
    |          | select_one answer | agree | Do you agree?       | هل توافق؟          | Be honest.         |
    | choices  |
    |          | list_name | name | label::English (en) | label::Arabic (ar) |
    |          | answer    | yes  | Yes                 | نعم                |
    |          | answer    | no   | No                  |                    |
    | settings |
    |          | form_id | version | default_language | form_title::English (en) | form_title::Arabic (ar) |
    |          | consent | 7       | English (en)     | Consent                  | موافقة                  |
"""


def test_a_form_carries_its_name_version_title_and_languages(make_form: MakeForm) -> None:
    form = make_form(TWO_LANGUAGES)
    assert (form.name, form.version, form.languages) == ("consent", "7", ("en", "ar"))
    assert form.title_in("ar") == "موافقة"
    assert form.title_in("fr") == form.title == "Consent"


def test_texts_come_in_the_readers_language_and_fall_back_to_the_default_one(make_form: MakeForm) -> None:
    question = Interview.begin(make_form(TWO_LANGUAGES), TODAY, "ar").current()
    assert isinstance(question, Question)
    assert (question.label, question.hint) == ("هل توافق؟", "Be honest.")
    assert [choice.label for choice in question.choices] == ["نعم", "No"]


ROWS: list[list[str | None]] = [
    ["type", "name", "label", "relevant"],
    ["integer", "age", "How old?", None],
    [None, None, None, None],
    ["text", "school", "Which school?", "${age} < 18"],
]


def workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in ROWS:
        sheet.append(row)
    book.save(path)


def comma_separated(path: Path) -> None:
    lines = ["survey" + "," * len(ROWS[0])] + [",".join(["", *(str(cell or "") for cell in row)]) for row in ROWS]
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize(("ending", "write"), [(".xlsx", workbook), (".csv", comma_separated)])
def test_a_form_may_be_a_workbook_or_comma_separated(
    ending: str, write: Callable[[Path], None], tmp_path: Path
) -> None:
    write(tmp_path / f"form{ending}")
    interview = Interview.begin(load_form(tmp_path / f"form{ending}"), TODAY, "default").answer("12")
    question = interview.current()
    assert isinstance(question, Question) and question.name == "school"


def test_choices_can_stand_in_a_file_beside_the_form(make_form: MakeForm, tmp_path: Path) -> None:
    (tmp_path / "zones.csv").write_text(
        "name,label::English (en),label::Arabic (ar),town\nn,North,الشمال,a\ns,South,الجنوب,b\n", encoding="utf-8"
    )
    form = make_form(
        """
        | survey |
        |        | type                           | name | label::English (en) | choice_filter |
        |        | select_one_from_file zones.csv | zone | Where?              | town = 'b'    |
        """
    )
    question = Interview.begin(form, TODAY, "ar").current()
    assert isinstance(question, Question)
    assert [(choice.name, choice.label) for choice in question.choices] == [("s", "الجنوب")]


def test_types_the_caller_skips_are_left_empty_and_the_rest_is_asked(make_form: MakeForm) -> None:
    table = """
        | survey |
        |        | type  | name  | label  | relevant      |
        |        | trace | where | Where? |               |
        |        | text  | why   | Why?   | ${where} = '' |
    """
    interview = Interview.begin(make_form(table, skipping=["trace"]), TODAY, "default")
    question = interview.current()
    assert isinstance(question, Question) and question.name == "why"


def test_or_other_asks_which_other(make_form: MakeForm) -> None:
    form = make_form(
        """
        | survey  |
        |         | type                    | name   | label      |
        |         | select_one art or_other | season | Which one? |
        | choices |
        |         | list_name | name   | label  |
        |         | art       | winter | Winter |
        """
    )
    question = Interview.begin(form, TODAY, "default").answer("other").current()
    assert isinstance(question, Question)
    assert (question.name, question.kind, question.label) == ("season_other", Kind.TEXT, "Specify other.")


def test_the_same_form_always_has_the_same_hash_and_any_change_gives_another(make_form: MakeForm) -> None:
    assert make_form(TWO_LANGUAGES).hash == make_form(TWO_LANGUAGES).hash
    assert make_form(TWO_LANGUAGES.replace("Be honest.", "Be kind.")).hash != make_form(TWO_LANGUAGES).hash


def test_a_form_comes_back_from_its_own_json_the_same(household: Form) -> None:
    again = Form.from_json(household.to_json())
    assert again.hash == household.hash
    assert again.to_json() == household.to_json()
    assert again.items.keys() == household.items.keys()


def test_running_a_form_needs_neither_pyxform_nor_an_expression_parser(household: Form) -> None:
    """The bot starts quickly and carries no spreadsheet readers: only loading imports them."""
    program = (
        "import sys; from datetime import date; from services.forms import Form, Interview\n"
        "form = Form.from_json(sys.stdin.read())\n"
        "interview = Interview.begin(form, date(2026, 3, 5), 'default').answer('yes').answer('3').answer('water')\n"
        "interview.hurry().submission()\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'pyxform', 'elementpath', 'openpyxl', 'lark'}))"
    )
    ran = subprocess.run([sys.executable, "-c", program], input=household.to_json(), capture_output=True, text=True)
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")


def test_a_message_may_speak_of_answers(make_form: MakeForm) -> None:
    form = make_form(
        """
        | survey |
        |        | type    | name  | label  | constraint   | constraint_message    |
        |        | integer | most  | Most?  |              |                       |
        |        | integer | taken | Taken? | . <= ${most} | At most ${most}, not ${taken}. |
        """
    )
    with pytest.raises(ConstraintBroken) as broken:
        Interview.begin(form, TODAY, "default").answer("5").answer("6")
    assert broken.value.message("default") == "At most 5, not 6."


def test_who_is_first_inside_a_form_made_ready_waits_for_nothing_to_be_compiled(
    make_form: MakeForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = make_form(
        """
        | survey |
        |        | type    | name  | label              | relevant    | constraint | calculation |
        |        | integer | age   | How old?           |             | . < 120    |             |
        |        | calculate | next |                   |             |            | ${age} + 1  |
        |        | text    | then  | And with ${next}?  | ${age} > 17 |            |             |
        """
    )
    form.make_ready()

    def late(*_: object) -> None:
        raise AssertionError("compiled while somebody waits")

    monkeypatch.setattr("services.forms.xpath.expressions.compiled", late)
    question = Interview.begin(form, TODAY, "default").answer("30").current()
    assert isinstance(question, Question) and question.label == "And with 31?"
