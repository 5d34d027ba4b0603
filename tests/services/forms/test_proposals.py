"""What a form would put there by itself: proposed for a question, never assumed; what is sent besides is told."""

import pytest

from services.forms import Kind, Proposal, ReviewRow, StillRequired
from tests.support.forms.form_tables import Begin
from tests.support.forms.interviewing import answered, asked, reviewed

DEFAULTS = """
    | survey  |
    |         | type                 | name    | label    | default   | calculation |
    |         | integer              | count   | Count?   | 3         |             |
    |         | date                 | day     | Day?     | today()   |             |
    |         | select_one yn        | police  | Police?  | yes       |             |
    |         | select_multiple need | needs   | Needs?   | water tea |             |
    |         | integer              | double  | Double?  |           | ${count} * 2 |
    |         | hidden               | site    |          | north     |             |
    |         | calculate            | told    |          |           | ${police}   |
    | choices |
    |         | list_name | name  | label |
    |         | yn        | yes   | Yes   |
    |         | yn        | no    | No    |
    |         | need      | water | Water |
    |         | need      | food  | Food  |
"""


def test_what_a_form_proposes_is_offered_and_is_no_answer_before_somebody_took_it(begin: Begin) -> None:
    interview = begin(DEFAULTS)
    assert asked(interview).proposal == Proposal("3", "3")
    assert asked(interview).answer == ""
    assert interview.hurry().submission() == {"site": "north"}
    assert interview.skip().hurry().submission() == {"site": "north"}
    assert interview.take_proposal().hurry().submission() == {"count": "3", "site": "north"}


def test_each_kind_of_question_can_take_what_is_proposed(begin: Begin) -> None:
    interview = begin(DEFAULTS)
    shown = []
    for _ in range(5):
        proposal = asked(interview).proposal
        assert proposal is not None
        shown.append(proposal.shown)
        interview = interview.take_proposal()
    assert shown == ["3", "2026-03-05", "Yes", "Water", "6"], "tea is no choice; what is computed follows the answers"
    assert interview.submission() == {
        "count": "3",
        "day": "2026-03-05",
        "police": "yes",
        "needs": "water",
        "double": "6",
        "site": "north",
        "told": "yes",
    }


def test_a_required_question_is_asked_whatever_the_form_proposes(begin: Begin) -> None:
    table = """
        | survey |
        |        | type | name | label | default | required |
        |        | text | why  | Why?  | nothing | yes      |
    """
    with pytest.raises(StillRequired):
        begin(table).hurry()


def test_what_is_given_is_not_proposed_again(begin: Begin) -> None:
    answered_once = begin(DEFAULTS).answer("4").change("count")
    assert (asked(answered_once).answer, asked(answered_once).proposal) == ("4", None)


def test_whatever_is_sent_stands_in_the_review_or_follows_from_what_stands_there(begin: Begin) -> None:
    table = """
        | survey  |
        |         | type           | name  | label          | calculation       | default | readonly |
        |         | integer        | n     | How many?      |                   |         |          |
        |         | text           | t     | Village?       |                   | Salam   |          |
        |         | calculate      | more  | With the cat   | ${n} + 1          |         |          |
        |         | text           | site  | Your camp      |                   | North   | yes      |
        |         | calculate      | code  |                | ${n} > 3          |         |          |
        |         | calculate      | empty |                | ''                |         |          |
        |         | hidden         | agreed |               |                   | yes     |          |
        |         | calculate      | wave  |                | 2 + 3             |         |          |
    """
    interview = answered(begin(table), "4").hurry()
    review = reviewed(interview)
    assert [(row.path, row.shown) for row in review.rows] == [("n", "4")]
    assert review.along == (
        ReviewRow("more", Kind.CALCULATE, "With the cat", "5"),
        ReviewRow("site", Kind.NOTE, "Your camp", "North"),
        ReviewRow("agreed", Kind.HIDDEN, "agreed", "yes"),
        ReviewRow("wave", Kind.CALCULATE, "wave", "5"),
    )
    sent = {"n": "4", "more": "5", "site": "North", "code": "true", "agreed": "yes", "wave": "5"}
    assert interview.submission() == sent


def test_where_nothing_is_sent_besides_nothing_is_said_of_it(begin: Begin) -> None:
    assert reviewed(answered(begin("| survey |\n| | type | name | label |\n| | integer | n | N? |"), "4")).along == ()


def test_when_somebody_answered_is_never_sent(begin: Begin) -> None:
    table = """
        | survey |
        |        | type      | name  | label | calculation                      |
        |        | start     | start |       |                                  |
        |        | end       | end   |       |                                  |
        |        | today     | day   |       |                                  |
        |        | calculate | at    |       | format-date(now(), '%Y-%m-%d')   |
        |        | calculate | again |       | concat('on ', ${at})             |
        |        | integer   | born  | Born? |                                  |
        |        | calculate | age   |       | 2026 - ${born}                   |
        |        | calculate | older |       | format-date(today(), '%Y') - ${born} |
    """
    interview = answered(begin(table), "2000")
    assert interview.value("day") == "2026-03-05", "the form itself may look at the clock"
    assert interview.submission() == {"born": "2000", "age": "26", "older": "26"}


def test_a_value_that_looks_around_where_it_stands_is_no_mere_clock(begin: Begin) -> None:
    table = """
        | survey |
        |        | type      | name  | label | calculation                         |
        |        | integer   | born  | Born? |                                     |
        |        | calculate | age   |       | format-date(today(), '%Y') - ../born |
    """
    assert answered(begin(table), "2000").submission() == {"born": "2000", "age": "26"}


def test_what_the_clock_alone_would_answer_is_not_offered_but_a_day_is(begin: Begin) -> None:
    """One press would seal the minute in which somebody answered."""
    for kind, calculation in (("dateTime", "now()"), ("time", "now()"), ("decimal", "decimal-date-time(now())")):
        table = f"""
            | survey |
            |        | type   | name | label | default       |
            |        | {kind} | when | When? | {calculation} |
        """
        assert asked(begin(table)).proposal is None, kind
    assert asked(begin("| survey | \n | | type | name | label | default | \n | | date | d | D? | today() |")).proposal


@pytest.mark.parametrize(
    ("kind", "default", "taken"),
    [
        ("geopoint", "33.312345 44.361234 0 5", "33.31 44.36 0 800"),
        ("integer", "12 people", None),
        ("decimal", "'abc'", None),
        ("date", "2026-03-05T12:00:00", None),
    ],
)
def test_a_proposal_counts_as_the_same_words_of_a_person_would(
    begin: Begin, kind: str, default: str, taken: str | None
) -> None:
    table = f"""
        | survey |
        |        | type   | name | label | default   |
        |        | {kind} | what | What? | {default} |
    """
    proposal = asked(begin(table)).proposal
    assert (proposal and proposal.value) == taken
