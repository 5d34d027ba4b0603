"""Opening hours as people write them in a cell or a message: `Su-Th 08:30-16:00; Sa 9-12; 1st Mo 10-12; 24/7`.

Days in English, French, Arabic and Sorani, whole or shortened; digits of any script. Parts are separated by
semicolons or lines. A part without days holds for every day; a time of closing before the time of opening is on the
next day where that is surely a night, else nobody can tell.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import chain, pairwise
from typing import Final

from services.directory.days import DAYS, is_night
from services.directory.folding import folded, words_of
from services.directory.hours_words import InShort, in_short
from services.directory.hours_written import written
from services.directory.model import Schedule
from services.errors import Refusal

_NAMES: Final = (
    ("monday", "lundi", "الاثنين", "دووشەممە"),
    ("tuesday", "mardi", "الثلاثاء", "سێشەممە"),
    ("wednesday", "mercredi", "الأربعاء", "چوارشەممە"),
    ("thursday", "jeudi", "الخميس", "پێنجشەممە"),
    ("friday", "vendredi", "الجمعة", "هەینی"),
    ("saturday", "samedi", "السبت", "شەممە"),
    ("sunday", "dimanche", "الأحد", "یەکشەممە"),
)
_FOLDED: Final = tuple(tuple(words_of(name)[0] for name in names) for names in _NAMES)
_EVERY_DAY: Final = frozenset(
    chain.from_iterable(
        words_of(words) for words in ("every day daily", "tous les jours", "كل يوم يوميا", "هەموو ڕۆژێک")
    )
)
_NTH: Final = re.compile(r"(last|[1-5])(?:st|nd|rd|th)?\s*(?=[^\W\d_])")
_OF_A_MONTH: Final = re.compile(r"([^\W\d_]+)\s*\[([-\d,\s]+)\]")
"""`Mo[1]`, `Fr[1,3]`, `Su[-1]`, as OpenStreetMap writes the first Monday of a month."""
MOST_IN_A_MONTH: Final = 5
_OPEN_END: Final = re.compile(r"\d\s*\+")
"""Nobody knows when it closes."""
_TIME: Final = r"(\d{1,2})(?:[:.h](\d{2}))?h?(?:\s*([ap]\.?m\b\.?))?"
_SPAN: Final = re.compile(rf"{_TIME}\s*(?:-|–|—|to|until|à|الى|حتي)\s*{_TIME}")
_ALWAYS: Final = re.compile(r"24\s*/\s*7|24\s*h(?:ours)?\b")
_APART: Final = re.compile(r"[\s,،&+.]*(?:and|et|و)?[\s,،&+.]*")
"""What may stand between two spans of one day, and behind the last."""
NOON, END_OF_DAY = 12, 24
_BETWEEN: Final = re.compile(r"\s*[-–—]\s*")
_DAY_SPAN: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*(?:/|to|–)\s*(\d{4}-\d{2}-\d{2}))?")
SHORTEST_DAY: Final = 2


@dataclass(eq=False)
class HoursUnclear(Refusal):
    """These hours cannot be read. `part` is the piece that is not understood, `likely` what may be meant by it, as it
    can be read; '' where nobody can tell."""

    part: str
    likely: str = ""


def read_hours(text: str) -> tuple[Schedule, ...]:
    """The schedules; () for an empty text. Raises HoursUnclear."""
    parts = [part.strip() for part in re.split(r"[;؛\n]", text) if part.strip()]
    closed = {part: days for part in parts if len(parts) > 1 and (days := _closed_in(part))}
    read: list[Schedule] = []
    for part in (part for part in parts if part not in closed):
        later = _in_short_or_words(part)
        read = [kept for each in read if (kept := _unless_said_again(each, later))] + later
    for part, days in closed.items():
        read = _without(read, days, part)
    return tuple(read)


def _closed_in(part: str) -> tuple[str, ...]:
    """The days that a part says are closed and nothing else: "Fr closed", "مغلق الجمعة"."""
    short = in_short(_digits(part).lower())
    return () if short.hours or short.is_guess or not all(map(days_in, short.without)) else short.without


def _in_short_or_words(part: str) -> list[Schedule]:
    try:
        return _part(part)
    except HoursUnclear as unclear:
        short = in_short(_digits(part).lower())
        if short == InShort(_digits(part).lower(), ()):
            raise
        try:
            found = _without(_part(short.hours), short.without, part)
        except HoursUnclear as still:
            raise HoursUnclear(part, _likely(still.likely or unclear.likely, short, part)) from None
        if short.is_guess:
            raise HoursUnclear(part, written(found)) from None
        return found


def _likely(likely: str, short: InShort, part: str) -> str:
    """What may be meant, without the days that are said to be closed."""
    if not likely or not short.without:
        return likely
    try:
        return written(_without(_part(likely), short.without, part))
    except HoursUnclear:
        return ""


def _without(read: list[Schedule], taken_out: tuple[str, ...], part: str) -> list[Schedule]:
    """The same on no day that is said to be closed."""
    closed: set[str] = set()
    for text in taken_out:
        days = days_in(text)
        if not days:
            raise HoursUnclear(part)
        closed |= {DAYS[day] for day in days}
    left = [(each, [day for day in each.byday.split(",") if day not in closed]) for each in read]
    if not all(days for _, days in left):
        raise HoursUnclear(part)
    return [replace(each, byday=",".join(days)) for each, days in left]


def _unless_said_again(earlier: Schedule, later: list[Schedule]) -> Schedule | None:
    """The hours without the days for which other ones that touch them are said afterwards ("Mo-Fr 9-17; We 9-12")."""
    again = {day for each in later if _overlap(earlier, each) for day in (each.byday or "").split(",")}
    left = [day for day in (earlier.byday or "").split(",") if day not in again]
    return replace(earlier, byday=",".join(left)) if left else None


def _overlap(one: Schedule, other: Schedule) -> bool:
    if one.freq != other.freq or not (one.opens_at and one.closes_at and other.opens_at and other.closes_at):
        return one.freq == other.freq
    ends = [each.closes_at if each.closes_at and each.closes_at > time(0) else time.max for each in (one, other)]
    return one.opens_at < ends[1] and other.opens_at < ends[0]


def read_closures(text: str) -> tuple[Schedule, ...]:
    """Days of being closed: `2026-12-25, 2026-12-31/2027-01-02`. Raises HoursUnclear."""
    closures = []
    for part in (part.strip() for part in re.split(r"[,;،؛\n]", text)):
        found = _DAY_SPAN.fullmatch(_digits(part))
        if part and not found:
            raise HoursUnclear(part)
        if found:
            closures.append(_closure(part, found[1], found[2] or found[1]))
    return tuple(closures)


def day_named(word: str) -> int | None:
    """The day of the week (0 is Monday) that a word means, whole or from its beginning."""
    words = words_of(word)
    wanted = words[0] if len(words) == 1 else ""
    if len(wanted) < SHORTEST_DAY:
        return None
    for candidate in (wanted, wanted.removesuffix("s"), wanted.removeprefix("و"), wanted.removeprefix("وال")):
        for number, names in enumerate(_FOLDED):
            if any(_is_name(candidate, name) for name in names):
                return number
    return None


def days_named(text: str) -> tuple[int, ...]:
    """Every day of the week a phrase names ("Mon-Thurs and Sat", "أيام الاثنين فقط"); other words are passed over."""
    days: set[int] = set()
    for piece in re.split(r"[,/&،+]|\s+", _BETWEEN.sub("-", text)):
        days |= _range(piece) or set()
    return tuple(sorted(days))


def days_in(text: str) -> tuple[int, ...] | None:
    """The days of the week of a list such as `Mon-Thurs, Sat`; None where anything in it is not one."""
    days: set[int] = set()
    for piece in re.split(r"[,/&،+\s]+", _BETWEEN.sub("-", text.strip())):
        named = _range(piece)
        if named is None:
            return None
        days |= named
    return tuple(sorted(days))


def _part(part: str) -> list[Schedule]:
    plain = _digits(part).lower()
    always = _ALWAYS.search(plain)
    if always:
        freq, byday = _days(f"{plain[: always.start()]} {plain[always.end() :]}".strip(" :,"), part)
        return [Schedule(freq=freq, byday=byday, opens_at=time(0), closes_at=time(0))]
    spans = list(_SPAN.finditer(plain))
    if not spans or _OPEN_END.search(plain):
        raise HoursUnclear(part)
    ends = [span.end() for span in spans]
    starts = [*(span.start() for span in spans[1:]), len(plain)]
    if not all(_APART.fullmatch(plain[end:start]) for end, start in zip(ends, starts, strict=True)):
        raise HoursUnclear(part)
    freq, byday = _days(plain[: spans[0].start()].strip(" :,"), part)
    return [Schedule(freq=freq, byday=byday, opens_at=opens, closes_at=closes) for opens, closes in _times(spans, part)]


def _days(text: str, part: str) -> tuple[str, str]:
    if not text or set(words_of(text)) <= _EVERY_DAY:
        return "WEEKLY", ",".join(DAYS)
    nth = _NTH.match(text)
    if nth:
        day = day_named(text[nth.end() :])
        if day is None:
            raise HoursUnclear(part)
        return "MONTHLY", f"{-1 if nth[1] == 'last' else int(nth[1])}{DAYS[day]}"
    if of_a_month := _OF_A_MONTH.fullmatch(text):
        return "MONTHLY", _of_a_month(of_a_month[1], of_a_month[2], part)
    named = days_in(text)
    if named is None:
        raise HoursUnclear(part)
    return "WEEKLY", ",".join(DAYS[day] for day in named)


def _of_a_month(name: str, numbers: str, part: str) -> str:
    day = day_named(name)
    found = re.findall(r"(?<!\d)-?\d(?!\d)", numbers) if re.fullmatch(r"\s*-?\d(\s*,\s*-?\d)*\s*", numbers) else []
    if day is None or not found or not all(1 <= abs(int(number)) <= MOST_IN_A_MONTH for number in found):
        raise HoursUnclear(part)
    return ",".join(f"{int(number)}{DAYS[day]}" for number in found)


def _range(piece: str) -> set[int] | None:
    first, dash, last = piece.partition("-")
    start, end = day_named(first), day_named(last) if dash else None
    if start is None or (dash and end is None):
        return None
    if end is None:
        return {start}
    return {(start + step) % 7 for step in range((end - start) % 7 + 1)}


def _times(spans: list[re.Match[str]], part: str) -> list[tuple[time, time]]:
    try:
        times = [(_time(*span.group(1, 2, 3)), _time(*span.group(4, 5, 6))) for span in spans]
    except ValueError:
        raise HoursUnclear(part) from None
    is_half = any(int(span[1]) == END_OF_DAY or bool(span[3]) != bool(span[6]) for span in spans)
    is_one = any(opens == closes != time(0) for opens, closes in times)
    if is_half or is_one or _is_twelve_hours(spans, times):
        likely = "" if is_half or is_one else _by_day(part, spans, times)
        raise HoursUnclear(part, likely)  # "9-5 pm", "8-8", "24-4", "9-5", "8-12, 2-5": by day or by night?
    return times


def _by_day(part: str, spans: list[re.Match[str]], times: list[tuple[time, time]]) -> str:
    """The same with one span of times read as by day; '' where there are more, or it would not be one."""
    (opens, closes), *others = times
    if others or closes.hour >= NOON or not opens.hour < closes.hour + NOON:
        return ""
    return f"{part[: spans[0].start()]}{opens:%H:%M}-{closes.replace(hour=closes.hour + NOON):%H:%M}".strip()


def _is_twelve_hours(spans: list[re.Match[str]], times: list[tuple[time, time]]) -> bool:
    """True where times without AM or PM may be those of a clock of twelve hours."""
    plain = [pair for span, pair in zip(spans, times, strict=True) if not span[3]]
    is_turned = any(closes <= opens and not is_night(opens, closes) for opens, closes in plain)
    return is_turned or any(later[0] < earlier[1] for earlier, later in pairwise(times) if earlier[1] > earlier[0])


def _time(hour: str, minute: str | None, half: str | None) -> time:
    """24:00 is midnight; 12 am too."""
    number = int(hour)
    if half:
        if not 1 <= number <= NOON:
            raise ValueError
        number = number % NOON + (NOON if half.startswith("p") else 0)
    return time(0 if number == END_OF_DAY and not int(minute or 0) else number, int(minute or 0))


def _closure(part: str, first: str, last: str) -> Schedule:
    try:
        closure = Schedule(valid_from=date.fromisoformat(first), valid_to=date.fromisoformat(last))
    except ValueError:
        raise HoursUnclear(part) from None
    if last < first:
        raise HoursUnclear(part)
    return closure


def _digits(text: str) -> str:
    return "".join(folded(letter) if letter.isdecimal() and not letter.isascii() else letter for letter in text)


def _is_name(word: str, name: str) -> bool:
    return word == name or (word.isascii() and len(word) >= SHORTEST_DAY and name.startswith(word))
