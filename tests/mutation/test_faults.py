"""The program that puts faults into the code puts in faults: each changes the code, and the code can still be read."""

import ast
from pathlib import Path

import pytest

from tests.mutation.faults import faults_in

SOURCE = '''
def waits(now: int, until: int | None = None) -> bool:
    """Whether it still waits."""
    if until is None:
        raise ValueError("é")
    report(now + 1)
    return not (now < until and True)
'''


@pytest.mark.parametrize(
    "fault",
    [
        "until is None -> not (until is None)",
        "until is None -> (until is not None)",
        'raise ValueError("é") -> pass',
        "report(now + 1) -> pass",
        "now + 1 -> (now - 1)",
        "1 -> 2",
        "return not (now < until and True) -> return None",
        "not (now < until and True) -> (now < until and True)",
        "now < until and True -> (now < until or True)",
        "now < until -> (now <= until)",
        "True -> False",
    ],
)
def test_each_kind_of_fault_is_found(fault: str) -> None:
    assert fault in {str(each).split(": ", 1)[1] for each in faults_in("example.py", SOURCE)}


def test_annotations_and_what_nothing_stands_for_are_left_alone() -> None:
    assert len(faults_in("example.py", SOURCE)) == 11
    assert faults_in("example.py", "def f() -> int | None:\n    return None\n") == []


def test_a_fault_leaves_code_that_can_be_read() -> None:
    path = Path(__file__).resolve().parents[2] / "services" / "keys" / "sealing.py"
    source = path.read_text(encoding="utf-8")
    right = ast.dump(ast.parse(source))
    faults = faults_in("sealing.py", source)
    assert faults
    for fault in faults:
        wrong = fault.put_into(source)
        assert ast.dump(ast.parse(wrong)) != right
