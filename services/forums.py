"""The named groups that meet, as an organisation's `forums.toml` describes them, and the links that lead to them.

Belongs here: what a forum is, who may hear about what (audiences), and how a poster's link names a forum. Does not
belong here: who has joined (subscriptions) and when it meets (meetings).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from services.authoring.parts import Problem, TableReader, Texts, Zone, read_toml

FORUMS: Final = "forums.toml"
KEYS: Final = ("key", "kind", "name", "about", "zones", "timezone", "place", "reminders", "minutes")
KINDS: Final = ("security", "women", "youth", "other")
DISCREET: Final = frozenset({"women", "youth"})
REMINDERS: Final = (24, 2)
"""Hours before a meeting at which people are reminded, unless the forum says otherwise."""
LONGEST_LEAD: Final = 24 * 14
MINUTES: Final = 90
LONGEST_MEETING: Final = 24 * 60
LONGEST_KEY: Final = 40
KEY: Final = re.compile(rf"[a-z0-9-]{{1,{LONGEST_KEY}}}")
"""What fits into a link (Bot API: at most 64 characters in all) and reads well on a poster."""
_FORUM: Final = "forum:"
LINK: Final = re.compile(r"f_([a-z0-9-]+)_([a-z]+)")


@dataclass(frozen=True, slots=True)
class Forum:
    """A named group that meets. `zone` is its time zone (IANA), `zones` the areas of the site it is for."""

    key: str
    kind: str
    name: Texts
    about: Texts
    zones: tuple[str, ...]
    zone: str
    place: Texts | None
    reminders: tuple[timedelta, ...]
    minutes: int

    @property
    def is_discreet(self) -> bool:
        """True where a message that others may read over a shoulder must not name the group."""
        return self.kind in DISCREET


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a poster's link names: a forum, and the language of the poster."""

    forum: str
    language: str


def forum_audience(key: str) -> str:
    """The audience of everybody who has joined the forum."""
    return f"{_FORUM}{key}"


def zone_audience(zone: str) -> str:
    """The audience of everybody who wants safety advice for the zone."""
    return f"zone:{zone}"


def are_discreet(forums: Iterable[Forum], audiences: Iterable[str]) -> bool:
    """Whether one of them is of a discreet forum, or of one that is not known: of these, no number is ever shown."""
    open_to_all = {forum_audience(forum.key) for forum in forums if not forum.is_discreet}
    return any(each.startswith(_FORUM) and each not in open_to_all for each in audiences)


def start_parameter(forum: str, language: str) -> str:
    """What stands behind `?start=` in the link that leads to the forum."""
    return f"f_{forum}_{language}"


def read_start_parameter(text: str) -> Invitation | None:
    """Inverse of `start_parameter`; None for anything else. Whether there is such a forum is not checked."""
    found = LINK.fullmatch(text)
    return Invitation(found[1], found[2]) if found else None


def read_forums(
    folder: Path, languages: tuple[str, ...], timezone: str, zones: Sequence[Zone]
) -> tuple[tuple[Forum, ...], list[Problem]]:
    """The forums of the site, and what is wrong with them. An organisation without that file has none."""
    if not (folder / FORUMS).exists():
        return (), []
    table, problems = read_toml(folder / FORUMS)
    if problems:
        return (), problems
    reader = TableReader(FORUMS, table, languages)
    reader.refuse_unknown(("forums",))
    areas = [zone.name for zone in zones]
    forums = tuple(_forum(each, timezone, areas) for each in reader.tables("forums"))
    _refuse_twins(reader, forums)
    return forums, reader.problems


def _forum(reader: TableReader, timezone: str, zones: Sequence[str]) -> Forum:
    reader.refuse_unknown(KEYS)
    key = reader.text("key")
    if key and not KEY.fullmatch(key):
        remedy = f"Use small letters a to z, digits and dashes, at most {LONGEST_KEY}"
        reader.complain("key", "does not fit into a link", remedy)
    hours = reader.numbers("reminders", 1, LONGEST_LEAD, REMINDERS)
    return Forum(
        key=key,
        kind=reader.one_of("kind", KINDS, otherwise="other"),
        name=reader.texts("name"),
        about=reader.texts("about"),
        zones=reader.names("zones", zones),
        zone=reader.time_zone("timezone", timezone),
        place=reader.texts("place") if reader.has("place") else None,
        reminders=tuple(timedelta(hours=each) for each in sorted(set(hours), reverse=True)),
        minutes=reader.number("minutes", 5, LONGEST_MEETING, MINUTES),
    )


def _refuse_twins(reader: TableReader, forums: Sequence[Forum]) -> None:
    """Two forums of one key could not be told apart; two of one name not by the people who press a button."""
    for number, forum in enumerate(forums, 1):
        earlier = forums[: number - 1]
        if forum.key in {each.key for each in earlier}:
            reader.complain(f"forums[{number}].key", f"there are two forums “{forum.key}”", "Give each its own key")
        for language, name in forum.name.by_language.items():
            if name and name in {each.name.by_language.get(language) for each in earlier}:
                place = f"forums[{number}].name.{language}"
                reader.complain(place, "another forum has the same name", "Give each its own name")
