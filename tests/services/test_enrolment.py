"""Roles by code: single use, two days, no difference between wrong, used and expired, and removal at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, text

from services import enrolment
from services.enrolment import (
    CODE_LETTERS,
    CodeUnknown,
    NotAnEditor,
    NotAnOrganiser,
    UnknownEnrolment,
)
from services.keys.sealing import RuntimeKey
from services.store import Store
from storage.engine import Database

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
RUNTIME = RuntimeKey(bytes(range(32)))


@pytest.fixture
def session(database: Database) -> Any:
    with database.writing() as opened:
        yield opened


def enrolled(session: Session, chat: int, role: str = "organiser", *forums: str) -> enrolment.Enrolled:
    code = enrolment.new_code(Store(session, RUNTIME), role, f"Name {chat}", forums or ("*",), NOW)
    return enrolment.enrol(Store(session, RUNTIME), code, chat, "en", NOW)


def test_a_code_can_be_read_out_over_a_bad_line(session: Session) -> None:
    code = enrolment.new_code(Store(session, RUNTIME), "organiser", "Rojin", ("*",), NOW)
    assert len(code) == 12
    assert set(code) <= set(CODE_LETTERS)
    assert not set(CODE_LETTERS) & set("01IO")
    spoken = f" {code[:3].lower()}-{code[3:6]} {code[6:]}\n"
    assert enrolment.read_code(spoken) == code


def test_the_link_leads_back_to_the_code() -> None:
    assert enrolment.read_start_parameter(enrolment.start_parameter("ABC")) == "ABC"
    assert enrolment.read_start_parameter("f_women_en") is None


def test_a_code_works_once(session: Session) -> None:
    code = enrolment.new_code(Store(session, RUNTIME), "organiser", "Rojin", ("women",), NOW)
    person = enrolment.enrol(Store(session, RUNTIME), code, 7, "ckb", NOW + timedelta(hours=47))
    assert (person.role, person.name, person.forums, len(person.number)) == ("organiser", "Rojin", ("women",), 8)
    with pytest.raises(CodeUnknown):
        enrolment.enrol(Store(session, RUNTIME), code, 8, "en", NOW)
    assert enrolment.who(Store(session, RUNTIME), 8) == []


def test_a_code_that_has_run_out_opens_nothing_and_is_erased(session: Session) -> None:
    code = enrolment.new_code(Store(session, RUNTIME), "organiser", "Rojin", ("*",), NOW)
    late = NOW + timedelta(hours=48)
    with pytest.raises(CodeUnknown):
        enrolment.enrol(Store(session, RUNTIME), code, 7, "en", late)
    enrolment.new_code(Store(session, RUNTIME), "editor", "Aram", (), late)
    assert session.connection().execute(text("SELECT count(*) FROM enrolment_codes")).scalar() == 1


def test_who_organises_one_forum_organises_no_other(session: Session) -> None:
    enrolled(session, 7, "organiser", "women")
    assert enrolment.require_organiser(Store(session, RUNTIME), 7, "women").name == "Name 7"
    with pytest.raises(NotAnOrganiser):
        enrolment.require_organiser(Store(session, RUNTIME), 7, "security")
    with pytest.raises(NotAnEditor):
        enrolment.require_editor(Store(session, RUNTIME), 7)


def test_who_organises_all_forums_organises_a_new_one_too(session: Session) -> None:
    enrolled(session, 7)
    assert enrolment.require_organiser(Store(session, RUNTIME), 7, "chess").may_organise("anything")


def test_an_editor_organises_nothing(session: Session) -> None:
    editor = enrolled(session, 7, "editor", "women")
    assert enrolment.require_editor(Store(session, RUNTIME), 7) == editor
    with pytest.raises(NotAnOrganiser):
        enrolment.require_organiser(Store(session, RUNTIME), 7, "women")


def test_one_person_may_have_several_roles_and_lose_one(session: Session) -> None:
    organiser, editor = enrolled(session, 7, "organiser", "women"), enrolled(session, 7, "editor")
    assert {each.role for each in enrolment.who(Store(session, RUNTIME), 7)} == {"organiser", "editor"}
    enrolment.remove(session, organiser.number)
    assert enrolment.who(Store(session, RUNTIME), 7) == [editor]
    with pytest.raises(NotAnOrganiser):
        enrolment.require_organiser(Store(session, RUNTIME), 7, "women")


@pytest.mark.parametrize("number", ["ffffffff", "", "f", "not a number"])
def test_an_unknown_number_takes_no_role_away(session: Session, number: str) -> None:
    enrolled(session, 7)
    with pytest.raises(UnknownEnrolment):
        enrolment.remove(session, number)
    assert len(enrolment.everyone(Store(session, RUNTIME))) == 1


def test_numbers_are_told_apart_by_what_the_steward_sees(session: Session) -> None:
    numbers = {enrolled(session, chat).number for chat in range(30)}
    assert len(numbers) == 30


def test_the_organisers_of_a_forum_are_found_once_each_in_their_language(session: Session) -> None:
    enrolled(session, 1, "organiser", "women")
    enrolled(session, 1)
    enrolled(session, 2, "organiser", "youth")
    enrolled(session, 3, "editor")
    enrolment.follow_language(Store(session, RUNTIME), 1, "ckb")
    found = [(chat, language) for chat, language, _ in enrolment.organisers_of(Store(session, RUNTIME), "women")]
    assert found == [(1, "ckb")]


def test_everybody_is_listed_by_role_and_name(session: Session) -> None:
    for chat, role in ((3, "organiser"), (1, "organiser"), (2, "editor")):
        enrolled(session, chat, role)
    assert [each.name for each in enrolment.everyone(Store(session, RUNTIME))] == ["Name 2", "Name 1", "Name 3"]


def test_nothing_at_rest_names_anybody_or_holds_a_code(session: Session) -> None:
    waiting = enrolment.new_code(Store(session, RUNTIME), "organiser", "Rojin", ("women",), NOW)
    enrolled(session, 4705121, "organiser", "women")
    rows = session.connection().execute(text("SELECT id, tag, body FROM enrolments")).all()
    codes = session.connection().execute(text("SELECT tag, body FROM enrolment_codes")).all()
    raw = b"".join(bytes(part) for row in [*rows, *codes] for part in row)
    assert not any(word.encode() in raw for word in ("4705121", "Name", "Rojin", "women", waiting))


def test_rows_of_a_lost_runtime_key_give_no_role(session: Session) -> None:
    enrolled(session, 7)
    other = Store(session, RuntimeKey(bytes(32)))
    assert enrolment.everyone(other) == []
    assert enrolment.who(other, 7) == []
