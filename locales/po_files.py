"""Reading .po files as people and translation platforms (Weblate, Poedit, Pootle) leave them.

Babel reads the entries. What it does not know is done here: a byte order mark, the previous English of a fuzzy entry
(`#|`), obsolete entries that carry one (`#~|`), and plural forms counted in another way than ours.
"""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from locales.plurals import form_count, plural_rule

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

_OBSOLETE_PREVIOUS = re.compile(r"^#~\|.*\n?", re.MULTILINE)
_HEADER_STARTS = re.compile(r'^msgstr ""[ \t]*$', re.MULTILINE)
_FIRST_ENTRY = re.compile(r'^msgid (?!""\s*$)', re.MULTILINE)
_PREVIOUS = re.compile(r'^\|\s*(msgid_plural|msgid|msgctxt)?\s*(".*")$')
EXAMPLES = (*range(1001), 1_000_000, 2_000_000)
"""Numbers among which each plural form of a language has one."""


def read_catalog(data: bytes, code: str, plural_forms: str) -> "Catalog":
    """The catalogue in a file's bytes, with the plural forms of the language, whatever the file counts by."""
    from babel.messages.pofile import read_po  # slow to import, and English needs none of it

    text = _OBSOLETE_PREVIOUS.sub("", data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))
    catalog = read_po(_with_plural_forms(text, plural_forms).splitlines(), locale=code)
    rearranged = _rearrangement(catalog, plural_forms)
    for message in catalog:
        _take_previous(message)
        if isinstance(message.string, tuple) and rearranged is not None:
            message.string = rearranged(message.string)
    return catalog


def _with_plural_forms(text: str, plural_forms: str) -> str:
    """A header that does not say how it counts counts as we do: Babel would drop the forms it does not expect."""
    entry = _FIRST_ENTRY.search(text)
    header = text[: entry.start() if entry else len(text)]
    if "Plural-Forms:" in header:
        return text
    return (
        _HEADER_STARTS.sub(lambda found: f'{found[0]}\n"Plural-Forms: {plural_forms}\\n"', header, count=1)
        + (text[len(header) :])
    )


def _rearrangement(catalog: "Catalog", plural_forms: str) -> Callable[[Sequence[str]], tuple[str, ...]] | None:
    """From the forms of the file to ours: each of ours is the one the file has for the same number."""
    ours = plural_rule(plural_forms)
    try:
        theirs = plural_rule(f"nplurals={catalog.num_plurals}; plural={catalog.plural_expr};")
    except ValueError:
        return None
    numbers = {ours(number): number for number in reversed(EXAMPLES)}
    places = [theirs(numbers.get(form, 0)) for form in range(form_count(plural_forms))]
    if places == list(range(catalog.num_plurals)):
        return None
    return lambda forms: tuple(forms[place] if place < len(forms) else "" for place in places)


def _take_previous(message: "Message") -> None:
    """The previous English, which Babel takes for comments of a translator."""
    from babel.messages.pofile import denormalize

    said: dict[str, str] = {}
    keyword = "msgid"
    for comment in message.user_comments:
        found = _PREVIOUS.match(comment)
        if found:
            keyword = found[1] or keyword
            said[keyword] = said.get(keyword, "") + denormalize(found[2])
    message.user_comments = [comment for comment in message.user_comments if not comment.startswith("|")]
    message.previous_id = [said[each] for each in ("msgid", "msgid_plural") if each in said]
