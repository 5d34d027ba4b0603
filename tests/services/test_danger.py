"""Words of danger: which are found in what people write, and what is wrong with a list."""

import shutil
from pathlib import Path

import pytest

from locales.small_talk import small_talk
from services.authoring.parts import BRANCHES
from services.danger import DangerWords, read_danger_words
from services.directory.needs import read_needs
from tests.support.contents import EXAMPLE, LANGUAGES, change, sentences


@pytest.fixture(scope="module")
def words() -> DangerWords:
    needs, _ = read_needs(EXAMPLE, LANGUAGES)
    found, problems = read_danger_words(EXAMPLE, LANGUAGES, BRANCHES, needs)
    assert problems == []
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "content")
    return tmp_path / "content"


def kinds(words: DangerWords, text: str) -> set[str]:
    return {spoken.danger.key for spoken in words.spoken_of(text)}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("HE RAPED ME!!", "sexual_violence"),
        ("i was sexualy assaulted, sexualy", "sexual_violence"),
        ("I don't want to live anymore", "suicide"),
        ("they kidnaped my brother", "taken"),
        ("took away my little son", "taken"),
        ("اغتَصَبَني", "sexual_violence"),
        ("وأخذوا إبني", "taken"),
        ("بدي أموت", "suicide"),
        ("دەمەوێت بمرم", "suicide"),
        ("دەستدرێژییان کردە سەرم", "sexual_violence"),
        ("منداڵەکەم لێ ون بووە", "child"),
        ("IL M'A VIOLEE", "sexual_violence"),
        ("j’ai perdu mon petit fils", "child"),
        ("au secours", "violence"),
        ("she is going to kill her self", "suicide"),
        ("I took pills", "suicide"),
        ("بدي موت حالي", "suicide"),
        ("a man from the NGO touched me", "sexual_violence"),
        ("he forced himself on me", "sexual_violence"),
        ("il abuse de ma fille", "sexual_violence"),
        ("un travailleur humanitaire ma touché", "sexual_violence"),
        ("کارمەندی ڕێکخراو دەستی لێدام", "sexual_violence"),
        ("my baby is gone", "child"),
        ("my husbend hit me", "home"),
        ("my husband hurts us", "home"),
        ("mon mari ma frapé", "home"),
        ("زوجي بيضرب ولادي", "home"),
        ("forced marriage", "home"),
        ("im being followed", "violence"),
        ("my uncel beats my little sister", "violence"),
        ("they will kill my brother", "violence"),
        ("our tent is burning", "violence"),
        ("they burned our houses", "violence"),
        ("fire", "violence"),
        ("SOS", "violence"),
        ("machete", "violence"),
        ("on nous tire dessus", "violence"),
        ("ضربوا ابني", "violence"),
        ("عم يطلقوا النار", "violence"),
        ("ذبحوه", "violence"),
        ("ماڵەکەمان سووتا", "violence"),
        ("they want to marry my daughter she is 14", "child"),
        ("جاري بدو يجوز بنته عمرها ١٣", "child"),
        ("on veut marier ma fille de 13 ans", "child"),
        ("کچەکەم دەدەن بە شوو تەمەنی ١٣ ساڵە", "child"),
        ("they want to circumcise my daughter", "home"),
        ("بدهم يختنوا بنتي", "home"),
        ("ils veulent exciser ma fille", "home"),
        ("دەیانەوێت کچەکەم خەتەنە بکەن", "home"),
        ("my husband threw me out of the house", "home"),
        ("they threw us out of the house", "thrown_out"),
        ("طردونا من البيت", "thrown_out"),
        ("on nous a mis dehors", "thrown_out"),
        ("دەریان کردین لە خانووەکە", "thrown_out"),
        ("they will deport us", "deported"),
        ("بدهم يرحلونا", "deported"),
        ("I want to sleep and not wake up", "suicide"),
        ("I feel like ending it", "suicide"),
        ("there is no reason to go on", "suicide"),
        ("بدي نام وما فيق", "suicide"),
        ("je veux dormir et ne jamais me réveiller", "suicide"),
        ("دەمەوێت بخەوم و هەڵنەستمەوە", "suicide"),
        ("the baby is not moving", "hurt"),
        ("he was bitten by a snake", "hurt"),
        ("الرضيع ما عم يتحرك", "hurt"),
        ("قرصته عقربة", "hurt"),
        ("un serpent a mordu mon fils", "hurt"),
        ("le bébé ne bouge plus", "hurt"),
        ("منداڵەکە ناجووڵێت", "hurt"),
        ("they recruit my son to fight for them", "child"),
        ("people are under the rubble", "violence"),
        ("they give my 12 year old sister to an old man", "child"),
        ("my family wants me to marry my cousin", "home"),
        ("mon père veut me donner à un vieux", "home"),
        ("i dont see a point in living any more", "suicide"),
        ("ما عاد فيني كمل بهالحياة", "suicide"),
        ("حەز بە ژیان ناکەم", "suicide"),
        ("صاحب البيت رمى غراضنا برا", "thrown_out"),
    ],
)
def test_what_people_write_is_recognised(words: DangerWords, said: str, kind: str) -> None:
    assert kind in kinds(words, said)


