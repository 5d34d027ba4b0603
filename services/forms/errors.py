"""Everything that can be refused about forms in use and answers to them. Facts only. What is wrong with a form's file
is in `problems.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from services.errors import Refusal
from services.forms.calendars import OtherDay
from services.forms.definition.items import Steps


class FormUnknown(Refusal):
    """No form with this hash is in the archive."""

    def __init__(self, form_hash: str) -> None:
        super().__init__(form_hash)
        self.hash = form_hash


class OtherForm(Refusal):
    """These answers were given to another form (or another version of it), the one with this hash."""

    def __init__(self, form_hash: str) -> None:
        super().__init__(form_hash)
        self.hash = form_hash


class AnswerRefused(Refusal):
    """An answer cannot be taken. The interview stays as it was."""

    def __init__(self, path: str, messages: Mapping[str, str] | None = None, fallback: str = "") -> None:
        super().__init__(path)
        self.path = path
        self._messages = messages or {}
        self._fallback = fallback

    def message(self, language: str) -> str:
        """What the form's author says about it in this language, else in the form's default one; '' if nothing."""
        return self._messages.get(language) or self._messages.get(self._fallback, "")


class AnswerRequired(AnswerRefused):
    """The question has to be answered."""


class ConstraintBroken(AnswerRefused):
    """The answer breaks a rule of the form."""


class NotAChoice(AnswerRefused):
    """The text names no choice that can be chosen now."""


class AnswerNotANumber(AnswerRefused):
    """The text is no number."""


class NotAWholeNumber(AnswerNotANumber):
    """The text is a number with a fraction, or no number."""


class NotInRange(AnswerRefused):
    """The number is beyond the range, or between two of its steps."""

    def __init__(self, path: str, steps: Steps) -> None:
        super().__init__(path)
        self.steps = steps


class NotADate(AnswerRefused):
    """The text is no date that exists."""


class YearUnclear(NotADate):
    """The year has not four digits, or is one that nobody alive means: it could be taken for another."""


class DayUnclear(NotADate):
    """It may be several days: `days` are what it may be, the likeliest first. '3/4/2026' is in April or March."""

    def __init__(self, path: str, days: tuple[OtherDay, ...]) -> None:
        super().__init__(path)
        self.days = days

    def at(self, time: str) -> Self:
        """The same with a time of day behind each day."""
        return type(self)(self.path, tuple(replace(one, written=f"{one.written} {time}") for one in self.days))


class DayOfAnotherCalendar(DayUnclear):
    """The year is one of another calendar: `days` are what it may be in the Gregorian one."""


class AnswerNotATime(AnswerRefused):
    """The text is no time of day, or no date with a time of day."""


class NotAPlace(AnswerRefused):
    """The text is no latitude and longitude."""


class NotAcknowledged(AnswerRefused):
    """Only 'OK' answers this."""


class WrongKind(AnswerRefused):
    """This cannot be done with the present question, or there is none."""


class NoSuchQuestion(AnswerRefused):
    """No question with this path can be asked now."""


class AnswerTooLong(AnswerRefused):
    """The text is longer than `limit` bytes of UTF-8."""

    def __init__(self, path: str, limit: int) -> None:
        super().__init__(path)
        self.limit = limit


class TooManyRows(AnswerRefused):
    """The answer asks for more than `limit` rows of a repeat; None: for more than all repeats may have together."""

    def __init__(self, path: str, limit: int | None) -> None:
        super().__init__(path)
        self.limit = limit


class NothingBefore(Refusal):
    """There is no earlier question to go back to."""


@dataclass(eq=False)
class StillRequired(Refusal):
    """These questions have to be answered first."""

    paths: tuple[str, ...]
