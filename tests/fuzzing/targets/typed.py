"""Whatever people type: understood, or refused in words."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from random import Random

from handlers.pickers.day import read_day
from handlers.pickers.number import read_numbers as read_counts
from handlers.pickers.repeat import read_end, read_repeat
from handlers.pickers.time import read_time
from services import enrolment, forums
from services.directory import folding, hours_text
from services.directory.telephone import read_numbers
from services.errors import Refusal
from services.keys.recovery import read_share
from services.recurrence.rule import Rule
from services.reports.receipts import read_receipt
from tests.fuzzing.bending import bent_words
from tests.fuzzing.campaign import Strike

LANGUAGES = ("en", "ar", "ckb", "fr")
TODAY = date(2026, 3, 5)
SAID = (
    *("5 March 2026", "١٠ آذار", "10/3/26", "next tuesday", "demain", "17 mars", "پێنجشەممە", "1404-12-15"),
    *(
        "16:30",
        "٤ مساءً",
        "4 pm",
        "half past four",
        "midi moins dix",
        "أربعة ونص إلا خمسة عصرا",
        "07.15",
        "123 456 789 012 345 678",
        "every second monday",
    ),
    *("Mo-Fr 08:00-16:00; Sa off", "Mo[1] 10:00-12:00", "24/7", "2026-03-05 - 2026-03-09", "+964 770 000 0000 ext 5"),
    *("we are seven", "سبعة أشخاص", "1, 2 and 5", "12 times", "until 1 June 2026", "K7QF-2M8D-TT31", "forum_women-ar"),
    *("soldiers took my son last night near the bridge", "I want to die", "ئاو نییە", "au secours", "بدي موت"),
)
READERS: tuple[Callable[[str], object], ...] = (
    lambda text: read_day(text, LANGUAGES, TODAY),
    lambda text: read_time(text, LANGUAGES),
    lambda text: read_counts(text, 12, ["1", "two"]),
    lambda text: read_repeat(text, LANGUAGES, TODAY),
    lambda text: read_end(text, LANGUAGES, Rule("weekly")),
    read_receipt,
    enrolment.read_code,
    enrolment.read_start_parameter,
    forums.read_start_parameter,
    hours_text.read_hours,
    hours_text.read_closures,
    lambda text: read_numbers(text, "IQ", "en"),
    read_share,
    folding.words_of,
)


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Strike]:
    async def strike(chance: Random) -> None:
        text = bent_words(chance.choice(SAID), chance)
        for read in READERS:
            try:
                read(text)
            except Refusal:
                continue

    yield strike
