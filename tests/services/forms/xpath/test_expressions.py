"""What form authors know of XPath and OpenRosa holds here."""

import math
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.forms import Form, Interview
from services.forms.xpath.context import Context
from services.forms.xpath.expressions import compiled
from services.forms.xpath.functions import FUNCTIONS
from services.forms.xpath.syntax import NotReadable, read
from services.forms.xpath.values import number_text, to_number, to_text
from tests.support.forms.form_tables import Begin, MakeForm

TODAY = date(2026, 3, 5)


def computed(begin: Begin, expression: str) -> str:
    """What the expression gives beside a few answers."""
    table = f"""
        | survey  |
        |         | type                 | name  | label  | calculation  |
        |         | integer              | age   | Age?   |              |
        |         | text                 | word  | Word?  |              |
        |         | text                 | blank | Blank? |              |
        |         | date                 | born  | Born?  |              |
        |         | select_multiple need | needs | Needs? |              |
        |         | select_one need      | first | First? |              |
        |         | calculate            | it    |        | {expression} |
        | choices |
        |         | list_name | name  | label | weight |
        |         | need      | water | Water | 2      |
        |         | need      | food  | Food  | 3      |
        |         | need      | salt  | Salt  | 5      |
    """
    interview = begin(table)
    for answer in ("42", "Halabja stone", "", "1998-03-16", "water salt", "food"):
        interview = interview.answer(answer) if answer else interview.skip()
    return str(interview.value("it"))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3 - -1", "8"),
        ("7 div 2", "3.5"),
        ("-7 mod 3", "-1"),
        ("1 div 0", ""),
        ("concat(1 div 0, ' %')", " %"),
        ("concat(0 div 0, ' %', -1 div 0)", " %"),
        ("string(1 div 0)", ""),
        ("6.1 - 7.8 = -1.7", "true"),
        ("6.1 = 6.2", "false"),
        ("1000000000000 = 1000000000001", "false"),
        ("0.1 + 0.2 < 0.31", "true"),
        ("${age} > 18 and ${age} < 65", "true"),
        ("${age} = '42'", "true"),
        ("${blank} = ''", "true"),
        ("${blank} < 5", "false"),
        ("${blank} >= 0", "false"),
        ("${blank} + 1", ""),
        ("not(${blank})", "true"),
        ("boolean(${word})", "true"),
        ("if(${age} > 40, 'old', 'young')", "old"),
        ("if(${blank}, 1, 2)", "2"),
        ("coalesce(${blank}, ${word})", "Halabja stone"),
        ("coalesce(${blank} + 1, 7)", "7"),
        ("coalesce(number('x'), ${blank}, 'last')", "last"),
        ("999999999999999 + 1", "1000000000000000"),
        ("1000000000000000 * 10", "10000000000000000"),
        ("1230000000000000000000", "1230000000000000000000"),
        ("-1000000000000000000000000", "-1000000000000000000000000"),
        ("1000000000000000.5 > 1000000000000000", "true"),
        ("base64-decode('2YXYsdit2KjYpw==')", "مرحبا"),
        ("base64-decode('%%')", ""),
        ("base64-decode('/w==')", ""),
        ("concat(${word}, ' ', ${age})", "Halabja stone 42"),
        ("substr(${word}, 0, 7)", "Halabja"),
        ("substr(${word}, -5)", "stone"),
        ("substring(${word}, 9, 5)", "stone"),
        ("substring('12345', 0, 3)", "12"),
        ("substring('12345', -1)", "12345"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0 div 0, 3)", ""),
        ("substring('12345', -1 div 0, 1 div 0)", ""),
        ("substring('12345', -42, 1 div 0)", "12345"),
        ("substring-after(${word}, ' ')", "stone"),
        ("substring-before(${word}, 'x')", ""),
        ("contains(${word}, 'bja')", "true"),
        ("ends-with(${word}, 'stone')", "true"),
        ("string-length(${word})", "13"),
        ("normalize-space('  a   b ')", "a b"),
        ("translate('banana', 'an', 'o')", "booo"),
        ("join('-', 'a', 'b', 1)", "a-b-1"),
        ("regex(${age}, '[0-9]+')", "true"),
        ("regex('x42', '[0-9]+')", "false"),
        ("round(2.5)", "3"),
        ("round(1234.567, -2)", "1200"),
        ("round(1.005, 2)", "1.01"),
        ("int(-3.9)", "-3"),
        ("floor(-3.1) + ceiling(3.1)", "0"),
        ("pow(2, 10)", "1024"),
        ("abs(-3) + sqrt(16)", "7"),
        ("max(1, ${age}, 7)", "42"),
        ("min(3, '', 1)", ""),
        ("selected(${needs}, 'water')", "true"),
        ("selected(${needs}, 'wat')", "false"),
        ("selected(${blank}, '')", "true"),
        ("selected(${needs}, '')", "false"),
        ("log(0) < -1000", "true"),
        ("log10(-1)", ""),
        ("pow(0, -1) > 1000", "true"),
        ("pow(-10, 309) < -1000", "true"),
        ("exp(1000) > 1000", "true"),
        ("date('1970-1-2')", "1970-01-02"),
        ("'2026-3-5' > '2026-03-04'", "true"),
        ("date('2026-13-1')", ""),
        ("normalize-space('\ta \u00a0b ')", "a \u00a0b"),
        ("weighted-checklist(10, 10, instance('need')/root/item/name, instance('need')/root/item/weight)", "true"),
        ("weighted-checklist(3, 3, true(), 3, false(), 9)", "true"),
        ("true() < instance('need')/root/item/weight", "true"),
        ("instance('need')/root/item[weight > 9]/weight < true()", "false"),
        ("true() = instance('need')/root/item/weight", "true"),
        ("distance('95 10; 95 11')", ""),
        ("distance('0 181; 0 0')", ""),
        ("once(5)", "5"),
        ("count-selected(${needs})", "2"),
        ("selected-at(${needs}, 1)", "salt"),
        ("selected-at(${needs}, 9)", ""),
        ("jr:choice-name(${first}, '${first}')", "Food"),
        ("jr:choice-name(selected-at(${needs}, 1), '${needs}')", "Salt"),
        ("instance('need')/root/item[name = ${first}]/weight", "3"),
        ("sum(instance('need')/root/item[selected(${needs}, name)]/weight)", "7"),
        ("count(instance('need')/root/item[weight > 2])", "2"),
        ("instance('need')/root/item[name = current()/../first]/label", "Food"),
        ("today()", "2026-03-05"),
        ("today() - ${born}", "10216"),
        ("int((today() - ${born}) div 365.25)", "27"),
        ("${born} < today()", "true"),
        ("date('2026-03-01') + 4 = today()", "true"),
        ("date(20517)", "2026-03-05"),
        ("format-date(${born}, '%e %b %Y, %a')", "16 Mar 1998, Mon"),
        ("format-date-time('2026-03-05T06:07:08', '%d/%m/%y %H:%M:%S')", "05/03/26 06:07:08"),
        ("format-date(${born}, '%A %e %B')", "Monday 16 March"),
        ("format-date(${blank}, '%Y')", ""),
        ("decimal-time('06:00:00')", "0.25"),
        ("decimal-date-time('1970-01-02T12:00:00Z')", "1.5"),
        ("number(true()) + number('x')", ""),
        ("string(number('x'))", ""),
        ("checklist(1, 2, true(), false(), true())", "true"),
        ("weighted-checklist(4, -1, true(), 3, false(), 9)", "false"),
        ("digest('abc', 'SHA-1', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("boolean-from-string('1')", "true"),
        ("once(${age} + 1)", "43"),
        ("distance('0 0 0 0; 0 1 0 0') > 111000", "true"),
        ("'a' < 'b'", "false"),
        ("3 > 2 > 0", "true"),
        ("1 < 2 = true()", "true"),
        ("position(..)", "1"),
        ("7mod 2", "1"),
        ("12div4", "3"),
        ("${age}>18and${age}<65", "true"),
        ("${age}=1or${age}=42and 1", "true"),
        ("(${age}-2)div(2+2)", "10"),
        ("not(${age}<5)and'x'='x'", "true"),
        ("if(“a” = “a”, 1, 2)", "1"),
        ("string-length(.)=0and.=''", "true"),
        ("name(..)", "data"),
    ],
)  # fmt: skip
def test_expressions_give_what_authors_expect(expression: str, expected: str, begin: Begin) -> None:
    assert computed(begin, expression) == expected


