"""Whom frightened people are shown when they type: thirty sentences a language, and the two services they get at once.

python -m tests.bench.typing_frightened

Each sentence says which needs the two services together have to answer (`must`: every word of it; "|" stands between
needs of which one is enough), and what may not be among them (`never`). Where `must` is empty, nothing is to be shown.
The lists of words were widened by looking at SENTENCES, then at UNSEEN and LATER; NEWEST was written afterwards and
nothing was changed for it: its figures tell how strangers fare, and so do those of AFTERWARDS. "closed first" counts
answers whose first service is closed while another one for the same is open.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import time as clock
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[2]))

from services.content import content
from services.directory.answering import best_for
from services.directory.catalogue import ServiceCatalogue
from services.directory.finding import FoundService
from services.recurrence.wall_time import WallTime
from storage import migrations
from storage.engine import Database
from tests.support.directory.believing import as_it_lies
from tests.support.directory.some_services import take_own
from tests.support.frightened_sentences import AFTERWARDS, STRANGERS

CONTENT = Path(__file__).resolve().parents[2] / "content"
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
WALL = WallTime(NOW.date(), clock(12))


@dataclass(frozen=True)
class Said:
    """A sentence, what has to come of it and what may not."""

    text: str
    must: str = ""
    never: str = ""


SENTENCES: Final = {
    "en": (
        Said("need food", "food"),
        Said("we have eaten nothing since yesterday", "food"),
        Said("there is no water in our camp", "water"),
        Said("the toilet is broken and it smells", "water"),
        Said("police beat my brother", "safety", "mines women"),
        Said("they are shooting near the school", "safety", "education mines"),
        Said("my boy did not come back from the market and we have no bread", "children|family food"),
        Said("a blue car at night"),
        Said("men in a white car follow me", "safety", "return mines"),
        Said("my wife is in labour", "health"),
        Said("our tent burned down last night", "shelter|safety", "mines"),
        Said("the landlord throws us out on sunday", "shelter|legal"),
        Said("my husband threatens me with a knife", "women|safety", "mines"),
        Said("i am afraid to go home, my father beats me", "women|children|safety", "return mines"),
        Said("i feel nothing any more and i cannot sleep", "mind"),
        Said("found a rocket behind the house", "mines", "shelter women"),
        Said("my daughter has fever and we have no money", "health cash"),
        Said("the kids are cold, no blankets", "items"),
        Said("soldiers took my papers at the checkpoint", "legal|safety"),
        Said("where is the bus to the hospital", "health"),
        Said("my uncle was arrested", "family|safety", "women mines"),
        Said("it rains into our house", "shelter"),
        Said("thank you for yesterday"),
        Said("what time is it"),
        Said("someone touched my little sister", "women|children"),
        Said("i lost my wife in the crowd", "family"),
        Said("my brother stepped on a mine and is bleeding", "health"),
        Said("dogs everywhere in the street"),
        Said("my grandmother cannot walk, she needs a wheelchair", "health"),
        Said("is it safe to go back to our village", "return|safety", "mines"),
    ),
    "ar": (
        Said("بدي أكل لأولادي", "food"),
        Said("ما في خبز من يومين", "food"),
        Said("ما عندي مي", "water"),
        Said("الماء مقطوع عن المخيم", "water"),
        Said("الشرطة ضربت أخي", "safety", "women mines"),
        Said("العسكر ضربوا أبي على الحاجز", "safety", "women mines"),
        Said("ابني ما رجع من السوق وما عنا أكل", "children|family food"),
        Said("سيارة زرقاء في الليل"),
        Said("في ناس عم يلحقوني", "safety", "mines"),
        Said("مرتي عم تولد", "health"),
        Said("احترقت خيمتنا مبارح", "shelter|safety", "mines"),
        Said("صاحب البيت بدو يطردنا", "shelter|legal"),
        Said("زوجي هددني بالسكين", "women|safety", "mines"),
        Said("أخاف أرجع عالبيت، أبي يضربني", "women|children|safety", "return mines"),
        Said("ما عم نام من الخوف والحزن", "mind"),
        Said("لقينا صاروخ ورا البيت", "mines", "shelter women"),
        Said("بنتي حرارتها عالية وما معنا مصاري", "health cash"),
        Said("الأولاد بردانين وما في بطانيات", "items"),
        Said("ضاعت هويتي على الطريق", "legal"),
        Said("وين المشفى", "health"),
        Said("اعتقلوا خالي", "family|safety", "women mines"),
        Said("المطر عم ينزل جوا الخيمة", "shelter"),
        Said("يعطيكم العافية"),
        Said("كم الساعة"),
        Said("واحد لمس أختي الصغيرة", "women|children"),
        Said("ضيعت مرتي بالزحمة", "family"),
        Said("أريد أن أموت", "mind"),
        Said("النجدة", "safety", "mines women"),
        Said("ستي ما بتمشي وبدها كرسي متحرك", "health"),
        Said("بدي أرجع على ضيعتي، في أمان؟", "return|safety", "mines"),
    ),
    "ckb": (
        Said("خواردنمان پێویستە", "food"),
        Said("دوو ڕۆژە نانمان نەخواردووە", "food"),
        Said("ئاومان نییە", "water"),
        Said("تەوالێتەکە شکاوە", "water"),
        Said("پۆلیس لە براکەمی دا", "safety", "women mines"),
        Said("سەربازەکان لە باوکمیان دا", "safety", "women mines"),
        Said("کوڕەکەم ون بووە و نانمان نییە", "children|family food"),
        Said("ئۆتۆمبێلێکی شین لە شەودا"),
        Said("کەسێک بەدوامەوەیە و دەترسم", "safety|mind", "mines"),
        Said("ژنەکەم خەریکە منداڵی دەبێت", "health"),
        Said("چادرەکەمان سووتا", "shelter|safety", "mines"),
        Said("خاوەن خانوو دەرمان دەکات", "shelter|legal"),
        Said("مێردەکەم هەڕەشەی کوشتنم لێ دەکات", "women|safety", "mines"),
        Said("ناوێرم بچمەوە ماڵەوە، باوکم لێم دەدات", "women|children|safety", "return mines"),
        Said("خەوم نایەت و زۆر دڵتەنگم", "mind"),
        Said("مووشەکێک لە پشت ماڵەکەیە", "mines", "shelter women"),
        Said("کچەکەم تای هەیە و پارەمان نییە", "health cash"),
        Said("منداڵەکان سەرمایانە، بەتانی نییە", "items"),
        Said("پاسپۆرتەکەم ون بووە", "legal"),
        Said("نەخۆشخانە لە کوێیە", "health"),
        Said("مامم گیراوە", "family|safety", "women mines"),
        Said("باران دێتە ناو چادرەکەمان", "shelter"),
        Said("دەستتان خۆش بێت"),
        Said("کاتژمێر چەندە"),
        Said("پیاوێک دەستی لە خوشکەکەم دا", "women|children|safety"),
        Said("ژنەکەم ون بووە لە ناو خەڵکدا", "family"),
        Said("دەمەوێت بمرم", "mind"),
        Said("هاوار فریامان بکەون", "safety", "mines women"),
        Said("نەنکم ناتوانێت بڕوات، کورسیی تەکەری پێویستە", "health"),
        Said("دەمەوێت بگەڕێمەوە بۆ گوندەکەمان", "return|safety", "mines"),
    ),
    "fr": (
        Said("on a faim", "food"),
        Said("plus rien à manger pour les petits", "food"),
        Said("il n’y a pas d’eau ici", "water"),
        Said("les toilettes sont bouchées", "water"),
        Said("la police a frappé mon frère", "safety", "women mines"),
        Said("mon père a été battu par des soldats", "safety", "women mines"),
        Said("mon garçon n’est pas rentré et nous n’avons pas de pain", "children|family food"),
        Said("une voiture bleue dans la nuit"),
        Said("des hommes me suivent", "safety", "mines"),
        Said("ma femme va accoucher", "health"),
        Said("notre tente a brûlé hier soir", "shelter|safety", "mines"),
        Said("le propriétaire nous met dehors", "shelter|legal"),
        Said("mon mari me menace avec un couteau", "women|safety", "mines"),
        Said("j’ai peur de rentrer, mon père me frappe", "women|children|safety", "return mines"),
        Said("je ne dors plus, je suis si triste", "mind"),
        Said("une roquette derrière la maison", "mines", "shelter women"),
        Said("ma fille a de la fièvre et nous n’avons pas d’argent", "health cash"),
        Said("les enfants ont froid, pas de couvertures", "items"),
        Said("on m’a pris mes papiers", "legal"),
        Said("où est l’hôpital", "health"),
        Said("mon oncle a été arrêté", "family|safety", "women mines"),
        Said("il pleut dans notre tente", "shelter"),
        Said("bonne journée à tous"),
        Said("quelle heure est-il"),
        Said("quelqu’un a touché ma petite sœur", "women|children"),
        Said("j’ai perdu ma femme dans la foule", "family"),
        Said("je veux mourir", "mind"),
        Said("au secours", "safety", "mines women"),
        Said("ma grand-mère ne marche plus, il lui faut un fauteuil roulant", "health"),
        Said("peut-on retourner au village sans danger", "return|safety", "mines"),
    ),
}
UNSEEN: Final = {
    "en": (
        Said("my little brothers are crying from hunger", "food"),
        Said("the well is dry", "water"),
        Said("guards hit my cousin at the gate", "safety", "women mines"),
        Said("grandfather fell and broke his leg", "health"),
        Said("my mother is missing since the attack and we have nothing to eat", "family food"),
        Said("someone breaks into our tent at night", "safety|shelter", "mines return"),
        Said("can my kids go to school here", "education"),
        Said("nice weather"),
    ),
    "ar": (
        Said("إخوتي الصغار يبكون من الجوع", "food"),
        Said("البئر ناشف", "water"),
        Said("الحرس ضربوا ابن عمي", "safety", "women mines"),
        Said("جدي وقع وانكسرت رجله", "health"),
        Said("أمي مفقودة من وقت الهجوم وما عنا شي ناكله", "family food"),
        Said("حدا عم يدخل عخيمتنا بالليل", "safety|shelter", "mines return"),
        Said("بدي سجل ولادي بالمدرسة", "education"),
        Said("الجو حلو اليوم"),
    ),
    "ckb": (
        Said("براکانم لە برسان دەگرین", "food"),
        Said("بیرەکە وشکە", "water"),
        Said("پاسەوانەکان لە ئامۆزاکەم دا", "safety", "women mines"),
        Said("باپیرم کەوت و قاچی شکا", "health"),
        Said("دایکم بێسەروشوێنە و هیچمان نییە بیخۆین", "family food"),
        Said("کەسێک شەوانە دێتە چادرەکەمان", "safety|shelter", "mines return"),
        Said("دەمەوێت منداڵەکانم بچنە قوتابخانە", "education"),
        Said("کەشوهەوا خۆشە"),
    ),
    "fr": (
        Said("mes petits frères pleurent de faim", "food"),
        Said("le puits est à sec", "water"),
        Said("les gardes ont tapé mon cousin", "safety", "women mines"),
        Said("grand-père est tombé, sa jambe est cassée", "health"),
        Said("ma mère a disparu depuis l’attaque et nous n’avons rien à manger", "family food"),
        Said("quelqu’un entre dans notre tente la nuit", "safety|shelter", "mines return"),
        Said("mes enfants peuvent-ils aller à l’école", "education"),
        Said("il fait beau"),
    ),
}

LATER: Final = {
    "en": (
        Said("pls help my sister didnt come home from the market yesterday", "family|children"),
        Said("my uncle was shot near the checkpoint", "health|safety"),
        Said("the baby has fever since 3 days and wont drink", "health"),
        Said("he touches me when my mother is away", "women"),
        Said("i cant sleep i see the bombs every night", "mind", "mines"),
        Said("there is a metal thing with wires in the field", "mines"),
        Said("they want my papers at the check point and threaten us", "safety|legal"),
        Said("what time is it"),
    ),
    "ar": (
        Said("اختي ما رجعت من السوق من مبارح", "family|children"),
        Said("عمي انصاب بالرصاص عند الحاجز", "health|safety"),
        Said("الرضيع حرارته عالية وما عم يرضع", "health"),
        Said("جوزي كل يوم بيضربني قدام الولاد", "women"),
        Said("ما عم اقدر نام من الكوابيس", "mind"),
        Said("لقينا شي متل القذيفه بالارض", "mines"),
        Said("عطشانين ومافي مي بالمخيم", "water"),
        Said("شكرا كتير"),
    ),
    "ckb": (
        Said("خوشکەکەم دوێنێ لە بازاڕ نەگەڕایەوە", "family|children"),
        Said("مامم لای بازگە تەقەی لێکرا", "health|safety"),
        Said("منداڵەکە تای هەیە و شیر ناخوات", "health|food"),
        Said("مێردەکەم هەموو ڕۆژێک لێم دەدات", "women"),
        Said("شەوان ناتوانم بخەوم دەترسم", "mind"),
        Said("شتێکی وەک مووشەک لە کێڵگەکەدایە", "mines"),
        Said("ئاومان نییە و تینوومانە", "water"),
        Said("سوپاس"),
    ),
    "fr": (
        Said("ma soeur est pas rentrée du marché depuis hier", "family|children"),
        Said("mon oncle a pris une balle au barrage", "health|safety"),
        Said("le bebe a de la fievre depuis 3 jours", "health"),
        Said("mon mari me frape tous les jours", "women"),
        Said("je dors plus, je fais des cauchemar", "mind"),
        Said("ya un obus dans le champ", "mines"),
        Said("on a soif il ya plus d'eau au camp", "water"),
        Said("quelle heure est-il"),
    ),
}
"""Written after the lists were widened by families of words, with everyday misspellings; widened again since by
looking at them."""

NEWEST: Final = {
    "en": (
        Said("my kids go to bed with nothing in their bellies", "food"),
        Said("the pump has no water since tuesday", "water"),
        Said("my son has a high temperature and shakes", "health"),
        Said("they stole our phones last night", "safety"),
        Said("nobody tells me where they took my dad", "family|safety"),
        Said("he says he will cut my throat if i leave him", "women|safety"),
        Said("wind took the roof of our tent", "shelter"),
        Said("good morning everybody"),
    ),
    "ar": (
        Said("الأولاد نايمين بدون عشا", "food"),
        Said("صرلنا يومين بلا مي", "water"),
        Said("ابني سخن كتير وعم يرجف", "health"),
        Said("سرقوا تلفوناتنا مبارح بالليل", "safety"),
        Said("ما حدا بيقلي لوين أخدوا أبي", "family|safety"),
        Said("بيقول رح يذبحني إذا تركته", "women|safety"),
        Said("الهوا طير سقف الخيمة", "shelter"),
        Said("صباح الخير جميعا"),
    ),
    "ckb": (
        Said("منداڵەکان بەبێ نان دەخەون", "food"),
        Said("دوو ڕۆژە ئاو نەهاتووە", "water"),
        Said("کوڕەکەم زۆر گەرمە و دەلەرزێت", "health"),
        Said("دوێنێ شەو مۆبایلەکانیان دزین", "safety"),
        Said("کەس پێم ناڵێت باوکمیان بۆ کوێ برد", "family|safety"),
        Said("دەڵێت ئەگەر بەجێی بهێڵم دەمکوژێت", "women|safety"),
        Said("با سەقفی چادرەکەی برد", "shelter"),
        Said("بەیانیتان باش"),
    ),
    "fr": (
        Said("les enfants se couchent le ventre vide", "food"),
        Said("depuis deux jours le robinet ne donne rien", "water"),
        Said("mon fils est brûlant et il tremble", "health"),
        Said("ils ont volé nos téléphones cette nuit", "safety"),
        Said("personne ne me dit où ils ont emmené papa", "family|safety"),
        Said("il dit qu’il va m’égorger si je pars", "women|safety"),
        Said("le vent a emporté le toit de la tente", "shelter"),
        Said("bonjour tout le monde"),
    ),
}
"""Written after that; nothing was changed for it."""


def _said(listed: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, tuple[Said, ...]]:
    return {language: tuple(Said(*each) for each in told) for language, told in listed.items()}


ASKED: Final[Mapping[str, Mapping[str, tuple[Said, ...]]]] = {
    "looked at": SENTENCES,
    "unseen": UNSEEN,
    "later": LATER,
    "newest": NEWEST,
    "strangers": _said(STRANGERS),
    "after": _said(AFTERWARDS),
}
Answer = Callable[[str], list[FoundService]]


def main() -> None:
    """Print what went wrong with the sentences that were looked at (with --all: with all), and the counts."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        migrations.upgrade(url)
        database = Database(url)
        loaded = content.load(database, CONTENT, NOW)
        take_own(database, loaded)
        catalogue = ServiceCatalogue(loaded.needs, as_it_lies)
        with database.reading() as session:

            def answer(text: str) -> list[FoundService]:
                pressing = loaded.danger.pressing_in(text)
                return best_for(session, catalogue, pressing, text, WALL)

            _report(answer)
        database.close()


