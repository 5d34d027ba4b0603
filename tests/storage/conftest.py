"""Tables and queries keep their promises on both databases."""

from tests.support.databases import pytest_generate_tests

__all__ = ["pytest_generate_tests"]
