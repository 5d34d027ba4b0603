"""What generated passphrases promise."""

import itertools
import math

import pytest

from services.keys.passphrases import new_passphrase, normalise, word_list


def test_seven_words_are_ninety_bits() -> None:
    assert len(word_list()) == len(set(word_list())) == 7776
    words = new_passphrase().split(" ")
    assert len(words) == 7
    assert set(words) <= set(word_list())
    assert len(words) * math.log2(len(word_list())) > 90


def test_every_word_can_be_said_aloud() -> None:
    for word in word_list():
        kinds = "".join("v" if letter in "aeiou" else "c" for letter in word)
        assert kinds == "cvcvc"
        assert word.isascii()
        assert word.islower()


def test_one_wrong_letter_never_makes_another_word() -> None:
    blanked = [(place, word[:place] + word[place + 1 :]) for word in word_list() for place in range(len(word))]
    assert len(blanked) == len(set(blanked))


def test_passphrases_differ() -> None:
    made = {new_passphrase() for _ in range(500)}
    assert len(made) == 500
    assert len(set(itertools.chain.from_iterable(each.split() for each in made))) > 2500


@pytest.mark.parametrize(
    "typed",
    [
        "dalav vetup jonud",
        "  Dalav   VETUP\njonud ",
        "dalav-vetup-jonud",
        "dalav.vetup, jonud",
        "\u200fdalav\u200f vetup\u00a0jonud",
        "ｄａｌａｖ vetup jonud",
    ],
)
def test_the_way_it_is_typed_does_not_matter(typed: str) -> None:
    assert normalise(typed) == "dalav vetup jonud"


def test_what_is_given_out_is_already_plain() -> None:
    passphrase = new_passphrase()
    assert normalise(passphrase) == passphrase
