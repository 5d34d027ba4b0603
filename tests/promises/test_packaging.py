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


def test_what_the_project_names_is_copied_into_the_image_before_it_is_built() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    copied = (ROOT / "Dockerfile").read_text().partition("pip install --no-cache-dir --no-deps")[0]
    named = ["pyproject.toml", project["readme"], *project["license-files"]]
    assert [name for name in named if not (ROOT / name).is_file()] == []
    assert [name for name in named if f" {name} " not in copied] == []


def test_the_licence_is_the_one_that_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    first, version = (ROOT / "LICENSE").read_text().splitlines()[:2]
    assert project["license"] == "AGPL-3.0-or-later"
    assert (first.strip(), version.strip()) == ("GNU AFFERO GENERAL PUBLIC LICENSE", "Version 3, 19 November 2007")
