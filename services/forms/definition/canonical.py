"""Rows and choices of a compiled form as plain JSON values, and back. What is empty is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.forms.definition.items import Choice, Item, Kind, Steps, Text
from services.forms.xpath.expressions import Expression

EXPRESSIONS = ("required", "relevant", "constraint", "calculation", "choice_filter", "rows")
TEXTS = ("label", "hint", "required_message", "constraint_message")


def written_item(item: Item) -> dict[str, Any]:
    """A row with all rows inside it."""
    facts: dict[str, Any] = {"kind": item.kind.value, "name": item.name}
    for name in TEXTS:
        facts[name] = {language: _text(text) for language, text in getattr(item, name).items()}
    for name in EXPRESSIONS:
        expression = getattr(item, name)
        facts[name] = expression.tree if expression is not None else None
    facts["default"] = _text(item.default)
    facts["appearance"] = sorted(item.appearance)
    facts["choices"] = item.choices
    facts["choices_from"] = item.choices_from
    facts["steps"] = [item.steps.start, item.steps.end, item.steps.step] if item.steps else []
    facts["triggers"] = list(item.triggers)
    facts["mixed_by"] = [_text(item.mixed_by)] if item.mixed_by is not None else []
    facts["children"] = [written_item(child) for child in item.children]
    return {name: fact for name, fact in facts.items() if fact}


def read_item(facts: Mapping[str, Any], above: str | None = None) -> Item:
    """The row that `written_item` wrote; `above` is the path around it, None for the root."""
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
        choices_from=facts.get("choices_from", ""),
        mixed_by=_text_from(facts["mixed_by"][0]) if "mixed_by" in facts else None,
        steps=Steps(*facts["steps"]) if "steps" in facts else None,
        triggers=tuple(facts.get("triggers", ())),
        children=tuple(read_item(child, below) for child in facts.get("children", ())),
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


def written_choice(choice: Choice) -> list[Any]:
    """One choice."""
    return [choice.name, {language: _text(text) for language, text in choice.label.items()}, dict(choice.columns)]


def read_choice(facts: list[Any]) -> Choice:
    """The choice that `written_choice` wrote."""
    name, label, columns = facts
    return Choice(name, {language: _text_from(text) for language, text in label.items()}, columns)
