"""Each session has a process of its own, and the desk is one desk all the same."""

import asyncio
import os
import signal
import subprocess
import sys

import psutil
import pytest
from playwright.async_api import Page, expect

from desk.processes.house import MOST_LOCKED_OUT
from tests.desk.processes.conftest import Guests, tried
from tests.support.command_line import CommandLine
from tests.support.desk_processes import DeskProcesses, desk_processes
from tests.support.pages.browsers import browser, page
from tests.support.patience import PATIENCE, becomes
from tests.support.process_memory import MAY_READ, Needles
from tests.support.spellings import spellings

__all__ = ["browser", "page"]
WRONG = "buzop buzop buzop buzop buzop buzop buzop"


async def nobody_is_in(house: DeskProcesses) -> None:
    """However somebody was in before: time goes by until the desk has locked."""
    house.pass_minutes(61)
    await becomes(lambda: not house.rooms(), "an empty desk")


async def only_room(house: DeskProcesses) -> int:
    """That of the only session, once nobody else is in."""
    house.pass_minutes(0.5)
    await becomes(lambda: len(house.rooms()) == 1, "nobody else")
    return house.rooms()[0]


def is_alive(process: int) -> bool:
    """Whether it runs; what has ended stays in the list until somebody has asked how."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def test_two_sessions_are_two_processes_and_one_lock_ends_one(house: DeskProcesses, guests: Guests) -> None:
    await nobody_is_in(house)
    first, second = await guests.inside(), await guests.inside(who="focal_point")
    await first.post("/lock", {})
    assert "Unlock your desk" in (await first.get("/")).plain
    assert "Queue" in (await second.get("/")).plain
    await second.post("/lock", {})
    assert "Unlock your desk" in (await second.get("/")).plain
    house.pass_minutes(0.5)
    await becomes(lambda: not house.rooms(), "the end of both")


async def test_colleagues_in_two_rooms_see_each_other_on_a_case(house: DeskProcesses, guests: Guests) -> None:
    await nobody_is_in(house)
    added = house.amana("staff", "add", "Nadia", "--json", secret=house.amana.passphrase("steward")).json
    with house.amana.office() as office:
        case = f"/case/{office.report().hex()}"
    await guests.inside(case)
    nadia = await tried(guests.visitor(), added["passphrase"], case)
    assert "Also on this case now: Caseworker" in nadia.plain


async def test_a_member_ends_from_one_room_what_is_open_in_another(house: DeskProcesses, guests: Guests) -> None:
    await nobody_is_in(house)
    here, there, stranger = await guests.inside(), await guests.inside(), await guests.inside(who="focal_point")
    page = await here.get("/me")
    assert page.text.count('name="session"') == 1
    await here.post("/me", {"do": "end", "session": here.field("session")})
    assert "Unlock your desk" in (await there.get("/")).plain
    assert "Queue" in (await stranger.get("/")).plain
    assert "Nowhere else" in (await here.get("/me")).plain


async def test_nobody_but_the_front_takes_connections(house: DeskProcesses, guests: Guests) -> None:
    await nobody_is_in(house)
    await guests.inside()
    room, (front, mould, *_) = await only_room(house), house.all()
    listening = [
        pid
        for pid in (front, mould, room)
        if any(each.status == psutil.CONN_LISTEN for each in psutil.Process(pid).net_connections())
    ]
    assert listening == [front]


async def test_no_connection_brings_a_second_request(house: DeskProcesses) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(house.url.rpartition(":")[2]))
    asking = b"GET /unlock HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n"
    writer.write(asking + asking)
    answer = await reader.read()
    writer.close()
    assert answer.count(b"HTTP/1.1 200") == 1 and b"Connection: close" in answer


async def test_idle_minutes_and_the_hard_limit_end_the_process(house: DeskProcesses, guests: Guests) -> None:
    await nobody_is_in(house)
    visitor = await guests.inside()
    for _ in range(5):
        house.pass_minutes(11)
        assert "Queue" in (await visitor.get("/")).plain
    house.pass_minutes(6)
    await becomes(lambda: not house.rooms(), "the end of the hour")
    again = await guests.inside()
    house.pass_minutes(16)
    await becomes(lambda: not house.rooms(), "the idle lock")
    assert "The desk locked itself" in (await again.get("/")).plain


async def test_a_room_that_does_not_lock_itself_is_ended_from_outside(house: DeskProcesses, guests: Guests) -> None:
    await nobody_is_in(house)
    await guests.inside()
    room = await only_room(house)
    os.kill(room, signal.SIGSTOP)
    house.pass_minutes(17)
    await becomes(lambda: not house.rooms(), "its end")


async def test_a_text_from_a_page_that_was_still_open_waits_for_its_writer(
    house: DeskProcesses, guests: Guests
) -> None:
    with house.amana.office() as office:
        case_id = office.report()
    path = f"/case/{case_id.hex()}"
    visitor = await guests.inside(path)
    page, token = {"version": visitor.field("version"), "note": ""}, visitor.form_token
    await visitor.post(f"{path}/draft", page | {"reply": "before the lock"})
    await visitor.get(path)
    await visitor.post("/lock", {})
    locked = await visitor.post(f"{path}/draft", page | {"reply": "after the lock"}, token=token)
    assert locked.status == 200 and '"locks_in": 0' in locked.text
    elsewhere = await guests.inside(path)
    assert elsewhere.area("reply") == "after the lock"


async def test_a_text_of_nobody_travels_in_the_browser(house: DeskProcesses, guests: Guests) -> None:
    with house.amana.office() as office:
        case_id = office.report()
    stranger = guests.visitor()
    await stranger.get("/unlock")
    await stranger.work(case_id, "send", reply="from before the restart")
    kept = {"kept": stranger.field("kept"), "next": f"/case/{case_id.hex()}"}
    answer = await stranger.post("/unlock", kept | {"passphrase": house.amana.passphrase("caseworker")})
    while "Refresh" in answer.headers:
        answer = await stranger.get("/opening")
    assert stranger.area("reply") == "from before the restart"


async def test_unlocking_once_more_in_a_browser_ends_what_was_open_there(house: DeskProcesses, guests: Guests) -> None:
    await nobody_is_in(house)
    visitor = await guests.inside()
    opening = {"passphrase": house.amana.passphrase("caseworker"), "next": "/"}
    answer = await visitor.post("/unlock", opening)
    while "Refresh" in answer.headers:
        answer = await visitor.get("/opening")
    assert "Queue" in (await visitor.get("/")).plain
    await only_room(house)


async def test_a_room_that_falls_takes_nobody_with_it(house: DeskProcesses, guests: Guests) -> None:
    await nobody_is_in(house)
    visitor = await guests.inside()
    room = await only_room(house)
    other = await guests.inside()
    os.kill(room, signal.SIGKILL)
    await becomes(lambda: room not in house.rooms())
    assert "Unlock your desk" in (await visitor.get("/")).plain
    assert "Queue" in (await other.get("/")).plain


@pytest.mark.skipif(not MAY_READ, reason="only root may read the memory of a desk")
async def test_a_passphrase_that_opens_nothing_is_not_kept(house: DeskProcesses, guests: Guests) -> None:
    await nobody_is_in(house)
    answer = await tried(guests.visitor(), WRONG)
    assert answer.status == 401 and "This passphrase opens nothing" in answer.plain
    needles = Needles({"wrong": spellings(WRONG)})
    await becomes(lambda: not any(needles.found_in(process) for process in house.all()), "oblivion", 1.0)


async def test_failures_are_counted_in_all_rooms_together(house: DeskProcesses, guests: Guests) -> None:
    house.pass_minutes(2)
    loop, clumsy = asyncio.get_running_loop(), guests.visitor()
    for _ in range(5):
        await tried(clumsy, WRONG)
    began = loop.time()
    await tried(clumsy, WRONG)
    assert loop.time() - began > 2, "the sixth waits two seconds"
    house.pass_minutes(2)


async def test_a_request_that_never_comes_is_not_waited_for_by_others(house: DeskProcesses, guests: Guests) -> None:
    port = int(house.url.rpartition(":")[2])
    silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(250)]
    for _, writer in silent:
        writer.write(b"GET / HTTP/1.1\r\nHost: local")
    assert (await guests.visitor().get("/unlock")).status == 200
    for _, writer in silent:
        writer.close()


async def test_words_that_never_come_keep_nobody_out(house: DeskProcesses, guests: Guests) -> None:
    port = int(house.url.rpartition(":")[2])
    silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(60)]
    try:
        for _, writer in silent:
            writer.write(b"POST /unlock HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\npass")
        await becomes(lambda: len(house.rooms()) >= MOST_LOCKED_OUT, "a full house")
        await guests.inside()
    finally:
        for _, writer in silent:
            writer.close()
    assert len(house.rooms()) <= MOST_LOCKED_OUT + 2


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_the_end_of_the_front_is_the_end_of_all(house: DeskProcesses, how: signal.Signals) -> None:
    with desk_processes(house.amana) as own:
        guests = Guests(own)
        await guests.inside()
        everybody = own.all()
        assert len(everybody) >= 3
        own.front.send_signal(how)
        await becomes(lambda: not any(map(is_alive, everybody)), "the end of all")
        assert await asyncio.to_thread(own.front.wait, PATIENCE) == (-how if how == signal.SIGKILL else 0)
        for http in guests.all:
            await http.close()


async def test_the_end_of_the_mould_is_the_end_of_all(house: DeskProcesses) -> None:
    with desk_processes(house.amana) as own:
        _, mould, *_ = own.all()
        os.kill(mould, signal.SIGKILL)
        assert await asyncio.to_thread(own.front.wait, PATIENCE) == 1


async def ends_within(house: DeskProcesses, minutes: float) -> bool:
    """Whether nobody is in any more once so much time has gone by, a little after the other."""
    for _ in range(15):
        house.pass_minutes(minutes / 15)
        await asyncio.sleep(0.5)
        if not house.rooms():
            return True
    return False


async def unlocks(house: DeskProcesses, page: Page, path: str) -> None:
    await page.goto(path)
    await page.get_by_label("Passphrase").fill(house.amana.passphrase("caseworker"))
    await page.get_by_role("button", name="Unlock").click()
    await page.wait_for_url(path)


async def test_a_day_at_the_desk_ends_with_the_last_window(house: DeskProcesses, guests: Guests, page: Page) -> None:
    await nobody_is_in(house)
    with house.amana.office() as office:
        case_id = office.report("The pump at the school is broken.")
    path = f"{house.url}/case/{case_id.hex()}"
    await page.set_extra_http_headers({"Accept-Language": "en"})
    await unlocks(house, page, path)
    await page.get_by_label("Reply to the person").fill("We heard you.")
    await page.get_by_role("button", name="See what they will read").click()
    await page.get_by_role("button", name="Send this reply").click()
    await expect(page.locator(".flash.done")).to_contain_text("Your reply is in their mailbox")
    await page.get_by_label("Note for colleagues").fill("half a note")
    await expect(page.locator("#saved")).not_to_be_empty()
    await page.goto(house.url)
    await expect(page.get_by_text("The pump at the school")).to_be_visible()
    for _ in range(5):  # a browser in haste may not manage to say that a window was closed; then the idle minutes hold
        await page.goto(house.url)
        await page.goto("about:blank")
        if await ends_within(house, 1.5):
            break
        await page.goto(house.url)
        await page.get_by_role("button", name="Lock").click()
        await unlocks(house, page, path)
    assert not house.rooms(), "the end of the session"
    visitor = await guests.inside(f"/case/{case_id.hex()}")
    assert visitor.area("note") == "half a note"


def test_nothing_is_left_in_core_files(house: DeskProcesses) -> None:
    for process in house.all():
        assert psutil.Process(process).rlimit(psutil.RLIMIT_CORE) == (0, 0)


def test_neither_a_debugger_nor_the_owner_may_look_in(installed_once: CommandLine) -> None:
    look = "import ctypes; from desk.processes.hardening import leave_no_copies; leave_no_copies();"
    look += "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    told = subprocess.run([sys.executable, "-c", look], env=installed_once.environment, capture_output=True, check=True)
    assert told.stdout.strip() == b"0"
