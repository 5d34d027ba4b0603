"""Changing what a meeting is about: its agenda (typed, as last time, with open actions) and its title."""

from handlers import meeting_buttons as buttons
from handlers import meeting_review, places
from handlers.keyboards import pressed, rows
from handlers.meeting_edit import current, forum_here
from handlers.meeting_timing import to_review
from handlers.meeting_wording import written
from handlers.organiser_step import Asked, Question, Step
from handlers.turn import Turn
from services import minutes
from services.meeting_habits import habits
from services.meeting_texts import AGENDA, TITLE, ByLanguage, cleaned, said


async def _ask_agenda(turn: Turn) -> Asked:
    words, draft = turn.words, current(turn).draft
    usual = await turn.read(habits, turn.house.runtime, draft.forum)
    actions = await _open_actions(turn)
    lines = [words("📋 What will be talked about? Write it in one message.")]
    if draft.agenda:
        lines.append(words("So far:") + "\n" + words.isolated(said(draft.agenda, turn.language)))
    if actions:
        lines.append(words("These are put on it by themselves, agreed earlier and not done yet:") + "\n" + actions)
    keyboard = rows(
        words,
        (buttons.SAME_AS_LAST_TIME if usual.agenda and usual.agenda != draft.agenda else None,),
        (buttons.EMPTY if draft.agenda else None,),
    )
    return Asked("\n\n".join(lines), keyboard)


async def _take_agenda(turn: Turn) -> None:
    edit = current(turn)
    button = pressed(turn, (buttons.SAME_AS_LAST_TIME, buttons.EMPTY))
    if button == buttons.SAME_AS_LAST_TIME:
        agenda: ByLanguage = (await turn.read(habits, turn.house.runtime, edit.draft.forum)).agenda
    elif button == buttons.EMPTY:
        agenda = {}
    else:
        agenda = written(turn.text or "", turn.language)
    await meeting_review.enter(turn, edit.changed(agenda=cleaned(AGENDA, agenda)))


async def _open_actions(turn: Turn) -> str:
    """The agreed actions of this forum that are not done, a line each; '' where there are none."""
    found = await turn.read(minutes.open_actions, turn.house.runtime, forum_here(turn).key)
    return "\n".join(turn.words.isolated(f"- {action.what}") for action in found)


async def _ask_title(turn: Turn) -> Asked:
    words = turn.words
    text = words("🏷 Write a title, for example: Water and light. Without one, the meeting goes by the group’s name.")
    return Asked(text, rows(words, (buttons.EMPTY if current(turn).draft.title else None,)))


async def _take_title(turn: Turn) -> None:
    title: ByLanguage = {} if pressed(turn, (buttons.EMPTY,)) else written(turn.text or "", turn.language)
    await meeting_review.enter(turn, current(turn).changed(title=cleaned(TITLE, title)))


AGENDA_STEP = Step(Question(places.MEETING_AGENDA, _ask_agenda), _take_agenda, to_review)
TITLE_STEP = Step(Question(places.MEETING_TITLE, _ask_title), _take_title, to_review)
STEPS = (AGENDA_STEP, TITLE_STEP)
