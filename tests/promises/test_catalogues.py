"""The checks of the catalogues catch what they claim to catch. That all of them pass, `make words` looks."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from locales import LANGUAGES, Words, offered_by_default
from locales.catalogues import catalogue, catalogue_path
from locales.check_words import PICTURES
from locales.checks import LONGEST_LABEL, faults, label_faults, language_faults
from locales.entries import text_faults
from locales.extraction import Found, GluedMessage, find_messages
from locales.foreign import script_faults, script_of, shared_faults
from locales.languages import Language
from locales.plurals import plural_rule
from locales.upkeep import TEMPLATE, catalogue_text, template_catalog, template_text

ROOT = Path(__file__).parents[2]
CATEGORIES = ("zero", "one", "two", "few", "many", "other")


@cache
def messages() -> list[Found]:
    """Of the whole source, found once."""
    return find_messages(ROOT)


@pytest.mark.parametrize("code", LANGUAGES)
def test_plural_forms_are_those_of_cldr(code: str) -> None:
    """For 0 to 200 and round millions, the pinned header picks the form of CLDR's category, in CLDR's order."""
    cldr = Locale.parse(code).plural_form
    categories = [name for name in CATEGORIES if name in {*cldr.tags, "other"}]
    pinned = LANGUAGES[code].plural_forms
    chosen = plural_rule(pinned)
    assert pinned.startswith(f"nplurals={len(categories)};")
    for number in [*range(201), 1_000, 1_000_000, 2_000_000]:
        assert categories[chosen(number)] == cldr(number), number


@pytest.mark.parametrize("code", [code for code, language in LANGUAGES.items() if language.direction == "rtl"])
def test_no_sentence_that_runs_from_the_right_holds_numbers_that_would_change_places(code: str) -> None:
    """2026-11-30 after an Arabic letter reads 30-11-2026 (UAX 9, rule W2): such examples are handed in as facts."""
    with catalogue_path(code).open("rb") as file:
        texts = [message.string for message in read_po(file) if message.id]
    flat = [text for one in texts for text in ((one,) if isinstance(one, str) else one or ())]
    assert [text for text in flat if re.search(r"\d[-/,] ?\d", text)] == []


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_every_catalogue_carries_the_pinned_plural_forms(code: str) -> None:
    with catalogue_path(code).open("rb") as file:
        assert read_po(file).num_plurals == int(LANGUAGES[code].plural_forms[len("nplurals=")])


def test_every_message_of_the_source_is_worded_in_each_offered_language() -> None:
    """A sentence that reads the same in Arabic as in English has not been translated."""
    sentences = {one.id for one in messages() if isinstance(one.id, str) and " " in one.id}
    assert sentences
    for code in set(offered_by_default()) - {"en"}:
        translations = catalogue(code).translations
        assert {id_ for id_ in sentences if translations.get(id_, id_) == id_ and _has_words(id_)} == set(), code


def _has_words(text: str) -> bool:
    return len(re.findall(r"[A-Za-z]{3,}", re.sub(r"\{[^}]*\}|/[a-z]+", "", text))) > 1


COUNTS = "n|count|limit|hours?|days|weeks?|months?|years?|minutes?|seconds?|times|number|least|most|people|total|size"
AFTER_A_COUNT = {"of", "are", "from", "to", "before", "and", "min", "or"}
"""What may follow a number whatever it is. Short signs (m, km, s) too."""


def test_a_noun_behind_a_number_is_a_plural_message() -> None:
    """ "{hours} hours" was "2 ساعة" in Arabic, which nobody says."""
    texts = [one.id for one in messages() if isinstance(one.id, str)]
    following = [(word, text) for text in texts for word in re.findall(rf"\{{(?:{COUNTS})\}} ([a-z]{{3,}})", text)]
    assert [text for word, text in following if word not in AFTER_A_COUNT] == []


def test_extraction_keeps_notes_and_plurals_and_marks(tmp_path: Path) -> None:
    """Messages are found wherever the call stands, with the note above it, in reading order."""
    (tmp_path / "handlers").mkdir()
    (tmp_path / "handlers" / "report.py").write_text(
        'LABEL = mark("Report")\n'
        "async def ask(turn):\n"
        "    # NOTE: the zone is a place,\n"
        "    # never a person\n"
        '    await turn.say(turn.words("In {zone}. "\n'
        '        "Right?", zone=turn.words(zone)))\n'
        '    return turn.words.plural("{n} reply", "{n} replies", n=2)\n',
        encoding="utf-8",
    )
    (tmp_path / "desk" / "templates").mkdir(parents=True)
    (tmp_path / "desk" / "templates" / "queue.html").write_text(
        '{# NOTE: a heading #}\n<h1>{{ words("Queue") }}</h1>\n<p></p>{{ words.plural("{n} case", "{n} cases", n=n) }}',
        encoding="utf-8",
    )
    found = find_messages(tmp_path)
    assert [(one.id, one.note, one.marked) for one in found] == [
        ("Report", "", True),
        ("In {zone}. Right?", "NOTE: the zone is a place, never a person", False),
        (("{n} reply", "{n} replies"), "", False),
        ("Queue", "NOTE: a heading", False),
        (("{n} case", "{n} cases"), "", False),
    ]


@pytest.mark.parametrize("glued", ['words(f"Hi {name}")', 'words("Hi " + name)', 'words("Yes" if on else "No")'])
def test_a_message_glued_at_the_call_is_refused(glued: str, tmp_path: Path) -> None:
    (tmp_path / "handlers").mkdir()
    (tmp_path / "handlers" / "start.py").write_text(glued, encoding="utf-8")
    with pytest.raises(GluedMessage) as refused:
        find_messages(tmp_path)
    assert (refused.value.file, refused.value.line) == ("handlers/start.py", 1)


@pytest.mark.parametrize(
    ("id_", "text"),
    [
        ("Saved in {zone}.", "تم الحفظ."),
        ("Saved in {zone}.", "تم الحفظ في {place}."),
        ("Saved.", "تم الحفظ في {zone}."),
        ("Saved in {zone}.", "تم الحفظ في {zone.name}."),
        ("Saved in {zone}.", "تم الحفظ في {zone!r}."),
        ("Saved in {zone}.", "تم الحفظ في {zone"),
        ("Saved.", "تم\u200f الحفظ."),
        ("Saved.", "\u2068تم\u2069 الحفظ."),
        ("Saved.", "تم <b>الحفظ</b>."),
        ("Saved.", "تم **الحفظ**."),
        ("Saved.", " تم الحفظ."),
        ("Saved.", "تم الحفظ.\n"),
        ("Within 3 days.", "خلال ٣ أيام."),
        ("Saved.\n\nThank you.", "تم الحفظ. شكرًا."),
        ("Press /start again.", "اضغط /ابدأ من جديد."),
        ("📝 Report", "إبلاغ"),
    ],
)
def test_a_broken_translation_is_found(id_: str, text: str) -> None:
    assert list(text_faults(id_, text))


def test_a_right_translation_is_left_alone() -> None:
    assert list(text_faults("📝 Saved in {zone}.\n\nPress /start.", "📝 تم الحفظ في {zone}.\n\nاضغط /start.")) == []


def test_a_form_for_a_single_number_may_leave_the_number_out() -> None:
    """Arabic says one, two and none in words; a form that covers several numbers must show which."""
    assert list(text_faults("{n} replies", "رد واحد", may_omit={"n"})) == []
    assert list(text_faults("{n} replies", "ردود"))


def test_two_buttons_may_not_read_alike_nor_be_too_long() -> None:
    assert list(label_faults({"Stop": "توقف", "Pause": " توقف"}))
    assert list(label_faults({"⏹ Stop": "⏹ " + "x" * LONGEST_LABEL}))
    assert list(label_faults({"Stop": "توقف", "Back": "رجوع"})) == []


def test_a_stale_catalogue_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new message shows as a stale template and, once extracted, as stale catalogues."""
    (tmp_path / "handlers").mkdir()
    (tmp_path / "handlers" / "start.py").write_text('words("A sentence nobody translated.")', encoding="utf-8")
    with monkeypatch.context() as english_alone:
        english_alone.setattr("locales.checks.LANGUAGES", {"en": LANGUAGES["en"]})
        assert any("messages.pot is stale" in fault for fault in faults(tmp_path))
    found = find_messages(tmp_path)
    template = tmp_path / "messages.pot"
    template.write_text(template_text(found), encoding="utf-8")
    monkeypatch.setattr("locales.checks.TEMPLATE", template)
    assert "ar: messages.po is stale: run `python -m locales update`" in list(language_faults(LANGUAGES["ar"], found))


