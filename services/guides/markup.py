"""The little markup of guides and agreements: what a phone shows, the links in it, and what is wrong with it.

A line is a line on the phone. `# ` begins a heading, `- ` a point, `- [ ] ` something to tick, `1. ` a rule;
`[words](step:name)` is a link, shown as a button. Everything else is plain text, and what looks like other markup is
named as a fault: a frightened person must not be shown asterisks.
"""

import re
from dataclasses import dataclass

POINT = "•"
MOST_ITEMS = 16
LONGEST_ITEM = 40
"""Characters of something to tick: it is the label of a button."""
LONGEST_LABEL = 40

_LINK = re.compile(r"\[(?P<label>[^\[\]]*)\]\((?P<kind>[a-z]*):(?P<target>[^()\s]*)\)")
_ITEM = re.compile(r"- \[ \] (?P<item>.*)")
_FAULTS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"\*\*|(?<!\w)__|__(?!\w)"), "bold or italic type cannot be shown", "Take the ** or __ away"),
    (re.compile(r"`"), "a code mark cannot be shown", "Take the ` away"),
    (re.compile(r"</?[A-Za-z][^>]*>"), "HTML cannot be shown", "Write plain text"),
    (re.compile(r"!\["), "a picture cannot be shown", "Take it away, or say in words what it shows"),
    (re.compile(r"^##"), "there is one kind of heading", "Begin it with one # and a space"),
    (re.compile(r"^#[^\s#]"), "a heading needs a space after its #", "Write “# Heading”"),
    (re.compile(r"^\s*\|"), "a table cannot be shown", "Write each row as a line of its own"),
    (re.compile(r"^\s+-|^-(?=[^\s-])|^\*\s"), "a point begins with “- ”", "Write “- ” at the very start of the line"),
    (re.compile(r"^-\s*\[(?! \] )"), "something to tick begins with “- [ ] ”", "Write “- [ ] ” with one space inside"),
    (re.compile(r"\]\("), "a link is not whole", "Write [words](step:name) without spaces in the brackets"),
    (re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f]"), "an invisible control character", "Type it again"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link and the line it stands in."""

    kind: str
    target: str
    label: str
    line: int


@dataclass(frozen=True, slots=True)
class MarkupFault:
    """What is wrong in one line, and what to do."""

    line: int
    rule: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A text as it is shown, what can be ticked in it, its links, and its faults."""

    text: str
    items: tuple[str, ...]
    links: tuple[Link, ...]
    faults: tuple[MarkupFault, ...]


def read_markup(source: str, first_line: int = 1) -> Marked:
    """Read a text whose first line is number `first_line` of its file. Never raises: faults are part of the answer."""
    shown: list[str] = []
    items: list[str] = []
    links: list[Link] = []
    faults: list[MarkupFault] = []
    for number, line in enumerate(source.split("\n"), first_line):
        line = line.rstrip()
        found = [Link(one["kind"], one["target"], one["label"].strip(), number) for one in _LINK.finditer(line)]
        links += found
        plain = _LINK.sub(lambda one: one["label"].strip(), line)
        item = _ITEM.fullmatch(plain)
        faults += _faults_of(_LINK.sub("", line), number, found)
        if item:
            items.append(item["item"].strip())
            faults += _faults_of_item(items, number)
        elif not (found and _is_only_links(line)):
            shown.append(_as_shown(plain))
    return Marked(_tidy(shown), tuple(items), tuple(links), tuple(faults))


def _is_only_links(line: str) -> bool:
    return not _LINK.sub("", line).strip(" -")


def _as_shown(line: str) -> str:
    if line.startswith("# "):
        return f"\n{line[2:].strip()}"
    if line.startswith("- "):
        return f"{POINT} {line[2:].strip()}"
    return line


def _tidy(lines: list[str]) -> str:
    """Never more than one blank line, and none at the ends or below a heading."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _faults_of(line: str, number: int, links: list[Link]) -> list[MarkupFault]:
    faults = [MarkupFault(number, rule, remedy) for pattern, rule, remedy in _FAULTS if pattern.search(line)]
    for link in links:
        if not link.label or not link.kind or not link.target:
            faults.append(MarkupFault(number, "a link is not whole", "Write [words](step:name)"))
        elif len(link.label) > LONGEST_LABEL:
            remedy = f"Use at most {LONGEST_LABEL} characters"
            faults.append(MarkupFault(number, "the words of a link are too long for a button", remedy))
    return faults


def _faults_of_item(items: list[str], number: int) -> list[MarkupFault]:
    faults = []
    if not items[-1] or len(items[-1]) > LONGEST_ITEM:
        remedy = f"Use 1 to {LONGEST_ITEM} characters"
        faults.append(MarkupFault(number, "something to tick is empty or too long for a button", remedy))
    if len(items) == MOST_ITEMS + 1:
        remedy = f"Keep at most {MOST_ITEMS}, or make a second list"
        faults.append(MarkupFault(number, "there is too much to tick", remedy))
    return faults
