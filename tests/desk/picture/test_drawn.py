"""The page that is passed on holds whatever a name is: it is cut, and not tried letter by letter."""

import pytest

from desk.picture.drawn import Format, draw
from desk.picture.sheet import Row, SharedSheet, drawable
from services.drawing.letters import Letters, LettersMissing


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


@pytest.mark.parametrize("format", ["pdf", "png"])
@pytest.mark.parametrize(
    "name",
    [
        "\ufeff",
        "river\ufeff",
        "\u202eriver\u202c",
        "north \u2068gate\u2069",
        "a\xadb",
        "\U000e0067",
        "می\u200cرود",
        "x\ufe0f",
        "$_{",
    ],
)
def test_signs_that_draw_nothing_leave_the_page_whole(name: str, format: Format) -> None:
    said = drawable(name)
    sheet = SharedSheet(said, (said,), (("Where it was", (Row(said, 10),)),), (said,), False)
    assert draw(sheet, format, Letters())[:4] in {b"%PDF", b"\x89PNG"}


def test_a_sign_that_no_font_has_is_refused_by_name() -> None:
    sheet = SharedSheet("Town", (), (("Where it was", (Row("\u0600 12", 10),)),), (), False)
    with pytest.raises(LettersMissing) as missing:
        draw(sheet, "pdf", Letters())
    assert missing.value.letters == "\u0600"