def test_an_untranslated_message_is_a_fault_only_in_a_language_said_to_be_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locales.upkeep.catalogue_path", lambda code: tmp_path / f"{code}.po")
    monkeypatch.setattr("locales.checks.catalogue_path", lambda code: tmp_path / f"{code}.po")
    monkeypatch.setattr("locales.checks.TEMPLATE", tmp_path / "messages.pot")
    template = Catalog()
    template.add("A sentence nobody translated.")
    for code in ("fr", "sw"):
        (tmp_path / f"{code}.po").write_text(catalogue_text(LANGUAGES[code], template), encoding="utf-8")
    assert list(language_faults(LANGUAGES["fr"], [])) == ["fr: 'A sentence nobody translated.' is not translated"]
    assert list(language_faults(LANGUAGES["sw"], [])) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("es", "📝 ڕەتکردنەوەکە ڕابگەیەنە"),
        ("ku", "📝 ڕەتکردنەوەکە ڕابگەیەنە"),
        ("my", "📝 Signaler le refus"),
        ("ar", "📝 Signaler le refus"),
        ("ckb", "📝 بنووسە le refus"),
        ("fr", "📝 Signaler le отказ"),
    ],
)
def test_a_text_in_the_script_of_another_language_is_found(code: str, text: str) -> None:
    assert list(script_faults("📝 Report the refusal", text, code))


