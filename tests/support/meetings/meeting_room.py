"""A place with a forum, a women's group, organisers and subscribers, for the tests of meetings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Concatenate, ParamSpec, TypedDict, TypeVar, Unpack

from services import enrolment
from services.authoring.parts import Texts, Zone
from services.content.content import Content
from services.content.organisation import Organisation
from services.forums import Forum
from services.keys.sealing import RuntimeKey
from services.meetings import meetings, overtaken, rsvp
from services.meetings.meeting import Meeting, MeetingDraft
from services.notices import broadcast_stream, dispatch, subscriptions
from services.notices.broadcasts import Broadcast, told_row
from services.notices.outbox import Lane, Notice
from services.publishing import telling
from services.publishing.meeting_changes import PublishMeeting
from services.publishing.publications import Published
from services.recurrence import Rule, Series, WallTime
from services.request import Request
from services.store import Store
from storage import broadcasts as broadcast_rows
from storage.engine import Database

ZONE = "Asia/Baghdad"
"""Three hours ahead of UTC, all year."""
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
FIRST = WallTime(date(2026, 11, 24), time(15))
STARTS = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AMAL, BINA, CARA, STRANGER = 11, 12, 13, 99
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LANGUAGES = ("en", "ar", "ckb")
Given = ParamSpec("Given")
Result = TypeVar("Result")


def said(text: str) -> Texts:
    return Texts({language: f"{text} ({language})" for language in LANGUAGES})


def forum(key: str, kind: str = "security", zones: tuple[str, ...] = ()) -> Forum:
    return Forum(
        key=key,
        kind=kind,
        name=said(f"Forum {key}"),
        about=said("About"),
        zones=zones,
        zone=ZONE,
        place=None,
        reminders=(24 * HOUR, 2 * HOUR),
        minutes=90,
    )


def content(second_yes_over: int = 0) -> Content:
    organisation = Organisation(
        site="example-town",
        languages=LANGUAGES,
        timezone=ZONE,
        second_yes_over=second_yes_over,
        name=said("Team"),
        who_reads=said("Readers"),
        answer_time=said("3 days"),
        outside_route=said("Elsewhere"),
        emergency=(),
        safe_services=(),
    )
    zones = (Zone("north", said("North")), Zone("river", said("River")))
    forums = (forum("security"), forum("women", "women", ("north",)))
    return Content(organisation, zones, {}, forums)


class Parts(TypedDict, total=False):
    """What a meeting is, where it is not as every other; `rule` is that of iCalendar (RRULE)."""

    forum: str
    first: WallTime
    zone: str
    rule: str | None
    title: dict[str, str]
    place: dict[str, str]
    place_shown: str
    agenda: dict[str, str]
    urgent: bool


@dataclass
class Room:
    """Rules are called as the bot would: each in a transaction of its own."""

    database: Database
    runtime: RuntimeKey
    content: Content = field(default_factory=content)

    def write(
        self, rule: Callable[Concatenate[Store, Given], Result], *args: Given.args, **kwargs: Given.kwargs
    ) -> Result:
        with self.database.writing() as session:
            return rule(Store(session, self.runtime), *args, **kwargs)

    def read(
        self, rule: Callable[Concatenate[Store, Given], Result], *args: Given.args, **kwargs: Given.kwargs
    ) -> Result:
        with self.database.reading() as session:
            return rule(Store(session, self.runtime), *args, **kwargs)

    def ask(
        self,
        rule: Callable[Concatenate[Request, Given], Result],
        chat: int,
        now: datetime,
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Result:
        """The rule, asked by that chat at that moment."""
        with self.database.writing() as session:
            return rule(Request(session, self.runtime, self.content, chat, now), *args, **kwargs)

    def organiser(self, chat: int, *forums: str, language: str = "en") -> str:
        """Enrol the chat; its number."""
        code = self.write(enrolment.new_code, "organiser", f"Organiser {chat}", forums or ("*",), NOW)
        return self.write(enrolment.enrol, code, chat, language, NOW).number

    def subscribers(self, audience: str, how_many: int, language: str = "en", first: int = 1000) -> list[int]:
        chats = list(range(first, first + how_many))
        with self.database.writing() as session:
            for chat in chats:
                subscriptions.join(Store(session, self.runtime), audience, chat, language)
        return chats

    def draft(self, **parts: Unpack[Parts]) -> MeetingDraft:
        rule = parts.get("rule")
        return MeetingDraft(
            forum=parts.get("forum", "security"),
            series=Series(parts.get("first", FIRST), parts.get("zone", ZONE), 90, Rule.parse(rule) if rule else None),
            title=parts.get("title", {"en": "Street lights"}),
            place=parts.get("place", {"en": "Example school"}),
            place_shown=parts.get("place_shown", "always"),
            agenda=parts.get("agenda", {"en": "Lights, water"}),
            urgent=parts.get("urgent", False),
        )

    def published(self, now: datetime = NOW, chat: int = AMAL, **parts: Unpack[Parts]) -> tuple[Meeting, Published]:
        """A meeting people were told of, and what `publish` said."""
        told = self.ask(telling.tell, chat, now, PublishMeeting(self.draft(**parts)), at_once=True)
        newest = [each for each in self.read(meetings.everything) if told.broadcast in each.notices.values()]
        return newest[0], told

    def meeting(self, id: str) -> Meeting:
        return self.read(meetings.get, id)

    def deliver(self, now: datetime, at_most: int = 10_000) -> list[Notice]:
        """What would be sent by now, as a sender takes it up, sent without fail; the rest stays claimed by nobody."""
        sent: list[Notice] = []
        report = None
        while True:
            while self.write(broadcast_stream.expand, now, rsvp.is_meant):
                pass
            claimed = self.write(
                overtaken.settle_and_claim, dispatch.Sender(self.content.audiences), report, now, Lane.BROADCAST
            )
            if claimed is None or len(sent) == at_most:
                with self.database.writing() as session:
                    dispatch.let_go(session)
                return sent
            sent.append(claimed.notice)
            report = dispatch.Result(claimed, dispatch.Outcome.SENT)

    def announced(self, id: str) -> Broadcast:
        """The broadcast as it was announced."""
        with self.database.reading() as session:
            kept = broadcast_rows.get(session, bytes.fromhex(id))
        assert kept is not None
        return Broadcast.from_json(self.runtime.unlock(kept.body, told_row(kept.id)).decode())

    def all_announced(self) -> list[Broadcast]:
        with self.database.reading() as session:
            ids = [row[0] for row in session.connection().exec_driver_sql("SELECT id FROM broadcasts")]
        return [self.announced(bytes(id).hex()) for id in ids]
