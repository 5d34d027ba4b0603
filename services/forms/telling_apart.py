"""Choices that read the same, told apart: by what they belong to where the form says so, else by a number."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from services.forms.definition.items import Choice, Item
from services.forms.definition.labels import choice_label, words
from services.forms.definition.model import Form
from services.forms.form_node import FormNode
from services.forms.instance import Instance

MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
"""Accents and vowel signs that many leave out. In other scripts (Thai, Burmese) such signs are letters."""
LOOKS_LIKE = str.maketrans({"ى": "ي", "ی": "ي", "ة": "ه", "ە": "ه", "ک": "ك", "ٱ": "ا", "ـ": "", "ı": "i"})
"""Letters that readers of Arabic script, or keyboards, take for one another."""
BETWEEN_WORDS = re.compile(r"(?<=\w)[-'’ ]+(?=\w)")


def labelled(instance: Instance, node: FormNode) -> Sequence[tuple[Choice, str]]:
    """What can be chosen here now, each with a label of its own in the reader's language."""
    choices = instance.choices(node)
    language = instance.moment.language
    kept = instance.form.labelled.get((node.item.choices, language)) if _is_as_written(instance.form, node) else None
    if kept is None:
        labels = [instance.choosing.words(choice, node) for choice in choices]
        kept = tuple(zip(choices, _apart(instance.form, choices, labels, language), strict=True))
        if _is_as_written(instance.form, node):
            instance.form.labelled[node.item.choices, language] = kept
    return kept


def _is_as_written(form: Form, node: FormNode) -> bool:
    """Whether everybody who reads a language is offered the same in the same words."""
    return not node.item.depends_on_answers and node.item.choices in form.worded_without_answers


def own_labels(form: Form, choices: Sequence[Choice], language: str) -> tuple[str, ...]:
    """A label for each choice in this language; of those that a person could not tell apart, more than its own words.

    Choices of one name are one answer and may read the same.
    """
    return tuple(_apart(form, choices, [choice_label(form, choice, language) for choice in choices], language))


def _apart(form: Form, choices: Sequence[Choice], labels: list[str], language: str) -> list[str]:
    alike: dict[str, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        alike[as_read(label)].append(place)
    taken = set(alike)
    for places in alike.values():
        if len({choices[place].name for place in places}) > 1:
            more = _belongs_to(form, [choices[place] for place in places], language)
            for place, label in zip(places, _with_more(labels, places, more, taken), strict=True):
                labels[place] = label
    return labels


def choice_labels(form: Form, item: Item, language: str) -> Mapping[str, str]:
    """The labels of all that may be chosen in a row, by their names, whatever filters say."""
    choices = form.choices.get(item.choices, ())
    return dict(zip((choice.name for choice in choices), own_labels(form, choices, language), strict=True))


@lru_cache(maxsize=20_000)
def as_read(label: str) -> str:
    """A label as somebody tells it from others at a glance: not by case, accents, vowel signs or hyphens, but by signs
    and pictures."""
    plain = unicodedata.normalize("NFKD", BETWEEN_WORDS.sub(" ", words(label))).casefold()
    return MARKS.sub("", plain).translate(LOOKS_LIKE)


def _with_more(labels: list[str], places: list[int], more: Sequence[str], taken: set[str]) -> Iterator[str]:
    with_more = [f"{labels[place]} ({each})" for place, each in zip(places, more, strict=False)]
    if not with_more or taken.intersection(map(as_read, with_more)):
        yield from _numbered([labels[place] for place in places], taken)
        return
    taken.update(map(as_read, with_more))
    yield from with_more


def _numbered(labels: list[str], taken: set[str]) -> Iterator[str]:
    number = 0
    for label in labels:
        number += 1
        while as_read(f"{label} ({number})") in taken:
            number += 1
        taken.add(as_read(f"{label} ({number})"))
        yield f"{label} ({number})"


def _belongs_to(form: Form, alike: Sequence[Choice], language: str) -> Sequence[str]:
    """The labels of what each belongs to, such as its district (a column for filters); nothing where they are not
    all there and all different."""
    for column in alike[0].columns:
        parents = [_label_of(form.choices, choice.columns.get(column, ""), language, form) for choice in alike]
        if all(parents) and len(set(map(as_read, parents))) == len(parents):
            return parents
    return ()


def _label_of(lists: Mapping[str, Sequence[Choice]], name: str, language: str, form: Form) -> str:
    named = (choice for choices in lists.values() for choice in choices if choice.name == name and choice.label)
    return next((choice_label(form, one, language) for one in named), "")
