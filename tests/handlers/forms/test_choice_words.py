"""A choice that is written: as it begins, or as people say it."""

import pytest

from handlers.forms.choice_words import choice_written
from services.forms.steps import OfferedChoice

OFFERED = ("en", "ar", "ckb", "fr")
ZONES = (
    OfferedChoice("market", "🏪 السوق وموقف الحافلات", False),
    OfferedChoice("gate_a", "🚪 البوابة أ", False),
    OfferedChoice("gate_b", "🚪 البوابة ب", False),
)
WHEN = (
    OfferedChoice("today", "☀️ Today", False, also=("this morning", "الصبح")),
    OfferedChoice("this_week", "📅 This week", False, also=("yesterday", "امبارح", "hier soir")),
    OfferedChoice("earlier", "🗓️ Earlier", False),
)
SURE = (
    OfferedChoice("yes", "🆘 نعم", False, also=("أيوه",)),
    OfferedChoice("no", "👌 لا", False, also=("لأ",)),
    OfferedChoice("unknown", "🤷 لا أعرف", False),
)


@pytest.mark.parametrize(
    ("text", "choices", "name"),
    [
        ("السوق", ZONES, "market"),
        ("سوق", ZONES, "market"),
        ("السوق وموقف الحافلات", ZONES, "market"),
        ("البوابة أ", ZONES, "gate_a"),
        ("البوابة", ZONES, ""),
        ("الحافلات", ZONES, ""),
        ("السوق القديم", ZONES, ""),
        ("Yesterday!", WHEN, "this_week"),
        ("امبارح", WHEN, "this_week"),
        ("إمبارح", WHEN, "this_week"),
        ("hier soir", WHEN, "this_week"),
        ("this", WHEN, ""),
        ("yesterday they came with guns", WHEN, ""),
        ("not today", WHEN, ""),
        ("لا", SURE, "no"),
        ("لأ", SURE, "no"),
        ("أيوه", SURE, "yes"),
        ("أعرف", SURE, ""),
        ("", SURE, ""),
        ("؟", SURE, ""),
    ],
)
def test_what_is_written_means_one_choice_or_none(text: str, choices: tuple[OfferedChoice, ...], name: str) -> None:
    assert choice_written(text, choices, OFFERED) == name


def test_a_label_comes_before_what_else_people_say() -> None:
    choices = (OfferedChoice("one", "Yes", False), OfferedChoice("other", "No", False, also=("yes",)))
    assert choice_written("yes", choices, OFFERED) == "one"
