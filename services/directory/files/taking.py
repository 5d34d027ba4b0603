"""Taking a batch into the directory: what is new is added, what is known is updated, nothing is ever doubled.

A file in the language of what is known replaces it, and translations stay where the file has no such language. A file
in another language only adds its texts. What an editor touched on the phone after the file was checked stays.
"""

from collections.abc import Callable, Collection
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from services.authoring.parts import Texts
from services.directory import records
from services.directory.files.batch import Batch
from services.directory.model import (
    LOCATION,
    ORGANIZATION,
    SERVICE,
    Location,
    Organization,
    Service,
    Thing,
    entity_of,
    merged,
)
from services.directory.needs import is_shown
from services.directory.untold import untold_organization, untold_place, untold_service
from services.store import Store

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Kind = TypeVar("Kind", bound="DataclassInstance")
Known = dict[tuple[str, str], Thing]
"""By what it is and its identifier."""
Progress = Callable[[int, int], None]
AT_ONCE = 500
ALL = "all"
"""Said instead of an identifier: the place of every service of the file may be told."""


def take(
    store: Store,
    batch: Batch,
    is_dry: bool = False,
    overwrite: bool = False,
    progress: Progress | None = None,
    told: Collection[str] = (),
) -> None:
    """Keep the batch and complete its report. A dry run only reports. `overwrite`: also what editors changed since.

    `told`: identifiers of services whose place may be told, or ALL; it is remembered.
    """
    known = {(entity_of(thing), thing.id): thing for thing in records.everything(store)}
    kept_back = _guarded(batch, known, overwrite)
    _withhold(batch, known, kept_back, told)
    after = _after(batch, known, kept_back)
    for thing in after.values():
        if isinstance(thing, Service) and thing.id in batch.services and thing.id not in kept_back:
            _count(batch, known.get((SERVICE, thing.id)), thing)
    changed = [thing for key, thing in after.items() if thing != known.get(key)]
    services = [thing for thing in known.values() if isinstance(thing, Service)]
    absent = [service for service in services if service.id not in batch.services]
    sources = {service.source for service in batch.services.values() if service.source}
    batch.report.examples = sum(service.is_example for service in absent)
    batch.report.missing = sum(service.source in sources and not service.is_example for service in absent)
    _keep(store, changed, is_dry, progress)


def _withhold(batch: Batch, known: Known, kept_back: Collection[str], told: Collection[str]) -> None:
    """Places that nobody said may be told are left out, and that is reported."""
    for id, service in batch.services.items():
        if id in kept_back:
            continue
        old = known.get((SERVICE, id))
        was_told = isinstance(old, Service) and old.is_place_told
        if not batch.setting.is_of_others or was_told or ALL in told or id in told:
            batch.services[id] = replace(service, is_place_told=not service.is_confidential)
        elif id in batch.withheld:
            batch.services[id] = replace(service, is_confidential=True)
            name = next(iter(service.name.by_language.values()))
            batch.report.withhold(f"{batch.places_in_file[id]}, “{name[:60]}”", id, batch.withheld[id])


def take_as_own(store: Store, batch: Batch) -> None:
    """Keep the organisation's own services; examples that are not among them go: nobody may be sent to a clinic that
    was only an example."""
    take_examples_away(store, batch)
    take(store, batch)


def take_examples_away(store: Store, batch: Batch) -> int:
    """Examples that are not in the batch go. How many went."""
    known = [thing for thing in records.everything(store) if isinstance(thing, Service)]
    over = [service for service in known if service.is_example and service.id not in batch.services]
    if over:
        records.remove(store, over)
    return len(over)


def updated(old: Kind, new: Kind) -> Kind:
    """The known thing after the new one is taken."""
    is_translation = _main_language(old) not in ("", _main_language(new))
    return _with_texts(old, new) if is_translation else _replaced(old, new)


def _guarded(batch: Batch, known: Known, overwrite: bool) -> set[str]:
    """Services an editor touched since the file was checked, and the places that only they are at."""
    guarded, free = set(), set()
    for service in batch.services.values():
        old = known.get((entity_of(service), service.id))
        parts = {at.location for at in service.locations}
        if not overwrite and isinstance(old, Service) and old.edited and not _is_fresher(service, old):
            why = f"an editor changed it here on {old.edited}, and the file does not say that it was checked later"
            batch.report.skip(batch.places_in_file[service.id], "", why)
            guarded |= {service.id, *parts}
        else:
            free |= parts
    return guarded - free


