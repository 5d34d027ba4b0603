"""The page that is passed on holds whatever a name is: it is cut, and not tried letter by letter."""

import pytest

from desk.picture.drawn import Format, draw
from desk.picture.sheet import Row, SharedSheet
from services.drawing.letters import Letters


class Counting(Letters):
    """Counts how often lines are made."""

    tries = 0

    def lines(self, text: str, size: float, is_bold: bool, width: float) -> list[str]:
        self.tries += 1
        assert self.tries < 900, "it is tried letter by letter"
        return super().lines(text, size, is_bold, width)


@pytest.mark.parametrize("format", ["pdf", "png"])
def test_a_name_of_a_thousand_letters_is_cut(format: Format) -> None:
    name = "W" * 1000
    rows = (Row(name, 10), Row("river", 5))
    sheet = SharedSheet(name, (name,), (("Where it was", rows),), (name,), False)
    assert draw(sheet, format, Counting())[:4] in {b"%PDF", b"\x89PNG"}
