"""The packages that requirements.lock pins: what an office installs."""

import re
from collections.abc import Mapping
from pathlib import Path

from packaging.utils import NormalizedName, canonicalize_name
from packaging.version import Version

LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
Pinned = Mapping[NormalizedName, frozenset[Version]]


def pinned(lock: Path = LOCK) -> Pinned:
    """By name as PEP 503 writes it; some names have a version for older and one for newer Pythons."""
    versions: dict[NormalizedName, frozenset[Version]] = {}
    for name, version in PINNED.findall(lock.read_text()):
        normal = canonicalize_name(name)
        versions[normal] = versions.get(normal, frozenset()) | {Version(version)}
    return versions
