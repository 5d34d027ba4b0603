"""The process that all rooms are forked from outlives what a machine cannot give for a moment."""

import subprocess
import sys

from tests.support.command_line import ROOT

PROGRAM = """
import errno, os
from desk.processes.channel import Gone
from desk.processes.mould import Mould

fork = os.fork

def fail():
    os.fork = fork
    raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))

def where_the_first_fork_fails():
    os.fork = fail
    return lambda channel, linger: channel.say("here")

mould = Mould.start(where_the_first_fork_fails)
for _ in range(2):
    room = mould.new_process(0.0)
    room.end.setblocking(True)
    try:
        print(room.heard().kind)
    except Gone:
        print("gone")
"""


def test_a_room_that_cannot_be_made_takes_no_other_with_it() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.stdout.split() == ["gone", "here"]
    assert ended.stderr == "a process of the desk could not be made: Cannot allocate memory\n"
