"""Who the organisation is, who reads and whom to call: `organisation.toml`."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from services.authoring.parts import BRANCHES, EmergencyLine, Problem, SafeService, TableReader, Texts, read_toml
from services.content.answer_times import DAY, LONGEST, AnswerTimes, read_answer_times
from services.content.clocks import read_clocks
from services.content.office import Office, read_office
from services.reports.erasure.clocks import Clocks

ORGANISATION = "organisation.toml"
KEYS = (
    "site",
    "languages",
    "timezone",
    "months",
    "second_yes_over",
    "may_decline",
    "sensitive",
    "name",
    "who_reads",
    "answer_time",
    "answer_days",
    "answer_times",
    "office",
    "retention",
    "outside_route",
    "emergency",
    "services",
)
SERVICE_KEYS = ("name", "what", "reach", "helps")
MONTHS_OF = ("ar_DZ", "ar_IQ", "ar_JO", "ar_LB", "ar_MA", "ar_PS", "ar_SY", "ar_TN")
"""Countries (CLDR locales) that name the months otherwise than most who speak the language."""
MOST_PEOPLE = 10_000_000


@dataclass(frozen=True, slots=True)
class Organisation:
    """The texts of `organisation.toml`. `answer_time` is the usual one, where `answer_times` names none; `answer_days`
    says the same in days of the `office`, 0 where it does not.

    `timezone` is that of the site (IANA). `months`: the country whose names of the months are used (a CLDR locale);
    empty: those of the language. A notice that would reach more than `second_yes_over` people needs the yes of
    a second organiser; 0: never. `may_decline`: what the form of a survey requires may be left unanswered too.
    `sensitive`: categories of reports that are published for the whole site only, and from ten people on. `clocks`: how
    long what was told is kept.
    """

    site: str
    languages: tuple[str, ...]
    timezone: str
    second_yes_over: int
    name: Texts
    who_reads: Texts
    answer_time: Texts
    outside_route: Texts
    emergency: tuple[EmergencyLine, ...]
    safe_services: tuple[SafeService, ...]
    months: str = ""
    may_decline: bool = True
    sensitive: tuple[str, ...] = ()
    answer_times: AnswerTimes = field(default_factory=AnswerTimes)
    answer_days: int = 0
    office: Office = field(default_factory=Office)
    clocks: Clocks = field(default_factory=Clocks)

    @property
    def zone(self) -> ZoneInfo:
        """The clocks of the site."""
        return ZoneInfo(self.timezone)


def read_organisation(
    folder: Path, known_languages: Collection[str] | None
) -> tuple[Organisation | None, list[Problem]]:
    """What `organisation.toml` says, and what is wrong with it; None where it cannot be read at all."""
    table, problems = read_toml(folder / ORGANISATION)
    if problems:
        return None, problems
    languages = tuple(str(language) for language in table.get("languages", ()))
    reader = TableReader(ORGANISATION, table, languages)
    reader.refuse_unknown(KEYS)
    _check_languages(reader, languages, known_languages)
    organisation = Organisation(
        site=reader.text("site"),
        languages=languages,
        timezone=reader.time_zone("timezone"),
        second_yes_over=reader.number("second_yes_over", 0, MOST_PEOPLE, otherwise=0),
        name=reader.texts("name"),
        who_reads=reader.texts("who_reads"),
        answer_time=reader.texts("answer_time"),
        outside_route=reader.texts("outside_route"),
        emergency=tuple(_emergency(each) for each in reader.tables("emergency", at_least=1)),
        safe_services=tuple(_service(each) for each in reader.tables("services", at_least=1)),
        sensitive=reader.list_of_texts("sensitive"),
        may_decline=reader.yes_or_no("may_decline", otherwise=True),
        months=reader.one_of("months", MONTHS_OF, otherwise="") if reader.has("months") else "",
        answer_times=read_answer_times(reader.tables("answer_times")),
        answer_days=reader.number("answer_days", 0, LONGEST // DAY, otherwise=0),
        office=read_office(reader.table("office")),
        clocks=read_clocks(reader.table("retention")),
    )
    return organisation, reader.problems


def _check_languages(reader: TableReader, languages: tuple[str, ...], known: Collection[str] | None) -> None:
    if not languages or len(set(languages)) < len(languages):
        reader.complain("languages", "is empty or names a language twice", 'Write languages = ["en", "ar"]')
    for language in languages:
        if known is not None and language not in known:
            remedy = f"Choose from: {', '.join(known)}. A language can be offered once all of it is translated"
            reader.complain("languages", f"the interface has no words in “{language}”, or not all of them yet", remedy)


def _emergency(reader: TableReader) -> EmergencyLine:
    reader.refuse_unknown(("name", "number"))
    return EmergencyLine(reader.texts("name"), reader.text("number"))


def _service(reader: TableReader) -> SafeService:
    reader.refuse_unknown(SERVICE_KEYS)
    helps = reader.names("helps", BRANCHES)
    return SafeService(reader.texts("name"), reader.texts("what"), reader.texts("reach"), helps)
