"""Partners of the organisation's list: read with every mistake named, found beside the directory's services."""

from pathlib import Path

import pytest
from sqlmodel import Session

from services.authoring.parts import Texts
from services.content import content
from services.content.partners import FILE, read_partners
from services.content.recipients import NobodyChosen, Recipients
from storage import directory as rows
from storage.engine import Database
from tests.support.contents import EXAMPLE, LANGUAGES, change, sentences
from tests.support.directory.believing import as_it_lies
from tests.support.directory.some_services import CHECKED, a_service, keep
from tests.support.offices import NOON

LONG = "x" * 301


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example list of partners, in a folder that may be changed."""
    (tmp_path / FILE).write_bytes((EXAMPLE / FILE).read_bytes())
    return tmp_path


@pytest.fixture
def recipients(database: Database) -> Recipients:
    """Those of the example content, and of a directory with one clinic."""
    keep(database, a_service("clinic", name=Texts({"en": "Small clinic"}), assured=CHECKED))
    return Recipients(content.load(database, EXAMPLE, NOON), as_it_lies)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('key = "example_clinic"', 'key = "A clinic"', "partners[1].key: is not a short name. Use at most 40 letters"),
        ("example_legal_aid", "example_clinic", "partners[2].key: “example_clinic” stands above already. Give each"),
        ('languages = ["en", "ar"]', 'languages = ["English"]', "partners[1].languages: “English” is no code of a lan"),
        ('languages = ["en", "ar"]', "", "partners[1].languages: at least 1 is needed. Write languages ="),
        ("answer_days = 3", "answer_days = 0", "partners[1].answer_days: is not a whole number that makes sense here"),
        ("answer_days = 3", "days = 3", "partners[1].days: nothing of this name is known"),
        ("[[partners]]", "days = 3\n[[partners]]", "partners.toml, days: nothing of this name is known. Known are: p"),
        ("[partners.takes]", "[partners.does]", "partners[1].takes: is missing. Add a table"),
        ('fr = "Clinique Exemple (exemple)"', "", "partners[1].name.fr: this offered language has no text"),
        ('en = "Treats', f'en = "{LONG}Treats', "partners[1].takes.en: it has 367 characters, and whoever is asked re"),
        ('en = "Example Clinic', f'en = "{LONG}', "partners[1].name.en: it has 311 characters, and whoever is asked"),
        ("[[partners]]", "[[partners", "partners.toml: the file is not TOML"),
    ],
)
def test_a_mistake_is_named_with_file_row_rule_and_remedy(folder: Path, old: str, new: str, told: str) -> None:
    change(folder / FILE, old, new)
    _, problems = read_partners(folder, LANGUAGES)
    assert told in "\n".join(problem.sentence for problem in problems)


def test_whoever_checks_the_content_is_told_and_a_folder_without_the_file_has_no_partners(folder: Path) -> None:
    (folder / FILE).unlink()
    assert read_partners(folder, LANGUAGES) == ((), [])
    assert "partners" not in sentences(EXAMPLE)
    loaded, problems = read_partners(EXAMPLE, LANGUAGES)
    assert problems == [] and [each.key for each in loaded] == ["example_clinic", "example_legal_aid"]
    for partner in loaded:
        for language, example in {"en": "example", "ar": "مثال", "ckb": "نموونە", "fr": "exemple"}.items():
            for text in (partner.name, partner.reach, partner.complaints):
                assert example in text.said(language)


def test_partners_are_found_beside_services_in_whatever_language(recipients: Recipients, database: Database) -> None:
    clinic, legal = "Example Clinic (example)", "Example Legal Aid (example)"
    expected = {
        "": [clinic, legal],
        "clinic": [clinic, "Small clinic"],
        "small": ["Small clinic"],
        "الاحتجاز": [legal],
        "papers deten": [legal],
        "nobody such": [],
    }
    with database.reading() as session:
        found = {search: recipients.found(session, search, CHECKED) for search in expected}
    assert {search: [each.name.said("en") for each in several] for search, several in found.items()} == expected


def test_the_directory_is_read_once_and_what_changes_in_it_is_found(
    recipients: Recipients, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    since = rows.records_since

    def counted(session: Session, revision: int) -> list[rows.DirectoryRow]:
        read.append(revision)
        return since(session, revision)

    monkeypatch.setattr(rows, "records_since", counted)
    with database.reading() as session:
        for _ in range(3):
            assert len(recipients.found(session, "small", CHECKED)) == 1
    assert len(read) == 1
    keep(database, a_service("school", name=Texts({"en": "Small school"}), assured=CHECKED))
    with database.reading() as session:
        assert len(recipients.found(session, "small", CHECKED)) == 2


def test_nobody_is_chosen_whom_people_are_told_of_no_more_and_their_name_stays_known(
    recipients: Recipients, database: Database
) -> None:
    with database.reading() as session:
        (service,) = recipients.found(session, "small", CHECKED)
        assert recipients.chosen(session, service.to, CHECKED) == service
        long_after = CHECKED.replace(year=CHECKED.year + 2)
        with pytest.raises(NobodyChosen):
            recipients.chosen(session, service.to, long_after)
        assert recipients.known(session, service.to) == service
        assert recipients.chosen(session, "partner:example_clinic", long_after).answer_days == 3
        for nobody in ("", "partner:gone", "service:gone", "clinic"):
            with pytest.raises(NobodyChosen):
                recipients.chosen(session, nobody, CHECKED)
            assert recipients.known(session, nobody) is None
