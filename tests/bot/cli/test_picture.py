"""`amana picture`: what may leave the desk, for scripts and offices without a browser."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from services.keys.keyring import unlock
from services.reports.case import case_name
from tests.support.command_line import CommandLine
from tests.support.offices import Office

LONG_AGO = timedelta(weeks=3)
TABLE = ["export", "--format", "hxl", "-o", "x"]
ENOUGH = 40
"""A block of one zone comes out at five to nine people: nobody knows at which. Ten are shown as ten, whatever they are
rounded by."""


@pytest.fixture
def desk(amana: CommandLine) -> Iterator[Office]:
    """What the command line of this folder works on, with a caseworker at it."""
    with amana.office() as office:
        with office.database.writing() as session:
            passphrase = amana.passphrase("caseworker")
            office.members["caseworker"] = unlock(session, passphrase, office.trust, office.now)
        yield office


def looked_into(desk: Office, how_many: int, **answers: str) -> list[bytes]:
    """So many reports of three weeks ago, which a caseworker has looked into since."""
    day = (desk.now - LONG_AGO).date().isoformat()
    ids = [desk.report(answers={"zone": "north"} | answers, day=day) for _ in range(how_many)]
    for id in ids:
        desk.do("caseworker", "set_status", id, "open")
    return ids


def test_what_may_be_published_is_shown_first_then_published_and_never_changed(
    amana: CommandLine, desk: Office
) -> None:
    caseworker = amana.passphrase("caseworker")
    looked_into(desk, ENOUGH)
    looked_into(desk, 4, category="property")
    nothing = amana("picture", "list", "--json", secret=caseworker)
    shown = amana("picture", "ready", "--json", secret=caseworker)
    [block] = shown.json
    assert nothing.json == []
    assert (block["category"], block["zones"], block["about"]) == ("unsafe", ["north"], ENOUGH)
    assert amana("picture", "list", "--json", secret=caseworker).json == []
    published = amana("picture", "publish", "--json", secret=caseworker)
    assert published.json == [block]
    looked_into(desk, ENOUGH, zone="river")
    assert amana("picture", "publish", "--json", secret=caseworker).json == [block]
    listed = amana("picture", "list", secret=caseworker)
    assert "north" in listed.out and "40" in listed.out and "property" not in listed.out


def test_one_page_of_what_was_published_is_drawn_in_a_language_of_the_content(amana: CommandLine, desk: Office) -> None:
    caseworker = amana.passphrase("caseworker")
    looked_into(desk, ENOUGH)
    nothing = amana("picture", "page", "-o", "page.pdf", secret=caseworker)
    assert nothing.code == 2 and "Nothing was published yet." in nothing.err
    amana("picture", "publish", secret=caseworker)
    for name, language in (("page.pdf", "en"), ("page.png", "ar")):
        done = amana("picture", "page", "-o", name, "--language", language, secret=caseworker)
        assert done.code == 0, done.err
    assert (amana.place / "page.pdf").read_bytes().startswith(b"%PDF")
    assert (amana.place / "page.png").read_bytes().startswith(b"\x89PNG")
    assert "tlh" in amana("picture", "page", "-o", "x.pdf", "--language", "tlh", secret=caseworker).err
    assert not (amana.place / "x.pdf").exists()


def test_tables_of_it_are_the_same_each_time_and_in_a_language_of_the_content(amana: CommandLine, desk: Office) -> None:
    caseworker = amana.passphrase("caseworker")
    looked_into(desk, ENOUGH)
    assert (
        "Nothing was published yet." in amana("picture", "export", "--format", "hxl", "-o", "x", secret=caseworker).err
    )
    amana("picture", "publish", secret=caseworker)
    for format, begins in (("hxl", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        for name in ("one", "two"):
            done = amana("picture", "export", "--format", format, "-o", name, "--language", "ar", secret=caseworker)
            assert done.code == 0, done.err
        assert (amana.place / "one").read_bytes().startswith(begins)
        assert (amana.place / "one").read_bytes() == (amana.place / "two").read_bytes()


def test_what_an_office_signed_is_added_up_where_its_key_is_believed(amana: CommandLine, desk: Office) -> None:
    caseworker = amana.passphrase("caseworker")
    looked_into(desk, ENOUGH)
    amana("picture", "publish", secret=caseworker)
    signed = amana("picture", "export", "--format", "office", "-o", "one.json", secret=caseworker)
    assert signed.code == 0 and desk.trust.text in signed.out + signed.err
    (amana.place / "offices.txt").write_text(f"# ours\n{desk.trust.text.upper()} =Example Office\n")
    merge = ["picture", "merge", "one.json", "--offices", "offices.txt"]
    rows = amana(*merge, "--json").json
    assert [(row["#meta+counted+code"], row["#indicator+people+num"]) for row in rows] == [
        ("all", ENOUGH),
        ("concern", ENOUGH),
        ("office", ENOUGH),
    ]
    assert "=Example Office" in amana(*merge, "--language", "ar").out
    assert amana(*merge, "-o", "all.csv").code == 0 and b'"\'=Example Office"' in (amana.place / "all.csv").read_bytes()
    twice = amana("picture", "merge", "one.json", "one.json", "--offices", "offices.txt")
    assert twice.code == 2 and "of the same office" in twice.err
    (amana.place / "bent.json").write_bytes((amana.place / "one.json").read_bytes().replace(b": 40", b": 45"))
    for file, said in (("bent.json", "has signed this file"), ("all.csv", "no picture"), ("none", "cannot be read")):
        done = amana("picture", "merge", file, "--offices", "offices.txt")
        assert done.code == 2 and said in done.err and file in done.err
    (amana.place / "offices.txt").write_text("0123 Office\n")
    assert "Line 1 is no key" in amana(*merge).err


def test_while_somebody_else_writes_a_command_says_so_and_leaves_the_file_that_was_there(
    amana: CommandLine, desk: Office
) -> None:
    caseworker = amana.passphrase("caseworker")
    looked_into(desk, ENOUGH)
    amana("picture", "publish", secret=caseworker)
    export = "picture", "export", "--format", "office", "-o"
    (amana.place / "old").write_bytes(b"of last week")
    with closing(sqlite3.connect(amana.folder / "amana.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for format, name in (("office", "old"), ("hxl", "new")):
            done = amana("picture", "export", "--format", format, "-o", name, secret=caseworker)
            assert done.code != 0 and "writes to the database" in done.err
    assert (amana.place / "old").read_bytes() == b"of last week" and not (amana.place / "new").exists()
    missing = amana(*export, "no/such/folder/new", secret=caseworker)
    assert missing.code == 2 and "cannot be written" in missing.err
    assert amana(*export, "old", secret=caseworker).code == 0
    assert (amana.place / "old").read_bytes() != b"of last week"
    assert [path.name for path in amana.place.iterdir() if "old" in path.name or "new" in path.name] == ["old"]


def test_what_somebody_signed_who_has_left_is_not_added_up_once_a_file_or_the_list_says_so(
    amana: CommandLine, desk: Office
) -> None:
    caseworker, steward = amana.passphrase("caseworker"), amana.passphrase("steward")
    looked_into(desk, ENOUGH)
    amana("picture", "publish", secret=caseworker)
    number = amana.people()["Caseworker 1"]
    colleague = amana("staff", "add", "Nadia", "--role", "caseworker", "--json", secret=steward).json["passphrase"]
    export = ("picture", "export", "--format", "office", "-o")
    assert amana(*export, "before.json", secret=caseworker).code == 0  # its unlock hands Nadia the keys
    removed = amana("staff", "remove", number, secret=steward)
    assert removed.code == 0 and amana(*export, "after.json", secret=colleague).code == 0
    (amana.place / "offices.txt").write_text(f"{desk.trust.text} Example Office\n")
    before, after = (
        ("picture", "merge", name, "--offices", "offices.txt", "--json") for name in ("before.json", "after.json")
    )
    assert (amana(*before).code, amana(*after).code) == (0, 0)
    assert "has left that office" in amana(*before).err
    (amana.place / "offices.txt.left").unlink()
    assert amana(*before).code == 0
    (line,) = [line.strip() for line in removed.out.splitlines() if line.strip().startswith("left ")]
    (amana.place / "offices.txt").write_text(f"{desk.trust.text} Example Office\n{line}\n")
    assert "has left that office" in amana(*before).err and amana(*after).code == 0


def test_what_nobody_looked_into_was_taken_back_or_told_twice_does_not_count(amana: CommandLine, desk: Office) -> None:
    """All but two are one person's, invented; one was taken back; one nobody has looked into. One is left."""
    caseworker = amana.passphrase("caseworker")
    ids = looked_into(desk, ENOUGH)
    desk.report(answers={"zone": "north"}, day=(desk.now - LONG_AGO).date().isoformat())
    desk.later(ids[0], "withdrawn")
    without = [word for id in ids[1:-1] for word in ("--without", case_name(id))]
    assert amana("picture", "publish", *without, "--json", secret=caseworker).json == []
    assert "Nothing can be published this week" in amana("picture", "ready", secret=caseworker).out


def test_sexual_violence_is_told_for_the_whole_site_alone_whichever_button_it_came_by(
    amana: CommandLine, desk: Office
) -> None:
    """It is looked at once a month, so not in this test's week; in no other category and zone does it count either."""
    looked_into(desk, ENOUGH + 5, category="property", branch="sexual_violence")
    blocks = amana("picture", "ready", "--json", secret=amana.passphrase("caseworker")).json
    assert all(block["whole_site"] and block["category"] == "sexual_violence" for block in blocks)


@pytest.mark.parametrize("who", ["focal_point", "steward"])
def test_who_opens_no_safety_reports_neither_publishes_nor_reads(amana: CommandLine, desk: Office, who: str) -> None:
    looked_into(desk, ENOUGH)
    amana("picture", "publish", secret=amana.passphrase("caseworker"))
    for command in (
        ["list"],
        ["ready"],
        ["publish"],
        ["page", "-o", "page.pdf"],
        TABLE,
    ):
        done = amana("picture", *command, secret=amana.passphrase(who))
        assert done.code == 2
        assert "does not open what was published before" in done.err
