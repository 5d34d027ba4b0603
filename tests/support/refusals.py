"""What the program can raise, read from its source: for tests that ask whether somebody has words for it."""

import ast
import builtins
import importlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("bot", "desk", "handlers", "services", "storage")


def modules_below(package: str) -> set[str]:
    """The dotted names of all modules of a package, as `bot.cli`."""
    return {name for name in _files() if name == package or name.startswith(f"{package}.")}


def reached_from(start: Iterable[str], goes_on: Callable[[str], bool]) -> set[str]:
    """The modules that `start` imports, and what those import in their turn where `goes_on` is true of them."""
    found: set[str] = set()
    waiting = [*start]
    while waiting:
        for name in _imported(waiting.pop()) - found:
            found.add(name)
            if goes_on(name):
                waiting.append(name)
    return found


def raised_in(module: str) -> set[type[Exception]]:
    """The classes of what a module raises itself, leaving out what came to it and is raised again.

    Fails where a `raise` names no class, so that none is overlooked.
    """
    nodes = [*ast.walk(tree_of(module))]
    came = {node.arg for node in nodes if isinstance(node, ast.arg)}
    came |= {node.name for node in nodes if isinstance(node, ast.ExceptHandler) and node.name}
    known = vars(builtins) | vars(importlib.import_module(module))
    return {
        _class_of(node.exc, known, f"{module}:{node.lineno}")
        for node in nodes
        if isinstance(node, ast.Raise) and node.exc is not None
        if not (isinstance(node.exc, ast.Name) and node.exc.id in came)
    }


@cache
def tree_of(module: str) -> ast.Module:
    """The syntax of a module."""
    return ast.parse(_files()[module].read_text(encoding="utf-8"))


def _class_of(raised: ast.expr, known: dict[str, object], place: str) -> type[Exception]:
    named = ast.unparse(raised.func if isinstance(raised, ast.Call) else raised).split(".")
    found = known.get(named[0])
    for attribute in named[1:]:
        found = getattr(found, attribute, None)
    assert isinstance(found, type) and issubclass(found, Exception), f"{place} raises what cannot be told from here"
    return found


def _imported(module: str) -> set[str]:
    return {name for name in _names_imported(tree_of(module)) if name in _files()}


def _names_imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in _files() else node.module for name in submodules)


@cache
def _files() -> dict[str, Path]:
    found = (file for layer in LAYERS for file in (ROOT / layer).rglob("*.py"))
    return {".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in found}
