"""How one occasion of a meeting is named on buttons and in messages, and found again from what a button said.

A notice's buttons stay on the phone for hours: they say the day and the time, and that alone has to lead back to the
meeting, in whatever language they were drawn. Used by who answers (handlers.answers) and who pushes (handlers.notices).
"""

import re
from collections.abc import Iterable, Sequence

from handlers.chat import keyboards
from handlers.chat.keyboards import about
from handlers.chat.routing import MIDDLE_DOT
from handlers.chat.screen.markup import Keyboard
from handlers.chat.turn import Turn
from handlers.pickers.repeat import repeat_text
from handlers.pickers.time import shown
from locales import Message, Words, normal_label
from services.authoring.texts import said
from services.content.content import Content
from services.forums import Forum
from services.meetings.meeting import PLACE_AHEAD, Meeting, Occasion, place_shown
from services.meetings.upcoming import Ahead
from services.recurrence.wall_time import WallTime, wall_of

ANSWERS = {"yes": keyboards.COMING, "no": keyboards.NOT_COMING, "maybe": keyboards.MAYBE_COMING}
"""What a person can answer (services.meetings.rsvp), and the button that says so."""


_BRACKETS = re.compile(r"\s*\([^()]*\)")


def when(words: Words, wall: WallTime) -> str:
    """Day and time as they stand on buttons: "Tue, Nov 24, 15:00"."""
    # NOTE: Stands on buttons, such as "Tue, Nov 24, 15:00".
    return words("{day}, {time}", day=words.day(wall.day), time=shown(wall.at))


def answer_keyboard(words: Words, which: str, but: Message | None = None) -> Keyboard:
    """Yes, no, maybe (without the one given, `but`) and the calendar file, each saying which meeting it is about
    (`when`); and the way back."""
    labels = [label for label in (*ANSWERS.values(), keyboards.CALENDAR) if label != but]
    return [*([about(words, label, which)] for label in labels), [words(keyboards.FORUMS), words(keyboards.MENU)]]


def told_apart(words: Words, content: Content, occasion: Occasion) -> str:
    """Day, time and forum: for a button where two meetings begin at the same time."""
    name = content.forum(occasion.meeting.forum).name.said(words.code)
    return f"{when(words, occasion.occurrence.wall)}{MIDDLE_DOT}{name}"


def told_apart_unnamed(words: Words, content: Content, occasion: Occasion) -> str:
    """The same on a phone that others may look at: a group they should not know of is a number among such groups."""
    forum = content.forum(occasion.meeting.forum)
    if not forum.is_discreet:
        return told_apart(words, content, occasion)
    number = 1 + [each for each in content.forums if each.is_discreet].index(forum)
    # NOTE: Stands on buttons, in place of the name of a group that others who look at the phone need not know about.
    name = words("Meeting {number}", number=number)
    return f"{when(words, occasion.occurrence.wall)}{MIDDLE_DOT}{name}"


def title(words: Words, forum: Forum, meeting: Meeting) -> str:
    """What the meeting is called, where others may read along: a group they should not know of is not named."""
    if forum.is_discreet:
        # NOTE: Stands for a meeting of a group that others who look at the phone need not know about.
        return words("Meeting")
    return said(meeting.title, words.code) or forum.name.said(words.code)


def block(turn: Turn, ahead: Ahead) -> str:
    """One meeting in a list: when and on whose clock, what, where, and the person's own answer."""
    words, meeting, occurrence = turn.words, ahead.occasion.meeting, ahead.occasion.occurrence
    forum = turn.app.content.forum(meeting.forum)
    lines = [
        # NOTE: {when} is day and time, {end} the time it ends, {clock} such as "Iraq Time".
        words(
            "🗓 {when} to {end} ({clock})",
            when=when(words, occurrence.wall),
            end=shown(wall_of(occurrence.ends, meeting.series.zone).at),
            clock=words.clock(meeting.series.zone),
        ),
        words("👥 {title}", title=title(words, forum, meeting)),
        _repeat_line(words, meeting),
        _place_line(turn, ahead),
        words("Your answer: {answer}", answer=words(ANSWERS[ahead.answer])) if ahead.answer else "",
    ]
    return "\n".join(line for line in lines if line)


def line(turn: Turn, occasion: Occasion) -> str:
    """One meeting in a line: what and when; of one without a name, where too, as far as everybody may know."""
    words, meeting = turn.words, occasion.meeting
    forum = turn.app.content.forum(meeting.forum)
    # NOTE: {what} is the name of a meeting, {moment} its day and time.
    told = words("🗓 {what}, {moment}", what=title(words, forum, meeting), moment=when(words, occasion.occurrence.wall))
    where = place(turn, Ahead(occasion, None)) if forum.is_discreet else ""
    return f"{told} · {words.isolated(where)}" if where else told


def place(turn: Turn, ahead: Ahead) -> str:
    """Where it is, as far as this person may know it now; '' where they may not, or nobody said."""
    return said(place_shown(ahead.occasion, ahead.answer, turn.now), turn.language)


def _repeat_line(words: Words, meeting: Meeting) -> str:
    rule = meeting.series.rule
    return words("🔁 {repeat}", repeat=repeat_text(words, rule, meeting.series.first.day)) if rule else ""


def _place_line(turn: Turn, ahead: Ahead) -> str:
    words, known = turn.words, place(turn, ahead)
    if known:
        return words("📍 {place}", place=known)
    if not ahead.occasion.meeting.place:
        return ""
    hours = int(PLACE_AHEAD.total_seconds()) // 3600
    if ahead.answer == "yes":
        return words.plural(
            "📍 I tell you the place {n} hour before.", "📍 I tell you the place {n} hours before.", n=hours
        )
    if ahead.occasion.occurrence.starts - turn.now <= PLACE_AHEAD:
        # NOTE: Shortly before a meeting: those who said they will come have been told the place by now.
        coming = words(keyboards.COMING)
        return words("📍 Only those who come are told the place. Press {button}, and I tell you.", button=coming)
    return words("📍 The place is told later, only to those who come.")


def found(turn: Turn, occasions: Iterable[Occasion]) -> list[Occasion]:
    """Those that the pressed button may be about, in whichever language it was drawn."""
    rest = normal_label(turn.label_rest or "")
    return [occasion for occasion in occasions if rest in _names(turn, occasion)]


def named_forum(turn: Turn, name: str | None, forums: Sequence[Forum]) -> Forum | None:
    """The forum of that name in any offered language, what stands in brackets left out or not; None for other words."""
    wanted = normal_label(name or "")
    names = {forum.key: {forum.name.said(code) for code in turn.app.languages} for forum in forums}
    for form in (normal_label, _without_brackets):
        found = [forum for forum in forums if wanted in map(form, names[forum.key])]
        if len(found) == 1:
            return found[0]
    return None


def _without_brackets(name: str) -> str:
    return normal_label(_BRACKETS.sub("", name))


def _names(turn: Turn, occasion: Occasion) -> set[str]:
    names = set()
    for code in turn.app.languages:
        words, content = turn.app.words(code), turn.app.content
        names |= {when(words, occasion.occurrence.wall), told_apart(words, content, occasion)}
        names.add(told_apart_unnamed(words, content, occasion))
    return {normal_label(name) for name in names}
