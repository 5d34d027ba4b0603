"""The documents say what the program does: each list that a document keeps is compared with the program's own."""

import re
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

import handlers
from bot.cli.main import app
from bot.logs import LogEvent
from tests.support.tables import every_table

ROOT = Path(__file__).resolve().parents[2]


def text(name: str) -> str:
    return (ROOT / name).read_text()


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_every_stored_column_is_explained_and_no_other() -> None:
    stored = {f"{table.name}.{column.name}" for table in every_table().tables.values() for column in table.columns}
    explained = set(re.findall(r"^\| `(\w+\.\w+)` \|", text("SECURITY.md"), re.MULTILINE))
    assert explained == stored


def test_every_log_event_is_explained_and_no_other() -> None:
    explained = set(re.findall(r"^\| `(\w+)` \|", text("OPERATIONS.md"), re.MULTILINE))
    assert explained == {event.value for event in LogEvent}


def test_every_command_of_the_command_line_is_in_the_readme() -> None:
    commands = getattr(get_command(app), "commands")  # noqa: B009  a group, which click's type does not show
    assert all(f"amana {name}" in text("README.md") for name in commands)


def test_every_command_in_the_chat_is_in_the_readme() -> None:
    assert all(f"/{command}" in text("README.md") for command, _ in handlers.COMMANDS)


@pytest.mark.parametrize(
    "document", ["README.md", "ARCHITECTURE.md", "SECURITY.md", "CONTRIBUTING.md", "OPERATIONS.md"]
)
def test_files_that_a_document_names_exist(document: str) -> None:
    named = re.findall(
        r"`((?:bot|handlers|services|storage|locales|desk|sandbox|tests|content)/[\w./-]+)`", text(document)
    )
    missing = [name for name in named if not (ROOT / name).exists()]
    assert missing == []


def test_pictures_in_the_readme_exist() -> None:
    shown = re.findall(r"\]\(([^)#:]+\.png)\)|src=\"([^\"]+\.png)\"", text("README.md"))
    assert shown
    assert all((ROOT / (one or other)).is_file() for one, other in shown)


def test_the_lock_files_carry_no_address_and_every_hash() -> None:
    for name in ("requirements.lock", "requirements-test.lock"):
        pinned = re.findall(r"^[\w.\[\]-]+==\S+", text(name), re.MULTILINE)
        assert "http" + "://" not in text(name)
        assert "https" + "://" not in text(name)
        assert "index-url" not in text(name)
        assert len(pinned) > 30
        assert text(name).count("--hash=sha256:") >= len(pinned)


def test_no_machine_and_no_package_index_is_named() -> None:
    hosts = ("pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.org", "debian" + r"\.org")
    forbidden = re.compile("|".join(("/ho" + r"me/\w", *hosts)))
    texts = [path for path in tracked() if path.suffix not in {".png", ".ogg", ".jpg"}]
    named = [path.name for path in texts if forbidden.search(path.read_text(errors="replace"))]
    assert named == []


def test_python_files_stay_short_enough_to_be_read() -> None:
    limits = [(path, 400 if "tests" in path.parts else 300) for path in tracked() if path.suffix == ".py"]
    long = [path.name for path, limit in limits if len(path.read_text().splitlines()) > limit]
    assert long == []
