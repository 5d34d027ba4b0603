"""In the minute in which a change can be taken back, a resident meets nothing of it, on whatever way they come."""

from collections.abc import Awaitable, Callable

import pytest

from handlers.chat import keyboards
from locales import Words
from services.forums import start_parameter
from services.notices import subscriptions
from services.store import Store
from storage.engine import Database
from tests.support.phones import Organiser, Phone
from tests.support.plain_text import plain
from tests.support.vaults import Template

MINUTE = 60
OLD = "Tue, Mar 10, 15:00"
Change = Callable[[Phone], Awaitable[None]]


async def cancel(rojin: Phone) -> None:
    await rojin.press("Cancel this one", "Yes, cancel")


async def move(rojin: Phone) -> None:
    await rojin.press("Move this one", "Wed, Mar 11", "16:00", "✅ Send the change")


async def rewrite(rojin: Phone) -> None:
    """Another place, another agenda, another title."""
    await rojin.press("✏️ Change", "✏️ Place")
    await rojin.send("Green tent")
    for part in ("Agenda", "Title"):
        await rojin.press(f"✏️ {part}")
        await rojin.send("Green lamps")
    await rojin.press("👀 Preview", "✅ Send the change")


CHANGES: list[tuple[Change, tuple[str, ...]]] = [
    (cancel, ("Cancelled", "CANCELLED", "no meeting to tell you about")),
    (move, ("Mar 11", "16:00", "20260311")),
    (rewrite, ("Green",)),
]


@pytest.fixture
async def rojin(organiser: Organiser) -> Phone:
    """Has published a meeting and opened it again."""
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00", "✅ Publish")
    phone.clock.pass_(seconds=MINUTE)
    await phone.send("/meetings")
    await phone.press("Open")
    return phone


@pytest.fixture
async def member(phone: Phone, founded: Template, database: Database) -> Phone:
    with database.writing() as session:
        subscriptions.join(Store(session, founded.runtime), "forum:security", phone.chat, "en")
    return phone


async def goes_every_way(member: Phone) -> list[str]:
    """All that the person is told and handed: by the list, a poster, a notice's buttons, words alone, and the file."""
    words = Words("en")
    member.handed.clear()
    member.telegram.messages.clear()
    await member.send("/forums")
    await member.send(f"/start {start_parameter('security', 'en')}")
    await member.press("Join")
    for label in (keyboards.ABOUT_MEETING, keyboards.COMING, keyboards.MAYBE_COMING, keyboards.NOT_COMING):
        await member.send(f"{words(label)} · {OLD}")
        await member.send(words(label))
    await member.send(f"{words(keyboards.CALENDAR)} · {OLD}")
    await member.send(words(keyboards.CALENDAR))
    files = [content.decode() for _, content, _ in member.handed]
    assert len(files) == 2, "the file is handed out as before"
    assert sum("Noted" in text for text in member.texts) == 6, "and each answer is taken"
    return [*map(plain, member.texts), *map(_without_stamps, files)]


def _without_stamps(file: str) -> str:
    return "\n".join(line for line in file.splitlines() if not line.startswith(("DTSTAMP", "LAST-MODIFIED")))


@pytest.mark.parametrize(("change", "signs"), CHANGES, ids=[change.__name__ for change, _ in CHANGES])
async def test_what_can_be_taken_back_is_met_on_no_way(
    rojin: Phone, member: Phone, change: Change, signs: tuple[str, ...]
) -> None:
    await member.send(f"{Words('en')(keyboards.NOT_COMING)} · {OLD}")
    before = await goes_every_way(member)
    await change(rojin)
    member.clock.pass_(seconds=MINUTE - 1)
    within = await goes_every_way(member)
    assert within == before
    assert not [text for text in within if any(sign in text for sign in signs)]
    member.clock.pass_(seconds=1)
    await member.send("/forums")
    await member.send(f"{Words('en')(keyboards.ABOUT_MEETING)} · {OLD}")
    told = " ".join(map(plain, member.texts[-4:]))
    assert any(sign in told for sign in signs), "and then it is so"