@pytest.mark.parametrize("zone", ["Asia/Baghdad", "America/Bogota", "UTC"])
def test_at_every_hour_of_a_day_that_day_is_not_ahead_and_the_next_one_is(zone: str, make_form: MakeForm) -> None:
    form = make_form("""
        | survey |
        |        | type      | name | label | calculation                      |
        |        | date      | on   | When? |                                  |
        |        | calculate | past |       | ${on} <= now() and not(now() < ${on}) |
    """)
    for hour in range(24):
        begun = Interview.begin(form, TODAY, "en", now=datetime(2026, 3, 5, hour, 30, tzinfo=ZoneInfo(zone)))
        past = [begun.answer(day).value("past") for day in ("2026-03-05", "2026-03-06")]
        assert past == ["true", "false"], hour


def test_chance_is_the_same_each_time_within_an_interview_and_differs_between_interviews(begin: Begin) -> None:
    table = """
        | survey |
        |        | type      | name | label | calculation |
        |        | calculate | lot  |       | random()    |
        |        | calculate | key  |       | uuid()      |
    """
    one, other = begin(table, seed="one"), begin(table, seed="other")
    assert one.value("lot") == begin(table, seed="one").value("lot") != other.value("lot")
    assert 0 <= float(one.value("lot")) < 1
    assert one.value("key") != other.value("key") and len(one.value("key")) == 36


