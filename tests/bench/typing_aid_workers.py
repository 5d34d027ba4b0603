"""Are words about abuse or demands by those who help told from what else people say of them? Twenty in each language.

python tests/bench/typing_aid_workers.py

Half of them speak of an aid worker, volunteer or teacher who abuses somebody or asks for something in return: then a
report asks whether it is about an aid worker. Of the others it should not. Prints what went wrong, and the counts.
"""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[2]))

from services.content import content
from services.danger import AID_WORKER, DangerWords
from storage import migrations
from storage.engine import Database
from tests.support.directory.some_services import take_own

CONTENT: Final = Path(__file__).resolve().parents[2] / "content"
NOW: Final = datetime(2026, 3, 10, 9, tzinfo=UTC)
ABUSE: Final = {
    "en": (
        "the aid worker asked me for sex for food",
        "A man from the NGO said he will put us on the list if I sleep with him",
        "the volunteer touched my daughter at the distribution",
        "staff want money before they give us the tent",
        "my sons teacher in the camp school beats the children with a cable",
        "we had to pay the camp staff to get our registration card",
        "one of the workers of the organisation takes half of our cash",
        "the social worker asks me for naked photos",
        "I was harassed by a volunteer of the organization in the women centre",
        "he works for the ngo and he wants me to be his girlfriend, else no more blankets",
    ),
    "ar": (
        "عامل الإغاثة طلب مني الجنس مقابل الطعام",
        "موظف المنظمة بدو مصاري ليسجل اسمي",
        "المتطوع لمس بنتي وقت التوزيع",
        "طلب مني الموظف أن أنام معه حتى يعطيني البطاقة",
        "الأستاذ في مدرسة المخيم يضرب الأولاد بالعصا",
        "دفعنا رشوة لموظفي المنظمة حتى نحصل على خيمة",
        "موظف في المنظمة يتحرش بالنساء",
        "المسؤول عن التوزيع يأخذ نصف حصتنا له",
        "هددني موظف الإغاثة أن يشطب اسمي إذا تكلمت",
        "قال لي المتطوع أعطيك سلة غذائية إذا خرجت معي",
    ),
    "ckb": (
        "کارمەندی ڕێکخراوەکە داوای سێکسی لێ کردم بۆ خۆراک",
        "خۆبەخشەکە دەستی بۆ کچەکەم برد",
        "کارمەندەکە داوای پارەی لێ کردین بۆ ئەوەی ناومان بنووسێت",
        "مامۆستاکە لە قوتابخانەی کەمپ لە منداڵەکان دەدات",
        "کارمەندێکی یارمەتیدان هەڕەشەی لێ کردم",
        "بەرتیلمان دا بە کارمەندی ڕێکخراو بۆ خێمە",
        "پیاوێک لە ڕێکخراوەکە وتی لەگەڵم بنوو کارتت دەدەمێ",
        "خۆبەخشێک گێچەڵ بە ژنان دەکات",
        "بەرپرسی دابەشکردن نیوەی بەشەکەمان دەبات",
        "کارمەندەکە دەیەوێت وێنەی ڕووتی خۆمی بۆ بنێرم",
    ),
    "fr": (
        "l’agent humanitaire m’a demandé du sexe contre de la nourriture",
        "un homme de l’ONG veut coucher avec moi pour me mettre sur la liste",
        "le bénévole a touché ma fille pendant la distribution",
        "le personnel exige de l’argent avant de donner la tente",
        "le maître de l’école du camp frappe les enfants",
        "nous avons dû payer les agents pour avoir la carte",
        "un employé de l’organisation garde la moitié de nos bons",
        "le travailleur social me demande des photos nue",
        "j’ai été harcelée par un volontaire de l’association",
        "il travaille pour l’ong et il veut que je sois sa copine sinon plus de savon",
    ),
}
HARMLESS: Final = {
    "en": (
        "the aid worker gave us food",
        "the volunteers were kind and helped my mother",
        "when do the NGO staff come back with the tents",
        "the teacher asked for the age of my son",
        "the organisation gave us money for rent, thank you",
        "a worker of the water company fixed the pump",
        "staff asked us how many we are and wrote it down",
        "we want to pay for the bus to the hospital",
        "they asked me for my phone number at registration",
        "can I work as a volunteer in the school",
    ),
    "ar": (
        "عامل الإغاثة أعطانا الطعام",
        "المتطوعون ساعدوا أمي وكانوا طيبين",
        "متى يرجع موظفو المنظمة مع الخيام",
        "المعلم سأل عن عمر ابني",
        "المنظمة أعطتنا مصاري للإيجار شكرا",
        "العامل صلح مضخة الماء",
        "طلب منا الموظف أسماء أفراد العائلة",
        "كيف أطلب مساعدة مالية من المنظمة",
        "أريد أن أعمل متطوعا في المدرسة",
        "الموظف قال إن التوزيع يوم الأحد",
    ),
    "ckb": (
        "کارمەندی یارمەتیدان خۆراکی پێداین",
        "خۆبەخشەکان زۆر باش بوون و یارمەتی دایکمیان دا",
        "کارمەندانی ڕێکخراو کەی دەگەڕێنەوە",
        "مامۆستاکە پرسیاری تەمەنی کوڕەکەمی کرد",
        "ڕێکخراوەکە پارەی کرێی پێداین سوپاس",
        "کرێکارەکە پەمپی ئاوی چاک کرد",
        "کارمەندەکە داوای ناوی خێزانی کرد",
        "چۆن داوای یارمەتی لە ڕێکخراو بکەم",
        "دەمەوێت وەک خۆبەخش لە قوتابخانە کار بکەم",
        "کارمەندەکە وتی دابەشکردن ڕۆژی یەکشەممەیە",
    ),
    "fr": (
        "l’agent humanitaire nous a donné à manger",
        "les bénévoles ont été gentils et ont aidé ma mère",
        "quand revient le personnel de l’ONG avec les tentes",
        "le maître a demandé l’âge de mon fils",
        "l’organisation nous a donné de l’argent pour le loyer merci",
        "un employé de la compagnie des eaux a réparé la pompe",
        "le personnel nous a demandé combien nous sommes",
        "je veux payer le bus pour l’hôpital",
        "ils m’ont demandé mon numéro de téléphone à l’enregistrement",
        "puis-je travailler comme bénévole à l’école",
    ),
}


def words_of_danger() -> DangerWords:
    """Those of the example content."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        migrations.upgrade(url)
        database = Database(url)
        loaded = content.load(database, CONTENT, NOW)
        take_own(database, loaded)
        database.close()
    return loaded.danger


def main() -> None:
    """Print what was not heard, what was heard in vain, and the counts of each language."""
    danger = words_of_danger()

    def is_heard(said: str) -> bool:
        return AID_WORKER in {spoken.danger.key for spoken in danger.spoken_of(said)}

    counts = []
    for language in ABUSE:
        missed = [said for said in ABUSE[language] if not is_heard(said)]
        in_vain = [said for said in HARMLESS[language] if is_heard(said)]
        for outcome, sentences in (("miss", missed), ("false alarm", in_vain)):
            for said in sentences:
                print(f"{language} {outcome}: {said}")
        hits, quiet = len(ABUSE[language]) - len(missed), len(HARMLESS[language]) - len(in_vain)
        counts.append(
            f"{language:4} {hits:3} hit {len(missed):3} miss {len(in_vain):3} false alarm {quiet:3} rightly nothing"
        )
    print("", *counts, sep="\n")


if __name__ == "__main__":
    main()
