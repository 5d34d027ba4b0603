"""What a form leaves to the organisation to say, as somebody says it who sits or speaks with the person."""

from locales import Words
from services.authoring.parts import SafeService
from services.content.answer_times import AnswerTime
from services.content.content import Content
from services.content.known import hours_promised
from services.content.organisation import Organisation
from services.forms import Interview, Note
from services.reports.memo import NO_ANSWER, USUAL


def completion(words: Words, content: Content, interview: Interview, note: Note) -> list[str]:
    """Lines below a note of this name; none for other notes."""
    organisation = content.organisation
    match note.name.rstrip("_0123456789"):
        case "show_services":
            return [_service(words, each) for each in content.services_for(interview.value("branch"))]
        case "outside_route":
            return [organisation.outside_route.said(words.code)]
        case "danger_advice" | "explosive_advice":
            return [
                words("☎️ {name}: {number}", name=line.name.said(words.code), number=line.number)
                for line in organisation.emergency
            ]
        case "answer_time":
            return [answer_time(words, organisation, hours_promised(organisation.answer_times, interview))]
        case _:
            return []


def answer_time(words: Words, organisation: Organisation, hours: int | None) -> str:
    """How long an answer takes, by what a memo says; '' where none is wanted."""
    if hours == NO_ANSWER:
        return ""
    if hours is None or hours == USUAL:
        return words("⏳ An answer takes about {time}.", time=organisation.answer_time.said(words.code))
    days = AnswerTime((), hours).days
    if days is not None:
        return words.plural("⏳ An answer takes up to {n} day.", "⏳ An answer takes up to {n} days.", n=days)
    return words.plural("⏳ An answer takes up to {n} hour.", "⏳ An answer takes up to {n} hours.", n=hours)


def _service(words: Words, service: SafeService) -> str:
    said = (service.name.said(words.code), service.what.said(words.code), service.reach.said(words.code))
    return " · ".join(part for part in said if part)
