"""How a sentence is put together: values that cannot break it, text that runs the right way, labels found again."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import example, given
from hypothesis import strategies as st

from locales import LANGUAGES, Words, best_language, check_words, mark, match_label, normal_label, offered_by_default
from locales.catalogues import Catalogue
from locales.dates import use_months_of
from locales.direction import CONTROLS, MARKS, aligned_right, isolated
from locales.languages import read_languages
from services.content.organisation import MONTHS_OF

ROOT = Path(__file__).parents[2]
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXT)
@example("{0.__class__} {zone} {{}} %s %(zone)s")
def test_a_value_is_shown_as_it_is_never_formatted(value: str) -> None:
    """Braces and percent signs in what people wrote stay what they are."""
    shown = Words("en")("From {zone}.", zone=value)
    assert shown == f"From {isolated(value)}."
    assert shown.count("{") == value.count("{")


@given(TEXT)
def test_a_value_cannot_steer_the_text_around_it(value: str) -> None:
    """Every isolate that is opened is closed on its own line, and no control of the value survives."""
    for line in isolated(value).split("\n"):
        assert CONTROLS.findall(line) == ([] if not line else ["\u2068", "\u2069"])
        assert not line or (line[0], line[-1]) == ("\u2068", "\u2069")


@given(TEXT)
def test_a_value_keeps_every_visible_character(value: str) -> None:
    assert "".join(CONTROLS.sub("", isolated(value)).split()) == "".join(CONTROLS.sub("", value).split())


def test_a_spoofed_value_is_disarmed() -> None:
    assert isolated("txt.\u202egpj\u2069") == "\u2068txt.gpj\u2069"


@given(TEXT)
def test_aligning_twice_changes_nothing(text: str) -> None:
    assert aligned_right(aligned_right(text)) == aligned_right(text)


@pytest.mark.parametrize("start", ["📝 ", "3 ", "- ", "Amana ", "/start ", "\u2068Ali\u2069 ", "٣ "])
def test_a_right_to_left_paragraph_that_starts_with_anything_else_gets_a_mark(start: str) -> None:
    assert Words("ar").aligned(f"مرحبا\n{start}مرحبا") == f"مرحبا\n\u200f{start}مرحبا"
    assert Words("ckb").aligned(f"{start}سڵاو") == f"\u200f{start}سڵاو"


@pytest.mark.parametrize("text", ["123 456 789", "/mailbox", "", "\n\n", "Not translated yet."])
def test_a_paragraph_without_right_to_left_letters_is_left_alone(text: str) -> None:
    """Turned round, the groups of a receipt would change places on phones that know no isolates."""
    assert Words("ar").aligned(text) == text


@given(TEXT)
def test_left_to_right_languages_get_no_marks(text: str) -> None:
    assert Words("fr").aligned(text) == text


def test_a_value_may_make_a_paragraph_right_to_left() -> None:
    """Direction is decided after the values are in: a list of Arabic zone names lines up with the Arabic around it."""
    assert Words("ar")("• {zone}", zone="المنطقة ب") == "\u200f• \u2068المنطقة ب\u2069"


def test_a_missing_value_is_an_error_of_the_program() -> None:
    with pytest.raises(KeyError):
        Words("en")("From {zone} on {day}.", zone="B")


def test_without_values_nothing_is_formatted() -> None:
    assert Words("en")("Write {name} like this.") == "Write {name} like this."


def test_a_message_without_translation_is_said_in_english() -> None:
    assert Words("sw")("A sentence nobody translated.") == "A sentence nobody translated."
    assert Words("ar").plural("{n} thing nobody knows", "{n} things nobody knows", n=3).endswith("things nobody knows")


def test_a_translation_whose_placeholders_are_others_is_said_in_english_and_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    mistyped: dict[str, str | tuple[str, ...]]
    mistyped = {"Say {it}.": "Dire {wrong}.", "Ask {it}.": "Demander {it.}.", "{n} word": ("{nombre} mot",) * 3}
    monkeypatch.setattr("locales.words.catalogue", lambda code: Catalogue(mistyped, lambda number: 0))
    words = Words("fr")
    assert words("Say {it}.", it="yes") == "Say \u2068yes\u2069."
    assert words("Ask {it}.", it="yes") == "Ask \u2068yes\u2069."
    assert words.plural("{n} word", "{n} words", n=2) == "\u20682\u2069 words"
    assert [record.getMessage() for record in caplog.records] == ["translation_broken"] * 3
    with pytest.raises(KeyError):
        words("Say {it}.", that="yes")


def test_english_plurals() -> None:
    said = [Words("en").plural("{n} reply", "{n} replies", n=n) for n in (0, 1, 2)]
    assert said == ["\u20680\u2069 replies", "\u20681\u2069 reply", "\u20682\u2069 replies"]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        Words("tlh")


def test_the_pretend_language_shows_what_was_never_marked() -> None:
    """Known messages come back accented with their placeholders filled; anything else stays plain."""
    words = Words("pseudo")
    assert words("week of {date}", date="5") == "⟦wéék óf \u20685\u2069⟧"
    assert words("Forgotten sentence.") == "Forgotten sentence."
    assert words.week("2026-W45").startswith("⟦")


@pytest.mark.parametrize("code", LANGUAGES)
def test_dates_use_latin_digits_in_every_language(code: str) -> None:
    words, day = Words(code), date(2026, 11, 23)
    for shown in (words.date(day), words.day(day), words.week("2026-W48"), words.month("2026-11")):
        assert not any(letter.isdigit() and letter not in "0123456789" for letter in shown)
    assert "2026" in words.date(day)
    assert "23" in words.date(day)
    assert "2026" not in words.day(day)


def test_no_date_is_worded_in_the_language_that_was_worded_before_it() -> None:
    """Babel 2.18 shares its table of names that stand alone: after Swahili, every Monday was "Jumatatu"."""
    days = [date(2026, month, 20) for month in range(1, 13)]
    program = (
        "import sys\nfrom datetime import date\nfrom locales import Words\n"
        f"for code in sys.argv[1:]:\n    words = Words(code)\n    for day in {days!r}:\n".replace(
            "datetime.date", "date"
        )
        + "        month = day.isoformat()[:7]\n"
        "        print(code, words.weekday(day), words.date(day), words.day(day), words.month(month))\n"
    )
    said = [
        subprocess.run([sys.executable, "-c", program, *order], capture_output=True, text=True, check=True, cwd=ROOT)
        for order in (sorted(LANGUAGES), sorted(LANGUAGES, reverse=True), ["sw", *sorted(set(LANGUAGES) - {"sw"})])
    ]
    assert len({frozenset(each.stdout.splitlines()) for each in said}) == 1


def test_dates_in_english() -> None:
    words = Words("en")
    assert words.date(date(2026, 11, 3)) == "Tue, Nov 3, 2026"
    assert words.week("2026-W45") == "week of \u2068Nov 2, 2026\u2069"
    assert words.month("2026-11") == "November 2026"


@pytest.mark.parametrize("broken", ["2026-45", "", "2026-W60"])
def test_a_broken_week_is_refused(broken: str) -> None:
    with pytest.raises(ValueError):
        Words("en").week(broken)


def test_check_words_are_shown_with_their_pictures() -> None:
    assert check_words.shown((0, 12), Words("en")) == "🐪 camel · 🌙 moon"
    assert check_words.shown((0, 12), Words("ar")).startswith("\u200f🐪 ")


def test_the_order_of_the_check_words_never_changes() -> None:
    """Sealed reports hold indexes: another order would show a reporter words they never saw."""
    assert "".join(picture.emoji for picture in check_words.PICTURES) == (
        "🐪🐎🐿️🐘🦒🐢🐟🐝🐬🧵🦜🐧🌙☁️❄️💧🌳🌴🌵🍃🌼🌾🍞🍏🍊🍋🍇🍓🥕🍅🧅🍚🍯🧂🧀☕🍲🎂🔑🚪💡⏰📕✏️📦👕👓☂️🎒🧺🚲🚌🚂🚗⚽🥁🎸📻🎈🥄🧼🪑👒🚜"
    )


def test_a_pressed_label_is_found_in_every_language_it_was_drawn_in() -> None:
    """Whatever language the keyboard on the phone was drawn in, and whatever the phone adds to the text."""
    nouns = tuple(picture.noun for picture in check_words.PICTURES)
    offered = offered_by_default()
    for code in offered:
        for noun in nouns:
            assert (noun, code) in match_label(Words(code)(noun), nouns, offered)
    assert match_label(" \u200fCAMEL\ufe0f ", nouns, offered)[0] == (nouns[0], "en")
    assert match_label("no such label", nouns, offered) == []


def test_a_label_alike_in_two_languages_is_told_in_the_order_offered() -> None:
    label = mark("Untranslated label")
    assert match_label(label, (label,), ("fr", "en")) == [(label, "fr"), (label, "en")]


@given(TEXT)
def test_normal_labels_stay_as_they_are(text: str) -> None:
    assert normal_label(text).split() == normal_label(f"  {text}\ufe0f").split()


@pytest.mark.parametrize(
    ("hint", "best"),
    [
        ("ar", "ar"),
        ("ar-IQ", "ar"),
        ("ar_SD", "ar"),
        ("AR", "ar"),
        ("tl", "fil"),
        ("fil-PH", "fil"),
        ("ku-IQ", "ckb"),
        ("ku-Arab-IQ", "ckb"),
        ("ku-TR", "ku"),
        ("kmr", "ku"),
        ("pt-br", "en"),
        ("", "en"),
        (None, "en"),
        ("-", "en"),
    ],
)
def test_the_phone_language_finds_ours(hint: str | None, best: str) -> None:
    assert best_language(hint, tuple(LANGUAGES)) == best


def test_a_language_that_is_not_offered_is_not_chosen() -> None:
    assert best_language("ar", ("en", "fr")) == "en"
    assert best_language("sw", ("fr", "ar")) == "fr"


def test_the_table_of_languages() -> None:
    """The nine languages of the design, source first; right-to-left exactly where it is; no hint claimed twice."""
    assert next(iter(LANGUAGES)) == "en"
    assert set(LANGUAGES) >= {"en", "ar", "ckb", "ku", "fr", "sw", "es", "fil", "my"}
    assert {code for code in LANGUAGES if Words(code).direction == "rtl"} >= {"ar", "ckb"}
    assert {Words(code).direction for code in ("en", "ku", "fr", "sw", "es", "fil", "my")} == {"ltr"}
    hints = [hint for language in LANGUAGES.values() for hint in language.hints]
    assert len(hints) == len(set(hints))
    assert all(hint == hint.lower() for hint in hints)
    assert {"en", "ar", "ckb", "fr"} <= set(offered_by_default())


def test_only_a_whole_language_can_have_been_reviewed() -> None:
    assert all(language.whole for language in LANGUAGES.values() if language.reviewed)
    assert LANGUAGES["en"].reviewed


def test_a_language_is_one_folder(tmp_path: Path) -> None:
    (tmp_path / "so").mkdir()
    (tmp_path / "so" / "language.toml").write_text(
        'native_name = "Soomaali"\nenglish_name = "Somali"\ndirection = "ltr"\nhints = ["so"]\n'
        'plural_forms = "nplurals=2; plural=(n != 1);"\nwhole = false\nreviewed = false\n',
        encoding="utf-8",
    )
    assert read_languages(tmp_path)["so"].native_name == "Soomaali"


@pytest.mark.parametrize(
    ("code", "clock"), [("en", "Iraq Time"), ("ar", "توقيت العراق"), ("ckb", "بەکاتی عێراق"), ("fr", "heure : Irak")]
)
def test_a_time_zone_is_worded_as_a_place_people_know(code: str, clock: str) -> None:
    assert Words(code).clock("Asia/Baghdad") == clock
    with pytest.raises(LookupError):
        Words(code).clock("Atlantis/Poseidonis")


@pytest.mark.parametrize(
    ("code", "listed"), [("en", "a, b, and c"), ("fr", "a, b et c"), ("ar", "a وb وc"), ("ckb", "a، b، c")]
)
def test_several_values_are_listed_as_the_language_does(code: str, listed: str) -> None:
    words = Words(code)
    assert MARKS.sub("", words.listed(["a", "b", "c"])) == listed
    assert words.listed([]) == ""


@pytest.mark.parametrize(("code", "mark"), [("en", "\u200e"), ("ckb", "\u200f")])
def test_a_line_that_begins_with_a_value_runs_as_the_language_does(code: str, mark: str) -> None:
    assert Words(code).line("العربية: 5").startswith(mark)
    assert Words(code).line("English: 5").startswith(mark)


@pytest.fixture
def months_of() -> Iterator[Callable[[str], None]]:
    yield use_months_of
    use_months_of("")


@pytest.mark.parametrize("country", MONTHS_OF)
def test_months_may_be_named_as_in_one_country(country: str, months_of: Callable[[str], None]) -> None:
    """Whichever names are shown, they are those of that country, in every date."""
    words, usual = Words("ar"), Locale.parse("ar").months["format"]["wide"]
    named = Locale.parse(country).months["format"]["wide"]
    assert named != usual
    months_of(country)
    for day in (date(2026, month, 16) for month in range(1, 13)):
        for said in (words.date(day), words.day(day), words.month(f"{day:%Y-%m}")):
            assert named[day.month] in said
        assert named[day.month] in words.week(f"{day:%G-W%V}")
    months_of("")
    assert usual[1] in words.month("2026-01")


def test_dates_in_the_levant(months_of: Callable[[str], None]) -> None:
    months_of("ar_IQ")
    day = date(2026, 11, 23)
    assert Words("ar").date(day) == "الاثنين، 23 تشرين الثاني 2026"
    assert Words("ar").day(day) == "الاثنين، 23 تشرين الثاني"
    assert Words("ar").month("2026-10") == "تشرين الأول 2026"
    assert "تشرين الثاني" in Words("ar").week("2026-W48")
    assert Words("fr").day(day) == "lun. 23 nov."
    assert Words("ckb").day(day) == "دووشەممە، 23ی تشرینی دووەم"
