"""How many gave which answer to each question of a round, as it may be shown: small numbers hidden (`suppression`).

A question that is only asked after certain answers to another one could give away a hidden number of those: who
answered it, answered that. It is therefore shown without a total, and not at all where it says more than the other.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.disclosure.suppression import LEAST, LEAST_SENSITIVE, Shown, in_a_row, several_each
from services.forms import Form, Kind
from services.forms.definition.items import ASKED, Item
from services.forms.definition.labels import choices_by_name, label_of, path_in_form
from services.forms.definition.sources import paths_in
from services.forms.telling_apart import choice_labels
from services.surveys.answers import Round

SENSITIVE = "sensitive"
"""The appearance of a question about violence, children or aid workers: counts under 10 are hidden."""
BINS = ((0, "0"), (2, "1–2"), (5, "3–5"), (10, "6–10"), (20, "11–20"), (50, "21–50"))
BEYOND = "51+"
BELOW = "< 0"
WROTE = "wrote"


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer and how many gave it. `name` is '' for no answer at all."""

    name: str
    label: str
    count: Shown


@dataclass(frozen=True, slots=True)
class Counted:
    """One question. `is_withheld`: too few answered, or it would give away another one."""

    path: str
    label: str
    kind: Kind
    cells: tuple[Cell, ...]
    is_withheld: bool


def shown(people: int) -> Shown:
    """How many answered a round, as it may be shown."""
    return None if 0 < people < LEAST else people


def counted(round: Round, language: str) -> tuple[Counted, ...]:
    """Every question of the round, in the order of the form; those of older versions after it. Nothing if too few."""
    if shown(len(round.answers)) is None:
        return ()
    return _Counting(round, language).all()


class _Counting:
    """One pass over the questions; what was shown of the earlier ones bears on the later ones."""

    def __init__(self, round: Round, language: str) -> None:
        self._questions = list(questions(round))
        self._kinds = {item.path: counted_as(item) for _, item in self._questions}
        self._people = len(round.answers)
        self._language = language
        self._values: dict[str, list[str]] = defaultdict(list)
        self._answers: list[Mapping[str, str]] = []
        for each in round.answers:
            given = [(path_in_form(path), value) for path, value in each.answers.items() if value]
            self._answers.append(dict(given))
            for path, value in given:
                self._values[path].append(value)
        self._seen: dict[str, dict[str, Shown]] = {}

    def all(self) -> tuple[Counted, ...]:
        return tuple(self._question(form, item) for form, item in self._questions)

    def _question(self, form: Form, item: Item) -> Counted:
        values = self._values[item.path]
        names = self._names(form, item)
        tally = Counter(cell for value in values for cell in cells_of(counted_as(item), value))
        names += sorted(tally.keys() - set(names))
        above = frozenset(_parents(form, item))
        depends = bool(above) or item.path in form.within_rows
        counts = self._hidden_or_not(item, [tally[name] for name in names], len(values), depends)
        if above and self._says_too_much(item, counts[: len(names)], above):
            counts = (None,) * len(counts)
        self._seen[item.path] = dict(zip(names, counts, strict=False))
        every = names if depends else [*names, ""]
        labels = self._labels(form, item)
        cells = tuple(Cell(name, labels.get(name, name), count) for name, count in zip(every, counts, strict=True))
        is_withheld = any(cell.count is None for cell in cells) and not any(cell.count for cell in cells)
        return Counted(item.path, label_of(form, item, self._language), item.kind, cells, is_withheld)

    def _hidden_or_not(self, item: Item, counts: list[int], answered: int, depends: bool) -> tuple[Shown, ...]:
        least = LEAST_SENSITIVE if SENSITIVE in item.appearance else LEAST
        every = counts if depends else [*counts, self._people - answered]
        if item.kind is Kind.MANY and not depends:
            return several_each(every, self._people, least)
        return in_a_row(every, least).counts

    def _says_too_much(self, item: Item, counts: Sequence[Shown], above: frozenset[str]) -> bool:
        """True where at least so many answered this that a hidden number of an answer before it shows through."""
        visible = [count for count in counts if count is not None]
        at_least = max(visible, default=0) if item.kind is Kind.MANY else sum(visible)
        return any(at_least > self._visible_above(item, path) for path in above & self._seen.keys())

    def _visible_above(self, item: Item, path: str) -> int:
        """How many are seen to have given, to the question before, an answer after which this one was asked."""
        seen = self._seen[path]
        if None not in seen.values():
            return self._people
        those = (each for each in self._answers if item.path in each)
        leading = {cell for each in those for cell in cells_of(self._kinds[path], each.get(path, ""))}
        return sum(seen.get(cell) or 0 for cell in leading)

    def _names(self, form: Form, item: Item) -> list[str]:
        if counted_as(item) in (Kind.INTEGER, Kind.DECIMAL):
            return [*(label for _, label in BINS), BEYOND]
        if item.is_in_own_words:
            return [WROTE]
        return list(choices_by_name(form, item))

    def _labels(self, form: Form, item: Item) -> dict[str, str]:
        labels = dict(choice_labels(form, item, self._language))
        return {name: f"1. {label}" for name, label in labels.items()} if item.kind is Kind.RANK else labels


def questions(round: Round) -> Iterator[tuple[Form, Item]]:
    """Every question of the newest form, then those that only older versions had."""
    return ((form, item) for form, item in rows_of_forms(round) if item.kind in ASKED)


def rows_of_forms(round: Round) -> Iterator[tuple[Form, Item]]:
    """Everything that can have a value in the newest form, asked or not, then what only older versions had."""
    met: set[str] = set()
    for form in reversed(list(round.forms.values())):
        for item in form.items.values():
            if not item.holds_others and item.path not in met:
                met.add(item.path)
                yield form, item


def counted_as(item: Item) -> Kind:
    """The kind that says how answers are counted. By own words somebody may be known: they are not counted by what
    they say. Of a long range, groups of numbers are counted."""
    if item.is_in_own_words:
        return Kind.TEXT
    return Kind.DECIMAL if item.steps is not None else item.kind


def cells_of(kind: Kind, value: str) -> tuple[str, ...]:
    """The cells that one answer falls into."""
    if not value:
        return ()
    match kind:
        case Kind.MANY:
            return tuple(dict.fromkeys(value.split()))
        case Kind.RANK:
            return tuple(value.split()[:1])
        case Kind.TEXT | Kind.GEOPOINT:
            return (WROTE,)
        case Kind.INTEGER | Kind.DECIMAL:
            return (_bin(value),)
        case Kind.DATE | Kind.DATE_TIME:
            return (value[:7],)
        case Kind.TIME:
            return (f"{value[:2]}:00",)
        case _:
            return (value,)


def _bin(value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    if number < 0:
        return BELOW
    return next((label for most, label in BINS if number <= most), BEYOND)


def _parents(form: Form, item: Item) -> Iterator[str]:
    """The questions whose answers decide whether this one is asked, also by way of computed values."""
    paths = item.path.split("/")
    around = [form.items["/".join(paths[: end + 1])] for end in range(len(paths))]
    waiting = [each.relevant for each in around if each.relevant is not None]
    met: set[str] = set()
    while waiting:
        for path in paths_in(waiting.pop().tree):
            found = form.items.get(path)
            if found is None or path in met:
                continue
            met.add(path)
            if found.kind in ASKED:
                yield path
            elif found.calculation is not None:
                waiting.append(found.calculation)
