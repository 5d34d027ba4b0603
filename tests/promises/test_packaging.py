"""What is installed is whole: every package of the product is named where it is packed up."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_INSTALLED = {"sandbox", "tests"}


def test_every_package_is_packed_up() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    floors = {name.split(".")[0] for name in named}
    assert not floors & NOT_INSTALLED
    there = {".".join(file.relative_to(ROOT).parent.parts) for floor in floors for file in (ROOT / floor).rglob("*.py")}
    assert there == set(named)
