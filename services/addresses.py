"""What is kept of a chat so that it can be reached, in whichever role: changed and ended in one go.

Subscriptions and roles know their own rows; this says what belongs together when a person changes language, or goes.
"""

from collections.abc import Iterable

from sqlmodel import Session

from services import enrolment
from services.notices import subscriptions
from services.store import Store
from storage import broadcasts as broadcast_rows
from storage import enrolment as enrolment_rows
from storage import outbox as outbox_rows
from storage import subscriptions as subscription_rows
from storage import topics as topic_rows


def follow_language(store: Store, audiences: Iterable[str], chat: int, language: str) -> None:
    """Whatever is sent to this chat from now on is in that language."""
    subscriptions.follow_language(store, audiences, chat, language)
    enrolment.follow_language(store, chat, language)


def forget_everybody(session: Session) -> None:
    """The key they were locked with is no more: nobody could ever open these rows again, or find them by a tag."""
    subscription_rows.delete_all(session)
    enrolment_rows.delete_all(session)
    topic_rows.delete_all(session)
    broadcast_rows.delete_all(session)
    outbox_rows.delete_all(session)
