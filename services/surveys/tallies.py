"""Who answered what, question by question: people, not rows, and on what other answers each answer depends."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from services.disclosure.attack import LEAST
from services.disclosure.several import several_each, several_or_none
from services.disclosure.suppression import (
    LEAST_SENSITIVE,
    Shown,
    each_alone,
    enough,
    in_a_row,
)
from services.disclosure.together import Together, of_any
from services.forms import Form, Kind
from services.forms.definition.items import ASKED, Item
from services.forms.definition.labels import path_in_form
from services.forms.definition.sources import around, deciding, narrowing
from services.surveys.answers import Round
from services.surveys.bands import counted_as, places, places_of
from services.surveys.together import together

SENSITIVE = "sensitive"
"""The appearance of a question, or of a group of them, about violence, children or aid workers."""
NO_ANSWER = ""
"""The place of those who gave none of the answers that are counted."""

People = frozenset[int]


@dataclass(frozen=True, slots=True)
class Tally:
    """One question. `givers`: the people who gave each answer, by its place, once each, however many rows of a repeat
    they filled in. `depends_on` are the questions that decide about it, `narrowed_by` those that decide what can be
    chosen. `silent`: who gave all that leads to it, and no answer to it; they have no place of their own."""

    form: Form
    item: Item
    givers: Mapping[str, People] = field(repr=False)
    depends_on: frozenset[str]
    narrowed_by: frozenset[str]
    least: int
    silent: People = field(default=frozenset(), repr=False)

    @property
    def is_for_everybody(self) -> bool:
        """Whether everybody is asked exactly once: only then those who gave no answer are counted too."""
        return not self.depends_on and self.item.path not in self.form.within_rows

    @property
    def hangs_on_several(self) -> bool:
        """Whether answers to several questions together decide about it: how many were asked says how many gave both of
        two answers, and so how many only one."""
        items = self.form.items
        alone = (path for path in self.depends_on if deciding(self.item, items, unlike=items[path]) == {path})
        return bool(self.depends_on) and not any(alone)

    @property
    def is_required(self) -> bool:
        """Whether it may be known that everybody who was asked answered: where nobody may decline, the form says so."""
        return self.item.required is not None

    @property
    def takes_several(self) -> bool:
        """Whether one person can be in several places."""
        return self.item.kind is Kind.MANY or self.item.path in self.form.within_rows

    @property
    def together(self) -> Together | None:
        """What one person may choose of the answers; None where it is not known what the rule for them implies. Who
        fills in several rows may give in one what a rule forbids beside the answer in another."""
        answers = [name for name in self.givers if name != NO_ANSWER]
        if self.item.kind is not Kind.MANY:
            return of_any(len(answers))
        found = together(self.item, answers)
        if self.item.path not in self.form.within_rows:
            return found
        return of_any(len(answers)) if found is not None and found.only_forbids else None

    @property
    def answered(self) -> People:
        """Everybody who gave one of the answers that are counted."""
        return frozenset().union(*(people for name, people in self.givers.items() if name != NO_ANSWER))

    def among(self, people: People) -> "Tally":
        """The same, of these people alone."""
        givers = {name: those & people for name, those in self.givers.items()}
        return replace(self, givers=givers, silent=self.silent & people)

    def hidden_or_not(self, people: int) -> dict[str, Shown]:
        """Its counts as they may be shown on their own, of so many who answered the round."""
        counts = [len(those) for those in self.givers.values()]
        shown = self._of_several(counts, people) if self.takes_several else self._in_a_row(counts)
        return dict(zip(self.givers, shown, strict=True))

    def _of_several(self, counts: list[int], people: int) -> tuple[Shown, ...]:
        if self.together is None:
            return (None,) * len(counts)
        if self.is_for_everybody:
            *given, none = counts
            return several_or_none(given, none, people, self.least, self.is_required, self.together)
        return several_each(counts, len(self.answered), len(self.answered | self.silent), self.least, self.together)

    def _in_a_row(self, counts: list[int]) -> tuple[Shown, ...]:
        """Who was asked a follow-up and did not answer it is hidden among the others, since who was asked is known; and
        the others are hidden as if everybody had answered, since that may be known, too."""
        alone = in_a_row(counts, self.least)
        if self.is_for_everybody or sum(counts) <= 2 * self.least:
            return alone
        among = in_a_row([*counts, len(self.silent)], self.least)[:-1]
        pairs = zip(counts, alone, among, strict=True)
        hidden = {count for count, one, other in pairs if one is None or one != other}
        while hidden and (others := set(counts) - hidden) and not self._make_enough(counts, hidden):
            hidden.add(min(others))
        return tuple(None if count in hidden else one for count, one in zip(counts, alone, strict=True))

    def _make_enough(self, counts: list[int], hidden: set[int]) -> bool:
        those = [count for count in counts if count in hidden]
        return len(those) > 1 and sum(those) >= enough(self.least)

    def each_alone(self, people: int) -> dict[str, Shown]:
        """Its counts as if nothing joined them, of so many who answered the round."""
        whole = people if self.is_for_everybody else len(self.answered)
        shown = each_alone([len(those) for those in self.givers.values()], whole, self.least)
        return dict(zip(self.givers, shown, strict=True))


def tallies(round: Round) -> Iterator[Tally]:
    """Every question of the newest form, then those that only older versions had."""
    given: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for person, each in enumerate(round.answers):
        for path, value in each.answers.items():
            given[path_in_form(path)].append((person, value))
    everybody = frozenset(range(len(round.answers)))
    year = int(round.weeks[0][:4])
    known: dict[str, Tally] = {}
    for form, item in questions(round):
        tally = _tally(form, item, _givers(form, item, given[item.path], year), everybody)
        known[item.path] = replace(tally, silent=_silent(tally, known))
        yield known[item.path]


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


def is_sensitive(form: Form, item: Item) -> bool:
    """Whether it, something around it, or a question that decides about it has the mark: who was asked a follow-up
    gave the answer that leads there."""
    waiting, met = [item], {item.path}
    while waiting:
        one = waiting.pop()
        if any(SENSITIVE in each.appearance for each in (one, *around(one, form.items))):
            return True
        above = deciding(one, form.items) - met
        met |= above
        waiting += [form.items[path] for path in above]
    return False


def _tally(form: Form, item: Item, givers: dict[str, People], everybody: People) -> Tally:
    decided, narrowed = deciding(item, form.items), narrowing(item, form.items)
    least = LEAST_SENSITIVE if is_sensitive(form, item) else LEAST
    tally = Tally(form, item, givers, decided, narrowed, least)
    if tally.is_for_everybody:
        givers[NO_ANSWER] = everybody - tally.answered
    return tally


def leading(tally: Tally, other: Tally) -> list[str]:
    """The answers to the other question after which somebody answered this one."""
    return [name for name, people in other.givers.items() if people & tally.answered]


def _silent(tally: Tally, known: Mapping[str, Tally]) -> People:
    above = [known[path] for path in tally.depends_on & known.keys()]
    asked = [frozenset().union(*(other.givers[name] for name in leading(tally, other))) for other in above]
    return frozenset.intersection(*asked) - tally.answered if asked else frozenset()


def _givers(form: Form, item: Item, given: list[tuple[int, str]], year: int) -> dict[str, People]:
    people: dict[str, set[int]] = {name: set() for name in places(form, item, year)}
    for person, value in given:
        for name in places_of(counted_as(item), value, year):
            if name in people:
                people[name].add(person)
    return {name: frozenset(those) for name, those in people.items()}
