"""How each language speaks (locales/GLOSSARY.md): faults that careful readers found, and others of their kind."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from locales import LANGUAGES
from locales.catalogues import catalogue

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"
TELEGRAM = {"ar": "تيليغرام", "ckb": "تێلێگرام", "fr": "Telegram"}
TELEGRAM_MISSPELT = {
    "ar": r"تي?لي?[غجق]را?م|تيليجرام|تلي[غج]رام",
    "ckb": r"ت[ەێی]ل[ەێی][گغ]رام",
    "fr": r"(?i:t[ée]l[ée]gram)(?!m)",
}


def catalogue_texts(code: str) -> Iterator[str]:
    for said in catalogue(code).translations.values():
        yield from [said] if isinstance(said, str) else said


def content_texts(code: str) -> Iterator[str]:
    """The pages of guides and agreements, the lines of the settings files and the services, in that language."""
    for path in sorted(CONTENT.rglob(f"*.{code}.md")):
        yield from path.read_text(encoding="utf-8").splitlines()
    for path in sorted(CONTENT.rglob("*.toml")):
        yield from re.findall(rf'^{code} = "(.*)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    for path in sorted(CONTENT.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield from (cell for column, cell in row.items() if column.endswith((f"::{code}", f"({code})")))
    for path in sorted((CONTENT / "forms").glob("*.md")):
        yield from _cells_of_a_form(path, code)


def _cells_of_a_form(path: Path, code: str) -> Iterator[str]:
    columns: list[int] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        named = [at for at, cell in enumerate(cells) if cell.endswith(f"({code})")]
        columns = named or columns
        yield from (cells[at] for at in columns if not named and at < len(cells))


def faulty(pattern: str, texts: Iterator[str]) -> list[str]:
    return [text for text in texts if re.search(pattern, text)]


@pytest.mark.parametrize("code", TELEGRAM)
def test_telegram_is_written_in_one_way(code: str) -> None:
    said = [
        *(word for text in catalogue_texts(code) for word in re.findall(TELEGRAM_MISSPELT[code], text)),
        *(word for text in content_texts(code) for word in re.findall(TELEGRAM_MISSPELT[code], text)),
    ]
    assert set(said) == {TELEGRAM[code]}


MASCULINE = (
    "تريد|تحتاج إلي|ترغب|تكتب|تختاره?|اختر|اكتب|اضغط|أخبر|أخبرنا|افتح|استخدم|اذهب|انتظر|تبحث|تنوي|تقصد|تود|ستحضر|انظر"
    "|امسح|أبلغ|فأبلغ|استورد|اتصل|ابقَ?|تأكد من|تفضّل|تذهب|تنطلق|تؤمن|تنظّمها?|تثبت"
)
MASCULINE_IN_CONTENT = (
    "لترى|ترى|أرسل|احمل|انتبه|احفظ|تجنّب|تجنب|اسأل|قل|احذف|اعرف|تحدّث|تحدث|ابتعد|حافظ|استعد|راقب|غادر|احذر|توقّف|توقف|ابحث"
    "|اطلب|تكلّم|تكلم|استمع|فكّر|قرّر|تذكّر|ارفع|أغلق|أطفئ|اترك|ارجع|صوّر|سجّل|اقرأ|احتفظ|انزل|ادخل|اخرج|أبقِ?|تابع"
    "|تحقّق|تحقق|خبّئ|أعطِ?|أجب|اصمت|اهرب|اختبئ|قف|امشِ?|أحضر|جهّز|املأ|أضف|اذكر|تستطيع|تعرف أن"
)


def test_arabic_speaks_to_women_as_to_men() -> None:
    """No imperative and no verb that is written otherwise for a woman; the posters, for a women's group too, first."""
    pattern = rf"(?<!\w)و?(?:{MASCULINE})(?!\w)"
    assert faulty(pattern, catalogue_texts("ar")) == []
    wider = rf"(?<!\w)و?(?:{MASCULINE}|{MASCULINE_IN_CONTENT})(?!\w)"
    assert faulty(wider, content_texts("ar")) == []
    forms = [text for path in (CONTENT / "forms").glob("*.md") for text in _cells_of_a_form(path, "ar")]
    assert any("بلاغك" in text for text in forms), "what forms say is read too"


