"""The documents say what the program does: each list that a document keeps is compared with the program's own."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli.main import app
from bot.logs import LogEvent
from handlers import routes
from tests.support.tables import every_table

ROOT = Path(__file__).resolve().parents[2]


DECISIONS = ROOT / "docs" / "decisions"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "locales" / "GLOSSARY.md"])
EACH_DOCUMENT = pytest.mark.parametrize("document", [path.relative_to(ROOT).as_posix() for path in DOCUMENTS])
LONGEST_LINE = 120
LINK_TARGET = re.compile(r"\]\([^)]*\)(?!`)")
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def text(name: str) -> str:
    return (ROOT / name).read_text()


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def prose(document: str) -> Iterator[str]:
    """Its lines as they are read: without what links lead to; no table, no block of code, no picture."""
    fenced = False
    for line in text(document).splitlines():
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced and not line.lstrip().startswith(("|", "![")):
            yield LINK_TARGET.sub("]", line)


def first_cells(document: str) -> list[list[str]]:
    """What stands as code in the first cell of each row of its tables."""
    cells = re.findall(r"^\| (`[^|]*`) \|", text(document), re.MULTILINE)
    return [re.findall(r"`([^`]+)`", cell) for cell in cells]


def title_of(decision: Path) -> str:
    return decision.read_text().splitlines()[0].removeprefix("# ")


def test_every_stored_column_is_explained_and_no_other() -> None:
    stored = {f"{table.name}.{column.name}" for table in every_table().tables.values() for column in table.columns}
    explained = set(re.findall(r"^\| `(\w+\.\w+)` \|", text("SECURITY.md"), re.MULTILINE))
    assert explained == stored


def test_every_log_event_is_explained_and_no_other() -> None:
    explained = set(re.findall(r"^\| `(\w+)` \|", text("OPERATIONS.md"), re.MULTILINE))
    assert explained == {event.value for event in LogEvent}


def test_every_command_of_the_command_line_is_explained_and_no_other() -> None:
    there = set()
    for name, command in getattr(get_command(app), "commands").items():  # noqa: B009  a group; click's type hides it
        if not command.hidden:  # what a command was called before
            there |= {f"{name} {below}" for below in getattr(command, "commands", ())} or {name}
    explained = set()
    for first, *others in first_cells("OPERATIONS.md"):
        if first.startswith("amana "):
            whole = first.removeprefix("amana ")
            explained |= {whole, *(f"{whole.split()[0]} {other}" for other in others)}
    assert explained == there


def test_every_command_in_the_chat_is_explained_and_no_other() -> None:
    explained = [first for first, *_ in first_cells("OPERATIONS.md") if first.startswith("/")]
    assert {first.split()[0] for first in explained} == {
        f"/{route.command}" for route in routes.ROUTES if route.command
    }
    assert {f"/{command}" for command, _ in routes.COMMANDS} <= set(explained)


@EACH_DOCUMENT
def test_files_that_a_document_names_exist(document: str) -> None:
    said = text(document).partition("\n## [0")[0]  # of the changelog what is not released: older code has gone
    floors = "bot|handlers|services|storage|locales|desk|sandbox|tests|content|docs|pictures"
    named = re.findall(rf"`((?:{floors})/[\w./-]+)`", said)
    missing = [name for name in named if not (ROOT / name).exists()]
    known = {path.name for path in tracked()}
    alone = re.findall(r"`(\w+\.(?:py|md|toml|csv|html|yaml))`", said)
    assert missing + [name for name in alone if name not in known] == []


@EACH_DOCUMENT
def test_links_of_a_document_lead_somewhere(document: str) -> None:
    targets = re.findall(r"\]\(([^)#:\s]+)[^)]*\)", CODE.sub("", text(document)))
    assert [target for target in targets if not ((ROOT / document).parent / target).exists()] == []


def test_every_adversary_is_met_by_tests_that_exist() -> None:
    table = text("SECURITY.md").partition("## Who gets what")[2].partition("## How")[0]
    shown_by = [row.rstrip("|").rpartition("|")[2] for row in re.findall(r"^\| .*\|$", table, re.MULTILINE)][1:]
    assert len(shown_by) >= 15
    assert [row for row in shown_by if not re.search(r"`tests/[\w/]+\.py`", row)] == []


def test_tests_that_documents_name_exist() -> None:
    named = {name for path in DOCUMENTS for name in re.findall(r"`(tests/[\w/]+(?:\.py)?)`", path.read_text())}
    assert "tests/promises/test_memory.py" in named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_decisions_that_code_names_exist() -> None:
    code = [path for path in tracked() if path.suffix == ".py"]
    named = {name for path in code for name in re.findall(r"docs/decisions/[\w-]+\.md", path.read_text())}
    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []


@EACH_DOCUMENT
def test_prose_is_wrapped(document: str) -> None:
    assert [line for line in prose(document) if len(line) > LONGEST_LINE] == []


def test_the_readme_is_read_in_two_screens() -> None:
    assert len(text("README.md").split()) < 600


def test_every_decision_is_in_the_index_under_its_title() -> None:
    listed = re.findall(r"^- \[(.+)\]\((.+)\)$", text("docs/decisions/README.md"), re.MULTILINE)
    pages = sorted(DECISIONS.glob("[0-9]*.md"))
    assert listed == [(title_of(page), page.name) for page in pages]
    assert {page.name for page in DECISIONS.iterdir()} == {"README.md", *(page.name for page in pages)}


def test_decisions_are_numbered_and_say_what_was_decided() -> None:
    """The title is a sentence; the name of the file is its number and the same words."""
    for number, page in enumerate(sorted(DECISIONS.glob("[0-9]*.md")), start=1):
        title = title_of(page)
        assert re.fullmatch(r"[A-Z].*\.", title), title
        assert len(title.split()) >= 4, title
        words = re.sub(r"[^a-z0-9]+", "-", title.lower().replace("'", "")).strip("-")
        assert page.name == f"{number:04}-{words}.md"


def test_a_decision_is_one_page() -> None:
    assert [page.name for page in DECISIONS.glob("[0-9]*.md") if len(page.read_text().splitlines()) > 60] == []


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
