"""axe-core on a page that is open (tests/package.json; installed by `tests/find_axe`). A test takes the fixture by
`from tests.support.pages.axe import axe`."""

import shutil
from pathlib import Path

import pytest
from playwright.async_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = {"serious", "critical"}
LOOK = "axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations)"


@pytest.fixture(scope="session")
def axe() -> str:
    """Its source. Without it the tests fail, but where there is no npm to install it with: there they are skipped."""
    if not AXE.exists():
        if shutil.which("npm") is None:
            pytest.skip("NO NPM, so no axe-core: the pages were not looked at (on Debian: apt install npm)")
        pytest.fail("axe-core is not installed: run tests/find_axe")
    return AXE.read_text(encoding="utf-8")


async def faults(page: Page, axe: str) -> list[str]:
    """What is serious on the page that is open: the rule, and where."""
    await page.evaluate(axe)
    found = await page.evaluate(LOOK)
    return [
        f"{page.url}: {each['id']} {[node['target'] for node in each['nodes']]}"
        for each in found
        if each["impact"] in SERIOUS
    ]
