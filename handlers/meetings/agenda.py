"""Changing what a meeting is about: its agenda (typed, as last time, with what people suggested) and its title."""

from handlers.chat import states
from handlers.chat.keyboards import NotOffered, about, pressed, rows
from handlers.chat.routing import MIDDLE_DOT
from handlers.chat.step import Asked, Question, Step
from handlers.chat.turn import Turn
from handlers.meetings import review, topic
from handlers.meetings.edit import current, forum_here
from handlers.meetings.shown import buttons
from handlers.meetings.shown.wording import written
from handlers.meetings.timing import to_review
from handlers.pickers.number import read_numbers
from locales import match_label
from services.authoring.texts import AGENDA, TITLE, ByLanguage, cleaned, said
from services.meetings import minutes, topics
from services.meetings.upcoming import habits

SUGGESTED_AT_MOST = 8


async def _ask_agenda(turn: Turn) -> Asked:
    words, draft = turn.words, current(turn).draft
    usual = await turn.read(habits, draft.forum)
    actions, suggested = await _open_actions(turn), await _suggested(turn)
    parts = [words("📋 What will be talked about? Write it in one message.")]
    if draft.agenda:
        parts.append(words("So far:") + "\n" + words.isolated(said(draft.agenda, turn.language)))
    if actions:
        parts.append(words("These are put on it by themselves, agreed earlier and not done yet:") + "\n" + actions)
    offered = suggested[:SUGGESTED_AT_MOST]
    if offered:
        listed = "\n".join(words.isolated(f"{number}. {each}") for number, each in enumerate(offered, 1))
        parts.append(words("💡 People suggested these:") + "\n" + listed + _others(turn, len(suggested)))
    parts.append(words("💡 What people suggest stands here from the next day on."))
    keyboard = [
        *([about(words, buttons.ON_THE_AGENDA, str(number))] for number in range(1, len(offered) + 1)),
        *rows(
            words,
            (buttons.SAME_AS_LAST_TIME if usual.agenda and usual.agenda != draft.agenda else None,),
            (buttons.EMPTY if draft.agenda else None,),
        ),
    ]
    return Asked("\n\n".join(parts), keyboard)


async def _take_agenda(turn: Turn) -> None:
    edit = current(turn)
    label, _, number = (turn.text or "").partition(MIDDLE_DOT)
    button = pressed(turn, (buttons.SAME_AS_LAST_TIME, buttons.EMPTY))
    if button == buttons.SAME_AS_LAST_TIME:
        agenda: ByLanguage = (await turn.read(habits, edit.draft.forum)).agenda
    elif button == buttons.EMPTY:
        agenda = {}
    elif number and match_label(label, (buttons.ON_THE_AGENDA,), turn.app.languages):
        await topic.chosen(turn, await _topic(turn, number))
        return
    else:
        agenda = written(turn.text or "", turn.language)
    await review.enter(turn, edit.changed(agenda=cleaned(AGENDA, agenda)))


async def _topic(turn: Turn, which: str) -> str:
    found, (number,) = await _suggested(turn), read_numbers(which, 1)
    if not 1 <= number <= min(len(found), SUGGESTED_AT_MOST):
        raise NotOffered
    return found[number - 1]


async def _suggested(turn: Turn) -> list[str]:
    """What people suggested and nobody has called talked about, but for what is on the agenda already."""
    agenda = current(turn).draft.agenda.values()
    there = {line.removeprefix(topic.POINT) for text in agenda for line in text.splitlines()}
    found = await turn.read(topics.topics, forum_here(turn).key, turn.now)
    flat = [" ".join(each.text.split()) for each in found]
    return [text for text in flat if text not in there]


def _others(turn: Turn, how_many: int) -> str:
    left = how_many - SUGGESTED_AT_MOST
    if left <= 0:
        return ""
    return "\n" + turn.words.plural(
        "… and {n} more, once one of these is on the agenda or was talked about.",
        "… and {n} more, once some of these are on the agenda or were talked about.",
        n=left,
    )


async def _open_actions(turn: Turn) -> str:
    """The agreed actions of this forum that are not done, a line each; '' where there are none."""
    found = await turn.read(minutes.open_actions, forum_here(turn).key)
    return "\n".join(turn.words.isolated(f"- {action.what}") for action in found)


async def _ask_title(turn: Turn) -> Asked:
    words = turn.words
    text = words("🏷 Write a title, for example: Water and light. Without one, the meeting goes by the group’s name.")
    return Asked(text, rows(words, (buttons.EMPTY if current(turn).draft.title else None,)))


async def _take_title(turn: Turn) -> None:
    title: ByLanguage = {} if pressed(turn, (buttons.EMPTY,)) else written(turn.text or "", turn.language)
    await review.enter(turn, current(turn).changed(title=cleaned(TITLE, title)))


AGENDA_STEP = Step(Question(states.MEETING_AGENDA, _ask_agenda), _take_agenda, to_review, takes_text=True)
TOPIC_STEP = topic.step(AGENDA_STEP.question.enter)
TITLE_STEP = Step(Question(states.MEETING_TITLE, _ask_title), _take_title, to_review, takes_text=True)
STEPS = (AGENDA_STEP, TOPIC_STEP, TITLE_STEP)
