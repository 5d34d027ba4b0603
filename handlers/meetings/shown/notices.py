"""Wording of what people are told about meetings: announced, changed, moved, cancelled, the place, a reminder.

Pure: facts of services.meetings.notices in, words out. An earlier message that is replaced says by itself what is right
now, for whoever reads no further.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from handlers.chat import keyboards
from handlers.chat.notice_text import SEPARATOR, NoticeText, Wordings, own_text, plain_keyboard, whole
from handlers.chat.screen.first_words import first_words
from handlers.chat.screen.long_text import LIMIT
from handlers.meetings.shown import occasions
from handlers.pickers.repeat import end_text, repeat_text
from handlers.pickers.time import shown
from locales import Words
from services.authoring.texts import length, said
from services.meetings import notices as kinds
from services.meetings.meeting import PLACE_AHEAD
from services.notices.broadcasts import HAS_BEEN
from services.notices.outbox import Notice
from services.recurrence import Rule, WallTime

Facts = Mapping[str, Any]
MOST_OF_AN_AGENDA = 12
"""Words of it in a notice: the whole is under the meeting's own button."""
PLACE_FROM = int(PLACE_AHEAD.total_seconds())
"""So many seconds before the start, whoever will come is told a late place."""


def _new(notice: Notice, words: Words) -> NoticeText:
    facts, what = notice.facts, name(notice.facts, words)
    # NOTE: {what} is the name of the meeting.
    head = words("🗓 New meeting: {what}", what=what) if what else words("🗓 New meeting")
    return _asking(facts, words, [head, *_about(facts, words)])


def _changed(notice: Notice, words: Words) -> NoticeText:
    facts, what = notice.facts, name(notice.facts, words)
    head = words("✏️ This meeting has changed: {what}", what=what) if what else words("✏️ This meeting has changed")
    old = words("✏️ This meeting has changed. Please read the newer message below.")
    return _asking(facts, words, [head, *_about(facts, words)], old)


def _moved(notice: Notice, words: Words) -> NoticeText:
    facts, what = notice.facts, name(notice.facts, words)
    was = occasions.when(words, WallTime.parse(facts["was"]))
    now = occasions.when(words, WallTime.parse(facts["wall"]))
    head = words("📅 This meeting is at another time: {what}", what=what) if what else words("📅 A meeting has moved")
    moved = words("It is not on {was}. It is now:", was=was)
    again = words("If you had answered before, please answer again.")
    old = words("📅 This meeting has moved from {was} to {now}.", was=was, now=now)
    return _asking(facts, words, [head, again], old, moved)


def _cancelled(notice: Notice, words: Words) -> NoticeText:
    facts, what = notice.facts, name(notice.facts, words)
    when = occasions.when(words, WallTime.parse(facts["wall"]))
    if what:
        text = words("❌ Cancelled: {what}, {when}. Please do not come.", what=what, when=when)
    else:
        text = words("❌ Cancelled: the meeting on {when}. Please do not come.", when=when)
        text = "\n".join((text, *_open_place(facts, words)))
    text = "\n".join((text, *_others_stay(facts, words)))
    return NoticeText(text, plain_keyboard(words), facts["urgent"], old=text)


def _all_cancelled(notice: Notice, words: Words) -> NoticeText:
    facts, what = notice.facts, name(notice.facts, words)
    when = occasions.when(words, WallTime.parse(facts["wall"]))
    if what:
        text = words("❌ {what}: these meetings have ended. None takes place from {when} on.", what=what, when=when)
    else:
        text = words("❌ These meetings have ended. None takes place from {when} on.", when=when)
        text = "\n".join((text, *_where(facts, words)))
    return NoticeText(text, plain_keyboard(words), facts["urgent"], old=text)


def _place(notice: Notice, words: Words) -> NoticeText:
    facts = notice.facts
    head = words("📍 You said you will come. This is the place:")
    parts = [head, own_text(words, facts["place"]), when_line(facts, words)]
    return NoticeText(whole(parts), occasions.answer_keyboard(words, _which(facts, words)), facts["urgent"])


def _reminder(notice: Notice, words: Words) -> NoticeText:
    facts, what = notice.facts, name(notice.facts, words)
    head = words("🔔 Reminder: {what}", what=what) if what else words("🔔 Reminder: a meeting")
    where = "\n".join(line for line in (when_line(facts, words), _place_line(facts, words)) if line)
    again = words("👇 You can answer, or change your answer, here. Nobody sees who answered what.")
    keyboard = occasions.answer_keyboard(words, _which(facts, words))
    return NoticeText(
        whole([head, where, again]), keyboard, facts["urgent"], bare=whole([head, where, _answer_later(words)])
    )


WORDED: Wordings = {
    kinds.NEW: _new,
    kinds.CHANGED: _changed,
    kinds.MOVED: _moved,
    kinds.CANCELLED_ONE: _cancelled,
    kinds.CANCELLED_ALL: _all_cancelled,
    kinds.PLACE_TOLD: _place,
    kinds.REMINDER: _reminder,
}


def name(facts: Facts, words: Words) -> str:
    """What the meeting is called; '' for a group whose name may not be seen on a phone."""
    return said(facts["title"], words.code) or said(facts["forum"], words.code)


def when_line(facts: Facts, words: Words) -> str:
    """Day, from when to when, and on whose clock."""
    wall = WallTime.parse(facts["wall"])
    end = datetime.combine(wall.day, wall.at) + timedelta(minutes=facts["minutes"])
    # NOTE: {when} is day and time, {end} the time it ends, {clock} such as "Iraq Time".
    return words(
        "🗓 {when} to {end} ({clock})",
        when=occasions.when(words, wall),
        end=shown(end.time()),
        clock=words.clock(facts["zone"]),
    )


