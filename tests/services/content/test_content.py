"""Promises of an organisation's content: what is wrong is named with its remedy, what is unchanged costs nothing."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from services.authoring.parts import ContentBroken
from services.content import content
from services.content import forms as content_forms
from services.content.forms import FormsInUse
from services.content.office import Office
from services.forms import FormUnknown, archive
from storage import forms as rows
from storage.engine import Database
from tests.support.contents import EXAMPLE, LANGUAGES, change, sentences
from tests.support.tables import every_table

FORMS = every_table().tables["forms"]
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_the_example_content_has_nothing_wrong() -> None:
    assert content.check(EXAMPLE, LANGUAGES) == []


def test_every_text_of_the_example_says_that_it_is_one(database: Database) -> None:
    """Nobody must take an example number for a real one."""
    loaded = content.load(database, EXAMPLE, NOON)
    assert {line.number for line in loaded.organisation.emergency} == {"000"}
    for language, example in {"en": "example", "ar": "مثال", "ckb": "نموونە", "fr": "exemple"}.items():
        for line in loaded.organisation.emergency:
            assert example in line.name.said(language)
        for service in loaded.organisation.safe_services:
            assert example in service.reach.said(language)


def test_every_offered_language_is_spoken(database: Database) -> None:
    organisation = content.load(database, EXAMPLE, NOON).organisation
    texts = [organisation.name, organisation.who_reads, organisation.answer_time, organisation.outside_route]
    for text in texts:
        assert len({text.said(language) for language in LANGUAGES}) == len(LANGUAGES)


def test_each_branch_of_a_report_has_a_service_to_show(database: Database) -> None:
    loaded = content.load(database, EXAMPLE, NOON)
    for branch in content.BRANCHES:
        assert loaded.services_for(branch), branch
    assert len(loaded.services_for("")) == len(loaded.organisation.safe_services)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('site = "example-town"', "", "organisation.toml, site: a text is missing"),
        ('languages = ["en", "ar", "ckb", "fr"]', 'languages = ["en", "xx"]', "no words in “xx”"),
        ('languages = ["en", "ar", "ckb", "fr"]', "languages = []", "languages: is empty"),
        ('# months = "ar_IQ"', 'months = "syriac"', "months: is not a known name. Choose from: ar_DZ, ar_IQ"),
        ("\n[answer_time]", "\n[anwser_time]", "anwser_time: nothing of this name is known"),
        ("\n[answer_time]", "\n[anwser_time]", "answer_time: is missing"),
        ('number = "000"', 'number = ""', "emergency[1].number: a text is missing"),
        ('helps = ["child"]', 'helps = ["kids"]', "services[2].helps: is not a list of known names"),
        ('fr = "3 jours"', 'fr = ""', "answer_time.fr: this offered language has no text"),
        ("[who_reads]", "[who_reads", "the file is not TOML"),
        ("hours = 24", "hours = 0", "answer_times[1].hours: is not a whole number that makes sense here"),
        ("hours = 24", "", "answer_times[1].hours: is missing"),
        ("hours = 24", "days = 1", "answer_times[1].days: nothing of this name is known"),
        ('"child", "urgent"]', '"kids", "urgent"]', "answer_times[1].for: nothing is called “kids”"),
        ('for = ["accompaniment_request"]', "for = []", "answer_times[2].for: at least 1 is needed"),
        ("answer_days = 3", "answer_days = -3", "answer_days: is not a whole number that makes sense here"),
        ('opens = "08:00"', 'opens = "8 am"', "office.opens: “8 am” is no time of day"),
        ("cases_days = 365", "cases_days = 20", "retention.cases_days: is too short"),
        ("cases_days = 365", "cases_days = -1", "retention.cases_days: is not a whole number that makes sense here"),
        ('closes = "16:00"', 'closes = "07:00"', "office.closes: is not after opens"),
        ('calls = ["08:00", "13:00"]', "calls = []", "office.calls: at least 1 is needed"),
        ('days = ["mon", ', 'days = ["monday", ', "office.days: is not a list of known names"),
        (
            "gather_minutes = 60",
            "gather_minutes = 0",
            "office.gather_minutes: is not a whole number that makes sense here",
        ),
    ],
)
def test_a_mistake_is_named_with_file_key_rule_and_remedy(folder: Path, old: str, new: str, told: str) -> None:
    change(folder / "organisation.toml", old, new)
    assert told in sentences(folder)


def test_the_first_answer_time_that_names_what_was_sent_holds(folder: Path, database: Database) -> None:
    times = content.load(database, folder, NOON).organisation.answer_times
    named = ({"child"}, {"accompaniment_request", "urgent"}, {"accompaniment_request"}, {"other"}, set[str]())
    found = [times.first_for(names) for names in named]
    assert [each.hours if each else None for each in found] == [24, 24, 48, None, None]


def test_content_from_before_there_were_answer_times_loads_as_it_did(folder: Path, database: Database) -> None:
    file = folder / "organisation.toml"
    text = file.read_text(encoding="utf-8")
    before, _, rest = text.partition("# Where it is sooner, or later")
    before = before.replace("answer_days = 3 ", "# answer_days = 3 ")
    file.write_text(before + rest[rest.index("# Where to complain") :], encoding="utf-8")
    organisation = content.load(database, folder, NOON).organisation
    assert (organisation.answer_times.listed, organisation.answer_days, organisation.office) == ((), 0, Office())


def test_the_months_of_a_country_are_a_setting(folder: Path, database: Database) -> None:
    assert content.load(database, folder, NOON).organisation.months == ""
    change(folder / "organisation.toml", '# months = "ar_IQ"', 'months = "ar_IQ"')
    assert content.load(database, folder, NOON).organisation.months == "ar_IQ"


def test_all_mistakes_are_named_at_once(folder: Path) -> None:
    change(folder / "organisation.toml", 'site = "example-town"', "")
    change(folder / "organisation.toml", 'fr = "3 jours"', "")
    assert "site" in sentences(folder)
    assert "answer_time.fr" in sentences(folder)


def test_a_missing_file_and_a_file_in_another_encoding_are_named(folder: Path) -> None:
    (folder / "organisation.toml").write_bytes("name = 'é'".encode("latin-1"))
    assert "not UTF-8" in sentences(folder)
    (folder / "organisation.toml").unlink()
    assert "organisation.toml: the file is missing" in sentences(folder)


def test_a_site_without_zones_is_refused(folder: Path) -> None:
    zones = folder / content.ZONES
    zones.write_text(zones.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert "no zone is listed" in sentences(folder)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("name,label", "zone,label", "forms/zones.csv, name: this column is missing"),
        ("label::French (fr)", "label::Spanish (es)", "label::fr: this offered language has no column"),
        ("market,", "north,", "line 3: “north” stands in line 2 already"),
        (
            "🏪 Market and bus stop (example)",
            "🏡 North quarter (example)",
            "line 3: “🏡 North quarter (example)” stands",
        ),
        ("🏪 Market and bus stop (example)", "", "line 3: a name is missing"),
        ("🏪 Market and bus stop", "🏪 Market, bus stop", "line 3: there are more cells than columns"),
        (",150", ",some", "line 3: how many people live there is no number"),
    ],
)
def test_a_list_of_zones_that_cannot_be_used_is_named_with_its_line(
    folder: Path, old: str, new: str, told: str
) -> None:
    change(folder / content.ZONES, old, new)
    told_of_zones = [sentence for sentence in sentences(folder).splitlines() if sentence.startswith(content.ZONES)]
    assert len(told_of_zones) == 1
    assert told in told_of_zones[0]


def test_zones_in_another_encoding_are_named_with_their_line(folder: Path) -> None:
    zones = folder / content.ZONES
    zones.write_bytes(zones.read_bytes() + "café,café,café,café,café\n".encode("latin-1"))
    assert "forms/zones.csv, line 10: the file is not UTF-8 text" in sentences(folder)


def test_zones_as_a_spreadsheet_writes_them_are_read(folder: Path, database: Database) -> None:
    """A byte order mark, Windows line ends, quoted commas, spaces around a cell."""
    zones = folder / content.ZONES
    text = zones.read_text(encoding="utf-8").replace("🏪 Market and bus stop (example)", '" 🏪 Market, bus stop "')
    zones.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert content.load(database, folder, NOON).zones[1].label.said("en") == "🏪 Market, bus stop"


def test_a_language_the_interface_has_no_words_in_is_refused_when_loading(folder: Path, database: Database) -> None:
    with pytest.raises(ContentBroken, match="no words in “ckb”"):
        content.load(database, folder, NOON, ("en", "ar", "fr"))


def test_texts_that_one_message_or_button_does_not_hold_are_warnings(folder: Path) -> None:
    change(folder / "organisation.toml", "They look for families", "They look for families " + "and " * 1100)
    change(folder / "forms" / "safety_report.md", "Something else |", f"Something else{'!' * 60} |")
    change(folder / "forms" / "safety_report.md", "Where was it?", "Where was it?" + " Where?" * 600)
    problems = content.check(folder, LANGUAGES)
    assert all(problem.is_warning for problem in problems)
    told = "\n".join(problem.sentence for problem in problems)
    assert "organisation.toml, services[2].what.en: it takes" in told
    assert "forms/safety_report, zone, en: it takes" in told
    assert "forms/safety_report, sheet 'choices', list 'category', column 'label': “other” has a label of" in told


def test_what_a_form_would_get_elsewhere_and_does_not_get_here_is_told_by_name(folder: Path) -> None:
    rows = "| survey |\n| | type | name | label |\n| | deviceid | phone | |\n| | geopoint | where | Where? |\n"
    (folder / "forms" / "other.md").write_text(rows, encoding="utf-8")
    problems = content.check(folder, LANGUAGES)
    assert [problem.sentence.partition(":")[0] for problem in problems] == [
        "forms/other.md, sheet 'survey', row 2, column 'type'",
        "forms/other.md, sheet 'survey', row 3, column 'type'",
    ]
    assert all(problem.is_warning for problem in problems)
    assert "never written down" in problems[0].sentence and "kilometre" in problems[1].sentence


def test_a_cell_that_is_not_translated_is_named_and_the_report_needs_all_of_them(folder: Path) -> None:
    change(folder / "forms" / "safety_report.md", "| ✏️ Autre chose |", "| |")
    grave = [problem for problem in content.check(folder, LANGUAGES) if not problem.is_warning]
    assert [problem.key for problem in grave] == ["label::fr"] and "not whole" in grave[0].rule
    (told,) = [problem for problem in content.check(folder, LANGUAGES) if problem.is_warning]
    assert told.file == "forms/safety_report.md"
    assert told.key.startswith("sheet 'choices', row ") and told.key.endswith("column 'label::French (fr)'")


def test_languages_that_are_not_offered_need_no_translation(folder: Path) -> None:
    rows = "| survey |\n| | type | name | label::English (en) | label::Tiếng Việt (vi) |\n| | text | a | A | |\n"
    (folder / "forms" / "other.md").write_text(rows, encoding="utf-8")
    assert content.check(folder, LANGUAGES) == []


def test_a_folder_without_the_report_form_is_refused(folder: Path) -> None:
    for file in (folder / "forms").glob("safety_report.*"):
        file.unlink()
    assert "there is no such form" in sentences(folder)


def test_broken_content_is_not_loaded(folder: Path, database: Database) -> None:
    change(folder / "organisation.toml", 'site = "example-town"', "")
    with pytest.raises(ContentBroken) as refused:
        content.load(database, folder, NOON)
    assert [problem.key for problem in refused.value.problems] == ["site"]


def test_the_report_form_can_be_recalled_by_its_hash_after_it_was_replaced(folder: Path, database: Database) -> None:
    old = content.load(database, folder, NOON).form(content.REPORT_FORM)
    form = next((folder / "forms").glob("safety_report.*"))
    form.write_text(form.read_text(encoding="utf-8").replace("Where", "At which place", 1), encoding="utf-8")
    new = content.load(database, folder, NOON)
    assert new.form(content.REPORT_FORM).hash != old.hash
    assert new.form_by_hash(old.hash) is None
    with database.reading() as session:
        assert archive.recall(session, old.hash).hash == old.hash


def test_unchanged_content_is_loaded_without_the_form_compiler(folder: Path, database: Database) -> None:
    in_use = FormsInUse(folder.parent / "forms.json")
    first = content.load(database, folder, NOON, in_use=in_use)
    program = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from services.content import content; from storage.engine import Database\n"
        "from services.content.forms import FormsInUse\n"
        f"in_use = FormsInUse(Path({str(in_use.path)!r}))\n"
        f"there = Database({database.url!r}), Path({str(folder)!r}), datetime.now(UTC)\n"
        "loaded = content.load(*there, in_use=in_use)\n"
        "assert 'pyxform' not in sys.modules\n"
        "print(loaded.form(content.REPORT_FORM).hash)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=EXAMPLE.parent
    )
    assert done.stdout.strip() == first.form(content.REPORT_FORM).hash


def test_whoever_writes_the_database_asks_nobody_anything(folder: Path, database: Database) -> None:
    """A form of their own, archived under its hash and named in the place of ours, or put under our form's hash."""
    in_use = FormsInUse(folder.parent / "forms.json")
    ours = content.load(database, folder, NOON, in_use=in_use).form(content.REPORT_FORM)
    theirs = replace(ours, titles={"en": "Where do you hide?"})
    fingerprint = content_forms.fingerprint(folder, {})
    with database.writing() as session:
        archive.keep(session, theirs, NOON)
        index = json.dumps({content.REPORT_FORM: theirs.hash})
        session.connection().execute(delete(FORMS).where(FORMS.c.hash == fingerprint))
        rows.archive(session, fingerprint, "index of forms", "2026-W01", index)
    assert content.load(database, folder, NOON, in_use=in_use).form(content.REPORT_FORM).hash == ours.hash
    with database.writing() as session:
        rows.drop(session, fingerprint)
        rows_of_ours = update(FORMS).where(FORMS.c.hash == ours.hash)
        session.connection().execute(rows_of_ours.values(body=theirs.to_json()))
        with pytest.raises(FormUnknown):
            archive.recall(session, ours.hash)
        assert archive.altered(session) == {"forms": 1}
    assert content.load(database, folder, NOON, in_use=in_use).form(content.REPORT_FORM).titles == ours.titles
    with database.reading() as session:
        assert archive.altered(session) == {}, "put right when it was archived anew"


