"""Nothing but the desk's own pages gets through to the desk."""

from dataclasses import replace

import aiohttp
import pytest
from aiohttp import web

from desk.application import make_application
from desk.config import DeskConfig
from tests.desk.conftest import Desk

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/unlock", 200),
        ("GET", "/", 200),
        ("GET", "/nowhere", 404),
        ("GET", "/case/" + "0" * 32, 200),
        ("GET", "/case/short", 404),
        ("GET", "/static/desk.css", 200),
        ("GET", "/static/desk.js", 200),
        ("GET", "/static/missing.css", 404),
        ("GET", "/static/../application.py", 404),
        ("DELETE", "/", 403),
        ("POST", "/unlock", 403),
        ("PUT", "/lock", 403),
    ],
)
async def test_every_response_carries_the_headers(desk: Desk, method: str, path: str, status: int) -> None:
    visitor = desk.visitor()
    async with visitor.http.request(method, desk.url + path) as answer:
        assert answer.status == status
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cache-Control"] == ("no-cache" if status == 200 and "static" in path else "no-store")
        assert "aiohttp" not in answer.headers["Server"]


async def test_pages_inside_and_failures_carry_them_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = await desk.inside()
    assert (await visitor.get("/")).headers["Content-Security-Policy"] == POLICY
    monkeypatch.setattr("desk.queue.queue.counts", lambda tally, tabs: 1 / 0)
    broken = await visitor.get("/")
    assert broken.status == 500 and broken.headers["Content-Security-Policy"] == POLICY
    assert "The desk made a mistake" in broken.plain and "ZeroDivision" not in broken.text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "", "10.0.0.7"])
async def test_a_foreign_name_for_this_machine_is_refused(desk: Desk, host: str) -> None:
    answer = await desk.visitor().get("/unlock", headers={"Host": host})
    assert answer.status in {400, 403}
    assert "passphrase" not in answer.text.lower()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:9", "LOCALHOST:8477", "[::1]:8477"])
async def test_the_names_of_the_loopback_are_heard_on_any_port(desk: Desk, host: str) -> None:
    assert (await desk.visitor().get("/unlock", headers={"Host": host})).status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "https://127.0.0.1:1", "http://127.0.0.1"])
async def test_a_form_on_a_foreign_page_is_refused(desk: Desk, origin: str) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    before = desk.office.case(case_id).version
    fields = {"do": "status", "state": "closed:helped", "version": visitor.field("version")}
    answer = await visitor.post(f"/case/{case_id.hex()}", fields, Origin=origin)
    assert answer.status == 403
    assert desk.office.case(case_id).version == before


@pytest.mark.parametrize("token", ["", "0" * 64])
async def test_a_form_without_the_pages_own_token_does_nothing(desk: Desk, token: str) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    before = desk.office.case(case_id).version
    fields = {
        "do": "status",
        "state": "closed:helped",
        "version": visitor.field("version"),
        "note": "kept",
        "reply": "",
    }
    answer = await visitor.post(f"/case/{case_id.hex()}", fields, token=token)
    assert desk.office.case(case_id).version == before
    assert "This page was from before the desk locked" in answer.plain and visitor.area("note") == "kept"
    await visitor.post("/lock", {}, token=token)
    assert "Queue" in (await visitor.get("/")).plain, "a forged form cannot lock the desk either"


async def test_a_token_of_another_browser_is_none_of_ours(desk: Desk) -> None:
    first, second = desk.visitor(), desk.visitor()
    await first.get("/unlock")
    await second.get("/unlock")
    passphrase = desk.office.passphrases["caseworker"]
    answer = await second.post("/unlock", {"passphrase": passphrase, "next": "/"}, token=first.form_token)
    assert answer.status == 403 and "open for too long" in answer.plain
    assert list(desk.sessions.unlocked()) == []


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(desk: Desk) -> None:
    visitor = desk.visitor()
    answer = await visitor.get("/unlock")
    (cookie,) = answer.headers.getall("Set-Cookie")
    assert cookie.startswith("amana=") and "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie
    before = cookie.split("=")[1]
    await visitor.post("/unlock", {"passphrase": desk.office.passphrases["caseworker"], "next": "/"})
    kept = {cookie.key: cookie.value for cookie in visitor.http.cookie_jar}
    assert kept["amana"] != before, "an unlock begins a new session"


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/case/../x", "/static/desk.css"])
async def test_an_unlock_never_leads_elsewhere(desk: Desk, onward: str) -> None:
    visitor = desk.visitor()
    await visitor.get("/unlock")
    sent = {"form_token": visitor.form_token, "passphrase": desk.office.passphrases["caseworker"], "next": onward}
    url, headers = f"{desk.url}/unlock", {"Origin": desk.url}
    async with visitor.http.post(url, data=sent, headers=headers, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/")


async def test_a_chosen_language_leads_back_to_the_desk_only(desk: Desk) -> None:
    visitor = desk.visitor()
    await visitor.get("/unlock")
    sent, headers = {"language": "ar", "back": "//evil.example/"}, {"Origin": desk.url}
    async with visitor.http.post(f"{desk.url}/language", data=sent, headers=headers, allow_redirects=False) as answer:
        assert answer.headers["Location"] == "/"
    answered = await visitor.get("/unlock")
    assert '<html lang="ar" dir="rtl">' in answered.text


async def test_behind_tls_the_session_never_travels_in_the_clear(config: DeskConfig) -> None:
    runner = web.AppRunner(make_application(replace(config, over_tls=True)), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/unlock"
        async with aiohttp.ClientSession() as http, http.get(url) as answer:
            cookie = answer.cookies["__Host-amana"]
    finally:
        await runner.cleanup()
    assert cookie["secure"] and cookie["httponly"] and cookie["path"] == "/" and not cookie["domain"]
    assert cookie["samesite"] == "Strict"


async def test_on_this_machine_alone_the_cookie_works_without_tls(desk: Desk) -> None:
    async with desk.visitor().http.get(f"{desk.url}/unlock") as answer:
        cookie = answer.cookies["amana"]
    assert not cookie["secure"] and cookie["httponly"]
