"""Opening hours as an editor types them: read, or asked back; never silently other hours."""

import pytest

from services.directory.hours_text import HoursUnclear, read_hours
from services.directory.hours_written import written

BUT_FRIDAY_8_TO_16 = "Sa-Th 08:00-16:00"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *((typed, "24/7") for typed in ("24/7", "always open", "open 24 hours a day", "round the clock")),
        *((typed, "24/7") for typed in ("open 24 hours, 7 days a week", "على مدار الساعة", "دائما مفتوح", "٢٤ ساعة")),
        *(
            (typed, "24/7")
            for typed in ("هەمیشە کراوەیە", "toujours ouvert", "24h/24", "24h/24 et 7j/7", "24h/24 7j/7")
        ),
        *((typed, "08:00-14:00") for typed in ("8 صباحا - 2 ظهرا", "من 8 صباحا إلى 2 ظهرا", "8 بەیانی تا 2 نیوەڕۆ")),
        *((typed, "08:00-14:00") for typed in ("de 8h à 14h", "7j/7 8h-14h", "all week 8 to 14")),
        *((typed, "08:00-12:00") for typed in ("8 to noon", "8am to noon", "8 صباحا - 12 ظهرا", "de 8h à midi")),
        *((typed, "12:00-16:00") for typed in ("noon to 16", "midday to 4pm")),
        *((typed, "08:00-00:00") for typed in ("8am to midnight", "8 - midnight")),
        *((typed, BUT_FRIDAY_8_TO_16) for typed in ("8-16; closed on friday", "closed on fridays; 8-16")),
        *((typed, BUT_FRIDAY_8_TO_16) for typed in ("closed on fridays, otherwise 8-16", "8-16; مغلق الجمعة")),
        *((typed, BUT_FRIDAY_8_TO_16) for typed in ("every day except friday 8-16", "fermé le vendredi; 8h-16h")),
        ("24/7 except friday", "Sa-Th 24/7"),
        ("Sunday to Thursday 8am - 3pm, closed friday and saturday", "Su-Th 08:00-15:00"),
        ("Mo-Sa 8-16; Fr closed", "Mo,Tu,We,Th,Sa 08:00-16:00"),
    ],
)
def test_what_is_surely_meant_is_read(typed: str, meant: str) -> None:
    assert written(read_hours(typed)).strip() == meant


@pytest.mark.parametrize(
    ("typed", "likely"),
    [
        *((typed, "Su-Th 08:00-16:00") for typed in ("weekdays 8-16", "working days 8-16", "en semaine 8h-16h")),
        *((typed, "Su-Th 08:00-16:00") for typed in ("أيام العمل 8-16", "ڕۆژانی کار 8-16", "8-16 closed on weekends")),
        ("weekends 10-14", "Fr,Sa 10:00-14:00"),
        *((typed, "24/7") for typed in ("open all day", "طوال اليوم", "toute la journée")),
        *((typed, "Sa-Th 09:00-17:00") for typed in ("every day except friday 9 to 5", "9-5 closed friday")),
    ],
)
def test_what_differs_from_place_to_place_is_asked_with_the_likely_hours(typed: str, likely: str) -> None:
    """ "Every day except friday 9 to 5" was asked back as every day: Friday would have been open."""
    with pytest.raises(HoursUnclear) as unclear:
        read_hours(typed)
    assert unclear.value.likely == likely
    assert written(read_hours(likely)).strip() == likely


@pytest.mark.parametrize(
    "typed",
    [
        *("closed on friday", "مغلق الجمعة", "fermé le vendredi", "closed", "weekdays", "7j/7", "always closed"),
        *("8 صباحا - 12 مساء", "8 in the morning to 12 in the evening", "11 ظهرا - 4 مساء", "Mo-Fr 8-16; Sa perhaps"),
    ],
)
def test_what_nobody_can_tell_is_asked_with_an_example(typed: str) -> None:
    with pytest.raises(HoursUnclear) as unclear:
        read_hours(typed)
    assert not unclear.value.likely
