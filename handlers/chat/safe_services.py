"""The organisation's safe services in words: whom a person in a hard situation can turn to."""

from collections.abc import Iterable

from handlers.chat.turn import Turn
from services.authoring.parts import SafeService


def services_text(turn: Turn, services: Iterable[SafeService]) -> str:
    """Name, what it does and how to reach it; one service below the other."""
    words, language = turn.words, turn.language
    blocks = []
    for service in services:
        lines = (f"📍 {service.name.said(language)}", service.what.said(language), service.reach.said(language))
        blocks.append("\n".join(words.aligned(line) for line in lines))
    return "\n\n".join(blocks)
