"""What is published of a version: its source, its wheel, its bill of materials, and the sums of the three.

Made from a commit, never from a working tree, and the same to the byte whoever makes it on whatever day: so that
somebody who trusts nobody can make it again and compare.
"""

import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SUMS = "SHA256SUMS"


def build(into: Path, commit: str = "HEAD", root: Path = ROOT) -> list[Path]:
    """The files that were made, the sums last. `subprocess.CalledProcessError` where git or a tool refuses."""
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        tree = _checked_out(root, commit, Path(folder))
        version = tomllib.loads((tree / "pyproject.toml").read_text())["project"]["version"]
        made = [
            _source(root, commit, into / f"amana-{version}.tar.gz"),
            _wheel(tree, into, _committed_at(root, commit)),
            _bill_of_materials(tree, into / f"amana-{version}.cdx.json"),
        ]
    return [*made, _sums(made, into / SUMS)]


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True)  # noqa: S603, S607
    return done.stdout.strip()


def _committed_at(root: Path, commit: str) -> str:
    return _git(root, "show", "--no-patch", "--format=%ct", commit)


def _source(root: Path, commit: str, target: Path) -> Path:
    prefix = target.name.removesuffix(".tar.gz") + "/"
    _git(root, "-c", "tar.umask=0022", "archive", f"--prefix={prefix}", f"--output={target}", commit)
    return target


def _checked_out(root: Path, commit: str, folder: Path) -> Path:
    archive = _source(root, commit, folder / "tree.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "tree"


def _wheel(tree: Path, into: Path, seconds: str) -> Path:
    with tempfile.TemporaryDirectory(dir=into) as folder:
        _python(
            *("-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-cache-dir"),
            *("--disable-pip-version-check", "--wheel-dir", folder, str(tree)),
            SOURCE_DATE_EPOCH=seconds,
        )
        [wheel] = Path(folder).glob("*.whl")
        return wheel.replace(into / wheel.name)


def _bill_of_materials(tree: Path, target: Path) -> Path:
    """CycloneDX 1.6, from what the lock pins: each package with its version, its purl and the hashes of its files."""
    _python(
        *("-m", "cyclonedx_py", "requirements", str(tree / "requirements.lock")),
        *("--pyproject", str(tree / "pyproject.toml"), "--output-reproducible", "--spec-version", "1.6"),
        "--no-validate",  # its schema would be read for a quarter of a minute; the writer keeps to it
        *("--output-format", "JSON", "--output-file", str(target)),
        PYTHONWARNINGS="ignore",  # a lock tells no tree of who needs whom
    )
    return target


def _python(*arguments: str, **environment: str) -> None:
    subprocess.run(  # noqa: S603
        [sys.executable, *arguments], check=True, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )


def _sums(made: list[Path], target: Path) -> Path:
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in made]
    target.write_text("".join(lines))
    return target
