"""From something well-formed to something that is not quite: JSON values, bytes, and words."""

import json
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

MOST_BENDS = 4
DEEP, LONG = 100, 20_000
"""Lists in lists; letters of a word that is too long for anything, and still shorter than what Telegram would carry."""

WORDS = (
    *("", " ", "\x00", "\ud800", "\ufeff", "\u202e", "\u200f", "a\u0301" * 50, "😟" * 300, "٣", "½", "१२", "\r\n\t"),
    *("null", "NaN", "Infinity", "-0", "1e999", "1_000", "0x10", "true", "../../etc/passwd", "=1+1", "%s%n", "{0}"),
    *("' OR 1=1 --", "<script>", "${x}", "/start", "/start " + "x" * 64, "🏠", "2026-02-30", "9999-12-31", "24:00"),
    *("0000-00-00T00:00:00Z", "FREQ=DAILY;INTERVAL=0", "Mo-Su 00:00-48:00", "+" + "9" * 40, "123 456 789 012 345 678"),
)
ATOMS: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**53 + 1, -(2**63), 10**400, 0.5, -0.0, 1e308, float("nan"), float("inf")),
    *([], {}, [[]], {"": None}, [None], {"id": {"id": []}}),
    *WORDS,
)


def bent(value: Any, chance: Random) -> Any:
    """A copy with one to four places changed; the value itself stays."""
    changed = deepcopy(value)
    for _ in range(chance.randint(1, MOST_BENDS)):
        changed = _bent_once(changed, chance)
    return changed


def _bent_once(value: Any, chance: Random) -> Any:
    if isinstance(value, dict) and value and chance.random() < 0.85:
        name = chance.choice(list(value))
        _bend_entry(value, name, chance)
        return value
    if isinstance(value, list) and value and chance.random() < 0.85:
        where = chance.randrange(len(value))
        value[where] = _bent_once(value[where], chance)
        return value
    if isinstance(value, str) and chance.random() < 0.5:
        return bent_words(value, chance)
    return chance.choice((_atom, _deep, _long, _listed))(value, chance)


def _bend_entry(value: dict[str, Any], name: str, chance: Random) -> None:
    way = chance.random()
    if way < 0.15:
        del value[name]
    elif way < 0.25:
        value[bent_words(name, chance)] = value.pop(name)
    elif way < 0.3:
        value[name] = [value[name], value[name]]
    else:
        value[name] = _bent_once(value[name], chance)


def _atom(value: Any, chance: Random) -> Any:
    return deepcopy(chance.choice(ATOMS))  # it may be bent further, and is drawn again


def _deep(value: Any, chance: Random) -> Any:
    for _ in range(DEEP):
        value = [value]
    return value


def _long(value: Any, chance: Random) -> Any:
    word = chance.choice(WORDS) or " "
    return (word * LONG)[:LONG]


def _listed(value: Any, chance: Random) -> Any:
    return [value] * chance.randint(2, 50)


def bent_words(text: str, chance: Random) -> str:
    """The text with something put in, taken out, doubled, or put in its place."""
    where, end = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
    ways: tuple[Callable[[], str], ...] = (
        lambda: text[:where] + chance.choice(WORDS) + text[where:],
        lambda: text[:where] + text[end:],
        lambda: text[:end] + text[where:end] * chance.randint(1, 40) + text[end:],
        lambda: (
            text[:where] + chr(chance.choice((chance.randrange(0x20), chance.randrange(0x2FFF)))) + text[where + 1 :]
        ),
        lambda: chance.choice(WORDS),
    )
    return chance.choice(ways)()


def torn(data: bytes, chance: Random) -> bytes:
    """The bytes with some turned over, left out, doubled, or cut off."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, MOST_BENDS)):
        if not changed:
            break
        where, end = sorted((chance.randrange(len(changed)), chance.randrange(len(changed))))
        way = chance.randrange(5)
        if way == 0:
            changed[where] = chance.randrange(256)
        elif way == 1:
            changed[where] ^= 1 << chance.randrange(8)
        elif way == 2:
            del changed[where : min(end, where + 200)]
        elif way == 3:
            changed[end:end] = changed[where : min(end, where + 500)] * chance.randint(1, 5)
        else:
            changed[where:where] = chance.choice(WORDS).encode("utf-8", "surrogatepass")
    return bytes(changed[: len(changed) if chance.random() < 0.9 else chance.randrange(len(changed) + 1)])


def as_json(value: Any) -> str:
    """As a careless program would write it: NaN, half signs and all."""
    return json.dumps(value)
