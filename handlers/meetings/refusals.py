"""What is said where a rule of meetings refuses."""

from typing import Any

from handlers.chat import keyboards
from handlers.chat.refusals import Sentences
from handlers.chat.turn import Turn
from handlers.meetings.shown.parts import PARTS
from locales import LANGUAGES, sentence
from services import recurrence
from services.authoring.texts import TextTooLong
from services.enrolment import NotAnOrganiser
from services.meetings import minutes
from services.meetings.meeting import ForumGone, MeetingChanged, MeetingGone, MeetingOver


def _text_too_long(turn: Turn, refusal: Any) -> str:
    values = {"part": turn.words(PARTS[refusal.part]), "limit": refusal.limit}
    if refusal.language in LANGUAGES:
        return turn.words.plural(
            "✋ This is too long ({part}, {language}): {n} character. At most {limit} are possible."
            " It was not kept; what you wrote before is kept.",
            "✋ This is too long ({part}, {language}): {n} characters. At most {limit} are possible."
            " It was not kept; what you wrote before is kept.",
            n=refusal.count,
            language=LANGUAGES[refusal.language].native_name,
            **values,
        )
    return turn.words.plural(
        "✋ This is too long ({part}): {n} character. At most {limit} are possible."
        " It was not kept; what you wrote before is kept.",
        "✋ This is too long ({part}): {n} characters. At most {limit} are possible."
        " It was not kept; what you wrote before is kept.",
        n=refusal.count,
        **values,
    )


def _unknown_zone(turn: Turn, refusal: Any) -> str:
    return turn.words(
        "✋ The time zone “{zone}” of this group does not exist. Please tell the person who set me up."
        " Nothing was sent and nothing was changed.",
        zone=refusal.zone,
    )


def _too_many(turn: Turn, refusal: Any) -> str:
    return turn.words(
        "✋ That is too many. At most {limit} are possible. Please press {button}.",
        limit=refusal.limit,
        button=turn.words(keyboards.NEXT),
    )


SENTENCES: Sentences = {
    NotAnOrganiser: sentence(
        "✋ You do not organise this group, or not any more. Nothing was sent and nothing was changed."
    ),
    TextTooLong: _text_too_long,
    MeetingGone: sentence("🙏 This meeting has changed, or it is over."),
    MeetingOver: sentence("🙏 This meeting has changed, or it is over."),
    MeetingChanged: sentence(
        "✋ Another organiser changed this meanwhile. Nothing of yours was sent. This is how it is now:"
    ),
    ForumGone: sentence("✋ This group is no longer there. Nothing was sent and nothing was changed."),
    recurrence.Exhausted: sentence("⏳ That time is over already. Please choose one that is still to come."),
    recurrence.NeverHappens: sentence(
        "✋ That way it would never take place. Please choose another day, or another end."
    ),
    recurrence.UnknownZone: _unknown_zone,
    recurrence.OutOfRange: sentence("✋ No meeting can be like that: too long, or too far away. Please choose again."),
    recurrence.RuleBroken: sentence(
        "✋ That way it would never take place. Please choose another day, or another end."
    ),
    minutes.ActionGone: sentence("🤷 This is done already."),
    minutes.TooManyPoints: _too_many,
    minutes.NoSuchCount: sentence("🔢 Please press a number or write one, for example 12."),
}
