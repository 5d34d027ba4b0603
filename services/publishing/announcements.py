"""Notices that are not about a meeting: a service changed, safety advice, what became of what people said.

Belongs here: what they are, publishing and correcting them. Does not belong here: the recall and the second yes
(publishing, approval), their words (handlers.notices).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from services import documents
from services.authoring.texts import DONE, SAID, TEXT, ByLanguage, Missing, cleaned, missing
from services.content.content import Content
from services.documents import Body, Seen, new_id
from services.enrolment import EDITOR, NotAnOrganiser
from services.errors import Refusal
from services.forums import are_discreet, forum_audience, zone_audience
from services.meetings.notices import Facts, forum_names
from services.notices.broadcasts import Broadcast
from services.notices.nights import Night, night_of
from services.notices.outbox import Lane
from services.publishing import publishing
from services.publishing.publications import ANNOUNCEMENT, RECALL_WINDOW, Change, Published
from services.publishing.senders import Reach, reach, sender
from services.publishing.told_progress import going_on
from services.request import Request
from services.store import Store
from storage.documents import ANNOUNCEMENTS

SERVICE: Final = "service_change"
SAFETY: Final = "safety_advice"
SAID_AND_DONE: Final = "said_and_done"
PARTS: Final[Mapping[str, tuple[str, ...]]] = {SERVICE: (TEXT,), SAFETY: (TEXT,), SAID_AND_DONE: (SAID, DONE)}
"""The texts each kind has."""
KEPT: Final = timedelta(days=30)
WORTH_TELLING: Final[Mapping[str, timedelta]] = {SAFETY: timedelta(hours=24), SERVICE: timedelta(days=7)}
"""How long after it was published it is still sent to somebody who could not be reached before."""


class AnnouncementGone(Refusal):
    """There is no such announcement (any more)."""


class AnnouncementChanged(Refusal):
    """Somebody else has corrected it meanwhile."""


class NotTogether(Refusal):
    """A group of which no number is shown hears of things alone: what reaches others besides would tell its number."""


@dataclass(eq=False)
class NothingSaid(Refusal):
    """A text is empty in every language. `part` says which."""

    part: str


@dataclass(frozen=True, slots=True)
class AnnouncementDraft:
    """A notice as an organiser puts it together: `texts` by part (PARTS of its kind), then by language. To audiences
    of `services.forums`. `urgent` ones come in quiet hours too."""

    kind: str
    audiences: tuple[str, ...]
    texts: Mapping[str, ByLanguage]
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """A notice that people were told of. `broadcast` is the last one about it."""

    id: str
    version: int
    kind: str
    audiences: tuple[str, ...]
    texts: Mapping[str, ByLanguage]
    urgent: bool
    broadcast: str
    touched: date

    def to_json(self) -> Body:
        """Plain types, for keeping."""
        return {**asdict(self), "audiences": list(self.audiences), "touched": self.touched.isoformat()}

    @classmethod
    def from_json(cls, kept: Body) -> "Announcement":
        """The announcement that `to_json` wrote."""
        touched = date.fromisoformat(kept["touched"])
        return cls(**{**kept, "audiences": tuple(kept["audiences"]), "touched": touched})


@dataclass(frozen=True, slots=True)
class AnnouncementPreview:
    """What publishing would do: the notice (for handlers.notices), for how many it is, what is missing, and whether
    most get it only after the night."""

    kind: str
    facts: Facts
    reach: Reach
    missing: Sequence[Missing]
    night: Night | None


def preview(request: Request, draft: AnnouncementDraft) -> AnnouncementPreview:
    """How it would be with this draft. Raises TextTooLong, NothingSaid."""
    texts = _texts(draft)
    lacking = [
        each for part, by_language in texts.items() for each in missing(part, by_language, request.content.languages)
    ]
    told = _broadcast(request.content, draft, request.now, at_once=False)
    whom = reach(request, request.content, told.audiences)
    return AnnouncementPreview(told.kind, told.facts, whom, lacking, night_of(told))


def publish(request: Request, draft: AnnouncementDraft, at_once: bool = False) -> Published:
    """Tell these audiences, in a minute or at once. Editors tell of services only.

    Raises NotAnOrganiser, NotTogether, TextTooLong, NothingSaid, NobodyToApprove.
    """
    person = sender(request, draft.audiences)
    check_together(request.content, draft.audiences)
    if person.role == EDITOR and draft.kind != SERVICE:
        raise NotAnOrganiser
    broadcast = _broadcast(request.content, draft, request.now, at_once)
    after = Announcement(
        new_id(), 1, draft.kind, draft.audiences, _texts(draft), draft.urgent, broadcast.id, request.now.date()
    )
    change = Change(ANNOUNCEMENT, after.id, None, after.to_json())
    return publishing.publish(request, broadcast, change)


def check_together(content: Content, audiences: Sequence[str]) -> None:
    """Whether one notice may go to all of these. Raises NotTogether."""
    if len(audiences) > 1 and are_discreet(content.forums, audiences):
        raise NotTogether


def correct(request: Request, seen: Seen[int], draft: AnnouncementDraft, at_once: bool = False) -> Published:
    """Tell the same people otherwise: the earlier notice is struck through; one that is being sent, at once.

    Its kind and audiences stay. Raises as `publish` does, AnnouncementGone, AnnouncementChanged.
    """
    before = get(request, seen.id)
    sender(request, before.audiences)
    if before.version != seen.version:
        raise AnnouncementChanged
    changed = replace(draft, kind=before.kind, audiences=before.audiences)
    progress = going_on(request, request.content.forums, before.broadcast, request.now)
    is_under_way = progress is not None and progress.sent > 0
    again = _broadcast(request.content, changed, request.now, at_once or is_under_way)
    broadcast = replace(again, replaces=before.broadcast)
    after = replace(
        before,
        version=before.version + 1,
        texts=_texts(changed),
        urgent=draft.urgent,
        broadcast=broadcast.id,
        touched=request.now.date(),
    )
    change = Change(ANNOUNCEMENT, before.id, before.to_json(), after.to_json())
    return publishing.publish(request, broadcast, change)


def report_back(request: Request, forum: str, said: ByLanguage, done: ByLanguage, at_once: bool = False) -> Published:
    """Tell a forum what became of what it said ("you said, we did"). Raises as `publish` does."""
    texts = {SAID: said, DONE: done}
    draft = AnnouncementDraft(SAID_AND_DONE, (forum_audience(forum),), texts)
    return publish(request, draft, at_once)


def get(store: Store, id: str) -> Announcement:
    """The announcement. Raises AnnouncementGone."""
    body = documents.read(store, ANNOUNCEMENTS, id)
    if body is None:
        raise AnnouncementGone
    return Announcement.from_json(body)


def told(store: Store, audiences: Iterable[str]) -> list[Announcement]:
    """What any of these audiences was told in the last month, the latest day first."""
    wanted = set(audiences)
    found = [each for each in _everything(store) if wanted & set(each.audiences)]
    return sorted(found, key=lambda each: (each.touched, each.id), reverse=True)


def forget_old(store: Store, now: datetime) -> int:
    """Erase announcements of a month ago; how many."""
    old = [each for each in _everything(store) if now.date() - each.touched >= KEPT]
    for announcement in old:
        documents.drop(store.session, ANNOUNCEMENTS, announcement.id)
    return len(old)


def _everything(store: Store) -> list[Announcement]:
    return [Announcement.from_json(body) for body in documents.everything(store, ANNOUNCEMENTS).values()]


def _texts(draft: AnnouncementDraft) -> dict[str, dict[str, str]]:
    texts = {part: cleaned(part, draft.texts.get(part, {})) for part in PARTS[draft.kind]}
    for part, by_language in texts.items():
        if not by_language:
            raise NothingSaid(part)
    return texts


def _facts(content: Content, draft: AnnouncementDraft, texts: Mapping[str, ByLanguage]) -> Facts:
    return {
        "texts": {part: dict(by_language) for part, by_language in texts.items()},
        "names": _names(content, draft.audiences),
        "urgent": draft.urgent,
    }


def _names(content: Content, audiences: Sequence[str]) -> list[Mapping[str, str]]:
    """What the zones and forums are called, but for groups whose name may not be seen on a phone."""
    names = {forum_audience(forum.key): forum_names(forum) for forum in content.forums}
    names |= {zone_audience(zone.name): dict(zone.label.by_language) for zone in content.zones}
    return [names[audience] for audience in audiences if names.get(audience)]


def _broadcast(content: Content, draft: AnnouncementDraft, now: datetime, at_once: bool) -> Broadcast:
    worth_telling = WORTH_TELLING.get(draft.kind)
    return Broadcast(
        id=new_id(),
        kind=draft.kind,
        facts=_facts(content, draft, _texts(draft)),
        audiences=draft.audiences,
        languages=content.languages,
        lane=Lane.SAFETY if draft.kind == SAFETY else Lane.BROADCAST,
        start=now if at_once else now + RECALL_WINDOW,
        zone=content.organisation.timezone,
        until=now + worth_telling if worth_telling else None,
        urgent=draft.urgent,
        is_discreet=are_discreet(content.forums, draft.audiences),
    )
