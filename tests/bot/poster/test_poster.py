"""A poster: every word on the page and inside its place, QR codes that lead where they should, black on white."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import matplotlib
import pypdfium2
import pytest
import zxingcpp

from bot.poster.drawing import draw
from bot.poster.sheet import DoesNotFit, PaperSize, PosterSheet, TooManyLanguages, lay_out
from bot.poster.wording import LanguageColumn, column
from services.authoring.parts import EmergencyLine, Texts
from services.drawing.letters import Letters, LettersMissing, NotAFont
from services.forums import Forum, read_start_parameter
from tests.support.posters import organisation, texts

LANGUAGES = ("en", "ar", "ckb", "fr")
Drawn = Callable[[tuple[str, ...], PaperSize], tuple[PosterSheet, bytes]]
CHOICES: list[tuple[str, ...]] = [LANGUAGES[:1], ("ar",), ("ckb",), ("en", "ar"), ("fr", "ckb", "en"), LANGUAGES]


@pytest.fixture(scope="module")
def letters() -> Letters:
    return Letters()


@pytest.fixture(scope="module")
def forum() -> Forum:
    name = texts(
        "Community security forum", "منتدى أمن المجتمع", "کۆڕی ئاسایشی کۆمەڵگا", "L’équipe de sécurité : le forum"
    )
    about = texts("Talk with neighbours.", "للحديث مع الجيران.", "لەگەڵ دراوسێ قسە بکە.", "Parler avec les voisins.")
    return Forum("security", "security", name, about, (), "Asia/Baghdad", None, (), 90)


@pytest.fixture(scope="module")
def drawn(forum: Forum, letters: Letters) -> Drawn:
    """The forum's poster, drawn once for all tests."""

    @cache
    def draw_it(languages: tuple[str, ...], paper: PaperSize) -> tuple[PosterSheet, bytes]:
        sheet = lay_out(columns(languages, forum), paper, letters)
        return sheet, draw(sheet, letters, "Forum")

    return draw_it


def columns(languages: tuple[str, ...], forum: Forum | None) -> list[LanguageColumn]:
    return [column(language, organisation(), forum, "example_town_bot") for language in languages]


def page(pdf: bytes) -> pypdfium2.PdfPage:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return document[0]


@pytest.mark.parametrize("paper", ["A4", "A5"])
@pytest.mark.parametrize("languages", CHOICES, ids="-".join)
def test_everything_stands_inside_its_place_and_nothing_on_anything_else(
    languages: tuple[str, ...], paper: PaperSize, drawn: Drawn
) -> None:
    sheet, file = drawn(languages, paper)
    pdf = page(file)
    assert {round(side) for side in pdf.get_size()} == ({595, 842} if paper == "A4" else {420, 595})
    boxes = [(left, bottom, right, top) for left, bottom, right, top in _ink(pdf)]
    assert len(boxes) >= len(sheet.lines)
    for left, bottom, right, top in boxes:
        assert any(
            place.x <= left and right <= place.x + place.width and place.y <= bottom and top <= place.y + place.height
            for place in sheet.places
        )
        for code in sheet.codes:
            assert right <= code.x or code.x + code.width <= left or top <= code.y or code.y + code.height <= bottom


def _ink(pdf: pypdfium2.PdfPage) -> list[tuple[float, float, float, float]]:
    """Where letters are, as the PDF reader finds them."""
    text = pdf.get_textpage()
    return [text.get_rect(number) for number in range(text.count_rects())]


@pytest.mark.parametrize("languages", CHOICES, ids="-".join)
def test_every_word_is_on_the_page(languages: tuple[str, ...], forum: Forum, drawn: Drawn) -> None:
    found = _letters_of(page(drawn(languages, "A4")[1]).get_textpage().get_text_bounded())
    for each in columns(languages, forum):
        for letter, count in _letters_of("".join(each.texts)).items():
            assert found.get(letter, 0) >= count, letter


def _letters_of(text: str) -> dict[str, int]:
    """How often each letter is there; readers of PDF files disagree on the order of lines that run to the left."""
    plain = [letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter)[0] in "LN"]
    return {letter: plain.count(letter) for letter in set(plain)}


@pytest.mark.parametrize("paper", ["A4", "A5"])
@pytest.mark.parametrize("languages", CHOICES, ids="-".join)
def test_each_code_leads_to_the_forum_in_its_language(
    languages: tuple[str, ...], paper: PaperSize, drawn: Drawn
) -> None:
    pdf = page(drawn(languages, paper)[1])
    read = [found.text for found in zxingcpp.read_barcodes(pdf.render(scale=2).to_pil())]
    links = [re.fullmatch(r"https://t\.me/example_town_bot\?start=(.+)", text) for text in read]
    invitations = [read_start_parameter(link[1]) for link in links if link]
    assert sorted(each.language for each in invitations if each) == sorted(languages)
    assert {each.forum for each in invitations if each} == {"security"}


def test_without_a_forum_it_leads_to_the_bot(letters: Letters) -> None:
    said = columns(("en",), None)
    pdf = page(draw(lay_out(said, "A4", letters), letters, "Bot"))
    [found] = zxingcpp.read_barcodes(pdf.render(scale=2).to_pil())
    assert found.text == "https://t.me/example_town_bot"
    assert said[0].title == "Example team"


