"""The numbers of people that organisers are told: who hears about it, who will come, how far a notice has come. Pure.

Each says when it was counted: a number that stays the same all day would else be taken for that of the moment.
"""

from collections.abc import Iterable

from handlers.meetings.shown.occasions import when
from locales import Words
from services.disclosure.bands import ENOUGH, fewest_in, most_in
from services.meetings.rsvp import Counts
from services.publishing.senders import GroupReach, Reach
from services.publishing.told_progress import ToldProgress
from services.recurrence.wall_time import WallTime


def about(words: Words, band: int) -> str:
    """About how many people (`disclosure.bands`)."""
    # NOTE: {n} is a number of people, rounded.
    return words("about {n}", n=band) if band else words("under 10")


def _meant_by(words: Words, bands: Iterable[int]) -> tuple[str, ...]:
    """From how many to how many each of these may be."""
    return tuple(
        # NOTE: What a rounded number of people means: "about 10" is anything from 10 to 14.
        words(
            "“{about}” is anything from {least} to {most}.", about=about(words, n), least=fewest_in(n), most=most_in(n)
        )
        for n in sorted(set(bands) - {0})
    )


def readers_line(words: Words, whom: Reach) -> str:
    """About how many hear about it, and when they were counted; of each group apart, where it is for several."""
    if len(whom.groups) == 1:
        return _readers_of(words, whom.groups[0])
    named = [words("👥 {forum}", forum=each.name.said(words.code)) if each.name else "" for each in whom.groups]
    read = [_readers_of(words, each) for each in whom.groups]
    return "\n".join(line for pair in zip(named, read, strict=True) for line in pair if line)


def _readers_of(words: Words, group: GroupReach) -> str:
    counted = words("Counted once a week.") if group.is_discreet else words("Counted once a day.")
    if group.counted is None:
        return words("👥 Who hears about this: not counted yet.") + f" {counted}"
    if not group.is_discreet:
        # NOTE: {number} people, all languages together: "about 20", or "under 10".
        said = words("👥 Who hears about this, in all languages: {number}.", number=about(words, group.people))
    elif group.is_enough:
        said = words("👥 Enough people hear about this. This group is shown without numbers, to protect who is in it.")
    else:
        said = words("👥 Only few people hear about this, or nobody. To invite more, hang up the group’s poster.")
    meaning = (_few_and_enough(words),) if group.is_discreet else _meant_by(words, [group.people])
    return "\n".join((said, *meaning, f"{_at_the_count(words, group.counted)} {counted}"))


def _few_and_enough(words: Words) -> str:
    # NOTE: {n} is about the number of people from which on a group is said to be "enough people".
    return words("Few: under about {n}. Enough: about {n} or more. A secret decides where exactly.", n=ENOUGH)


def _at_the_count(words: Words, counted: WallTime) -> str:
    # NOTE: {moment} is the day and time when people were counted: "Tue, Nov 24, 15:00".
    return words("At the count of {moment}.", moment=when(words, counted))


def counts_line(words: Words, counts: Counts) -> str:
    """About how many answered what, and when they were counted last."""
    if counts.counted is None:
        return _when_counted(words, counts)
    if counts.counted >= counts.last:
        further = words("This was the last count.")
    else:
        # NOTE: The answers above. {moment} is a day and time before the meeting begins: "Tue, Nov 24, 12:00".
        further = words("Counted once a day, and a last time: {moment}.", moment=when(words, counts.last))
    said = _enough_come(words, counts) if counts.is_discreet else _how_many_come(words, counts)
    return "\n".join((*said, f"{_at_the_count(words, counts.counted)} {further}"))


def _when_counted(words: Words, counts: Counts) -> str:
    if counts.first >= counts.last:
        # NOTE: Too little time is left to count several times. {moment} is day and time: "Tue, Nov 24, 12:00".
        return words(
            "⏳ Who will come: not counted yet. It is counted once: {moment}.", moment=when(words, counts.last)
        )
    # NOTE: {first} and {last} are day and time, before the meeting begins: "Tue, Nov 24, 12:00".
    return words(
        "⏳ Who will come: not counted yet. The first time: {first}, then once a day, and a last time: {last}.",
        first=when(words, counts.first),
        last=when(words, counts.last),
    )


def _enough_come(words: Words, counts: Counts) -> tuple[str, ...]:
    if counts.yes:
        said = words("✅ Enough people say that they will come. This group is shown without numbers.")
    else:
        said = words("⏳ Only few people had said that they will come, or nobody.")
    return said, _few_and_enough(words)


def _how_many_come(words: Words, counts: Counts) -> tuple[str, ...]:
    if not (counts.yes or counts.no or counts.maybe):
        return (words("⏳ Yes, no and maybe: under 10 people each, or nobody."),)
    return (
        words("✅ Will come: {number}", number=about(words, counts.yes)),
        words("❌ Cannot come: {number}", number=about(words, counts.no)),
        words("🤔 Maybe: {number}", number=about(words, counts.maybe)),
        *_meant_by(words, [counts.yes, counts.no, counts.maybe]),
    )


def progress_line(words: Words, progress: ToldProgress) -> str:
    """How far a notice has come, and for about how many people it is."""
    if progress.is_taken_back:
        return words("↩️ Taken back. It goes to nobody any more.")
    if progress.is_discreet:
        return _discreet_progress(words, progress)
    line = _how_far(words, progress)
    if progress.people is not None:
        # NOTE: After "Under way." or "Done.": whom a notice is for. {number} people: "about 20", or "under 10".
        whom = words("It is for: {number}, by the last count before it left.", number=about(words, progress.people))
        line = f"{line} {whom}"
    if progress.waits_until is None:
        return line
    # NOTE: Whoever has not got a notice yet has quiet hours; {moment} is day and time when the first of these end.
    waits = words("🌙 People have quiet hours: it goes on at {moment}.", moment=when(words, progress.waits_until))
    return f"{line}\n{waits}"


def _how_far(words: Words, progress: ToldProgress) -> str:
    if progress.few_got_it:
        return words("⚠️ It is over. Fewer than a quarter of the people got it.")
    if progress.is_done:
        return words("📨 Done.")
    return words("⏳ Under way.") if progress.has_begun else words("⏳ Nobody has it yet.")


def _discreet_progress(words: Words, progress: ToldProgress) -> str:
    if progress.is_done:
        return words("📨 Done. Whoever has quiet hours gets it when these end.")
    line = words("⏳ Under way. Of this group I never say how far it is.")
    if progress.done_by is None:
        return line
    # NOTE: {moment} is the day and time from which on a notice is told as done.
    return f"{line} " + words("It is done by {moment}.", moment=when(words, progress.done_by))
