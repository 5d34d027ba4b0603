"""Surveys: questionnaires anybody may answer once a round, without anybody knowing who did.

Belongs here: which surveys there are (`surveys.toml`), who may still answer, and keeping the answers. They lie in an
envelope of the compartment `surveys`, without chat, language or day. That somebody has answered is a keyed tag of its
own that joins to nothing. Does not belong here: reading and counting the answers (`answers`, `counts`).
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from sqlmodel import Session

from services.authoring.parts import Problem, TableReader, Texts, read_toml
from services.errors import Refusal
from services.forms import Form
from services.forms.xlsform.languages import UNNAMED
from services.keys import envelopes
from services.keys.envelopes import Letter
from services.keys.keyring import intake_key
from services.keys.sealing import RuntimeKey
from services.keys.trust import Trust
from services.notices import broadcasts, subscriptions
from services.notices.broadcasts import Broadcast
from services.notices.outbox import Lane
from services.store import Store
from storage import surveys as rows

SURVEYS: Final = "surveys.toml"
COMPARTMENT: Final = "surveys"
KIND: Final = "survey"
INVITATION: Final = "survey"
"""The kind of notice that invites people."""
ROUTE: Final = "compartment"
"""What only forms for reports compute: to whom a report goes."""
KEYS: Final = ("key", "form", "round", "opens", "closes", "audience", "about")
NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
"""A key or a round: it stands in addresses and file names."""
REMEMBERED: Final = timedelta(days=35)
"""How long after its end a round still knows who has answered: an end may be put off."""


@dataclass(frozen=True, slots=True)
class Survey:
    """One survey with its present round. `audience`: only who hears about that may answer; '' is everybody."""

    key: str
    form: str
    round: str
    opens: date
    closes: date
    about: Texts
    audience: str = ""

    def is_open(self, today: date) -> bool:
        """True from the day it opens to the day it closes, both included."""
        return self.opens <= today <= self.closes


@dataclass(frozen=True, slots=True)
class SurveyAnswers:
    """Answers as the person confirmed them. `answers`: path -> value, as the form's submission gives them."""

    survey: str
    round: str
    form: str
    form_hash: str
    answers: Mapping[str, str] = field(repr=False)


class AlreadyInvited(Refusal):
    """Everybody was invited to this round before."""


class NotOpen(Refusal):
    """The survey is not open today."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A survey that is open to somebody, and whether they have answered this round."""

    survey: Survey
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Everybody:
    """Whom an invitation can reach: all audiences and languages there are, on the clocks of `zone` (IANA)."""

    audiences: tuple[str, ...]
    languages: tuple[str, ...]
    zone: str


def read_surveys(
    folder: Path, languages: tuple[str, ...], forms: Mapping[str, Form], audiences: Collection[str]
) -> tuple[tuple[Survey, ...], list[Problem]]:
    """The surveys of an organisation, and what is wrong with them. Without that file there are none."""
    if not (folder / SURVEYS).exists():
        return (), []
    table, problems = read_toml(folder / SURVEYS)
    if problems:
        return (), problems
    reader = TableReader(SURVEYS, table, languages)
    reader.refuse_unknown(("surveys",))
    surveys = tuple(_survey(each, forms, audiences) for each in reader.tables("surveys"))
    for number, survey in enumerate(surveys, 1):
        if survey.key in {each.key for each in surveys[: number - 1]}:
            place = f"surveys[{number}].key"
            reader.complain(place, f"there are two surveys “{survey.key}”", "Give each its own key")
    return surveys, reader.problems


def _survey(reader: TableReader, forms: Mapping[str, Form], audiences: Collection[str]) -> Survey:
    reader.refuse_unknown(KEYS)
    survey = Survey(
        key=_name(reader, "key"),
        form=reader.text("form"),
        round=_name(reader, "round"),
        opens=reader.day("opens"),
        closes=reader.day("closes"),
        about=reader.texts("about"),
        audience=reader.one_of("audience", [*audiences, ""], otherwise=""),
    )
    if survey.opens > survey.closes:
        reader.complain("closes", "the survey closes before it opens", "Correct one of the two days")
    _check_form(reader, survey.form, forms)
    return survey


def _name(reader: TableReader, key: str) -> str:
    name = reader.text(key)
    if name and not NAME.fullmatch(name):
        reader.complain(key, f"“{name}” does not fit into an address", "Use small letters a to z, digits and dashes")
    return name


def _check_form(reader: TableReader, name: str, forms: Mapping[str, Form]) -> None:
    """Where a form could not be read, that is complained of elsewhere, and none is known here."""
    if name and forms and name not in forms:
        reader.complain("form", f"there is no form “{name}”", f"Choose from: {', '.join(sorted(forms))}")
    if name in forms and ROUTE in forms[name].items:
        reader.complain("form", f"“{name}” is a form for reports", "Choose a form that asks for no receipt")
    if name in forms:
        _check_languages(reader, forms[name])


