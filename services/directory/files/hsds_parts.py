"""The smaller objects inside HSDS records: phones, schedules, documents, costs, languages, addresses, attributes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.authoring.parts import Texts
from services.directory.files.batch import Batch
from services.directory.files.hsds_schedules import read_schedule, unread
from services.directory.files.kinds import note_the_rest
from services.directory.files.source_files import clean
from services.directory.folding import words_of
from services.directory.model import AUDIENCES, PhoneNumber, Schedule
from services.directory.telephone import may_be_called

Json = Mapping[str, Any]
TRANSLATION: Final = "translation"
ZONE: Final = "zone"
AUDIENCE: Final = "audience"
SOURCE: Final = "source"
EXAMPLE: Final = "example"
NEED: Final = "need"
LANGUAGE: Final = "language"
"""`link_type` of attributes that say what HSDS has no field for. Label of a translation: `name@ar`; of the language of
a plain field, where it is not the file's: `name`."""
ADDRESS_LINES: Final = ("address_1", "address_2", "city", "region", "state_province")
NOT_CALLED: Final = ("fax", "pager")
MOST_PARENTS: Final = 20
MOST_PARTS: Final = 200
AUDIENCE_WORDS: Final = {
    "women": ("women", "woman", "female", "girls", "نساء", "femmes", "ژنان"),
    "men": ("men", "male", "رجال", "hommes", "پیاوان"),
    "children": ("children", "child", "youth", "أطفال", "enfants", "منداڵان"),
    "older": ("older people", "older person", "older", "elderly", "كبار السن", "personnes âgées", "بەساڵاچووان"),
    "disability": ("disability", "disabled", "people with disabilities", "إعاقة", "handicap", "کەمئەندام"),
}
_SINGULAR: Final = {
    "required_documents": "required_document",
    "cost_options": "cost_option",
    "languages": "language",
    "addresses": "address",
    "accessibility": "accessibility",
}
_AUDIENCE_OF: Final = {words_of(word): key for key, words in AUDIENCE_WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Kinds:
    """What the attributes of a record say."""

    needs: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    zone: str = ""
    source: str = ""
    is_example: bool = False


def audience_named(text: str) -> str | None:
    """Out of AUDIENCES, for one of the usual words in one of the usual languages."""
    return text if text in AUDIENCES else _AUDIENCE_OF.get(words_of(text))


def listed(found: Json, key: str, batch: Batch, where: str) -> list[Json]:
    """The objects of a list; anything else is remarked on."""
    value = found.get(key)
    if value is None or value == "":
        return []
    if not isinstance(value, list):
        batch.report.leave_out(where, key, "a list is expected here")
        return []
    if len(value) > MOST_PARTS:
        batch.report.leave_out(where, key, f"what is after the first {MOST_PARTS}")
    return [each for each in value[:MOST_PARTS] if isinstance(each, Mapping)]


def said(found: Json, key: str, batch: Batch, where: str) -> Texts:
    """A text field with its translations."""
    plain = batch.text(found.get(key), where, key)
    others = _translations(found, key, batch, where)
    main = _language_of(found, key) or batch.setting.language
    return Texts({main: plain, **others}) if plain else Texts(others)


def joined(texts: Sequence[Texts]) -> Texts:
    """Several texts as one, line by line, in each language that has any."""
    languages = dict.fromkeys(language for text in texts for language in text.by_language)
    return Texts(
        {each: "\n".join(text.by_language[each] for text in texts if each in text.by_language) for each in languages}
    )


def phones(found: Json, batch: Batch, where: str) -> tuple[PhoneNumber, ...]:
    """Numbers to call; those of named contacts, and machines that nobody speaks from, are not taken."""
    numbers = []
    for each in listed(found, "phones", batch, where):
        note_the_rest("phone", each, batch.report)
        number = batch.text(each.get("number"), where, "phones.number").strip("\"'")
        kind = clean(each.get("type")).lower()
        if number and kind in NOT_CALLED:
            batch.report.pass_over(kind, "phone")
        elif number and not each.get("contact_id"):
            extension = clean(each.get("extension"))
            whole = f"{number} ({extension})" if extension else number
            if not may_be_called(number):
                batch.report.leave_out(where, "phones.number", f"“{number[:40]}” is no telephone number")
                continue
            batch.called_at(number, where, "phones.number")
            numbers.append(PhoneNumber(whole, said(each, "description", batch, where)))
    return tuple(numbers)


def documents(found: Json, batch: Batch, where: str) -> tuple[Texts, ...]:
    """What one has to bring."""
    all_ = [said(each, "document", batch, where) for each in _noted(found, "required_documents", batch, where)]
    return tuple(each for each in all_ if each.by_language)


def fees(found: Json, batch: Batch, where: str) -> Texts:
    """What it costs: the description, then each cost option as a line."""
    lines = [said(found, "fees_description", batch, where)]
    for each in _noted(found, "cost_options", batch, where):
        amount = " ".join(filter(None, (clean(each.get("amount")), clean(each.get("currency")).upper())))
        option = " ".join(filter(None, (clean(each.get("option")), amount, clean(each.get("amount_description")))))
        lines.append(batch.texts(option, where, "cost_options"))
    return joined([line for line in lines if line.by_language])


def languages(found: Json, batch: Batch, where: str) -> tuple[str, ...]:
    """Codes, or names where there is no code."""
    all_ = [clean(each.get("code")) or clean(each.get("name")) for each in _noted(found, "languages", batch, where)]
    return tuple(dict.fromkeys(each for each in all_ if each))


def address(found: Json, batch: Batch, where: str) -> tuple[Texts, list[str]]:
    """The first address, that of a place before one for letters, on one line; and its pieces, one of which may be the
    name of a zone."""
    addresses = _noted(found, "addresses", batch, where)
    for each in sorted(addresses, key=lambda each: clean(each.get("address_type")) == "postal"):
        parts = [part for key in ADDRESS_LINES if (part := batch.text(each.get(key), where, f"addresses.{key}"))]
        return batch.texts(", ".join(dict.fromkeys(parts)), where, "addresses"), parts
    return Texts({}), []


def schedules(found: Json, batch: Batch, where: str) -> tuple[Schedule, ...]:
    """When it is open; what cannot be read is remarked on, and stands there as something unclear."""
    value = found.get("schedules")
    if value is None or value == "":
        return ()
    if not isinstance(value, list):
        return (unread(batch, where, "a list is expected here"),)
    taken = [each for each in value[:MOST_PARTS] if isinstance(each, Mapping)]
    for each in taken:
        note_the_rest("schedule", each, batch.report)
    words = (joined([said(each, key, batch, where) for key in ("description", "notes")]) for each in taken)
    read = tuple(read_schedule(each, text, batch, where) for each, text in zip(taken, words, strict=True))
    if len(taken) < len(value):
        return (*read, unread(batch, where, f"not all of it is read: no objects, or more than {MOST_PARTS}"))
    return read


def _noted(found: Json, key: str, batch: Batch, where: str) -> list[Json]:
    """The objects of a list; what of them is not read is noted."""
    all_ = listed(found, key, batch, where)
    for each in all_:
        note_the_rest(_SINGULAR[key], each, batch.report)
    return all_


def kinds_of(found: Json, batch: Batch) -> Kinds:
    """Needs, audiences and the rest that attributes tell."""
    values: dict[str, list[str]] = {ZONE: [], AUDIENCE: [], SOURCE: [], EXAMPLE: []}
    needs: list[str] = []
    terms: list[str] = []
    for each in attributes_of(found):
        kind = clean(each.get("link_type"))
        if kind in values:
            values[kind].append(clean(each.get("value")))
        elif kind == NEED:
            needs += term_names(each)
        elif kind not in (TRANSLATION, LANGUAGE):
            terms += term_names(each)
    audiences = [audience_named(text) for text in (*values[AUDIENCE], *terms)]
    known_zones = [zone.name for zone in batch.setting.zones]
    return Kinds(
        needs=batch.setting.needs.all_named([*needs, *terms]),
        audiences=tuple(dict.fromkeys(each for each in audiences if each)),
        zone=next((zone for zone in values[ZONE] if zone in known_zones), ""),
        source=next(iter(values[SOURCE]), ""),
        is_example=bool(values[EXAMPLE]),
    )


def attributes_of(found: Json) -> list[Json]:
    """The attributes of a record."""
    value = found.get("attributes")
    return [each for each in value[:MOST_PARTS] if isinstance(each, Mapping)] if isinstance(value, list) else []


def _translations(found: Json, key: str, batch: Batch, where: str) -> dict[str, str]:
    all_ = {}
    for each in attributes_of(found):
        label, at, language = clean(each.get("label")).partition("@")
        if clean(each.get("link_type")) == TRANSLATION and at and label == key and language:
            all_[language] = batch.text(each.get("value"), where, f"{key}@{language}")
    return all_


def _language_of(found: Json, key: str) -> str:
    """The language of the plain field, where it is not the file's."""
    for each in attributes_of(found):
        if clean(each.get("link_type")) == LANGUAGE and clean(each.get("label")) == key:
            return clean(each.get("value"))
    return ""


def term_names(attribute: Json) -> list[str]:
    """Names of the term and of those above it; a circle of parents is walked once."""
    names, term, seen = [], attribute.get("taxonomy_term"), 0
    while isinstance(term, Mapping) and seen < MOST_PARENTS:
        names += [clean(term.get("code")), clean(term.get("name"))]
        term, seen = term.get("parent"), seen + 1
    return [name for name in (*names, clean(attribute.get("value"))) if name]
