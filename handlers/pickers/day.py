"""Choosing a day: by a button, or typed in the ways people write days, in digits of any script.

A word that is not understood is never passed over: "10 ايار" without a language that knows the month is no tenth.

Every button names its date: a press can wait a day in Telegram's queue, and "tomorrow" alone would then be another day.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from handlers.chat.keyboards import columns
from handlers.chat.screen.markup import Keyboard
from handlers.pickers import weekday
from handlers.pickers.day_words import Said, understood
from handlers.pickers.digits import latin, numbers
from handlers.pickers.spoken import in_digits
from locales import LANGUAGES, Words, mark, normal_label
from services.errors import Refusal

OTHER_DAY = mark("📅 Another day")
DAYS_AHEAD = 9
"""Today, tomorrow, and the seven days after."""
LATE_BUTTONS = 2
"""Days a drawn button may be old and is still understood for what it said."""
YEARS_AHEAD = 3
YEARS_BACK = 20
YEAR_NEEDS = 1000
MONTHS = 12
MOST_DAYS_OFFERED = 3
"""What could be more days than this is asked again from the beginning."""
LONG_AHEAD = timedelta(days=275)
"""Who leaves out the year of such a day may mean the one that has just been."""


_SLASHED = re.compile(r"(?<!\d)\d{1,2}\s*/\s*\d{1,2}(?!\d)")
"""Some write the month first, as forms know too: 3/4 is in April or in March."""
_WITH_TIME = re.compile(r"\d\s*:\s*\d")
_DOTTED_TIME = re.compile(r"\s*\d{1,2}\s*[.٫]\s*(?:00|1[3-9]|[2-5]\d)\s*")
"""16.30, and 3.25 too: where a dot stands between, the month is written second."""
_EXAMPLE_AHEAD = timedelta(days=17)


class NotADay(Refusal):
    """What was written names no day."""


class AnHour(NotADay):
    """What was written looks like an hour, which is asked for afterwards; a day and an hour together too."""


class NoSuchDay(Refusal):
    """The calendar has no such day, such as 31 February."""


class OtherWeekday(NotADay):
    """The day that was written is another day of the week than the one written with it."""

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day


class WhichDay(NotADay):
    """It may be several days: `days` are what it may be, the likeliest first. "next friday", said on a Wednesday."""

    def __init__(self, days: tuple[date, ...]) -> None:
        super().__init__()
        self.days = days


class DayOver(Refusal):
    """The day lies in the past."""

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day


class DayFarAhead(Refusal):
    """No year was written, and the next such `day` is so far off that another one may be meant."""

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day


def day_keyboard(words: Words, today: date) -> Keyboard:
    """Today, tomorrow and the next seven days, and a way to any other day."""
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
    return columns([*(_label(words, day, today) for day in days), words(OTHER_DAY)])


def example(today: date) -> tuple[date, str]:
    """A day that is still to come, for showing how one is written; and the same in numbers."""
    day = today + _EXAMPLE_AHEAD
    return day, f"{day.day}.{day.month}.{day.year}"


def read_day(text: str, languages: Sequence[str], today: date) -> date:
    """The day of a pressed button, or the day somebody typed in one of the languages.

    Raises NotADay, OtherWeekday, WhichDay, NoSuchDay, DayOver. What could be two days is none: nothing is guessed.
    """
    day = _pressed(text, languages, today) or _typed(text, languages, today)
    if day < today:
        raise DayOver(day)
    return day


def read_sure_day(text: str, languages: Sequence[str], today: date) -> date:
    """The same, where nobody needs to be asked which year. Raises DayFarAhead, and what read_day raises."""
    day = read_day(text, languages, today)
    if day - today > LONG_AHEAD and not _says_its_year(text, languages, day):
        raise DayFarAhead(day)
    return day


def _says_its_year(text: str, languages: Sequence[str], day: date) -> bool:
    """Whether the same words mean the same day once it is over."""
    try:
        return _typed(text, languages, day + timedelta(days=1)) == day
    except Refusal:
        return False


def _label(words: Words, day: date, today: date) -> str:
    match (day - today).days:
        case 0:
            return words("Today, {day}", day=words.day(day))
        case 1:
            return words("Tomorrow, {day}", day=words.day(day))
        case _:
            return words.aligned(words.day(day))


def _pressed(text: str, languages: Sequence[str], today: date) -> date | None:
    wanted = normal_label(text)
    for drawn_on in (today - timedelta(days=ago) for ago in range(LATE_BUTTONS + 1)):
        for day in (drawn_on + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)):
            if any(normal_label(_label(Words(code), day, drawn_on)) == wanted for code in languages):
                return day
    return None


def _typed(text: str, languages: Sequence[str], today: date) -> date:
    if _WITH_TIME.search(text) or _DOTTED_TIME.fullmatch(latin(text)):
        raise AnHour
    found: dict[date, Said] = {}
    refusals: list[NotADay | NoSuchDay] = []
    for said in everything_said(text, languages):
        try:
            found[_day(said, today)] = said
        except WhichDay as several:
            found |= dict.fromkeys(several.days, said)
        except (NotADay, NoSuchDay) as refusal:
            refusals.append(refusal)
    # "8 mar" is a day of March, although "mar. 8" can be a Tuesday.
    likely = [day for day, said in found.items() if not said.weekday_follows] or list(found)
    if len(likely) == 1:
        return _unless_turned(text, likely[0], today)
    if 1 < len(likely) <= MOST_DAYS_OFFERED:
        raise WhichDay(tuple(likely))
    raise max(refusals, key=_tells_more) if refusals and not found else NotADay()


def everything_said(text: str, languages: Sequence[str]) -> list[Said]:
    """Each way to understand the text as it stands; where it has no number, with those in words as well: "التلات" is
    Tuesday, or the third. A month may be named in a language that is known and not offered."""
    found = [each for code in languages for each in understood(text, code)]
    digits = in_digits(text, languages)
    if digits != text and all(not each.numbers and each.ahead is None for each in found):
        found += [each for code in languages for each in understood(digits, code)]
    return found or [each for code in LANGUAGES for each in understood(text, code) if each.month is not None]


def _tells_more(refusal: Refusal) -> int:
    return (NotADay, OtherWeekday, NoSuchDay).index(type(refusal))


def _unless_turned(text: str, day: date, today: date) -> date:
    """The day, where it cannot be the one of the other order too. Raises WhichDay."""
    if not _SLASHED.search(latin(text)) or day.day > MONTHS or day.day == day.month or day < today:
        return day
    has_year = len(numbers(text)) > 2
    turned = date(day.year, day.day, day.month) if has_year else _next(today, day.month, day.day)
    if turned < today:
        return day
    raise WhichDay((day, turned))


def _day(said: Said, today: date) -> date:
    """The day on which everything agrees that was said of it. Raises NotADay, OtherWeekday, NoSuchDay."""
    days = list(_days(said, today))
    if not days:
        raise NotADay
    if said.is_last:
        return days[-1]  # It is over, whichever was meant.
    if len(set(days)) > 1:
        raise WhichDay(tuple(days)) if said.is_weekday_alone else NotADay()
    if said.weekday is not None and days[0].weekday() != said.weekday:
        raise WhichDay(weekday.around(days[0], said.weekday)) if _is_in_weeks(said) else OtherWeekday(days[0])
    return days[0]


def _is_in_weeks(said: Said) -> bool:
    return bool(said.ahead) and not (said.ahead or 0) % weekday.WEEK.days and not said.numbers and said.month is None


def _days(said: Said, today: date) -> Iterator[date]:
    """The day by its number, and by its distance from today; by its weekday alone where there is neither."""
    if said.numbers or said.month is not None:
        try:
            yield _of_numbers(list(said.numbers) if said.month is None else _with_month(said), today)
        except ValueError:
            raise NoSuchDay from None
    if said.ahead is not None:
        yield today + timedelta(days=said.ahead) + weekday.WEEK * said.weeks_after
    elif said.is_weekday_alone and said.weekday is not None:
        yield from weekday.named(said, said.weekday, today)


def _with_month(said: Said) -> list[int]:
    """Day, month, and the year where there is one: "24 November 2026", "November 24, 2026", "2026 November 24"."""
    match said.numbers, said.month:
        case [year, day], int(month) if year >= YEAR_NEEDS:
            return [day, month, year]
        case [day, *year], int(month) if day < YEAR_NEEDS and len(year) < 2:
            return [day, month, *year]
        case _:
            raise NotADay


def _of_numbers(found: list[int], today: date) -> date:
    match found:
        case [year, month, day] if year >= YEAR_NEEDS:
            return _in_reach(date(year, month, day), today)
        case [day, month, year]:
            day, month = (month, day) if month > 12 else (day, month)
            return _in_reach(date(year if year >= YEAR_NEEDS else 2000 + year, month, day), today)
        case [day, month]:
            day, month = (month, day) if month > 12 else (day, month)
            return _next(today, day, month)
        case [day]:
            return _next(today, day)
        case _:
            raise NotADay


def _next(today: date, day: int, month: int | None = None) -> date:
    """The next day of that number, in that month or in any. Raises ValueError where the calendar has none."""
    for months_ahead in range(12 * YEARS_AHEAD + 12):
        years, index = divmod(today.month - 1 + months_ahead, 12)
        try:
            found = date(today.year + years, index + 1, day)
        except ValueError:
            continue
        if found >= today and month in (None, found.month):
            return found
    raise ValueError


def _in_reach(day: date, today: date) -> date:
    """Years far away are another calendar or a slip of the finger, not a meeting."""
    if not today.year - YEARS_BACK <= day.year <= today.year + YEARS_AHEAD:
        raise NotADay
    return day
