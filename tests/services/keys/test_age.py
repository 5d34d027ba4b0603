"""Age files: another program opens them with the words and without them nobody, and their size tells nothing."""

import base64
import re

import pytest
from pyrage import DecryptError, passphrase

from services.keys import age
from services.keys.age import ROOM, age_file
from services.keys.passphrases import new_passphrase
from services.keys.sealing import TooLarge
from tests.support.costs import TRUE_WORK_FACTOR

TEXTS = ("", "Needs a doctor.", "بحاجة إلى طبيبة" * 100, "\x00\U0001f300\u202e", "x" * ROOM)


def test_another_program_opens_it_and_all_have_one_size() -> None:
    words = new_passphrase()
    files = [age_file(text, words) for text in TEXTS]
    assert [passphrase.decrypt(file, words).decode() for file in files] == [
        text + " " * (ROOM - len(text.encode())) for text in TEXTS
    ]
    assert len({len(file) for file in files}) == 1


def test_other_words_and_a_changed_file_open_nothing() -> None:
    words = new_passphrase()
    file = age_file("Needs a doctor.", words)
    with pytest.raises(DecryptError):
        passphrase.decrypt(file, new_passphrase())
    for place in (30, len(file) - ROOM - 40, len(file) - 1):
        bent = file[:place] + bytes([file[place] ^ 1]) + file[place + 1 :]
        with pytest.raises(DecryptError):
            passphrase.decrypt(bent, words)


def test_it_is_written_as_the_format_says_and_no_two_are_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """At its true cost: of the words, the salt, the key and the nonce nothing comes twice."""
    monkeypatch.setattr(age, "WORK_FACTOR", TRUE_WORK_FACTOR)
    one, other = age_file("", "words"), age_file("", "words")
    line = rb"[A-Za-z0-9+/]"
    header = rb"age-encryption\.org/v1\n-> scrypt (%s{22}) 16\n(%s{43})\n--- (%s{43})\n" % (line, line, line)
    parts = [re.match(header, file) for file in (one, other)]
    assert parts[0] and parts[1]
    assert len(base64.b64decode(parts[0][2] + b"=")) == 32
    assert not set(parts[0].groups()) & set(parts[1].groups())
    assert one[parts[0].end() :][:16] != other[parts[1].end() :][:16]
    assert passphrase.decrypt(one, "words").decode().isspace()


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(TooLarge):
        age_file("x" * (ROOM + 1), "words")
