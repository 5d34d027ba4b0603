"""Where coroutines of tests run: each test has a loop of its own, but for those with a browser, which share one.

A browser belongs to the loop it was started on, and to start one costs more than most of what is done with it.
"""

import asyncio
from collections.abc import Iterator

import pytest


@pytest.fixture(name="_function_scoped_runner")
def runner(request: pytest.FixtureRequest, _function_scoped_runner: asyncio.Runner) -> Iterator[asyncio.Runner]:
    """Stands before the fixture of pytest-asyncio by which it runs a test and what the test is given."""
    if "browser" not in request.fixturenames:
        yield _function_scoped_runner
        return
    shared: asyncio.Runner = request.getfixturevalue("_session_scoped_runner")
    before = asyncio.all_tasks(shared.get_loop())
    yield shared
    shared.run(_end(asyncio.all_tasks(shared.get_loop()) - before))


async def _end(left: set["asyncio.Task[object]"]) -> None:
    """What a test left behind ends with it, as it would with a loop of its own."""
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
