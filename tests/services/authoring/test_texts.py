"""How long a text is, as Telegram counts."""

import pytest

from services.authoring.texts import length


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", 0),
        ("water point", 11),
        ("نقطة المياه", 11),
        ("خاڵی ئاو", 8),
        ("😀", 2),
        ("👩‍⚕️", 5),
        ("سلام 😀", 7),
        ("\ud83d", 1),
        ("half \ude00 a picture", 16),
    ],
)
def test_a_text_is_as_long_as_telegram_counts_it(text: str, units: int) -> None:
    assert length(text) == units
