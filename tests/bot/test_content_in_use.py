"""A mistake in the content does not silence the bot: what was in use before serves on, and the steward hears of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.bootstrap import open_foundations
from bot.content_in_use import FORMS_IN_USE, KEPT, load_content, read_ahead
from bot.settings import Settings
from locales import LANGUAGES, Words
from locales.dates import use_months_of
from services import sayings
from services.authoring.parts import ContentBroken
from storage.engine import Database
from tests.support.command_line import CommandLine
from tests.support.contents import change, copy_checked_today
from tests.support.torn_archives import torn, zipped

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TORN = torn(zipped(organisation_toml=b"name = 1"))
STEP = "guides/return/mines.en.md"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    copy_checked_today(tmp_path / "content")
    (tmp_path / "amana").mkdir()
    return Settings(_env_file=None, folder=tmp_path / "amana", content=tmp_path / "content")


@pytest.fixture
def database(installed_once: CommandLine, settings: Settings) -> Database:
    return Database(f"sqlite:///{installed_once.folder / 'amana.db'}")


def spoil(settings: Settings, file: str = STEP) -> None:
    path = settings.content / file
    path.write_text(path.read_text(encoding="utf-8") + "\n**broken**\n", encoding="utf-8")


def test_while_the_folder_is_broken_the_content_before_serves_and_that_is_logged(
    settings: Settings, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    before = load_content(settings, database, NOON)
    spoil(settings)
    after = load_content(settings, database, NOON)
    assert after.guides == before.guides
    assert {name: form.hash for name, form in after.forms.items()} == {
        name: form.hash for name, form in before.forms.items()
    }
    assert [record.getMessage() for record in caplog.records] == ["content_broken"]


def test_of_what_was_read_ahead_nothing_slow_is_left_and_a_broken_folder_is_the_word_of_whoever_loads_it(
    settings: Settings, database: Database
) -> None:
    for slow in (sayings._of_no_group, sayings._members, sayings._place):
        slow.cache_clear()
    read_ahead(settings)
    taken_apart = sayings._place.cache_info().misses
    load_content(settings, database, NOON)
    assert sayings._place.cache_info().misses == taken_apart > 1000
    spoil(settings)
    read_ahead(settings)


def test_what_is_mended_is_taken_up_again(settings: Settings, database: Database) -> None:
    load_content(settings, database, NOON)
    path = settings.content / STEP
    spoil(settings)
    load_content(settings, database, NOON)
    path.write_text(path.read_text(encoding="utf-8").replace("**broken**", "mended"), encoding="utf-8")
    loaded = load_content(settings, database, NOON)
    assert loaded.guides.guide("return").step("mines").page("en").text.endswith("mended")


def offer(settings: Settings, language: str) -> None:
    change(
        settings.content / "organisation.toml", '["en", "ar", "ckb", "fr"]', f'["en", "ar", "ckb", "fr", "{language}"]'
    )


@pytest.mark.parametrize("language", [code for code, known in LANGUAGES.items() if not known.whole])
def test_a_language_that_is_not_whole_cannot_be_offered_by_mistake(
    settings: Settings, database: Database, language: str
) -> None:
    """People would choose it, and be spoken to in English."""
    offer(settings, language)
    told = f"the interface has no words in “{language}”, or not all of them yet. Choose from: en, ar, ckb, fr"
    with pytest.raises(ContentBroken, match=told):
        load_content(settings, database, NOON)


def test_the_check_names_a_language_that_is_not_whole(amana: CommandLine, settings: Settings) -> None:
    offer(settings, "sw")
    amana.settings["AMANA_CONTENT"] = str(settings.content)
    checked = amana("content", "check")
    assert checked.code == 1
    assert "languages: the interface has no words in “sw”, or not all of them yet" in checked.out


def test_a_language_that_was_offered_goes_on_when_an_update_left_it_behind(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_content(settings, database, NOON)
    monkeypatch.setattr("bot.content_in_use.offered_by_default", lambda: ("en", "ar", "ckb"))
    assert load_content(settings, database, NOON).languages == ("en", "ar", "ckb", "fr")


def test_months_are_named_as_in_the_country_of_the_organisation(amana: CommandLine, settings: Settings) -> None:
    change(settings.content / "organisation.toml", '# months = "ar_IQ"', 'months = "ar_IQ"')
    place = settings.model_copy(update={"folder": amana.folder})
    try:
        with open_foundations(place):
            assert Words("ar").month("2026-11") == "تشرين الثاني 2026"
    finally:
        use_months_of("")


@pytest.mark.parametrize("kept", [None, b"no zip at all", b"", TORN])
def test_where_nothing_serves_the_first_mistake_is_told(
    settings: Settings, database: Database, kept: bytes | None
) -> None:
    if kept is not None:
        (settings.folder / KEPT).write_bytes(kept)
    spoil(settings)
    with pytest.raises(ContentBroken, match=r"mines\.en\.md"):
        load_content(settings, database, NOON)


def test_unchanged_content_is_not_written_again_and_leaves_nothing_beside_it(
    settings: Settings, database: Database
) -> None:
    load_content(settings, database, NOON)
    kept = settings.folder / KEPT
    first = kept.stat().st_mtime_ns
    load_content(settings, database, NOON)
    assert kept.stat().st_mtime_ns == first
    assert {path.name for path in settings.folder.iterdir()} == {KEPT, FORMS_IN_USE}


def test_old_texts_are_named_and_do_not_keep_the_content_from_being_used(amana: CommandLine, tmp_path: Path) -> None:
    copy_checked_today(tmp_path / "content")
    path = tmp_path / "content" / STEP
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join("checked = 2020-01-01" if "checked" in line else line for line in lines))
    amana.settings["AMANA_CONTENT"] = str(tmp_path / "content")
    done = amana("content", "check")
    assert done.code == 0
    assert f"{STEP}, line 3, checked: was last checked" in done.out
    assert done.out.endswith("The content can be used. Look after what is named above.\n")
