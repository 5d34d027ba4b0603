"""What the card of a service says: what somebody needs now, and the rest. All of it has a source and a day."""

from handlers.chat.turn import Turn
from handlers.directory.ages import ages
from handlers.directory.buttons import AUDIENCES
from handlers.directory.choosing import wall
from handlers.directory.hours import MOST_HOURS, hours_block
from handlers.directory.listing import LONGEST_NAME, shortened, zone_label
from locales import LANGUAGES, Words
from services.authoring.parts import Texts
from services.directory.card import Card
from services.directory.feedback import CLOSED, MOVED, WRONG, Feedback
from services.directory.model import ACTIVE, SUSPENDED, Location, PhoneNumber
from services.directory.telephone import country_of, dialled

LONGEST_PART = 500
"""Letters of one text that is shown: all of it has to fit one message."""
LONGEST_NOW = 150
"""Letters of what a service does, where a small screen has to show the telephone number as well."""
FEW_HOURS = 4
"""Lines of opening hours there."""
MOST_PLACES, MOST_PHONES = 3, 6


def whole_card(turn: Turn, found: Card) -> str:
    """All of it, for those who keep it right. Where and when come last: a small screen shows the end."""
    blocks = [_head(turn, found, LONGEST_PART), _whom(turn, found), _how(turn, found), _source(turn, found)]
    blocks += [_arriving(turn, found), _where(turn, found), _when(turn, found, MOST_HOURS), *_beware(turn, found)]
    return _together(blocks)


def needed_now(turn: Turn, found: Card) -> str:
    """What it is, where, whom to call, whether it is open, and what to beware of."""
    blocks = [_head(turn, found, LONGEST_NOW), _where(turn, found), _when(turn, found, FEW_HOURS)]
    return _together([*blocks, *_beware(turn, found)])


def rest_of(turn: Turn, found: Card) -> list[str]:
    """What the card leaves out, or cuts."""
    what, hours = _cut(found.service.description.said(turn.language)), _when(turn, found, MOST_HOURS)
    blocks = [
        turn.words.aligned(what) if len(what) > LONGEST_NOW else "",
        _whom(turn, found),
        _how(turn, found),
        _arriving(turn, found),
        hours if hours != _when(turn, found, FEW_HOURS) else "",
        _source(turn, found),
    ]
    return [block for block in blocks if block]


def _together(blocks: list[str]) -> str:
    return "\n\n".join(block for block in blocks if block)


def _beware(turn: Turn, found: Card) -> list[str]:
    return [_warning(turn, found), concerns_text(turn.words, found.said)]


def concerns_text(words: Words, said: tuple[Feedback, ...]) -> str:
    """What residents said lately."""
    return "\n".join(_concern(words, each) for each in said)


def name_line(turn: Turn, found: Card) -> str:
    """What it is called, after the pictures of what it helps with."""
    needs = [need.picture for need in turn.app.content.needs.needs if need.key in found.service.needs]
    return f"{''.join(needs) or '📍'} {shortened(found.service.name.said(turn.language), LONGEST_NAME)}"


def _head(turn: Turn, found: Card, longest: int) -> str:
    words, service, language = turn.words, found.service, turn.language
    lines = [name_line(turn, found)]
    if service.status == SUSPENDED:
        lines.append(words("⏸ Closed for the time being"))
    elif service.status != ACTIVE:
        lines.append(words("⏹ This service has ended."))
    lines.append(_picture("📣", service.alert, language))
    lines.append(shortened(service.description.said(language), longest))
    return _lines(words, lines)


def _whom(turn: Turn, found: Card) -> str:
    words, service, language = turn.words, found.service, turn.language
    named = [words(AUDIENCES[each]) for each in service.audiences if each in AUDIENCES]
    lines = [words("👥 For: {people}", people=words.listed(named)) if named else ""]
    lines.append(_picture("" if named else "👥", service.eligibility, language))
    lines.append(ages(words, found.service.minimum_age, found.service.maximum_age))
    return _lines(words, lines)


def _when(turn: Turn, found: Card, most: int) -> str:
    words, language = turn.words, turn.language
    lines = []
    for standing in found.hours[:MOST_PLACES]:
        lines.append(_named(turn, standing.place) if standing.place else "")
        lines += hours_block(words, standing, language, wall(turn).day, most)
    return _lines(words, lines)


def _named(turn: Turn, place: Location) -> str:
    """The place above its hours: its name, else its zone or where it is."""
    zone = zone_label(turn, place.zone) if place.zone else ""
    said = place.name.said(turn.language) or zone or place.address.said(turn.language)
    return f"🚪 {shortened(said, LONGEST_NAME)}" if said else ""


