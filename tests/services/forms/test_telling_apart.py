"""Labels that read the same are told apart, and choosing by a label is never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.forms import Form, Interview, NotAChoice
from services.forms.definition.items import ROOT, Choice, Item, Kind
from services.forms.telling_apart import as_read, own_labels
from tests.support.forms.form_tables import Begin, MakeForm
from tests.support.forms.interviewing import asked

DISTRICTS = """
    | survey  |
    |         | type                | name     | label    | choice_filter          |
    |         | select_one district | district | District |                        |
    |         | select_one place    | place    | Place    | {filter}               |
    | choices |
    |         | list_name | name  | label     | district |
    |         | district  | n     | North     |          |
    |         | district  | s     | South     |          |
    |         | place     | p1    | Al-Salam  | n        |
    |         | place     | p2    | al salam  | {second} |
    |         | place     | p3    | Al-Noor   | s        |
"""


def labels_of(begin: Begin, filter: str = "", second: str = "s") -> list[str]:
    interview = begin(DISTRICTS.format(filter=filter, second=second)).answer("South")
    return [choice.label for choice in asked(interview).choices]


def test_what_a_choice_belongs_to_tells_it_apart(begin: Begin) -> None:
    assert labels_of(begin) == ["Al-Salam (North)", "al salam (South)", "Al-Noor"]


def test_where_that_does_not_a_number_does(begin: Begin) -> None:
    assert labels_of(begin, second="n") == ["Al-Salam (1)", "al salam (2)", "Al-Noor"]


def test_what_a_filter_leaves_alone_keeps_its_own_words(begin: Begin) -> None:
    assert labels_of(begin, filter="district = ${district}") == ["al salam", "Al-Noor"]


def test_labels_may_be_alike_in_one_language_only(make_form: MakeForm) -> None:
    form = make_form(
        """
        | survey  |
        |         | type         | name | label::English (en) | label::Arabic (ar) |
        |         | select_one p | p    | Where?              | أين؟               |
        | choices |
        |         | list_name | name | label::English (en) | label::Arabic (ar) |
        |         | p         | a    | School              | مدرسة              |
        |         | p         | b    | College             | مدرسه              |
    """
    )
    assert own_labels(form, form.choices["p"], "en") == ("School", "College")
    assert own_labels(form, form.choices["p"], "ar") == ("مدرسة (1)", "مدرسه (2)")


@pytest.mark.parametrize(
    ("one", "other"), [("< 5", "> 5"), ("👍", "👎"), ("+1", "-1"), ("1–2", "12"), ("😀 Yes", "🙁 Yes"), ("กิน", "กัน")]
)
def test_signs_and_pictures_tell_labels_apart(one: str, other: str) -> None:
    assert as_read(one) != as_read(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Al-Salam", "AL  SALAM"), ("Café", "cafe"), ("ﻣﺪﺭﺳﺔ", "مدرسه"), ("Ma\u200brket", "market")]
)
def test_spelling_does_not(one: str, other: str) -> None:
    assert as_read(one) == as_read(other)


def form_with(labels: list[str]) -> Form:
    choices = tuple(Choice(f"c{number}", {"en": (label,)}) for number, label in enumerate(labels))
    question = Item(Kind.ONE, "q", "q", choices="list")
    root = Item(Kind.GROUP, ROOT, "", children=(question,))
    return Form("f", {}, "1", ("en",), root, {"list": choices})


LABELS = st.lists(st.sampled_from(["A", "a", "B", "A (1)", "a (2)", "á", "😀", "", "c1", "c0"]), min_size=1, max_size=8)


@given(LABELS)
def test_every_choice_has_a_label_of_its_own_that_chooses_it(labels: list[str]) -> None:
    from tests.services.forms.conftest import TODAY

    form = form_with(labels)
    begun = Interview.begin(form, TODAY, "en")
    shown = [choice.label for choice in asked(begun).choices]
    assert len(set(map(as_read, shown))) == len(labels)
    for number, label in enumerate(shown):
        assert begun.answer(label).submission() == {"q": f"c{number}"}
        assert begun.choose(f"c{number}").submission() == {"q": f"c{number}"}


def test_words_that_several_choices_have_choose_none(begin: Begin) -> None:
    interview = begin(DISTRICTS.format(filter="", second="n")).answer("South")
    with pytest.raises(NotAChoice):
        interview.answer("Al-Salam")
    with pytest.raises(NotAChoice):
        interview.choose("Al-Salam")
