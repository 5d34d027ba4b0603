"""Times of day with words: parts of the day, halves and quarters, noon and midnight, in the offered languages."""

import contextlib
from collections import defaultdict
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.pickers.clock import phrases_of
from handlers.pickers.time import NotATime, WhichHalf, read_time, shown
from locales import LANGUAGES
from locales.clock_words import clock_words
from services.directory.folding import folded

OFFERED = ("en", "ar", "ckb", "fr")
MEANT = {
    "16:00": (
        *("4 in the afternoon", "at 4 in the afternoon", "four in the afternoon", "4 pm", "4pm", "4 p.m.", "16 h"),
        *("four o'clock in the afternoon", "4:00 this afternoon", "16 in the afternoon", "16:00 hours", "1600"),
        *("٤ عصرا", "٤ عصرًا", "٤ العصر", "4 العصر", "الساعة ٤ عصرا", "الساعة الرابعة عصرا", "أربعة العصر", "٤ م"),
        *("الرابعة بعد الظهر", "الساعة 4 بعد الظهر", "٤ بعد العصر", "4 مساء", "في الرابعة عصراً", "٤عصرا"),
        *("16 heures", "à 16 h", "4 h de l’après-midi", "4 heures de l'après-midi", "quatre heures de l’après midi"),
        *("٤ی عەسر", "4ی دوانیوەڕۆ", "کاتژمێر ٤ی دوای نیوەڕۆ", "چواری ئێوارە", "لە کاتژمێر چواری پاش نیوەڕۆ"),
    ),
    "20:00": (
        *("8 in the evening", "eight at night", "at eight in the evening", "tonight at 8", "8 tonight"),
        *("ثمانية مساء", "ثمانية مساءً", "٨ مساءً", "الثامنة مساءً", "الساعة الثامنة ليلا", "٨ بالليل", "٨ المسا"),
        *("8 العشاء", "8 du soir", "8h du soir", "huit heures du soir", "à 8 heures du soir", "8 heures ce soir"),
        *("٨ی ئێوارە", "۸ی ئێوارە", "8 ئێوارە", "هەشتی ئێوارە", "هەشتی شەو", "سەعات ٨ی شەو", "ئێوارە کاتژمێر ٨"),
    ),
    "16:30": (
        *("4:30 عصرا", "٤:٣٠ العصر", "4.30 in the afternoon", "half past four in the afternoon", "four thirty pm"),
        *("16h30", "16 h 30", "16 heures 30", "seize heures trente", "quatre heures et demie de l’après-midi"),
        *("٤ ونص العصر", "أربعة ونصف عصرا", "الساعة الرابعة والنصف عصراً", "الرابعة و النصف بعد الظهر", "4,30 pm"),
        *("٤ و نیوی ئێوارە", "چوار و نیوی دوانیوەڕۆ", "04:30 pm", "4 h 30 de l’après-midi", "4:30 م"),
    ),
    "09:00": (
        *("9 in the morning", "nine in the morning", "9 am", "9 صباحا", "التاسعة صباحا", "٩ الصبح", "تسعة الصبح"),
        *("9 h du matin", "neuf heures du matin", "9 heures", "نۆی بەیانی", "٩ی بەیانی", "٩ پ.ن", "9 before noon"),
    ),
    "12:00": (
        "noon",
        "at noon",
        "12 noon",
        "midi",
        "à midi",
        "الظهر",
        "١٢ ظهرا",
        "12 الظهر",
        "نیوەڕۆ",
        "12 pm",
        "12 h",
    ),
    "00:00": ("midnight", "12 at night", "minuit", "منتصف الليل", "12 بالليل", "نیوەشەو", "١٢ی شەو", "12 am", "0 h"),
    "14:00": ("2 الظهر", "٢ ظهرا", "٢ی نیوەڕۆ", "الثانية بعد الظهر", "2 بعد الظهر", "two in the afternoon"),
    "15:00": ("سێی دوانیوەڕۆ", "٣ العصر", "trois heures de l’après-midi", "3 after lunch"),
    "04:00": ("4 الفجر", "الرابعة فجرا", "4 in the morning", "four in the morning", "4 h du matin", "04:00"),
    "02:00": ("2 after midnight", "2 بعد منتصف الليل", "2 at night", "٢ی دوای نیوەشەو", "2 h de la nuit"),
    "16:45": (
        "quarter to five pm",
        "a quarter to five in the afternoon",
        "خمسة إلا ربع العصر",
        "چارەک بۆ پێنجی ئێوارە",
    ),
    "16:50": ("cinq heures moins dix de l’après-midi", "5 إلا عشر دقائق مساء", "10 minutes to five pm"),
    "16:20": ("٤ وثلث عصرا", "20 past 4 pm", "4 et 20 minutes de l’après-midi", "أربعة وثلث العصر"),
    "16:35": ("٤ ونص وخمسة العصر", "25 to 5 pm"),
    "16:25": ("٤ ونص إلا خمسة العصر", "twenty-five past four in the afternoon"),
    "12:30": ("half past noon", "midi et demi", "midi trente", "half past twelve", "12 ونصف ظهرا"),
    "11:45": ("midi moins le quart", "quarter to twelve", "12 إلا ربع", "11h45"),
    "23:45": ("quarter to midnight", "minuit moins le quart"),
    "19:15": ("quarter past seven in the evening", "sept heures et quart du soir", "٧ و چارەکی ئێوارە", "٧ وربع مساء"),
    "18:00": ("6 في المساء", "السادسة مساء", "6 المغرب", "six at night", "18 du soir", "شەشی ئێوارە"),
}
EITHER = {
    "16:00": ("4", "four", "at four", "الساعة أربعة", "الرابعة", "کاتژمێر چوار", "4 h", "quatre heures"),
    "16:30": ("half past four", "4:30", "الرابعة والنصف", "quatre heures et demie", "چوار و نیو"),
    "12:45": ("quarter to one", "الواحدة إلا ربع"),
    "12:00": ("12 مساء", "12 in the morning", "12 in the evening"),
    "17:00": ("5 at night", "خمسة بالليل"),
    "13:00": ("1 in the evening",),
    "20:00": ("8 العصر", "8 in the afternoon"),
}
"""Where it is the later of two, and people are asked which one they mean."""
NONE = (
    *("13 in the morning", "16 du matin", "١٣ صباحا", "16:30 in the morning", "13 pm", "0 am", "20 at noon"),
    *("in the afternoon", "عصرا", "morning", "بعد الظهر", "evening", "soon", "after prayer", "when all are there", ""),
    *("4 to 6", "4-6 pm", "14-16", "من 4 إلى 6", "de 14 à 16 h", "14h à 16h", "4 or 5 pm", "4 5 pm", "from 2 to 4 pm"),
    *("half four", "half", "ونصف", "25 in the evening", "4:75 pm", "4 tomorrow evening", "24.11.2026", "16:30:00:00"),
    *("4 pm and 6 pm", "two hours before noon at four", "-3", "four and a half hours of rest in the evening"),
    *("quarter", "past four", "4 past", "half past", "moins le quart", "٤ الأسبوع القادم عصرا"),
)


