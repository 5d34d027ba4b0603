"""A compiled form as canonical JSON, and back. What is empty is left out, so that the text stays small."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from services.forms.expressions import Expression
from services.forms.model import Choice, Form, Item, Kind, Text

FORMAT = 1
EXPRESSIONS = ("required", "relevant", "constraint", "calculation", "choice_filter", "rows")
TEXTS = ("label", "hint", "required_message", "constraint_message")


def written(form: Form) -> str:
    """JSON with sorted keys and no spaces (RFC 8259, UTF-8)."""
    facts = {
        "format": FORMAT,
        "name": form.name,
        "titles": dict(form.titles),
        "version": form.version,
        "languages": list(form.languages),
        "root": _item(form.root),
        "choices": {name: [_choice(one) for one in choices] for name, choices in form.choices.items()},
    }
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_back(text: str) -> Form:
    """The form in a text that `written` made."""
    facts = json.loads(text)
    return Form(
        name=facts["name"],
        titles=facts["titles"],
        version=facts["version"],
        languages=tuple(facts["languages"]),
        root=_item_from(facts["root"], None),
        choices={name: tuple(map(_choice_from, choices)) for name, choices in facts["choices"].items()},
    )


def _item(item: Item) -> dict[str, Any]:
    facts: dict[str, Any] = {"kind": item.kind.value, "name": item.name}
    for name in TEXTS:
        facts[name] = {language: _text(text) for language, text in getattr(item, name).items()}
    for name in EXPRESSIONS:
        expression = getattr(item, name)
        facts[name] = expression.tree if expression is not None else None
    facts["default"] = _text(item.default)
    facts["appearance"] = sorted(item.appearance)
    facts["choices"] = item.choices
    facts["children"] = [_item(child) for child in item.children]
    return {name: fact for name, fact in facts.items() if fact}


def _item_from(facts: Mapping[str, Any], above: str | None) -> Item:
    path = above + facts["name"] if above is not None else ""
    below = f"{path}/" if path else ""
    given: dict[str, Any] = {}
    for one in TEXTS:
        if one in facts:
            given[one] = {language: _text_from(text) for language, text in facts[one].items()}
    for one in EXPRESSIONS:
        if one in facts:
            given[one] = Expression(facts[one])
    return Item(
        kind=Kind(facts["kind"]),
        name=facts["name"],
        path=path,
        default=_text_from(facts.get("default", [])),
        appearance=frozenset(facts.get("appearance", ())),
        choices=facts.get("choices", ""),
        children=tuple(_item_from(child, below) for child in facts.get("children", ())),
        **given,
    )


def _text(text: Text) -> str | list[Any]:
    """One plain string as itself; else parts, an expression as its tree."""
    if len(text) == 1 and isinstance(text[0], str):
        return text[0]
    return [part.tree if isinstance(part, Expression) else part for part in text]


def _text_from(parts: str | list[Any]) -> Text:
    if isinstance(parts, str):
        return (parts,)
    return tuple(part if isinstance(part, str) else Expression(part) for part in parts)


def _choice(choice: Choice) -> list[Any]:
    return [choice.name, dict(choice.label), dict(choice.columns)]


def _choice_from(facts: list[Any]) -> Choice:
    name, label, columns = facts
    return Choice(name, label, columns)
