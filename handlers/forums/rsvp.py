"""Answering a meeting, looking at it, and its calendar file: from the list or from a notice that came hours ago."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Final

from handlers.chat import endings, keyboards, states
from handlers.chat.keyboards import about, rows
from handlers.chat.meant import Named, meant
from handlers.chat.refusals import not_now
from handlers.chat.routing import MIDDLE_DOT
from handlers.chat.screen.markup import Keyboard
from handlers.chat.screen.short_messages import short_messages
from handlers.chat.states import Handle
from handlers.chat.turn import Turn
from handlers.forums import joining
from handlers.meetings.shown import occasions
from locales import Message
from services.authoring.texts import said
from services.errors import Refusal
from services.forums import are_discreet, forum_audience
from services.meetings import rsvp
from services.meetings.meeting import MeetingGone, Occasion
from services.meetings.upcoming import Ahead, occasions_ahead, with_answer
from services.recurrence import ics
from services.recurrence.ics import CalendarEvent

FILE = "meeting.ics"
FEW = 3
"""Meetings to choose from for somebody who wrote the words without saying which."""
Act = Callable[[Turn, Ahead], Awaitable[None]]


async def yes(turn: Turn) -> None:
    """The person will come."""
    await _about_one(turn, keyboards.COMING, _answer("yes"))


async def no(turn: Turn) -> None:
    """The person cannot come."""
    await _about_one(turn, keyboards.NOT_COMING, _answer("no"))


async def maybe(turn: Turn) -> None:
    """The person may come."""
    await _about_one(turn, keyboards.MAYBE_COMING, _answer("maybe"))


TYPED: Final[Mapping[Named, Handle]] = {
    Named("coming", keyboards.COMING): yes,
    Named("not_coming", keyboards.NOT_COMING): no,
    Named("maybe", keyboards.MAYBE_COMING): maybe,
}


async def show(turn: Turn) -> None:
    """One meeting with what it is about, and the buttons to answer."""
    await _about_one(turn, keyboards.ABOUT_MEETING, _show)


async def asks_again(turn: Turn) -> bool:
    """Somebody wrote a bare yes or no: the meeting it may be about, and the buttons that are for it. False where none
    is ahead."""
    if not await turn.read(occasions_ahead):
        return False
    await show(turn)
    return True


async def is_answered(turn: Turn) -> bool:
    """Somebody wrote that they will come, or not: the same as the button. False where no meeting is ahead."""
    found = meant(turn.text or "", tuple(TYPED), turn.app.languages)
    if not found or not await turn.read(occasions_ahead):
        return False
    await TYPED[found[0].button](turn)
    return True


async def calendar(turn: Turn) -> None:
    """The meeting, with all its repetitions, as a file for the phone's own calendar."""
    await _about_one(turn, keyboards.CALENDAR, _hand_calendar)


async def _about_one(turn: Turn, label: Message, act: Act) -> None:
    """Do it with the meeting the button names. One that moved or is over gets a kind sentence; of several, which?"""
    ahead = await turn.read(occasions_ahead)
    meant = occasions.found(turn, ahead) if turn.label_rest else ahead[:FEW]
    if len(meant) == 1:
        await act(turn, await turn.read(with_answer, meant[0], turn.chat))
    elif meant:
        await _ask_which(turn, label, meant)
    else:
        await _gone(turn, MeetingGone())


async def _gone(turn: Turn, refusal: Refusal) -> None:
    """A kind sentence, and what is planned instead; what was under way goes on."""
    await joining.show_again(turn, not_now(turn, refusal))
    await states.again(turn)


async def _ask_which(turn: Turn, label: Message, meant: Sequence[Occasion]) -> None:
    words, content = turn.words, turn.app.content
    those = [[about(words, label, occasions.told_apart_unnamed(words, content, each))] for each in meant]
    below = rows(words, (keyboards.FORUMS, keyboards.MENU))
    await turn.say(words("👇 Which meeting do you mean?"), [*those, *below])


def _answer(choice: str) -> Act:
    async def act(turn: Turn, ahead: Ahead) -> None:
        turn.ends(endings.CHOSEN)
        try:
            await turn.run(rsvp.answer, ahead.occasion.id, choice)
        except Refusal as refusal:
            await _gone(turn, refusal)
            return
        answered = Ahead(ahead.occasion, choice)
        await turn.say(_noted(turn, answered), _after_answer(turn, answered))
        await states.again(turn)

    return act


def _noted(turn: Turn, ahead: Ahead) -> str:
    words = turn.words
    return "\n\n".join(
        (
            words("👍 Noted. You can change it at any time."),
            occasions.block(turn, ahead),
            _seen_by_organisers(turn, ahead),
        )
    )


def _seen_by_organisers(turn: Turn, ahead: Ahead) -> str:
    if _is_discreet(turn, ahead):
        return turn.words("🤝 Those who organise see only whether enough people will come, not how many, never who.")
    return turn.words("🤝 Those who organise see roughly how many will come, never who.")


def _is_discreet(turn: Turn, ahead: Ahead) -> bool:
    return are_discreet(turn.app.content.forums, [forum_audience(ahead.occasion.meeting.forum)])


def _after_answer(turn: Turn, ahead: Ahead) -> Keyboard:
    """The other answers stay: what is said to be changeable can be changed."""
    given = occasions.ANSWERS[ahead.answer or ""]
    return occasions.answer_keyboard(turn.words, _which(turn, ahead), but=given)


async def _show(turn: Turn, ahead: Ahead) -> None:
    words, meeting = turn.words, ahead.occasion.meeting
    agenda = said(meeting.agenda, turn.language)
    about_it = words("📋 What it is about:") + "\n" + words.aligned(words.isolated(agenda)) if agenda else ""
    asked = "" if ahead.answer else "\n".join((words("👇 Will you come?"), _seen_by_organisers(turn, ahead)))
    *before, text = short_messages([about_it, occasions.block(turn, ahead), asked])
    for each in before:
        await turn.say(each)
    await turn.say(text, occasions.answer_keyboard(words, _which(turn, ahead)))


async def _hand_calendar(turn: Turn, ahead: Ahead) -> None:
    words = turn.words
    file = ics.write([_event(turn, ahead)], words("Meetings"))
    caption = words(
        "📅 Open this file to put the meeting into your phone’s calendar."
        " Whoever looks at the calendar can see it there."
    )
    await turn.hand(FILE, file, caption)


def _event(turn: Turn, ahead: Ahead) -> CalendarEvent:
    meeting = ahead.occasion.meeting
    forum = turn.app.content.forum(meeting.forum)
    return CalendarEvent(
        uid=f"{meeting.id}@amana",
        sequence=meeting.sequence,
        title=occasions.title(turn.words, forum, meeting),
        description="" if forum.is_discreet else said(meeting.agenda, turn.language),
        place=occasions.place(turn, ahead),
        series=meeting.standing,
        is_cancelled=False,
        changed=datetime.combine(meeting.touched, time(), UTC),
        alarms=forum.reminders,
    )


def _which(turn: Turn, ahead: Ahead) -> str:
    """As the buttons name it: with its forum where day and time alone were not enough."""
    if MIDDLE_DOT in (turn.label_rest or ""):
        return occasions.told_apart_unnamed(turn.words, turn.app.content, ahead.occasion)
    return occasions.when(turn.words, ahead.occasion.occurrence.wall)
