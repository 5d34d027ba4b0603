"""Reads an expression: OpenRosa's XPath, parsed by elementpath, into a plain tree that can be kept as JSON.

Only loading a form comes here. A running form computes on the tree (`expressions.py`) and imports no parser.

A tree is a list: its kind, then its parts.
    ["value", 1.5 | "text"]            ["call", name, tree, ...]          ["op", sign, tree, tree]
    ["ops", tree, sign, tree, sign, tree, ...]: operators one after the other, from the left
    ["minus", tree]                    ["union", tree, tree]
    ["if", condition, tree, condition, tree, ..., tree]: the first whose condition holds, else the last
    ["path", start, step, ...]         start: "/" the root, "." where we stand, or a tree that gives nodes
    step: [axis, test, tree, ...]      test: a name, "*" or "node()"; the trees are predicates;
                                       axis "whole" filters all nodes found so far as one set
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from elementpath import ElementPathError
from elementpath.tdop import Parser
from elementpath.xpath1 import XPath1Parser
from elementpath.xpath_tokens import XPathFunction, XPathToken

import services.forms.xpath.functions_choices
import services.forms.xpath.functions_dates
import services.forms.xpath.functions_numbers
import services.forms.xpath.functions_places
import services.forms.xpath.functions_text  # noqa: F401  (each registers its functions)
from services.forms.xpath.expressions import Tree, levels
from services.forms.xpath.functions import FUNCTIONS
from services.forms.xpath.spacing import spaced

MOST_LEVELS = 60
"""Parts of an expression that may stand one within another: each costs calls of Python, which are not without end."""
OPERATORS = frozenset({"or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"})
COMPARISONS = {"=": 30, "!=": 30, "<": 32, "<=": 32, ">": 32, ">=": 32}
"""How strongly each binds: XPath 1.0 lets them follow one another, elementpath does not."""
LITERALS = frozenset({"(string)", "(integer)", "(decimal)", "(float)"})
AXES = frozenset(
    {"child", "self", "parent", "descendant", "descendant-or-self", "ancestor", "ancestor-or-self",
     "following-sibling", "preceding-sibling", "attribute"}
)  # fmt: skip
NODE_TESTS = frozenset({"node", "text"})
PREFIXED_CALL = re.compile(r"\bjr:(?=[\w-]+\s*\()")
CALL = re.compile(r"(?<![\w.-])([^\d\W][\w.-]*)\s*\(")
QUOTED = re.compile(r"""('[^']*'|"[^"]*")""")


@dataclass(eq=False)
class NotReadable(Exception):
    """The expression is no expression. `detail` says where it went wrong, in the parser's words."""

    detail: str


class TooDeep(NotReadable):
    """The expression has more than MOST_LEVELS of its parts one within another, or more than can be read."""

    def __init__(self) -> None:
        super().__init__("")


class FunctionsMissing(NotReadable):
    """The expression calls functions that do not exist here."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def _own_symbols() -> dict[str, type[XPathToken]]:
    """elementpath's signs without its functions, for forms have their own, and without its comparisons."""
    return {
        symbol: token
        for symbol, token in XPath1Parser.symbol_table.items()
        if symbol not in COMPARISONS and (not issubclass(token, XPathFunction) or "function" not in token.label)
    }


class FormParser(XPath1Parser):
    """XPath 1.0 with the functions of forms. A path may begin with a function: instance('list')/root/item."""

    symbol_table: ClassVar[dict[str, type[XPathToken]]] = _own_symbols()  # type: ignore[misc]  # a class's own table
    PATH_STEP_LABELS: ClassVar[tuple[str, ...]] = (*XPath1Parser.PATH_STEP_LABELS, "function")
    PATH_STEP_SYMBOLS: ClassVar[set[str]] = {*XPath1Parser.PATH_STEP_SYMBOLS, "("}

    def parse(self, source: str) -> XPathToken:
        """Parses without evaluating: what an expression gives is decided by our own rules."""
        if self.tokenizer is None:
            self.tokenizer = self.create_tokenizer(self.symbol_table)
        return Parser.parse(self, source)


for _sign, _binding in COMPARISONS.items():
    FormParser.infix(_sign, bp=_binding)
FormParser.function("if", nargs=3)
for _name, _known in FUNCTIONS.items():
    if (_known.least, _known.most) == (0, 0):
        FormParser.function(_name, nargs=0)
    else:
        FormParser.function(_name, nargs=(_known.least, _known.most))


