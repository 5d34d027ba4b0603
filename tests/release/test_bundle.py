"""What is published is made from the commit, complete, and the same to the byte each time."""

import hashlib
import json
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from release.bundle import ROOT, build
from release.pinned import pinned


@pytest.fixture(scope="module")
def commit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project of which one commit is made, and something that was never committed."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("pyproject.toml", "requirements.lock", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    for floor in ("bot", "desk", "handlers", "locales", "services", "storage"):
        (folder / floor).mkdir()
        (folder / floor / "__init__.py").write_text("")
    for arguments in (
        ["init", "--quiet"],
        ["add", "."],
        ["-c", "user.name=Maintainer", "-c", "user.email=maintainer@example.org", "commit", "--quiet", "-m", "first"],
    ):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    (folder / "bot" / "secret.py").write_text("never committed")
    return folder


def test_two_who_build_the_same_commit_get_the_same_bytes(commit: Path, tmp_path: Path) -> None:
    once, again = build(tmp_path / "once", root=commit), build(tmp_path / "again", root=commit)
    assert [path.name for path in once] == [
        "amana-0.1.0.tar.gz",
        "amana-0.1.0-py3-none-any.whl",
        "amana-0.1.0.cdx.json",
        "SHA256SUMS",
    ]
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in again]
    for line in once[-1].read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((once[-1].parent / name).read_bytes()).hexdigest() == digest
    with tarfile.open(once[0]) as source:
        assert "amana-0.1.0/bot/__init__.py" in source.getnames()
        assert "amana-0.1.0/bot/secret.py" not in source.getnames()
    _names_every_package_with_its_hashes(once[2])


def _names_every_package_with_its_hashes(bill: Path) -> None:
    components = json.loads(bill.read_text())["components"]
    assert {(component["name"], component["version"]) for component in components} == {
        (name, str(version)) for name, versions in pinned().items() for version in versions
    }
    for component in components:
        assert component["purl"].startswith("pkg:pypi/")
        assert component["externalReferences"][0]["hashes"]
