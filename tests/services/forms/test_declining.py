"""Where nothing is compulsory: what a form requires can be left unanswered, and the form's own rules cope with it."""

from datetime import date

from services.forms import Form, Interview
from tests.support.forms.form_tables import Begin, MakeForm
from tests.support.forms.interviewing import answered, asked, reviewed

TABLE = """
    | survey  |
    |         | type           | name  | label    | required | constraint | relevant            | calculation          |
    |         | integer        | age   | Age?     | yes      | . > 5      |                     |                      |
    |         | select_one yn  | hurt  | Hurt?    | true()   |            |                     |                      |
    |         | text           | what  | What?    | ${age}>1 |            | ${hurt} != 'no'     |                      |
    |         | text           | more  | More?    |          |            | ${age} > 17         |                      |
    |         | calculate      | adult |          |          |            |                     | if(${age}>17, 1, 0)  |
    | choices |
    |         | list_name | name | label |
    |         | yn        | yes  | Yes   |
    |         | yn        | no   | No    |
"""


def test_everything_can_be_declined_and_sent(begin: Begin) -> None:
    interview = begin(TABLE).nothing_compulsory()
    for path in ("age", "hurt", "what"):
        assert (asked(interview).path, asked(interview).required) == (path, False)
        interview = interview.skip()
    review = reviewed(interview)
    assert review.complete
    assert [row.shown for row in review.rows] == ["", "", ""], "what is only asked of adults does not apply"
    assert interview.submission() == {"adult": "0"}


def test_it_is_not_forgotten_between_two_messages(make_form: MakeForm) -> None:
    form: Form = make_form(TABLE)
    today = date(2026, 3, 5)
    begun = Interview.begin(form, today, "default").nothing_compulsory()
    again = Interview.resume(form, begun.skip().to_json(), today, "default")
    assert reviewed(again.hurry()).rows[0].shown == ""
    assert reviewed(answered(again, "yes").hurry()).rows[1].shown == "Yes"


def test_a_form_knows_whether_it_requires_anything(make_form: MakeForm) -> None:
    assert make_form(TABLE).requires_answers
    plain = "| survey |\n| | type | name | label | required |\n| | text | a | A | {} |"
    for required, expected in {"yes": True, "": False, "no": False, "false()": False, "${a} = 1": True}.items():
        assert make_form(plain.format(required)).requires_answers is expected, required
