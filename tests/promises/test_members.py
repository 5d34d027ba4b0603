"""Nobody can list who joined or who will come: no page, no command and no chat has a way to."""

import ast
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LISTS = {"recipients"}
"""What turns rows back into chats, many at a time."""
ALLOWED_TO_LIST = {"services/notices/broadcast_stream.py"}
"""The stream that sends: it lays each chat into the outbox and shows it to nobody."""
ROWS = {
    "storage.subscriptions": {"services/notices/subscriptions.py", "services/addresses.py"},
    "storage.rsvp": {"services/meetings/rsvp.py"},
    "storage.topics": {"services/meetings/topics.py", "services/addresses.py"},
}
"""Who may touch the rows themselves."""


@cache
def program() -> Sequence[tuple[str, ast.Module]]:
    """Every file, read once."""
    return [
        (path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for folder in ("services", "handlers", "desk", "bot")
        for path in sorted((ROOT / folder).rglob("*.py"))
    ]


def imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def called(tree: ast.Module) -> set[str]:
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return attributes | {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def test_only_the_stream_that_sends_reads_addresses() -> None:
    users = {
        file for file, tree in program() if LISTS & called(tree) and "services.notices.subscriptions" in imported(tree)
    }
    assert users == ALLOWED_TO_LIST


@pytest.mark.parametrize("module", sorted(ROWS))
def test_the_rows_are_touched_by_their_own_rules_alone(module: str) -> None:
    users = {file for file, tree in program() if module in imported(tree)}
    assert users == ROWS[module]


def test_the_desk_and_the_command_line_know_nothing_of_who_joined_or_answered() -> None:
    private = {"services.notices.subscriptions", "services.meetings.rsvp", "services.meetings.upcoming"}
    knowing = {file for file, tree in program() if file.startswith(("desk/", "bot/cli/")) and private & imported(tree)}
    assert knowing == set()
