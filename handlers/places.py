"""The places a conversation can be in, beside the menu (''). The place owns what the person writes next."""

from typing import Any, Final

from handlers.turn import Turn
from services.conversations import Conversation

LANGUAGE: Final = "language"
SCREEN: Final = "screen"
REPORT: Final = "report"
RECEIPT: Final = "receipt"
MAILBOX_DOOR: Final = "mailbox door"
MAILBOX: Final = "mailbox"
MAILBOX_WRITING: Final = "mailbox writing"
MAILBOX_WITHDRAWING: Final = "mailbox withdrawing"
OF_THE_MAILBOX: Final = (MAILBOX_DOOR, MAILBOX, MAILBOX_WRITING, MAILBOX_WITHDRAWING)


def under_way(conversation: Conversation) -> str:
    """Where the conversation is in truth: choosing a language is a side step from somewhere."""
    return str(conversation.facts["back"]) if conversation.place == LANGUAGE else conversation.place


def go(turn: Turn, place: str, **facts: Any) -> None:
    """Enter a place and stay with the language that is spoken now, whatever the phone's is."""
    turn.conversation.language = turn.language
    turn.enter(place, **facts)