ROSTER = """
    | survey |
    |        | type         | name   | label | calculation | repeat_count | relevant |
    |        | integer      | size   | Size? |             |              |          |
    |        | begin_repeat | person | P     |             | ${size}      |          |
    |        | integer      | age    | Age?  |             |              |          |
    |        | calculate    | nr     |       | position(..) |             |          |
    |        | calculate    | before |       | indexed-repeat(${age}, ${person}, position(..) - 1) | | |
    |        | calculate    | mine   |       | ${age} * 2  |              |          |
    |        | calculate    | all    |       | count(${person}) |         |          |
    |        | end_repeat   |        |       |             |              |          |
    |        | calculate    | total  |       | sum(${age}) |              |          |
    |        | calculate    | oldest |       | max(${age}) |              |          |
    |        | calculate    | adults |       | count(${person}[age >= 18]) | |        |
    |        | calculate    | second |       | indexed-repeat(${age}, ${person}, 2) | | |
    |        | calculate    | listed |       | join(' ', ${age}) |        |          |
"""


@pytest.fixture
def roster(make_form: MakeForm) -> Interview:
    interview = Interview.begin(make_form(ROSTER), TODAY, "default").answer("3")
    for age in ("40", "11", "18"):
        interview = interview.answer(age)
    return interview


def test_of_a_row_whose_number_is_still_empty_the_first_is_taken(begin: Begin) -> None:
    interview = begin(
        """
        | survey |
        |        | type         | name | label | calculation                          | repeat_count |
        |        | begin_repeat | kid  | K     |                                      | 2            |
        |        | text         | nm   | N     |                                      |              |
        |        | end_repeat   |      |       |                                      |              |
        |        | integer      | who  | W     |                                      |              |
        |        | calculate    | it   |       | indexed-repeat(${nm}, ${kid}, ${who}) |              |
        """
    )
    named = interview.answer("Ava").answer("Ben")
    assert (named.value("it"), named.answer("2").value("it"), named.answer("3").value("it")) == ("Ava", "Ben", "")


def test_rows_are_counted_summed_and_picked_from_outside(roster: Interview) -> None:
    names = ("total", "oldest", "adults", "second", "listed")
    assert [roster.value(name) for name in names] == ["69", "40", "2", "11", "40 11 18"]


def test_inside_a_row_a_name_means_the_one_in_this_row(roster: Interview) -> None:
    rows = [[roster.value(f"person[{row}]/{name}") for name in ("nr", "before", "mine", "all")] for row in (1, 2, 3)]
    assert rows == [["1", "", "80", "3"], ["2", "40", "22", "3"], ["3", "11", "36", "3"]]


def test_numbers_are_written_without_exponent_and_without_a_needless_point() -> None:
    assert [number_text(value) for value in (3.0, -0.0, 1e-7, 12345678901.5, math.nan)] == [
        "3",
        "0",
        "0.0000001",
        "12345678901.5",
        "NaN",
    ]


ANY_VALUE = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["\ud800", "a\udfff", "\x00"]),
    st.floats(),
    st.booleans(),
    st.sampled_from(["", "2026-02-30", "2026-03-05T25:00", "12:61", "0 0 0 0;x", "a b", "[", "%", "1 2;3 4", "-1"]),
)


@given(st.data())
@settings(max_examples=600, deadline=None)
def test_no_function_breaks_on_any_values(household: Form, data: st.DataObject) -> None:
    """Whatever people answer, a form keeps running."""
    name = data.draw(st.sampled_from(sorted(FUNCTIONS)))
    known = FUNCTIONS[name]
    number = data.draw(st.integers(known.least, known.most if known.most is not None else known.least + 3))
    instance = Interview.begin(household, TODAY, "default").instance
    node = ["path", "/", ["child", "data"], ["child", "consent"]]
    arguments = [
        data.draw(st.one_of(ANY_VALUE.map(lambda value: ["value", value]), st.just(node))) for _ in range(number)
    ]
    value = compiled(["call", name, *arguments])(Context(instance, instance.root, instance.root))
    assert isinstance(to_text(value), str)
    assert isinstance(to_number(value), float)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "(",
        "string(1, 2)",
        "number(1, 2)",
        "normalize-space(1, 2)",
        "uuid(1, 2)",
        "1 +",
        "a b",
        "${",
        "nothing(1)",
        "if(1, 2)",
        "true(1)",
        "'open",
        "//",
        "a[",
        "$x",
        "a:b",
        "1 = ",
        "(" * 5000,
    ],
)
def test_what_is_no_expression_is_refused_when_it_is_read(source: str) -> None:
    with pytest.raises(NotReadable):
        read(source)
