"""Whom to call and where to go: emergency numbers and the organisation's safe services."""

from collections.abc import Iterable

from handlers.failures import emergency_lines
from handlers.keyboards import menu
from handlers.turn import Turn
from services.content_parts import SafeService


async def show(turn: Turn) -> None:
    """Emergency numbers first, then every safe service. What was under way stays where it was."""
    words, content = turn.words, turn.house.content
    said = [words("🆘 In danger now? Call:") + "\n" + emergency_lines(turn)]
    said.append(services_text(turn, content.services_for("")))
    await turn.say("\n\n".join(said), None if turn.conversation.place else menu(words))


def services_text(turn: Turn, services: Iterable[SafeService]) -> str:
    """Name, what it does and how to reach it; one service below the other."""
    words, language = turn.words, turn.language
    blocks = []
    for service in services:
        lines = (f"📍 {service.name.said(language)}", service.what.said(language), service.reach.said(language))
        blocks.append("\n".join(words.aligned(line) for line in lines))
    return "\n\n".join(blocks)
