"""Which types, columns and parameters of XLSForm are supported, and what each type of row becomes here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from services.forms.definition.items import Kind

PLAIN = {
    "text": Kind.TEXT,
    "phone number": Kind.TEXT,
    "integer": Kind.INTEGER,
    "decimal": Kind.DECIMAL,
    "range": Kind.RANGE,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "dateTime": Kind.DATE_TIME,
    "geopoint": Kind.GEOPOINT,
    "note": Kind.NOTE,
    "calculate": Kind.CALCULATE,
    "acknowledge": Kind.ACKNOWLEDGE,
    "hidden": Kind.HIDDEN,
}
OTHER_NAMES = {
    "string": "text",
    "int": "integer",
    "trigger": "acknowledge",
    "datetime": "dateTime",
    "date time": "dateTime",
    "gps": "geopoint",
    "location": "geopoint",
}
DAY_ONLY = frozenset({"today", "start", "end", "get today", "get start time", "get end time", "start time", "end time"})
OF_THE_PHONE = frozenset(
    {"deviceid", "device id", "imei", "phonenumber", "simserial", "sim id", "subscriberid", "subscriber id"}
)
OF_THE_OWNER = frozenset({"username", "email"})
BEHIND_THE_BACK = frozenset({"audit", "start-geopoint", "background-geopoint", "background-audio"})
NOT_TAKEN = frozenset({"image", "photo", "picture", "audio", "video", "file", "barcode", "geotrace", "geoshape", "osm"})
"""What is answered with a file or a walk, in other tools. It stays empty."""
UNRECORDED = OF_THE_PHONE | OF_THE_OWNER | BEHIND_THE_BACK
"""What XLSForm lets a tool note without asking. A form may name it; nothing is ever written there."""
TABLES = {"csv-external": ".csv", "xml-external": ".xml"}
"""Rows that ask nothing: they say which file beside the form instance() looks into, and its ending."""
EXTERNAL = "external_choices"
"""The sheet that a select_one_external chooses from."""
SELECT_ONE = frozenset(
    {
        *("select_one", "select one", "select1", "select one from", "add select one prompt using"),
        *("select_one_external", "select one external"),
    }
)
SELECT_MANY = frozenset(
    {"select_multiple", "select all that apply", "select all that apply from", "add select multiple prompt using"}
)
ONE_FROM_FILE = frozenset({"select_one_from_file", "select one from file"})
MANY_FROM_FILE = frozenset({"select_multiple_from_file", "select multiple from file"})
COMMANDS = {
    **dict.fromkeys(SELECT_ONE | ONE_FROM_FILE, Kind.ONE),
    **dict.fromkeys(SELECT_MANY | MANY_FROM_FILE, Kind.MANY),
    "rank": Kind.RANK,
}
SELECT = re.compile(
    r"(?P<command>" + "|".join(sorted(COMMANDS, key=len, reverse=True)) + r") +(?P<list>\$\{[^}]*\}|\S+)"
    r"(?P<other> +(?:or specify other|or_other|or other))?"
)
BEGIN = re.compile(r"begin[ _](?P<kind>group|repeat|lgroup|looped group)")
END = re.compile(r"end[ _](?:group|repeat|lgroup|looped group)")
SUPPORTED = (
    "select_one, select_multiple, rank, select_one_from_file, text, integer, decimal, range, date, time, dateTime, "
    "geopoint, note, calculate, acknowledge, hidden, today, start, end, begin_group, begin_repeat"
)
BINDS = frozenset({"required", "relevant", "constraint", "calculate", "readonly", "jr:constraintMsg", "jr:requiredMsg"})
CONTROLS = frozenset({"appearance", "jr:count", "rows"})
REFUSED_COLUMNS = ("query",)
HINT_COLUMNS = ("media", "save_to", "entities", "intent", "instance")
"""Pictures and sound beside the words, and what only other tools do with an answer: the words still ask the same."""
HINT_SHEETS = ("osm", "entities")
CHOOSING = frozenset({"value", "label", "randomize", "seed"})
PARAMETERS = {
    Kind.TEXT: frozenset({"rows"}),
    Kind.ONE: CHOOSING,
    Kind.MANY: CHOOSING,
    Kind.RANK: CHOOSING,
    Kind.RANGE: frozenset({"start", "end", "step"}),
}
HINT_PARAMETERS = frozenset(
    {
        *("capture-accuracy", "warning-accuracy", "allow-mock-accuracy", "incremental"),
        *("tick_interval", "placeholder", "tick_labelset", "rows", "app"),
    }
)
"""How another tool shows a question, or what it makes of a phone. An answer means the same without."""


def parameters(cells: Mapping[str, Any]) -> dict[str, str]:
    """The parameters column: 'name=value name=value', also with commas or semicolons between."""
    written = re.sub(r"\s*=\s*", "=", str(cells.get("parameters") or "")).replace(";", " ").replace(",", " ")
    return {name: value for name, _, value in (part.partition("=") for part in written.split()) if name}


def known_type(written: str) -> str:
    """The type as XLSForm writes it, where only capital letters differ: 'Integer', 'Select_One list'."""
    if kind_of(written) is not None or BEGIN.fullmatch(written) or END.fullmatch(written):
        return written
    small = written.lower()
    found = SELECT.fullmatch(small)
    meant = small[: found.start("list")] + written[found.start("list") :] if found else small
    return meant if kind_of(meant) is not None or END.fullmatch(meant) else written


def plain_kind(written: str) -> Kind | None:
    """The kind of a type that is no select, group or repeat; None for what is not known."""
    if written in DAY_ONLY:
        return Kind.CALCULATE
    if is_never_recorded(written) or is_not_taken(written):
        return Kind.UNRECORDED
    name = _bare(written)
    return PLAIN.get(OTHER_NAMES.get(name, name))


def _bare(written: str) -> str:
    """'image' for 'add image prompt' and 'q image'."""
    return written.removeprefix("add ").removesuffix(" prompt").removeprefix("q ")


def is_never_recorded(written: str) -> bool:
    """Whether a type says who answers, or on which phone."""
    return written.removeprefix("get ").removeprefix("uri:") in UNRECORDED or written == "get phone number"


def is_not_taken(written: str) -> bool:
    """Whether the answer to a type is a file or a walk. The map of an 'osm' question has a name behind it."""
    return _bare(written) in NOT_TAKEN or written.startswith("osm ")


def kind_of(written: str) -> Kind | None:
    """The kind of any type of row as it stands in the type column; None for what is not supported."""
    select = SELECT.fullmatch(written)
    if select:
        return COMMANDS[select["command"]]
    begin = BEGIN.fullmatch(written)
    if begin:
        return Kind.GROUP if begin["kind"] == "group" else Kind.REPEAT
    return plain_kind(written)
