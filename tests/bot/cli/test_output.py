"""A file that a command writes is whole or not there, also where the disk has no room for it."""

import ast
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer

from bot.cli import output

MADE_BY_ITSELF = {"output.py", "referrals.py"}
"""A file that is handed over must be a new one, and goes again with the deed that tells of it."""
WRITES = {"write_bytes", "write_text", "fdopen", "NamedTemporaryFile"}


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file can grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("before", [None, b"of last week"])
def test_where_there_is_no_room_what_was_there_stays_and_nothing_new(tmp_path: Path, before: bytes | None) -> None:
    file = tmp_path / "page.pdf"
    if before is not None:
        file.write_bytes(before)
    with pytest.raises(typer.Exit), room_for(10_000):
        output.write_out(file, b"%PDF" + bytes(50_000))
    assert [each.read_bytes() for each in tmp_path.iterdir()] == ([] if before is None else [before])
    output.write_out(file, b"%PDF")
    assert file.read_bytes() == b"%PDF" and file.stat().st_mode & 0o777 == 0o600


def test_every_command_writes_its_files_so() -> None:
    found = set()
    for file in Path(output.__file__).parent.rglob("*.py"):
        calls = (node.func for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))
        names = {getattr(call, "attr", getattr(call, "id", "")) for call in calls}
        found |= {file.name} if names & WRITES else set()
    assert found == MADE_BY_ITSELF
