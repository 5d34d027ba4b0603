"""Which way text runs: isolates around inserted values, and a mark where a right-to-left paragraph starts
with something else.

Telegram takes a paragraph's direction from its first strong character, whatever the language of the phone.
The controls are those of Unicode Standard Annex #9.
"""

import re

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"
LEFT_TO_RIGHT_MARK = "\u200e"
RIGHT_TO_LEFT_MARK = "\u200f"
CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates. In text that people wrote they can make it read as something else."""

MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Every invisible character that only steers direction."""

# Hebrew to Arabic Extended-A without the two rows of Arabic digits, which are not strong; the presentation
# forms; and the right-to-left planes (Adlam, Hanifi Rohingya and others).
_RIGHT = "\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_LEANS_LEFT = re.compile(rf"^(?=[^{_RIGHT}{RIGHT_TO_LEFT_MARK}\n].*[{_RIGHT}])", re.MULTILINE)


def isolated(value: str | int) -> str:
    """`value` so that it cannot disturb the text around it, nor be disturbed by it.

    Controls inside it are dropped. A value of several lines is isolated line by line, since an isolate ends
    with its paragraph.
    """
    clean = CONTROLS.sub("", str(value))
    return "\n".join(f"{FIRST_STRONG_ISOLATE}{line}{POP_ISOLATE}" if line else "" for line in clean.splitlines())


def aligned_right(text: str) -> str:
    """`text` with U+200F before each paragraph that holds a right-to-left letter but does not start with one.

    A paragraph without any such letter (a receipt, a command, an untranslated sentence) stays as it is:
    turned round, the groups of a number would change places on clients that know no isolates.
    """
    return _LEANS_LEFT.sub(RIGHT_TO_LEFT_MARK, text)
