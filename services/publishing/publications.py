"""What was let out, or waits for the second yes: a broadcast, and the change of a document that goes with it.

What is published changes a document (a meeting, an announcement). The change is kept with the publication: a recall
puts back what was before, and what waits for a second yes is only applied with that yes. Who may do that is asked by
publishing and approval.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from services import documents
from services.content.content import Content
from services.documents import Body
from services.errors import Refusal
from services.meetings import reminders
from services.meetings.meeting import Meeting
from services.notices import broadcasts, headcounts, resuming
from services.notices.broadcasts import Broadcast
from services.store import Store
from storage.documents import ANNOUNCEMENTS, MEETINGS, PUBLICATIONS, Collection

MEETING: Final = "meeting"
ANNOUNCEMENT: Final = "announcement"
COLLECTIONS: Final[Mapping[str, Collection]] = {MEETING: MEETINGS, ANNOUNCEMENT: ANNOUNCEMENTS}
RECALL_WINDOW: Final = timedelta(seconds=60)
"""How long "publish" can be taken back before anybody gets it."""
RUNNING: Final = "running"
PENDING: Final = "pending"
RECALLED: Final = "recalled"
REFUSED: Final = "refused"
KEPT: Final = timedelta(days=7)


class PublicationGone(Refusal):
    """It was taken back, approved or refused already, or there never was one."""


@dataclass(frozen=True, slots=True)
class Published:
    """What became of "publish". Nothing leaves before `recall_until`."""

    broadcast: str
    recall_until: datetime
    needs_second_yes: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What publishing does to a document of that collection: `before` (None where it was not there) is what taking it
    back leaves, `after` is what people are told of. Each has a `version`."""

    collection: str
    id: str
    before: Body | None
    after: Body

    def to_json(self) -> Body:
        """Plain types, for keeping. "shelf" is what a collection was called when the first of them were kept; "back"
        what taking it back left, which could be something else than what was before."""
        kept = asdict(self)
        return {"shelf": kept.pop("collection"), **kept, "back": self.before}

    @classmethod
    def from_json(cls, kept: Body) -> "Change":
        """The change that `to_json` wrote."""
        return cls(kept["shelf"], kept["id"], kept["back"], kept["after"])


@dataclass(frozen=True, slots=True)
class Publication:
    """One thing let out, or waiting for the second yes. `asked_by` is the organiser's number and work name. `cut`: the
    earlier notices that had reached nobody when this one took their place."""

    broadcast: Broadcast
    change: Change
    status: str
    asked_by: tuple[str, str]
    asked_on: date
    cut: tuple[str, ...] = ()

    @property
    def leaves_nothing(self) -> bool:
        """True for the correction of a notice that nobody had: what was wrong with that one shall not leave after all.
        Of a discreet group, who had it is told to nobody."""
        is_of_a_notice = self.change.collection == ANNOUNCEMENT
        return is_of_a_notice and bool(self.cut) and not self.broadcast.is_discreet

    def to_json(self) -> Body:
        """Plain types, for keeping."""
        return {
            "broadcast": self.broadcast.to_json(),
            "change": self.change.to_json(),
            "status": self.status,
            "asked_by": self.asked_by,
            "asked_on": self.asked_on.isoformat(),
            "cut": self.cut,
        }

    @classmethod
    def from_json(cls, kept: Body) -> "Publication":
        """The publication that `to_json` wrote."""
        broadcast = Broadcast.from_json(kept["broadcast"])
        asked_on = date.fromisoformat(kept["asked_on"])
        change, cut = Change.from_json(kept["change"]), tuple(kept.get("cut", ()))
        return cls(broadcast, change, kept["status"], tuple(kept["asked_by"]), asked_on, cut)


def get(store: Store, broadcast: str) -> Publication:
    """The publication of that broadcast. Raises PublicationGone."""
    body = documents.read(store, PUBLICATIONS, broadcast)
    if body is None:
        raise PublicationGone
    return Publication.from_json(body)


def keep(store: Store, publication: Publication) -> None:
    """Keep it in place of what it was."""
    documents.write(store, PUBLICATIONS, publication.broadcast.id, publication.to_json())


def everything(store: Store) -> list[Publication]:
    """Every publication of the last week."""
    return [Publication.from_json(body) for body in documents.everything(store, PUBLICATIONS).values()]


def let_out(store: Store, content: Content, publication: Publication, now: datetime) -> None:
    """Apply the change and announce it. Residents see it when the notice leaves, not while it can be taken back."""
    change = publication.change
    if change.collection == MEETING:
        before = Meeting.from_json(change.before) if change.before else None
        after = Meeting.from_json(change.after).told(publication.broadcast.start, before, now)
        change = replace(change, after=after.to_json())
        reminders.follow(store, content, before, after, now)
    documents.write(store, COLLECTIONS[change.collection], change.id, change.after)
    cut = resuming.cut_short_by(store, publication.broadcast)
    counted = headcounts.counted_last(store, publication.broadcast.audiences)
    broadcast = replace(publication.broadcast, counted=counted)
    broadcasts.announce(store, broadcast)
    keep(store, replace(publication, broadcast=broadcast, change=change, status=RUNNING, cut=cut))


def put_back(store: Store, content: Content, publication: Publication, now: datetime) -> tuple[str, ...]:
    """Undo the change, unless there was another since; which notices leave after all, since it had cut them short.

    What was before comes back a version on: whoever has seen what was taken back has seen another.
    """
    change = publication.change
    collection = COLLECTIONS[change.collection]
    if documents.read(store, collection, change.id) != change.after:
        return ()
    if change.before is None or publication.leaves_nothing:
        documents.drop(store.session, collection, change.id)
        return ()
    back = {**change.before, "version": change.after["version"] + 1}
    if change.collection == MEETING:
        back["sequence"] = change.after["sequence"] + 1
        reminders.follow(store, content, Meeting.from_json(change.after), Meeting.from_json(back), now)
    documents.write(store, collection, change.id, back)
    resumed = tuple(each for each in publication.cut if resuming.resume(store.session, each, now))
    for each in resumed:
        _stands_again(store, each, change.before, back)
    return resumed


def _stands_again(store: Store, broadcast: str, before: Body, back: Body) -> None:
    """What that notice tells of is there once more, and can be taken back with it."""
    body = documents.read(store, PUBLICATIONS, broadcast)
    if body is not None:
        told = Publication.from_json(body)
        if told.change.after == before:
            keep(store, replace(told, change=replace(told.change, after=back)))


def forget_old(store: Store, now: datetime) -> int:
    """Erase what was published, or asked for, a week ago or longer; how many."""
    old = [each for each in everything(store) if now.date() - each.asked_on >= KEPT]
    for publication in old:
        documents.drop(store.session, PUBLICATIONS, publication.broadcast.id)
    return len(old)
