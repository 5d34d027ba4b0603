"""What is said and done in Telegram. One file for each thing a person does; `services` decides, `locales` words it."""

from handlers import enrolment, forget, language, start
from handlers.chat import keyboards, states
from handlers.chat.routing import Route, Switchboard
from handlers.directory import routes as directory
from handlers.editing import routes as editing
from handlers.forums import advice, joining, quiet_hours, rsvp, subscriptions, topics
from handlers.guides import agreements, pages
from handlers.publishing import routes as organising
from handlers.reports import mailbox, mailbox_open, report
from handlers.surveys import surveys
from locales import Message, mark

COMMANDS: tuple[tuple[str, Message], ...] = (
    # NOTE: These lines stand in Telegram's list of commands.
    ("start", mark("Open the menu")),
    ("report", mark("Report a concern")),
    ("mailbox", mark("Read an answer")),
    ("services", mark("Emergency numbers and places that help")),
    # NOTE: Neutral: the guide does not urge anybody to go back, nor to stay.
    ("return", mark("Going back home: what it involves")),
    ("safety", mark("Staying safe")),
    ("agreements", mark("Local agreements")),
    ("surveys", mark("Answer questions, without a name")),
    ("forums", mark("Meetings and news")),
    ("language", mark("Choose your language")),
    ("forget", mark("Remove the messages from this chat")),
    ("help", mark("What I can do")),
    ("stop", mark("Stop what is under way")),
)
"""The same words in every language; only their explanation is translated."""

ROUTES: tuple[Route, ...] = (
    Route(start.start, command="start", label=keyboards.MENU),
    Route(start.help_, command="help", label=keyboards.HELP),
    Route(start.stop_all, command="stop"),
    Route(language.ask, command="language", label=keyboards.LANGUAGE),
    Route(report.start, command="report", label=keyboards.REPORT),
    Route(mailbox.ask, command="mailbox", label=keyboards.MAILBOX),
    Route(pages.going_home, command="return", label=keyboards.RETURN),
    Route(pages.staying_safe, command="safety", label=keyboards.SAFETY),
    Route(pages.tell_of_pressure, label=keyboards.PRESSURE),
    Route(pages.ask_for_company, label=keyboards.ACCOMPANY),
    Route(pages.overview, button="guide"),
    Route(pages.step, button="step"),
    Route(pages.areas, button="areas"),
    Route(pages.area, button="area"),
    Route(pages.pass_on, button="pass"),
    Route(pages.helpers, button="help"),
    Route(pages.services, button="need"),
    Route(pages.own_list, button="list"),
    Route(pages.tick, button="tick"),
    Route(agreements.show, command="agreements", label=keyboards.AGREEMENTS),
    Route(agreements.tell, label=keyboards.KEPT_OR_BROKEN),
    Route(agreements.again, button="pacts"),
    Route(agreements.one, button="pact"),
    Route(surveys.show, command="surveys", label=keyboards.SURVEYS),
    Route(surveys.chosen, label=keyboards.ANSWER_SURVEY),
    Route(joining.show, command="forums", label=keyboards.FORUMS),
    Route(joining.join, label=keyboards.JOIN),
    Route(joining.leave, label=keyboards.JOINED),
    Route(advice.join, label=keyboards.WARN),
    Route(advice.leave, label=keyboards.WARNED),
    Route(advice.show, label=keyboards.ADVICE),
    Route(rsvp.show, label=keyboards.ABOUT_MEETING),
    Route(rsvp.yes, label=keyboards.COMING),
    Route(rsvp.no, label=keyboards.NOT_COMING),
    Route(rsvp.maybe, label=keyboards.MAYBE_COMING),
    Route(rsvp.calendar, label=keyboards.CALENDAR),
    Route(topics.ask, label=keyboards.TOPIC),
    Route(quiet_hours.ask, label=keyboards.QUIET),
    Route(quiet_hours.none, label=keyboards.AT_ANY_HOUR),
    Route(subscriptions.stop_everything, label=keyboards.STOP_NOTICES),
    Route(enrolment.ask, command="organiser"),
    Route(forget.forget, command="forget", label=keyboards.FORGET),
    Route(report.noted, label=keyboards.NOTED),
    Route(language.chosen, place=states.LANGUAGE),
    Route(report.screen, place=states.SCREEN),
    Route(report.QUESTIONS.handle, place=states.REPORT),
    Route(report.receipt_waits, place=states.RECEIPT),
    Route(surveys.screen, place=states.SURVEY_SCREEN),
    Route(surveys.QUESTIONS.handle, place=states.SURVEY),
    Route(topics.written, place=states.TOPIC),
    Route(enrolment.written, place=states.ENROLMENT),
    Route(mailbox.knock, place=states.MAILBOX_DOOR),
    Route(mailbox_open.inside, place=states.MAILBOX),
    Route(mailbox_open.writing, place=states.MAILBOX_WRITING),
    Route(mailbox_open.withdrawing, place=states.MAILBOX_WITHDRAWING),
    *organising.ROUTES,
    *directory.ROUTES,
    *editing.ROUTES,
)


def switchboard() -> Switchboard:
    """Every door of the conversation."""
    return Switchboard(ROUTES, fallback=start.fallback, elsewhere=start.elsewhere)
