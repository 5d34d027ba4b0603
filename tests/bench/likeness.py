"""Are reports about one thing listed beside each other, and others not? Counts over reports that are labelled by hand.

python tests/bench/likeness.py

Each row says which incident a report is of ('' for one alone), its language, zone, concern, day and words. Many that
are of no one incident share zone, concern and day, as in any camp. Precision: how many of the listed are of the same
incident; recall: how many of the same incident are listed. Then the CPU time of one page among 20,000 reports.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from services.directory.folding import words_written
from services.incidents.likeness import STEM, Likenesses, Traits, alike
from services.reports.case import Case
from services.reports.case_entry import CaseEntry
from services.reports.standing import Standing

FIRST: Final = date(2026, 3, 1)


class Row(NamedTuple):
    """One labelled report."""

    incident: str
    language: str
    zone: str
    concern: str
    day: int
    text: str


ROWS: Final = [Row(*row) for row in (
    ("bus", "en", "north", "stopped", 3, "Armed men stopped the bus at the north gate and took two boys with them."),
    ("bus", "en", "north", "unsafe", 3, "two boys were taken off the bus by men with guns near the gate"),
    ("bus", "en", "", "stopped", 4, "My cousin was in the bus yesterday, armed men took two boys at the gate"),
    ("bus", "ar", "north", "stopped", 3, "مسلحون أوقفوا الحافلة عند البوابة وأخذوا ولدين"),
    ("bus", "ckb", "north", "stopped", 4, "چەکدارەکان پاسەکەیان لە دەروازەکە ڕاگرت و دوو کوڕیان برد"),
    ("fire", "en", "school", "property", 5, "The tents behind the school burned down in the night, nobody was hurt."),
    ("fire", "en", "school", "property", 6, "A fire burned our tent behind the school, papers and blankets are gone"),
    ("fire", "ar", "school", "property", 5, "احترقت الخيام خلف المدرسة في الليل ولم يصب أحد"),
    ("fire", "ar", "school", "unsafe", 6, "حريق خلف المدرسة أحرق خيمتنا والبطانيات والأوراق"),
    ("water", "ar", "river", "refused", 8, "الحراس منعوا النساء من أخذ الماء من البئر قرب النهر"),
    ("water", "ar", "river", "movement", 8, "منعنا الحراس من الوصول إلى البئر لأخذ الماء"),
    ("water", "ckb", "river", "refused", 8, "پاسەوانەکان نەیانهێشت ژنان ئاو لە بیرەکە ببەن"),
    ("water", "ckb", "river", "refused", 9, "لە بیرەکەی لای ڕووبار پاسەوانەکان ناهێڵن ئاو ببەین"),
    ("toll", "en", "market", "pressure", 10, "They ask drivers for money at the checkpoint before the market"),
    ("toll", "en", "market", "movement", 12, "at the checkpoint near the market drivers pay ten dollars or turn back"),
    ("toll", "fr", "market", "movement", 11, "Au barrage avant le marché les chauffeurs doivent payer dix dollars"),
    ("toll", "fr", "market", "pressure", 12, "On demande dix dollars à chaque chauffeur au barrage du marché"),
    ("mine", "en", "river", "explosive", 15, "Children found metal with wires beside the river path, maybe a mine"),
    ("mine", "en", "river", "explosive", 15, "There is something like a mine on the path along the river, with wires"),
    ("mine", "ar", "river", "explosive", 15, "وجد الأطفال شيئًا معدنيًا فيه أسلاك على طريق النهر ربما لغم"),
    ("beaten", "ckb", "north", "attacked", 18, "سێ پیاو لە شەودا لە کوڕەکەمیان دا لای نانەواخانەکە"),
    ("beaten", "ckb", "north", "attacked", 19, "شەوی ڕابردوو لای نانەواخانەکە کوڕێک لێی درا لەلایەن سێ پیاوەوە"),
    ("rumour", "en", "school", "tension", 21, "People say the camp will be closed Friday and everybody has to go back"),
    ("rumour", "en", "market", "tension", 22, "they will close the camp Friday, is it true that we must go back"),
    ("rumour", "ar", "school", "tension", 21, "الناس يقولون إن المخيم سيغلق يوم الجمعة وعلى الجميع العودة"),
    ("rumour", "ar", "north", "tension", 22, "سمعنا أن المخيم سيغلق الجمعة ويجب أن نعود هل هذا صحيح"),
    ("", "en", "north", "stopped", 3, "My brother was arrested in his house by the police, they did not say why."),
    ("", "en", "north", "unsafe", 4, "Somebody watches our shelter in the evening and knocks at the door"),
    ("", "en", "school", "property", 5, "The landlord threw us out of the room because we could not pay the rent"),
    ("", "en", "school", "property", 7, "Our goats were stolen while we were at the clinic"),
    ("", "ar", "school", "property", 6, "سرق أحدهم دراجتي من أمام العيادة"),
    ("", "ar", "river", "refused", 9, "رفض الطبيب أن يعالج أمي لأنها بلا بطاقة"),
    ("", "ar", "river", "movement", 8, "لا نستطيع الخروج من المخيم بلا تصريح من المكتب"),
    ("", "ckb", "river", "refused", 8, "خێمەیان نەدا بە خێزانەکەم چونکە ناومان لە لیستەکە نییە"),
    ("", "en", "market", "movement", 11, "The road to the hospital is under water and no car can pass"),
    ("", "en", "market", "pressure", 11, "An agent promises money to families who sign that they return"),
    ("", "fr", "market", "movement", 12, "Le pont est cassé et les bus ne passent plus"),
    ("", "en", "river", "explosive", 13, "We heard shooting and one explosion far away in the hills"),
    ("", "ckb", "north", "attacked", 18, "مێردەکەی خوشکم لێی دەدات و هەڕەشەی لێ دەکات"),
    ("", "en", "school", "tension", 21, "The two families quarrel about the shop and the young ones carry knives"),
    ("", "ar", "north", "tension", 22, "مشاجرة بين شباب الحيين بسبب مباراة كرة القدم"),
    ("", "en", "north", "stopped", 24, "Armed men stopped a taxi on the southern road and took the driver's phone"),
)]  # fmt: skip


def traits(row: Row) -> Traits:
    """What is compared of a row."""
    words = frozenset(word[:STEM] for word in words_written(row.text))
    return Traits(row.zone, row.concern, FIRST + timedelta(days=row.day), row.language, words)


def score() -> None:
    """Print precision and recall, within a language and between two, and what went wrong."""
    known = {number.to_bytes(2): traits(row) for number, row in enumerate(ROWS)}
    counts: defaultdict[tuple[bool, str], int] = defaultdict(int)
    for number, row in enumerate(ROWS):
        others = {id: each for id, each in known.items() if id != number.to_bytes(2)}
        listed = {int.from_bytes(each.id) for each in alike(traits(row), others)}
        for other, that in enumerate(ROWS):
            if other == number:
                continue
            same, is_listed = bool(row.incident) and row.incident == that.incident, other in listed
            what = "hit" if same and is_listed else "miss" if same else "false" if is_listed else "right"
            counts[row.language == that.language, what] += 1
            if what in {"miss", "false"} and number < other:
                print(f"{what}: {row.text} | {that.text}")
    for within in (True, False):
        hit, miss, wrong = (counts[within, what] for what in ("hit", "miss", "false"))
        where = "within a language" if within else "between two"
        precision, recall = hit / max(1, hit + wrong), hit / max(1, hit + miss)
        print(f"{where}: precision {precision:.0%}, recall {recall:.0%}, of {hit + miss} pairs (each both ways)")


def cases(many: int) -> Iterator[Case]:
    """So many reports of half a year, their words from the rows."""
    for number in range(many):
        row, day = ROWS[number % len(ROWS)], FIRST + timedelta(days=number % 180)
        answers = {"category": row.concern, "zone": row.zone, "what_happened": row.text}
        id = number.to_bytes(16)
        entry = CaseEntry(id, "report", day, 0)
        plain = Case(id, "safety", day, False, row.language, "", "", answers, (1, 2), None, None, (entry,), Standing())
        yield replace(plain, id=id)


def cost(many: int) -> None:
    """Print what the first page costs, and one after it."""
    known, likenesses = {case.id: case for case in cases(many)}, Likenesses()
    for what in ("first page", "a page after it", "another page"):
        case = known[(many // 2 + (what == "another page")).to_bytes(16)]
        before = time.process_time()
        likenesses.near(case, known)
        print(f"{many} reports, {what}: {1000 * (time.process_time() - before):.1f} ms CPU")


if __name__ == "__main__":
    score()
    cost(20_000)
