"""Promises of exports: the shape KoBo gives, hashtags that HXL knows, and nothing that is not to be told."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import hxl
import pytest

from services.forms import Form, load_form
from services.surveys.files import ExportSheet
from services.surveys.tables import TooFewAnswers, counts_table, sheets, tables
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
    return tables(round_of(form, *answers), language, texts)


def test_one_row_a_person_with_names_and_values_as_the_form_has_them(form: Form) -> None:
    main = of(form, *[YES] * 3, *[NO] * 3)[0]
    assert main.headings[:6] == ("going", "why", "why/work", "why/family", "why/land", "hit")
    found = columns(main)
    assert sorted(found["going"]) == ["no"] * 3 + ["yes"] * 3
    assert sorted(set(found["why"])) == ["", "work land"]
    assert sorted(found["people"], key=str) == ["", "", "", 4, 4, 4]


def test_several_choices_have_a_column_each_that_is_empty_where_nothing_was_answered(form: Form) -> None:
    found = columns(of(form, *[YES] * 3, *[NO] * 3)[0])
    for row, whole in enumerate(found["why"]):
        parts = tuple(found[f"why/{name}"][row] for name in ("work", "family", "land"))
        assert parts == ((1, 0, 1) if whole else ("", "", ""))


def test_labels_come_in_each_language_of_the_form(form: Form) -> None:
    every = sheets(round_of(form, *[YES] * 5))
    assert [sheet.name for sheet in every] == ["home", "child", "labels en", "labels ar"]
    english, arabic = columns(every[2]), columns(every[3])
    assert english["Are you going?"] == ["Yes"] * 5
    assert english["Why?"] == ["Work, Land"] * 5
    assert english["Why?/Family"] == [0] * 5
    assert arabic["هل ستذهب؟"] == ["نعم"] * 5


def test_rows_of_a_repeat_point_to_their_person(form: Form) -> None:
    main, child = of(form, *[YES] * 3, *[NO] * 2)
    people, rows = columns(main), columns(child)
    assert rows["child/age"] == [3, 9] * 3
    assert rows["_index"] == [1, 2, 3, 4, 5, 6]
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
    assert "secret" not in repr([sheet.rows for sheet in sheets(round_of(form, *[YES] * 5))])
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


def test_only_what_is_known_stands_about_a_submission(form: Form) -> None:
    """No time, no device, no person; and a number that is not the envelope's."""
    main = of(form, *[YES] * 5)[0]
    about = {name for name in main.headings if name.startswith("_")}
    assert about == {"__version__", "_uuid", "_week", "_index"}
    found = columns(main)
    assert found["__version__"] == ["1"] * 5
    assert found["_week"] == ["2026-W10"] * 5
    assert found["_index"] == [1, 2, 3, 4, 5]
    assert not any(uuid.replace("-", "").startswith("0000") for uuid in found["_uuid"])


def test_a_submission_has_the_same_number_in_every_export_and_rows_stand_in_its_order(form: Form) -> None:
    first, second = (columns(of(form, *[YES] * 9)[0])["_uuid"] for _ in range(2))
    assert first == second == sorted(first)
    assert len(set(first)) == 9


def test_fewer_than_five_are_not_exported_at_all(form: Form) -> None:
    for export in (lambda round: sheets(round), lambda round: counts_table(round, "en")):
        with pytest.raises(TooFewAnswers):
            export(round_of(form, *[YES] * 4))


def test_answers_to_two_versions_share_one_table(form: Form, tmp_path: Path) -> None:
    newer = home_form(tmp_path, "2", [("integer", "rooms", "How many rooms?", "كم غرفة؟", "", "")])
    old, new = round_of(form, *[YES] * 4), round_of(newer, *[{"rooms": "2"}] * 4)
    renumbered = tuple(
        type(each)(bytes([9]) + each.id[1:], each.week, each.form_hash, each.answers) for each in new.answers
    )
    both = type(old)(old.name, old.answers + renumbered, {**old.forms, **new.forms})
    found = columns(tables(both, None)[0])
    assert sorted(found["__version__"]) == ["1"] * 4 + ["2"] * 4
    assert sorted(found["rooms"], key=str) == ["", "", "", "", 2, 2, 2, 2]


def test_counts_for_others_hide_the_small_ones(form: Form) -> None:
    found = counts_table(round_of(form, *[YES] * 20, *[NO] * 2, *[{}] * 7), "en")
    going = {row[2]: row[4] for row in found.rows if row[0] == "going"}
    assert going == {"yes": 20, "no": "", "not_say": 0, "": ""}


@pytest.mark.parametrize("language", [None, "en", "ar"])
def test_the_hashtags_are_such_as_hxl_knows(form: Form, language: str | None) -> None:
    """libhxl is the judge: it parses every hashtag, and finds nothing wrong with the values by its own schema."""
    counts = counts_table(round_of(form, *[YES] * 5), "en")
    for sheet in [*of(form, *[YES] * 5, language=language, texts=True), counts]:
        rows = [[str(cell) for cell in line] for line in sheet.lines(with_hashtags=True)]
        read = hxl.data(rows)
        assert [column.display_tag for column in read.columns] == list(sheet.hashtags)
        assert len(list(read)) == len(sheet.rows)
        assert hxl.data(rows).validate()
