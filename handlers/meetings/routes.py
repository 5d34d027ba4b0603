"""Which button of a meeting leads where. The questions themselves are in files of their own."""

from collections.abc import Awaitable, Callable

from handlers.chat import endings, keyboards, unfinished
from handlers.chat.keyboards import NotOffered, pressed, stands_after, switched
from handlers.chat.language_shown import LANGUAGE, pressed_language
from handlers.chat.refusals import run_or_say_not_saved
from handlers.chat.routing import Route
from handlers.chat.states import State
from handlers.chat.step import Question, Step
from handlers.chat.turn import Turn
from handlers.meetings import (
    agenda,
    cancel,
    known,
    languages,
    minutes,
    minutes_end,
    new,
    place,
    preview,
    publish,
    review,
    sent,
    timing,
)
from handlers.meetings.edit import FACT, Edit, current, put_aside
from handlers.meetings.shown import (
    buttons,
    overview,
)
from handlers.meetings.when import CHOSEN_DAY
from locales import Message
from services.documents import Seen
from services.meetings import meetings as rules
from services.meetings.meeting import draft_of

PENCILS: dict[Message, Question] = {
    buttons.DAY: timing.DAY.question,
    buttons.TIME: timing.TIME.question,
    buttons.LENGTH: timing.LENGTH.question,
    buttons.REPEAT: timing.REPEAT.question,
    buttons.EXCEPT: timing.EXCEPT.question,
    buttons.PLACE: place.PLACE_STEP.question,
    buttons.AGENDA: agenda.AGENDA_STEP.question,
    buttons.TITLE: agenda.TITLE_STEP.question,
    buttons.LANGUAGES: languages.LANGUAGES_STEP.question,
    buttons.PREVIEW: preview.PREVIEW,
}
"""What each pencil of the review asks."""


async def _from_review(turn: Turn) -> None:
    if await _settled(turn):
        return
    button = pressed(turn, (*PENCILS, *_REVIEW_ACTS))
    if switched(turn, buttons.URGENT):
        edit = current(turn)
        changed = edit.changed(urgent=stands_after(turn.text or "", edit.draft.urgent))
        await review.REVIEW.tick(turn, **changed.facts())
    elif button in PENCILS:
        await PENCILS[button].enter(turn)
    elif button is not None:
        await _REVIEW_ACTS[button](turn)
    else:
        raise NotOffered


async def _keep_for_later(turn: Turn) -> None:
    """The draft is kept; nobody is told of it."""
    edit = current(turn)
    turn.leave()
    turn.ends(endings.KEPT_FOR_LATER)
    if edit.meeting is None:
        await run_or_say_not_saved(turn, rules.make, edit.draft)
    else:
        await run_or_say_not_saved(turn, rules.edit, Seen(edit.meeting, edit.version), edit.draft)
    await overview.show_list(turn, turn.words(endings.KEPT_FOR_LATER))


async def _throw_away(turn: Turn) -> None:
    edit = current(turn)
    turn.leave()
    turn.ends(endings.THROWN_AWAY)
    if edit.meeting is not None and not edit.is_known:
        await run_or_say_not_saved(turn, rules.discard, edit.meeting)
    else:
        await turn.keep()
    await overview.show_list(turn, turn.words(endings.THROWN_AWAY))


async def _back_from_review(turn: Turn) -> None:
    """Back to what was asked before: the time of a new meeting, else the list. No change is lost by it."""
    edit = current(turn)
    if edit.meeting is None:
        day = edit.draft.series.begins.day.isoformat()
        turn.conversation.facts = put_aside(edit)
        await new.TIME.question.enter(turn, forum=edit.draft.forum, **{CHOSEN_DAY: day})
    elif draft_of(await turn.read(rules.get, edit.meeting)) != edit.draft:
        await review.REVIEW.show(turn, _not_kept_yet(turn, edit))
    else:
        await overview.back_to_list(turn)


