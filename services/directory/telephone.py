"""Telephone numbers as people write them: told from other words, found however they are written, and as phones dial.

A number is what the numbering plan of the site's country has (`phonenumbers`), or that of the country whose code it
begins with, and short ones such as 112. An extension stands behind it in brackets.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import phonenumbers
from babel.core import get_global
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult, shortnumberinfo

from services.directory.model import PhoneNumber, said_in
from services.errors import Refusal

LEAST_DIGITS, MOST_KNOWN_TO_NOBODY, MOST_SHORT, MOST_DIGITS = 3, 4, 6, 15
"""Numbers of three or four digits are taken as they are: many helplines stand in no numbering plan. With a 0 in front
they are the beginning of a longer one."""
MOST_MISCOUNTED: Final = 3
"""Digits too few or too many up to which somebody has miscounted, and did not mean something else."""
ENOUGH_TO_TELL: Final = 6
"""The last digits of a number that tell it from others, where it stands without the code of its town or country."""
_EXTENSION: Final = re.compile(
    r"[\s,]*(?:\(\s*(\d{1,6})\s*\)"
    r"|(?:;ext=|\b(?:ext(?:ension)?|poste|int(?:erne)?|x)\b\.?|\bx(?=\d)|#|تحويلة|داخلي|ناوخۆیی|ناوخۆ)\s*:?\s*(\d{1,6}))",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(?:\+\s*)?(?:\(\d+\)|\d)(?:[\s.\-‐-–/]*(?:\(\d+\)|\d))*")
_AND: Final = re.compile(r"[,;،؛\n]|\s(?:or|and|ou|et|أو|یان)\s")
_NO_TELEPHONE: Final = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}|[+-]?\d{1,3}\.\d+|\d{1,2}:\d{2}.*"
    r"|.*(?:://|www\.|@|[$€£¥%°]|\b(?:usd|iqd|eur|gbp|syp|lbp|try)\b|دينار|دولار).*",
    re.IGNORECASE | re.DOTALL,
)
"""Days, coordinates, times, web addresses and money."""
MOST_MISTYPED: Final = 3
_NOT_DIALLED: Final = re.compile(r"\(\s*0\s*\)")


@dataclass(eq=False)
class NumberUnclear(Refusal):
    """This is no telephone number. `part` is the piece that is none."""

    part: str


@dataclass(eq=False)
class NumberTooShort(NumberUnclear):
    """It would be one with so many digits more."""

    missing: int


@dataclass(eq=False)
class NumberTooLong(NumberUnclear):
    """It would be one with so many digits fewer."""

    spare: int


@dataclass(frozen=True, slots=True)
class Dialled:
    """A number as it is shown, so that a press on it dials; and what to ask for then, '' for nobody."""

    number: str
    extension: str = ""


def country_of(timezone: str) -> str:
    """The country whose clocks these are (`IQ`), whose numbers need no country code; '' where it is not known."""
    country = str(get_global("zone_territories").get(timezone, ""))
    return country if country in phonenumbers.SUPPORTED_REGIONS else ""


def read_numbers(text: str, country: str, language: str) -> tuple[PhoneNumber, ...]:
    """The numbers of a message, with commas or lines between them, each with the words beside it. () for an empty text.

    Raises NumberUnclear, NumberTooShort, NumberTooLong.
    """
    whole = plain(text).replace(";ext=", " ext ").replace("tel:", "")
    parts = [part.strip() for part in _AND.split(whole) if part.strip()]
    return tuple(number for part in parts for number in _read(part, country, language))


def dialled(number: str, country: str) -> Dialled:
    """As a phone recognises and dials it: with the code of its country, where it is surely a number of one."""
    said, extension = apart(number)
    known = _parsed(said, country)
    if known is None or not phonenumbers.is_valid_number(known):
        return Dialled(said, extension)
    return Dialled(phonenumbers.format_number(known, PhoneNumberFormat.INTERNATIONAL), extension)


@lru_cache(maxsize=16_384)
def digits_of(number: str) -> str:
    """The digits that tell it from others: without an extension, and without the zeros that lead out of a town."""
    said, _ = apart(plain(number))
    return re.sub(r"\D", "", _NOT_DIALLED.sub("", said)).lstrip("0") or re.sub(r"\D", "", said)


def numbers_in(text: str) -> list[str]:
    """The digits of every number that a text may name."""
    found = (digits_of(each[0]) for each in _NUMBER.finditer(plain(text)))
    return [digits for digits in found if LEAST_DIGITS <= len(digits) <= MOST_DIGITS]


def written_numbers(text: str) -> list[str]:
    """Every number long enough to be somebody's, as it is written; days and coordinates are none."""
    found = (each[0] for each in _NUMBER.finditer(plain(text)))
    return [each for each in found if _is_somebodys(each)]


def _is_somebodys(number: str) -> bool:
    return ENOUGH_TO_TELL <= len(re.sub(r"\D", "", number)) <= MOST_DIGITS and not _NO_TELEPHONE.fullmatch(number)


def is_number(text: str) -> bool:
    """True for a text that is nothing but one number."""
    said, _ = apart(plain(text).strip())
    return bool(_NUMBER.fullmatch(said)) and LEAST_DIGITS <= len(re.sub(r"\D", "", said)) <= MOST_DIGITS


def may_be_called(text: str) -> bool:
    """True where a cell made for telephone numbers holds one: no day, coordinate, web address or sum of money."""
    said = plain(text).strip()
    return bool(numbers_in(said)) and not _NO_TELEPHONE.fullmatch(said)


