"""Where a conversation can be, beside the menu: the state owns what the person writes next.

The names are kept with each conversation. What a state does is said in the routes of its family, and `routes.STATES`
is all of them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from handlers.chat.turn import Turn

Handle = Callable[[Turn], Awaitable[None]]

LANGUAGE: Final = "language"
SCREEN: Final = "screen"
REPORT: Final = "report"
RECEIPT: Final = "receipt"
STOPPED_BEFORE: Final = "stopped before"
WORDS_BEFORE: Final = "words before"
MAILBOX_DOOR: Final = "mailbox door"
MAILBOX: Final = "mailbox"
MAILBOX_WRITING: Final = "mailbox writing"
MAILBOX_JOINING: Final = "mailbox joining"
MAILBOX_WITHDRAWING: Final = "mailbox withdrawing"
MAILBOX_ASKED: Final = "mailbox asked"
MAILBOX_TAKING_BACK: Final = "mailbox taking back"
OPEN_MAILBOX: Final = (MAILBOX, MAILBOX_WITHDRAWING, MAILBOX_ASKED, MAILBOX_TAKING_BACK)
"""Where what lies in a mailbox may stand in the chat, and nothing that was begun would be lost."""
SURVEY_SCREEN: Final = "survey screen"
SURVEY: Final = "survey"
DIRECTORY: Final = "directory"
WORDS: Final = "words"
EDITOR: Final = "editor"
EDITOR_SERVICE: Final = "editor service"
EDITOR_FIELD: Final = "editor field"
EDITOR_TEXT: Final = "editor text"
OF_AN_EDITOR: Final = (EDITOR, EDITOR_SERVICE, EDITOR_FIELD)
"""Where an editor has nothing that would be lost."""
TOPIC: Final = "topic"
TOPIC_FOR_WHOM: Final = "topic for whom"
ENROLMENT: Final = "enrolment"

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
MEETING_TOPIC: Final = "meeting topic"
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


@dataclass(frozen=True, slots=True)
class State:
    """One place in a conversation.

    `take` gets what comes next; `again` asks once more, after a step aside, in the language spoken then. `stop` leaves
    it at /stop, where there is more to do than to go back to the menu. `unfinished` says what would be lost when
    something else is begun, and is None where nothing would. A form is asked again after help, too. Where `is_open`,
    nothing is asked: somebody may write whatever they came for. Where `only_buttons` are awaited, their labels may be
    typed in any way. Where it `awaits_a_number` and nothing else, words that name another way lead there. Where it
    `is_work` of an organiser or editor, words of danger are what they write about. Whoever
    is where it `comes_first` is answered first when not all can be answered at once.
    """

    name: str
    take: Handle
    again: Handle | None = None
    stop: Handle | None = None
    unfinished: Handle | None = None
    is_form: bool = False
    is_open: bool = False
    only_buttons: bool = False
    awaits_a_number: bool = False
    is_work: bool = False
    comes_first: bool = False


def under_way(turn: Turn) -> State | None:
    """Where the conversation is in truth (choosing a language is a side step from somewhere); None in the menu."""
    conversation = turn.conversation
    name = str(conversation.facts["back"]) if conversation.place == LANGUAGE else conversation.place
    return turn.app.states.get(name)


def is_asked(turn: Turn) -> bool:
    """True where a question waits for its answer, so that words may be one."""
    state = turn.app.states.get(turn.conversation.place)
    return state is not None and not state.is_open


async def again(turn: Turn) -> bool:
    """Show again what was under way, after a step aside; False where nothing was."""
    state = turn.app.states.get(turn.conversation.place)
    if state is None or state.again is None:
        return False
    await state.again(turn)
    return True


def go(turn: Turn, place: str, **facts: Any) -> None:
    """Enter a place and stay with the language that is spoken now, whatever the phone's is."""
    turn.conversation.language = turn.language
    turn.enter(place, **facts)
