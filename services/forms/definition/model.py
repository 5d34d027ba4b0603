"""A compiled form: what a questionnaire asks, under which conditions, in which words. It never changes.

It is loaded from an XLSForm (`xlsform.py`) or from its own JSON, which is what the archive keeps. How somebody is led
through it lives in `interview.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TypeVar

from services.forms.definition.canonical import read_choice, read_item, written_choice, written_item
from services.forms.definition.items import ASKED, Choice, Item, Kind, Text, plain
from services.forms.definition.sources import Sources, calls, judging, sources_in
from services.forms.xpath.nodes import Node, PlainNode
from services.forms.xpath.row_filters import PassingRows, RowFilter, row_filter

FORMAT = 1
NOT_READ = frozenset({Kind.CALCULATE, Kind.HIDDEN, Kind.UNRECORDED})
"""What has no words that a person reads."""
NEVER = ["call", "false"]
Said = TypeVar("Said", str, Text)


@dataclass(frozen=True)
class Form:
    """A whole questionnaire. `languages` are codes, the first is the default."""

    name: str
    titles: Mapping[str, str]
    version: str
    languages: tuple[str, ...]
    root: Item
    choices: Mapping[str, tuple[Choice, ...]]

    @property
    def title(self) -> str:
        return self.title_in(self.languages[0])

    def title_in(self, language: str) -> str:
        """The title in this language, else in the default one."""
        return in_language(self.titles, language, self.languages, "") or self.name

    def to_json(self) -> str:
        """The canonical text (JSON, sorted keys, no spaces): the same form always gives the same one."""
        return self._canonical

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical text, in hex."""
        return hashlib.sha256(self._canonical.encode()).hexdigest()

    @cached_property
    def _canonical(self) -> str:
        facts = {
            "format": FORMAT,
            "name": self.name,
            "titles": dict(self.titles),
            "version": self.version,
            "languages": list(self.languages),
            "root": written_item(self.root),
            "choices": {name: [written_choice(one) for one in choices] for name, choices in self.choices.items()},
        }
        return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Form:
        """The form that `to_json` wrote."""
        facts = json.loads(text)
        return cls(
            name=facts["name"],
            titles=facts["titles"],
            version=facts["version"],
            languages=tuple(facts["languages"]),
            root=read_item(facts["root"]),
            choices={name: tuple(map(read_choice, choices)) for name, choices in facts["choices"].items()},
        )

    def speaks(self, language: str) -> bool:
        """Whether all its words are there in this language: nobody is asked half in another one."""
        return language in self._spoken

    @cached_property
    def _spoken(self) -> frozenset[str]:
        read = [item for item in self.items.values() if item.kind not in NOT_READ]
        rows = ((item.label, item.hint, item.required_message, item.constraint_message) for item in read)
        choices = (choice.label for item in read for choice in self.choices.get(item.choices, ()))
        written = [texts for texts in (*chain.from_iterable(rows), *choices) if texts]
        return frozenset(code for code in self.languages if all(one.get(code) for one in written))

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every row by its path, in the order of the form."""
        return {item.path: item for item in _all(self.root) if item.path}

    def make_ready(self) -> None:
        """Work out now what the first people inside would otherwise wait for: expressions, and lists to choose from."""
        for item in self.items.values():
            for expression in item.expressions:
                expression.prepared()
        _ = self.lists, self.within_rows, self.repeats, self.only_when, self.triggered_by, self.found_once
        _ = self.judged_later, self.worded_without_answers, self.row_filters

    @cached_property
    def choice_nodes(self) -> Mapping[str, tuple[PlainNode, ...]]:
        """The choices of each list as nodes that filters look at."""
        return {name: self._nodes(name, choices) for name, choices in self.choices.items()}

    def _nodes(self, name: str, choices: tuple[Choice, ...]) -> tuple[PlainNode, ...]:
        return tuple(
            PlainNode("item", children=[PlainNode(column, text) for column, text in columns.items()])
            for place, choice in enumerate(choices)
            for columns in [self._columns(choice, f"{name}-{place}")]
        )

    def _columns(self, choice: Choice, text_id: str) -> dict[str, str]:
        label = plain(in_language(choice.label, self.languages[0], self.languages, ()))
        return {"name": choice.name, "label": label, "itextId": text_id, **choice.columns}

    @cached_property
    def lists(self) -> Mapping[str, Node]:
        """The choice lists as instance('list')/root/item sees them."""
        return {name: PlainNode("instance", children=[rows]) for name, rows in self.choice_rows.items()}

    @cached_property
    def choice_rows(self) -> Mapping[str, PlainNode]:
        """Each choice list as one node that holds its choices."""
        return {name: PlainNode("root", children=nodes) for name, nodes in self.choice_nodes.items()}

    @cached_property
    def row_filters(self) -> Mapping[str, RowFilter]:
        """The filters of choices that can be taken apart, by the path of their question."""
        asked = (item for item in self.items.values() if item.choice_filter is not None and not item.choices_from)
        found = ((item.path, row_filter(item.choice_filter.tree)) for item in asked if item.choice_filter is not None)
        return {path: filter for path, filter in found if filter is not None}

    @cached_property
    def passing(self) -> PassingRows:
        """Which choices passed for which answers. For `choosing` alone."""
        return PassingRows()

    @cached_property
    def worded_without_answers(self) -> frozenset[str]:
        """The lists of choices whose labels speak of no answer."""
        return frozenset(
            name
            for name, choices in self.choices.items()
            if all(isinstance(part, str) for choice in choices for text in choice.label.values() for part in text)
        )

    @cached_property
    def labelled(self) -> dict[tuple[str, str], tuple[tuple[Choice, str], ...]]:
        """The labels of lists, by list and language, that were told apart already. For `telling_apart` alone."""
        return {}

    @cached_property
    def within_rows(self) -> frozenset[str]:
        """The paths that have a repeat on the way or at the end: where they are depends on the answers."""
        return frozenset(_within_rows(self.root, inside=False))

    @cached_property
    def triggered_by(self) -> Mapping[str, tuple[Item, ...]]:
        """The items whose values a change of the question at a path sets."""
        found: dict[str, tuple[Item, ...]] = {}
        for item in self.items.values():
            for path in item.triggers:
                found[path] = (*found.get(path, ()), item)
        return found

    @cached_property
    def found_once(self) -> tuple[Item, ...]:
        """The items whose calculation keeps what it found the first time."""
        return tuple(item for item in self.items.values() if item.calculation and calls(item.calculation.tree, "once"))

    @cached_property
    def requires_answers(self) -> bool:
        """Whether there is a question that has to be answered, always or under some condition."""
        required = (item.required for item in self.items.values() if item.kind in ASKED)
        return any(one is not None and one.tree != NEVER for one in required)

    @cached_property
    def only_when(self) -> frozenset[str]:
        """The paths of computed values that follow from the clock and from no answer: when somebody answered."""
        computed = ((path, found) for path, found in self.sources.items() if self.items[path].kind not in ASKED)
        return frozenset(path for path, found in computed if found.clock and not found.asked)

    @cached_property
    def sources(self) -> Mapping[str, Sources]:
        """What follows from which answers, by path: computed values, and what is proposed as an answer."""
        return sources_in(self.items)

    @cached_property
    def judged_later(self) -> Mapping[str, tuple[str, ...]]:
        """The questions behind a question that its own rule looks at, by its path."""
        order = {path: place for place, path in enumerate(self.items)}
        ruled = ((path, item) for path, item in self.items.items() if item.constraint is not None)
        later = ((path, [one for one in judging(item, self.items) if order[one] > order[path]]) for path, item in ruled)
        return {path: tuple(sorted(found)) for path, found in later if found}

    @cached_property
    def repeats(self) -> tuple[Item, ...]:
        """What is asked in rows, in the order of the form."""
        return tuple(item for item in self.items.values() if item.kind is Kind.REPEAT)


def _all(item: Item) -> Iterator[Item]:
    yield item
    for child in item.children:
        yield from _all(child)


def _within_rows(item: Item, inside: bool) -> Iterator[str]:
    inside = inside or item.kind is Kind.REPEAT
    if inside:
        yield item.path
    for child in item.children:
        yield from _within_rows(child, inside)


def in_language(texts: Mapping[str, Said], language: str, languages: tuple[str, ...], otherwise: Said) -> Said:
    """The text in this language; else in the form's first language that has it; else `otherwise`."""
    found = texts.get(language)
    if found:
        return found
    return next((texts[code] for code in languages if texts.get(code)), otherwise)
