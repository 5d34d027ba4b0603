"""Labels that are typed instead of pressed: without their picture, in any case, with an article, in any language.

Only a whole message is one. Where somebody may write freely, words stay words: there a label counts as it is drawn.
"""

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from locales import Message, Words, normal_label
from locales.typed_names import typed_names
from services.directory.folding import all_words

_IN_BRACKETS = re.compile(r"\([^()]*\)")
_APOSTROPHE = re.compile("['’]")
"""May be left out by who types."""
_HAS_PICTURE = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")
"""What has a picture was drawn by us: it means the button it is the label of, and no other."""
Bare = tuple[str, ...]


class Named(NamedTuple):
    """A button: its label, and the name under which languages keep what else is typed for it. '' and None: has none."""

    name: str
    label: Message | None = None


class Meant(NamedTuple):
    """A button that a text means, and the language it does so in."""

    button: Named
    language: str


def has_picture(text: str) -> bool:
    """True for what was drawn by us, as far as one can see it."""
    return _HAS_PICTURE.search(text) is not None


def bare(text: str, offered: tuple[str, ...]) -> Bare:
    """The words of a text as the directory searches for them, without an article in front."""
    words = all_words(normal_label(text))
    articles = _articles(offered)
    first = next((place for place, word in enumerate(words[:-1]) if word not in articles), max(0, len(words) - 1))
    return words[first:]


def reads_like(text: str, label: str, offered: tuple[str, ...]) -> bool:
    """True where a text is that label, without its picture, an article, and what stands in brackets."""
    wanted = bare(text, offered)
    return bool(wanted) and wanted in _readings(label, offered)


def meant(text: str, buttons: tuple[Named, ...], offered: tuple[str, ...]) -> list[Meant]:
    """The one button among these that the whole text means, in each language in which it does; none where it could be
    several. A label itself comes before what else is typed, and that before the bare name of a command."""
    wanted = bare(text, offered)
    labels, *others = _indexes(buttons, offered)
    for index in (labels, *(() if has_picture(text) else others)) if wanted else ():
        found = index.get(wanted, [])
        if len({each.button for each in found}) == 1:
            return list(found)
    return []


@lru_cache(maxsize=8192)
def _readings(label: str, offered: tuple[str, ...]) -> tuple[Bare, Bare]:
    return bare(label, offered), bare(_IN_BRACKETS.sub("", label), offered)


@lru_cache(maxsize=64)
def _articles(offered: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for code in offered for article in typed_names(code).articles for word in all_words(article))


@lru_cache(maxsize=256)
def _indexes(buttons: tuple[Named, ...], offered: tuple[str, ...]) -> tuple[dict[Bare, list[Meant]], ...]:
    labels: defaultdict[Bare, list[Meant]] = defaultdict(list)
    typed: defaultdict[Bare, list[Meant]] = defaultdict(list)
    names: defaultdict[Bare, list[Meant]] = defaultdict(list)
    for code in offered:
        words = Words(code)
        for button in buttons:
            if button.label:
                labels[bare(words(button.label), offered)].append(Meant(button, code))
            for said in typed_names(code).names.get(button.name, ()):
                for written in {bare(said, offered), bare(_APOSTROPHE.sub("", said), offered)}:
                    typed[written].append(Meant(button, code))
            if button.name:
                names[bare(button.name, offered)].append(Meant(button, code))
    return dict(labels), dict(typed), dict(names)
