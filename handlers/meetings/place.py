"""Changing where a meeting is: where the forum always meets, the last places used, or any other; and who is told."""

from collections.abc import Mapping

from handlers.chat import states
from handlers.chat.keyboards import pressed, rows, stands_after, switched, ticked
from handlers.chat.step import Asked, Question, Step
from handlers.chat.turn import Turn
from handlers.meetings import review
from handlers.meetings.edit import current, forum_here
from handlers.meetings.shown import buttons
from handlers.meetings.shown.wording import written
from handlers.meetings.timing import to_review
from locales import normal_label
from services.authoring.texts import PLACE, cleaned, said
from services.meetings.meeting import ALWAYS, LATE
from services.meetings.upcoming import habits


async def _ask(turn: Turn) -> Asked:
    words, draft = turn.words, current(turn).draft
    labels = [[words.aligned(said(place, turn.language))] for place in await _known(turn)]
    late = [ticked(words(buttons.PLACE_LATE), draft.place_shown == LATE)]
    text = words("📍 Where is it? Press a place, or write it.")
    return Asked(text, [*labels, late, *rows(words, (buttons.NO_PLACE,))])


async def _take(turn: Turn) -> None:
    edit, text = current(turn), turn.text or ""
    if pressed(turn, (buttons.NO_PLACE,)):
        await review.enter(turn, edit.changed(place={}, place_shown=ALWAYS))
    elif switched(turn, buttons.PLACE_LATE):
        is_late = stands_after(turn.text or "", edit.draft.place_shown == LATE)
        changed = edit.changed(place_shown=LATE if is_late else ALWAYS)
        if edit.draft.place:
            await review.enter(turn, changed)
        else:
            await PLACE_STEP.question.tick(turn, **changed.facts())
    else:
        place = await _meant(turn, text)
        usual = await turn.read(habits, edit.draft.forum)
        is_late = edit.draft.place_shown == LATE
        await review.enter(turn, edit.changed(place=place, place_shown=LATE if is_late else usual.shown(place)))


async def _meant(turn: Turn, text: str) -> Mapping[str, str]:
    """A place known in several languages, or a new one in the language it was written in. Raises TextTooLong."""
    for place in await _known(turn):
        if normal_label(text) in {normal_label(each) for each in place.values()}:
            return place
    return cleaned(PLACE, written(text, turn.language))


async def _known(turn: Turn) -> list[Mapping[str, str]]:
    forum = forum_here(turn)
    usual = await turn.read(habits, forum.key)
    found: list[Mapping[str, str]] = [dict(forum.place.by_language)] if forum.place else []
    return [*found, *(place for place in usual.places if place not in found)]


PLACE_STEP = Step(Question(states.MEETING_PLACE, _ask), _take, to_review, takes_text=True)
STEPS = (PLACE_STEP,)
