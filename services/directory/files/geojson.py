"""Reading the GeoJSON of services-advisor (one Feature for each activity of a partner at a place).

The mapping, field by field; keys are told by their number, so that a translated file reads the same:

| GeoJSON | HSDS |
|---|---|
| `id` and `activity` | identifier of the service (one id may stand at several activities) |
| `partnerName` | organization |
| `locationName`, `geometry` | location (name, latitude, longitude); a zone where the name is one of the site's |
| `activityName` | name of the service, and its need |
| `activityCategory` | need |
| `indicators` with a 1 | description |
| `3. Intake Criteria`, `2. Nationality` | eligibility |
| `1. Registration Type Requirement` | required documents |
| `4. Accessibility`, `10. Referral Method`, `11. …` | application process |
| `5. Coverage` | description of the service at its place |
| `7. Availability Day` with `8. Office Open at`, `9. Office close at` | schedule |
| `6. Availability` | schedule description; what is not there every week has no times |
| `startDate`, `endDate` | valid_from, valid_to of the schedule; ended before today: status inactive |

`startDate` counts as the day it was last checked. Feedback fields are for organisations among themselves: not taken.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any, Final

from services.authoring.parts import Texts
from services.directory.days import DAYS
from services.directory.files.batch import Batch
from services.directory.files.confidential import is_about_hiding, says_so
from services.directory.files.hsds_parts import joined
from services.directory.files.report import SourceUnusable
from services.directory.files.source_files import clean
from services.directory.hours_text import days_named
from services.directory.model import (
    ACTIVE,
    LOCATION,
    ORGANIZATION,
    SERVICE,
    Location,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
    identifier,
)

Json = Mapping[str, Any]
ENDED: Final = "inactive"
NEEDED: Final = ("activityName", "partnerName")
TAKEN: Final = (
    *("activityName", "partnerName", "activity", "locationName", "activityCategory", "indicators"),
    *("startDate", "endDate", *map(str, range(1, 12))),
)
"""Properties that are read; those with a number by it."""
_NUMBERED: Final = re.compile(r"\s*(\d+)\s*\.")
_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})\s*(am|pm)?", re.IGNORECASE)
_SAYS_MORE: Final = re.compile(
    r"(?!(?:open|opens|close|closes|from|until|till|to|at|before|after|من|حتى|يفتح|يغلق|عند|الساعة)\b)\b[^\W\d_]{2,}"
)
"""Words that are more than what stands beside a time."""
_ALWAYS: Final = ("always open", "never closed", "مفتوح دائما", "لا يغلق أبدا")
_EVERY_DAY: Final = ("every day", "كل يوم")
_EVERY_WEEK: Final = (*_EVERY_DAY, "once a week", "مرة في الأسبوع")
ENDS: Final = ("startDate", "endDate")
NOON: Final = 12


def is_geojson(data: Any) -> bool:
    """True for a FeatureCollection, and for a list of Features."""
    if isinstance(data, Mapping):
        return data.get("type") in ("FeatureCollection", "Feature")
    first = next(iter(data), None) if isinstance(data, list) else None
    return isinstance(first, Mapping) and first.get("type") == "Feature"


def read_geojson(data: Any, batch: Batch, name: str) -> None:
    """Put every feature into the batch. Raises SourceUnusable."""
    features = data.get("features", [data]) if isinstance(data, Mapping) else data
    if not isinstance(features, list) or not features:
        raise SourceUnusable(name, "there is no feature in it", "Give GeoJSON as services-advisor writes it")
    if not any(_names_a_service(feature) for feature in features):
        why = f"none of its {len(features)} features says which service it is; these are places, or something else"
        raise SourceUnusable(name, why, f"Give GeoJSON with {' and '.join(NEEDED)}, as services-advisor writes it")
    for number, feature in enumerate(features):
        where = f"feature {number + 1}"
        properties = feature.get("properties") if isinstance(feature, Mapping) else None
        if not isinstance(properties, Mapping):
            batch.report.skip(where, "properties", "they are missing")
            continue
        lacking = [key for key in NEEDED if not clean(properties.get(key))]
        if lacking or not clean(feature.get("id")):
            batch.report.skip(where, (lacking or ["id"])[0], "it is missing")
            continue
        _take(feature, properties, where, batch)


def _names_a_service(feature: Any) -> bool:
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    return isinstance(properties, Mapping) and bool(clean(properties.get(NEEDED[0])))


def _take(feature: Json, properties: Json, where: str, batch: Batch) -> None:
    numbered = {found[1]: value for key, value in properties.items() if (found := _NUMBERED.match(str(key)))}
    for field in properties:
        number = _NUMBERED.match(str(field))
        is_taken = field in TAKEN or (number is not None and number[1] in TAKEN)
        if not is_taken and not is_about_hiding(str(field)):
            batch.report.pass_over(str(field), "features")
    key = f"{clean(feature['id'])}-{clean(properties.get('activity'))}"
    partner = batch.text(properties["partnerName"], where, "partnerName")
    organization = Organization(identifier(ORGANIZATION, partner), batch.texts(partner, where, "partnerName"))
    batch.add(organization)
    id = identifier(SERVICE, "services-advisor", key)
    place = _place(feature, properties, key, where, batch)
    batch.add(place)
    schedules = _schedules(properties, numbered, where, batch)
    coverage = _said(numbered.get("5"), "5", where, batch)
    last = batch.day(properties.get("endDate"), where, "endDate")
    batch.add_service(
        Service(
            id=id,
            organization=organization.id,
            name=batch.texts(properties["activityName"], where, "activityName"),
            description=_lines([_said(properties.get("indicators"), "indicators", where, batch)]),
            status=ENDED if last and last < batch.setting.today and not batch.setting.checked else ACTIVE,
            needs=_needs(properties, batch),
            eligibility=_lines([_said(numbered.get(each), each, where, batch) for each in ("3", "2")]),
            required_documents=tuple(
                each for each in (_said(numbered.get("1"), "1", where, batch),) if each.by_language
            ),
            application_process=_lines([_said(numbered.get(each), each, where, batch) for each in ("4", "10", "11")]),
            schedules=schedules,
            locations=(
                ServiceAtLocation(identifier("service_at_location", id, place.id), place.id, description=coverage),
            ),
            assured=batch.day(properties.get("startDate"), where, "startDate"),
            source=batch.setting.source,
            is_confidential=_is_confidential(feature, where, batch),
        ),
        where,
        properties,
    )


def _is_confidential(feature: Json, where: str, batch: Batch) -> bool:
    """Whether the feature, its geometry or its properties say so."""
    parts = (feature, feature.get("geometry"), feature["properties"])
    known = [part for part in parts if isinstance(part, Mapping)]
    types = [clean(part.get(key)) for part in known for key in ("type", "location_type")]
    return any(batch.is_hidden_by(part, where) for part in known) or any(map(says_so, types))


def _place(feature: Json, properties: Json, key: str, where: str, batch: Batch) -> Location:
    name = batch.text(properties.get("locationName"), where, "locationName")
    geometry = feature.get("geometry")
    point = geometry.get("coordinates") if isinstance(geometry, Mapping) and geometry.get("type") == "Point" else None
    longitude, latitude = point[:2] if isinstance(point, list) and len(point) > 1 else (None, None)
    return Location(
        id=identifier(LOCATION, "services-advisor", key),
        name=batch.texts(name, where, "locationName"),
        zone=batch.zone_meant(where, "locationName", name),
        latitude=batch.number(latitude, where, "geometry", -90, 90),
        longitude=batch.number(longitude, where, "geometry", -180, 180),
    )


def _needs(properties: Json, batch: Batch) -> tuple[str, ...]:
    names = [clean(properties.get(key)) for key in ("activityName", "activityCategory")]
    return batch.setting.needs.all_named(names)


def _said(value: Any, field: str, where: str, batch: Batch) -> Texts:
    """The choices that are switched on, as one text."""
    return batch.texts("; ".join(_chosen(value)), where, field)


def _lines(texts: list[Texts]) -> Texts:
    return joined([text for text in texts if text.by_language])


def _schedules(properties: Json, numbered: Json, where: str, batch: Batch) -> tuple[Schedule, ...]:
    """What is said beside the hours stays with them, in words; hours that nobody can read are unknown."""
    opens, closes = _times(numbered.get("8")), _times(numbered.get("9"))
    often = " ".join(_chosen(numbered.get("6"))).lower()
    said = _lines([_said(numbered.get(each), each, where, batch) for each in ("6", "7", "8", "9")])
    schedule = Schedule(freq="WEEKLY", byday=",".join(DAYS[day] for day in _days(numbered)))
    if not batch.setting.checked:
        schedule = _within(schedule, properties, where, batch)
    if any(phrase in " ".join(_chosen(numbered.get("8"))).lower() for phrase in _ALWAYS):
        beside = _beside(numbered, where, batch)
        return (replace(schedule, opens_at=time(0), closes_at=time(0), description=beside),)
    if opens and closes and min(opens) < max(closes) and any(phrase in often for phrase in _EVERY_WEEK):
        beside = _beside(numbered, where, batch)
        return (replace(schedule, opens_at=min(opens), closes_at=max(closes), description=beside),)
    for each, read in (("8", opens), ("9", closes)):
        if _chosen(numbered.get(each)) and not read:
            written = "; ".join(_chosen(numbered[each]))[:40]
            why = f"“{written}” is no time like 8:30am; it is kept in words, and the hours are unknown"
            batch.report.leave_out(where, each, why)
            schedule = replace(schedule, unclear=True)
    return (replace(schedule, description=said),) if said.by_language else ()


def _beside(numbered: Json, where: str, batch: Batch) -> Texts:
    """What is said of the hours beyond days and times that were read."""
    often = [each for each in _chosen(numbered.get("6")) if not any(one in each.lower() for one in _EVERY_WEEK)]
    days = [each for each in _chosen(numbered.get("7")) if not days_named(each)]
    times = [
        each for key in ("8", "9") for each in _chosen(numbered.get(key)) if _SAYS_MORE.search(_TIME.sub("", each))
    ]
    always = [each for each in times if not any(phrase in each.lower() for phrase in _ALWAYS)]
    return batch.texts("; ".join((*often, *days, *always)), where, "6")


def _days(numbered: Json) -> tuple[int, ...]:
    """The days that are chosen; every day where none is, and it is said to be open always or every day."""
    named = days_named(" ".join(_chosen(numbered.get("7"))))
    words = " ".join(_chosen(numbered.get("6")) + _chosen(numbered.get("8"))).lower()
    is_daily = any(phrase in words for phrase in (*_ALWAYS, *_EVERY_DAY))
    return named or (tuple(range(len(DAYS))) if is_daily and not _chosen(numbered.get("7")) else ())


def _within(schedule: Schedule, properties: Json, where: str, batch: Batch) -> Schedule:
    """The schedule with the days between which it holds; unclear where one of them cannot be read."""
    first, last = (batch.day(properties.get(key), where, key) for key in ENDS)
    is_lost = any(clean(properties.get(key)) and day is None for key, day in zip(ENDS, (first, last), strict=True))
    return replace(schedule, valid_from=first, valid_to=last, unclear=is_lost)


def _chosen(value: Any) -> list[str]:
    """The choices that are switched on; a single text is one."""
    if isinstance(value, Mapping):
        return [said for name, is_on in value.items() if is_on and (said := clean(name))]
    return [clean(value)] if isinstance(value, str) and clean(value) else []


def _times(value: Any) -> list[time]:
    """Times such as `8:30am`, `13:00pm`, `Close at 17:00pm`; none where one of them cannot be read."""
    times = []
    for name in _chosen(value):
        found = _TIME.findall(name)
        if len(found) != 1:
            return []
        hour, minute, half = int(found[0][0]), int(found[0][1]), found[0][2].lower()
        if half and hour <= NOON:
            hour = hour % NOON + (NOON if half == "pm" else 0)
        if hour >= 24 or minute >= 60 or (half == "am" and hour > NOON):
            return []
        times.append(time(hour, minute))
    return times
