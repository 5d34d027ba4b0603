"""Promises of the way a report goes in: sealed for its readers, together with its mailbox or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from services.keys import keyring
from services.keys.epochs import week_of
from services.keys.founding import Founding
from services.reports import mailbox, reports
from services.reports.bodies import ReplyRoute
from storage import envelopes as envelope_rows
from storage import mailbox as rows
from tests.support.reports.reporting import WORDS, draft, ready
from tests.support.vaults import OpenedBy

NOON = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


def test_a_report_opens_at_the_desk_as_the_person_confirmed_it(
    session: Session, founding: Founding, opened: OpenedBy
) -> None:
    fresh = ready(session, founding)
    sent = reports.submit(session, founding.trust, fresh, draft(), NOON)
    (found,) = opened("caseworker")
    assert found.body["answers"]["what_happened"] == WORDS
    assert found.body["check_words"] == list(sent.check_words)
    assert found.body["route"] is None
    assert sent.receipt == fresh.receipt.digits


def test_nothing_of_a_report_but_its_week_lies_outside_the_seal(session: Session, founding: Founding) -> None:
    reports.submit(session, founding.trust, ready(session, founding), draft(route=ReplyRoute(4242, "ar")), NOON)
    (head,) = envelope_rows.heads(session)
    body = envelope_rows.bodies(session, [head.id])[head.id]
    assert WORDS.encode() not in body
    assert b"4242" not in body
    assert head.week == week_of(NOON)
    reports.submit(session, founding.trust, ready(session, founding), draft("psea"), NOON)
    assert (
        len(
            {len(body) for body in envelope_rows.bodies(session, [h.id for h in envelope_rows.heads(session)]).values()}
        )
        == 1
    )


def test_a_complaint_about_an_aid_worker_is_closed_to_caseworkers(
    session: Session, founding: Founding, opened: OpenedBy
) -> None:
    reports.submit(session, founding.trust, ready(session, founding), draft("psea"), NOON)
    assert opened("caseworker") == []
    assert len(opened("focal_point")) == 1


def test_the_chat_is_sealed_into_a_report_only_where_the_person_agreed(
    session: Session, founding: Founding, opened: OpenedBy
) -> None:
    reports.submit(session, founding.trust, ready(session, founding), draft(route=ReplyRoute(4242, "ar")), NOON)
    (found,) = opened("caseworker")
    assert found.body["route"] == {"chat": 4242, "language": "ar"}


@pytest.mark.of_a_file
def test_without_a_mailbox_there_is_no_report(session: Session, founding: Founding) -> None:
    """Both or neither: a receipt that opens nothing is never shown."""
    fresh = ready(session, founding)
    box = mailbox.address(fresh.mailbox, "safety")
    rows.add(session, rows.MailboxRow(box.tag, box.keys.public, week_of(NOON)))
    savepoint = session.begin_nested()
    with pytest.raises(Exception, match="UNIQUE"):
        reports.submit(session, founding.trust, fresh, draft(), NOON)
    savepoint.rollback()
    assert envelope_rows.count(session) == 0


def test_intake_stops_when_the_keys_cannot_be_trusted(session: Session, founding: Founding) -> None:
    reports.require_intake(session, founding.trust, NOON)
    with pytest.raises(keyring.NoTrustedKey):
        reports.require_intake(session, founding.trust, NOON + timedelta(days=900))
