"""What an organiser let out last, as long as something of it can still be stopped."""

from handlers.chat.turn import Turn
from services import enrolment
from services.publishing import publishing
from services.publishing.publications import PENDING, RUNNING, Publication
from services.publishing.told_progress import told_progress


async def last_sent(turn: Turn) -> Publication | None:
    """What this person sent last, where there is still something of it to stop."""
    numbers = {person.number for person in await turn.read(enrolment.who, turn.chat)}
    found = [
        each
        for each in await turn.read(publishing.published_by)
        if each.asked_by[0] in numbers and each.status in (RUNNING, PENDING)
    ]
    for each in sorted(found, key=lambda each: each.broadcast.start, reverse=True):
        progress = await turn.read(told_progress, turn.app.content.forums, each.broadcast.id, turn.now)
        if each.status == PENDING or (progress is not None and not progress.is_done):
            return each
    return None
