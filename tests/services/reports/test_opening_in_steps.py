"""What opening very many envelopes in steps promises: all of it, whatever happens between two of them."""

from collections.abc import Callable

import pytest

from services.keys import envelopes
from services.keys.envelopes import Reading
from services.reports.case import Case
from services.reports.caseload import Caseload
from services.reports.deeds.notes import noted
from storage import envelopes as rows
from tests.support.offices import Office, founded, office

__all__ = ["founded", "office"]

WEEKS = 4


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelopes, "FIRST", 5)
    monkeypatch.setattr(envelopes, "STEP", 1)


@pytest.fixture
def reports(office: Office) -> list[bytes]:
    """One a week, with a note of the week after it."""
    found = list[bytes]()
    for _ in range(WEEKS):
        found.append(office.report())
        office.put("psea", {"kind": "report"})
        office.pass_days(7)
        office.act("caseworker", found[-1], noted("Seen."))
    return found


def refresh(office: Office, caseload: Caseload, tell: Callable[[], None]) -> None:
    def told(_reading: Reading, _caseload: Caseload, _week: str) -> None:
        tell()

    caseload.refresh_in_steps(office.database.reading, office.members["caseworker"], office.trust, told)


def whole(office: Office) -> dict[bytes, Case]:
    """All cases, opened in one transaction."""
    return {case.id: case for case in office.caseload().each()}


def test_the_newest_weeks_are_whole_before_older_ones_are_opened(office: Office, reports: list[bytes]) -> None:
    caseload, told = Caseload(), list[dict[bytes, int]]()
    refresh(office, caseload, lambda: told.append({case.id: len(case.entries) for case in caseload.each()}))
    assert told == [dict.fromkeys(reports[2:], 2)]
    assert dict(caseload.by_id) == whole(office) and {*caseload.by_id} == {*reports}


def test_what_came_or_went_meanwhile_is_found_the_next_time(office: Office, reports: list[bytes]) -> None:
    caseload, came = Caseload(), list[bytes]()

    def meanwhile() -> None:
        came.append(office.report("Meanwhile."))
        with office.database.writing() as session:
            rows.delete(session, reports[:1] + reports[-1:])

    refresh(office, caseload, meanwhile)
    assert reports[0] not in caseload.by_id and reports[1] in caseload.by_id
    refresh(office, caseload, lambda: None)
    assert dict(caseload.by_id) == whole(office) and {*caseload.by_id} == {*reports[1:-1], *came}


def test_what_was_left_in_the_midst_is_gone_on_with(office: Office, reports: list[bytes]) -> None:
    caseload, many = Caseload(), list[int]()

    def fail() -> None:
        many.append(len(caseload.by_id))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refresh(office, caseload, fail)
    assert 0 < many[0] < len(reports)
    refresh(office, caseload, lambda: None)
    assert dict(caseload.by_id) == whole(office) and {*caseload.by_id} == {*reports}
