"""The words of one language: whole sentences with named placeholders, plurals, dates.

A message id is the English sentence itself. What people wrote is only ever inserted as a value, never
formatted.
"""

import datetime
import logging
from collections.abc import Iterable, Sequence
from typing import NewType

from locales import dates, pseudo
from locales.catalogues import CONTEXT_ENDS, catalogue, message_key
from locales.day_names import day_names
from locales.direction import LEFT_TO_RIGHT_MARK, POP_ISOLATE, RIGHT_TO_LEFT_MARK, aligned_right, isolated
from locales.languages import LANGUAGES, SOURCE

Message = NewType("Message", str)
"""A message id that extraction knows of."""


def mark(message: str, context: str = "") -> Message:
    """Say that a literal is a message, without wording it yet: for labels kept at module level.

    `context` is what the English alone does not tell apart ("New": a case, or an answer); translators see it.
    """
    return Message(message_key(message, context))


def sentence(message: str, context: str = "") -> Message:
    """Say that a literal is a message, without wording it yet: for whole sentences kept in a table."""
    return Message(message_key(message, context))


class Words:
    """Words(code) words messages in that language; an unknown code raises KeyError. Cheap to make, safe to
    share.

    Values are put in isolated (U+2068…U+2069), after the direction controls in them are dropped. In
    right-to-left languages a paragraph that would start with anything else starts with U+200F.
    """

    __slots__ = ("_catalogue", "_right", "code", "language")

    def __init__(self, code: str) -> None:
        self.code = code
        self.language = LANGUAGES[SOURCE if code == pseudo.CODE else code]
        self._catalogue = pseudo.catalogue() if code == pseudo.CODE else catalogue(code)
        self._right = self.language.direction == "rtl"

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, as HTML's dir attribute wants it."""
        return self.language.direction

    def __call__(self, message: str, context: str = "", /, **values: str | int) -> str:
        """The message in this language, or in English where it has no translation, or one whose placeholders are others
        (then logged). `context`: as in `mark`.

        A placeholder of the English without a value raises KeyError. Without any values nothing is formatted.
        """
        translation = self._catalogue.translations.get(message_key(message, context))
        english = message.rpartition(CONTEXT_ENDS)[2]
        return self._in_words(translation if isinstance(translation, str) else english, english, values)

    def plural(self, one: str, other: str, *, n: int, **values: str | int) -> str:
        """The form of the message that goes with `n` (0 or more), which also fills the placeholder {n}."""
        forms = self._catalogue.translations.get(one)
        english = one if n == 1 else other
        translation = forms[self._catalogue.plural_form(n)] if isinstance(forms, tuple) else english
        return self._in_words(translation, english, {**values, "n": n})

    def aligned(self, text: str) -> str:
        """Text already in this language (form labels, guides), each paragraph running the right way."""
        return aligned_right(text) if self._right else text

    def line(self, text: str) -> str:
        """A line that begins with a value, such as a language's own name: it still runs as this language does."""
        return (RIGHT_TO_LEFT_MARK if self._right else LEFT_TO_RIGHT_MARK) + text

    def isolated(self, value: str | int) -> str:
        """One value as it would be put into a message."""
        return isolated(value)

    def listed(self, values: Sequence[str | int]) -> str:
        """Several values as the language lists them ("a, b and c"), each isolated."""
        from babel.lists import format_list

        text = format_list([isolated(value) for value in values], locale=self.language.code) if values else ""
        return text.replace(f"{POP_ISOLATE}, ", f"{POP_ISOLATE}، ") if self._right else text

    def one_after_other(self, texts: Iterable[str]) -> str:
        """Several texts, which may hold commas, apart by the language's semicolon."""
        return ("؛ " if self._right else "; ").join(texts)

    def date(self, day: datetime.date) -> str:
        """Day of the week, day, month and year."""
        return dates.worded(day, "yMMMEd", self.language.code)

    def day(self, day: datetime.date) -> str:
        """Day of the week, day and month."""
        return dates.worded(day, "MMMEd", self.language.code)

    def weekday(self, day: datetime.date) -> str:
        """The name of the day of the week."""
        return dates.weekday(day, self.language.code)

    def counted_weekday(self, day: datetime.date) -> str:
        """The name of the day of the week as it stands behind "first" or "last": in Arabic without its article."""
        return self.weekday(day).removeprefix(day_names(self.language.code).article)

    def clock(self, zone: str) -> str:
        """Whose clock a time is told on, such as "Iraq Time" for Asia/Baghdad; an unknown zone raises LookupError."""
        return dates.clock(zone, self.language.code)

    def week(self, iso_week: str) -> str:
        """An ISO 8601 week such as `2026-W45`, by its Monday; anything else raises ValueError."""
        words, monday = self, datetime.date.fromisoformat(f"{iso_week}-1")
        # NOTE: {date} is a Monday, such as "Nov 2, 2026".
        return words("week of {date}", date=dates.worded(monday, "yMMMd", self.language.code))

    def month(self, iso_month: str) -> str:
        """A month such as `2026-11`; anything else raises ValueError."""
        return dates.worded(datetime.date.fromisoformat(f"{iso_month}-01"), "yMMMM", self.language.code)

    def _in_words(self, translation: str, english: str, values: dict[str, str | int]) -> str:
        """Nobody is left without an answer because a translator mistyped a placeholder."""
        try:
            return self._filled(translation, values)
        except (LookupError, ValueError, AttributeError, TypeError):
            if translation == english:
                raise
            counts = {"counts": {"language": self.code}}
            logging.getLogger("amana").log(logging.ERROR, "translation_broken", extra=counts)
            return self._filled(english, values)

    def _filled(self, text: str, values: dict[str, str | int]) -> str:
        if values:
            text = text.format(**{name: isolated(value) for name, value in values.items()})
        return aligned_right(text) if self._right else text
