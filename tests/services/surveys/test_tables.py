"""Promises of exports: the shape KoBo gives, hashtags that HXL knows, and nothing that is not to be told."""

import random
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import hxl
import pytest

from bot.settings import CHECKOUT
from services.forms import Form, load_form
from services.spreadsheets import ExportSheet
from services.surveys.tables import Export, TooFewAnswers, counts_table
from tests.support.forms.answering import answered_at_random
from tests.support.forms.surveying import home_form, round_of

YES = {
    "going": "yes",
    "why": "work land",
    "people": "4",
    "words": "=secret()",
    "child[1]/age": "3",
    "child[2]/age": "9",
}
NO = {"going": "no", "hit": "not_say"}


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return home_form(tmp_path)


def columns(sheet: ExportSheet) -> dict[str, list[Any]]:
    return {heading: [row[place] for row in sheet.rows] for place, heading in enumerate(sheet.headings)}


def of(form: Form, *answers: Mapping[str, str], language: str | None = None, texts: bool = False) -> list[ExportSheet]:
    return Export(round_of(form, *answers), texts).tables(language)


def test_one_row_a_person_with_names_and_values_as_the_form_has_them(form: Form) -> None:
    main = of(form, *[YES] * 5, *[NO] * 5)[0]
    assert main.headings[:6] == ("going", "why", "why/work", "why/family", "why/land", "hit")
    found = columns(main)
    assert sorted(found["going"]) == ["no"] * 5 + ["yes"] * 5
    assert sorted(set(found["why"])) == ["", "work land"]
    assert sorted(found["people"], key=str) == [""] * 5 + [4] * 5


def test_several_choices_have_a_column_each_that_is_empty_where_nothing_was_answered(form: Form) -> None:
    found = columns(of(form, *[YES] * 5, *[NO] * 5)[0])
    for row, whole in enumerate(found["why"]):
        parts = tuple(found[f"why/{name}"][row] for name in ("work", "family", "land"))
        assert parts == ((1, 0, 1) if whole else ("", "", ""))


def test_labels_come_in_each_language_of_the_form(form: Form) -> None:
    every = Export(round_of(form, *[YES] * 5)).sheets()
    assert [sheet.name for sheet in every] == [
        *("home", "child"),
        *("labels en", "labels en child"),
        *("labels ar", "labels ar child"),
    ]
    english, arabic = columns(every[2]), columns(every[4])
    assert columns(every[3])["How old?"] == columns(every[5])["كم العمر؟"] == [3, 9] * 5
    assert english["Are you going?"] == ["Yes"] * 5
    assert english["Why?"] == ["Work, Land"] * 5
    assert english["Why?/Family"] == [0] * 5
    assert arabic["هل ستذهب؟"] == ["نعم"] * 5


def test_rows_of_a_repeat_point_to_their_person(form: Form) -> None:
    main, child = of(form, *[YES] * 5, *[NO] * 5)
    people, rows = columns(main), columns(child)
    assert rows["child/age"] == [3, 9] * 5
    assert rows["_index"] == [*range(1, 11)]
    assert set(rows["_parent_table_name"]) == {"home"}
    for parent, uuid in zip(rows["_parent_index"], rows["_submission__uuid"], strict=True):
        assert people["_uuid"][parent - 1] == uuid
        assert people["going"][parent - 1] == "yes"


def test_rows_of_a_repeat_within_a_repeat_point_to_the_row_around_them(tmp_path: Path) -> None:
    file = tmp_path / "nested.md"
    file.write_text(
        "| survey |\n|  | type | name | label |\n|  | begin_repeat | house | House |\n|  | text | roof | Roof |\n"
        "|  | begin_repeat | person | Person |\n|  | integer | age | Age |\n|  | end_repeat |  |  |\n"
        "|  | end_repeat |  |  |\n",
        encoding="utf-8",
    )
    paper = {"house[1]/roof": "a", "house[2]/roof": "b", "house[2]/person[1]/age": "7", "house[1]/person[1]/age": "5"}
    _, house, person = of(load_form(file), *[paper] * 5, texts=True)
    ages, parents = columns(person)["house/person/age"], columns(person)["_parent_index"]
    assert set(columns(person)["_parent_table_name"]) == {"house"}
    for age, parent in zip(ages, parents, strict=True):
        assert columns(house)["house/roof"][parent - 1] == {5: "a", 7: "b"}[age]


