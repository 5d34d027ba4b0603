"""What the program can raise, and what it has words for, read from its source and its docstrings."""

import ast
import builtins
import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("bot", "desk", "handlers", "services", "storage")
Kinds = set[type[BaseException]]


def modules_below(package: str) -> set[str]:
    """The dotted names of all modules of a package, as `bot.cli`."""
    return {name for name in _files() if name == package or name.startswith(f"{package}.")}


def imported_by(module: str) -> set[str]:
    """The modules of the program that a module imports."""
    return {name for name in _names_imported(_tree(module)) if name in _files()}


def reached_from(start: Iterable[str], goes_on: Callable[[str], bool]) -> set[str]:
    """The modules that `start` imports, and what those import in their turn where `goes_on` is true of them."""
    found: set[str] = set()
    waiting = [*start]
    while waiting:
        for name in imported_by(waiting.pop()) - found:
            found.add(name)
            if goes_on(name):
                waiting.append(name)
    return found


def raised_in(module: str) -> Kinds:
    """The classes of what a module raises itself, leaving out what came to it and is raised again.

    Fails where a `raise` names no class, so that none is overlooked.
    """
    nodes = [*ast.walk(_tree(module))]
    came = {node.arg for node in nodes if isinstance(node, ast.arg)}
    came |= {node.name for node in nodes if isinstance(node, ast.ExceptHandler) and node.name}
    known = _known_in(module)
    return {
        _class_of(node.exc, known, f"{module}:{node.lineno}")
        for node in nodes
        if isinstance(node, ast.Raise) and node.exc is not None
        if not (isinstance(node.exc, ast.Name) and node.exc.id in came)
    }


def caught_in(module: str, said_by: str) -> Kinds:
    """What the `except` clauses of a module catch that say something, by calling a function of that name.

    `except tuple(table)` catches what the table of that name, a literal of the module, has rows for.
    """
    known, tree = _known_in(module), _tree(module)
    return {
        _class_of(kind, known, f"{module}:{handler.lineno}")
        for handler in ast.walk(tree)
        if isinstance(handler, ast.ExceptHandler) and handler.type and _calls(handler, said_by)
        for kind in _kinds_of(handler.type, tree)
    }


def promised_to(module: str) -> Kinds:
    """What the functions and methods that a module uses promise to raise: the "Raises …" of their docstrings."""
    known = _known_in(module)
    classes = [thing for thing in known.values() if isinstance(thing, type)]
    found: Kinds = set()
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Name):
            found |= _promised_by(known.get(node.id))
        elif isinstance(node, ast.Attribute):
            owner = _thing(node.value, known)
            owners = classes if owner is None else [owner]
            found |= {kind for one in owners for kind in _promised_by(getattr(one, node.attr, None))}
    return found


def has_words(kind: type[BaseException], rows: Iterable[type[BaseException]]) -> bool:
    """True when one of the rows is for that class or for one it derives from."""
    return not set(kind.__mro__).isdisjoint(rows)


def is_ours(kind: type[BaseException]) -> bool:
    """True for what the program defines itself, as opposed to Python and libraries."""
    return kind.__module__.split(".")[0] in LAYERS


def _promised_by(thing: object) -> Kinds:
    module, doc = getattr(thing, "__module__", None), getattr(thing, "__doc__", None)
    if not isinstance(doc, str) or not isinstance(module, str) or module not in _files() or isinstance(thing, type):
        return set()
    promises = " ".join(re.findall(r"\bRaises ([^.]*)\.", doc))
    found = {kind for name in re.findall(r"\b[A-Z]\w+", promises) for kind in _named(name, module)}
    for other in re.findall(r"\bAs `([\w.]+)` promises", doc):
        found |= _promised_by(_thing(ast.parse(other, mode="eval").body, _known_in(module)))
    return found


def _named(name: str, module: str) -> Kinds:
    """The exceptions a docstring may mean: that of the module, or else those of that name anywhere."""
    nearest = _known_in(module).get(name)
    if isinstance(nearest, type) and issubclass(nearest, BaseException):
        return {nearest}
    return _exceptions().get(name, set())


def _class_of(named: ast.expr, known: Mapping[str, object], place: str) -> type[BaseException]:
    found = _thing(named.func if isinstance(named, ast.Call) else named, known)
    assert isinstance(found, type) and issubclass(found, BaseException), f"{place} names what cannot be told from here"
    return found


def _thing(named: ast.expr, known: Mapping[str, object]) -> object:
    """What a dotted name stands for, None where that shows only when the program runs."""
    match named:
        case ast.Name():
            return known.get(named.id)
        case ast.Attribute():
            owner = _thing(named.value, known)
            return None if owner is None else getattr(owner, named.attr, None)
    return None


def _kinds_of(caught: ast.expr, tree: ast.Module) -> Iterator[ast.expr]:
    match caught:
        case ast.Tuple():
            yield from caught.elts
        case ast.Call(args=[ast.Name(id=table)]):
            for node in ast.walk(tree):
                if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == table:
                    assert isinstance(node.value, ast.Dict)
                    yield from (key for key in node.value.keys if key is not None)
        case _:
            yield caught


def _calls(node: ast.AST, function: str) -> bool:
    return any(isinstance(part, ast.Call) and ast.unparse(part.func) == function for part in ast.walk(node))


@cache
def _known_in(module: str) -> Mapping[str, object]:
    """What names mean in a module, those that its functions import included."""
    imported: dict[str, object] = {}
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module:
            with suppress(ImportError):  # some modules are there for type checkers alone
                imported |= {alias.asname or alias.name: _member(node.module, alias.name) for alias in node.names}
    return vars(builtins) | imported | vars(importlib.import_module(module))


def _member(package: str, name: str) -> object:
    if f"{package}.{name}" in _files():
        return importlib.import_module(f"{package}.{name}")
    return getattr(importlib.import_module(package), name, None)


@cache
def _exceptions() -> Mapping[str, Kinds]:
    """Every exception of the program by its name: a few names stand for several."""
    found: dict[str, Kinds] = {}
    for module in _files():
        for thing in vars(importlib.import_module(module)).values() if not module.endswith("__main__") else ():
            if isinstance(thing, type) and issubclass(thing, BaseException):
                found.setdefault(thing.__name__, set()).add(thing)
    return found


def _names_imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in _files() else node.module for name in submodules)


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(_files()[module].read_text(encoding="utf-8"))


@cache
def _files() -> Mapping[str, Path]:
    found = (file for layer in LAYERS for file in (ROOT / layer).rglob("*.py"))
    return {".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in found}
