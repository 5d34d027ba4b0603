"""The organisation's own services, in `content/services/services.csv` (or .xlsx): checked, and loaded.

They are taken in at a start while the directory holds nothing but examples, and whenever the steward says so. What
editors change on the phone afterwards stays in the database; `taking` says which of the two wins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from services.authoring.parts import ContentBroken, Problem, Zone
from services.directory import records
from services.directory.files.batch import Batch, ImportSetting
from services.directory.files.importing import read_source
from services.directory.files.report import SourceUnusable
from services.directory.model import Thing, texts_in
from services.directory.needs import Needs
from storage.engine import Database

FILES: Final = ("services/services.csv", "services/services.xlsx")
LONGEST_CARD: Final = 3000
"""Letters of all texts of one service in one language; with words and marks around them they still fit one message."""


@dataclass(frozen=True, slots=True)
class Pack:
    """The services of a content folder; what they are read by: languages, the site's needs, zones and clock."""

    folder: Path
    languages: Sequence[str]
    needs: Needs
    zones: Sequence[Zone]
    timezone: str = ""

    def problems(self, today: date | None) -> list[Problem]:
        """What is wrong with them; [] where there are none. Touches no database."""
        path = self._file()
        if path is None:
            return []
        name = path.relative_to(self.folder).as_posix()
        try:
            batch = read_source(path, self._setting(today or date.max))
        except SourceUnusable as unusable:
            return [Problem(name, "", unusable.why, unusable.remedy)]
        return [*_remarks(batch, name), *self._about_services(batch, name, today)]

    def read_if_untouched(self, database: Database, now: datetime) -> Batch | None:
        """What is to be taken in, for a directory that holds nothing but examples; None where it holds more, or there
        is no file. Raises ContentBroken."""
        with database.reading() as session:
            is_untouched = records.holds_only_examples(session)
        return self.read(now) if is_untouched else None

    def read(self, now: datetime) -> Batch | None:
        """What is to be taken in; None where there is no file. Raises ContentBroken."""
        path = self._file()
        if path is None:
            return None
        try:
            return read_source(path, self._setting(now.date()))
        except SourceUnusable as unusable:
            raise ContentBroken([Problem(path.name, "", unusable.why, unusable.remedy)]) from None

    def _file(self) -> Path | None:
        return next((self.folder / name for name in FILES if (self.folder / name).is_file()), None)

    def _setting(self, today: date) -> ImportSetting:
        language = self.languages[0] if self.languages else "en"
        return ImportSetting(language, self.needs, self.zones, "", today, timezone=self.timezone)

    def _about_services(self, batch: Batch, name: str, today: date | None) -> Iterator[Problem]:
        for service in batch.services.values():
            where = batch.places_in_file[service.id]
            parts: list[Thing] = [service, *(batch.locations[at.location] for at in service.locations)]
            if service.organization:
                parts.append(batch.organizations[service.organization])
            for language in self.languages:
                if any(text.by_language and language not in text.by_language for text in texts_in(parts)):
                    yield Problem(name, where, f"a text has no {language}", f"Fill in the ::{language} columns", True)
                if sum(len(text.said(language)) for text in texts_in(parts)) > LONGEST_CARD:
                    yield Problem(name, where, f"the texts in {language} do not fit one message", "Make them shorter")
            if not service.needs:
                yield Problem(name, f"{where} needs", "no need is named, so it is hard to find", "Name one", True)
            if today is not None and self.needs.is_stale(service.assured, today):
                hidden = self.needs.is_hidden(service.assured, today)
                rule = f"nobody has checked it for {'so long that it is not shown' if hidden else 'long'}"
                yield Problem(name, f"{where} checked", rule, "Make sure, and write the day", True)


def _remarks(batch: Batch, name: str) -> Iterator[Problem]:
    for remarks, remedy in ((batch.report.skipped, "Correct the row"), (batch.report.left_out, "Correct the cell")):
        for remark in remarks:
            yield Problem(name, f"{remark.where} {remark.field}".strip(), remark.why, remedy)