@pytest.mark.parametrize(
    "said",
    [
        "die Schule ist heute zu",
        "the pen is mine",
        "my phone died",
        "mon téléphone est mort",
        "du pain pour mon fils",
        "elle porte une robe violette",
        "le violon de mon père",
        "ما هي الجنسية المطلوبة",
        "أريد أن أعيش بأمان",
        "من ناوم ئازادە",
        "took my papers to the office",
        "flu shot",
        "help me fill a form",
        "I took my daughter to the clinic",
        "emergency cash",
        "قلم رصاص",
        "ضربات الشمس كتير",
        "کوڕەکەم برد بۆ نەخۆشخانە",
        "j’ai emmené mon fils à la clinique",
        "du poisson",
        "the line is not moving",
        "my son is not moving to the camp",
        "my sister got married yesterday",
        "how do I register a marriage",
        "my daughter is 14 and goes to school",
        "circumcision for my son",
        "send me back the form",
        "we want to end it early today",
        "we learn bit by bit",
        "the food was thrown out",
        "هل يجوز التسجيل لبنتي",
        "بدي سجل زواجي",
        "ma fille a 12 ans et va à l’école",
        "کچەکەم دەچێتە قوتابخانە",
        "where can I find a school for my daughter",
        "je trouve une école pour mon fils",
        "",
        "😀",
    ],
)
def test_other_words_are_left_alone(words: DangerWords, said: str) -> None:
    assert kinds(words, said) == set()


@pytest.mark.parametrize(
    "said",
    [
        *("my daughter hasn't come home", "my daughter hasnt come home", "my son has not returned since yesterday"),
        *("my son didn’t return", "my kids are not back", "our daughter still not home", "my son is not home yet"),
        *("my girl did not return from school", "ابني ما رجع", "ابني لم يرجع", "لم تعد ابنتي إلى البيت", "ما رجع ابني"),
        *("لم يرجع ابني", "ما رجعت بنتي من المدرسة", "ابنتي لم تعد منذ أمس", "ابني مارجع", "ولدي ما رجع للبيت"),
        *(
            "کچەکەم نەگەڕاوەتەوە",
            "کچم نەگەڕاوەتەوە",
            "کوڕم هێشتا نەگەڕاوەتەوە",
            "منداڵەکەم نەهاتۆتەوە",
            "کوڕەکەم نەهاتەوە",
        ),
        *("ma fille n'est pas rentrée", "ma fille n’est jamais rentrée", "mon fils n'est toujours pas là"),
    ],
)
def test_a_child_that_has_not_come_home_is_missing(words: DangerWords, said: str) -> None:
    assert "child" in kinds(words, said)


@pytest.mark.parametrize(
    "said",
    [
        "my husband never came home",
        "my brother hasn’t been seen",
        "mon frère n’est toujours pas là",
        "لم يعد أخي إلى البيت",
    ],
)
def test_so_is_anybody_else_of_the_family(words: DangerWords, said: str) -> None:
    assert kinds(words, said) == {"taken"}


