"""A plugin of pytest: what runs is noted under the test that runs, in whatever thread or task it does."""

from collections.abc import Generator

import pytest
from coverage import Coverage


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """From its fixtures to their end."""
    noting = Coverage.current()
    assert noting is not None
    noting.switch_context(item.nodeid)
    return (yield)
