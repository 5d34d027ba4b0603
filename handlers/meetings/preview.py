"""What people will get, shown exactly as they will get it, one language at a time, before anything is sent.

Also the test: the same message through the same outbox, to the organiser alone.
"""

from dataclasses import replace
from typing import Any

from handlers.chat import states
from handlers.chat.keyboards import pressed, rows
from handlers.chat.language_shown import language_shown, other_languages
from handlers.chat.step import Asked, Question
from handlers.chat.turn import Turn
from handlers.meetings import buttons
from handlers.meetings.edit import FACT, current
from handlers.meetings.notices import WORDED
from handlers.meetings.wording import language_name, missing_line, readers_line
from locales import Message, Words
from services.authoring.texts import Missing
from services.enrolment import require_organiser
from services.forums import forum_audience
from services.meetings import meetings, minutes
from services.meetings.notices import CANCELLED_ALL, CANCELLED_ONE, CHANGED, MOVED, NEW, WHOLE, facts_of, moved_facts
from services.notices import broadcasts
from services.notices.outbox import Notice
from services.publishing import meeting_changes, publishing
from services.publishing.meeting_changes import MeetingPreview
from services.publishing.senders import Reach, reach
from services.recurrence import WallTime
from services.store import keyless

ACT = "act"
MOVE = "move"
CANCEL = "cancel"
CANCEL_SERIES = "cancel all"
KINDS = {CANCEL: CANCELLED_ONE, CANCEL_SERIES: CANCELLED_ALL}


async def ask(turn: Turn) -> Asked:
    """The notice in one language, who gets it, and the button that sends it. Raises what the rules refuse."""
    words, language = turn.words, language_shown(turn)
    kind, facts, whom, missing = await _what(turn)
    lines = [
        words("👆 People who read {language} get this.", language=language_name(words, language)),
        readers_line(words, whom),
        missing_line(words, missing) if missing else "",
        _consequence(words, turn.conversation.facts.get(ACT, ""), kind),
    ]
    keyboard = [*rows(words, (_send_button(turn),)), *other_languages(turn), *rows(words, (buttons.TEST,))]
    text = WORDED[kind](Notice(kind, turn.chat, language, facts), turn.app.words(language)).text
    return Asked("\n\n".join(line for line in lines if line), keyboard, before=text)


async def test(turn: Turn) -> None:
    """Send the notice to this chat alone, through the outbox, in the language that is being looked at."""
    kind, facts, _, _ = await _what(turn)
    await turn.run(publishing.try_out, kind, facts, language_shown(turn))
    await turn.say(turn.words("🧪 It is on its way to you, and to nobody else."))


async def _what(turn: Turn) -> tuple[str, dict[str, Any], Reach, list[Missing]]:
    """The notice that would be sent (kind and facts), to how many, and what is missing in it."""
    if FACT in turn.conversation.facts:
        found = await _of_edit(turn)
        return found.kind, found.facts, found.reach, list(found.missing)
    app, facts = turn.app, turn.conversation.facts
    occasion = await turn.read(meetings.occasion, facts["occasion"])
    meeting, occurrence = occasion.meeting, occasion.occurrence
    await turn.read(require_organiser, turn.chat, meeting.forum)
    whom = await turn.read(reach, app.content, [forum_audience(meeting.forum)])
    if facts[ACT] != MOVE:
        return KINDS[facts[ACT]], facts_of(app.content, meeting, occurrence), whom, []
    actions = await turn.read(minutes.open_actions, meeting.forum)
    later = replace(occurrence, wall=WallTime.parse(facts["to"]))
    return MOVED, moved_facts(facts_of(app.content, meeting, later, actions), occurrence.wall), whom, []


async def _of_edit(turn: Turn) -> MeetingPreview:
    edit = current(turn)
    await turn.read(require_organiser, turn.chat, edit.draft.forum)
    kind = CHANGED if edit.meeting and edit.is_known and await _somebody_was_told(turn, edit.meeting) else NEW
    return await turn.read(meeting_changes.preview, edit.draft, kind, edit.meeting)


async def _somebody_was_told(turn: Turn, id: str) -> bool:
    """False where the first notice has reached nobody yet: a change is then told as something new."""
    meeting = await turn.read(meetings.get, id)
    first = meeting.notices[WHOLE]
    if not await turn.read(keyless(broadcasts.is_known), first):
        return True
    return (await turn.read(keyless(broadcasts.progress), first)).sent > 0


def _send_button(turn: Turn) -> Message:
    if turn.conversation.facts.get(ACT) in (CANCEL, CANCEL_SERIES):
        return buttons.CANCEL_IT
    if turn.conversation.facts.get(ACT) == MOVE or current(turn).is_known:
        return buttons.SEND_CHANGE
    return buttons.PUBLISH


def _consequence(words: Words, act: str, kind: str) -> str:
    if kind == NEW:
        return ""
    said = words("The message they have is replaced, and reminders follow.")
    if act == MOVE:
        return said + "\n" + words("Those who had answered are asked again.")
    return said if act else said + "\n" + words("If the time is another, those who had answered are asked again.")


def asked_to_send(turn: Turn) -> bool:
    """True where the press sends what is shown."""
    return pressed(turn, (buttons.PUBLISH, buttons.SEND_CHANGE, buttons.CANCEL_IT)) is not None


PREVIEW = Question(states.MEETING_PREVIEW, ask)
