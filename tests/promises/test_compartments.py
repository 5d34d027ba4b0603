"""A stolen file gives no hint which reports are complaints about aid workers."""

from random import Random

import pytest

from bot.settings import CHECKOUT
from services.forms import Form, load_form
from services.keys import sealing
from tests.support import told_apart
from tests.support.told_apart import TABLES, chance_of, fill, looks, right
from tests.support.vaults import Vault

pytestmark = pytest.mark.of_a_file
ROWS = 500
BY_LUCK = 4 * 0.5 / (ROWS / 2) ** 0.5
"""Four standard deviations of a guess with nothing to go by."""


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form(CHECKOUT / "content" / "forms" / "safety_report.md")


def better_than_chance(vault: Vault, form: Form) -> dict[str, float]:
    """By how much the best guess about each table is."""
    chance = Random(4)
    truth = fill(vault, form, ROWS, chance)
    vault.database.close()
    seen = {table: [(look, truth[key]) for key, look in looks(vault.path, table)] for table in TABLES}
    return {table: right(rows, chance) - chance_of(rows) for table, rows in seen.items()}


def test_no_column_no_size_and_no_place_tells_a_complaint(vault: Vault, form: Form) -> None:
    assert max(better_than_chance(vault, form).values()) < BY_LUCK


def test_the_one_who_guesses_sees_what_there_is_to_see(
    vault: Vault, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were envelopes as long as what is in them, and nobody wrote much."""
    monkeypatch.setattr(told_apart, "WORDS", "They came.")
    monkeypatch.setattr(sealing, "SIZES", range(1, sealing.SIZES[-1] + 1))
    assert better_than_chance(vault, form)["envelopes"] > BY_LUCK