@pytest.mark.parametrize(("typed", "meant"), [(typed, meant) for meant, all_ in MEANT.items() for typed in all_])
def test_an_hour_with_words_is_understood(typed: str, meant: str) -> None:
    assert shown(read_time(typed, OFFERED)) == meant


@pytest.mark.parametrize(("typed", "later"), [(typed, later) for later, all_ in EITHER.items() for typed in all_])
def test_what_may_be_two_hours_is_asked_back(typed: str, later: str) -> None:
    with pytest.raises(WhichHalf) as asked:
        read_time(typed, OFFERED)
    one, other = asked.value.times
    assert shown(one) == later
    assert abs(one.hour - other.hour) == 12
    assert [read_time(shown(each), OFFERED) for each in asked.value.times] == [one, other]


@pytest.mark.parametrize("typed", NONE)
def test_what_names_no_hour_is_refused(typed: str) -> None:
    with pytest.raises(NotATime):
        read_time(typed, OFFERED)


def test_words_beside_an_hour_are_understood_in_an_office_that_does_not_offer_their_language() -> None:
    assert [read_time(typed, ("ar",)) for typed in ("4 pm", "4 in the afternoon", "16 heures")] == [time(16)] * 3


def test_no_phrase_means_two_things() -> None:
    meanings = defaultdict(set)
    for code in LANGUAGES:
        for text, sign in phrases_of(clock_words(code)):
            part = sign.part and (sign.part.first, sign.part.last)
            meanings[folded(text)].add((sign.kind, sign.value, part))
    assert {text: meant for text, meant in meanings.items() if len(meant) > 1 or not text.strip()} == {}


@given(st.lists(st.sampled_from(sorted({word for all_ in (*MEANT.values(), NONE) for word in " ".join(all_).split()}))))
def test_any_words_are_a_time_or_a_refusal(words: list[str]) -> None:
    with contextlib.suppress(NotATime, WhichHalf):
        assert isinstance(read_time(" ".join(words), OFFERED), time)
