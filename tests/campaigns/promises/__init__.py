"""What was promised, a file each: `broken(history, house)` names every promise that the history does not keep.

They are asked once everybody has been answered, and two days have passed with the bot at work.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tests.campaigns.history import History
from tests.campaigns.house import House
from tests.campaigns.promises import (
    answers_double_by_deaths_only,
    every_receipt_opens_its_report,
    members_hear,
    no_reminder_comes_late,
    no_reply_is_lost,
    nobody_waits_in_vain,
    nothing_lies_about,
    nothing_unconfirmed_is_kept,
    reports_are_there_once,
    the_log_is_bare,
)

Promise = Callable[[History, House], Sequence[str]]
PROMISES: Final[Mapping[str, Promise]] = {
    "every confirmed report is there once": reports_are_there_once.broken,
    "what nobody confirmed is no report": nothing_unconfirmed_is_kept.broken,
    "every receipt shown opens its report": every_receipt_opens_its_report.broken,
    "no reply and no later word is lost": no_reply_is_lost.broken,
    "an answer comes twice by a death only": answers_double_by_deaths_only.broken,
    "no reminder comes after its meeting began": no_reminder_comes_late.broken,
    "whoever joined hears, whoever left does not": members_hear.broken,
    "nobody waits in vain": nobody_waits_in_vain.broken,
    "nothing lies at rest longer than promised": nothing_lies_about.broken,
    "the log holds nothing that people said": the_log_is_bare.broken,
}