def test_what_people_wrote_is_left_out_unless_it_is_asked_for(form: Form) -> None:
    assert "words" not in of(form, *[YES] * 5)[0].headings
    assert "secret" not in repr([sheet.rows for sheet in Export(round_of(form, *[YES] * 5)).sheets()])
    assert columns(of(form, *[YES] * 5, texts=True)[0])["words"] == ["=secret()"] * 5


def test_a_place_is_left_out_as_words_are_and_a_scale_is_numbers(tmp_path: Path) -> None:
    more = [("geopoint", "where", "Where?", "أين؟", "", ""), ("range", "worry", "How worried?", "كم القلق؟", "", "")]
    form = home_form(tmp_path, more=more)
    given = [{"where": "36.19 44.01 0 800", "worry": "7"}] * 5
    assert "where" not in of(form, *given)[0].headings
    with_texts = of(form, *given, texts=True)[0]
    assert columns(with_texts)["where"] == ["36.19 44.01 0 800"] * 5
    assert columns(with_texts)["worry"] == [7] * 5
    hashtags = dict(zip(with_texts.headings, with_texts.hashtags, strict=True))
    assert (hashtags["where"], hashtags["worry"]) == ("#geo+coord+where", "#indicator+worry+num")


KNOWN_TO_KOBO = (
    *("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by"),
    *("__version__", "_tags", "_index"),
)


def test_kobos_columns_about_a_submission_are_there_in_its_order_and_only_what_is_known_stands_in_them(
    form: Form,
) -> None:
    """No time, no device, no person; and a number that is not the envelope's. The week comes after them."""
    main = of(form, *[YES] * 5)[0]
    assert main.headings[-11:] == (*KNOWN_TO_KOBO, "_week")
    found = columns(main)
    for name in ("_id", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "_tags"):
        assert found[name] == [""] * 5
    assert found["__version__"] == ["1"] * 5
    assert found["_week"] == ["2026-W10"] * 5
    assert found["_index"] == [1, 2, 3, 4, 5]
    assert not any(uuid.replace("-", "").startswith("0000") for uuid in found["_uuid"])


def test_rows_of_a_repeat_carry_kobos_columns_about_the_submission(form: Form) -> None:
    child = of(form, *[YES] * 5)[1]
    assert child.headings == (
        "child/age",
        *("_index", "_parent_table_name", "_parent_index"),
        *(f"_submission_{name}" for name in KNOWN_TO_KOBO[:-1]),
    )
    assert set(columns(child)["_submission___version__"]) == {"1"}


def test_every_export_numbers_and_orders_the_submissions_anew(form: Form) -> None:
    """Whoever lays two exports side by side must not see by the new number who came in between."""
    round = round_of(form, *[YES] * 9)
    first, second = (columns(Export(round).tables(None)[0])["_uuid"] for _ in range(2))
    assert len({*first, *second}) == 18
    one = Export(round)
    assert columns(one.sheets()[0])["_uuid"] == columns(one.tables("en")[0])["_uuid"]


def test_what_few_share_of_who_they_are_is_left_empty(tmp_path: Path) -> None:
    """Women of 30 in the north; another in a household of nine; a boy of 7, the only one of the mill. Three of the
    women are emptied with the two: of fewer than five, empty cells would say who they are."""
    more = [
        ("select_one yes_no", "zone", "Zone", "المنطقة", "", ""),
        ("select_one yes_no", "gender", "Gender", "الجنس", "", ""),
        ("integer", "age", "Age", "العمر", "", ""),
    ]
    form = home_form(tmp_path, more=more)
    usual = {"zone": "yes", "gender": "yes", "age": "30", "people": "4", "going": "no"}
    found = columns(
        of(form, *[usual] * 8, {**usual, "people": "9"}, {**usual, "zone": "no", "gender": "no", "age": "7"})[0]
    )
    rows = Counter(zip(*(found[name] for name in ("zone", "gender", "age", "people", "going")), strict=True))
    assert rows == {("yes", "yes", 30, 4, "no"): 5, ("", "", "", "", "no"): 5}


