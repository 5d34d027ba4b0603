"""What to say when a rule of the directory refuses. `refusals` takes these sentences up."""

from collections.abc import Callable
from typing import Any

from handlers.chat.turn import Turn
from locales import Words
from services.directory.feedback import NoSuchService
from services.directory.hours_text import HoursUnclear
from services.editing.editing import FieldEmpty, FieldTooLong, ServiceChanged
from services.enrolment import NotAnEditor


def _gone(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("🤷 This service is no longer on the list.")


def _changed(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("✋ Somebody else has changed this service meanwhile. Nothing was saved. Please open it again.")


def _too_long(_turn: Turn, words: Words, refusal: Any) -> str:
    return words("✋ This is too long; at most {limit} letters. Nothing was saved.", limit=refusal.limit)


def _empty(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("✋ A service needs a name. Nothing was saved.")


def _hours(_turn: Turn, words: Words, refusal: Any) -> str:
    # NOTE: The example stays as it is: this is how hours are written.
    return words(
        "✋ I cannot read “{part}”. Nothing was saved. Please write hours like this: {example}",
        part=refusal.part[:60],
        example="Su-Th 08:30-16:00; Sa 9-12; 24/7",
    )


def _not_an_editor(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("✋ This is for those who keep the list of services right. Nothing was changed.")


SENTENCES: dict[type, Callable[[Turn, Words, Any], str]] = {
    NoSuchService: _gone,
    ServiceChanged: _changed,
    FieldTooLong: _too_long,
    FieldEmpty: _empty,
    HoursUnclear: _hours,
    NotAnEditor: _not_an_editor,
}
