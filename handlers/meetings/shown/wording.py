"""How a meeting reads to those who organise it: a line in a list, and all of it for checking. Pure."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from handlers.meetings.shown import buttons
from handlers.meetings.shown.occasions import when
from handlers.meetings.shown.parts import PARTS
from handlers.pickers.repeat import end_text, repeat_text
from handlers.pickers.time import shown as shown_time
from locales import LANGUAGES, Message, Words
from services.authoring.texts import ByLanguage, Missing, said
from services.content.content import Content
from services.forums import Forum
from services.meetings.meeting import LATE, PLACE_AHEAD, MeetingDraft
from services.meetings.reminders import ToCome
from services.notices.nights import Night
from services.publishing.told_progress import BY_DAY
from services.recurrence import Series, WallTime, wall_of


def meeting_line(words: Words, content: Content, forum: str, wall: WallTime) -> str:
    """One meeting in a list: whose, and when."""
    return words("{forum}, {moment}", forum=forum_name(words, content, forum), moment=when(words, wall))


def forum_name(words: Words, content: Content, key: str) -> str:
    """The forum's name, or its key where the content knows it no more."""
    return next((forum.name.said(words.code) for forum in content.forums if forum.key == key), key)


def draft_text(words: Words, draft: MeetingDraft, forum: Forum, to_come: ToCome) -> str:
    """All an organiser put together, a line for each thing that can be changed, and what will remind of it. When and
    where come last, the agenda, which is the longest, first: a small screen shows the end."""
    title = said(draft.title, words.code)
    lines = [
        words("👥 {forum}", forum=forum.name.said(words.code)),
        words("🏷 {title}", title=title) if title else "",
        *when_lines(words, draft.series),
        place_line(words, draft, to_come),
    ]
    parts = [
        words("📋 Agenda:") + "\n" + words.isolated(said(draft.agenda, words.code)) if draft.agenda else "",
        reminder_line(words, to_come, draft.urgent),
        "\n".join(line for line in lines if line),
    ]
    return "\n\n".join(part for part in parts if part)


def when_lines(words: Words, series: Series) -> list[str]:
    """How long, how it repeats, the days without, and the first day and time."""
    when = words("{date}, {time}", date=words.date(series.begins.day), time=shown_time(series.begins.at))
    lines = [words.plural("⏱ {n} minute", "⏱ {n} minutes", n=series.minutes)]
    if series.rule is not None:
        repeat = repeat_text(words, series.rule, series.first.day)
        lines.append(words("🔁 {repeat}: {end}", repeat=repeat, end=end_text(words, series.rule)))
    if series.except_:
        days = words.listed([words.day(wall.day) for wall in sorted(series.except_)])
        lines.append(words("🚫 Not on: {days}", days=days))
    return [*lines, words("📅 {when}", when=when)]


def place_line(words: Words, draft: MeetingDraft, to_come: ToCome) -> str:
    """The place, and who is told of it."""
    if not draft.place:
        return words("📍 No place yet: people will not be told where to go.")
    line = words("📍 {place}", place=said(draft.place, words.code))
    if draft.place_shown != LATE:
        return line
    if to_come.is_place_due:
        return f"{line}\n" + words("🤫 It begins so soon that whoever says they will come is told the place at once.")
    hours = int(PLACE_AHEAD.total_seconds()) // 3600
    late = words.plural(
        "🤫 Only those who said they will come are told the place, {n} hour before.",
        "🤫 Only those who said they will come are told the place, {n} hours before.",
        n=hours,
    )
    return "\n".join(part for part in (line, late, _place_at_night(words, draft, to_come)) if part)


def _place_at_night(words: Words, draft: MeetingDraft, to_come: ToCome) -> str:
    found = to_come.nights.get(PLACE_AHEAD)
    if found is None or draft.urgent:
        return ""
    if found.is_too_late:
        return words("🌙 That is at night: they are told without a sound.")
    return words("🌙 That is at night: most of them are told at {time}.", time=shown_time(found.over.at))


def reminder_line(words: Words, to_come: ToCome, is_urgent: bool) -> str:
    """When people are reminded: of the next time, and where that is different, of those after it."""
    if not to_come.is_reminded:
        return words("🔕 No reminders.")
    line = _reminders(words, to_come)
    if not to_come.next and not to_come.later:
        return line
    if is_urgent:
        return f"{line} " + words("They ring at night too.")
    return "\n".join((f"{line} " + words("In quiet hours they wait."), *_reminders_at_night(words, to_come)))