def _where(turn: Turn, found: Card) -> str:
    words, language = turn.words, turn.language
    lines = []
    for place, at in list(zip(found.places, found.service.locations, strict=False))[:MOST_PLACES]:
        lines += _place(turn, place)
        lines.append(_cut(at.description.said(language)))
    if len(found.places) > MOST_PLACES:
        n = len(found.places) - MOST_PLACES
        # NOTE: On the card of a service that is given at many places, of which only the first are shown.
        lines.append(words.plural("… and {n} more place", "… and {n} more places", n=n))
    for phone in found.phones[:MOST_PHONES]:
        lines.append(_joined(_number(turn, phone), phone.description.said(language)))
    if len(found.phones) > MOST_PHONES:
        n = len(found.phones) - MOST_PHONES
        # NOTE: On the card of a service with many telephone numbers, of which only the first are shown.
        lines.append(words.plural("… and {n} more number", "… and {n} more numbers", n=n))
    return _lines(words, lines)


def _arriving(turn: Turn, found: Card) -> str:
    """How to get in, and other ways to ask."""
    lines = [_picture("♿", place.accessibility, turn.language) for place in found.places[:MOST_PLACES]]
    lines += [f"✉️ {found.service.email}" if found.service.email else "", found.service.url]
    return _lines(turn.words, lines)


def _number(turn: Turn, phone: PhoneNumber) -> str:
    """As phones recognise it, so that a press on it dials."""
    words, country = turn.words, country_of(turn.app.content.organisation.timezone)
    found = dialled(phone.number, country)
    if found.extension:
        return words("☎️ Telephone: {number}, extension {extension}", number=found.number, extension=found.extension)
    return words("☎️ Telephone: {number}", number=found.number)


def _place(turn: Turn, place: Location) -> list[str]:
    language = turn.language
    zone = zone_label(turn, place.zone) if place.zone else ""
    name = shortened(place.name.said(language), LONGEST_NAME)
    return [
        " · ".join(part for part in (zone, name) if part) if zone else _joined("📍", name),
        _cut(place.address.said(language)),
        _cut(place.transportation.said(language)),
        _cut(place.description.said(language)),
    ]


def _how(turn: Turn, found: Card) -> str:
    words, service, language = turn.words, found.service, turn.language
    lines = [_picture("👣", service.application_process, language)]
    documents = words.one_after_other([_cut(document.said(language)) for document in service.required_documents])
    lines.append(words("📄 Bring: {documents}", documents=documents) if documents else "")
    fees = _cut(service.fees.said(language))
    lines.append(words("💵 Cost: {cost}", cost=fees) if fees else "")
    spoken = [LANGUAGES[code].native_name if code in LANGUAGES else code for code in service.languages]
    if spoken:
        lines.append(words("🗣 They speak: {languages}", languages=" · ".join(map(words.isolated, spoken))))
    return _lines(words, lines)


def _source(turn: Turn, found: Card) -> str:
    words, service = turn.words, found.service
    lines = []
    if found.organization:
        lines.append(f"🏢 {shortened(found.organization.name.said(turn.language), LONGEST_NAME)}")
    if service.assured is not None:
        lines.append(words("✔️ Last checked: {day}", day=words.date(service.assured)))
    if service.source:
        lines.append(words("Source: {source}", source=_cut(found.source.said(turn.language))))
    return _lines(words, lines)


def _warning(turn: Turn, found: Card) -> str:
    words = turn.words
    if found.service.assured is None:
        return words.aligned(words("⚠️ Nobody has checked this yet. Call before you go."))
    if not found.is_stale or found.days_old is None:
        return ""
    days = words.plural("{n} day", "{n} days", n=found.days_old)
    return words.aligned(words("⚠️ Nobody has checked this for {time}. Call before you go.", time=days))


def _concern(words: Words, said: Feedback) -> str:
    # NOTE: These are what people reported of a service in this week or last week: fewer than five times, or more often.
    few, many = {
        CLOSED: (words("🚪 Reported lately: it was closed."), words("🚪 Reported often lately: it was closed.")),
        MOVED: (words("🚚 Reported lately: it has moved."), words("🚚 Reported often lately: it has moved.")),
        WRONG: (
            words("❌ Reported lately: something here is wrong."),
            words("❌ Reported often lately: something here is wrong."),
        ),
    }.get(said.kind, ("", words("🚫 Reported often lately: people were refused.")))
    return many if said.is_many else few


def _picture(picture: str, text: Texts, language: str) -> str:
    said = _cut(text.said(language))
    return f"{picture} {said}".strip() if said else ""


def _joined(first: str, second: str) -> str:
    return f"{first} {second}".strip() if second else first


def _cut(text: str) -> str:
    return shortened(text, LONGEST_PART)


def _lines(words: Words, lines: list[str]) -> str:
    return "\n".join(words.aligned(line) for line in lines if line)
