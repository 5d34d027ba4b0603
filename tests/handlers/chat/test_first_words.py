"""The beginning of a long text: whole words, its lines, and a sign that there is more."""

from handlers.chat.screen.first_words import first_words


def test_what_is_short_stays_as_it_is() -> None:
    assert first_words("Light, water\nand the road", 5) == "Light, water\nand the road"


def test_what_is_longer_ends_with_a_whole_word_and_says_that_there_is_more() -> None:
    assert first_words("Light, water\nand the road to the market", 5) == "Light, water\nand the road…"
