"""A known fault of what is pinned is found in a copy of the OSV database, and only there."""

import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from packaging.utils import canonicalize_name
from packaging.version import Version
from typer.testing import CliRunner

from release.__main__ import app
from release.advisories import UnreadableCopy, accepted, found
from release.pinned import LOCK, pinned

HAVE = {canonicalize_name("Some_Library"): frozenset({Version("2.5")})}


def advisory(name: str = "some-library", *, ecosystem: str = "PyPI", **affected: Any) -> dict[str, Any]:
    package = {"package": {"ecosystem": ecosystem, "name": name}, **affected}
    return {
        "id": "PYSEC-0000-1",
        "aliases": ["CVE-0000-1"],
        "summary": "reads what it should not",
        "affected": [package],
    }


def inside(*events: tuple[str, str]) -> dict[str, Any]:
    return {"ranges": [{"type": "ECOSYSTEM", "events": [{what: version} for what, version in events]}]}


def copy_of(tmp_path: Path, *advisories: dict[str, Any]) -> Path:
    for number, each in enumerate(advisories):
        (tmp_path / f"{number}.json").write_text(json.dumps(each))
    return tmp_path


@pytest.mark.parametrize(
    ("affected", "is_held_against_us"),
    [
        (inside(("introduced", "0")), True),
        (inside(("introduced", "0"), ("fixed", "2.6")), True),
        (inside(("introduced", "0"), ("fixed", "2.5")), False),
        (inside(("introduced", "0"), ("last_affected", "2.5")), True),
        (inside(("introduced", "0"), ("last_affected", "2.4.9")), False),
        (inside(("introduced", "2.10")), False),  # numbers, not letters
        (inside(("fixed", "3.1"), ("introduced", "3.0"), ("fixed", "1.1"), ("introduced", "0")), False),  # between two
        ({"versions": ["2.5.0", "not a version"]}, True),
        ({"versions": ["2.4"]}, False),
        ({"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, False),
    ],
)
def test_a_range_is_read_as_the_schema_says(tmp_path: Path, affected: dict[str, Any], is_held_against_us: bool) -> None:
    assert bool(found(HAVE, copy_of(tmp_path, advisory(**affected)))) is is_held_against_us


def test_other_packages_other_ecosystems_and_what_was_withdrawn_are_not_ours(tmp_path: Path) -> None:
    all_of_it = inside(("introduced", "0"))
    copy = copy_of(
        tmp_path,
        advisory("some-library-too", **all_of_it),
        advisory(ecosystem="npm", **all_of_it),
        {**advisory(**all_of_it), "withdrawn": "2026-01-01T00:00:00Z"},
        advisory("Some.Library", **inside(("introduced", "0"), ("fixed", "2.7"))),
    )
    [hit] = found(HAVE, copy)
    assert (hit.package, str(hit.version), hit.aliases, hit.mended_in) == (
        "some-library",
        "2.5",
        ("CVE-0000-1",),
        "2.7",
    )


def test_an_archive_is_read_as_a_folder_is(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("PYSEC-0000-1.json", json.dumps(advisory(**inside(("introduced", "0")))))
    assert len(found(HAVE, tmp_path / "all.zip")) == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"name": "x"}'])
def test_what_is_no_copy_is_never_called_clean(tmp_path: Path, text: str) -> None:
    (tmp_path / "all.zip").write_text(text)
    with pytest.raises(UnreadableCopy):
        found(HAVE, tmp_path / "all.zip")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UnreadableCopy):
        found(HAVE, tmp_path / "folder")
    (tmp_path / "folder" / "1.json").write_text(text)
    with pytest.raises(UnreadableCopy):
        found(HAVE, tmp_path / "folder")


def test_an_accepted_fault_is_looked_at_again_after_its_day(tmp_path: Path) -> None:
    path = tmp_path / "accepted.toml"
    path.write_text('[[advisory]]\nid = "PYSEC-0000-1"\nreason = "never called"\nuntil = 2026-06-30\n')
    assert accepted(date(2026, 6, 30), path) == {"PYSEC-0000-1": "never called"}
    assert accepted(date(2026, 7, 1), path) == {}


def test_every_line_of_the_lock_is_looked_up() -> None:
    lines = re.findall(r"^[a-z].*==.*\\$", LOCK.read_text(), re.MULTILINE)
    assert sum(len(versions) for versions in pinned().values()) == len(lines) > 50


def test_a_fault_of_either_version_of_a_package_counts(tmp_path: Path) -> None:
    both = {canonicalize_name("some-library"): frozenset({Version("2.5"), Version("3.0")})}
    copy = copy_of(tmp_path, advisory(**inside(("introduced", "2.9"))))
    assert [str(hit.version) for hit in found(both, copy)] == ["3.0"]


def test_the_command_ends_with_one_where_there_is_a_fault_and_says_which(tmp_path: Path) -> None:
    babel = advisory("Babel", **inside(("introduced", "0")))
    said = CliRunner().invoke(app, ["advisories", str(copy_of(tmp_path, babel))])
    assert said.exit_code == 1
    assert "PYSEC-0000-1, CVE-0000-1: reads what it should not (mended in: nothing yet)" in said.output
    clean = CliRunner().invoke(app, ["advisories", str(copy_of(tmp_path, advisory(**inside(("introduced", "0")))))])
    assert clean.exit_code == 0
    (tmp_path / "0.json").write_text("{")
    assert CliRunner().invoke(app, ["advisories", str(tmp_path)]).exit_code == 2
