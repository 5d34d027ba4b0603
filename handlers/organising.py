"""Which button leads where in an organiser's conversation. The questions themselves are in files of their own."""

from collections.abc import Awaitable, Callable

from handlers import (
    announcement_deciding,
    announcements,
    keyboards,
    meeting_agenda,
    meeting_buttons,
    meeting_cancel,
    meeting_languages,
    meeting_new,
    meeting_open,
    meeting_place,
    meeting_preview,
    meeting_publish,
    meeting_review,
    meeting_sent,
    meeting_timing,
    meetings,
    minutes,
    minutes_end,
    unfinished,
)
from handlers.failures import run_or_say_not_saved
from handlers.keyboards import NotOffered, pressed, switched
from handlers.language_shown import LANGUAGE, pressed_language
from handlers.meeting_edit import FACT, Edit, current, put_aside
from handlers.meeting_when import CHOSEN_DAY
from handlers.organiser_step import Question, Step
from handlers.routing import Route
from handlers.turn import Turn
from locales import Message
from services import meetings as rules

PENCILS: dict[Message, Question] = {
    meeting_buttons.DAY: meeting_timing.DAY.question,
    meeting_buttons.TIME: meeting_timing.TIME.question,
    meeting_buttons.LENGTH: meeting_timing.LENGTH.question,
    meeting_buttons.REPEAT: meeting_timing.REPEAT.question,
    meeting_buttons.EXCEPT: meeting_timing.EXCEPT.question,
    meeting_buttons.PLACE: meeting_place.PLACE_STEP.question,
    meeting_buttons.AGENDA: meeting_agenda.AGENDA_STEP.question,
    meeting_buttons.TITLE: meeting_agenda.TITLE_STEP.question,
    meeting_buttons.LANGUAGES: meeting_languages.LANGUAGES_STEP.question,
    meeting_buttons.PREVIEW: meeting_preview.PREVIEW,
}
"""What each pencil of the review asks."""


async def _from_review(turn: Turn) -> None:
    if await _settled(turn):
        return
    button = pressed(turn, (*PENCILS, *_REVIEW_ACTS))
    if switched(turn, meeting_buttons.URGENT):
        edit = current(turn)
        await meeting_review.enter(turn, edit.changed(urgent=not edit.draft.urgent))
    elif button in PENCILS:
        await PENCILS[button].enter(turn)
    elif button is not None:
        await _REVIEW_ACTS[button](turn)
    else:
        raise NotOffered


async def _keep_for_later(turn: Turn) -> None:
    """The draft is kept; nobody is told of it."""
    edit, house = current(turn), turn.house
    common = (house.runtime, house.content, turn.chat)
    turn.leave()
    if edit.meeting is None:
        await run_or_say_not_saved(turn, rules.make, *common, edit.draft, turn.now)
    else:
        await run_or_say_not_saved(turn, rules.edit, *common, edit.meeting, edit.version, edit.draft, turn.now)
    await meetings.show_list(turn, turn.words("💾 Kept. Nobody was told of it yet."))


async def _throw_away(turn: Turn) -> None:
    edit = current(turn)
    turn.leave()
    if edit.meeting is not None and not edit.is_known:
        await run_or_say_not_saved(turn, rules.discard, turn.house.runtime, turn.chat, edit.meeting)
    else:
        await turn.keep()
    await meetings.show_list(turn, turn.words("🗑 Thrown away. Nothing was sent."))


async def _preview_first(turn: Turn) -> None:
    """A change is shown as people will see it before it goes."""
    await meeting_preview.PREVIEW.enter(turn)


async def _back_from_review(turn: Turn) -> None:
    """Back to what was asked before: the time of a new meeting, else the list. No change is lost by it."""
    edit = current(turn)
    if edit.meeting is None:
        day = edit.draft.series.begins.day.isoformat()
        turn.conversation.facts = put_aside(edit)
        await meeting_new.TIME.question.enter(turn, forum=edit.draft.forum, **{CHOSEN_DAY: day})
    elif rules.draft_of(await turn.read(rules.get, turn.house.runtime, edit.meeting)) != edit.draft:
        await meeting_review.REVIEW.show(turn, _not_kept_yet(turn, edit))
    else:
        await meetings.back_to_list(turn)


def _not_kept_yet(turn: Turn, edit: Edit) -> str:
    words = turn.words
    return words(
        "✋ What you changed is not kept yet. Press {button}, or {stop} to give it up.",
        button=words(meeting_buttons.SEND_CHANGE if edit.is_known else meeting_buttons.LATER),
        stop=words(keyboards.STOP),
    )