@pytest.mark.parametrize(
    "said",
    [
        *("my daughter came home", "my daughter does not want to go home", "my son has not returned the book"),
        *("we have not returned to our village", "my son has no home", "my daughter did not return to school"),
        *("ابني رجع", "ابني ما رجع الكتاب", "لم يعد لدينا طعام", "لم تعد ابنتي تذهب إلى المدرسة", "لم نعد إلى البيت"),
        *("لم يعد ابني يأكل", "لم يعد ابني يخرج من البيت", "کچەکەم گەڕایەوە", "نەگەڕاومەتەوە ماڵەوە"),
        *("ma fille est rentrée", "ma fille ne veut pas rentrer", "mon fils n’est pas allé à l’école"),
    ],
)
def test_who_came_home_or_whatever_else_was_not_returned_is_not_missing(words: DangerWords, said: str) -> None:
    assert kinds(words, said) == set()


@pytest.mark.parametrize(
    "said",
    [
        *("ابني لم يعد يدرس", "زوجي لم يعد يعمل منذ شهر", "أمي لم تعد تستطيع المشي", "أولادي لم يعودوا يلعبون"),
        *("أبي لم يعد بحاجة إلى الدواء", "أخي لم يعد إلى عمله القديم", "زوجي لم يعد إلى الموضوع", "أخي ما رجع يشتغل"),
        *("my son has not come back to the subject", "my brother has not come back to me about the form"),
        *("my husband has not returned my call", "my daughter hasn't come back to her studies"),
        *("my friend has not come back with an answer", "my brother never came back to the topic"),
        *("mon frère ne revient plus sur ce sujet", "mon mari n'est pas revenu sur sa décision"),
        *("mon fils n'est pas revenu à l'école", "mon cousin n'est pas revenu au travail"),
        *("کوڕەکەم نەگەڕاوەتەوە سەر باسەکە", "براکەم نەگەڕاوەتەوە سەر ئیشەکەی", "براکەم نەهاتەوە سەر باسەکە"),
        "کچەکەم نەگەڕاوەتەوە بۆ خوێندن",
    ],
)
def test_who_no_longer_does_something_or_is_not_back_at_a_subject_is_not_missing(words: DangerWords, said: str) -> None:
    assert kinds(words, said) == set()


@pytest.mark.parametrize(
    "said",
    [
        *("ابني لم يعد إلى البيت", "ابني لم يعد", "ابني لم يعد يا جماعة", "زوجي لم يعد منذ أمس", "أخي خرج ولم يعد"),
        *("ابني راح عالسوق وما رجع", "ما عاد ابني من السوق", "ابني ما رجع من المدرسة"),
        *("my son has not come back from school", "my husband has not come back to us", "my husband has not returned"),
        *(
            "mon mari n'est pas revenu de la ville",
            "ma fille n'est pas rentrée de l'école",
            "mon frère ne revient plus",
        ),
        *("کوڕەکەم نەگەڕاوەتەوە", "براکەم نەگەڕاوەتەوە بۆ ماڵەوە", "کچەکەم نەهاتەوە"),
    ],
)
def test_who_has_not_come_back_from_anywhere_is_missing(words: DangerWords, said: str) -> None:
    assert "taken" in kinds(words, said)


@pytest.mark.parametrize(
    "said",
    ["le grand marché a disparu", "le petit pain a disparu", "la belle saison a disparu", "tapé le grand tableau"],
)
def test_half_a_name_for_somebody_of_the_family_names_nobody(words: DangerWords, said: str) -> None:
    """ "grand-père" stands in the list, and "grand" is no family."""
    assert kinds(words, said) == set()


@pytest.mark.parametrize(
    "said", ["mon grand-père a disparu", "ma belle mère a disparu", "ابن عمي مفقود", "بنت خالي مفقودة"]
)
def test_the_whole_name_does(words: DangerWords, said: str) -> None:
    assert kinds(words, said) == {"taken"}


@pytest.mark.parametrize("kin", ["stepmother", "mother-in-law", "aunty", "grandparents", "half sister"])
def test_every_relative_is_somebody_of_the_family_in_english(words: DangerWords, kin: str) -> None:
    assert "violence" in kinds(words, f"they hit my {kin}")


@pytest.mark.parametrize("kin", ["خالي", "خالنا", "عمته", "ابن أختي", "مرت أخي", "صهري", "كنتنا", "حفيدنا", "جدته"])
def test_in_arabic(words: DangerWords, kin: str) -> None:
    assert "violence" in kinds(words, f"ضربوا {kin}")


