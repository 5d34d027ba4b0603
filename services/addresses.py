"""What is kept of a chat so that it can be reached, in whichever role: changed and ended in one go.

Subscriptions and roles know their own rows; this says what belongs together when a person changes language, or goes.
"""

from collections.abc import Iterable

from sqlmodel import Session

from services import enrolment, subscriptions
from services.sealing import RuntimeKey


def follow_language(session: Session, runtime: RuntimeKey, audiences: Iterable[str], chat: int, language: str) -> None:
    """Whatever is sent to this chat from now on is in that language."""
    subscriptions.follow_language(session, runtime, audiences, chat, language)
    enrolment.follow_language(session, runtime, chat, language)
