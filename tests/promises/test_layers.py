"""The house keeps its floors, and only one room reads the environment or opens seals."""

import ast
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("bot", "handlers", "services", "storage", "locales", "desk")


@cache
def modules() -> Sequence[tuple[str, Sequence[ast.AST]]]:
    """Of each module its name and all that stands in it, read once."""
    paths = [path for package in PRODUCT for path in sorted((ROOT / package).rglob("*.py"))]
    return [(str(path.relative_to(ROOT)), list(ast.walk(ast.parse(path.read_text())))) for path in paths]


def imported(nodes: Sequence[ast.AST]) -> set[str]:
    plain = {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module.split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom) and node.module}


def test_only_sealing_touches_the_crypto_library() -> None:
    knowing = [name for name, nodes in modules() if "nacl" in imported(nodes)]
    in_keys = ("age", "sealing", "steward_box", "streams")
    assert knowing == [f"services/keys/{name}.py" for name in in_keys]


def test_storage_cannot_open_what_it_keeps() -> None:
    assert [name for name, nodes in modules() if name.startswith("storage/") and "services" in imported(nodes)] == []


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        name
        for name, nodes in modules()
        for node in nodes
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]
    allowed = {"bot/practice.py", "bot/cli/main.py"}  # hand it on to the processes they start, and read nothing in it
    assert set(readers) <= allowed


def test_no_clock_is_read_below_the_process() -> None:
    asked = [
        name
        for name, nodes in modules()
        for node in nodes
        if name.split("/")[0] in {"handlers", "services", "storage", "locales"}
        and isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "today", "utcnow"}
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date"}
    ]
    assert asked == []
