"""The places a conversation can be in, beside the menu (''). The place owns what the person writes next."""

from typing import Any, Final

from handlers.chat.turn import Turn
from services.conversation.conversation import Conversation

LANGUAGE: Final = "language"
SCREEN: Final = "screen"
REPORT: Final = "report"
RECEIPT: Final = "receipt"
MAILBOX_DOOR: Final = "mailbox door"
MAILBOX: Final = "mailbox"
MAILBOX_WRITING: Final = "mailbox writing"
MAILBOX_WITHDRAWING: Final = "mailbox withdrawing"
SURVEY_SCREEN: Final = "survey screen"
SURVEY: Final = "survey"
SCREENS: Final = (SCREEN, SURVEY_SCREEN)
"""Where a person reads what they should know before the first question."""
DIRECTORY: Final = "directory"
EDITOR: Final = "editor"
EDITOR_SERVICE: Final = "editor service"
EDITOR_FIELD: Final = "editor field"
EDITOR_TEXT: Final = "editor text"
OF_AN_EDITOR: Final = (EDITOR, EDITOR_SERVICE, EDITOR_FIELD)
"""Where an editor has nothing that would be lost."""
TOPIC: Final = "topic"
ENROLMENT: Final = "enrolment"
OF_THE_MAILBOX: Final = (MAILBOX_DOOR, MAILBOX, MAILBOX_WRITING, MAILBOX_WITHDRAWING)

MEETING_FORUM: Final = "meeting forum"
MEETING_DAY: Final = "meeting day"
MEETING_TIME: Final = "meeting time"
MEETING_REVIEW: Final = "meeting review"
MEETING_OTHER_DAY: Final = "meeting other day"
MEETING_OTHER_TIME: Final = "meeting other time"
MEETING_LENGTH: Final = "meeting length"
MEETING_REPEAT: Final = "meeting repeat"
MEETING_END: Final = "meeting end"
MEETING_EXCEPT: Final = "meeting except"
MEETING_PLACE: Final = "meeting place"
MEETING_AGENDA: Final = "meeting agenda"
MEETING_TITLE: Final = "meeting title"
MEETING_LANGUAGES: Final = "meeting languages"
MEETING_TRANSLATING: Final = "meeting translating"
MEETING_PREVIEW: Final = "meeting preview"
MEETING_OPEN: Final = "meeting open"
MEETING_MOVE_DAY: Final = "meeting move day"
MEETING_MOVE_TIME: Final = "meeting move time"
MEETING_SURE: Final = "meeting sure"
MINUTES_COUNT: Final = "minutes count"
MINUTES_EARLIER: Final = "minutes earlier"
MINUTES_ACTION: Final = "minutes action"
MINUTES_OWNER: Final = "minutes owner"
MINUTES_DUE: Final = "minutes due"
MINUTES_OPEN: Final = "minutes open"
MINUTES_REVIEW: Final = "minutes review"
NOTICE_WHOM: Final = "notice whom"
NOTICE_KIND: Final = "notice kind"
NOTICE_TEXT: Final = "notice text"
NOTICE_REVIEW: Final = "notice review"
NOTICE_LANGUAGES: Final = "notice languages"
NOTICE_TRANSLATING: Final = "notice translating"
NOTICE_DECIDING: Final = "notice deciding"
OF_AN_ORGANISER: Final = (
    *(MEETING_REVIEW, MEETING_OTHER_DAY, MEETING_OTHER_TIME, MEETING_LENGTH, MEETING_REPEAT, MEETING_END),
    *(MEETING_EXCEPT, MEETING_PLACE, MEETING_AGENDA, MEETING_TITLE, MEETING_LANGUAGES, MEETING_TRANSLATING),
    *(MEETING_PREVIEW, MINUTES_EARLIER, MINUTES_ACTION, MINUTES_OWNER, MINUTES_DUE, MINUTES_OPEN, MINUTES_REVIEW),
    *(NOTICE_TEXT, NOTICE_REVIEW, NOTICE_LANGUAGES, NOTICE_TRANSLATING),
)
"""Where an organiser has put something together that is not sent or saved yet."""


def under_way(conversation: Conversation) -> str:
    """Where the conversation is in truth: choosing a language is a side step from somewhere."""
    return str(conversation.facts["back"]) if conversation.place == LANGUAGE else conversation.place


def go(turn: Turn, place: str, **facts: Any) -> None:
    """Enter a place and stay with the language that is spoken now, whatever the phone's is."""
    turn.conversation.language = turn.language
    turn.enter(place, **facts)