def test_a_changed_zone_is_noticed_at_the_next_start(folder: Path, database: Database) -> None:
    before = content.load(database, folder, NOON)
    zones = folder / content.ZONES
    first = before.zones[0].label.said("en")
    change(zones, first, "Renamed corner")
    after = content.load(database, folder, NOON)
    assert after.zones[0].label.said("en") == "Renamed corner"
    assert after.form(content.REPORT_FORM).hash != before.form(content.REPORT_FORM).hash


def test_a_name_too_long_for_a_button_is_told(folder: Path) -> None:
    change(folder / "forums.toml", "Youth group (example)", "Youth group " + "y" * 60)
    told = "forums.toml, youth.name: it has 72 characters, a small phone shows 64 on a button. Make it shorter."
    assert sentences(folder) == told
    assert all(problem.is_warning for problem in content.check(folder, LANGUAGES))


def test_a_folder_without_what_the_example_has_got_since_is_told_and_used(folder: Path) -> None:
    danger = folder / "danger.toml"
    danger.write_text(danger.read_text().replace('key = "aid_worker"', 'key = "workers"'))
    for form in (folder / "forms").glob("safety_report.*"):
        form.write_bytes(form.read_bytes().replace(b"words_of", b"words_by"))
    said = sentences(folder)
    assert "there is no kind “aid_worker”" in said
    assert "forms/safety_report, words_of: there is no such item" in said
