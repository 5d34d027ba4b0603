"""The files of the catalogues outlive changed sentences and translation platforms."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from locales import LANGUAGES, Words, mark
from locales.catalogues import Catalogue, catalogue_path, read_translations
from locales.checks import language_faults
from locales.extraction import GluedMessage, find_messages
from locales.po_files import read_catalog
from locales.upkeep import TEMPLATE, catalogue_text, read_template, template_catalog

ROOT = Path(__file__).parents[2]


def renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, template: Catalog, code: str = "fr") -> str:
    """What `update` makes of a file, which it then leaves alone."""
    path = tmp_path / f"{code}.po"
    monkeypatch.setattr("locales.upkeep.catalogue_path", lambda code: path)
    path.write_bytes(before.encode())
    text = catalogue_text(LANGUAGES[code], template)
    path.write_text(text, encoding="utf-8")
    assert catalogue_text(LANGUAGES[code], template) == text
    return text


HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def test_a_changed_sentence_keeps_its_old_translation_as_fuzzy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the English it was made from, also when that changes once more; what is quite new comes in empty."""
    before = HEADER + 'msgid "The report is sent."\nmsgstr "Le signalement est envoyé."\n'
    template = Catalog()
    template.add("The report was sent.")
    template.add("Hello")
    text = renewed(tmp_path, monkeypatch, before, template)
    changed = '#, fuzzy\n#| msgid "The report is sent."\nmsgid "{}"\nmsgstr "Le signalement est envoyé."'
    assert changed.format("The report was sent.") in text
    assert 'msgid "Hello"\nmsgstr ""' in text
    template = Catalog()
    template.add("The report was sent now.")
    assert changed.format("The report was sent now.") in renewed(tmp_path, monkeypatch, text, template)


def test_an_old_translation_stays_in_its_own_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files brought up to one template: the second has no old translation, and gets none of the first's."""
    template = Catalog()
    template.add("The report was sent.")
    before = HEADER + 'msgid "The report is sent."\nmsgstr "Le signalement est envoyé."\n'
    assert "envoyé" in renewed(tmp_path, monkeypatch, before, template)
    assert "envoyé" not in renewed(tmp_path, monkeypatch, HEADER, template, "es")


def test_a_fuzzy_sentence_is_not_said_and_the_check_names_what_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = Catalog()
    template.add("The report was sent.")
    before = HEADER + 'msgid "The report is sent."\nmsgstr "Le signalement est envoyé."\n'
    renewed(tmp_path, monkeypatch, before, template)
    monkeypatch.setattr("locales.checks.catalogue_path", lambda code: tmp_path / f"{code}.po")
    monkeypatch.setattr("locales.checks.TEMPLATE", tmp_path / "messages.pot")
    assert read_translations(tmp_path / "fr.po", LANGUAGES["fr"]) == {}
    assert list(language_faults(LANGUAGES["fr"], [])) == [
        "fr: 'The report was sent.' is marked fuzzy: it was translated from 'The report is sent.'"
    ]


