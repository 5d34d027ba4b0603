"""Whoever writes the database shuts nobody out of the desk with a value of another kind than its column keeps."""

import pytest

from desk.application import make_application
from desk.config import DeskConfig
from tests.desk.conftest import Desk
from tests.support.database_files import file_of
from tests.support.odd_cells import lay_everywhere

ENDS = ("/lock", "/static")


def pages_of(config: DeskConfig) -> list[str]:
    """Every page that can be asked for without naming anything, but for those that end the session."""
    routes = make_application(config).router.routes()
    found = {each.resource.canonical for each in routes if each.resource is not None and each.method == "GET"}
    return sorted(page for page in found if "{" not in page and not page.startswith(ENDS))


async def test_half_a_sign_in_a_sealed_text_keeps_nobody_from_its_page(desk: Desk) -> None:
    case_id = desk.office.report("They came \ud800 again.")
    visitor = await desk.inside()
    for page in ("/", f"/case/{case_id.hex()}"):
        assert (await visitor.get(page)).status == 200
    assert "They came ? again." in visitor.last.plain


@pytest.mark.parametrize("name", ["a text", "bytes", "a number beyond all"])
async def test_every_page_opens_and_shows_what_is_sound(desk: Desk, config: DeskConfig, name: str) -> None:
    desk.office.report("They came again last night.")
    lay_everywhere(file_of(desk.office.database), name, but=["organisation"])
    visitor = await desk.inside()
    assert "unsafe" in visitor.last.text or "New" in visitor.last.plain
    for page in pages_of(config):
        assert (await visitor.get(page)).status < 500, page
