"""What is installed is whole: every folder with code in it is found and packed up."""

import tomllib
from pathlib import Path

from setuptools import find_packages

ROOT = Path(__file__).resolve().parents[2]
NOT_INSTALLED = {"sandbox", "tests"}


def test_every_package_is_packed_up() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]["find"]
    found = set(find_packages(str(ROOT), include=wanted["include"]))
    floors = {name.split(".")[0] for name in found}
    assert not floors & NOT_INSTALLED
    assert floors == {"bot", "desk", "handlers", "locales", "services", "storage"}
    there = {".".join(file.relative_to(ROOT).parent.parts) for floor in floors for file in (ROOT / floor).rglob("*.py")}
    assert there == found
