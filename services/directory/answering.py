"""The few services that are shown at once to whoever simply types: of everything their words speak of, the best.

Words of danger come first. What else they name is answered too ("my son is missing and we have no food"); beside
danger, people and places that are named ("behind the school") are no question for a school.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlmodel import Session

from services.directory import relevance
from services.directory.catalogue import ServiceCatalogue
from services.directory.finding import FoundService, ServiceWish, fitting_services, found_service, is_open
from services.directory.folding import all_words, tells, words_written
from services.directory.model import Service
from services.directory.needs import Pressing
from services.directory.telephone import is_number
from services.recurrence.wall_time import WallTime

A_SEARCH: Final = 3
"""Telling words up to which a text that names no need may be the name of a service; one more may tell nothing."""
LETTERS_OF_A_NAME: Final = 5
"""Shorter words are the beginning of too many others."""


def best_for(
    session: Session, catalogue: ServiceCatalogue, pressing: Sequence[Pressing], text: str, wall: WallTime
) -> list[FoundService]:
    """At most two services: for the needs that words of danger call for, the most pressing first, and for what else a
    text names. None where nothing is sure to help. Of two for the same, the one that is open comes first, unless the
    other one is called by its name."""
    catalogue.refresh(session)
    chosen: list[Service] = []
    for service in _in_turn(catalogue, pressing, text, wall):
        if service not in chosen:
            chosen.append(service)
        if len(chosen) == relevance.SEEN_FIRST:
            break
    if len(chosen) > 1 and not catalogue.is_named(chosen[0], words_written(text)):
        chosen = _open_first(catalogue, chosen, wall)
    return [found_service(catalogue, service, wall) for service in chosen]


def named_besides(catalogue: ServiceCatalogue, pressing: Sequence[Pressing], text: str) -> list[frozenset[str]]:
    """What a text asks for beside what its words of danger call for: any of each of these needs."""
    named = (each.needs for each in catalogue.needs.named_apart(text) if not each.is_aside)
    return [needs for needs in named if needs.isdisjoint(each.need for each in pressing)]


def is_a_search(catalogue: ServiceCatalogue, text: str) -> bool:
    """True where a text names a need, or is a few telling words; of any other sentence something would always be found,
    and help nobody. "Thank you" alone asks for nothing."""
    telling = words_written(text)
    if not any(map(tells, telling)):
        return False
    are_few = len(telling) <= A_SEARCH >= len(all_words(text)) - 1
    is_a_name = are_few and all(len(word) >= LETTERS_OF_A_NAME for word in telling)
    return is_a_name or bool(catalogue.needs.named_in(text))


def _in_turn(catalogue: ServiceCatalogue, pressing: Sequence[Pressing], text: str, wall: WallTime) -> Iterator[Service]:
    """What the text is the name of, then the best for each, then the others."""
    if not pressing:
        found = fitting_services(catalogue, ServiceWish(text=text), wall) if is_a_search(catalogue, text) else []
        names_a_need = bool(catalogue.needs.named_in(text))
        yield from found if names_a_need else (each for each in found if _is_called(catalogue, each, text))
        return
    yield from _called_so(catalogue, text, wall)
    lists = [fitting_services(catalogue, ServiceWish(need=each.need), wall) for each in pressing]
    besides = named_besides(catalogue, pressing, text)
    asked = fitting_services(catalogue, ServiceWish(text=text), wall) if besides else []
    first = lists[0][:1]
    others = [
        [service for service in asked if relevance.is_for(service, needs)]
        for needs in besides
        if all(needs.isdisjoint(service.needs) for service in first)
    ]
    if not any(is_open(catalogue, service, wall) for service in first):
        yield from _open_meanwhile(catalogue, pressing[0].meanwhile, wall)
    yield from first
    for found in (*others, *lists[1:]):
        yield from found[:1]
    yield from lists[0]


def _open_meanwhile(catalogue: ServiceCatalogue, need: str, wall: WallTime) -> list[Service]:
    return fitting_services(catalogue, ServiceWish(need=need, open_now=True), wall)[:1] if need else []


def _open_first(catalogue: ServiceCatalogue, two: list[Service], wall: WallTime) -> list[Service]:
    are_for_the_same = not set(two[0].needs).isdisjoint(two[1].needs)
    return sorted(two, key=lambda each: not is_open(catalogue, each, wall)) if are_for_the_same else two


def _is_called(catalogue: ServiceCatalogue, service: Service, text: str) -> bool:
    return is_number(text) or any(catalogue.is_called(service, word) for word in words_written(text))


def _called_so(catalogue: ServiceCatalogue, text: str, wall: WallTime) -> list[Service]:
    """The services whose name the whole text is, or a part of it: "emergency room" asks for that room."""
    words = words_written(text)
    if not words or len(words) > A_SEARCH:
        return []
    found = fitting_services(catalogue, ServiceWish(text=text), wall)
    return [service for service in found if catalogue.is_named(service, words)]