def _when_and_where(facts: Facts, words: Words) -> str:
    lines = [when_line(facts, words), _repeats(facts, words), _place_line(facts, words)]
    return "\n".join(line for line in lines if line)


def _about(facts: Facts, words: Words) -> list[str]:
    """What was agreed earlier, and what it is about. Of a meeting that is only moved, people know that already."""
    return [_actions(facts, words), _agenda(facts, words)]


def _agenda(facts: Facts, words: Words) -> str:
    """What it is about: the beginning of it, where it is long."""
    if facts["agenda_inside"]:
        return words("📋 To read what it is about, press {button}.", button=words(keyboards.FORUMS))
    if not facts["agenda"]:
        return ""
    whole_agenda = said(facts["agenda"], words.code)
    beginning = first_words(whole_agenda, MOST_OF_AN_AGENDA)
    shown_of_it = words("📋 Agenda:") + "\n" + own_text(words, {words.code: beginning})
    if beginning == whole_agenda:
        return shown_of_it
    return f"{shown_of_it}\n" + words("📋 To read all of it, press {button}.", button=words(keyboards.FORUMS))


def _repeats(facts: Facts, words: Words) -> str:
    if not facts["rule"]:
        return ""
    rule, first = Rule.parse(facts["rule"]), WallTime.parse(facts["first"]).day
    return words("🔁 {repeat}: {end}", repeat=repeat_text(words, rule, first), end=end_text(words, rule))


def _place_line(facts: Facts, words: Words) -> str:
    if facts["place_later"] and facts.get("lead", PLACE_FROM + 1) <= PLACE_FROM:
        coming = words(keyboards.COMING)
        # NOTE: Shortly before a meeting: those who said they will come have been told the place by now.
        return words("📍 Only those who come are told the place. Press {button}, and I tell you.", button=coming)
    if facts["place_later"]:
        return words("📍 The place is told later, only to those who come.")
    return words("📍 {place}", place=said(facts["place"], words.code)) if facts["place"] else ""


def _where(facts: Facts, words: Words) -> list[str]:
    """What tells a meeting without a name from another one: how it repeats, and a place that everybody may know."""
    return [line for line in (_repeats(facts, words), *_open_place(facts, words)) if line]


def _open_place(facts: Facts, words: Words) -> list[str]:
    return [_place_line(facts, words)] if facts["place"] else []


def _others_stay(facts: Facts, words: Words) -> list[str]:
    """Of a series: that this is about one of its times, or the last."""
    if not facts["rule"]:
        return []
    if facts.get(kinds.LAST_ONE):
        return [words("🔁 It was the last of these meetings.")]
    rule, first = Rule.parse(facts["rule"]), WallTime.parse(facts["first"]).day
    # NOTE: One meeting of a series is cancelled. {repeat} is how the series repeats: "Every week, Friday".
    stay = words("🔁 Only this one is cancelled. The others stay: {repeat}.", repeat=repeat_text(words, rule, first))
    return [stay]


def _actions(facts: Facts, words: Words) -> str:
    if not facts["actions"]:
        return ""
    return "\n".join(
        (words("☑️ Agreed earlier, not done yet:"), *(action_line(each, words) for each in facts["actions"]))
    )


def action_line(action: Facts, words: Words) -> str:
    """Something a meeting agreed on: what, and who does it by when, as far as that was said."""
    what, owner = action["what"], action["owner"]
    by = words.day(date.fromisoformat(action["by"])) if action["by"] else ""
    if owner and by:
        # NOTE: Something a meeting agreed on; {who} is to do it.
        return words("• {what} ({who}, until {day})", what=what, who=owner, day=by)
    if owner:
        return words("• {what} ({who})", what=what, who=owner)
    return words("• {what} (until {day})", what=what, day=by) if by else words("• {what}", what=what)


def _asking(facts: Facts, words: Words, above: list[str], old: str | None = None, moved: str = "") -> NoticeText:
    """With the question whether the person will come. It stands last, below when and where: a small screen shows the
    end. Of a series whose first time has been meanwhile nobody is asked: the next is under the meetings."""
    if facts.get(HAS_BEEN):
        begun = words(
            "📅 It has begun already. To see when it takes place next, press {button}.", button=words(keyboards.FORUMS)
        )
        return NoticeText(_ending_with(above, [_repeats(facts, words), begun]), plain_keyboard(words), old=old)
    when_and_where = "\n".join(part for part in (moved, _when_and_where(facts, words)) if part)
    asked = words("👇 Will you come? Nobody sees who answered what.")
    text, bare = (_ending_with(above, [when_and_where, end]) for end in (asked, _answer_later(words)))
    return NoticeText(text, occasions.answer_keyboard(words, _which(facts, words)), facts["urgent"], old, bare)


def _ending_with(above: list[str], below: list[str]) -> str:
    """Only what may be long is cut off: what it is about, and what was agreed before."""
    end = whole(below)
    return whole([whole(above, LIMIT - length(SEPARATOR + end)), end])


def _answer_later(words: Words) -> str:
    # NOTE: The person is in the middle of something else, whose buttons stay. {button}: Meetings and news.
    return words(
        "👥 To answer, press {button} when you are done here. Nobody sees who answered what.",
        button=words(keyboards.FORUMS),
    )


def _which(facts: Facts, words: Words) -> str:
    return occasions.when(words, WallTime.parse(facts["wall"]))
