"""Editors with phones, standing before a service, and residents who read its card."""

from typing import Protocol

from tests.support.phones import Phone


class Editor(Protocol):
    """An editor with a phone: editor(chat=801, hint='ar')."""

    def __call__(self, chat: int = ..., hint: str = ...) -> Phone: ...


async def before(phone: Phone, name: str) -> None:
    """Stand before the service of that name."""
    await phone.send("/content")
    await phone.send(name)
    await phone.press_under(name)


async def resident_reads(phone: Phone, need: str, name: str) -> str:
    """What the card says to a resident, and the rest of it."""
    await phone.send("/services")
    await phone.press(need)
    await phone.press_under(name)
    await phone.press_under("➕")
    return "\n\n".join(phone.texts[-2:])