def test_staff_roles_in_arabic_have_the_slash_form() -> None:
    assert faulty(r"(?<!\w)(?:ال|لل|و)?مشرف(?!/ة)(?!\w*ين)|أخصائي(?!/ة)(?!ي)|منظِّم آخر", catalogue_texts("ar")) == []


def test_arabic_guides_say_what_to_do_at_once() -> None:
    """ "No touching of anything unexploded" is no sentence for somebody who is afraid: do not touch it."""
    pattern = r"^- لا (?:لمس|تصوير|ركض|تجمّع|توقيع|دخول|لحاق|نقل|كذب|مزاح) "
    texts = [text for path in CONTENT.glob("*/**/*.ar.md") for text in path.read_text(encoding="utf-8").splitlines()]
    assert faulty(pattern, iter(texts)) == []
    assert any(text.startswith("- لا تلمسوا") for text in texts)


def test_the_desk_is_no_office_in_arabic() -> None:
    assert faulty(r"(?<!\w)(?:ال|لل|بال)مكتب(?!\w)|مكتبك", catalogue_texts("ar")) == []


def test_what_is_there_already_is_not_there_before_in_arabic() -> None:
    translations = catalogue("ar").translations
    assert [
        id_
        for id_, said in translations.items()
        if re.search(r"\b(already running|file is there already|here already|done already)\b", id_)
        and "بالفعل" not in said
    ] == []


def test_sorani_has_one_word_for_pressing_and_one_for_saving() -> None:
    assert faulty(r"دەست لە [^.،؛:؟]* بد|پاشەکەوت", catalogue_texts("ckb")) == []
    translations = catalogue("ckb").translations
    saved = {id_: said for id_, said in translations.items() if re.search(r"\b(Nothing|This) was (not )?saved\b", id_)}
    assert saved
    assert [id_ for id_, said in saved.items() if "نەپارێزرا" not in "".join(said)] == []


def test_sorani_says_in_this_list_as_people_do() -> None:
    assert faulty("لیستەیەدا|ناوچەی ڕەسەن|زۆر یان هەڕەشە", catalogue_texts("ckb")) == []
    assert faulty("لیستەیەدا|ناوچەی ڕەسەن|زۆر یان هەڕەشە", content_texts("ckb")) == []


def test_french_asks_in_one_way_and_fits_everyone() -> None:
    pattern = (
        r"[Vv]euillez|[Ii]ntendance|\([eE]s?\)|(?:^|\W)[CcÀà]?eux qui |[Uu]n collègue|[Aa]ucun collègue|Ce n’a pas"
    )
    assert faulty(pattern, catalogue_texts("fr")) == []


def test_french_has_a_no_break_space_before_double_signs() -> None:
    pattern = r" [:;?!»]|« |[^\s\u00a0]»|«[^\u00a0]"
    assert faulty(pattern, catalogue_texts("fr")) == []
    assert faulty(pattern, content_texts("fr")) == []


@pytest.mark.parametrize("code", ["ar", "ckb", "fr"])
def test_a_guide_names_buttons_as_they_are(code: str) -> None:
    """Whoever is told to press “Ask for company” has to find a button of that name."""
    labels = [re.sub(r"^\W+", "", text) for text in catalogue_texts(code)]
    missing = []
    for path in sorted(CONTENT.glob(f"guides/**/*.{code}.md")):
        source = path.with_name(path.name.replace(f".{code}.", ".en.")).read_text(encoding="utf-8")
        named = [name for name in re.findall('[“"]([^”"]+)[”"]', source) if _is_label(name)]
        said = re.findall("«[\u00a0]?([^«»]+?)[\u00a0]?»", path.read_text(encoding="utf-8"))
        if len(named) > sum(any(label.startswith(name) for label in labels) for name in said):
            missing.append((path.name, named, said))
    assert missing == []


def _is_label(name: str) -> bool:
    template = (ROOT / "locales" / "messages.pot").read_text(encoding="utf-8")
    return re.search(rf'^msgid "[^\w"]+ {re.escape(name)}', template, re.MULTILINE) is not None


@pytest.mark.parametrize("code", [code for code, language in LANGUAGES.items() if not language.reviewed])
def test_a_draft_says_that_it_is_one(code: str) -> None:
    first = (ROOT / "locales" / code / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8").splitlines()[0]
    assert "Draft: no native speaker has reviewed it yet." in first