def _after(batch: Batch, known: Known, kept_back: set[str]) -> Known:
    """Everything as it is once the batch is taken. Of a confidential service nothing leads to its place, whichever file
    said that it is confidential, and in whichever language: what is known already goes too."""
    after = dict(known)
    for thing in batch.things:
        key = (entity_of(thing), thing.id)
        if thing.id not in kept_back:
            after[key] = updated(known[key], thing) if key in known else thing
        elif isinstance(thing, Service) and thing.is_confidential and isinstance(old := known[key], Service):
            after[key] = replace(old, is_confidential=True)
    hidden = [thing for thing in after.values() if isinstance(thing, Service) and thing.is_confidential]
    untold = {at.location for service in hidden for at in service.locations} - _of_others_too(after, batch)
    for service in hidden:
        places = [
            place for at in service.locations if isinstance(place := after.get((LOCATION, at.location)), Location)
        ]
        after[SERVICE, service.id] = untold_service(service, places)
        organization = after.get((ORGANIZATION, service.organization))
        if isinstance(organization, Organization):
            after[ORGANIZATION, organization.id] = untold_organization(organization, places)
    for id in untold:
        if isinstance(place := after.get((LOCATION, id)), Location):
            after[LOCATION, id] = untold_place(place)
    return after


def _of_others_too(after: Known, batch: Batch) -> set[str]:
    """Places at which there is also a service whose place is told, and none that the file itself calls confidential: a
    hospital stays findable. Of what is withheld there, lists and cards tell no place."""
    told, hidden = set(), set()
    for service in (thing for thing in after.values() if isinstance(thing, Service)):
        places = {at.location for at in service.locations}
        if not service.is_confidential:
            told |= places
        elif service.id not in batch.withheld:
            hidden |= places
    return told - hidden


def _is_fresher(new: Service, old: Service) -> bool:
    return bool(new.assured and old.edited and new.assured > old.edited and not new.is_example)


def _count(batch: Batch, old: Thing | None, new: Service) -> None:
    if old is None:
        batch.report.taken += 1
    elif old == new:
        batch.report.unchanged += 1
    else:
        batch.report.updated += 1
    if not is_shown(new, batch.setting.needs, batch.setting.today):
        batch.report.hidden += 1


def _keep(store: Store, changed: list[Thing], is_dry: bool, progress: Progress | None) -> None:
    for start in range(0, len(changed), AT_ONCE):
        if not is_dry:
            records.keep(store, changed[start : start + AT_ONCE])
        if progress:
            progress(min(start + AT_ONCE, len(changed)), len(changed))


def _main_language(thing: Any) -> str:
    return next(iter(thing.name.by_language), "")


def _replaced(old: Kind, new: Kind) -> Kind:
    """The new one, with the old one's translations where the new one has none; cleared texts stay cleared."""
    rebuilt: Kind = _with_parts(new, old, new, _replaced)
    return replace(rebuilt, edited=None) if isinstance(rebuilt, Service) else rebuilt


def _with_texts(old: Kind, new: Kind) -> Kind:
    """The old one, with the new one's texts added to those there are."""
    added: Kind = _with_parts(old, old, new, _with_texts)
    if isinstance(added, Service) and isinstance(new, Service) and new.is_confidential:
        return replace(added, is_confidential=True)
    return added


def _with_parts(base: Kind, old: Kind, new: Kind, how: Callable[[Any, Any], Any]) -> Kind:
    """`base`, one of the two, with its texts merged; what is inside it is dealt with by `how`, piece by piece."""
    changes: dict[str, Any] = {}
    for each in fields(base):
        own, before, after = (getattr(thing, each.name) for thing in (base, old, new))
        if isinstance(own, Texts):
            changes[each.name] = merged(before, after) if own.by_language else own
        elif _same_length(before, after) and not isinstance(own[0], str):
            changes[each.name] = tuple(_inner(*pair, how) for pair in zip(before, after, strict=True))
    return replace(base, **changes)


def _inner(before: Any, after: Any, how: Callable[[Any, Any], Any]) -> Any:
    if isinstance(before, Texts):
        return merged(before, after)
    return how(before, after) if is_dataclass(before) else after


def _same_length(before: Any, after: Any) -> bool:
    return isinstance(before, tuple) and isinstance(after, tuple) and bool(after) and len(before) == len(after)