def test_in_an_export_no_combination_of_who_somebody_is_belongs_to_fewer_than_five(form: Form) -> None:
    chance = random.Random(7)
    needs = load_form(CHECKOUT / "content" / "forms" / "needs_survey.md")
    found = columns(of(needs, *(answered_at_random(needs, chance) for _ in range(200)))[0])
    shared = Counter(zip(*(found[name] for name in ("zone", "gender", "age", "people")), strict=True))
    assert all(count >= 5 for told, count in shared.items() if any(cell != "" for cell in told))
    assert len(shared) > 5


def test_fewer_than_five_are_not_exported_at_all(form: Form) -> None:
    for export in (Export, lambda round: counts_table(round, "en", "None")):
        with pytest.raises(TooFewAnswers):
            export(round_of(form, *[YES] * 4))


def test_answers_to_two_versions_share_one_table(form: Form, tmp_path: Path) -> None:
    newer = home_form(tmp_path, "2", [("integer", "rooms", "How many rooms?", "كم غرفة؟", "", "")])
    old, new = round_of(form, *[YES] * 5), round_of(newer, *[{"rooms": "2"}] * 5)
    renumbered = tuple(
        type(each)(bytes([9]) + each.id[1:], each.week, each.form_hash, each.answers) for each in new.answers
    )
    both = type(old)(old.name, old.answers + renumbered, {**old.forms, **new.forms})
    found = columns(Export(both).tables(None)[0])
    assert sorted(found["__version__"]) == ["1"] * 5 + ["2"] * 5
    assert sorted(found["rooms"], key=str) == [""] * 5 + [2] * 5


def test_counts_for_others_hide_the_small_ones(form: Form) -> None:
    found = counts_table(round_of(form, *[YES] * 20, *[NO] * 2, *[{}] * 7), "en", "None")
    going = {row[2]: row[4] for row in found.rows if row[0] == "going"}
    assert going == {"yes": 20, "no": "", "not_say": "", "": ""}
    assert [row[3] for row in found.rows if row[0] == "going"] == ["Yes", "No", "Rather not", "None"]
    most = {
        row[2]: row[4:] for row in counts_table(round_of(form, *[YES] * 20), "en", "None").rows if row[0] == "going"
    }
    assert most["yes"] == ("", 1, "", 20)


def test_a_number_that_is_hidden_is_marked_so_and_is_not_taken_for_nobody(form: Form) -> None:
    for people in ([YES] * 5, [*[YES] * 20, *[NO] * 2, *[{}] * 7], [YES] * 20):
        sheet = counts_table(round_of(form, *people), "en", "None")
        found = columns(sheet)
        marks = zip(found["people"], found["most people"], found["hidden"], strict=True)
        assert all(sum(each != "" for each in marked) == 1 for marked in marks), "each row says which it is"
        assert found["hidden"].count(1) == found["people"].count("") - found["most people"].count(1) > 0


@pytest.mark.parametrize("language", [None, "en", "ar"])
def test_the_hashtags_are_such_as_hxl_knows(form: Form, language: str | None) -> None:
    """libhxl is the judge: it parses every hashtag, and finds nothing wrong with the values by its own schema."""
    counts = counts_table(round_of(form, *[YES] * 5), "en", "None")
    for sheet in [*of(form, *[YES] * 5, language=language, texts=True), counts]:
        rows = [[str(cell) for cell in line] for line in sheet.lines(with_hashtags=True)]
        read = hxl.data(rows)
        assert [column.display_tag for column in read.columns] == list(sheet.hashtags)
        assert len(list(read)) == len(sheet.rows)
        assert hxl.data(rows).validate()