def test_a_fuzzy_sentence_in_the_letters_of_another_language_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the language is not said to be whole: a translator would take it for a draft."""
    template = Catalog()
    template.add("New")
    renewed(tmp_path, monkeypatch, HEADER + '#, fuzzy\nmsgid "New"\nmsgstr "جديدة"\n', template, "es")
    monkeypatch.setattr("locales.checks.catalogue_path", lambda code: tmp_path / f"{code}.po")
    monkeypatch.setattr("locales.checks.TEMPLATE", tmp_path / "messages.pot")
    assert list(language_faults(LANGUAGES["es"], [])) == ["es: 'New' is translated with words in another script: جديدة"]


def test_a_sentence_that_becomes_a_plural_keeps_its_words_in_every_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = Catalog()
    template.add(("At most {n} letter", "At most {n} letters"))
    template.add("Seen by {n} people now")
    before = HEADER + (
        'msgid "At most {n} letters"\nmsgstr "Au plus {n} lettres"\n\n'
        'msgid "Seen by {n} person"\nmsgid_plural "Seen by {n} people"\n'
        'msgstr[0] "une"\nmsgstr[1] "million"\nmsgstr[2] "autres"\n'
    )
    text = renewed(tmp_path, monkeypatch, before, template)
    assert all(f'msgstr[{form}] "Au plus {{n}} lettres"' in text for form in range(3))
    assert 'msgid "Seen by {n} people now"\nmsgstr "autres"' in text


def test_an_english_word_that_is_two_has_two_translations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "handlers").mkdir()
    (tmp_path / "desk" / "templates").mkdir(parents=True)
    (tmp_path / "handlers" / "start.py").write_text('A = mark("Open", "a door")\nwords("Open")\n', encoding="utf-8")
    (tmp_path / "desk" / "templates" / "a.html").write_text('{{ words("Open", "to open") }}', encoding="utf-8")
    found = find_messages(tmp_path)
    assert [(one.id, one.context) for one in found] == [("Open", "a door"), ("Open", ""), ("Open", "to open")]
    before = HEADER + (
        'msgctxt "a door"\nmsgid "Open"\nmsgstr "Ouverte"\n\nmsgid "Open"\nmsgstr "Ouvert"\n\n'
        'msgctxt "to open"\nmsgid "Open"\nmsgstr "Ouvrir"\n'
    )
    renewed(tmp_path, monkeypatch, before, template_catalog(found))
    said = Catalogue(read_translations(tmp_path / "fr.po", LANGUAGES["fr"]), lambda number: 0)
    monkeypatch.setattr("locales.words.catalogue", lambda code: said)
    words = Words("fr")
    door = mark("Open", "a door")
    assert (words(door), words("Open"), words("Open", "to open")) == ("Ouverte", "Ouvert", "Ouvrir")
    assert words("Closed", "a door") == "Closed"
    assert Words("en")(mark("Open {what}", "a door"), what="it") == "Open \u2068it\u2069"


def test_a_context_that_is_no_literal_is_refused(tmp_path: Path) -> None:
    (tmp_path / "handlers").mkdir()
    (tmp_path / "handlers" / "start.py").write_text('words("Open", which)', encoding="utf-8")
    with pytest.raises(GluedMessage):
        find_messages(tmp_path)


def of_a_platform(text: str) -> str:
    """A catalogue as translation platforms hand it back: their header, their wrapping, their leftovers, their order."""
    _, *entries = text.strip().split("\n\n")
    wrapped = [
        re.sub(r'^(msgid|msgstr) "(.{30,}?) (.*)"$', r'\1 ""\n"\2 "\n"\3"', entry, flags=re.M) for entry in entries
    ]
    bare = [re.sub(r"^#[.:].*\n", "", entry, flags=re.M) for entry in reversed(wrapped)]
    header = (
        '# SOME DESCRIPTIVE TITLE.\n# Someone <someone@example.org>, 2026.\nmsgid ""\nmsgstr ""\n'
        '"Project-Id-Version: Amana\\n"\n"PO-Revision-Date: 2026-11-20 10:00+0000\\n"\n'
        '"Last-Translator: Someone <someone@example.org>\\n"\n"X-Generator: Weblate 5.4\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "\n'
        '"n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;\\n"\n'
    )
    leftovers = '#, fuzzy\n#~| msgid "Older"\n#~ msgid "Old"\n#~ msgstr "قديم"\n'
    return "\ufeff" + "\n\n".join([header.rstrip(), *bare, leftovers]).replace("\n", "\r\n")


def test_a_catalogue_from_a_translation_platform_passes_after_an_update(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte order mark, CRLF, wrapping, another order, a header with names and dates, obsolete entries."""
    path = tmp_path / "ar.po"
    monkeypatch.setattr("locales.upkeep.catalogue_path", lambda code: path)
    monkeypatch.setattr("locales.checks.catalogue_path", lambda code: path)
    ours = catalogue_path("ar").read_text(encoding="utf-8")
    path.write_bytes(of_a_platform(ours).encode())
    assert read_translations(path, LANGUAGES["ar"]) == read_translations(catalogue_path("ar"), LANGUAGES["ar"])
    found = find_messages(ROOT)
    assert list(language_faults(LANGUAGES["ar"], found))
    path.write_text(catalogue_text(LANGUAGES["ar"], read_template(TEMPLATE)), encoding="utf-8")
    assert list(language_faults(LANGUAGES["ar"], found)) == []
    assert path.read_text(encoding="utf-8") == ours


@pytest.mark.parametrize(
    ("header", "forms", "ours"),
    [
        ("nplurals=2; plural=n > 1;", ["un", "autres"], ("un", "autres", "autres")),
        ("nplurals=3; plural=(n == 0 || n == 1) ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;", list("abc"), tuple("abc")),
        ("nplurals=1; plural=0;", ["tous"], ("tous", "tous", "tous")),
        ("nplurals=2; plural=nonsense;", ["un", "autres"], ("un", "autres")),
        ("", ["un", "million", "autres"], ("un", "million", "autres")),
    ],
)
def test_plural_forms_counted_otherwise_are_put_in_our_order(
    header: str, forms: list[str], ours: tuple[str, ...]
) -> None:
    line = f'"Plural-Forms: {header}\\n"\n' if header else ""
    entry = "\n".join(f'msgstr[{place}] "{form}"' for place, form in enumerate(forms))
    text = f'msgid ""\nmsgstr ""\n{line}\nmsgid "{{n}} a"\nmsgid_plural "{{n}} as"\n{entry}\n'
    catalog = read_catalog(text.encode(), "fr", LANGUAGES["fr"].plural_forms)
    kept = catalog["{n} a"].string
    assert isinstance(kept, tuple)
    assert kept[: len(ours)] == ours
