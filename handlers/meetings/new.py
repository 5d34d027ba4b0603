"""A new meeting in under a minute: forum (where there is more than one), day, time. All else begins sensibly."""

from datetime import date, time

from handlers.chat import states, unfinished
from handlers.chat.keyboards import NotOffered, columns
from handlers.chat.step import Asked, Question, Step, say_refused
from handlers.chat.turn import Turn
from handlers.meetings import review
from handlers.meetings.edit import Edit, forum_here, from_aside
from handlers.meetings.shown import overview
from handlers.meetings.shown.occasions import named_forum
from handlers.meetings.timing import on_another_day
from handlers.meetings.when import CHOSEN_DAY, day_step, time_step
from services.enrolment import NotAnOrganiser
from services.forums import Forum
from services.meetings.meeting import MeetingDraft
from services.meetings.upcoming import habits
from services.recurrence import Series, WallTime, first_ahead


async def begin(turn: Turn) -> None:
    """Ask for the forum, or at once for the day where there is only one."""
    if await unfinished.comes_first(turn):
        return
    forums = await overview.organised(turn)
    if not forums:
        await say_refused(turn, NotAnOrganiser())
        return
    turn.conversation.facts = {}
    if len(forums) == 1:
        await DAY.question.enter(turn, forum=forums[0].key)
    else:
        await FORUM.question.enter(turn)


async def _ask_forum(turn: Turn) -> Asked:
    names = [forum.name.said(turn.language) for forum in await overview.organised(turn)]
    return Asked(turn.words("👥 Which group is it for?"), columns([turn.words.aligned(name) for name in names]))


async def _take_forum(turn: Turn) -> None:
    forum = named_forum(turn, turn.text, await overview.organised(turn))
    if forum is None:
        raise NotOffered
    await DAY.question.enter(turn, forum=forum.key)


async def _to_forum(turn: Turn) -> None:
    if len(await overview.organised(turn)) > 1:
        await FORUM.question.enter(turn)
    else:
        await overview.back_to_list(turn)


async def _take_day(turn: Turn, day: date) -> None:
    await TIME.question.enter(turn, **{CHOSEN_DAY: day.isoformat()})


async def _take_both(turn: Turn, day: date, at: time) -> None:
    turn.conversation.facts[CHOSEN_DAY] = day.isoformat()
    await _take_time(turn, at)


async def _to_day(turn: Turn) -> None:
    await DAY.question.enter(turn)


async def _take_time(turn: Turn, at: time) -> None:
    forum = forum_here(turn)
    wall = WallTime(date.fromisoformat(turn.conversation.facts[CHOSEN_DAY]), at)
    before = from_aside(turn, forum.key)
    if before is not None:
        edit = before.changed(series=on_another_day(before.draft.series, wall))
    else:
        edit = Edit(await _begun(turn, forum, Series(wall, forum.zone, forum.minutes)))
    first_ahead(edit.draft.series, turn.now)
    await review.enter(turn, edit)


async def _begun(turn: Turn, forum: Forum, series: Series) -> MeetingDraft:
    """Where the forum always meets, or where it met last; everything else is left out."""
    usual = await turn.read(habits, forum.key)
    place = forum.place.by_language if forum.place else {}
    if not place:
        place = usual.places[0] if usual.places else {}
    return MeetingDraft(forum.key, series, title={}, place=dict(place), place_shown=usual.shown(place), agenda={})


FORUM = Step(Question(states.MEETING_FORUM, _ask_forum), _take_forum, overview.back_to_list, holds_draft=False)
DAY = day_step(
    states.MEETING_DAY,
    lambda turn: turn.words("📅 On which day?"),
    _take_day,
    _take_both,
    _to_forum,
    holds_draft=False,
)
TIME = time_step(
    states.MEETING_TIME, lambda turn: turn.words("🕒 At what time?"), _take_time, _to_day, holds_draft=False
)
STEPS = (FORUM, DAY, TIME)
