"""`amana staff` and `amana recover`: who may open what, and what to do when nobody can."""

import os
import re
import subprocess
import sys

from tests.support.command_line import CommandLine
from tests.support.patience import PATIENCE


def test_a_steward_adds_and_removes(amana: CommandLine) -> None:
    steward = amana.passphrase("steward")
    added = amana("staff", "add", "Nadia", "--role", "caseworker", "--json", secret=steward)
    assert added.code == 0
    listed = amana("staff", "list")
    assert [line.split() for line in listed.out.splitlines() if "Nadia" in line] == [
        [added.json["id"], "Nadia", "caseworker"]
    ]
    assert amana("reports", "list", "--json", secret=added.json["passphrase"]).json == []
    removed = amana("staff", "remove", added.json["id"], secret=steward)
    assert removed.code == 0
    assert removed.out.startswith("Removed. New reports are sealed to keys they do not have.\n")
    assert re.search(f"^ *left {added.json['id']}[0-9a-f]{{24}}$", removed.out, re.MULTILINE), (
        "for who adds up pictures"
    )
    assert "Nadia" not in amana.people()
    assert amana("reports", "list", secret=added.json["passphrase"]).code == 2


def test_whoever_is_not_a_steward_changes_nothing(amana: CommandLine) -> None:
    before = amana.people()
    commands = ("staff", "add", "Nadia"), ("staff", "remove", before["Focal point 1"])
    for done in amana.at_once(*commands, secrets=[amana.passphrase("caseworker")] * 2):
        assert (done.code, done.out) == (2, "")
        assert done.err == "Only a steward may do this. Use the steward’s passphrase.\n"
    assert amana.people() == before


def test_a_steward_says_what_somebody_is_called(amana: CommandLine) -> None:
    number = amana.people()["Caseworker 1"]
    done = amana("staff", "name", number, "Nadia", secret=amana.passphrase("steward"))
    assert (done.code, done.out) == (0, "Signed. The desk shows this name without a mark.\n")
    assert amana.people()["Nadia"] == number
    refused = amana("staff", "name", number, "Sami", secret=amana.passphrase("caseworker"))
    assert refused.err == "Only a steward may do this. Use the steward’s passphrase.\n"


def test_an_unknown_number_and_the_last_steward_are_refused(amana: CommandLine) -> None:
    before, steward = amana.people(), amana.passphrase("steward")
    commands = ("staff", "remove", "ffffffff"), ("staff", "remove", before["Steward 1"])
    unknown, last = amana.at_once(*commands, secrets=[steward] * 2)
    assert (unknown.code, unknown.err) == (2, "Nobody has this number. See: amana staff list\n")
    assert (last.code, last.err) == (2, "This is the last steward. Add another one first.\n")
    assert amana.people() == before


def test_a_role_or_a_name_that_cannot_be_is_refused_before_any_passphrase_is_asked(amana: CommandLine) -> None:
    commands = ("staff", "add", "Nadia", "--role", "editor"), ("staff", "add", "  ")
    role, name = amana.at_once(*commands, secrets=[None, None])
    assert role.err == "There are three roles: caseworker, focal_point and steward.\n"
    assert name.err == "Give a work name.\n"


def test_a_descriptor_that_gives_nothing_is_told(amana: CommandLine) -> None:
    done = amana("staff", "add", "Nadia", "--passphrase-fd", "77")
    assert (done.code, done.err) == (2, "Nothing can be read from this file descriptor.\n")


def test_a_wrong_passphrase_is_told_and_none_of_it_is_printed(amana: CommandLine) -> None:
    wrong = "kupol faxat zimel torug kanis wedar lopik"
    done = amana("staff", "add", "Nadia", secret=wrong)
    assert (done.code, done.err) == (2, "This passphrase opens nothing. Check the words and try again.\n")
    assert not any(word in done.said for word in wrong.split())


def test_a_typed_passphrase_is_not_shown(amana: CommandLine) -> None:
    """At a real terminal, which would show whatever is typed unless it is told not to."""
    at_a_terminal = f"import pty, sys; sys.exit(pty.spawn({amana.command('staff', 'add', 'Nadia')!r}) >> 8)"
    with subprocess.Popen(
        [sys.executable, "-c", at_a_terminal],
        env=amana.environment,
        cwd=amana.place,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        shown = b""
        while b"Passphrase: " not in shown:
            piece = os.read(process.stdout.fileno(), 4096)
            assert piece, f"it ended without asking: {shown!r}"
            shown += piece
        process.stdin.write(b"kupol faxat zimel\n")
        process.stdin.flush()
        while piece := os.read(process.stdout.fileno(), 4096):
            shown += piece
        process.stdin.close()
        assert process.wait(PATIENCE) == 2
    assert b"This passphrase opens nothing." in shown
    assert not any(word in shown for word in (b"kupol", b"faxat", b"zimel"))


def test_two_shares_enrol_a_caseworker_who_opens_what_came_before(amana: CommandLine) -> None:
    with amana.office() as office:
        office.report("They came again last night.")
    shares = "\n".join(amana.secrets["recovery_shares"][::2])
    done = amana("recover", "Nadia", "--role", "caseworker", "--json", secret=shares, option="--shares-fd")
    assert done.code == 0, done.err
    [case] = amana("reports", "list", "--json", secret=done.json["passphrase"]).json
    assert case["category"] == "unsafe"


def test_a_recovered_steward_takes_the_lost_passphrase_out_of_use(amana: CommandLine) -> None:
    shares = "\n".join(amana.secrets["recovery_shares"][:2])
    done = amana("recover", "Nadia", "--role", "steward", secret=shares, option="--shares-fd")
    assert done.out.splitlines()[0] == "Enrolled. Write this passphrase down now; it is shown once:"
    passphrase = done.out.splitlines()[1].strip()
    own = amana("staff", "remove", amana.people()["Nadia"], secret=passphrase)
    assert (own.code, own.err) == (2, "Nobody removes themselves. Let another steward do it.\n")
    assert amana("staff", "remove", amana.people()["Steward 1"], secret=passphrase).code == 0
    assert amana("staff", "add", "Omar", secret=amana.passphrase("steward")).code == 2


def test_shares_that_open_nothing_are_told_and_none_of_them_is_printed(amana: CommandLine) -> None:
    one, two, _ = amana.secrets["recovery_shares"]
    torn = two[:-1] + ("0" if two[-1] != "0" else "2")
    before = amana.people()
    expected = {
        f"{torn}\n{one}": "The first share is not whole: a letter is wrong or missing. Nothing was changed.\n",
        one: "The second share is not whole: a letter is wrong or missing. Nothing was changed.\n",
        f"{one}\n{one}": "These two shares open nothing together. It takes two different ones of the newest three.\n",
    }
    command = ("recover", "Nadia", "--role", "steward")
    told = amana.at_once(*[command] * 3, secrets=list(expected), option="--shares-fd")
    assert [(done.code, done.said) for done in told] == [(2, sentence) for sentence in expected.values()]
    assert amana.people() == before