async def _from_preview(turn: Turn) -> None:
    if await _settled(turn):
        return
    if pressed(turn, (meeting_buttons.TEST,)):
        await meeting_preview.test(turn)
    elif meeting_preview.asked_to_send(turn):
        await meeting_publish.send(turn)
    else:
        await meeting_preview.PREVIEW.enter(turn, **{LANGUAGE: pressed_language(turn)})


async def _settled(turn: Turn) -> bool:
    """True where somebody else had been quicker and the person has now said what counts."""
    button = pressed(turn, meeting_publish.SURE)
    if button is None:
        return False
    await meeting_publish.settle_difference(turn, mine_counts=button == meeting_buttons.MINE_COUNTS)
    return True


async def _back_from_preview(turn: Turn) -> None:
    if FACT in turn.conversation.facts:
        await meeting_review.REVIEW.enter(turn)
    else:
        await meeting_cancel.to_open(turn)


async def _from_open(turn: Turn) -> None:
    button = pressed(turn, tuple(_OPEN_ACTS))
    if button is None:
        raise NotOffered
    await _OPEN_ACTS[button](turn)


async def _change(turn: Turn) -> None:
    occasion = (await meeting_open.standing(turn)).occasion
    await meeting_review.enter(turn, Edit.of(occasion.meeting))


async def _minutes(turn: Turn) -> None:
    await minutes.begin(turn, turn.conversation.facts[meeting_open.OCCASION])


async def open_draft(turn: Turn) -> None:
    """A draft was chosen from the list, perhaps hours ago."""
    if await unfinished.comes_first(turn):
        return
    draft = await meetings.pressed_draft(turn)
    if draft is None:
        await meetings.gone(turn)
        return
    turn.conversation.facts = {}
    await meeting_review.enter(turn, Edit.of(draft))


async def too_late(turn: Turn) -> None:
    """A button of a conversation that is over: nothing was sent, and the list shows what there is."""
    words = turn.words
    said = words("⏳ That was too long ago: I forget what is not finished within an hour. Nothing of it was sent.")
    await meetings.show_list(turn, said)


_REVIEW_ACTS: dict[Message, Callable[[Turn], Awaitable[None]]] = {
    meeting_buttons.PUBLISH: meeting_publish.send,
    meeting_buttons.SEND_CHANGE: _preview_first,
    meeting_buttons.LATER: _keep_for_later,
    meeting_buttons.THROW_AWAY: _throw_away,
}
_OPEN_ACTS: dict[Message, Callable[[Turn], Awaitable[None]]] = {
    meeting_buttons.MOVE_ONE: meeting_cancel.move,
    meeting_buttons.CANCEL_ONE: lambda turn: meeting_cancel.cancel(turn, meeting_preview.CANCEL),
    meeting_buttons.CANCEL_ALL: lambda turn: meeting_cancel.cancel(turn, meeting_preview.CANCEL_SERIES),
    meeting_buttons.CHANGE: _change,
    meeting_buttons.MINUTES: _minutes,
}
STEPS: tuple[Step, ...] = (
    *meeting_new.STEPS,
    Step(meeting_review.REVIEW, _from_review, _back_from_review),
    Step(meeting_preview.PREVIEW, _from_preview, _back_from_preview),
    Step(meeting_open.OPEN, _from_open, meetings.back_to_list),
    *meeting_timing.STEPS,
    *meeting_place.STEPS,
    *meeting_agenda.STEPS,
    *meeting_languages.STEPS,
    *meeting_cancel.STEPS,
    *minutes.STEPS,
    *minutes_end.STEPS,
    *announcements.STEPS,
    *announcement_deciding.STEPS,
)
ROUTES: tuple[Route, ...] = (
    Route(meetings.show, command="meetings", label=keyboards.ORGANISE),
    Route(meeting_new.begin, label=meeting_buttons.NEW_MEETING),
    Route(meeting_open.pressed_open, label=meeting_buttons.OPEN),
    Route(open_draft, label=meeting_buttons.DRAFT),
    Route(meetings.show_past, label=meeting_buttons.AFTERWARDS),
    Route(minutes.pressed_minutes, label=meeting_buttons.MINUTES_OF),
    Route(meeting_sent.take_back, label=meeting_buttons.TAKE_BACK),
    Route(announcements.begin, command="notices", label=meeting_buttons.OTHER_NOTICE),
    Route(announcements.report_back, label=meeting_buttons.REPORT_BACK),
    Route(announcement_deciding.show, label=meeting_buttons.AWAITED),
    *(Route(step.handle, place=step.question.place) for step in STEPS),
)
GOES_ON: dict[str, Callable[[Turn], Awaitable[None]]] = {step.question.place: step.question.show for step in STEPS}
"""How each question is asked again in another language."""