def _not_kept_yet(turn: Turn, edit: Edit) -> str:
    words = turn.words
    return words(
        "✋ What you changed is not kept yet. Press {button}, or {stop} to give it up.",
        button=words(buttons.PREVIEW if edit.is_known else buttons.LATER),
        stop=words(keyboards.STOP),
    )


async def _from_preview(turn: Turn) -> None:
    if await _settled(turn):
        return
    if pressed(turn, (buttons.TEST,)):
        await preview.test(turn)
    elif preview.asked_to_send(turn):
        await publish.send(turn)
    else:
        await preview.PREVIEW.enter(turn, **{LANGUAGE: pressed_language(turn)})


async def _settled(turn: Turn) -> bool:
    """True where somebody else had been quicker and the person has now said what counts."""
    button = pressed(turn, publish.SURE)
    if button is None:
        return False
    await publish.settle_difference(turn, mine_counts=button == buttons.MINE_COUNTS)
    return True


async def _back_from_preview(turn: Turn) -> None:
    if FACT in turn.conversation.facts:
        await review.REVIEW.enter(turn)
    else:
        await cancel.back_from_preview(turn)


async def _from_open(turn: Turn) -> None:
    button = pressed(turn, tuple(_OPEN_ACTS))
    if button is None:
        raise NotOffered
    await _OPEN_ACTS[button](turn)


async def _change(turn: Turn) -> None:
    occasion = (await known.standing(turn)).occasion
    await review.enter(turn, Edit.of(occasion.meeting))


async def _minutes(turn: Turn) -> None:
    await minutes.begin(turn, turn.conversation.facts[known.OCCASION])


async def open_draft(turn: Turn) -> None:
    """A draft was chosen from the list, perhaps hours ago."""
    if await unfinished.comes_first(turn):
        return
    draft = await overview.pressed_draft(turn)
    if draft is None:
        await overview.gone(turn)
        return
    turn.conversation.facts = {}
    await review.enter(turn, Edit.of(draft))


async def too_late(turn: Turn) -> None:
    """A button of a conversation that is over, nobody knows which; the list shows what there is."""
    words = turn.words
    said = words(
        "⏳ This button belongs to something earlier, and I no longer know what it was. If I told you that it is sent"
        " or saved, it is. What was not finished I forget within an hour."
    )
    await overview.show_list(turn, said)


_REVIEW_ACTS: dict[Message, Callable[[Turn], Awaitable[None]]] = {
    buttons.PUBLISH: publish.send,
    buttons.LATER: _keep_for_later,
    buttons.THROW_AWAY: _throw_away,
}
_OPEN_ACTS: dict[Message, Callable[[Turn], Awaitable[None]]] = {
    buttons.MOVE_ONE: cancel.move,
    buttons.CANCEL_ONE: lambda turn: cancel.cancel(turn, preview.CANCEL),
    buttons.CANCEL_ALL: lambda turn: cancel.cancel(turn, preview.CANCEL_SERIES),
    buttons.CHANGE: _change,
    buttons.MINUTES: _minutes,
}
STEPS: tuple[Step, ...] = (
    *new.STEPS,
    Step(review.REVIEW, _from_review, _back_from_review),
    Step(preview.PREVIEW, _from_preview, _back_from_preview),
    Step(known.OPEN, _from_open, overview.back_to_list, holds_draft=False),
    *timing.STEPS,
    *place.STEPS,
    *agenda.STEPS,
    *languages.STEPS,
    *cancel.STEPS,
    *minutes.STEPS,
    *minutes_end.STEPS,
)
ROUTES: tuple[Route, ...] = (
    Route(overview.show, command="meetings", label=keyboards.ORGANISE),
    Route(new.begin, label=buttons.NEW_MEETING),
    Route(known.pressed_open, label=buttons.OPEN),
    Route(open_draft, label=buttons.DRAFT),
    Route(overview.show_past, label=buttons.AFTERWARDS),
    Route(minutes.pressed_minutes, label=buttons.MINUTES_OF),
    Route(sent.take_back, label=buttons.TAKE_BACK),
)
STATES: tuple[State, ...] = tuple(step.state for step in STEPS)