def test_names_and_commands_of_the_english_may_stand_in_any_script() -> None:
    id_ = "There are {n} roles: caseworker, focal_point and steward. Telegram knows /start."
    assert list(script_faults(id_, "الأدوار {n}: caseworker وfocal_point وsteward. يعرف Telegram /start.", "ar")) == []
    assert list(script_faults(id_, "Il y a {n} rôles : caseworker, focal_point et steward.", "fr")) == []
    assert list(script_faults("Phone", "ဖုန်း", "my")) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_script_of_each_language_is_known(code: str) -> None:
    assert script_of(code) == {"ar": "ARABIC", "ckb": "ARABIC", "my": "MYANMAR"}.get(code, "LATIN")


def test_a_long_text_that_stands_in_two_languages_is_found() -> None:
    """Five catalogues once held fourteen sentences of two others, and every check was green."""
    said = {"m": "Nombre: {n}", "long": "Appuyez sur le bouton pour envoyer où vous êtes."}
    assert list(shared_faults({"fr": said, "ku": {"m": "Nombre: {n}"}, "es": {}})) == []
    assert list(shared_faults({"fr": said, "ku": said, "es": {}})) == ["fr and ku: 'long' reads the same in both"]
    assert list(
        shared_faults({"en": {"a b": "A long text nobody worded."}, "sw": {"a b": "A long text nobody worded."}})
    )


def test_a_catalogue_that_was_saved_as_another_is_not_green(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def moved(code: str) -> Path:
        return tmp_path / f"{code}.po"

    text = catalogue_path("fr").read_text(encoding="utf-8")
    moved("fr").write_text(text, encoding="utf-8")
    moved("ku").write_text(text.replace(LANGUAGES["fr"].plural_forms, LANGUAGES["ku"].plural_forms), encoding="utf-8")
    monkeypatch.setattr("locales.checks.LANGUAGES", {code: LANGUAGES[code] for code in ("en", "fr", "ku")})
    monkeypatch.setattr("locales.upkeep.catalogue_path", moved)
    monkeypatch.setattr("locales.checks.catalogue_path", moved)
    assert any("fr and ku: " in fault and "reads the same in both" in fault for fault in faults(ROOT))


def test_bringing_a_catalogue_up_to_date_keeps_words_and_drops_leftovers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Doing it twice changes nothing, and the file tells no date and no translator."""
    french: Language = LANGUAGES["fr"]
    path = tmp_path / "fr.po"
    monkeypatch.setattr("locales.upkeep.catalogue_path", lambda code: path)
    path.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Last-Translator: Someone <a@b.c>\\n"\n'
        '"Plural-Forms: nplurals=3; plural=(n > 1);\\n"\n\n'
        'msgid "Kept."\nmsgstr "Gardé."\n\nmsgid "Gone."\nmsgstr "Parti."\n',
        encoding="utf-8",
    )
    template = Catalog()
    template.add("Kept.", locations=[("handlers/start.py", 7)])
    template.add("New.", locations=[("handlers/start.py", 9)])
    first = catalogue_text(french, template)
    assert 'msgid "Kept."\nmsgstr "Gardé."' in first
    assert 'msgid "New."\nmsgstr ""' in first
    for leftover in ("Gone.", "Parti.", "Someone", "Date", "start.py:"):
        assert leftover not in first
    path.write_text(first, encoding="utf-8")
    assert catalogue_text(french, template) == first


def test_the_template_reads_back_as_it_was_found() -> None:
    with TEMPLATE.open("rb") as file:
        ids = [message.id for message in read_po(file) if message.id]
    assert ids == [message.id for message in template_catalog(messages()) if message.id]


@pytest.mark.parametrize("code", offered_by_default())
def test_check_words_differ_in_sight_and_sound(code: str) -> None:
    """64 pictures, no two alike, and no two with one word in any offered language; none longer than two words."""
    nouns = [Words(code)(picture.noun) for picture in PICTURES]
    assert len(PICTURES) == len({picture.emoji for picture in PICTURES}) == 64
    assert len({noun.casefold() for noun in nouns}) == 64
    assert max(len(noun.split()) for noun in nouns) <= 2
