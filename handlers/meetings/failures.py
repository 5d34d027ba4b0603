"""Sentences for what the rules of meetings and notices refuse. Part of failures, which says every refusal."""

from collections.abc import Callable
from typing import Any

from handlers.chat import keyboards
from handlers.chat.keyboards import NotOffered
from handlers.chat.turn import Turn
from handlers.meetings.parts import PARTS
from handlers.pickers.day import DayOver, NoSuchDay, NotADay
from handlers.pickers.number import NotANumber
from handlers.pickers.repeat import NotARepeat
from handlers.pickers.time import NotATime
from locales import LANGUAGES, Words
from services import recurrence
from services.authoring.texts import TextTooLong
from services.enrolment import NotAnOrganiser
from services.meetings import minutes
from services.meetings.meeting import ForumGone, MeetingChanged
from services.publishing import announcements, approval, publications


def _not_an_organiser(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("✋ You do not organise this group, or not any more. Nothing was sent and nothing was changed.")


def _forum_gone(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("✋ This group is no longer there. Nothing was sent and nothing was changed.")


def _changed(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("✋ Another organiser changed this meanwhile. Nothing of yours was sent. This is how it is now:")


def _notice_changed(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("✋ Another organiser changed this notice meanwhile. Nothing of yours was sent. Please begin again.")


def _notice_gone(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("✋ This notice is no longer there. Nothing was sent.")


def _text_too_long(_turn: Turn, words: Words, refusal: Any) -> str:
    values = {"part": words(PARTS[refusal.part]), "count": refusal.count, "limit": refusal.limit}
    if refusal.language in LANGUAGES:
        return words(
            "✋ This is too long ({part}, {language}): {count} characters. At most {limit} are possible."
            " It was not kept; what you wrote before is kept.",
            language=LANGUAGES[refusal.language].native_name,
            **values,
        )
    return words(
        "✋ This is too long ({part}): {count} characters. At most {limit} are possible."
        " It was not kept; what you wrote before is kept.",
        **values,
    )


def _over(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("⏳ That time is over already. Please choose one that is still to come.")


def _never(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("✋ That way it would never take place. Please choose another day, or another end.")


def _unknown_zone(_turn: Turn, words: Words, refusal: Any) -> str:
    return words(
        "✋ The time zone “{zone}” of this group does not exist. Please tell the person who set me up."
        " Nothing was sent and nothing was changed.",
        zone=refusal.zone,
    )


def _out_of_range(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("✋ No meeting can be like that: too long, or too far away. Please choose again.")


def _nobody_to_approve(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words(
        "🤝 This reaches many people, so another organiser has to say yes. There is no other yet:"
        " please ask the person who set me up. Nothing was sent."
    )


def _own_request(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("🤝 You asked for this yourself. The yes has to come from somebody else.")


def _publication_gone(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("🤷 This was decided or taken back already, or its time has passed.")


def _changed_since(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("✋ This was changed since. It has to be sent anew by the organiser who asked. Nothing was sent.")


def _nothing_said(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("✍️ There is no text yet. Please write it first.")


def _action_gone(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("🤷 This is done already.")


def _too_many(_turn: Turn, words: Words, refusal: Any) -> str:
    return words(
        "✋ That is too many. At most {limit} are possible. Please press {button}.",
        limit=refusal.limit,
        button=words(keyboards.NEXT),
    )


def _not_a_day(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("📅 I did not understand the day. Please press one, or write it like this: 24.11.2026")


def _no_such_day(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("📅 There is no such day in the calendar. Please choose another.")


def _day_over(_turn: Turn, words: Words, refusal: Any) -> str:
    return words("📅 {day} is over already. Please choose a day that is still to come.", day=words.date(refusal.day))


def _not_a_time(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("🕒 I did not understand the time. Please press one, or write it like this: 15:30")


def _not_a_repeat(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("👇 Please press one of the buttons below.")


def _not_a_number(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("🔢 Please press a number or write one, for example 12.")


def _not_offered(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("👇 Please press one of the buttons below. I could not use what you wrote.")


SENTENCES: dict[type, Callable[[Turn, Words, Any], str]] = {
    NotAnOrganiser: _not_an_organiser,
    NotOffered: _not_offered,
    NotADay: _not_a_day,
    NoSuchDay: _no_such_day,
    DayOver: _day_over,
    NotATime: _not_a_time,
    NotARepeat: _not_a_repeat,
    NotANumber: _not_a_number,
    TextTooLong: _text_too_long,
    MeetingChanged: _changed,
    ForumGone: _forum_gone,
    recurrence.Exhausted: _over,
    recurrence.NeverHappens: _never,
    recurrence.UnknownZone: _unknown_zone,
    recurrence.OutOfRange: _out_of_range,
    recurrence.RuleBroken: _never,
    approval.NobodyToApprove: _nobody_to_approve,
    approval.OwnRequest: _own_request,
    approval.ChangedMeanwhile: _changed_since,
    publications.PublicationGone: _publication_gone,
    announcements.AnnouncementGone: _notice_gone,
    announcements.AnnouncementChanged: _notice_changed,
    announcements.NothingSaid: _nothing_said,
    minutes.ActionGone: _action_gone,
    minutes.TooManyPoints: _too_many,
    minutes.NoSuchCount: _not_a_number,
}
