"""What is installed is whole: every folder with code in it is found and packed up."""

import re
import tomllib
from pathlib import Path

import pytest
from setuptools import find_packages

from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
NOT_INSTALLED = {"release", "sandbox", "tests"}
IT_SAYS_SO = "\nsys.path.insert(0, str(Path(__file__).parents[2]))\n"


def test_every_package_is_packed_up() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]["find"]
    found = set(find_packages(str(ROOT), include=wanted["include"]))
    floors = {name.split(".")[0] for name in found}
    assert not floors & NOT_INSTALLED
    assert floors == {"bot", "desk", "handlers", "locales", "services", "storage"}
    there = {".".join(file.relative_to(ROOT).parent.parts) for floor in floors for file in (ROOT / floor).rglob("*.py")}
    assert there == found


@pytest.mark.parametrize("bench", sorted((ROOT / "tests" / "bench").glob("*.py")), ids=lambda path: path.stem)
def test_a_bench_finds_the_checkout_it_lies_in_without_being_told(bench: Path) -> None:
    text = bench.read_text()
    stands_on_it = re.search(r"^from (tests|sandbox)\b", text, re.MULTILINE)
    assert stands_on_it is None or IT_SAYS_SO in text[: stands_on_it.start()]


def test_what_the_project_names_is_copied_into_the_image_before_it_is_built() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    copied = (ROOT / "Dockerfile").read_text().partition("pip install --no-cache-dir --no-deps")[0]
    named = ["pyproject.toml", project["readme"], *project["license-files"]]
    assert [name for name in named if not (ROOT / name).is_file()] == []
    assert [name for name in named if f" {name} " not in copied] == []


def test_inside_a_container_places_are_those_of_the_container_whatever_the_settings_file_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Compose hands .env over first, and then what stands in compose.yaml itself."""
    example = re.findall(r"^(AMANA_\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    inside = re.findall(r"^  (AMANA_\w+): (\S+)$", (ROOT / "compose.yaml").read_text(), re.MULTILINE)
    for name, value in (*example, *inside):
        monkeypatch.setenv(name, value)
    settings = Settings(_env_file=None)
    image = (ROOT / "Dockerfile").read_text()
    assert f"AMANA_FOLDER={settings.folder}" in image
    assert f"AMANA_CONTENT={settings.content}" in image
    assert settings.folder.is_absolute()
    assert str(settings.folder) in settings.database


def test_the_licence_is_the_one_that_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    first, version = (ROOT / "LICENSE").read_text().splitlines()[:2]
    assert project["license"] == "AGPL-3.0-or-later"
    assert (first.strip(), version.strip()) == ("GNU AFFERO GENERAL PUBLIC LICENSE", "Version 3, 19 November 2007")


def test_what_we_stand_on_is_named_by_its_hash_and_runs_no_set_up() -> None:
    image = (ROOT / "Dockerfile").read_text()
    bases = re.findall(r"^FROM (\S+)", image, re.MULTILINE)
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:\S+@sha256:[0-9a-f]{64}", bases[0])
    installs = re.findall(r"pip install .*-r requirements\S*", image + (ROOT / "Makefile").read_text())
    assert len(installs) == 3
    for install in installs:
        assert "--require-hashes" in install
        assert "--only-binary :all:" in install.replace("$(WHEELS)", "--only-binary :all:")
    for lock in ("requirements.lock", "requirements-test.lock"):
        entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())
        assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
