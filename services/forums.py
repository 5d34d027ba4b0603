"""The named groups that meet, as an organisation's `forums.toml` describes them, and the links that lead to them.

Belongs here: what a forum is, who may hear about what (audiences), and how a poster's link names a forum. Does not
belong here: who has joined (subscriptions) and when it meets (meetings).
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.content_parts import Texts

KINDS: Final = ("security", "women", "youth", "other")
LONGEST_KEY: Final = 40
KEY: Final = re.compile(rf"[a-z0-9-]{{1,{LONGEST_KEY}}}")
"""What fits into a link (Bot API: at most 64 characters in all) and reads well on a poster."""
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


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a poster's link names: a forum, and the language of the poster."""

    forum: str
    language: str


def forum_audience(key: str) -> str:
    """The audience of everybody who has joined the forum."""
    return f"forum:{key}"


def zone_audience(zone: str) -> str:
    """The audience of everybody who wants safety advice for the zone."""
    return f"zone:{zone}"


def start_parameter(forum: str, language: str) -> str:
    """What stands behind `?start=` in the link that leads to the forum."""
    return f"f_{forum}_{language}"


def read_start_parameter(text: str) -> Invitation | None:
    """Inverse of `start_parameter`; None for anything else. Whether there is such a forum is not checked."""
    found = LINK.fullmatch(text)
    return Invitation(found[1], found[2]) if found else None
