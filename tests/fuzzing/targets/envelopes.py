"""Envelopes of anybody: whoever can write the database can seal any body to the public key, or lay bytes there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import text

from services.keys.sealing import TooLarge
from tests.fuzzing.bending import bent, torn
from tests.fuzzing.campaign import Strike
from tests.fuzzing.targets.serving import Counter, a_counter
from tests.support.offices import found_in

A_WHILE = 60
"""Cases until the office is fetched anew: a desk with thousands of broken envelopes is slow for its own reasons."""
REPORT: dict[str, Any] = {
    "kind": "report",
    "form": "safety_report",
    "form_hash": "0" * 64,
    "compartment": "safety",
    "urgent": True,
    "mailbox": {"tag": "ab" * 32, "public_key": "cd" * 32},
    "check_words": [3, 41],
    "language": "ar",
    "route": {"chat": 7, "language": "ar"},
    "day": date(2026, 11, 20).isoformat(),
    "answers": {"category": "unsafe", "zone": "block_c", "when": "today", "what_happened": "They came."},
}


def a_body(counter: Counter, known: bytes, chance: Random) -> dict[str, Any]:
    tag = counter.office.mailboxes[known].tag.hex()
    later = {"mailbox_tag": tag, "day": "2026-11-20", "order": 1}
    bodies: tuple[dict[str, Any], ...] = (
        REPORT,
        REPORT | {"compartment": "psea"},
        {"kind": "message", "text": "One more thing", **later},
        {"kind": "withdrawn", **later},
        {"kind": "route_cut", **later},
        {"kind": "note", "case": known.hex(), "text": "x", "at": "2026-11-20T12:00:00+00:00", "by": "00" * 16},
        {"kind": "answers", "survey": "home", "round": "2026-1", "form_hash": "0" * 64, "answers": {"people": "3"}},
    )
    changed = bent(chance.choice(bodies), chance)
    return changed if isinstance(changed, dict) else {"kind": changed}


async def strike_once(counter: Counter, known: bytes, chance: Random) -> None:
    office = counter.office
    body = a_body(counter, known, chance)
    try:
        put = office.put(chance.choice(("safety", "surveys")), body)
    except (TooLarge, ValueError, TypeError, OverflowError):
        return  # nobody can write that down, or it fits no envelope
    if chance.random() < 0.2:
        _tear(counter, put, chance)
    pages = ("/", f"/case/{put.hex()}", f"/case/{known.hex()}", "/surveys")
    for page in pages:
        counter.judge(await counter.visitor.get(page))


def _tear(counter: Counter, envelope: bytes, chance: Random) -> None:
    with counter.office.database.writing() as session:
        [[sealed]] = session.execute(text("select body from envelopes where id = :id"), {"id": envelope})
        session.execute(
            text("update envelopes set body = :sealed where id = :id"),
            {"sealed": torn(bytes(sealed), chance), "id": envelope},
        )


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Strike]:
    founded = found_in(folder / "founded.db")
    struck = 0
    inside: tuple[Any, Counter, bytes] | None = None

    async def strike(chance: Random) -> None:
        nonlocal struck, inside
        if inside is None or struck % A_WHILE == 0:
            if inside is not None:
                await inside[0].__aexit__(None, None, None)
            manager = a_counter(founded, folder / f"office-{struck}.db")
            counter = await manager.__aenter__()
            inside = (manager, counter, counter.office.report())
        struck += 1
        await strike_once(inside[1], inside[2], chance)

    yield strike
    if inside is not None:
        await inside[0].__aexit__(None, None, None)