def _report(answer: Answer) -> None:
    for name, asked in ASKED.items():
        counts: Counter[tuple[str, str]] = Counter()
        for language, sentences in asked.items():
            for said in sentences:
                found = answer(said.text)
                for outcome in _outcomes(said, found):
                    counts[language, outcome] += 1
                    if outcome in FAULTS and (asked is SENTENCES or "--all" in sys.argv):
                        shown = [f"{each.service.name.said('en')} {','.join(each.service.needs)}" for each in found]
                        print(f"{language} {outcome}: {said.text} ({said.must or 'nothing'}) brought {shown}")
        for language in (*asked, "all"):
            chosen = asked if language == "all" else (language,)
            figures = [f"{sum(counts[each, outcome] for each in chosen):3} {outcome}" for outcome in OUTCOMES]
            print(f"{name:9} {language:4}", *figures)


OUTCOMES: Final = ("hit", "rightly nothing", "miss", "false alarm", "closed first")
FAULTS: Final = OUTCOMES[2:]


def _outcomes(said: Said, found: Sequence[FoundService]) -> list[str]:
    needs = {need for each in found for need in each.service.needs}
    first = {need for each in found for need in each.service.needs[:1]}
    is_alarm = bool(first & set(said.never.split())) or (bool(found) and not said.must)
    outcomes = ["false alarm"] if is_alarm else []
    if said.must:
        is_hit = all(needs & set(wanted.split("|")) for wanted in said.must.split())
        outcomes.append("hit" if is_hit else "miss")
    elif not found:
        outcomes.append("rightly nothing")
    is_late = len(found) > 1 and not _is_open(found[0]) and _is_open(found[1])
    same = len(found) > 1 and found[0].service.needs[:1] == found[1].service.needs[:1]
    return [*outcomes, "closed first"] if is_late and same else outcomes


def _is_open(found: FoundService) -> bool:
    return found.opening is not None and found.opening.is_open


if __name__ == "__main__":
    main()
