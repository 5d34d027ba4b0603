"""Everything on the desk can be read: contrast of text and ground in both schemes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).parents[2] / "desk" / "static" / "desk.css"
TEXT = [
    ("ink", "paper"), ("ink", "sheet"), ("ink", "staff"), ("ink", "note"), ("ink", "person"), ("ink", "wash"),
    ("ink", "danger-wash"), ("soft", "paper"), ("soft", "sheet"), ("soft", "staff"), ("soft", "note"),
    ("soft", "wash"), ("accent", "paper"), ("accent", "sheet"), ("accent-deep", "wash"), ("on-accent", "accent"),
    ("danger", "sheet"), ("danger", "danger-wash"), ("sheet", "danger"), ("wait", "wait-wash"),
]  # fmt: skip
SHAPES = [("edge", "sheet"), ("edge", "note"), ("accent", "paper"), ("fresh", "sheet"), ("danger", "sheet")]


def colours(scheme: str) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\n\s*\}", SHEET.read_text(), re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in blocks)
    return light if scheme == "light" else light | dark


def luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(scheme: str) -> None:
    known = colours(scheme)
    weak = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in TEXT}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_borders_and_signs_stand_out(scheme: str) -> None:
    known = colours(scheme)
    weak = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in SHAPES}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_the_sheet_loads_nothing() -> None:
    text = SHEET.read_text()
    assert "url(" not in text and "@import" not in text and "http" not in text
