"""A member changes their own passphrase at the desk, without anybody's help and without risk."""

import re
from html import unescape

from tests.desk.conftest import Desk, Visitor


def offered(visitor: Visitor) -> str:
    found = re.search(r'class="passphrase" dir="ltr"><bdi>([^<]*)', visitor.last.text)
    assert found is not None
    return unescape(found.group(1))


async def test_a_new_passphrase_counts_once_it_was_typed_back(desk: Desk) -> None:
    office = desk.office
    case_id = office.report()
    visitor = await desk.inside(onward="/me")
    await visitor.post("/me", {"do": "offer"})
    fresh, present = offered(visitor), office.passphrases["caseworker"]
    wrong = await visitor.post("/me", {"do": "change", "current": present, "fresh": "other words"})
    assert "typed otherwise than it is shown" in wrong.plain and offered(visitor) == fresh
    wrong = await visitor.post("/me", {"do": "change", "current": office.passphrases["focal_point"], "fresh": fresh})
    assert "This passphrase opens nothing" in wrong.plain
    assert "Queue" in (await desk.visitor().unlock(present)).plain, "nothing has changed so far"
    done = await visitor.post("/me", {"do": "change", "current": present, "fresh": f" {fresh.upper()} "})
    assert "the new passphrase unlocks your desk" in done.plain and fresh not in done.text
    assert (await desk.visitor().unlock(present)).status == 401
    anew = desk.visitor()
    assert (await anew.unlock(fresh, f"/case/{case_id.hex()}")).path == f"/case/{case_id.hex()}"
    assert "Carla Casey" in anew.last.plain and "They came again last night" in anew.last.plain


async def test_what_was_not_offered_is_not_taken(desk: Desk) -> None:
    visitor = await desk.inside(onward="/me")
    present = desk.office.passphrases["caseworker"]
    await visitor.post("/me", {"do": "change", "current": present, "fresh": "one two three four five six seven"})
    await visitor.post("/me", {"do": "offer"}, token="0" * 64)
    assert "Queue" in (await desk.visitor().unlock(present)).plain


async def test_a_member_sees_where_their_desk_is_open_and_ends_it(desk: Desk) -> None:
    office = desk.office
    here, there = await desk.inside(onward="/me"), await desk.inside()
    await desk.inside("focal_point")
    page = await here.get("/me")
    assert page.text.count('name="session"') == 1, "of others nothing is told"
    await here.post("/me", {"do": "end", "session": here.field("session")})
    assert "Unlock your desk" in (await there.get("/")).plain and "Nowhere else" in (await here.get("/me")).plain
    assert len(list(desk.sessions.unlocked())) == 2
    other = next(each for each in desk.sessions.unlocked() if each.member == office.members["focal_point"].member)
    [tag] = [each.tag for each in await desk.sessions.open_of(other.member)]
    await here.post("/me", {"do": "end", "session": tag.hex()})
    assert len(list(desk.sessions.unlocked())) == 2, "nobody ends what is somebody else's"


async def test_another_passphrase_ends_what_was_opened_with_the_one_before(desk: Desk) -> None:
    there, here = await desk.inside(), await desk.inside(onward="/me")
    await here.post("/me", {"do": "offer"})
    sent = {"do": "change", "current": desk.office.passphrases["caseworker"], "fresh": offered(here)}
    assert "the new passphrase unlocks your desk" in (await here.post("/me", sent)).plain
    assert "Unlock your desk" in (await there.get("/")).plain
