"""Wherever something falls, the log names its class and its place, and nothing that somebody wrote."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FALLS = {
    "at the top": "fall()",
    "in a thread": "threading.Thread(target=fall).start()",
    "in what is cleared away": "type('Kept', (), {'__del__': lambda self: fall()})()",
}
PROGRAM = """
import threading
from bot.logs import set_up_logs

def fall():
    raise ValueError("the men came at night")

set_up_logs()
{fall}
"""


@pytest.mark.parametrize("fall", FALLS.values(), ids=FALLS)
def test_of_a_fall_nothing_is_logged_but_class_and_place(fall: str) -> None:
    program = PROGRAM.format(fall=fall)
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.stderr == "CRITICAL crashed error=ValueError place=<string>:6\n"


def test_a_thread_that_ends_itself_has_not_fallen() -> None:
    program = PROGRAM.format(fall="threading.Thread(target=lambda: exit()).start()")
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
