"""Choices that are written instead of pressed: by what else people call them, or by how their labels begin."""

from collections.abc import Sequence

from handlers.chat.meant import bare, reads_like
from services.directory.folding import tells
from services.forms.steps import OfferedChoice


def choice_written(text: str, choices: Sequence[OfferedChoice], offered: tuple[str, ...]) -> str:
    """The name of the one choice that the whole text means, a whole label before all else; '' where it could be
    several, or none."""
    for means in (_is_its_label, _is_also, _begins_its_label):
        found = [choice.name for choice in choices if means(text, choice, offered)]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def _is_its_label(text: str, choice: OfferedChoice, offered: tuple[str, ...]) -> bool:
    return reads_like(text, choice.label, offered)


def _is_also(text: str, choice: OfferedChoice, offered: tuple[str, ...]) -> bool:
    return any(reads_like(text, each, offered) for each in choice.also)


def _begins_its_label(text: str, choice: OfferedChoice, offered: tuple[str, ...]) -> bool:
    """ "The market" for "Market and bus stop". What stands in any question begins too many labels."""
    words = bare(text, offered)
    return any(map(tells, words)) and bare(choice.label, offered)[: len(words)] == words
