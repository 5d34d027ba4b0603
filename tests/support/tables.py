"""All tables there are, in whichever file of `storage` they stand: a new one cannot be left out of a promise."""

from importlib import import_module
from pkgutil import iter_modules

from sqlalchemy import MetaData
from sqlmodel import SQLModel

import storage


def every_table() -> MetaData:
    """The tables of every file of `storage`."""
    for module in iter_modules(storage.__path__):
        import_module(f"storage.{module.name}")
    return SQLModel.metadata
