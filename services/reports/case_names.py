"""Short names by which people speak of a case. The name says nothing: it comes from the envelope's random id."""

import hashlib

CONSONANTS = "bdfgklmnprstvz"
VOWELS = "aeiou"
SYLLABLES = 3


def case_name(envelope_id: bytes) -> str:
    """A name that can be said over a telephone, such as `rubako-27`; the same id always has the same name.

    About 34 million names: among 1,000 cases two share one about once in 70 such offices. The id decides, not the name.
    """
    digest = hashlib.sha256(b"case name" + envelope_id).digest()
    syllables = [_syllable(digest[2 * i], digest[2 * i + 1]) for i in range(SYLLABLES)]
    number = int.from_bytes(digest[-8:], "big") % 90 + 10
    return f"{''.join(syllables)}-{number}"


def _syllable(first: int, second: int) -> str:
    return CONSONANTS[first % len(CONSONANTS)] + VOWELS[second % len(VOWELS)]
