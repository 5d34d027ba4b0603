"""Making what strangers wrote harmless to look at. Escaping is the templates' work; this is about what escaping leaves.

Direction overrides can make a line read as something else, other controls hide text. They are taken out of what is
shown; what is kept stays as it was written.
"""

import re

OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
HIDDEN = re.compile("[\u00ad\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
ACCENTS = "[\u0300-\u036f\u0489\u1ab0-\u1aff\u20d0-\u20ff]"
STACKED = re.compile(f"({ACCENTS}{{4}}){ACCENTS}+")


def sanitised(text: str) -> str:
    """The text without overrides, hidden characters and towers of accents; other controls show as U+FFFD."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = HIDDEN.sub("", OVERRIDES.sub("", text))
    return CONTROLS.sub("\ufffd", STACKED.sub(r"\1", text))


def excerpt(text: str, length: int = 140) -> str:
    """The beginning of a text in one line, cut at a word where there is one."""
    line = " ".join(sanitised(text[: length * 8]).split())
    if len(line) <= length:
        return line
    cut = line[:length].rsplit(" ", 1)[0]
    return f"{cut}…"
