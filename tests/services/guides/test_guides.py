"""Promises of guides and agreements: plain text, dated and sourced, and every mistake named with file and line."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.authoring.parts import ContentBroken
from services.authoring.texts import length
from services.content import content
from services.guides.files import read_guides
from services.guides.guides import Guide, NoSuchStep, Ticks
from services.guides.markup import read_markup
from storage.engine import Database
from tests.support.contents import EXAMPLE, LANGUAGES, change, sentences

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
TWO_SCREENS = 1300
"""UTF-16 units: a cheap phone shows some 600 to 700 on one screen."""
STEP = "guides/return/mines.en.md"

Spoil = Callable[[str, str, str], str]


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """spoil('guides/…', old, new): change a file and hear what the check says."""

    def changed(file: str, old: str, new: str) -> str:
        change(folder / file, old, new)
        return sentences(folder)

    return changed


def example(name: str) -> Guide:
    guides, _ = read_guides(EXAMPLE, LANGUAGES, None)
    return guides.guide(name)


def test_markup_becomes_plain_text_with_points_headings_and_buttons() -> None:
    marked = read_markup(
        "First.\n# 🚚 On the way\n- water\n1. rule\n[🧭 More](step:pressure)\n- [ ] 🪪 papers\n\n\n"
        "See [this](step:visit)."
    )
    assert marked.text == "First.\n\n🚚 On the way\n• water\n1. rule\n\nSee this."
    assert [(link.kind, link.target, link.label, link.line) for link in marked.links] == [
        ("step", "pressure", "🧭 More", 5),
        ("step", "visit", "this", 9),
    ]
    assert marked.items == ("🪪 papers",)
    assert marked.faults == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("**mines** kill", "bold or italic"),
        ("a __word__", "bold or italic"),
        ("`code`", "code mark"),
        ("<b>bold</b>", "HTML"),
        ("![map](map.png)", "a picture"),
        ("## Deeper", "one kind of heading"),
        ("#Heading", "needs a space"),
        ("| a | b |", "a table"),
        ("  - indented", "very start of the line"),
        ("* star", "very start of the line"),
        ("- [x] done", "one space inside"),
        ("[words](step:a b)", "not whole"),
        ("[](step:visit)", "not whole"),
        (f"[{'x' * 41}](step:visit)", "too long for a button"),
        ("- [ ] " + "x" * 41, "too long for a button"),
        ("left\u202eright", "invisible"),
    ],
)
def test_a_line_that_would_look_wrong_on_a_phone_is_a_fault_with_its_number(line: str, told: str) -> None:
    (fault, *_) = read_markup(f"fine\n{line}").faults
    assert told in f"{fault.rule} {fault.remedy}"
    assert fault.line == 2


def test_more_than_can_be_ticked_is_a_fault() -> None:
    assert read_markup("- [ ] a\n" * 16).faults == ()
    assert [fault.line for fault in read_markup("- [ ] a\n" * 18).faults] == [17]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title = ", "titel = ", f"{STEP}, line 1, title: a text is missing"),
        ("title = ", "titel = ", f"{STEP}, line 2, titel: nothing of this name is known"),
        ("version = 1", "version = 0", f"{STEP}, line 4, version: a number is missing"),
        ("checked = 2026-11-10", 'checked = "soon"', f"{STEP}, line 3, checked: a day is missing"),
        ("sources = [", "sources = [] # [", f"{STEP}, line 6, sources: at least 1 is needed"),
        ("+++\n", "", f"{STEP}, line 1: the lines between two +++ are missing"),
        ("version = 1", "version = = 1", "is not TOML (Invalid value (at line 4"),
        ("- Use roads", "- Use **roads**", f"{STEP}, line 15: bold or italic type"),
        ("(services:explosive)", "(services:doctors)", f"{STEP}, line 22: no service helps with “doctors”"),
        ("(services:explosive)", "(need:luck)", f"{STEP}, line 22: no service helps with “luck”"),
        ("(services:explosive)", "(https://example.org)", f"{STEP}, line 22: a link cannot lead to “https:”"),
        ("(services:explosive)", "(step:nowhere)", f"{STEP}, line 22: there is no step “nowhere”"),
        ("Stop. Warn", "Stop." + "x" * 4000 + " Warn", "at most 3396 fit"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(spoil: Spoil, old: str, new: str, told: str) -> None:
    assert told in spoil(STEP, old, new)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"mines",', '"mines", "mynes",', "guides/return/mynes.en.md: the file is missing"),
        ('"mines",', "", "guides/return/mines.ar.md: nothing leads to this text"),
        ('"mines",', '"mines", "mines",', "steps: names one of them twice"),
        ('"mines",', '"mines", "Mines!",', "guides/return/Mines!: this name does not fit a button"),
        ('concern = "pressure"', 'concern = "presure"', "the report form has no category “presure”"),
        ('["accompaniment_request"]', '["company"]', "there is no form “company”"),
        ("[always]", "[allways]", "guides/return/guide.toml, always: is missing"),
    ],
)
def test_a_guide_that_does_not_hold_together_is_named(spoil: Spoil, old: str, new: str, told: str) -> None:
    assert told in spoil("guides/return/guide.toml", old, new)


def test_a_missing_language_a_foreign_name_and_another_encoding_are_named(folder: Path) -> None:
    guide = folder / "guides" / "return"
    (guide / "visit.ckb.md").unlink()
    (guide / "notes.md").write_text("x", encoding="utf-8")
    (guide / "mines.fr.md").write_bytes("+++\ntitle = 'é'".encode("latin-1"))
    (guide / "company.en.md").write_bytes(b"x" * 70_000)
    told = sentences(folder)
    assert "guides/return/visit.ckb.md: the file is missing" in told
    assert "guides/return/notes.md: the name does not say step and language" in told
    assert "guides/return/mines.fr.md, line 2: the file is not UTF-8 text" in told
    assert "guides/return/company.en.md: the file is too large" in told


def test_a_list_that_is_shorter_in_one_language_is_named(spoil: Spoil) -> None:
    assert "there is not as much to tick as in en" in spoil("guides/return/prepare.fr.md", "- [ ] 🏫", "🏫")


def test_an_area_has_to_say_what_is_not_known(spoil: Spoil) -> None:
    told = spoil("guides/return/mill_valley.en.md", "unknown = [", "unknown = []\nversion_notes = [")
    assert "guides/return/mill_valley.en.md, line 7, unknown: what is not known of this area is missing" in told


def test_an_old_text_is_a_warning_and_stays_in_use(folder: Path, database: Database) -> None:
    old = TODAY + timedelta(days=200)
    problems = content.check(folder, LANGUAGES, old)
    assert problems
    assert all(problem.is_warning for problem in problems)
    assert any("was last checked 211 days ago, it stays fresh for 180" in problem.rule for problem in problems)
    loaded = content.load(database, folder, NOON + timedelta(days=200))
    assert loaded.guides.guide("return").step("mines").is_stale("en", old)


def test_facts_of_an_area_age_sooner_than_a_guide() -> None:
    guide, later = example("return"), TODAY + timedelta(days=50)
    assert guide.area("mill_valley").is_stale("en", later)
    assert not guide.step("mines").is_stale("en", later)


def test_a_day_to_come_and_a_translation_left_behind_are_warnings(spoil: Spoil, folder: Path) -> None:
    spoil(STEP, "checked = 2026-11-10", "checked = 2062-11-10")
    spoil(STEP, "version = 1", "version = 2")
    told = sentences(folder, TODAY)
    assert "this day has not come yet" in told
    assert "mines.ar.md: this is version 1, another language has version 2" in told
    assert all(problem.is_warning for problem in content.check(folder, LANGUAGES, TODAY))


def test_a_broken_guide_is_not_loaded(folder: Path, database: Database, spoil: Spoil) -> None:
    spoil(STEP, "- Use roads", "- Use **roads**")
    with pytest.raises(ContentBroken, match=r"mines.en.md, line 15"):
        content.load(database, folder, NOON)


def test_an_organisation_without_guides_and_agreements_is_fine(folder: Path, database: Database) -> None:
    shutil.rmtree(folder / "guides")
    shutil.rmtree(folder / "agreements")
    loaded = content.load(database, folder, NOON)
    assert loaded.agreements == ()
    with pytest.raises(NoSuchStep):
        loaded.guides.guide("return")


def test_the_example_says_in_every_step_and_language_what_voluntary_means_and_fits_two_screens() -> None:
    guides, _ = read_guides(EXAMPLE, LANGUAGES, None)
    for guide in guides.by_name.values():
        assert set(guide.always.by_language) == set(LANGUAGES)
        for step in (*guide.steps, *guide.areas):
            assert set(step.pages) == set(LANGUAGES)
            for language, page in step.pages.items():
                text = "\n".join((page.title, page.text, *page.unknown, guide.always.said(language)))
                assert length(text) <= TWO_SCREENS, (guide.name, step.name, language)


def test_the_example_has_no_real_place_and_no_number_to_call() -> None:
    for path in [*(EXAMPLE / "guides").rglob("*.md"), *(EXAMPLE / "agreements").glob("*.md")]:
        text = path.read_text(encoding="utf-8")
        assert not [word for word in text.split() if word.strip("().").isdigit() and len(word.strip("().")) > 4], path
    for guide in (example("return"),):
        for area in guide.areas:
            for language, word in {"en": "EXAMPLE", "ar": "مثال", "ckb": "نموونە", "fr": "EXEMPLE"}.items():
                assert word in area.page(language).text


def test_steps_are_found_one_after_the_other() -> None:
    guide = example("return")
    first = guide.steps[0]
    assert guide.before(first) is None
    second = guide.after(first)
    assert second is not None
    assert guide.place_of(second) == 2
    assert guide.before(second) == first
    assert guide.after(guide.steps[-1]) is None


def test_what_is_ticked_stands_in_the_button_and_a_changed_list_begins_anew() -> None:
    page = example("return").step("prepare").page("en")
    ticks = Ticks(page).turned(0).turned(11)
    assert (ticks.is_ticked(0), ticks.is_ticked(1), ticks.is_ticked(11), ticks.count) == (True, False, True, 2)
    assert Ticks.read(page, ticks.text) == ticks
    assert ticks.turned(0).turned(11) == Ticks(page)
    for strange in ("", "zzzz.1", "0000.fff", f"{page.fingerprint}.xyz", f"{page.fingerprint}.", "fff"):
        assert Ticks.read(page, strange) == Ticks(page)
    assert Ticks.read(page, f"{page.fingerprint}.{'f' * 30}").count == len(page.items)
