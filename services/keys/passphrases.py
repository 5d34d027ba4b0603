"""Generated passphrases: seven made-up words out of 7,776, ninety bits, easy to read aloud in any language.

Each word is consonant, vowel, consonant, vowel, consonant, where the last letter follows from the four before it, so
that no two words differ in one letter only. Fragments that insult somebody are left out. Nobody chooses a passphrase.
"""

import secrets
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

WORDS: Final = 7
_LIST: Final = Path(__file__).with_name("passphrase_words.txt")


@cache
def word_list() -> tuple[str, ...]:
    """The 7,776 words in their fixed order."""
    return tuple(_LIST.read_text(encoding="ascii").split())


def new_passphrase() -> str:
    """Seven words with single spaces between them."""
    return " ".join(secrets.choice(word_list()) for _ in range(WORDS))


def normalise(text: str) -> str:
    """What was typed as it was given out: small letters, single spaces; dashes and dots count as spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    visible = "".join(_plain(character) for character in folded)
    return " ".join(visible.split())


def _plain(character: str) -> str:
    """Letters stay, invisible marks go, everything else stands between words."""
    if character.isalnum():
        return character
    return "" if unicodedata.category(character) in {"Cf", "Mn"} else " "
