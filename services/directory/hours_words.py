"""Opening hours in whole words, put into the short way of writing that `hours_text` reads.

"Monday to Thursday from 8 in the morning to 4 in the afternoon, closed on Fridays" becomes "Monday-Thursday 8 am-4 pm"
and a day that is taken out. Only what could not be read as it stands comes here. Nothing is guessed: a word that is not
known stays, and then the whole is refused.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

_MARKS: Final = re.compile("[\u064b-\u0652\u0640]")
"""Vowel signs and lengthened letters of Arabic."""


def _words(*said: str) -> re.Pattern[str]:
    longest_first = sorted((_MARKS.sub("", each) for each in said), key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W\d_])")


_MORNING: Final = _words(
    *("in the morning", "du matin", "صباحا", "الصبح", "الصباح", "في الصباح", "بەیانی", "بەیانیان", "سەر لە بەیانی")
)
_AFTERNOON: Final = _words(
    *("in the afternoon", "in the evening", "de l'après-midi", "de l’après-midi", "du soir"),
    *("مساء", "في المساء", "عصرا", "العصر", "بعد الظهر", "ئێوارە", "دوای نیوەڕۆ", "پاش نیوەڕۆ"),
)
_UNTIL: Final = _words(
    *("to", "till", "until", "through", "thru", "à", "au", "jusqu'à", "jusqu’à", "jusqu'au", "jusqu’au"),
    *("إلى", "الى", "حتى", "لغاية", "لحد", "بۆ", "تا", "هەتا"),
)
_NOTHING: Final = _words(
    *("from", "on", "at", "open", "opened", "hours", "du", "de", "le", "la", "les", "ouvert", "ouverte"),
    *("من", "يوم", "أيام", "ايام", "الساعة", "مفتوح", "مفتوحة", "لە", "ڕۆژی", "ڕۆژانی", "کاتژمێر", "سەعات", "کراوەیە"),
)
_CLOSED: Final = _words(
    *("closed", "shut", "fermé", "fermée", "fermés"),
    *("مغلق", "مغلقة", "مقفل", "مسكر", "مسكرة", "عطلة", "داخراوە", "داخراو", "پشووە", "پشوو"),
)
_EXCEPT: Final = _words(
    *("except", "except on", "sauf", "sauf le", "ما عدا", "ماعدا", "عدا", "باستثناء", "جگە لە", "بێجگە لە")
)
_COMMAS: Final = re.compile("[,،]")
_BEHIND_TIMES: Final = re.compile(r"(?P<open>.*\d(?:\s*[ap]\.?m\b\.?|h\b)?)(?P<closed>\D*)")
_BEFORE_TIMES: Final = re.compile(r"(?P<days>\D*)(?P<times>.*)", re.DOTALL)


class InShort(NamedTuple):
    """The hours as they are written in short ('' for none), and the days that are taken out of them."""

    hours: str
    without: tuple[str, ...]


def in_short(part: str) -> InShort:
    """One part of hours, its digits those of ASCII and its letters small."""
    told = _MARKS.sub("", part)
    for words, short in ((_MORNING, " am"), (_AFTERNOON, " pm"), (_UNTIL, "-")):
        told = words.sub(short, told)
    opened, closed = _taken_apart(told)
    days, *excepted = _EXCEPT.split(opened)
    for each in excepted:
        found = _BEFORE_TIMES.fullmatch(each)
        closed.append(found["days"] if found else each)
        days = f"{days.strip()} {found['times'] if found else ''}"
    return InShort(_tidy(days), tuple(map(_tidy, closed)))


def _taken_apart(told: str) -> tuple[str, list[str]]:
    """What is said to be open, and what to be closed."""
    opened, closed = [], []
    for piece in _pieces(told):
        if _CLOSED.search(piece) and not any(map(str.isdigit, piece)):
            closed.append(_CLOSED.sub(" ", piece))
        else:
            opened.append(piece)
    return ",".join(opened), closed


def _pieces(told: str) -> Iterable[str]:
    for piece in _COMMAS.split(told):
        found = _BEHIND_TIMES.fullmatch(piece)
        if found and _CLOSED.search(found["closed"]):
            yield from (found["open"], found["closed"])
        else:
            yield piece


def _tidy(text: str) -> str:
    return re.sub(r"\s*-\s*", "-", " ".join(_NOTHING.sub(" ", text).split())).strip(" ,.:")
