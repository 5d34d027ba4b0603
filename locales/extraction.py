"""Finding the messages in our source: calls of `words`, `words.plural`, `mark` and `sentence` in Python and in the
desk's templates.

Only literals are messages. Text glued together at the call is refused, because no translator could see it
whole.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, nodes

from locales.catalogues import message_key

PYTHON_FOLDERS = ("handlers", "desk", "bot", "locales")
TEMPLATE_FOLDERS = ("desk/templates",)
ONE, PLURAL, MARKED, KEPT = "words", "plural", "mark", "sentence"
_NOTE = re.compile(r"^#\s*(NOTE:.*)$")
_TEMPLATE_NOTE = re.compile(r"\{#-?\s*(NOTE:.*?)\s*-?#\}")


class GluedMessage(Exception):
    """A message is put together at the call (an f-string, a sum, a choice of literals) instead of being one literal."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__(file, line)
        self.file = file
        self.line = line


@dataclass(frozen=True)
class Found:
    """One use of a message. `marked`: it was named with `mark`: a label, mostly of a button. `context` tells apart what
    one English word means in two places."""

    id: str | tuple[str, str]
    file: str
    line: int
    note: str
    marked: bool
    context: str = ""

    @property
    def key(self) -> str:
        """How its translation is found."""
        return message_key(self.id if isinstance(self.id, str) else self.id[0], self.context)


def find_messages(root: Path) -> list[Found]:
    """Every message used under `root`, by file and in reading order. Raises GluedMessage."""
    found: list[Found] = []
    for folder in PYTHON_FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            found += _in_python(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    for folder in TEMPLATE_FOLDERS:
        for path in sorted((root / folder).rglob("*.html")):
            found += _in_template(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    return found


def _in_python(source: str, file: str) -> list[Found]:
    lines = source.splitlines()
    found = []
    for statement, call in _calls(ast.parse(source)):
        kind = _kind(call.func)
        arguments = call.args[: 2 if kind == PLURAL else 1]
        if kind is None or not arguments:
            continue
        literals = [_literal(argument, file) for argument in arguments]
        context = "" if kind == PLURAL else _literal_context(call, file)
        note = _note_above(lines, call.lineno) or _note_above(lines, statement.lineno)
        id_ = _id(kind, literals)
        if id_ is not None:
            found.append(Found(id_, file, call.lineno, note, kind == MARKED, context))
    return sorted(found, key=lambda one: one.line)


def _literal_context(call: ast.Call, file: str) -> str:
    """What stands behind the message: a literal too, where the message is one."""
    if len(call.args) < 2 or not isinstance(call.args[0], ast.Constant):
        return ""
    context = call.args[1]
    if not isinstance(context, ast.Constant) or not isinstance(context.value, str):
        raise GluedMessage(file, context.lineno)
    return context.value


def _calls(tree: ast.AST) -> Iterator[tuple[ast.stmt, ast.Call]]:
    """Every call with the innermost statement it stands in."""
    for statement in ast.walk(tree):
        if isinstance(statement, ast.stmt):
            waiting = [child for child in ast.iter_child_nodes(statement) if not isinstance(child, ast.stmt)]
            while waiting:
                node = waiting.pop(0)
                if isinstance(node, ast.Call):
                    yield statement, node
                waiting += [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.stmt)]


def _kind(function: ast.expr) -> str | None:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)
    return name if name in (ONE, PLURAL, MARKED, KEPT) else None


def _literal(argument: ast.expr, file: str) -> str | None:
    """The text of a literal, None for a variable."""
    if isinstance(argument, ast.Constant):
        return argument.value if isinstance(argument.value, str) else None
    if isinstance(argument, ast.JoinedStr | ast.BinOp | ast.IfExp | ast.BoolOp):
        inner = [node for node in ast.walk(argument) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        if inner:
            raise GluedMessage(file, argument.lineno)
    return None


def _note_above(lines: list[str], line: int) -> str:
    """The translators' note in the comment right above a line (counted from 1), joined to one line."""
    above: list[str] = []
    for text in reversed(lines[: line - 1]):
        if not text.strip().startswith("#"):
            break
        above.insert(0, text.strip())
    starts = [index for index, text in enumerate(above) if _NOTE.match(text)]
    return " ".join(text.lstrip("# ") for text in above[starts[-1] :]) if starts else ""


def _in_template(source: str, file: str) -> list[Found]:
    lines = source.splitlines()
    found = []
    for call in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        kind = _template_kind(call.node)
        arguments = call.args[: 2 if kind == PLURAL else 1]
        if kind is None or not arguments:
            continue
        if any(isinstance(argument, nodes.Concat | nodes.BinExpr | nodes.CondExpr) for argument in arguments):
            raise GluedMessage(file, call.lineno)
        literals = [argument.value if isinstance(argument, nodes.Const) else None for argument in arguments]
        note = _TEMPLATE_NOTE.search(lines[call.lineno - 2]) if call.lineno > 1 else None
        context = call.args[1] if kind == ONE and len(call.args) > 1 else None
        said = str(context.value) if isinstance(context, nodes.Const) else ""
        id_ = _id(kind, literals)
        if id_ is not None:
            found.append(Found(id_, file, call.lineno, note[1] if note else "", False, said))
    return sorted(found, key=lambda one: one.line)


def _template_kind(function: nodes.Expr) -> str | None:
    if isinstance(function, nodes.Name) and function.name == ONE:
        return ONE
    if isinstance(function, nodes.Getattr) and function.attr == PLURAL:
        return PLURAL
    return None


def _id(kind: str, literals: list[str | None]) -> str | tuple[str, str] | None:
    """The message, or a plural's two; None where a variable stands in place of a literal."""
    texts = [text for text in literals if text is not None]
    if not texts or len(texts) < len(literals):
        return None
    return (texts[0], texts[1]) if kind == PLURAL and len(texts) > 1 else texts[0]