def read(source: str) -> Tree:
    """The tree of an expression whose `${references}` are already paths. Raises NotReadable."""
    source = spaced(source)
    plain = _outside_quotes(source)
    missing = [name for name in CALL.findall(plain) if not _known_call(name)]
    if missing:
        raise FunctionsMissing(tuple(dict.fromkeys(name.replace("jr-", "jr:") for name in missing)))
    try:
        tree = _tree(FormParser().parse(_without_prefixes(source)))
    except RecursionError as error:
        raise TooDeep from error
    except (ElementPathError, SyntaxError, ValueError, KeyError) as error:
        raise NotReadable(str(error)) from error
    if levels(tree) > MOST_LEVELS:
        raise TooDeep
    return tree


def _without_prefixes(source: str) -> str:
    parts = QUOTED.split(source)
    parts[::2] = [PREFIXED_CALL.sub("jr-", part) for part in parts[::2]]
    return "".join(parts)


def _outside_quotes(source: str) -> str:
    return " ".join(QUOTED.split(_without_prefixes(source))[::2])


def _known_call(name: str) -> bool:
    return name in FUNCTIONS or name in OPERATORS or name in NODE_TESTS or name == "if"


def _tree(token: XPathToken) -> Tree:
    symbol = token.symbol
    if symbol in LITERALS:
        return ["value", token.value if symbol == "(string)" else float(str(token.value))]
    if symbol == "(":
        return _tree(token[0])
    if _is_operation(token):
        return _operations(token)
    if symbol in ("-", "+") and len(token) == 1:
        return ["minus", _tree(token[0])] if symbol == "-" else ["call", "number", _tree(token[0])]
    if symbol == "|":
        return ["union", _tree(token[0]), _tree(token[1])]
    if symbol == "if":
        return _choice(token)
    if isinstance(token, XPathFunction) and symbol not in NODE_TESTS:
        return ["call", symbol, *map(_tree, token)]
    return _path(token)


def _is_operation(token: XPathToken) -> bool:
    return token.symbol in OPERATORS and len(token) == 2


def _operations(token: XPathToken) -> Tree:
    """Operators that follow one another stand side by side: a tree grows no deeper with each."""
    rest: list[Any] = []
    while _is_operation(token):
        rest[:0] = [token.symbol, _tree(token[1])]
        token = token[0]
    return ["op", rest[0], _tree(token), rest[1]] if len(rest) == 2 else ["ops", _tree(token), *rest]


def _choice(token: XPathToken) -> Tree:
    """What stands in the last place of an if(), where it is one again, is a further way."""
    ways: list[Tree] = []
    while token.symbol == "if":
        ways += [_tree(token[0]), _tree(token[1])]
        token = token[2]
    return ["if", *ways, _tree(token)]


def _path(token: XPathToken) -> Tree:
    """A path token and its left side as one start with steps."""
    symbol = token.symbol
    if symbol in ("/", "//"):
        before = _start_of(_path(token[0]) if _is_step(token[0]) else _tree(token[0])) if len(token) == 2 else None
        path = before or ["path", "/"]
        between: list[Tree] = [["descendant-or-self", "node()"]] if symbol == "//" else []
        return [*path, *between, *([_step(token[-1])] if len(token) else [])]
    if symbol == "[" and not _is_step(token):
        return _filtered(token)
    return ["path", ".", _step(token)]


def _start_of(tree: Tree) -> Tree:
    return tree if tree[0] == "path" else ["path", tree]


def _is_step(token: XPathToken) -> bool:
    inner = token
    while inner.symbol == "[":
        inner = inner[0]
    return inner.symbol in ("(name)", "*", ".", "..", "@") or inner.label in ("axis", "kind test")


def _filtered(token: XPathToken) -> Tree:
    """Predicates on something that is no step, such as a whole path in parentheses."""
    return ["path", _tree(token[0]), ["whole", "node()", _tree(token[1])]]


def _step(token: XPathToken) -> Tree:
    symbol = token.symbol
    if symbol == "[":
        return [*_step(token[0]), _tree(token[1])]
    if symbol == ".":
        return ["self", "node()"]
    if symbol == "..":
        return ["parent", "node()"]
    if symbol == "@":
        return ["attribute", _test(token[0])]
    if symbol in AXES:
        return [symbol, _test(token[0])]
    return ["child", _test(token)]


def _test(token: XPathToken) -> str:
    if token.symbol == "(name)":
        return str(token.value)
    if token.symbol in NODE_TESTS:
        return f"{token.symbol}()"
    if token.symbol == "*" and not len(token):
        return "*"
    raise NotReadable(f"{token.source!r} cannot be a step of a path")
