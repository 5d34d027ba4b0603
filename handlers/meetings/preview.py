"""What people will get, shown exactly as they will get it, one language at a time, before anything is sent.

Also the test: the same message through the same outbox, to the organiser alone.
"""

from collections.abc import Iterator

from handlers.chat import states
from handlers.chat.keyboards import pressed, rows
from handlers.chat.language_shown import language_shown, other_languages
from handlers.chat.screen.short_messages import short_messages
from handlers.chat.step import Asked, Question
from handlers.chat.turn import Turn
from handlers.meetings.edit import FACT, current
from handlers.meetings.shown import buttons
from handlers.meetings.shown.notices import WORDED
from handlers.meetings.shown.people import readers_line
from handlers.meetings.shown.wording import (
    change_not_sent_line,
    language_name,
    late_line,
    missing_line,
    night_line,
    not_sent_line,
    reminder_line,
    second_yes_line,
)
from locales import Message, Words
from services.documents import Seen
from services.meetings.notices import NEW, Facts
from services.notices.outbox import Notice
from services.publishing import publishing, telling
from services.publishing.meeting_changes import (
    CancelOccasion,
    CancelSeries,
    ChangeMeeting,
    MeetingPlan,
    MoveOccasion,
    PublishMeeting,
)
from services.publishing.publications import RECALL_WINDOW
from services.publishing.telling import MeetingPreview
from services.recurrence import WallTime, instant

ACT = "act"
MOVE = "move"
CANCEL = "cancel"
CANCEL_SERIES = "cancel all"


async def ask(turn: Turn) -> Asked:
    """Who gets it, the notice in one language, and right below it that it is not sent yet, and the button that does.
    Raises what the rules refuse."""
    words, language, button = turn.words, language_shown(turn), _send_button(turn)
    found = await turn.read(telling.preview, planned(turn))
    above = [
        readers_line(words, found.reach),
        missing_line(words, found.missing) if found.missing else "",
        *_consequences(words, turn.conversation.facts.get(ACT, ""), found),
    ]
    lines = [
        words("👆 People who read {language} get this.", language=language_name(words, language)),
        night_line(words, found.night),
        "" if found.reminders is None else _late_line(turn, found.facts),
        second_yes_line(words) if found.needs_second_yes else "",
        _not_sent(words, button),
    ]
    keyboard = [*other_languages(turn), *rows(words, (buttons.TEST,))]
    notice = Notice(found.kind, turn.chat, language, found.facts)
    text = WORDED[notice.kind](notice, turn.app.words(language)).text
    before = [*short_messages(above), text]
    return Asked("\n\n".join(line for line in lines if line), keyboard, before, rows(words, (button,)))


async def test(turn: Turn) -> None:
    """Send the notice to this chat alone, through the outbox, in the language that is being looked at."""
    found = await turn.read(telling.preview, planned(turn))
    await turn.run(publishing.try_out, found.kind, found.facts, language_shown(turn))
    await turn.say(turn.words("🧪 It is on its way to you, and to nobody else."))


def planned(turn: Turn) -> MeetingPlan:
    """What this conversation is about to do: what is shown and what is sent are worked out of it."""
    facts = turn.conversation.facts
    if FACT in facts:
        edit = current(turn)
        seen = Seen(edit.meeting, edit.version) if edit.meeting else None
        return ChangeMeeting(seen, edit.draft) if seen and edit.is_known else PublishMeeting(edit.draft, seen)
    if facts[ACT] == CANCEL_SERIES:
        return CancelSeries(Seen(facts["meeting"], facts["version"]))
    occasion = Seen(str(facts["occasion"]), int(facts["version"]))
    return CancelOccasion(occasion) if facts[ACT] == CANCEL else MoveOccasion(occasion, WallTime.parse(facts["to"]))


def _send_button(turn: Turn) -> Message:
    if turn.conversation.facts.get(ACT) in (CANCEL, CANCEL_SERIES):
        return buttons.CANCEL_IT
    if turn.conversation.facts.get(ACT) == MOVE or current(turn).is_known:
        return buttons.SEND_CHANGE
    return buttons.PUBLISH


def _not_sent(words: Words, button: Message) -> str:
    line = change_not_sent_line if button == buttons.SEND_CHANGE else not_sent_line
    return line(words, button)


def _late_line(turn: Turn, facts: Facts) -> str:
    zone = facts["zone"]
    return late_line(turn.words, turn.now + RECALL_WINDOW, instant(WallTime.parse(facts["wall"]), zone), zone)


def _consequences(words: Words, act: str, found: MeetingPreview) -> Iterator[str]:
    """What else comes of it. Of a new meeting, the review has said it."""
    if found.kind == NEW:
        return
    if found.replaces:
        yield words("✏️ The message they have is replaced.")
    if found.reminders is None:
        yield words("🔕 No reminder of it comes any more.")
        return
    if act == MOVE:
        yield words("Those who had answered are asked again.")
    else:
        yield words("If the time is another, those who had answered are asked again.")
    yield reminder_line(words, found.reminders, found.rings)


def asked_to_send(turn: Turn) -> bool:
    """True where the press sends what is shown."""
    return pressed(turn, (buttons.PUBLISH, buttons.SEND_CHANGE, buttons.CANCEL_IT)) is not None


PREVIEW = Question(states.MEETING_PREVIEW, ask)
