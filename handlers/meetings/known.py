"""One meeting people know of: what it says, how many will come, how far its notice has come, and what can be done."""

from dataclasses import dataclass

from handlers.chat import keyboards, states, unfinished
from handlers.chat.keyboards import about, rows
from handlers.chat.screen.markup import Keyboard
from handlers.chat.step import Asked, Question
from handlers.chat.turn import Turn
from handlers.meetings.shown import buttons, occasions, overview
from handlers.meetings.shown.wording import counts_line, draft_text, progress_line
from services.enrolment import require_organiser
from services.meetings import meetings as rules
from services.meetings import rsvp
from services.meetings.meeting import Meeting, Occasion, draft_of, occasion_id
from services.meetings.notices import WHOLE
from services.meetings.reminders import to_come
from services.meetings.rsvp import Counts
from services.publishing.told_progress import ToldProgress, told_progress
from services.recurrence import next_occurrences

OTHER_DATES = 3
OCCASION = "occasion"


@dataclass(frozen=True, slots=True)
class Standing:
    """An occasion as it stands now."""

    occasion: Occasion
    counts: Counts
    progress: ToldProgress | None


async def pressed_open(turn: Turn) -> None:
    """A meeting was chosen from a list, perhaps hours ago."""
    if await unfinished.comes_first(turn):
        return
    occasion = await overview.pressed_occasion(turn)
    if occasion is None:
        await overview.gone(turn)
        return
    await enter(turn, occasion.id)


async def enter(turn: Turn, occasion: str, first: str = "") -> None:
    """Show this occasion, with `first` above it."""
    turn.conversation.facts = {}
    await OPEN.enter(turn, first, occasion=occasion)


async def standing(turn: Turn) -> Standing:
    """The occasion this conversation is about. Raises MeetingGone, NotAnOrganiser."""
    id = turn.conversation.facts[OCCASION]
    occasion = await turn.read(rules.occasion, id)
    await turn.read(require_organiser, turn.chat, occasion.meeting.forum)
    counts = await turn.read(rsvp.counts, id)
    notice = _notice(occasion.meeting, occasion)
    progress = await turn.read(told_progress, turn.app.content.forums, notice, turn.now) if notice else None
    return Standing(occasion, counts, progress)


async def ask(turn: Turn) -> Asked:
    """All there is to know about it, and its buttons."""
    words, now = turn.words, await standing(turn)
    meeting = now.occasion.meeting
    forum = rules.forum_of(turn.app.content, meeting.forum)
    parts = [
        draft_text(words, draft_of(meeting), forum, to_come(forum, meeting.standing, turn.now)),
        words("🗓 {moment}", moment=occasions.when(words, now.occasion.occurrence.wall)),
        counts_line(words, now.counts),
        progress_line(words, now.progress) if now.progress else "",
    ]
    return Asked("\n\n".join(part for part in parts if part), _keyboard(turn, now.occasion))


def _keyboard(turn: Turn, occasion: Occasion) -> Keyboard:
    words, repeats = turn.words, occasion.meeting.series.rule is not None
    if occasion.occurrence.starts <= turn.now:
        return rows(words, (buttons.MINUTES,), (keyboards.ORGANISE,))
    return [
        *rows(
            words,
            (buttons.MOVE_ONE, buttons.CANCEL_ONE),
            (buttons.CHANGE, buttons.CANCEL_ALL if repeats else None),
        ),
        *([_other(turn, each)] for each in _others(turn, occasion)),
        *rows(words, (keyboards.ORGANISE,)),
    ]


def _others(turn: Turn, occasion: Occasion) -> list[Occasion]:
    """The next dates of the same series."""
    meeting = occasion.meeting
    found = next_occurrences(meeting.standing, turn.now, OTHER_DATES + 1)
    others = [each for each in found if each.original != occasion.occurrence.original]
    return [Occasion(occasion_id(meeting.id, each.original), meeting, each) for each in others[:OTHER_DATES]]


def _other(turn: Turn, occasion: Occasion) -> str:
    which = occasions.told_apart(turn.words, turn.app.content, occasion)
    return about(turn.words, buttons.OPEN, which)


def _notice(meeting: Meeting, occasion: Occasion) -> str | None:
    """The broadcast that told of this occasion, or else of the whole meeting."""
    return meeting.notices.get(str(occasion.occurrence.original)) or meeting.notices.get(WHOLE)


OPEN = Question(states.MEETING_OPEN, ask)