@pytest.mark.parametrize(
    "said",
    [
        *("أخذوا ابن عمي عند الجسر", "أخدو خالي", "مسكوا صهري", "قبضوا على ابن أختي"),
        *("خاڵمیان برد", "زاواکەمیان گرت", "خوارزاکەمیان ڕفاند", "ils ont pris ma tante", "ils ont pris mes cousins"),
    ],
)
def test_whoever_of_them_was_taken(words: DangerWords, said: str) -> None:
    assert "taken" in kinds(words, said)


@pytest.mark.parametrize("kin", ["خاڵی", "زاواکەم", "بووکەکەم", "براژنم", "نەوەکەی", "پووری", "باپیرە"])
def test_in_sorani(words: DangerWords, kin: str) -> None:
    assert "violence" in kinds(words, f"لە {kin} دەدەن")


@pytest.mark.parametrize("kin", ["belle-fille", "gendre", "grand-tante", "tantine", "demi-frère", "mémé", "fiancée"])
def test_in_french(words: DangerWords, kin: str) -> None:
    assert "violence" in kinds(words, f"ils ont frappé ma {kin}")


def test_no_small_talk_is_a_word_of_danger(words: DangerWords) -> None:
    phrases = [phrase for of_kind in small_talk().phrases.values() for each in of_kind.values() for phrase in each]
    assert [phrase for phrase in phrases if kinds(words, phrase)] == []


def test_what_is_not_understood_shows_numbers_rather_than_not(words: DangerWords) -> None:
    assert kinds(words, "I do not want to die") == {"suicide"}


def test_everyday_words_hide_no_others(words: DangerWords) -> None:
    assert kinds(words, "I took my daughter to the clinic, soldiers shot her") == {"violence"}


def test_a_gap_holds_four_words_and_no_more(words: DangerWords) -> None:
    assert "taken" in kinds(words, "took a b c d son")
    assert "taken" not in kinds(words, "took a b c d e son")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"suicidal", ', '"die", ', "“die” is too short to stand alone"),
        ('"suicidal", ', '"where", ', "“where” is too short to stand alone"),
        ('"suicidal", ', '"sui*", ', "“sui*” has too few letters before *"),
        ('"suicidal", ', '"… die", ', "“… die” has no words at its ends"),
        ('"suicidal", ', '"!!", ', "“!!” has no words at its ends"),
        ('helps = "suicide"', 'helps = "nobody"', "helps: is not a known name"),
        ('need = "mind"', 'need = "gold"', "need: is not a known name"),
        ('key = "suicide"', 'key = "child"', "two kinds have the same key"),
        ('key = "suicide"', 'key = "suicide"\ncolour = "red"', "colour: nothing of this name is known"),
    ],
)
def test_what_is_wrong_with_a_list_is_said(folder: Path, old: str, new: str, said: str) -> None:
    change(folder / "danger.toml", old, new)
    assert said in sentences(folder)


def test_every_offered_language_needs_words(folder: Path) -> None:
    text = (folder / "danger.toml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("ckb = ")]
    (folder / "danger.toml").write_text("\n".join(kept), encoding="utf-8")
    assert "kinds[1].words.ckb: at least 1 is needed" in sentences(folder)


def test_a_folder_without_the_file_is_warned_about_and_used(folder: Path) -> None:
    (folder / "danger.toml").unlink()
    assert "danger.toml: the file is missing: nobody's words bring emergency numbers" in sentences(folder)


def test_words_of_a_false_alarm_are_passed_over_where_they_are_the_same(words: DangerWords) -> None:
    alarm = "Everybody laughs: he will kill me with cake"
    calm = words.urgent_words(alarm)
    assert words.is_urgent(alarm) and calm and all(part in alarm.lower() for part in calm)
    assert not words.is_urgent(alarm.upper(), calm) and not words.is_urgent(f"so: {alarm}!", calm)
    assert words.is_urgent("they raped my sister", calm) and words.is_urgent(f"{alarm}, they raped her", calm)
    assert words.urgent_words("thank you") == () and words.is_urgent(alarm, ("", " ", "cake"))
    arabic = "أريد أن أموت من الضحك"
    assert words.is_urgent(arabic) and not words.is_urgent(arabic, words.urgent_words(arabic))
