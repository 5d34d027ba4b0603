"""A notice while an organiser works on it: kept in the conversation until it is sent or stopped."""

from dataclasses import dataclass, replace
from typing import Any

from handlers.chat.turn import Turn
from services.content.content import Content
from services.forums import forum_audience, zone_audience
from services.publishing.announcements import PARTS, Announcement, AnnouncementDraft

FACT = "notice"


@dataclass(frozen=True, slots=True)
class Noting:
    """What is being put together; `corrects` is the id and version of the notice it is put in place of, if any."""

    draft: AnnouncementDraft
    corrects: tuple[str, int] | None = None

    def with_text(self, part: str, language: str, text: str, alone: bool) -> "Noting":
        """With this text; `alone`: in place of what there was in any language."""
        kept = {} if alone else self.draft.texts.get(part, {})
        texts = {**self.draft.texts, part: {**kept, language: text}}
        return replace(self, draft=replace(self.draft, texts=texts))

    def facts(self) -> dict[str, Any]:
        """Plain types for the conversation; `current` reads them back."""
        draft = self.draft
        return {
            FACT: {
                "kind": draft.kind,
                "audiences": list(draft.audiences),
                "texts": {part: dict(texts) for part, texts in draft.texts.items()},
                "urgent": draft.urgent,
                "corrects": list(self.corrects) if self.corrects else None,
            }
        }


def current(turn: Turn) -> Noting:
    """What this conversation works on."""
    kept = turn.conversation.facts[FACT]
    draft = AnnouncementDraft(kept["kind"], tuple(kept["audiences"]), kept["texts"], kept["urgent"])
    return Noting(draft, tuple(kept["corrects"]) if kept["corrects"] else None)


def correcting(announcement: Announcement) -> Noting:
    """To put another notice in place of one that people got."""
    draft = AnnouncementDraft(announcement.kind, announcement.audiences, announcement.texts, announcement.urgent)
    return Noting(draft, (announcement.id, announcement.version))


def audience_name(content: Content, audience: str, language: str) -> str:
    """What a forum or zone is called; the audience itself where the content knows it no more."""
    names = {forum_audience(forum.key): forum.name for forum in content.forums}
    names |= {zone_audience(zone.name): zone.label for zone in content.zones}
    return names[audience].said(language) if audience in names else audience


def missing_parts(draft: AnnouncementDraft, languages: tuple[str, ...]) -> list[tuple[str, str]]:
    """The part and the language of each text that is there in one language and not in the other."""
    return [
        (part, language)
        for language in languages
        for part in PARTS[draft.kind]
        if language not in draft.texts.get(part, {})
    ]
