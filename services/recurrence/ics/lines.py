"""The syntax of a calendar file: bytes to components with their properties. Knows what no property means.

Of hostile files: work and memory grow with the size of the file, which is limited; a line that cannot be read spoils
the component it is in and no other; only the properties somebody wants are read at all, so names of people are not.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from icalendar.parser import Contentline

from services.recurrence.ics.events import MOST_BYTES, NotACalendar

MOST_LINES: Final = 100_000
MOST_DEPTH: Final = 8
LONGEST_LINE: Final = 50_000

_NAME: Final = re.compile(r"[A-Za-z0-9-]+")
_CALENDAR: Final = "VCALENDAR"


class Property(NamedTuple):
    """One property, its value as text with escapes undone."""

    name: str
    parameters: Mapping[str, str]
    value: str


@dataclass
class Component:
    """An event, an alarm, a time zone. `is_broken`: a line in it could not be read, or it does not end."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)
    is_broken: bool = False

    def all(self, name: str) -> list[Property]:
        """Every property of that name, in order."""
        return [each for each in self.properties if each.name == name]

    def value(self, name: str) -> str:
        """The value of the first property of that name; '' where there is none."""
        return next((each.value for each in self.properties if each.name == name), "")


def calendars(data: bytes, wanted: Collection[str]) -> list[Component]:
    """The calendars of the file, with those properties that are wanted. Raises NotACalendar."""
    if len(data) > MOST_BYTES or data.count(b"\n") + data.count(b"\r") > 2 * MOST_LINES:
        raise NotACalendar("too large")
    reader = _LineReader(wanted)
    for number, line in _unfolded(data):
        reader.take(number, line)
    return reader.finish()


class _LineReader:
    """Puts lines into the component that is open."""

    def __init__(self, wanted: Collection[str]) -> None:
        self._wanted = wanted
        self._root = Component("", 0)
        self._open = [self._root]
        self._deeper = 0

    def take(self, number: int, line: str) -> None:
        found = _NAME.match(line)
        name = found[0].upper() if found else ""
        if name == "BEGIN":
            self._begin(number, line[6:].strip().upper())
        elif name == "END":
            self._end(line[4:].strip().upper())
        elif name in self._wanted or not name:
            self._add(line)

    def finish(self) -> list[Component]:
        """The calendars; a component that does not end is broken."""
        for unfinished in self._open[1:]:
            unfinished.is_broken = True
        found = [each for each in self._root.parts if each.name == _CALENDAR]
        if not found:
            raise NotACalendar("not a calendar")
        return found

    def _begin(self, number: int, name: str) -> None:
        if len(self._open) > MOST_DEPTH:
            self._deeper += 1
            self._open[-1].is_broken = True
            return
        begun = Component(name, number)
        self._open[-1].parts.append(begun)
        self._open.append(begun)

    def _end(self, name: str) -> None:
        """An end that does not fit closes what it names, and breaks that and everything in between: lines of the one
        may have gone into the other.
        """
        if self._deeper:
            self._deeper -= 1
            return
        names = [each.name for each in self._open]
        if name not in names[1:]:
            self._open[-1].is_broken = True
            return
        closed = self._open.pop()
        while closed.name != name:
            closed.is_broken = self._open[-1].is_broken = True
            closed = self._open.pop()

    def _add(self, line: str) -> None:
        component = self._open[-1]
        try:
            if len(line) > LONGEST_LINE:
                raise ValueError
            name, parameters, value = Contentline(line).parts()
            found = Property(name.upper(), {each.upper(): str(parameters[each]) for each in parameters}, value)
        except (ValueError, KeyError, IndexError, TypeError):
            component.is_broken = True
        else:
            component.properties.append(found)


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    """Each content line with the number of its first line in the file. Bytes are joined before they are read, because
    some writers fold in the middle of a letter.
    """
    begun, held = 1, bytearray()
    for number, raw in enumerate(re.split(rb"\r\n|\n|\r", data.removeprefix(b"\xef\xbb\xbf")), 1):
        if raw[:1] in (b" ", b"\t"):
            held += raw[1:]
            continue
        if held:
            yield begun, _text(held)
        begun, held = number, bytearray(raw)
    if held:
        yield begun, _text(held)


def _text(line: bytearray) -> str:
    """Letters that cannot be read are shown as such; RFC 5545 asks for UTF-8."""
    return line.decode("utf-8", errors="replace")
