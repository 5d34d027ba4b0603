"""Which button of a report and of a mailbox leads where, and the states of both."""

from handlers.chat import keyboards, states, stopping, unfinished
from handlers.chat.routing import Route
from handlers.chat.states import State
from handlers.reports import (
    afterthought,
    asked_before,
    consent,
    later_words,
    mailbox,
    mailbox_open,
    report,
    stopped,
    words_before,
)
from locales import sentence

ROUTES: tuple[Route, ...] = (
    Route(report.start, command="report", label=keyboards.REPORT),
    Route(report.noted, label=keyboards.NOTED),
    Route(report.go_on_after_all, label=keyboards.UNDO_STOP),
    Route(mailbox.ask, command="mailbox", label=keyboards.MAILBOX),
    Route(mailbox.lost, wish="lost_receipt"),
)
STATES: tuple[State, ...] = (
    State(
        states.SCREEN,
        report.screen,
        again=report.show_screen,
        stop=stopping.stop_alone,
        only_buttons=True,
        comes_first=True,
    ),
    State(
        states.REPORT,
        report.QUESTIONS.handle,
        again=report.QUESTIONS.again,
        stop=stopping.stop_alone,
        unfinished=unfinished.offered(sentence("📝 You have a report that is not sent yet.")),
        is_form=True,
        comes_first=True,
    ),
    State(
        states.STOPPED_BEFORE,
        asked_before.which_of_two,
        again=stopped.ask_again,
        stop=asked_before.stop_both,
        unfinished=stopped.ask_again,
        only_buttons=True,
    ),
    State(
        states.WORDS_BEFORE,
        asked_before.with_or_without,
        again=words_before.ask_again,
        stop=asked_before.stop_words,
        only_buttons=True,
    ),
    State(
        states.RECEIPT,
        afterthought.came,
        again=unfinished.receipt_is_above,
        unfinished=unfinished.receipt_is_above,
        comes_first=True,
    ),
    State(states.MAILBOX_DOOR, mailbox.knock, again=mailbox.ask_again, stop=mailbox.leave, awaits_a_number=True),
    State(states.MAILBOX, mailbox_open.inside, again=mailbox_open.again, stop=mailbox.leave, only_buttons=True),
    State(
        states.MAILBOX_WRITING,
        later_words.writing,
        again=later_words.write_on,
        stop=mailbox.leave,
        unfinished=unfinished.offered(sentence("📝 What you have begun is not sent or saved yet.")),
        comes_first=True,
    ),
    State(
        states.MAILBOX_JOINING,
        later_words.joining,
        again=later_words.join_or_not,
        stop=mailbox.leave,
        unfinished=later_words.join_or_not,
        only_buttons=True,
        comes_first=True,
    ),
    State(
        states.MAILBOX_WITHDRAWING,
        mailbox_open.withdrawing,
        again=mailbox_open.withdraw_or_not,
        stop=mailbox.leave,
        only_buttons=True,
    ),
    State(
        states.MAILBOX_ASKED,
        mailbox_open.asked,
        again=consent.ask_again,
        stop=mailbox.leave,
        only_buttons=True,
    ),
    State(
        states.MAILBOX_TAKING_BACK,
        mailbox_open.taking_consent_back,
        again=consent.take_back_or_not,
        stop=mailbox.leave,
        only_buttons=True,
    ),
)
