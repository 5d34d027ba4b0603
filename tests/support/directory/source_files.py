"""What the tests of the directory are given to import files with: said once, for those who read and who take them."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, Protocol, TypedDict, Unpack

from services.directory.catalogue import ServiceCatalogue
from services.directory.files.batch import Batch
from services.directory.files.report import ImportReport
from services.directory.needs import Needs

Nested = dict[str, Any]
"""A service as JSON nests it."""
CatalogueNow = Callable[[], ServiceCatalogue]
"""The directory as it is now."""


class Changed(TypedDict, total=False):
    """What an import is told beside the file, where it is not as every other."""

    language: str
    checked: date
    is_of_others: bool
    needs: Needs


class ReadFile(Protocol):
    """read('services.json', data): what a file of that name says; bytes as they are, texts as UTF-8, else as JSON."""

    def __call__(self, name: str, data: object, **changed: Unpack[Changed]) -> Batch: ...


class TakeFile(Protocol):
    """The same, taken into the directory; its report."""

    def __call__(
        self,
        name: str,
        data: object,
        dry: bool = ...,
        overwrite: bool = ...,
        told: Collection[str] = ...,
        **changed: Unpack[Changed],
    ) -> ImportReport: ...