def what_is_doubtful(text: str, country: str) -> str:
    """How many digits a number that was imported has too few, or too many; '' for none, or where nobody can tell."""
    number, _ = apart(plain(text).strip())
    if len(numbers_in(number)) != 1 or _is_possible(number, country):
        return ""
    digits = re.sub(r"[^\d+]", "", number)
    for many in range(1, MOST_MISTYPED + 1):
        if any(_is_valid(f"{digits}{digit * many}", country) for digit in "0123456789"):
            return f"digits seem to be missing: {many}"
        if _is_valid(digits[:-many], country):
            return f"digits seem to be too many: {many}"
    return ""


def is_same(one: str, other: str) -> bool:
    """True for two numbers (as `digits_of` has them) that are one, written with and without codes."""
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer or (len(shorter) >= ENOUGH_TO_TELL and longer.endswith(shorter))


def apart(number: str) -> tuple[str, str]:
    """The number, and its extension, '' for none."""
    found = list(_EXTENSION.finditer(number))
    if not found or found[-1].end() < len(number.rstrip()) or not found[-1].start():
        return number.strip(), ""
    return number[: found[-1].start()].strip(), found[-1][1] or found[-1][2]


def plain(text: str) -> str:
    """The text with digits 0 to 9 and a plain plus, whatever keyboard it was written on; invisible marks go."""
    normal = unicodedata.normalize("NFKC", text)
    kept = (letter for letter in normal if unicodedata.category(letter) != "Cf")
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in kept)


def _read(part: str, country: str, language: str) -> list[PhoneNumber]:
    whole = _number_with_words(part, country, language)
    if whole is not None:
        return [whole]
    pieces = part.split("/")
    several = [_number_with_words(piece, country, language) for piece in pieces]
    wrong = next((piece for piece, read in zip(pieces, several, strict=True) if read is None), None)
    if wrong is not None:
        raise _refused(wrong.strip() if len(pieces) > 1 else part, country)
    return [each for each in several if each is not None]


def _refused(part: str, country: str) -> NumberUnclear:
    """What is wrong with it: how many digits more or fewer would make it a number, the fewest of them."""
    found = [each[0] for each in _NUMBER.finditer(part)]
    if len(found) != 1:
        return NumberUnclear(part)
    (number,) = found
    many = len(re.sub(r"\D", "", number))
    if many < LEAST_DIGITS:
        return NumberTooShort(part, LEAST_DIGITS - many)
    for n in range(1, MOST_MISCOUNTED + 1):
        if any(_is_valid(number + digit * n, country) for digit in "0123456789"):
            return NumberTooShort(part, n)
        if _is_valid(_without_last(number, n), country):
            return NumberTooLong(part, n)
    return NumberUnclear(part)


def _without_last(number: str, how_many: int) -> str:
    """Without so many of its last digits, and what stood between them."""
    for _ in range(how_many):
        number = re.sub(r"\D*$", "", number)[:-1]
    return number


def _is_valid(number: str, country: str) -> bool:
    known = _in_the_plan(number, country)
    return known is not None and phonenumbers.is_valid_number(known)


def _number_with_words(part: str, country: str, language: str) -> PhoneNumber | None:
    """The number and what is said of it; None where there is no number, or there are several."""
    found = _NUMBER.search(part)
    if found is None:
        return None
    number, in_brackets = apart(found[0])
    rest = part[found.end() :]
    in_words = _EXTENSION.match(rest)
    after = rest[in_words.end() :] if in_words else rest
    said = " ".join(each.strip(" :()-–.") for each in (part[: found.start()], after)).strip()
    if any(letter.isdigit() for letter in said) or not _is_possible(number, country):
        return None
    extension = in_brackets or ((in_words[1] or in_words[2]) if in_words else "")
    return PhoneNumber(f"{number} ({extension})" if extension else number, said_in(language, said))


def _is_possible(number: str, country: str) -> bool:
    digits = re.sub(r"\D", "", number)
    if len(digits) <= MOST_KNOWN_TO_NOBODY:
        is_begun = re.match("0[1-9]", digits) is not None
        return len(digits) >= LEAST_DIGITS and not number.startswith("+") and not is_begun
    if not country and not number.startswith(("+", "00")):
        return len(digits) <= MOST_DIGITS
    known = _in_the_plan(number, country)
    if known is None:
        return False
    is_short = len(digits) <= MOST_SHORT and shortnumberinfo.is_valid_short_number(known)
    return is_short or _is_within_a_town(number, known, country) or phonenumbers.is_valid_number(known)


def _is_within_a_town(number: str, known: phonenumbers.PhoneNumber, country: str) -> bool:
    """Whoever dials what leads out of a town has to dial the whole of it."""
    leads_out = phonenumbers.ndd_prefix_for_region(country, True) or "0"
    is_local = phonenumbers.is_possible_number_with_reason(known) == ValidationResult.IS_POSSIBLE_LOCAL_ONLY
    return is_local and not number.startswith(leads_out)


def _parsed(number: str, country: str) -> phonenumbers.PhoneNumber | None:
    return None if len(re.sub(r"\D", "", number)) <= MOST_SHORT else _in_the_plan(number, country)


def _in_the_plan(number: str, country: str) -> phonenumbers.PhoneNumber | None:
    digits = re.sub(r"\D", "", number)
    written = f"+{digits[2:]}" if number.startswith("00") else _NOT_DIALLED.sub("", number)
    try:
        return phonenumbers.parse(written, country or None)
    except NumberParseException:
        return None
