"""How well whoever simply types is understood: sixty sentences, fifteen a language, as people may write them.

python tests/bench/typing_people.py

Each sentence says what it should bring: a kind of danger, a need in the directory, a button, or nothing of these. Hits,
misses and false alarms are counted for words of danger, for the search (is the need among the two services shown at
once?) and for labels. The sentences are not those the lists were made from.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import time as clock
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[2]))

from sqlmodel import Session

from handlers import routes
from handlers.chat.meant import Named, meant
from services.content import content
from services.directory.answering import best_for
from services.directory.catalogue import ServiceCatalogue
from services.recurrence.wall_time import WallTime
from storage import migrations
from storage.engine import Database
from tests.support.directory.believing import as_it_lies
from tests.support.directory.some_services import take_own

CONTENT = Path(__file__).resolve().parents[2] / "content"
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
WALL = WallTime(NOW.date(), clock(12))
BUTTONS = tuple(Named(route.command or "", route.label) for route in routes.ROUTES if not route.button)
OFFERED: Final = ("en", "ar", "ckb", "fr")


@dataclass(frozen=True)
class Said:
    """A sentence, and what it should bring: kinds of danger, needs (any of them), the name of a button."""

    text: str
    danger: str = ""
    need: str = ""
    button: str = ""


SENTENCES: Final = {
    "en": (
        Said("men with guns came at night and took two boys", "taken violence"),
        Said("my uncle was kidnapped on the road to the market", "taken", "family safety"),
        Said("my husband hit me and the baby again", "violence", "women safety"),
        Said("a man from the camp forced my sister to have sex", "sexual_violence", "women"),
        Said("i cant go on, i will end my life", "suicide", "mind"),
        Said("we cannot find our little girl since the morning", "child", "children family"),
        Said("there is something metal in the field, maybe a mine", "explosive", "mines"),
        Said("my mother is bleeding a lot", "hurt", "health"),
        Said("where can i get milk for my baby", need="food"),
        Said("the roof of our tent is leaking", need="shelter"),
        Said("i lost my id card how can i get a new one", need="legal"),
        Said("My Mailbox", button="mailbox"),
        Said("the surveys", button="surveys"),
        Said("good morning, who are you"),
        Said("the meeting was very good, thank you all"),
    ),
    "ar": (
        Said("جاء الجنود وأخذوا أخي من البيت", "taken violence", "family safety"),
        Said("زوجي يضربني كل يوم وأنا خائفة", "violence", "women safety"),
        Said("تم اغتصاب فتاة قرب النهر", "sexual_violence", "women"),
        Said("ما بدي عيش بعد اليوم", "suicide", "mind"),
        Said("ابنتي الصغيرة ضاعت في السوق", "child", "children family"),
        Said("وجدنا قذيفة قرب المدرسة", "explosive", "mines"),
        Said("سمعنا إطلاق نار قرب المخيم", "violence", "safety"),
        Said("أمي فقدت الوعي", "hurt", "health"),
        Said("نحتاج خيمة وبطانيات قبل الشتاء", need="shelter items"),
        Said("وين أقرب عيادة", need="health"),
        Said("بدي شغل", need="work"),
        Said("الاستبيانات", button="surveys"),
        Said("لغة", button="language"),
        Said("شكرا على الاجتماع كان مفيد"),
        Said("هل أنتم منظمة أم حكومة"),
    ),
    "ckb": (
        Said("دوێنێ شەو سەربازەکان براکەمیان برد", "taken violence", "family safety"),
        Said("مێردەکەم لێم دەدات", "violence", "women safety"),
        Said("دەستدرێژی کراوەتە سەر خوشکەکەم", "sexual_violence", "women"),
        Said("نامەوێت چیتر بژیم", "suicide", "mind"),
        Said("کچەکەم لە بازاڕ ون بووە", "child", "children family"),
        Said("مینێکمان لە کێڵگەکە دۆزیەوە", "explosive", "mines"),
        Said("چەکدارەکان گوندەکەیان گەمارۆ داوە", "violence", "safety"),
        Said("باوکم بێهۆش بووە", "hurt", "health"),
        Said("ئاومان نییە لە گەڕەکەکە", need="water"),
        Said("پێویستم بە دکتۆرە", need="health"),
        Said("ناسنامەکەم ون کردووە", need="legal"),
        Said("زمان", button="language"),
        Said("سندوقی نامەکانم", button="mailbox"),
        Said("سوپاس بۆ هەواڵەکان"),
        Said("ئێوە کێن"),
    ),
    "fr": (
        Said("des hommes armés ont emmené mon frère cette nuit", "taken violence", "family safety"),
        Said("mon mari me frappe devant les enfants", "violence", "women safety"),
        Said("ma sœur a été violée près de la rivière", "sexual_violence", "women"),
        Said("je n’ai plus envie de vivre", "suicide", "mind"),
        Said("mon fils de six ans a disparu", "child", "children family"),
        Said("il y a un obus dans le champ", "explosive", "mines"),
        Said("on nous a menacés de mort si nous restons", "violence", "safety"),
        Said("ma fille saigne beaucoup", "hurt", "health"),
        Said("nous n’avons rien à manger depuis deux jours", need="food"),
        Said("je cherche un médecin pour ma mère", need="health"),
        Said("où trouver du travail", need="work"),
        Said("les enquêtes", button="surveys"),
        Said("LANGUE", button="language"),
        Said("merci pour la réunion d’hier"),
        Said("qui êtes-vous"),
    ),
}


def report_on(asked: Mapping[str, Sequence[Said]]) -> None:
    """Print what each sentence brought where it should not have, and the counts."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        migrations.upgrade(url)
        database = Database(url)
        loaded = content.load(database, CONTENT, NOW)
        take_own(database, loaded)
        catalogue = ServiceCatalogue(loaded.needs, as_it_lies)
        counts: Counter[tuple[str, str, str]] = Counter()
        with database.reading() as session:
            for language, sentences in asked.items():
                for said in sentences:
                    for what, outcome in _judged(said, loaded, catalogue, session):
                        counts[language, what, outcome] += 1
                        if outcome in ("miss", "false alarm"):
                            print(f"{language} {what:7} {outcome}: {said.text}")
        database.close()
    print()
    for what in ("danger", "search", "label"):
        for language in (*asked, "all"):
            chosen = asked if language == "all" else (language,)
            figures = [
                f"{sum(counts[each, what, outcome] for each in chosen):3} {outcome}"
                for outcome in ("hit", "miss", "false alarm", "rightly nothing")
            ]
            print(f"{what:7} {language:4}", *figures)


def _judged(
    said: Said, loaded: content.Content, catalogue: ServiceCatalogue, session: Session
) -> list[tuple[str, str]]:
    kinds = {spoken.danger.key for spoken in loaded.danger.spoken_of(said.text)}
    buttons = {each.button.name for each in meant(said.text, BUTTONS, OFFERED)}
    needs = set() if buttons else _needs_shown(said.text, loaded, catalogue, session)
    judged = [("danger", _outcome(said.danger, kinds)), ("label", _outcome(said.button, buttons))]
    if not said.danger or said.need:
        judged.append(("search", _outcome(said.need, needs)))
    return judged


def _needs_shown(text: str, loaded: content.Content, catalogue: ServiceCatalogue, session: Session) -> set[str]:
    pressing = loaded.danger.pressing_in(text)
    return {need for found in best_for(session, catalogue, pressing, text, WALL) for need in found.service.needs}


def _outcome(wanted: str, found: set[str]) -> str:
    if not wanted:
        return "false alarm" if found else "rightly nothing"
    return "miss" if found.isdisjoint(wanted.split()) else "hit"


if __name__ == "__main__":
    report_on(SENTENCES)
