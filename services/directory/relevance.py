"""Which services answer what somebody typed, and which of them stands first.

A need that the words name comes before whatever else has those words: "I need a doctor" finds doctors, not whatever
says "I need". Of its services those come first that themselves say what is special in the words ("dentist"), then those
open now, then those that are for this before all else; where words of danger ask, those open now come first. Where
several things are named, the best for each stands first.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Final

from services.directory.catalogue import ServiceCatalogue
from services.directory.folding import all_words, words_of
from services.directory.model import Service
from services.directory.needs import PEOPLE, NamedNeed

SEEN_FIRST: Final = 2
"""Services that everybody sees who looks for something, wherever they are shown."""
EQUAL: Final = 0.9
"""Share of the best answer from which another one is as good, so that it counts which of them is open."""
Asked = Callable[[Service], bool]


def in_order(
    catalogue: ServiceCatalogue, text: str, fits: Asked, is_open: Asked, *, is_pressing: bool = False
) -> list[Service]:
    """Those of the services that fit which answer the words, the most useful first; where these `is_pressing`, what is
    open before what says best what the words say."""
    named = () if catalogue.with_number(text) else catalogue.needs.named_apart(text)
    keys = frozenset[str]().union(*(each.needs for each in named))
    scores = catalogue.search(text)
    meant = {id for id, service in catalogue.services.items() if not keys.isdisjoint(service.needs)} if keys else set()
    good = _as_good(_within(catalogue.search(_special(catalogue, text, keys)), meant) if meant else scores)
    found = [catalogue.services[id] for id in scores.keys() | meant if fits(catalogue.services[id])]

    def rank(service: Service) -> tuple[object, ...]:
        is_first = not keys.isdisjoint(service.needs[:1])
        well = -scores.get(service.id, 0.0)
        fitness = (service.id not in good, not is_open(service))
        fitness = fitness[::-1] if is_pressing else fitness
        return bool(meant) and service.id not in meant, *fitness, not is_first, well

    found.sort(key=lambda service: (rank(service), service.id))
    return best_of_each(_open_at_once(catalogue, found, named, is_open), named)


def best_of_each(found: Sequence[Service], named: Sequence[NamedNeed]) -> list[Service]:
    """The same services, with the first for each thing that is named before the others."""
    first: list[Service] = []
    for each in sorted(named, key=lambda each: each.is_aside):
        if not any(is_for(service, each.needs) for service in first):
            first += [service for service in found if not each.needs.isdisjoint(service.needs)][:1]
    chosen = {service.id for service in first}
    return [*dict.fromkeys(first), *(service for service in found if service.id not in chosen)]


def is_for(service: Service, needs: Collection[str]) -> bool:
    """Whether it is for one of these before all else."""
    return service.needs[:1] != () and service.needs[0] in needs


def _open_at_once(
    catalogue: ServiceCatalogue, found: list[Service], named: Sequence[NamedNeed], is_open: Asked
) -> list[Service]:
    """The same, where the words name what cannot wait with the best that is open brought before the others: it is seen
    among the first two, or as the first where something else is named too."""
    at_once = {need.key for need in catalogue.needs.needs if need.at_once}
    pressing = {key for each in named for key in each.needs if key in at_once}
    helping = (each for each in found if not pressing.isdisjoint(each.needs) and is_open(each))
    best = next(helping, None) if pressing else None
    if best is None or best in found[: SEEN_FIRST if len(named) == 1 else 1]:
        return found
    return [best, *(each for each in found if each is not best)]


def _as_good(scores: dict[str, float]) -> set[str]:
    least = max(scores.values(), default=0.0) * EQUAL
    return {id for id, score in scores.items() if score >= least}


def _within(scores: dict[str, float], ids: Collection[str]) -> dict[str, float]:
    return {id: score for id, score in scores.items() if id in ids}


def _special(catalogue: ServiceCatalogue, text: str, keys: Collection[str]) -> str:
    """The words that some service has, without those that every service for these needs goes by: the first of their
    names ("Water, toilets"); and without the people who are named beside a need ("doctor for my baby")."""
    named = catalogue.needs.named_apart(text)
    people = PEOPLE if any(not each.is_aside for each in named) else frozenset()
    names = [name for need in catalogue.needs.needs if need.key in keys for name in need.name.by_language.values()]
    common = people.union(word for name in names for word in words_of(name)[:1])
    return " ".join(each for each in text.split() if any(map(catalogue.knows, set(all_words(each)) - common)))
