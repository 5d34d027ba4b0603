"""Whatever a rule refuses at the desk is said in words, and what has no words is not passed over in silence."""

from functools import cache

import pytest

from desk.cases.headlines import HEADLINES
from desk.words.sentences import (
    COMPARTMENT_WORDS,
    LEVEL_WORDS,
    OUTCOME_WORDS,
    SENTENCES,
    STATUS_WORDS,
    compartment_words,
    level_words,
    sentence,
    state_words,
    status_words,
)
from locales import Words
from services.authoring.parts import ContentBroken
from services.drawing.letters import LettersMissing, NotAFont, TooWide
from services.enrolment import CodeUnknown, NotAnEditor, NotAnOrganiser, UnknownEnrolment
from services.errors import Refusal
from services.forms import FormUnknown
from services.guides.agreements import NoSuchAgreement
from services.keys.epochs import COMPARTMENTS
from services.keys.keyring import LastSteward, NotASteward, UnknownMember, signed
from services.keys.members import RolesConflict
from services.keys.sealing import CannotOpen, random_bytes
from services.picture.offices import NotAPicture, SameOffice, SignerLeft
from services.picture.releases import HeldBack
from services.reports.casework import MailboxGone
from services.reports.deeds.known import DEEDS, UNKNOWN
from services.reports.deeds.verification import LEVELS
from services.reports.mailbox import AlreadyTakenBack, MessageTooLong, NoSuchMailbox
from services.reports.receipts import NotAReceipt
from services.reports.standing import OUTCOMES, STATUSES
from services.reports.written import TooLong
from services.surveys.answers import NoSuchRound
from services.surveys.surveys import AlreadyInvited, NotOpen
from tests.desk.conftest import Desk
from tests.support.refusals import modules_below, raised_in, reached_from

OF_THE_DESK = ("services.keys.", "services.reports.", "services.surveys.")
"""The rules that are followed on: what they raise may come from the modules below them."""

STEWARDS_COMMAND = "only commands of the steward's do this; a page enrols, removes and founds nobody"
CHAT = "only the chat with a resident does this; the desk never sees a receipt or a mailbox from outside"
REDEEMED = "codes are redeemed in the chat, and there one is an organiser or an editor; the desk only makes them"
CANNOT_REACH_A_PAGE: dict[type[Refusal], str] = {
    AlreadyInvited: STEWARDS_COMMAND,
    LastSteward: STEWARDS_COMMAND,
    NotASteward: STEWARDS_COMMAND,
    NotOpen: STEWARDS_COMMAND,
    RolesConflict: STEWARDS_COMMAND,
    UnknownMember: STEWARDS_COMMAND,
    AlreadyTakenBack: CHAT,
    MessageTooLong: CHAT,
    NoSuchMailbox: CHAT,
    NotAReceipt: CHAT,
    NoSuchAgreement: "agreements are read in the chat; the desk knows the name of their form and no more",
    **dict.fromkeys((NotAPicture, SameOffice, SignerLeft), "offices are added up on the command line"),
    CannotOpen: "whoever opens something goes on without it, or says NotTrusted instead",
    FormUnknown: "labels and surveys are shown without their form where the store has none of that hash",
    CodeUnknown: REDEEMED,
    NotAnEditor: REDEEMED,
    NotAnOrganiser: REDEEMED,
    UnknownEnrolment: "the page of phones says itself that somebody was removed already",
    ContentBroken: "content is read before a desk opens, and one that is broken opens none",
    LettersMissing: "the page that is passed on says NotToBeDrawn instead",
    NotAFont: "the desk draws with the shipped font alone",
    TooWide: "the page that is passed on cuts what is too wide",
    NoSuchRound: "every page of a round has a page of its own for it, with 404",
}


@cache
def refusals_of_the_desk() -> set[type[Refusal]]:
    desk = modules_below("desk")
    rules = reached_from(desk, goes_on=lambda name: name.startswith(OF_THE_DESK))
    modules = desk | {name for name in rules if name.startswith("services.")}
    return {kind for module in modules for kind in raised_in(module) if issubclass(kind, Refusal)}


def without_words() -> set[type[Refusal]]:
    worded = {kind for kind in refusals_of_the_desk() if set(kind.__mro__) & SENTENCES.keys()}
    return refusals_of_the_desk() - worded - CANNOT_REACH_A_PAGE.keys()


def test_every_refusal_that_can_reach_a_page_has_a_sentence() -> None:
    assert without_words() == set()


@pytest.mark.parametrize("kind", SENTENCES, ids=lambda kind: kind.__name__)
def test_a_sentence_that_is_taken_away_is_missed(kind: type[Refusal], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(SENTENCES, kind)
    assert without_words() == {kind}


def test_no_row_words_refusals_that_nobody_thought_of() -> None:
    assert Refusal not in SENTENCES


def test_what_is_said_not_to_reach_a_page_is_raised_somewhere_and_has_no_sentence() -> None:
    assert CANNOT_REACH_A_PAGE.keys() <= refusals_of_the_desk() - SENTENCES.keys()


@pytest.mark.parametrize("kind", SENTENCES, ids=lambda kind: kind.__name__)
def test_every_sentence_can_be_said(kind: type[Refusal]) -> None:
    facts: tuple[object, ...] = ([],) if kind is HeldBack else (12, 3000)
    assert sentence(Words("en"), kind(*facts)).endswith(".")


def test_a_refusal_of_a_narrower_kind_is_said_like_its_own_kind() -> None:
    class MailboxClosed(MailboxGone):
        """Not thought of by any table."""

    assert sentence(Words("en"), MailboxClosed()) == sentence(Words("en"), MailboxGone())


async def test_what_has_no_words_becomes_the_failure_page_and_the_text_is_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    monkeypatch.delitem(SENTENCES, TooLong)
    answer = await visitor.work(case_id, "preview", reply="y" * 3012)
    assert answer.status == 500 and "The desk made a mistake" in answer.plain
    await visitor.get(f"/case/{case_id.hex()}")
    assert visitor.area("reply") == "y" * 3012


def test_every_value_of_a_fixed_set_has_its_own_words() -> None:
    words = Words("en")
    for values, table, worded in (
        (STATUSES, STATUS_WORDS, status_words),
        (OUTCOMES, OUTCOME_WORDS, lambda words, outcome: state_words(words, "closed", outcome)),
        (LEVELS, LEVEL_WORDS, level_words),
        (COMPARTMENTS, COMPARTMENT_WORDS, compartment_words),
    ):
        assert set(table) == set(values)
        assert len({worded(words, value) for value in values}) == len(values)
        with pytest.raises(KeyError):
            worded(words, "of a later version")


def test_every_deed_has_its_headline() -> None:
    assert HEADLINES.keys() == {*DEEDS, UNKNOWN}


async def test_a_state_that_a_later_version_may_know_is_not_taken_for_another(desk: Desk) -> None:
    office = desk.office
    case_id = office.report()
    unknown: dict[str, dict[str, object]] = {"status": {"status": "archived"}, "verified": {"level": ["certain"]}}
    for event, facts in unknown.items():
        event_id = random_bytes(16)
        body: dict[str, object] = {
            "kind": "event",
            "id": event_id.hex(),
            "case": case_id.hex(),
            "event": event,
            "facts": facts,
            "clock": 1,
            "seen": [],
            "day": office.now.date().isoformat(),
        }
        office.put("safety", signed(office.members["caseworker"], "event", body), event_id)
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    assert visitor.last.status == 200
    assert visitor.last.plain.count("added something this version of the desk does not know") == 2
