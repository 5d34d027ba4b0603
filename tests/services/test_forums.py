"""Forums as an organisation describes them: mistakes are named, links lead back, audiences are all there are."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import forums
from services.content import content
from services.forums import Invitation, read_start_parameter, start_parameter
from storage.engine import Database
from tests.support.contents import EXAMPLE, LANGUAGES, change, sentences

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_the_example_has_three_forums_that_say_they_are_examples(database: Database) -> None:
    loaded = content.load(database, EXAMPLE, NOON)
    assert [(each.key, each.kind) for each in loaded.forums] == [
        ("security", "security"),
        ("women", "women"),
        ("youth", "youth"),
    ]
    for forum in loaded.forums:
        assert forum.zone == loaded.organisation.timezone == "Asia/Baghdad"
        assert forum.reminders == (timedelta(hours=24), timedelta(hours=2))
        for language, example in {"en": "example", "ar": "مثال", "ckb": "نموونە", "fr": "exemple"}.items():
            assert example in forum.name.said(language)
    assert [forum.key for forum in loaded.forums if forum.is_discreet] == ["women", "youth"]


def test_the_audiences_are_every_forum_and_every_zone(database: Database) -> None:
    loaded = content.load(database, EXAMPLE, NOON)
    assert loaded.audiences[:4] == ("forum:security", "forum:women", "forum:youth", "zone:north")
    assert len(loaded.audiences) == len(loaded.forums) + len(loaded.zones)
    assert loaded.forum("women").name.said("en").startswith("Women")
    with pytest.raises(KeyError):
        loaded.forum("chess")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('key = "security"', 'key = "Security Forum"', "forums[1].key: does not fit into a link"),
        ('key = "security"', 'key = "women"', "forums[2].key: there are two forums “women”"),
        ('kind = "security"', 'kind = "chess"', "forums[1].kind: is not a known name. Choose from: other, security"),
        ("minutes = 90", 'timezone = "Asia/Bagdad"', "there is no time zone “Asia/Bagdad”"),
        ("minutes = 90", 'timezone = "../../etc/passwd"', "forums[1].timezone: there is no time zone"),
        ("minutes = 90", "minutes = 0", "forums[1].minutes: is not a whole number"),
        ("minutes = 90", 'zones = ["nowhere"]', "forums[1].zones: is not a list of known names. Choose from:"),
        ("reminders = [24, 2]", "reminders = [24, -2]", "forums[1].reminders: is not a list of whole numbers"),
        ("reminders = [24, 2]", "reminder = [24]", "forums[1].reminder: nothing of this name is known"),
        ('fr = "Forum de sécurité (exemple)"', "", "forums[1].name.fr: this offered language has no text"),
        ("[forums.about]", "[forums.abuot]", "forums[1].about: is missing"),
        ("Women’s group (example)", "Youth group (example)", "forums[3].name.en: another forum has the same name"),
        ("[forums.place]", "[forums.place", "the file is not TOML"),
    ],
)
def test_a_mistake_is_named_with_file_key_rule_and_remedy(folder: Path, old: str, new: str, told: str) -> None:
    change(folder / forums.FORUMS, old, new)
    assert told in sentences(folder)
    assert "forums.toml" in sentences(folder)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('timezone = "Asia/Baghdad"', 'timezone = "Baghdad"', "timezone: there is no time zone “Baghdad”"),
        ('timezone = "Asia/Baghdad"', "", "timezone: a text is missing"),
        ("second_yes_over = 0", "second_yes_over = -1", "second_yes_over: is not a whole number"),
        ("second_yes_over = 0", "second_yes_over = true", "second_yes_over: is not a whole number"),
        ("second_yes_over = 0", 'may_decline = "no"', "may_decline: is neither true nor false"),
    ],
)
def test_the_clock_and_the_second_yes_of_the_organisation_are_checked(
    folder: Path, old: str, new: str, told: str
) -> None:
    change(folder / "organisation.toml", old, new)
    assert told in sentences(folder)


def test_an_organisation_may_have_no_forums(folder: Path, database: Database) -> None:
    (folder / forums.FORUMS).unlink()
    loaded = content.load(database, folder, NOON)
    assert loaded.forums == ()
    assert loaded.audiences == tuple(f"zone:{zone.name}" for zone in loaded.zones)


def test_reminders_are_told_once_each_the_earliest_first(folder: Path, database: Database) -> None:
    change(folder / forums.FORUMS, "reminders = [24, 2]", "reminders = [2, 48, 2]")
    assert content.load(database, folder, NOON).forum("security").reminders == (
        timedelta(hours=48),
        timedelta(hours=2),
    )


@given(st.from_regex(forums.KEY, fullmatch=True).filter(str.isascii), st.sampled_from([*LANGUAGES, "fil", "my"]))
def test_every_link_leads_back_to_its_forum_and_language(key: str, language: str) -> None:
    parameter = start_parameter(key, language)
    assert read_start_parameter(parameter) == Invitation(key, language)
    assert len(parameter) <= 64


@pytest.mark.parametrize("text", ["", "f_", "f_women", "o_ABCDEFGHJKLM", "f_a b_en", "f_women_en\n", "F_women_en"])
def test_anything_else_is_no_invitation(text: str) -> None:
    assert read_start_parameter(text) is None
