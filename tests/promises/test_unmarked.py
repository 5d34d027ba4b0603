"""Nothing a person reads escapes the catalogues."""

import ast
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]
READ_ALOUD = {"title", "alt", "placeholder", "aria-label", "aria-description"}
SAYING = {"say", "tell", "stop", "apologise"}


class Prose(HTMLParser):
    """Collects what a reader of a page would see or hear. One sign on a key (`kbd`) is what stands on the keyboard, in
    any language."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_on_a_key = False

    def handle_data(self, data: str) -> None:
        if not (self._is_on_a_key and len(data) == 1):
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._is_on_a_key = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._is_on_a_key = tag == "kbd"
        self.found += [value or "" for name, value in attributes if name in READ_ALOUD]


def prose_of_template(source: str) -> list[str]:
    """The literal text of a template; what is worked out by expressions is left out."""
    reader = Prose()
    reader.feed("".join(_literals(Environment(autoescape=True).parse(source))))
    return [text.strip() for text in reader.found if any(letter.isalpha() for letter in text)]


def _literals(node: nodes.Node) -> Iterator[str]:
    """In the order of the page. The block `place` fills a class attribute of the base page, so it is no prose."""
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif not (isinstance(node, nodes.Block) and node.name == "place"):
        for child in node.iter_child_nodes():
            yield from _literals(child)


def prose_said(tree: ast.AST) -> Iterator[str]:
    """Literal sentences handed straight to something that says them."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) in SAYING:
            for argument in call.args:
                text = argument.value if isinstance(argument, ast.Constant) else None
                if isinstance(argument, ast.JoinedStr) or (isinstance(text, str) and any(map(str.isalpha, text))):
                    yield ast.unparse(call)


def test_the_judge_sees_what_it_should() -> None:
    assert prose_of_template('<p title="Hi">{{ words("Queue") }} there</p><b class="note">·</b>') == ["Hi", "there"]
    assert prose_of_template("<kbd>N</kbd> <kbd>Enter</kbd> K") == ["Enter", "K"]
    assert list(prose_said(ast.parse('turn.say("Hello"); turn.say(words("Hello")); say(f"{name} came")'))) == [
        "turn.say('Hello')",
        "say(f'{name} came')",
    ]


@pytest.mark.parametrize("path", sorted((ROOT / "desk" / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_every_text_of_the_desk_comes_from_the_catalogues(path: Path) -> None:
    assert prose_of_template(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "handlers").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_everything_the_bot_says_comes_from_the_catalogues(path: Path) -> None:
    assert list(prose_said(ast.parse(path.read_text(encoding="utf-8")))) == []
