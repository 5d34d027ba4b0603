"""A person before a phone: looks at what came last, and does the obvious next thing."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from sandbox import ChatMessage, Phone

Sign = str | re.Pattern[str]
Act = str | Callable[[ChatMessage], Awaitable[None]]
Rules = Sequence[tuple[Sign, Act]]
"""What somebody does who reads a text: press the button that begins so, or something else. The first that fits."""
PATIENCE: Final = 600.0
"""Seconds after which somebody has waited in vain."""
WONDERS: Final = 20.0
"""Seconds of silence after which somebody does once more what they did last."""
AGAIN: Final = ("NOT saved", "was not saved", "This was not saved", "I took that once", "no trusted key")
"""How somebody is told to do it once more."""
BREATH: Final = 0.2
MOST: Final = 300
"""Messages after which somebody goes round in circles."""


class WaitedInVain(AssertionError):
    """Nothing came, or nothing that leads on."""


class Walker:
    """`walk` goes on until a rule says that it is over (`stop`)."""

    def __init__(self, phone: Phone, rules: Rules, otherwise: Callable[[Sequence[str]], Sequence[str]]) -> None:
        self.phone = phone
        self._rules = rules
        self._otherwise = otherwise
        self._read = ""
        self._is_over = False
        self.sent: list[str] = []
        """Everything pressed and written, in its order."""
        self.on_failure: Callable[[], Awaitable[None]] = self.once_more
        """What somebody does who is told that it failed."""

    def stop(self) -> None:
        self._is_over = True

    async def walk(self) -> None:
        """Raises WaitedInVain."""
        silent, read = 0.0, 0
        while not self._is_over:
            if read > MOST:
                raise WaitedInVain(f"in circles: {self.phone.texts[-3:]}")
            try:
                message = await self.phone.next_message(WONDERS)
            except AssertionError:
                silent += WONDERS
                if silent > PATIENCE:
                    raise WaitedInVain(f"{self.phone.texts[-3:]}, {self.phone.keyboard}") from None
                await self.once_more()
            else:
                silent, read = 0.0, read + 1
                await self._take(message)

    async def _take(self, message: ChatMessage) -> None:
        text = message.text
        if any(sign in text for sign in AGAIN):
            await asyncio.sleep(BREATH)
            await self.on_failure()
            return
        if text == self._read:
            return
        self._read = text
        for sign, act in self._rules:
            if sign in text if isinstance(sign, str) else sign.search(text):
                await self._do(act, message)
                return
        await self.press(*self._otherwise(self.phone.keyboard))

    async def _do(self, act: Act, message: ChatMessage) -> None:
        if isinstance(act, str):
            found = next((label for label in self.phone.keyboard if label.startswith(act)), None)
            if found is not None:
                await self.press(found)
        else:
            await act(message)

    async def press(self, *labels: str) -> None:
        """Press these, one right after the other, or write these words; the last again where it was not taken."""
        for label in labels:
            await self._send(label)

    async def once_more(self) -> None:
        """What was done last."""
        if self.sent:
            await self._send(self.sent[-1])

    async def _send(self, label: str) -> None:
        self.sent.append(label)
        await self.phone.send(label)
