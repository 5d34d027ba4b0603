"""The small faults that a hurried hand might make, found in a file's syntax: each is one piece of text for another."""

import ast
from collections.abc import Iterator
from copy import copy
from typing import NamedTuple

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
OPERATIONS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


class Fault(NamedTuple):
    """A piece of a file (lines from 1, columns in bytes from 0) and what stands there instead."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    old: str
    new: str

    def put_into(self, source: str) -> str:
        """The file with this fault."""
        lines = source.encode().splitlines(keepends=True)
        before = b"".join(lines[: self.line - 1]) + lines[self.line - 1][: self.column]
        after = lines[self.end_line - 1][self.end_column :] + b"".join(lines[self.end_line :])
        return (before + self.new.encode() + after).decode()

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {' '.join(self.old.split())} -> {' '.join(self.new.split())}"


def faults_in(path: str, source: str) -> list[Fault]:
    """Every fault that can be put into the file."""
    return [
        Fault(path, node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0, old, new)
        for node, new in _changes(ast.parse(source))
        if (old := ast.get_source_segment(source, node)) is not None
    ]


def _changes(tree: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Each node that can be wrong in a small way, and the text of the wrong one. What only names types is passed by."""
    for node in _that_runs(tree):
        if isinstance(node, ast.If | ast.IfExp):
            yield node.test, f"not ({ast.unparse(node.test)})"
        elif isinstance(node, ast.stmt) and (statement := _wrong_statement(node)):
            yield node, statement
        elif isinstance(node, ast.expr) and (expression := _wrong_expression(node) or _wrong_constant(node)):
            yield node, expression


def _wrong_statement(node: ast.stmt) -> str | None:
    match node:
        case ast.Return(value=ast.expr()) if not _is_nothing(node.value):
            return "return None"
        case ast.Raise() | ast.Expr(value=ast.Call() | ast.Await()):
            return "pass"
    return None


def _wrong_expression(node: ast.expr) -> str | None:
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in COMPARISONS:
            return _with(node, ops=[COMPARISONS[type(operator)]()])
        case ast.BoolOp():
            return _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not()):
            return f"({ast.unparse(node.operand)})"
        case ast.BinOp(op=operation) if type(operation) in OPERATIONS:
            return _with(node, op=OPERATIONS[type(operation)]())
    return None


def _wrong_constant(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(value=bool(truth)):
            return str(not truth)
        case ast.Constant(value=int(number)):
            return str(number + 1)
    return None


def _with(node: ast.expr, **parts: object) -> str:
    changed = copy(node)
    for name, value in parts.items():
        setattr(changed, name, value)
    return f"({ast.unparse(changed)})"


def _is_nothing(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _that_runs(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes below, without annotations, class bodies' bare fields and what is imported for types alone."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list", "bases"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_for_types(child):
                yield child
                yield from _that_runs(child)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
