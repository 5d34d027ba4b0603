"""Promises of reading answers to surveys: by round, by their own forms, nothing trusted for its shape."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest
from sqlmodel import Session

from services.forms import Form, archive
from services.keys import envelopes
from services.keys.envelopes import Letter
from services.reports.caseload import Caseload
from services.surveys.answers import AnswerBook, NoSuchRound, RoundName
from storage import envelopes as rows
from tests.support.forms.surveying import NAME, NOW, home_form, put
from tests.support.vaults import Vault

LATER = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)


class OpenBook(Protocol):
    """A book brought up to date for a member: `book`, or else a fresh one for each call."""

    def __call__(self, role: str = ..., book: AnswerBook | None = ...) -> AnswerBook: ...


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return home_form(tmp_path)


@pytest.fixture
def book(vault: Vault, session: Session) -> OpenBook:
    def opened(role: str = "caseworker", book: AnswerBook | None = None) -> AnswerBook:
        found = book or AnswerBook()
        found.refresh(session, vault.unlocked_elsewhere(role))
        return found

    return opened


def test_answers_are_found_by_round(vault: Vault, session: Session, book: OpenBook, form: Form) -> None:
    put(session, vault.trust, form, {"going": "yes"}, {"going": "no"})
    put(session, vault.trust, form, {"going": "yes"}, round="autumn")
    found = book().rounds(session)
    assert {(round.name, len(round.answers)) for round in found} == {(NAME, 2), (RoundName("household", "autumn"), 1)}
    assert sorted(each.answers["going"] for each in book().round(session, NAME).answers) == ["no", "yes"]
    assert found[0].weeks == ("2026-W10", "2026-W10")


def test_only_members_of_that_compartment_see_any(vault: Vault, session: Session, book: OpenBook, form: Form) -> None:
    put(session, vault.trust, form, {"going": "yes"})
    assert book("focal_point").rounds(session) == []
    with pytest.raises(NoSuchRound):
        book("focal_point").round(session, NAME)


def test_answers_to_two_versions_of_a_form_stay_readable_by_both(
    vault: Vault, session: Session, book: OpenBook, form: Form, tmp_path: Path
) -> None:
    newer = home_form(tmp_path, "2", [("text", "hope", "What do you hope?", "ماذا تأمل؟", "", "")])
    put(session, vault.trust, form, {"going": "yes"})
    put(session, vault.trust, newer, {"going": "no", "hope": "peace"})
    assert set(book().round(session, NAME).forms) == {form.hash, newer.hash}


def test_answers_to_a_form_that_is_nowhere_are_still_counted_as_answers(
    vault: Vault, session: Session, book: OpenBook, form: Form
) -> None:
    put(session, vault.trust, form, {"going": "yes"})
    session.connection().exec_driver_sql("DELETE FROM forms")
    archive._read.cache_clear()
    round = book().round(session, NAME)
    assert len(round.answers) == 1
    assert round.form is None


def test_what_was_erased_is_gone_at_the_next_look_and_what_came_is_there(
    vault: Vault, session: Session, book: OpenBook, form: Form
) -> None:
    first, _ = put(session, vault.trust, form, {"going": "yes"}, {"going": "no"})
    known = book()
    rows.delete(session, [first])
    put(session, vault.trust, form, {"going": "not_say"})
    book(book=known)
    assert sorted(each.answers["going"] for each in known.round(session, NAME).answers) == ["no", "not_say"]


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "report"},
        {"kind": "survey", "survey": "household"},
        {"kind": "survey", "survey": "../x", "round": "y", "form": "f", "form_hash": "h", "answers": {}},
        {"kind": "survey", "survey": "household", "round": "y", "form": "f", "form_hash": "h", "answers": {"a": 1}},
        {"kind": "survey", "survey": "household", "round": "y", "form": "f", "form_hash": "h", "answers": ["a"]},
    ],
)
def test_what_has_another_shape_is_left_out_and_counted_as_strange(
    vault: Vault, session: Session, book: OpenBook, body: dict[str, object]
) -> None:
    envelopes.put(session, vault.trust, Letter("surveys", body), NOW)
    found = book()
    assert found.rounds(session) == []
    assert found.strange == 1


def test_a_copied_envelope_is_not_a_second_voice(vault: Vault, session: Session, book: OpenBook, form: Form) -> None:
    (id,) = put(session, vault.trust, form, {"going": "yes"})
    rows.add(session, b"c" * 16, "2026-03", "2026-W10", rows.bodies(session, [id])[id])
    found = book()
    assert len(found.round(session, NAME).answers) == 1
    assert found.strange == 1


def test_answers_are_no_case_and_nothing_strange_in_the_queue(vault: Vault, session: Session, form: Form) -> None:
    put(session, vault.trust, form, {"going": "yes"})
    caseload = Caseload()
    caseload.refresh(session, vault.unlocked_elsewhere("caseworker"), vault.trust)
    assert caseload.all() == []
    assert caseload.strange == 0


def test_their_order_says_nothing_of_when_they_came(vault: Vault, session: Session, book: OpenBook, form: Form) -> None:
    ids = put(session, vault.trust, form, *({"people": str(number)} for number in range(30)))
    assert [each.id for each in book().round(session, NAME).answers] == sorted(ids)


def test_very_many_are_read_in_many_short_readings(vault: Vault, form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelopes, "FIRST", 1)
    monkeypatch.setattr(envelopes, "STEP", 1)
    with vault.database.writing() as session:
        put(session, vault.trust, form, {"going": "yes"}, {"going": "no"})
        envelopes.put(session, vault.trust, Letter("safety", {"kind": "report"}), LATER)
    book, readings = AnswerBook(), list[int]()

    @contextmanager
    def reading() -> Iterator[Session]:
        with vault.database.reading() as session:
            yield session
        readings.append(1)

    book.refresh_in_steps(reading, vault.unlocked_elsewhere("caseworker"))
    with vault.database.reading() as session:
        assert sorted(each.answers["going"] for each in book.round(session, NAME).answers) == ["no", "yes"]
    assert len(readings) > 2
