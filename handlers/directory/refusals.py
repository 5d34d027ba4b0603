"""What is said where a rule of the directory refuses."""

from typing import Any

from handlers.chat.refusals import Sentences
from handlers.chat.turn import Turn
from locales import sentence
from services.directory.feedback import NoSuchService
from services.directory.hours_text import HoursUnclear
from services.directory.telephone import NumberTooLong, NumberTooShort, NumberUnclear
from services.editing.editing import FieldEmpty, FieldTooLong, PlaceIsConfidential, ServiceChanged
from services.editing.undoing import TooLateToUndo
from services.enrolment import NotAnEditor


def _too_long(turn: Turn, refusal: Any) -> str:
    return turn.words.plural(
        "✋ This is too long; at most {n} letter. Nothing was saved.",
        "✋ This is too long; at most {n} letters. Nothing was saved.",
        n=refusal.limit,
    )


def _hours(turn: Turn, refusal: Any) -> str:
    if refusal.likely:
        # NOTE: Opening hours; {likely} is a way of writing them that can be sent as it is.
        return turn.words(
            "❓ Do you mean {likely}? If so, please write it like that. Nothing was saved yet.", likely=refusal.likely
        )
    # NOTE: The example stays as it is: this is how hours are written.
    return turn.words(
        "✋ I cannot read “{part}”. Nothing was saved. Please write hours like this: {example}",
        part=refusal.part[:60],
        example="Su-Th 08:30-16:00; Sa 9-12; 24/7",
    )


def _number(turn: Turn, refusal: Any) -> str:
    return turn.words(
        "✋ “{part}” is not a telephone number. Nothing was saved."
        " Please write the numbers in digits, with commas between them.",
        part=refusal.part[:60],
    )


def _too_short(turn: Turn, refusal: Any) -> str:
    return turn.words.plural(
        "✋ “{part}”: this number is too short, {n} digit is missing. Nothing was saved. Please write it once more.",
        "✋ “{part}”: this number is too short, {n} digits are missing. Nothing was saved. Please write it once more.",
        n=refusal.missing,
        part=refusal.part[:60],
    )


def _too_many(turn: Turn, refusal: Any) -> str:
    return turn.words.plural(
        "✋ “{part}”: this number is too long, {n} digit too many. Nothing was saved. Please write it once more.",
        "✋ “{part}”: this number is too long, {n} digits too many. Nothing was saved. Please write it once more.",
        n=refusal.spare,
        part=refusal.part[:60],
    )


SENTENCES: Sentences = {
    NoSuchService: sentence("🤷 I do not find this service on the list any more. Please look for it again."),
    ServiceChanged: sentence(
        "✋ Somebody else has changed this service meanwhile. Nothing was saved. Please open it again."
    ),
    FieldTooLong: _too_long,
    PlaceIsConfidential: sentence(
        "🔒 Nobody may learn where this service is, so the way to it must not stand here. Nothing was saved."
    ),
    FieldEmpty: sentence("✋ A service needs a name. Nothing was saved."),
    HoursUnclear: _hours,
    NumberUnclear: _number,
    NumberTooShort: _too_short,
    NumberTooLong: _too_many,
    TooLateToUndo: sentence(
        "✋ This was more than ten minutes ago and cannot be undone any more. Nothing was changed."
    ),
    NotAnEditor: sentence("✋ This is for those who keep the list of services right. Nothing was changed."),
}
