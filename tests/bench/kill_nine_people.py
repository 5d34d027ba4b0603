"""People who go on reporting whatever happens to the bot: each looks at the phone and does the obvious next thing."""

import re

from sandbox import Phone, Sandbox

RECEIPT = re.compile(r"(?:\d{3} ){5}\d{3}")
MARKER = re.compile(r"person \d+ report \d+")
PATIENCE = 120.0


class Person:
    """Reports over and over, each time from a new phone. Remembers what was sent and which receipts were shown."""

    def __init__(self, sandbox: Sandbox, name: str) -> None:
        self._sandbox = sandbox
        self._name = name
        self.is_last = False
        self.sent: list[str] = []
        self.receipts: list[str] = []

    async def report_on_and_on(self) -> None:
        while not self.is_last:
            marker = f"{self._name} report {len(self.sent) + 1}"
            await self._report(self._sandbox.phone(language="en"), marker)

    async def _report(self, phone: Phone, marker: str) -> None:
        wrote = False
        await phone.start()
        while True:
            message = await phone.next_message(timeout=PATIENCE)
            shown = RECEIPT.search(message.text or "")
            if shown:
                self.receipts.append(shown.group())
                self.sent.append(marker)
                return
            wrote = await self._do_the_next_thing(phone, message.text or "", marker, wrote)

    async def _do_the_next_thing(self, phone: Phone, text: str, marker: str, wrote: bool) -> bool:
        if "Write here" in text and not wrote:
            await phone.send(marker)
            return True
        labels = phone.keyboard
        onward = [label for wanted in ONWARD for label in labels if label.startswith(wanted)]
        answers = [label for label in labels if not label.startswith(ASIDE)]
        if onward or answers:
            await phone.press((onward or answers)[0])
        return wrote


ONWARD = ("✅ Send", "📝 Report", "✅ Go on", "➡️ Next")
ASIDE = ("⬅️", "⏭", "⏹", "📨", "✏️", "➕")