def test_it_prints_in_black_and_white(drawn: Drawn) -> None:
    picture = page(drawn(LANGUAGES, "A4")[1]).render(scale=1).to_pil()
    assert all(red == green == blue for _, (red, green, blue) in picture.convert("RGB").getcolors(100_000) or [])


def test_what_has_to_be_said_is_said(forum: Forum) -> None:
    for said in (*columns(("en",), forum), *columns(("en",), None)):
        everything = " ".join(said.texts)
        assert "not an emergency line" in everything
        assert "Telegram itself can see" in everything
        assert "Police:\N{NO-BREAK SPACE}000" in everything


def test_right_to_left_lines_end_at_the_right_and_addresses_do_not_turn(forum: Forum, letters: Letters) -> None:
    sheet = lay_out(columns(("ar",), forum), "A4", letters)
    assert {line.is_right_to_left for line in sheet.lines} == {True, False}
    assert [line.text for line in sheet.lines if not line.is_right_to_left] == ["@example_town_bot"]
    assert {line.side for line in sheet.lines} == {"center", "right"}


@pytest.mark.parametrize("languages", CHOICES, ids="-".join)
def test_letters_are_as_large_as_the_page_allows(languages: tuple[str, ...], drawn: Drawn) -> None:
    on_a4, on_a5 = (drawn(languages, paper)[0] for paper in ("A4", "A5"))
    assert on_a4.size > on_a5.size
    assert on_a4.size >= 12
    titles = [line for line in on_a4.lines if line.size > on_a4.size]
    assert {line.size for line in titles} == {1.6 * on_a4.size}


def test_what_a_group_is_about_gives_way_and_nothing_else(forum: Forum, letters: Letters) -> None:
    long = Forum("security", "security", forum.name, texts(*["word " * 600] * 4), (), "UTC", None, (), 90)
    sheet = lay_out(columns(("en",), long), "A4", letters)
    drawn = " ".join(line.text for line in sheet.lines)
    assert "word word" not in drawn
    assert "not an emergency line" in drawn


@pytest.mark.parametrize("name", ["word " * 900, "W" * 300], ids=["many words", "one long word"])
def test_more_than_fits_is_refused(name: str, forum: Forum, letters: Letters) -> None:
    too_long = Forum("security", "security", texts(*[name] * 4), forum.about, (), "UTC", None, (), 90)
    with pytest.raises(DoesNotFit):
        lay_out(columns(("en",), too_long), "A4", letters)


def test_more_than_four_languages_are_refused(forum: Forum, letters: Letters) -> None:
    with pytest.raises(TooManyLanguages):
        lay_out(columns((*LANGUAGES, "en"), forum), "A4", letters)


def test_letters_without_a_font_are_named(forum: Forum, letters: Letters) -> None:
    burmese = Forum("security", "security", Texts({"en": "ကျန်း $x^2$"}), forum.about, (), "UTC", None, (), 90)
    with pytest.raises(LettersMissing) as missing:
        lay_out(columns(("en",), burmese), "A4", letters)
    assert "က" in missing.value.letters
    assert "$" not in missing.value.letters


@pytest.mark.parametrize("content", [None, b"", b"this is no font"])
def test_a_file_that_is_no_font_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "font.ttf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NotAFont):
        Letters([path])


def test_signs_that_mean_something_to_the_drawing_are_drawn_as_they_are(letters: Letters) -> None:
    odd = Forum(
        "x", "other", Texts({"en": r"$\frac{1}{2}$ _under_ {brace}"}), Texts({"en": ""}), (), "UTC", None, (), 90
    )
    sheet = lay_out(columns(("en",), odd), "A4", letters)
    drawn = page(draw(sheet, letters, "x")).get_textpage().get_text_bounded()
    assert r"$\frac{1}{2}$" in drawn.replace("\r\n", " ")


def test_the_file_says_nothing_of_when_and_where_it_was_made(forum: Forum, letters: Letters) -> None:
    sheet: PosterSheet = lay_out(columns(("en",), forum), "A4", letters)
    first, second = draw(sheet, letters, "Forum"), draw(sheet, letters, "Forum")
    assert first == second
    assert set(pypdfium2.PdfDocument(first).get_metadata_dict(skip_empty=True)) == {"Title"}


def test_numbers_stay_beside_their_names(letters: Letters) -> None:
    line = EmergencyLine(Texts({"en": "Police of the district"}), "123456")
    said = column("en", organisation(line), None, "example_town_bot")
    sheet = lay_out([said], "A4", letters)
    assert any(line.text.endswith("district:\N{NO-BREAK SPACE}123456") for line in sheet.lines)


def test_no_letter_stands_on_the_one_before_it(letters: Letters) -> None:
    titled = Forum("x", "other", Texts({"en": "L’équipe AVAT"}), Texts({"en": ""}), (), "UTC", None, (), 90)
    sheet = lay_out(columns(("en",), titled), "A4", letters)
    text = page(draw(sheet, letters, "x")).get_textpage()
    start = text.get_text_range().index("L’équipe")
    boxes = [text.get_charbox(start + place) for place in range(len("L’équipe"))]
    for (_, _, right, _), (left, _, _, _) in pairwise(boxes):
        assert left > right - 0.05 * sheet.size


def test_a_font_that_is_given_comes_first(forum: Forum) -> None:
    serif = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSerif.ttf"
    given = Letters([serif])
    file = draw(lay_out(columns(("en", "ar"), forum), "A4", given), given, "Forum")
    assert b"DejaVuSerif" in file
    assert b"DejaVuSans" in file
