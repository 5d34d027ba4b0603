"""What an organiser let out last, as long as something of it can still be stopped; and the button that does.

The button says which thing it is about: it stands on the phone when that has long been delivered, and must not stop
another one then.
"""

from collections.abc import Iterable, Sequence
from textwrap import shorten
from typing import Final

from handlers.chat.keyboards import about
from handlers.chat.routing import MIDDLE_DOT
from handlers.chat.turn import Turn
from handlers.meetings.shown import buttons
from handlers.meetings.shown.occasions import when
from locales import Words, normal_label
from services import enrolment
from services.authoring.texts import said
from services.content.content import Content
from services.meetings.meeting import Meeting
from services.publishing import publishing
from services.publishing.announcements import Announcement
from services.publishing.publications import MEETING, PENDING, RUNNING, Publication
from services.publishing.told_progress import told_progress

LONGEST_NAME: Final = 28
"""Letters of a notice on its button."""


async def last_sent(turn: Turn) -> Publication | None:
    """What this person sent last, where there is still something of it to stop."""
    return await _first_to_stop(turn, await _sent(turn))


async def meant_by_button(turn: Turn) -> tuple[Publication | None, bool]:
    """What the pressed button takes back, where there is still something of it to stop; and whether the button named
    something that has gone out. A button that names nothing means what was sent last."""
    sent, wanted = await _sent(turn), normal_label(turn.label_rest or "")
    if not wanted:
        return await _first_to_stop(turn, sent), False
    for each in sent:
        if wanted in (normal_label(name) for name in _names(turn, each)) and not await _is_cut(turn, each):
            found = await _first_to_stop(turn, [each])
            return found, found is None
    return None, False


def take_back_label(turn: Turn, sent: Publication) -> str:
    """The button that takes this back."""
    return about(turn.words, buttons.TAKE_BACK, _name(turn.words, turn.app.content, sent))


def name_of(turn: Turn, sent: Publication) -> str:
    """What that button calls it."""
    return turn.words.isolated(_name(turn.words, turn.app.content, sent))


def _names(turn: Turn, sent: Publication) -> Iterable[str]:
    """How a button may name it: keyboards stay on the phone when the language is changed."""
    return (_name(Words(code), turn.app.content, sent) for code in turn.app.languages)


def _name(words: Words, content: Content, sent: Publication) -> str:
    """When a meeting begins and whose it is; how a notice begins."""
    after = sent.change.after
    if sent.change.collection == MEETING:
        meeting = Meeting.from_json(after)
        return f"{when(words, meeting.series.first)}{MIDDLE_DOT}{_forum_name(words, content, meeting.forum)}"
    texts = next(iter(Announcement.from_json(after).texts.values()), {})
    return shorten(" ".join(said(texts, words.code).split()), LONGEST_NAME, placeholder="…")


def _forum_name(words: Words, content: Content, key: str) -> str:
    return next((forum.name.said(words.code) for forum in content.forums if forum.key == key), key)


async def _sent(turn: Turn) -> list[Publication]:
    """What this person let out and did not take back, the latest first."""
    numbers = {person.number for person in await turn.read(enrolment.who, turn.chat)}
    found = [
        each
        for each in await turn.read(publishing.published_by)
        if each.asked_by[0] in numbers and each.status in (RUNNING, PENDING)
    ]
    return sorted(found, key=lambda each: each.broadcast.start, reverse=True)


async def _is_cut(turn: Turn, sent: Publication) -> bool:
    """Whether a later notice took its place."""
    progress = await turn.read(told_progress, turn.app.content.forums, sent.broadcast.id, turn.now)
    return progress is not None and progress.is_taken_back


async def _first_to_stop(turn: Turn, sent: Sequence[Publication]) -> Publication | None:
    for each in sent:
        progress = await turn.read(told_progress, turn.app.content.forums, each.broadcast.id, turn.now)
        if each.status == PENDING or (progress is not None and not progress.is_done):
            return each
    return None
