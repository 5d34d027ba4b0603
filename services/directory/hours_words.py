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
    *("in the afternoon", "de l'après-midi", "de l’après-midi"),
    *("عصرا", "العصر", "بعد الظهر", "دوای نیوەڕۆ", "پاش نیوەڕۆ"),
)
_EVENING: Final = _words("in the evening", "du soir", "مساء", "في المساء", "ئێوارە")
_TWELVE: Final = re.compile(r"(?<!\d)12(?:[:.h]\d{2})?\s*$")
"""Twelve in the evening may be noon or midnight: the word stays, and nothing is read."""
_NOON: Final = _words("noon", "midday", "midi", "الظهر", "ظهرا", "ظهر", "نیوەڕۆ")
_MIDNIGHT: Final = _words("midnight", "minuit", "منتصف الليل", "نیوەشەو")
_AROUND_NOON: Final = re.compile(r"(?<!\d)(?:12|[1-3])(?:[:.h]\d{2})?\s*$")
_HALF: Final = re.compile(r"\d\s*[ap]\.?m\b")
_ALWAYS: Final = _words(
    *("always", "at all times", "all the time", "round the clock", "around the clock", "day and night"),
    *("24 hours a day", "24 hours", "24 hrs", "24 hour", "7 days a week 24 hours", "toujours", "en permanence"),
    *("24h/24 et 7j/7", "24h/24, 7j/7", "24h/24 7j/7", "24h/24", "24 h/24", "24 heures sur 24", "jour et nuit"),
    *(
        "دائما",
        "على مدار الساعة",
        "على مدار 24 ساعة",
        "24 ساعة",
        "ليل نهار",
        "ليلا ونهارا",
        "هەمیشە",
        "24 کاتژمێر",
        "24 سەعات",
    ),
)
_DAILY: Final = _words(
    *("all week", "7 days a week", "seven days a week", "7 days", "7j/7", "7/7", "7 jours sur 7", "toute la semaine"),
    *("طوال الأسبوع", "طوال أيام الأسبوع", "كل أيام الأسبوع", "كل الأيام", "هەموو هەفتە", "هەموو ڕۆژەکان"),
)
_WHOLE_DAY: Final = _words("all day", "all day long", "the whole day", "toute la journée", "طوال اليوم", "كل النهار")
_WORKING_DAYS: Final = _words(
    *("weekdays", "week days", "weekday", "working days", "workdays", "work days", "business days", "en semaine"),
    *("jours ouvrables", "jours ouvrés", "jours de semaine", "أيام العمل", "ايام العمل", "أيام الدوام", "ايام الدوام"),
    *("ڕۆژانی کار", "ڕۆژانی دەوام", "ڕۆژانی کارکردن"),
)
_WEEKEND: Final = _words(
    *("weekends", "weekend", "week-end", "week-ends", "نهاية الأسبوع", "عطلة نهاية الأسبوع", "کۆتایی هەفتە"),
)
"""Which days these are differs from country to country: the likely ones are only asked about."""
_UNTIL: Final = _words(
    *("to", "till", "until", "through", "thru", "à", "au", "jusqu'à", "jusqu’à", "jusqu'au", "jusqu’au"),
    *("إلى", "الى", "حتى", "لغاية", "لحد", "بۆ", "تا", "هەتا"),
)
_NOTHING: Final = _words(
    *(
        "and",
        "et",
        "و",
        "from",
        "on",
        "at",
        "the",
        "open",
        "opened",
        "hours",
        "du",
        "de",
        "le",
        "la",
        "les",
        "ouvert",
        "ouverte",
    ),
    *(
        "otherwise",
        "other days",
        "all other days",
        "sinon",
        "autres jours",
        "باقي الأيام",
        "وباقي الأيام",
        "ڕۆژەکانی تر",
    ),
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
    """The hours as they are written in short ('' for none), and the days that are taken out of them. `is_guess`: a word
    in them means other days, or other hours, to others."""

    hours: str
    without: tuple[str, ...]
    is_guess: bool = False


def in_short(part: str) -> InShort:
    """One part of hours, its digits those of ASCII and its letters small."""
    told = _MARKS.sub("", part)
    is_guess = any(words.search(told) for words in (_WHOLE_DAY, _WORKING_DAYS, _WEEKEND))
    told = _with_times(_with_days(told))
    opened, closed = _taken_apart(told)
    days, *excepted = _EXCEPT.split(opened)
    for each in excepted:
        found = _BEFORE_TIMES.fullmatch(each)
        closed.append(found["days"] if found else each)
        days = f"{days.strip()} {found['times'] if found else ''}"
    return InShort(_tidy(days), tuple(map(_tidy, closed)), is_guess)


def _with_days(told: str) -> str:
    always, daily = (_ALWAYS, " 24/7 "), (_DAILY, " daily ")
    for words, short in (always, (_WHOLE_DAY, " 24/7 "), daily, (_WORKING_DAYS, " su-th "), (_WEEKEND, " fr-sa ")):
        told = words.sub(short, told)
    return told


def _with_times(told: str) -> str:
    told = _EVENING.sub(lambda found: found[0] if _TWELVE.search(told[: found.start()]) else " pm", told)
    for words, short in ((_MORNING, " am"), (_AFTERNOON, " pm")):
        told = words.sub(short, told)
    of_day = told
    told = _NOON.sub(lambda found: _noon(of_day, found), told)
    told = _MIDNIGHT.sub("12 am" if _HALF.search(told) else "24:00", told)
    return _UNTIL.sub("-", told)


def _noon(told: str, found: re.Match[str]) -> str:
    """Twelve o'clock, or the half of the day of the number before it: "2 ظهرا"."""
    before = told[: found.start()]
    if _AROUND_NOON.search(before):
        return " pm"
    if re.search(r"\d\s*$", before):
        return found[0]
    return "12 pm" if _HALF.search(told) else "12:00"


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