def _reminders_at_night(words: Words, to_come: ToCome) -> list[str]:
    """When those really come that fall into the night, or that they come too late to be sent."""
    leads = dict.fromkeys((*to_come.next, *(to_come.later or ())))
    by_end: dict[time | None, list[timedelta]] = {}
    for lead in leads:
        found = to_come.nights.get(lead)
        if found is not None:
            by_end.setdefault(None if found.is_too_late else found.over.at, []).append(lead)
    return [_at_night(words, _hours(words, those), at) for at, those in by_end.items()]


def _at_night(words: Words, hours: str, at: time | None) -> str:
    if at is None:
        # NOTE: {hours} is how long before a meeting, once or several times: "24 hours and 2 hours".
        return words(
            "🌙 {hours} before is night, and after it is too late: most people do not get that one.", hours=hours
        )
    # NOTE: {hours} is how long before a meeting, once or several times; {time} such as "07:00".
    return words("🌙 {hours} before is night: most people get that one at {time}.", hours=hours, time=shown_time(at))


def night_line(words: Words, found: Night | None) -> str:
    """That most people get it later than it is sent, or not at all; '' by day."""
    if found is None:
        return ""
    moment = when(words, found.over)
    if found.is_too_late:
        return words(
            "🌙 It is night, and at {moment} it is too late: most people do not get it. {button} changes that.",
            moment=moment,
            button=words(buttons.URGENT),
        )
    return words("🌙 It is night: most people get it at {moment}.", moment=moment)


def late_line(words: Words, told: datetime, starts: datetime, zone: str) -> str:
    """That some may get it only once it has begun; '' where there is time enough."""
    if told + BY_DAY <= starts:
        return ""
    # NOTE: {moment} is day and time: "Tue, Nov 24, 12:00".
    return words(
        "⚠️ Until everybody has this notice it can be {moment}: it has begun by then. Some may read it too late.",
        moment=when(words, wall_of((told + BY_DAY).replace(second=0, microsecond=0), zone)),
    )


def not_sent_line(words: Words, button: Message) -> str:
    """The end of whatever is looked at before it goes: a chat shows the end."""
    return words("✋ Nothing has been sent yet. To send it, press {button}.", button=words(button))


def second_yes_line(words: Words) -> str:
    """That publishing it is not enough."""
    return words("🤝 Another organiser has to say yes before it is sent.")


def change_not_sent_line(words: Words, button: Message) -> str:
    """The same of a change that is looked at as people will get it."""
    return words("✋ The change has not been sent yet. To send it, press {button}.", button=words(button))


def _reminders(words: Words, to_come: ToCome) -> str:
    if to_come.later is None and not to_come.next:
        return words("🔕 It is too soon for a reminder.")
    if to_come.later is None or to_come.later == to_come.next:
        # NOTE: {hours} is how long before a meeting, once or several times: "24 hours and 2 hours".
        return words("🔔 Reminders: {hours} before.", hours=_hours(words, to_come.next))
    later = _hours(words, to_come.later)
    if not to_come.next:
        # NOTE: {hours} is how long before a meeting, once or several times: "24 hours and 2 hours".
        return words("🔕 The next time is too soon for a reminder. 🔔 After that: {hours} before.", hours=later)
    # NOTE: {hours} and {later} are how long before a meeting, once or several times: "24 hours and 2 hours".
    return words(
        "🔔 Reminders: {hours} before the next time, after that {later} before.",
        hours=_hours(words, to_come.next),
        later=later,
    )


def _hours(words: Words, leads: Iterable[timedelta]) -> str:
    each = [int(ahead.total_seconds()) // 3600 for ahead in leads]
    return words.listed([words.plural("{n} hour", "{n} hours", n=hour) for hour in each])


def missing_line(words: Words, missing: Iterable[Missing]) -> str:
    """Which texts are lacking in which languages, and what people get instead."""
    by_part: dict[str, list[str]] = {}
    for each in missing:
        by_part.setdefault(each.part, []).append(language_name(words, each.language))
    if not by_part:
        return words("🌐 The texts are there in every language.")
    return "\n".join(
        (
            words("⚠️ Not written yet:"),
            *(words.line(f"{words(PARTS[part])}: {words.listed(names)}") for part, names in by_part.items()),
            words("Without it, people get it in the language you wrote."),
        )
    )


def language_name(words: Words, code: str) -> str:
    """A language under its own name."""
    return words.isolated(LANGUAGES[code].native_name)


def written(text: str, code: str) -> ByLanguage:
    """A text in the one language it was written in."""
    return {code: text}
