"""What a search makes of the ways people write."""

import pytest

from services.directory.folding import words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("المَدْرَسَة", "مدرسه"),
        ("مُستشفى", "المستشفي"),
        ("إسعاف أولي", "اسعاف اولى"),
        ("والمياه", "مياه"),
        ("مســـاعدة", "مساعده"),
        ("شؤون", "شوون"),
        ("بطانيات", "البطانية"),
        ("أين الماء؟", "المياه"),
        ("ونظارات", "نظارة"),
        ("where is the toilet", "toilet"),
        ("نەخۆشخانە", "نه‌خوشخانه"),
        ("پزیشک", "بزيشك"),
        ("گەڕەک", "كه‌ره‌ك"),
        ("ئازار", "ازار"),
        ("Şêx Îbrahîm", "sex ibrahim"),
        ("École d’été", "ecole d'ete"),
        ("Straße", "STRASSE"),
        ("٣ ۴", "3 4"),
        ("ဆေးရုံကြီး", "ဆေရုံကျိ"),
        ("ကျန်းမာရေး", "ကျန်မာရေ"),
    ],
)
def test_two_ways_of_writing_are_one(one: str, other: str) -> None:
    assert words_of(one) == words_of(other)
    assert words_of(one)


def test_arabic_who_and_or_are_no_kurdish_mine_and_water() -> None:
    assert not set(words_of("مين أخذ الكيس أو الشنطة")) & {*words_of("مین"), *words_of("ئاو")}
    assert words_of("مین لێرەیە")[0] == words_of("مین")[0]


def test_a_text_of_nothing_but_question_words_keeps_them() -> None:
    assert words_of("where is it") == ("where", "is", "it")
    assert words_of("ما هي") == words_of("ما هی")


def test_burmese_needs_no_spaces() -> None:
    text = set(words_of("အခမဲ့ဆေးခန်းနှင့်ဆေးဝါးများ"))
    assert set(words_of("ဆေးခန်း")) <= text
    assert not set(words_of("ကျောင်းသား")) & text


def test_scripts_without_spaces_are_cut_into_pairs() -> None:
    assert set(words_of("医院")) <= set(words_of("免费医院门诊"))


def test_letters_that_are_no_words_are_passed_over() -> None:
    assert words_of("l’eau") == ("eau",)
    assert words_of("\u202e\u2066 ,.;!? \u200f") == ()
    assert words_of("a") == ("a",)
