"""Which types, columns and parameters of XLSForm are supported, and what each type of row becomes here."""

from __future__ import annotations

import re

from services.forms.items import Kind

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
BEHIND_THE_BACK = frozenset({"audit", "start-geopoint", "background-audio"})
UNRECORDED = OF_THE_PHONE | OF_THE_OWNER | BEHIND_THE_BACK
"""What XLSForm lets a tool note without asking. A form may name it; nothing is ever written there."""
SELECT_ONE = frozenset({"select_one", "select one", "select1", "select one from", "add select one prompt using"})
SELECT_MANY = frozenset(
    {"select_multiple", "select all that apply", "select all that apply from", "add select multiple prompt using"}
)
ONE_FROM_FILE = frozenset({"select_one_from_file", "select one from file"})
MANY_FROM_FILE = frozenset({"select_multiple_from_file", "select multiple from file"})
COMMANDS = {
    **dict.fromkeys(SELECT_ONE | ONE_FROM_FILE, Kind.ONE),
    **dict.fromkeys(SELECT_MANY | MANY_FROM_FILE, Kind.MANY),
}
SELECT = re.compile(
    r"(?P<command>" + "|".join(sorted(COMMANDS, key=len, reverse=True)) + r") (?P<list>\S+)"
    r"(?P<other> (?:or specify other|or_other|or other))?"
)
BEGIN = re.compile(r"begin[ _](?P<kind>group|repeat|lgroup|looped group)")
END = re.compile(r"end[ _](?:group|repeat|lgroup|looped group)")
SUPPORTED = (
    "select_one, select_multiple, select_one_from_file, text, integer, decimal, range, date, time, dateTime, "
    "geopoint, note, calculate, acknowledge, hidden, today, start, end, begin_group, begin_repeat"
)
BINDS = frozenset({"required", "relevant", "constraint", "calculate", "readonly", "jr:constraintMsg", "jr:requiredMsg"})
CONTROLS = frozenset({"appearance", "jr:count", "rows"})
REFUSED_COLUMNS = ("trigger", "media", "query", "save_to", "entities", "intent", "instance")
REFUSED_SHEETS = ("external_choices", "osm", "entities")
PARAMETERS = {
    Kind.TEXT: frozenset({"rows"}),
    Kind.ONE: frozenset({"value", "label"}),
    Kind.MANY: frozenset({"value", "label"}),
    Kind.RANGE: frozenset({"start", "end", "step"}),
}


def plain_kind(written: str) -> Kind | None:
    """The kind of a type that is no select, group or repeat; None for what is not supported."""
    name = written.removeprefix("add ").removesuffix(" prompt").removeprefix("q ")
    if written in DAY_ONLY:
        return Kind.CALCULATE
    if written.removeprefix("get ").removeprefix("uri:") in UNRECORDED or written == "get phone number":
        return Kind.UNRECORDED
    return PLAIN.get(OTHER_NAMES.get(name, name))


def kind_of(written: str) -> Kind | None:
    """The kind of any type of row as it stands in the type column; None for what is not supported."""
    select = SELECT.fullmatch(written)
    if select:
        return COMMANDS[select["command"]]
    begin = BEGIN.fullmatch(written)
    if begin:
        return Kind.GROUP if begin["kind"] == "group" else Kind.REPEAT
    return plain_kind(written)
