"""The buzzer: a page for a screen on the wall, which says without a passphrase whether the desk wants looking at.

It knows what the phones of staff are told, no sooner and no more: nothing of complaints about aid workers, no number,
and of what is not urgent no minute.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from desk.pages import config_of, page, words_for
from locales import Words
from services.nudges import bell as bells
from services.nudges import telling
from services.nudges.bell import Bell
from services.store import Store

MISSED: float = 180.0
"""Seconds without a sign of the bot after which the screen says so."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the screen says. `minutes` something urgent has waited. `sign` changes with each new ringing."""

    state: str
    minutes: int
    sign: str


async def show_buzzer(request: web.Request) -> web.Response:
    """GET /buzzer"""
    shown = await asyncio.to_thread(_shown, request)
    return page(request, "buzzer.html", shown=shown, waiting=waiting_words(words_for(request), shown.minutes))


def waiting_words(words: Words, minutes: int) -> str:
    """How long something urgent has waited."""
    return words.plural("Waiting: {n} minute", "Waiting: {n} minutes", n=minutes)


async def tell_buzzer(request: web.Request) -> web.Response:
    """GET /buzzer/now: the same for the page that is open already."""
    shown = await asyncio.to_thread(_shown, request)
    waiting = waiting_words(words_for(request), shown.minutes)
    return web.json_response({"state": shown.state, "waiting": waiting, "sign": shown.sign})


def _shown(request: web.Request) -> Shown:
    config = config_of(request)
    if config.runtime is None:
        return Shown("unknown", 0, "")
    with config.database.reading() as session:
        return shown_of(bells.read(Store(session, config.runtime)), config.now())


def shown_of(bell: Bell, now: datetime) -> Shown:
    """What a bell makes the screen say."""
    sign = f"{bell.told_at}-{bell.rung_at}-{bell.urgent.first if bell.urgent else 0}"
    if now.timestamp() - bell.ticked > MISSED:
        return Shown("deaf", 0, sign)
    if bell.urgent is not None:
        return Shown("urgent", max(0, int(now.timestamp() - bell.urgent.since) // 60), sign)
    if (bell.news is not None and bell.is_told) or telling.is_overdue(bell, now):
        return Shown("new", 0, sign)
    return Shown("calm", 0, sign)
