"""What an organiser sees first: the meetings of their forums, drafts, and what can be done.

Every button here says what it is about, so it still works when it was pressed hours ago and the conversation is over.
"""

from dataclasses import dataclass

from handlers.chat import endings, keyboards, unfinished
from handlers.chat.keyboards import about, rows
from handlers.chat.screen.markup import Keyboard
from handlers.chat.screen.short_messages import short_messages
from handlers.chat.step import say_refused
from handlers.chat.turn import Turn
from handlers.meetings.shown import buttons, occasions
from handlers.meetings.shown.last_sent import last_sent, take_back_label
from handlers.meetings.shown.wording import meeting_line
from locales import Message
from services import enrolment
from services.enrolment import NotAnOrganiser
from services.forums import Forum
from services.meetings import meetings
from services.meetings.meeting import DRAFT, Meeting, Occasion, occasion_id
from services.publishing import approval
from services.recurrence import next_occurrences

SHOWN_AT_MOST = 8
FAR_AHEAD = 60
"""Occasions that a button may be about."""
PAST_DAYS = 31


@dataclass(frozen=True, slots=True)
class Listed:
    """What stands in the list: drafts, the next occasion of each meeting people know of, what took place, and the work
    names of those who wait for a second yes."""

    drafts: list[Occasion]
    ahead: list[Occasion]
    past: list[Occasion]
    awaited: list[str]


async def show(turn: Turn, first: str = "") -> None:
    """The list. What is being put together comes first: it is not dropped by looking around."""
    if await unfinished.comes_first(turn):
        return
    if turn.conversation.place:
        turn.leave()
        await turn.keep()
    await show_list(turn, first)


async def show_list(turn: Turn, first: str = "") -> None:
    """The list as it stands, with `first` below it: a small screen shows the end. Changes nothing."""
    forums = await organised(turn)
    if not forums:
        await say_refused(turn, NotAnOrganiser())
        return
    listed = await listed_for(turn, forums)
    *before, text = short_messages([_text(turn, listed), first])
    for each in before:
        await turn.say(each)
    last = await last_sent(turn)
    await turn.say(text, [*_keyboard(turn, listed), *([[take_back_label(turn, last)]] if last else [])])


async def back_to_list(turn: Turn) -> None:
    """Leave what was looked at; nothing of it was sent."""
    turn.leave()
    turn.ends(endings.BACK_AT_THE_LIST)
    await turn.keep()
    await show_list(turn)


async def organised(turn: Turn) -> list[Forum]:
    """The forums this person organises."""
    roles = await turn.read(enrolment.who, turn.chat)
    return [forum for forum in turn.app.content.forums if any(role.may_organise(forum.key) for role in roles)]


async def listed_for(turn: Turn, forums: list[Forum]) -> Listed:
    """What there is of these forums."""
    keys = [forum.key for forum in forums]
    found = await turn.read(meetings.of_forums, keys, turn.now)
    past = await turn.read(meetings.past, keys, turn.now, PAST_DAYS)
    waiting = await turn.read(approval.awaiting)
    return Listed(
        drafts=[_next(meeting, turn) for meeting in found if meeting.status == DRAFT],
        ahead=[_next(meeting, turn) for meeting in found if meeting.status != DRAFT],
        past=past,
        awaited=[each.asked_by[1] for each in waiting],
    )


async def pressed_occasion(turn: Turn) -> Occasion | None:
    """The occasion people know of that the pressed button is about; None where it is gone."""
    keys = [forum.key for forum in await organised(turn)]
    coming = await turn.read(meetings.upcoming, keys, turn.now, FAR_AHEAD)
    past = await turn.read(meetings.past, keys, turn.now, PAST_DAYS)
    return next(iter(occasions.found(turn, [*coming, *past])), None)


async def pressed_draft(turn: Turn) -> Meeting | None:
    """The draft that the pressed button is about; None where it is gone."""
    listed = await listed_for(turn, await organised(turn))
    return next((occasion.meeting for occasion in occasions.found(turn, listed.drafts)), None)


async def show_past(turn: Turn) -> None:
    """What took place lately, to write down what came of it."""
    if await unfinished.comes_first(turn):
        return
    words = turn.words
    listed = await listed_for(turn, await organised(turn))
    if not listed.past:
        await show_list(turn, words("🗒 No meeting has taken place in the last month."))
        return
    labels = [_label(turn, buttons.MINUTES_OF, each) for each in listed.past[:SHOWN_AT_MOST]]
    text = words("🗒 Which meeting? You can note how many came, what was agreed, and what stays open.")
    await turn.say(text, [*labels, *rows(words, (keyboards.ORGANISE, keyboards.MENU))])


async def gone(turn: Turn) -> None:
    """The button was about something that is no more."""
    await show_list(turn, turn.words("🔎 This meeting is no longer there, or it was changed. Here is how it is now."))


def _next(meeting: Meeting, turn: Turn) -> Occasion:
    (occurrence,) = next_occurrences(meeting.standing, turn.now, 1)
    return Occasion(occasion_id(meeting.id, occurrence.original), meeting, occurrence)


def _text(turn: Turn, listed: Listed) -> str:
    words, content = turn.words, turn.app.content
    lines = [
        meeting_line(words, content, each.meeting.forum, each.occurrence.wall) for each in listed.ahead[:SHOWN_AT_MOST]
    ]
    if not lines:
        return words("🗓 No meeting is planned. Press {button}.", button=words(buttons.NEW_MEETING))
    return "\n".join([words("🗓 The next meetings:"), *lines])


def _keyboard(turn: Turn, listed: Listed) -> Keyboard:
    words = turn.words
    return [
        *([about(words, buttons.AWAITED, name)] for name in dict.fromkeys(listed.awaited)),
        *rows(words, (buttons.NEW_MEETING,)),
        *(_label(turn, buttons.DRAFT, each) for each in listed.drafts[:SHOWN_AT_MOST]),
        *(_label(turn, buttons.OPEN, each) for each in listed.ahead[:SHOWN_AT_MOST]),
        *rows(
            words,
            (buttons.AFTERWARDS if listed.past else None, buttons.OTHER_NOTICE),
            (keyboards.MENU,),
        ),
    ]


def _label(turn: Turn, label: Message, occasion: Occasion) -> list[str]:
    return [about(turn.words, label, occasions.told_apart(turn.words, turn.app.content, occasion))]
