"""Known faults of what is pinned, from a copy of the OSV database (https://ossf.github.io/osv-schema/).

The copy is the archive that OSV publishes for PyPI, one JSON file an advisory; a folder of such files will do.
"""

import json
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from packaging.utils import NormalizedName, canonicalize_name
from packaging.version import InvalidVersion, Version

from release.pinned import Pinned

ACCEPTED = Path(__file__).with_name("accepted.toml")
Advisory = Mapping[str, Any]


class UnreadableCopy(Exception):
    """No copy of the OSV database: said with the file and what was wrong with it."""


@dataclass(frozen=True)
class Found:
    package: NormalizedName
    version: Version
    advisory: str
    aliases: tuple[str, ...]
    summary: str
    mended_in: str


def found(pinned: Pinned, copy: Path) -> list[Found]:
    """Every advisory that holds for a pinned version, by package. `UnreadableCopy` where it cannot be told."""
    advisories = 0
    hits: list[Found] = []
    for advisory in _advisories(copy):
        advisories += 1
        if not advisory.get("withdrawn"):
            hits += _held_against(pinned, advisory)
    if not advisories:
        raise UnreadableCopy(f"{copy}: no advisory in it")
    return sorted(hits, key=lambda hit: (hit.package, hit.version, hit.advisory))


def accepted(on: date, path: Path = ACCEPTED) -> dict[str, str]:
    """The advisories that do not touch us, each with its reason, as long as somebody stands by it."""
    entries = tomllib.loads(path.read_text()).get("advisory", [])
    return {entry["id"]: entry["reason"] for entry in entries if entry["until"] >= on}


def _advisories(copy: Path) -> Iterator[Advisory]:
    name = str(copy)
    try:
        for name, text in _files(copy):
            advisory = json.loads(text)
            if not isinstance(advisory, dict) or "id" not in advisory:
                raise UnreadableCopy(f"{name}: no OSV advisory")
            yield advisory
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise UnreadableCopy(f"{name}: {error}") from error


def _files(copy: Path) -> Iterator[tuple[str, bytes]]:
    if copy.is_dir():
        for path in sorted(copy.rglob("*.json")):
            yield str(path), path.read_bytes()
        return
    with zipfile.ZipFile(copy) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".json"):
                yield f"{copy}/{name}", archive.read(name)


def _held_against(pinned: Pinned, advisory: Advisory) -> Iterator[Found]:
    for affected in advisory.get("affected", []):
        package = affected.get("package", {})
        name = canonicalize_name(package.get("name", ""))
        if package.get("ecosystem") != "PyPI":
            continue
        for version in pinned.get(name, ()):
            if _is_affected(version, affected):
                yield _hit(name, version, advisory, affected)


def _hit(name: NormalizedName, version: Version, advisory: Advisory, affected: Mapping[str, Any]) -> Found:
    return Found(
        name,
        version,
        advisory["id"],
        tuple(advisory.get("aliases", [])),
        advisory.get("summary") or advisory.get("details", "").strip().partition("\n")[0],
        ", ".join(_events(affected, "fixed")) or "nothing yet",
    )


def _is_affected(version: Version, affected: Mapping[str, Any]) -> bool:
    """As the OSV schema evaluates it: listed by name, or inside a range."""
    listed = {Version(text) for text in affected.get("versions", []) if _is_version(text)}
    return version in listed or any(
        _is_inside(version, span["events"]) for span in affected.get("ranges", []) if span.get("type") == "ECOSYSTEM"
    )


def _is_inside(version: Version, events: list[Mapping[str, str]]) -> bool:
    inside = False
    for event in sorted(events, key=_when):
        [(what, text)] = event.items()
        if what == "introduced" and (text == "0" or version >= Version(text)):
            inside = True
        elif (what == "fixed" and version >= Version(text)) or (what == "last_affected" and version > Version(text)):
            inside = False
    return inside


def _when(event: Mapping[str, str]) -> Version:
    [text] = event.values()
    return Version(text)


def _events(affected: Mapping[str, Any], what: str) -> list[str]:
    return [event[what] for span in affected.get("ranges", []) for event in span["events"] if what in event]


def _is_version(text: str) -> bool:
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True
