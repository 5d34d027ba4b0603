"""Texts of an organisation that are longer than Telegram shows in one piece.

They are warnings: a long message is sent in several, a long button is cut on small phones, and both can be mended.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from services.authoring.parts import Problem, Texts, Zone
from services.authoring.texts import length
from services.content.organisation import ORGANISATION, Organisation
from services.content.zones import ZONES
from services.directory.needs import FILE as NEEDS
from services.directory.needs import Need
from services.forms import Form
from services.forms.definition.items import Choice, plain
from services.forms.telling_apart import as_read, own_labels
from services.forums import FORUMS, Forum

MESSAGE = 4096
"""Bot API, sendMessage: UTF-16 units."""
MOST_NAMED = 4
"""How many of the choices that read alike are named."""
BUTTON = 64
"""Characters that a small phone still shows of a button that has a row to itself."""


def long_texts(organisation: Organisation, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Every text that is too long, with its place."""
    yield from _of_organisation(organisation)
    for form in forms.values():
        yield from _questions(form)
        yield from _choices(form)
        yield from _read_alike(form)


def long_labels(zones: Iterable[Zone], forums: Iterable[Forum], needs: Iterable[Need]) -> Iterator[Problem]:
    """Every name that stands on a button and is too long for one, and descriptions of forums longer than a message."""
    for zone in zones:
        yield from _long_label(ZONES, zone.name, zone.label)
    for need in needs:
        yield from _long_label(NEEDS, f"{need.key}.name", need.name)
    for forum in forums:
        yield from _long_label(FORUMS, f"{forum.key}.name", forum.name)
        for language, said in forum.about.by_language.items():
            if length(said) > MESSAGE:
                yield _too_long(FORUMS, f"{forum.key}.about.{language}", length(said))


def _long_label(file: str, key: str, label: Texts) -> Iterator[Problem]:
    longest = max(label.by_language.values(), key=len, default="")
    if len(longest) > BUTTON:
        rule = f"it has {len(longest)} characters, a small phone shows {BUTTON} on a button"
        yield Problem(file, key, rule, "Make it shorter", is_warning=True)


def _of_organisation(organisation: Organisation) -> Iterator[Problem]:
    texts: dict[str, Texts] = {
        "who_reads": organisation.who_reads,
        "outside_route": organisation.outside_route,
        **{f"services[{n}].what": each.what for n, each in enumerate(organisation.safe_services, 1)},
    }
    for key, text in texts.items():
        for language, said in text.by_language.items():
            if length(said) > MESSAGE:
                yield _too_long(ORGANISATION, f"{key}.{language}", length(said))


def _questions(form: Form) -> Iterator[Problem]:
    for item in form.items.values():
        for language in form.languages:
            parts = [*item.label.get(language, ()), *item.hint.get(language, ())]
            size = sum(length(part) for part in parts if isinstance(part, str))
            if size > MESSAGE:
                yield _too_long(f"forms/{form.name}", f"{item.name}, {language}", size)


def _choices(form: Form) -> Iterator[Problem]:
    for name, choices in form.choices.items():
        for choice in choices:
            longest = max(map(plain, choice.label.values()), key=len, default="")
            if len(longest) > BUTTON:
                rule = f"“{choice.name}” has a label of {len(longest)} characters, a small phone shows {BUTTON}"
                yield Problem(
                    f"forms/{form.name}",
                    _labels_of(name),
                    rule,
                    "Make it shorter",
                    is_warning=True,
                )


def _read_alike(form: Form) -> Iterator[Problem]:
    """Choices that nobody could tell apart by their labels. They can all be chosen, but people see our addition."""
    for name, choices in form.choices.items():
        told: set[frozenset[str]] = set()
        for language in form.languages:
            written = [plain(choice.label.get(language, ())) for choice in choices]
            shown = own_labels(form, choices, language)
            alike: dict[str, list[int]] = defaultdict(list)
            for place, label in enumerate(written):
                if label and shown[place] != label:
                    alike[as_read(label)].append(place)
            for places in alike.values():
                names = frozenset(choices[place].name for place in places)
                if names not in told:
                    told.add(names)
                    yield _alike(form, name, [choices[place] for place in places], [shown[place] for place in places])


def _alike(form: Form, name: str, choices: Sequence[Choice], shown: Sequence[str]) -> Problem:
    named = ", ".join(f"“{choice.name}”" for choice in choices[:MOST_NAMED])
    seen = ", ".join(f"“{label}”" for label in shown[:MOST_NAMED])
    rule = f"{named} have labels that read alike, so people see {seen}"
    return Problem(
        f"forms/{form.name}",
        _labels_of(name),
        rule,
        "Give each its own label",
        is_warning=True,
    )


def _too_long(file: str, key: str, size: int) -> Problem:
    rule = f"it takes {size} characters, one message holds {MESSAGE}, so it is sent in several"
    return Problem(file, key, rule, "Make it shorter", is_warning=True)


def _labels_of(choices: str) -> str:
    return f"sheet 'choices', list '{choices}', column 'label'"
