"""What a desk costs: until the door opens, until a desk is unlocked, for a page, and for many sessions at once.

python tests/bench/desk_sessions.py [SESSIONS [REPORTS]]
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import psutil

from tests.desk.processes.conftest import Guests
from tests.support.command_line import CommandLine
from tests.support.desk_processes import DeskProcesses, desk_processes

PAGES = 50


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


async def timed(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


def spent(desk: DeskProcesses) -> float:
    """Seconds of work that all processes of the desk have done."""
    times = [psutil.Process(process).cpu_times() for process in desk.all()]
    return sum(each.user + each.system for each in times)


def memory(processes: list[int]) -> list[int]:
    """MB of each, what several share divided among them."""
    return [psutil.Process(process).memory_full_info().pss // 2**20 for process in processes]


async def measure(desk: DeskProcesses, many: int) -> None:
    guests = Guests(desk)
    stranger = guests.visitor()
    print(
        "the door, at first and then:",
        ms(await timed(stranger.get("/unlock"))),
        ms(await timed(stranger.get("/unlock"))),
    )
    print("until unlocked:", ms(await timed(guests.inside())))
    visitor = await guests.inside()
    before = spent(desk)
    for _ in range(PAGES):
        await visitor.get("/")
    print("a queue page:", ms((spent(desk) - before) / PAGES), "of work")
    visitors = [visitor, *[await guests.inside() for _ in range(many - 2)]]
    waits = sorted(await asyncio.gather(*(timed(each.get("/")) for each in visitors)))
    print(f"a queue page for {many} at once: 95 of 100 within", ms(waits[int(len(waits) * 0.95)]))
    desk.pass_minutes(0.5)
    await asyncio.sleep(1)
    front, mould, *rooms = memory(desk.all())
    print(f"memory: {front} MB at the door, {mould} MB for the mould, {max(rooms)} MB at most for a session")
    print(f"memory of all {len(rooms)} sessions and these two: {front + mould + sum(rooms)} MB")
    for http in guests.all:
        await http.close()


def main(many: int = 10, reports: int = 300) -> None:
    with tempfile.TemporaryDirectory() as place:
        bare = CommandLine(Path(place))
        amana = CommandLine(bare.place, bare("init", "--json").json)
        with amana.office() as office:
            for number in range(reports):
                office.report(f"{number} came again last night.")
        with desk_processes(amana) as desk:
            asyncio.run(measure(desk, many))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
