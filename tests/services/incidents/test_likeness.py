"""Which reports are listed beside each other, and that this never crosses a compartment or grows with all pairs."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.incidents import likeness
from services.incidents.likeness import MOST_COMPARED, MOST_SHOWN, Alike, Likenesses, Traits, alike, traits_of
from services.reports.case import Case
from services.reports.deeds.aside import set_aside
from services.reports.deeds.incident import joined
from services.reports.deeds.notes import noted
from tests.support.offices import Office, founded, office

__all__ = ["founded", "office"]

GATE = "Armed men stopped the bus at the north gate and took two boys with them."
TWO_BOYS = "At the north gate two boys were taken from a bus by armed men"
FIRE = "The tents behind the school burned down in the night, nobody was hurt."
GATE_AR = "مسلحون أوقفوا الحافلة عند البوابة الشمالية وأخذوا ولدين"
BOYS_AR = "أخذ المسلحون ولدين من الحافلة عند البوابة الشمالية"
GATE_CKB = "چەکدارەکان پاسەکەیان لە دەروازەی باکوور ڕاگرت و دوو کوڕیان برد"
BOYS_CKB = "دوو کوڕیان لە پاسەکە برد، چەکدارەکان لە دەروازەی باکوور بوون"


def near(office: Office, case_id: bytes, who: str = "caseworker") -> list[bytes]:
    cases = office.caseload(who).by_id
    return [each.id for each in Likenesses().near(cases[case_id], cases)]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        pytest.param(GATE, TWO_BOYS, "en", id="en"),
        pytest.param(GATE_AR, BOYS_AR, "ar", id="ar"),
        pytest.param(GATE_CKB, BOYS_CKB, "ckb", id="ckb"),
    ],
)
def test_two_who_tell_of_one_thing_in_other_words_stand_beside_each_other(
    office: Office, one: str, other: str, language: str
) -> None:
    first, second = office.report(one, language=language), office.report(other, language=language)
    office.report(FIRE, language=language)
    assert near(office, first) == [second] and near(office, second) == [first]


def test_between_two_languages_zone_concern_and_day_decide(office: Office) -> None:
    first = office.report(GATE)
    second = office.report(GATE_AR, language="ar")
    office.report(GATE_AR, language="ar", answers={"zone": "north"})
    office.report(GATE_AR, language="ar", answers={"category": "property"})
    office.report(GATE_AR, language="ar", day="2026-11-16")
    assert near(office, first) == [second]


def test_a_complaint_about_an_aid_worker_stands_beside_nothing(office: Office) -> None:
    one, other = (office.report(GATE, compartment="psea") for _ in range(2))
    safety = office.report(TWO_BOYS)
    assert near(office, one, "focal_point") == [] and near(office, other, "focal_point") == []
    mixed = dict(office.caseload("focal_point").by_id) | dict(office.caseload().by_id)
    assert Likenesses().near(mixed[safety], mixed) == [] and Likenesses().near(mixed[one], mixed) == []


def test_what_was_set_aside_taken_back_or_put_together_already_is_not_listed(office: Office) -> None:
    first, spam, withdrawn, together = (office.report(GATE) for _ in range(4))
    assert set(near(office, first)) == {spam, withdrawn, together}
    office.act("caseworker", spam, set_aside("spam"))
    office.later(withdrawn, "withdrawn")
    for each in (first, together):
        office.act("caseworker", each, joined(office.case(each), b"i" * 16))
    assert near(office, first) == []


def test_what_comes_and_goes_is_compared_from_then_on_and_no_longer(office: Office) -> None:
    first, caseload, likenesses = office.report(GATE), office.caseload(), Likenesses()
    assert likenesses.near(caseload.get(first), caseload.by_id) == []
    second = office.report(TWO_BOYS)
    office.act("caseworker", first, noted("Looked into."))
    with office.database.reading() as session:
        caseload.refresh(session, office.members["caseworker"], office.trust)
    assert [each.id for each in likenesses.near(caseload.get(first), caseload.by_id)] == [second]
    left = {first: caseload.get(first)}
    assert likenesses.near(left[first], left) == []


def test_no_more_is_compared_however_many_reports_there_are(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work is counted: 20,000 reports of one zone and one concern, of half a year."""
    case = office.case(office.report(GATE))
    cases = {case.id: case}
    for number in range(20_000):
        day = case.received - timedelta(days=number % 180)
        cases[number.to_bytes(16)] = replaced(case, number.to_bytes(16), day)
    counted: Counter[str] = Counter()

    def counting(one: Traits, others: dict[bytes, Traits]) -> list[Alike]:
        counted["compared"] += len(others)
        return alike(one, others)

    def read(case: Case) -> Traits:
        counted["read"] += 1
        return traits_of(case)

    monkeypatch.setattr(likeness, "alike", counting)
    monkeypatch.setattr(likeness, "traits_of", read)
    likenesses = Likenesses()
    assert len(likenesses.near(case, cases)) == MOST_SHOWN
    likenesses.near(case, cases)
    assert 0 < counted["compared"] <= 2 * MOST_COMPARED and counted["read"] <= MOST_COMPARED + 1


WORDS = st.frozensets(st.sampled_from(["gate", "boys", "bus", "men", "fire", "tents"]), max_size=6)
TRAITS = st.builds(
    Traits,
    zone=st.sampled_from(["", "north", "river"]),
    concern=st.sampled_from(["", "unsafe", "property"]),
    day=st.integers(0, 40).map(lambda days: date(2026, 3, 1) + timedelta(days=days)),
    language=st.sampled_from(["en", "ar"]),
    words=WORDS,
)


@given(TRAITS, TRAITS)
def test_likeness_goes_both_ways_and_nothing_is_more_like_it_than_itself(one: Traits, other: Traits) -> None:
    there, back = (alike(a, {b"x": b}) for a, b in permutations((one, other)))
    assert [each.score for each in there] == pytest.approx([each.score for each in back])
    assert all(0 < each.score <= 1.0001 for each in there)


def replaced(case: Case, id: bytes, day: date) -> Case:
    """The same report under another number and of another day."""
    return replace(case, id=id, received=day)
