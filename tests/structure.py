"""What the house looks like, in figures: how full its folders are, how its parts stand on each other, what is doubled.

    python tests/structure.py [CHECKOUT]

Reads the code as text, runs none of it, and prints; it judges nothing. The same program counts any earlier checkout.
"""

import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FLOORS = ("bot", "handlers", "services", "storage", "locales", "desk", "sandbox")
WITH_ROOMS = ("services", "handlers")
MANY_PARAMETERS = 6
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module(NamedTuple):
    """One file: where it is, its dotted name, and its syntax."""

    path: Path
    name: str
    tree: ast.Module
    lines: int

    @property
    def folder(self) -> str:
        return self.path.parent.as_posix()

    @property
    def room(self) -> str:
        """The part of a floor it belongs to: the folder below the floor, or the file itself."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""


class Structure:
    """Everything below one checkout."""

    def __init__(self, root: Path) -> None:
        self.product = [module for floor in FLOORS for module in _modules(root, floor)]
        self.tests = list(_modules(root, "tests"))

    def fullest_folders(self) -> list[tuple[str, int]]:
        """Folders by how many files of code they hold, the fullest first."""
        files = Counter(module.folder for module in [*self.product, *self.tests] if module.path.name != "__init__.py")
        return files.most_common()

    def circles(self, floor: str) -> list[set[str]]:
        """Rooms of one floor that stand on each other in a circle, so that some import must run up."""
        above = self._imports_between_rooms(floor)
        found: list[set[str]] = []
        for room in sorted(above):
            circle = {other for other in _reached(above, room) if room in _reached(above, other)}
            if circle and circle not in found:
                found.append(circle)
        return found

    def long_signatures(self) -> list[str]:
        """Functions with six parameters or more, beside `self`.

        But for commands, whose parameters are options, and methods of a library's ports, which it calls as it likes.
        """
        commands = {name for module in self.product for name in _commands(module)}
        return [
            f"{module.path}:{function.name} {len(parameters)}"
            for module in self.product
            for function, _ in _functions(module.tree)
            if len(parameters := _parameters(function)) >= MANY_PARAMETERS
            and f"{module.path.stem}.{function.name}" not in commands
            and id(function) not in _of_libraries_ports(module.tree)
        ]

    def unused_parameters(self) -> list[str]:
        """Parameters of public functions of modules that nothing in the function reads."""
        return [
            f"{module.path}:{function.name} {parameter}"
            for module in self.product
            for function, is_method in _functions(module.tree)
            if not is_method and not function.name.startswith("_") and not function.decorator_list
            for parameter in _parameters(function)
            if not parameter.startswith("_") and parameter not in _read_in(function)
        ]

    def class_names_used_twice(self) -> dict[str, list[str]]:
        """Class names with more than one definition, and where each is."""
        places: dict[str, list[str]] = defaultdict(list)
        for module in self.product:
            for node in ast.walk(module.tree):
                if isinstance(node, ast.ClassDef):
                    places[node.name].append(str(module.path))
        return {name: found for name, found in sorted(places.items()) if len(found) > 1}

    def any_in_tests(self) -> tuple[int, int]:
        """How many annotations of tests say `Any`, and how many parameters say nothing."""
        nodes = [node for module in self.tests for node in ast.walk(module.tree)]
        says_any = sum(isinstance(node, ast.Name) and node.id == "Any" for node in nodes)
        arguments = [node for node in nodes if isinstance(node, ast.arg) and node.arg not in ("self", "cls")]
        in_lambdas = {
            id(argument)
            for node in nodes
            if isinstance(node, ast.Lambda)
            for argument in ast.walk(node.args)
            if isinstance(argument, ast.arg)
        }
        silent = sum(argument.annotation is None and id(argument) not in in_lambdas for argument in arguments)
        return says_any, silent

    def lines(self) -> tuple[int, int]:
        """Lines of the product and of its tests."""
        return sum(module.lines for module in self.product), sum(module.lines for module in self.tests)

    def _imports_between_rooms(self, floor: str) -> dict[str, set[str]]:
        rooms = {module.name: module.room for module in self.product if module.name.split(".")[0] == floor}
        edges: dict[str, set[str]] = defaultdict(set)
        for module in self.product:
            if module.name in rooms:
                edges[module.room] |= {rooms[name] for name in _imported(module.tree, rooms)} - {module.room}
        return edges


def _modules(root: Path, floor: str) -> Iterator[Module]:
    for file in sorted((root / floor).rglob("*.py")):
        path = file.relative_to(root)
        name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        text = file.read_text(encoding="utf-8")
        yield Module(path, name, ast.parse(text), len(text.splitlines()))


def _imported(tree: ast.Module, known: dict[str, str]) -> Iterator[str]:
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in known else node.module for name in submodules]
        yield from (name for name in names if name in known)


def _reached(edges: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        room = waiting.pop()
        if room not in found:
            found.add(room)
            waiting += edges.get(room, ())
    return found


def _functions(tree: ast.Module) -> Iterator[tuple[Function, bool]]:
    """Every function, and whether it belongs to a class (or stands inside another function)."""
    outside = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, id(node) not in outside


def _parameters(function: Function) -> list[str]:
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return [each.arg for each in named if each is not None and each.arg not in ("self", "cls")]


def _commands(module: Module) -> Iterator[str]:
    """What is made a command, as `file.function`: decorated, or handed over as in `app.command("x")(file.run)`."""
    for node in ast.walk(module.tree):
        if isinstance(node, Function) and any(_makes_commands(decorator) for decorator in node.decorator_list):
            yield f"{module.path.stem}.{node.name}"
        if isinstance(node, ast.Call) and _makes_commands(node.func):
            yield from (ast.unparse(argument) for argument in node.args)


def _of_libraries_ports(tree: ast.Module) -> set[int]:
    """The methods, by `id`, of classes with a base from a library (neither ours nor Python's), but for `__init__`."""
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module is not None
        if node.module.split(".")[0] not in {*FLOORS, *sys.stdlib_module_names}
        for alias in node.names
    }
    return {
        id(method)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(base).partition("[")[0] in imported for base in node.bases)
        for method in node.body
        if isinstance(method, Function) and method.name != "__init__"
    }


def _makes_commands(made: ast.expr) -> bool:
    return isinstance(made, ast.Call) and isinstance(made.func, ast.Attribute) and made.func.attr == "command"


def _read_in(function: Function) -> set[str]:
    return {node.id for part in function.body for node in ast.walk(part) if isinstance(node, ast.Name)}


def main(root: Path) -> None:
    """Print every figure, each with what it counts."""
    house = Structure(root)
    product, tests = house.lines()
    print(f"lines of the product {product}, of tests {tests}")
    print("fullest folders: " + ", ".join(f"{folder} {count}" for folder, count in house.fullest_folders()[:8]))
    for floor in WITH_ROOMS:
        circles = [" ".join(sorted(circle)) for circle in house.circles(floor)]
        print(f"circles between the rooms of {floor}: {len(circles)}", *circles, sep="\n  ")
    for what, found in (
        (f"functions with {MANY_PARAMETERS} parameters or more", house.long_signatures()),
        ("unused parameters of public functions", house.unused_parameters()),
        ("class names with more than one definition", [*house.class_names_used_twice()]),
    ):
        print(f"{what}: {len(found)}", *found, sep="\n  ")
    says_any, silent = house.any_in_tests()
    print(f"in tests: Any said {says_any} times, {silent} parameters without a type")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1])
