"""One label, one meaning: two buttons never read the same, and what is looked at before it goes says so at its end."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from locales import Words, normal_label
from tests.support.contents import LANGUAGES
from tests.support.phones import Hear, Organiser, Phone

HANDLERS = Path(__file__).resolve().parents[2] / "handlers"


def marks() -> dict[str, list[str]]:
    """Every label of a button, with the files that make it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in HANDLERS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "mark":
                text = node.args[0]
                if isinstance(text, ast.Constant):
                    found[str(text.value)].append(path.name)
    return found


@pytest.mark.parametrize("code", LANGUAGES)
def test_two_buttons_never_read_the_same(code: str) -> None:
    words = Words(code)
    by_reading: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for label, files in marks().items():
        by_reading[normal_label(words(label))].append((label, files))
    unclear = [made for made in by_reading.values() if len(made) > 1 or len(made[0][1]) > 1]
    assert unclear == []


def last_line(phone: Phone) -> str:
    return phone.last.splitlines()[-1]


async def test_the_end_of_every_look_says_that_nothing_is_sent(organiser: Organiser, hear: Hear) -> None:
    hear("forum:security", en=3)
    rojin = organiser("security")
    await rojin.send("/meetings")
    await rojin.press("New meeting", "Tue, Mar 10", "15:00")
    assert "Nothing has been sent yet" in last_line(rojin)
    await rojin.press("Preview")
    assert "Nothing has been sent yet" in last_line(rojin)
    await rojin.press("✅ Publish", "Organise meetings", "Open", "✏️ Change", "✏️ Length", "120")
    assert "The change has not been sent yet" in last_line(rojin)
    assert not any("Send the change" in label for label in rojin.buttons), "it would send nothing here"
    await rojin.press("Preview")
    assert "The change has not been sent yet" in last_line(rojin)
    await rojin.press("Stop", "Organise meetings", "Open", "Cancel this one")
    assert "Nothing has been sent yet" in last_line(rojin)


async def test_the_end_of_a_notice_says_that_nothing_is_sent(organiser: Organiser, hear: Hear) -> None:
    hear("forum:security", en=3)
    rojin = organiser("security")
    await rojin.send("/notices")
    await rojin.press("Safety advice", "Community security", "Next")
    await rojin.send("Keep away from the old bridge.")
    assert "Nothing has been sent yet" in last_line(rojin)
