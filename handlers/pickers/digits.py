"""Numbers as people type them: in the digits of any script, with the separators of any keyboard."""

import re
import unicodedata

_NUMBER = re.compile(r"\d+")
_THOUSANDS = re.compile(r"(?<=\d)[\u066c\u00a0\u202f'’](?=\d{3}(?!\d))")
"""What only separates thousands, beyond doubt. A comma or a space may stand between two numbers."""


def latin(text: str) -> str:
    """The text with every decimal digit of any script as 0 to 9. Everything else stays."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


_MAYBE_THOUSANDS = re.compile(r"(?<![\d,.،٫])(?<!\d )[1-9]\d{0,2}(?:([,.،٫ ])\d{3})(?:\1\d{3})*(?![\d,.،٫]|\s\d)")


def may_be_thousands(text: str) -> bool:
    """True where a comma, a dot or a space stands as between thousands, and may stand between two numbers."""
    return _MAYBE_THOUSANDS.search(latin(text)) is not None


def with_thousands(text: str) -> str:
    """The text with these read as one number."""
    return _MAYBE_THOUSANDS.sub(lambda found: re.sub(r"\D", "", found[0]), latin(text))


def numbers(text: str) -> list[int]:
    """The whole numbers in the text, in order; longer ones than anybody means are cut."""
    return [int(found[:9]) for found in _NUMBER.findall(_THOUSANDS.sub("", latin(text)))]