def _check_languages(reader: TableReader, form: Form) -> None:
    """A survey may be in some of the offered languages: who reads another one is told, and not asked."""
    spoken = [language for language in reader.languages if form.speaks(language)]
    if not spoken:
        nameless = "its words (sheet 'survey', row 1, column 'label') name no language"
        why = nameless if form.languages == (UNNAMED,) else "it is whole in none of the offered languages"
        rule = f"“{form.name}” can be asked of nobody: {why}"
        remedy = f"Write the columns as label::English (en), or give all words in one of: {', '.join(reader.languages)}"
        reader.complain("form", rule, remedy)
        return
    for language in reader.languages:
        if language not in spoken:
            how = "not whole" if language in form.languages else "missing"
            rule = f"“{form.name}” lacks the offered language “{language}” ({how}): who reads it is not asked"
            reader.complain("form", rule, "Translate the form to ask everybody", is_warning=True)


def offered(store: Store, surveys: Iterable[Survey], chat: int, today: date) -> tuple[Offered, ...]:
    """The surveys that are open to this chat today."""
    standing = [survey for survey in surveys if survey.is_open(today)]
    wanted = {survey.audience for survey in standing if survey.audience}
    joined = set(subscriptions.joined(store, sorted(wanted), chat)) if wanted else set()
    meant = [survey for survey in standing if not survey.audience or survey.audience in joined]
    tags = [_tag(store.runtime, survey.key, survey.round, chat) for survey in meant]
    done = rows.find(store.session, tags)
    return tuple(Offered(survey, tag in done) for survey, tag in zip(meant, tags, strict=True))


def require_intake(session: Session, trust: Trust, now: datetime) -> None:
    """Raises NoTrustedKey (or NotTrusted) when answers could not be sealed now, so that nobody answers in vain."""
    intake_key(session, trust, COMPARTMENT, now)


def submit(store: Store, trust: Trust, given: SurveyAnswers, chat: int, now: datetime) -> bool:
    """Keep the answers, and that this chat has answered the round: both or neither.

    False where it had answered before: then nothing is kept. Raises NoTrustedKey, TooLarge.
    """
    tag = _tag(store.runtime, given.survey, given.round, chat)
    round = _round(store.runtime, given.survey, given.round)
    if not rows.add(store.session, tag, round):
        return False
    envelopes.put(store.session, trust, Letter(COMPARTMENT, _body(given)), now)
    return True


def may_answer(store: Store, only: Mapping[str, Any], chat: int) -> bool:
    """For an invitation narrowed down by `{"survey": key, "round": round}`: True while this chat has not answered."""
    tag = _tag(store.runtime, str(only["survey"]), str(only["round"]), chat)
    return not rows.find(store.session, [tag])


def invite(store: Store, survey: Survey, everybody: Everybody, now: datetime) -> str:
    """Tell everybody who hears about these audiences, and has not answered, that there are questions: once a round.

    A survey for some invites those alone. Gives the broadcast's id. Raises NotOpen, AlreadyInvited.
    """
    if not survey.is_open(now.date()):
        raise NotOpen
    id = store.runtime.pseudonym("survey invitation", f"{survey.key}:{survey.round}").hex()
    if broadcasts.is_known(store.session, id):
        raise AlreadyInvited
    invitation = Broadcast(
        id=id,
        kind=INVITATION,
        facts={},
        audiences=(survey.audience,) if survey.audience else everybody.audiences,
        languages=everybody.languages,
        lane=Lane.BROADCAST,
        start=now,
        until=datetime.combine(survey.closes, time.max, UTC),
        zone=everybody.zone,
        only={"survey": survey.key, "round": survey.round},
    )
    broadcasts.announce(store, invitation)
    return id


def forget_rounds_over(store: Store, surveys: Sequence[Survey], now: datetime) -> int:
    """Forget who has answered rounds that ended a while ago, or are no longer known; how many tags went."""
    kept = [survey for survey in surveys if now.date() <= survey.closes + REMEMBERED]
    return rows.delete_other_rounds(store.session, [_round(store.runtime, survey.key, survey.round) for survey in kept])


def _body(given: SurveyAnswers) -> dict[str, Any]:
    return {
        "kind": KIND,
        "survey": given.survey,
        "round": given.round,
        "form": given.form,
        "form_hash": given.form_hash,
        "answers": dict(given.answers),
    }


def _tag(runtime: RuntimeKey, key: str, round: str, chat: int) -> bytes:
    return runtime.tag(f"survey:{key}:{round}", chat)


def _round(runtime: RuntimeKey, key: str, round: str) -> bytes:
    return runtime.pseudonym("survey round", f"{key}:{round}")
