"""Who can write the database, and holds no receipt, says nothing in the name of a reporter."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import Session

from services.keys import envelopes
from services.keys.envelopes import Letter
from services.keys.founding import Founding
from services.keys.sealing import new_key_pair, random_bytes
from services.reports import later_words, mailbox, reports
from services.reports.bodies import ReplyRoute
from services.reports.case import Case, route_alive
from services.reports.caseload import Caseload
from services.reports.mailbox import LaterWords, OpenMailbox
from services.reports.receipts import MailboxKeys
from storage import envelopes as envelope_rows
from tests.support.reports.reporting import draft, ready
from tests.support.vaults import OpenedBy, Template

NOON = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
TODAY = NOON.date()


@pytest.fixture
def box(session: Session, founding: Founding) -> OpenMailbox:
    """The mailbox of a report whose person is to be told of answers."""
    fresh = ready(session, founding)
    reports.submit(session, founding.trust, fresh, draft(route=ReplyRoute(7, "en")), NOON)
    return mailbox.find(session, fresh.mailbox)


def case(session: Session, founded: Template) -> Case:
    caseload = Caseload()
    caseload.refresh(session, founded.unlocked("caseworker"), founded.founding.trust)
    (found,) = caseload.all()
    return found


def forge(session: Session, founding: Founding, box: OpenMailbox, **said: object) -> None:
    """What anybody can lay down who reads the tags of mailboxes and writes envelopes."""
    body = {"kind": "message", "mailbox_tag": box.keys.tag.hex(), "day": "2026-03-05", "order": 1} | said
    envelopes.put(session, founding.trust, Letter("safety", body), NOON)


def test_forged_words_are_shown_as_nobodys(
    session: Session, founding: Founding, founded: Template, box: OpenMailbox
) -> None:
    before = case(session, founded)
    forge(session, founding, box, text="Meet me alone.")
    found = case(session, founded)
    assert [(each.kind, each.text) for each in found.entries] == [("report", ""), ("unproven", "Meet me alone.")]
    assert not found.wrote_again and (found.status, found.unseen) == (before.status, before.unseen)


@pytest.mark.parametrize("kind", ["withdrawn", "route_cut"])
def test_a_forged_withdrawal_takes_nothing_back_and_cuts_nothing(
    session: Session, founding: Founding, founded: Template, box: OpenMailbox, kind: str
) -> None:
    forge(session, founding, box, kind=kind)
    found = case(session, founded)
    assert not found.withdrawn and found.is_open and route_alive(found, TODAY)
    assert (found.entries[-1].kind, found.entries[-1].facts) == ("unproven", {"claimed": kind})


def test_what_the_person_says_is_theirs_and_counts(
    session: Session, founding: Founding, founded: Template, box: OpenMailbox
) -> None:
    mailbox.write(session, founding.trust, box, LaterWords("They came back."), NOON)
    assert case(session, founded).wrote_again
    mailbox.cut_route(session, founding.trust, box, NOON)
    assert not route_alive(case(session, founded), TODAY)
    mailbox.withdraw(session, founding.trust, box, NOON)
    found = case(session, founded)
    assert found.withdrawn
    assert [each.kind for each in found.entries] == ["report", "message", "route_cut", "withdrawn"]
    assert all(each.is_proven for each in found.entries)


@pytest.mark.parametrize(
    "bent",
    [
        {"text": "Meet me alone."},
        {"kind": "withdrawn"},
        {"day": "2026-03-04"},
        {"order": 999},
        {"after": 9},
        {"urgent": True},
        {"signature": "00" * 64},
        {"signature": "not hex"},
        {"signature": 7},
    ],
)
def test_a_signature_covers_every_part_of_what_was_said(
    session: Session, founding: Founding, founded: Template, box: OpenMailbox, opened: OpenedBy, bent: dict[str, object]
) -> None:
    mailbox.write(session, founding.trust, box, LaterWords("They came back."), NOON)
    true = said(opened)
    envelope = bytes.fromhex(true["id"])
    envelopes.put(session, founding.trust, Letter("safety", {**true, **bent, "id": random_bytes(16).hex()}), NOON)
    envelope_rows.delete(session, [envelope])
    envelopes.put(session, founding.trust, Letter("safety", true | bent, envelope), NOON)
    assert [each.kind for each in case(session, founded).entries] == ["report", "unproven", "unproven"]


def test_words_that_spoke_of_danger_make_the_case_urgent_and_nobody_elses_do(
    session: Session, founding: Founding, founded: Template
) -> None:
    fresh = ready(session, founding)
    reports.submit(session, founding.trust, fresh, replace(draft(), urgent=False), NOON)
    box = mailbox.find(session, fresh.mailbox)
    forge(session, founding, box, kind="message", text="Come at once.", urgent=True)
    mailbox.write(session, founding.trust, box, LaterWords("Thank you."), NOON)
    assert not case(session, founded).urgent
    mailbox.write(session, founding.trust, box, LaterWords("They will kill me.", urgent=True), NOON)
    assert case(session, founded).urgent


def test_true_words_laid_down_twice_or_for_another_report_are_said_once(
    session: Session, founding: Founding, founded: Template, box: OpenMailbox, opened: OpenedBy
) -> None:
    mailbox.write(session, founding.trust, box, LaterWords("They came back."), NOON)
    true = said(opened)
    envelopes.put(session, founding.trust, Letter("safety", true), NOON)
    envelopes.put(session, founding.trust, Letter("safety", true | {"id": "ab" * 16}, bytes.fromhex("ab" * 16)), NOON)
    fresh = ready(session, founding)
    reports.submit(session, founding.trust, fresh, draft(), NOON)
    other = mailbox.find(session, fresh.mailbox)
    forge(session, founding, other, **{**true, "mailbox_tag": other.keys.tag.hex()})
    caseload = Caseload()
    caseload.refresh(session, founded.unlocked("caseworker"), founding.trust)
    kinds = sorted([each.kind for each in found.entries] for found in caseload.all())
    assert kinds == [["report", "message", "unproven", "unproven"], ["report", "unproven"]]


def test_another_receipt_speaks_for_another_report_only(
    session: Session, founding: Founding, founded: Template, box: OpenMailbox
) -> None:
    strangers = MailboxKeys(box.keys.tag, new_key_pair())
    body = {"kind": "withdrawn", "mailbox_tag": box.keys.tag.hex(), "day": "2026-03-05", "id": "cd" * 16}
    sealed = Letter("safety", later_words.signed(strangers.voice, body), bytes.fromhex("cd" * 16))
    envelopes.put(session, founding.trust, sealed, NOON)
    assert not case(session, founded).withdrawn


def test_words_for_a_report_from_before_there_were_signatures_count_and_are_not_proven(
    session: Session, founding: Founding, founded: Template
) -> None:
    """Nothing tells the person from somebody else there, and a person's withdrawal must not be lost."""
    fresh = ready(session, founding)
    box = OpenMailbox("safety", mailbox.address(fresh.mailbox, "safety"))
    keys = {"tag": box.keys.tag.hex(), "public_key": box.keys.keys.public.hex()}
    body = {"kind": "report", "form_hash": "", "answers": {}, "compartment": "safety", "urgent": False}
    body |= {"mailbox": keys, "check_words": [1, 2], "language": "en", "route": None, "day": "2026-03-05"}
    envelopes.put(session, founding.trust, Letter("safety", body), NOON)
    forge(session, founding, box, text="They came back.")
    found = case(session, founded)
    assert found.wrote_again and [each.is_proven for each in found.entries] == [True, False]
    forge(session, founding, box, kind="withdrawn")
    assert case(session, founded).withdrawn


def said(opened: OpenedBy) -> dict[str, Any]:
    (found,) = (each.body for each in opened("caseworker") if each.body["kind"] == "message")
    return found
