"""How a meeting reads to those who organise it: a line in a list, and all of it for checking. Pure."""

from collections.abc import Iterable

from handlers.meeting_parts import PARTS
from handlers.occasions import when
from handlers.repeat_picker import end_text, repeat_text
from handlers.time_picker import shown as shown_time
from locales import LANGUAGES, Words
from services import meetings
from services.answers import Counts
from services.broadcasts import Progress
from services.content import Content
from services.forums import Forum
from services.meeting_texts import ByLanguage, Missing, said
from services.meetings import LATE, MeetingDraft
from services.recurrence import Series, WallTime
from services.senders import Reach


def meeting_line(words: Words, content: Content, forum: str, wall: WallTime) -> str:
    """One meeting in a list: whose, and when."""
    return words("{forum}, {moment}", forum=forum_name(words, content, forum), moment=when(words, wall))


def forum_name(words: Words, content: Content, key: str) -> str:
    """The forum's name, or its key where the content knows it no more."""
    return next((forum.name.said(words.code) for forum in content.forums if forum.key == key), key)


def draft_text(words: Words, draft: MeetingDraft, forum: Forum) -> str:
    """All an organiser put together, a line for each thing that can be changed."""
    title = said(draft.title, words.code)
    lines = [
        words("👥 {forum}", forum=forum.name.said(words.code)),
        words("🏷 {title}", title=title) if title else "",
        *when_lines(words, draft.series),
        place_line(words, draft),
        words("📋 Agenda:") + "\n" + words.isolated(said(draft.agenda, words.code)) if draft.agenda else "",
        reminder_line(words, forum, draft.urgent),
    ]
    return "\n".join(line for line in lines if line)


def when_lines(words: Words, series: Series) -> list[str]:
    """First day and time, how long, how it repeats, and the days without."""
    when = words("{date}, {time}", date=words.date(series.first.day), time=shown_time(series.first.at))
    lines = [words("📅 {when}", when=when), words.plural("⏱ {n} minute", "⏱ {n} minutes", n=series.minutes)]
    if series.rule is not None:
        repeat = repeat_text(words, series.rule, series.first.day)
        lines.append(words("🔁 {repeat}: {end}", repeat=repeat, end=end_text(words, series.rule)))
    if series.except_:
        days = ", ".join(words.day(wall.day) for wall in sorted(series.except_))
        lines.append(words("🚫 Not on: {days}", days=days))
    return lines


def place_line(words: Words, draft: MeetingDraft) -> str:
    """The place, and who is told of it."""
    if not draft.place:
        return words("📍 No place yet: people will not be told where to go.")
    line = words("📍 {place}", place=said(draft.place, words.code))
    if draft.place_shown != LATE:
        return line
    hours = int(meetings.PLACE_AHEAD.total_seconds()) // 3600
    late = words.plural(
        "🤫 Only those who said they will come are told the place, {n} hour before.",
        "🤫 Only those who said they will come are told the place, {n} hours before.",
        n=hours,
    )
    return f"{line}\n{late}"


def reminder_line(words: Words, forum: Forum, is_urgent: bool) -> str:
    """When people are reminded."""
    hours = ", ".join(str(int(ahead.total_seconds()) // 3600) for ahead in forum.reminders)
    if not hours:
        return words("🔕 No reminders.")
    # NOTE: {hours} is a number, or several with commas between: "24, 2".
    line = words("🔔 Reminders {hours} hours before.", hours=hours)
    return f"{line} " + (words("They ring at night too.") if is_urgent else words("None in quiet hours."))


def missing_line(words: Words, missing: Iterable[Missing]) -> str:
    """Which languages lack which texts, and what people get instead."""
    by_language: dict[str, list[str]] = {}
    for each in missing:
        by_language.setdefault(each.language, []).append(words(PARTS[each.part]))
    if not by_language:
        return words("🌐 The texts are there in every language.")
    lines = [f"{language_name(words, code)}: {', '.join(parts)}" for code, parts in by_language.items()]
    return "\n".join(
        (
            words("⚠️ Not written yet:"),
            *(words.aligned(line) for line in lines),
            words("Without it, people get it in the language you wrote."),
        )
    )


def language_name(words: Words, code: str) -> str:
    """A language under its own name."""
    return words.isolated(LANGUAGES[code].native_name)


def count(words: Words, number: int | None) -> str:
    """A number of people as organisers may see it (meetings.shown)."""
    return words("fewer than 5") if number is None else str(number)


def readers_line(words: Words, whom: Reach) -> str:
    """How many hear about it, by language."""
    if whom.nobody:
        return words("👥 Nobody hears about this yet.")
    lines = [f"{language_name(words, code)}: {count(words, number)}" for code, number in whom.readers.items()]
    return "\n".join((words("👥 Who hears about it, by language:"), *(words.aligned(line) for line in lines)))


def written(text: str, code: str) -> ByLanguage:
    """A text in the one language it was written in."""
    return {code: text}


def counts_line(words: Words, counts: Counts) -> str:
    """How many answered what."""
    return words(
        "✅ Will come: {yes} · ❌ Cannot: {no} · 🤔 Maybe: {maybe}",
        yes=count(words, counts.yes),
        no=count(words, counts.no),
        maybe=count(words, counts.maybe),
    )


def progress_line(words: Words, progress: Progress) -> str:
    """How far a notice has come."""
    sent, failed = count(words, meetings.shown(progress.sent)), count(words, meetings.shown(progress.failed))
    if progress.is_done:
        return words("📨 Sent: {sent}. Could not be sent: {failed}.", sent=sent, failed=failed)
    waiting = count(words, meetings.shown(progress.waiting))
    return words(
        "📨 Sent: {sent}. Could not be sent: {failed}. Waiting: {waiting}.",
        sent=sent,
        failed=failed,
        waiting=waiting,
    )
