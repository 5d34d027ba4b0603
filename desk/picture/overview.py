"""The picture for inside: trends, places, times and answers, counted from the cases that are open to the member."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from desk.access.authentication import unlocked
from desk.access.sessions import Session
from desk.pages import page, words_for
from desk.picture.charts import GAP, HEIGHT, Bar, bars, shade
from desk.picture.passing_on import is_anything_published
from desk.picture.zone_map import numbered, zone_map
from desk.queue.filters import Filters
from desk.queue.tabs import ALL
from desk.workspace import Workspace
from locales import LANGUAGES, Language, Words
from services.disclosure.attack import LEAST
from services.disclosure.suppression import LEAST_SENSITIVE
from services.picture.answers import answers
from services.picture.early_warning import Usual
from services.picture.overview import PERIODS, Overview, Period, Trend, of_period, overview
from services.picture.releases import COMPARTMENT, looked_at
from services.picture.watched import Unusual
from services.picture.weeks import monday_of, name_of
from services.reports.case import Case
from services.reports.reports import COMPARTMENTS

A_MONDAY = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class TrendLine:
    """What a concern comes to, week by week. `link` leads to its cases."""

    label: str
    link: str
    bars: list[Bar]
    weeks: tuple[int, ...]
    all: int


@dataclass(frozen=True, slots=True)
class WarningLine:
    """A number that is out of the ordinary: of a concern or a zone, or of everything where `label` is empty."""

    label: str
    week: str
    people: int
    usual: Usual
    is_less: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """A zone and its reports. `name` is '' where none was given. `shade`: how many beside the zone with the most
    (desk.picture.charts); `mark` stands for it on the map, 0 where it has no outline there."""

    name: str
    label: str
    mark: int
    link: str
    count: int
    shade: int


@unlocked
async def show_picture(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """GET /picture"""
    mine = [each for each in COMPARTMENTS if each in workspace.unlocked.compartments]
    asked = request.query.get("about", "")
    about = asked if asked in mine else next(iter(mine), "")
    period = Period(_weeks(request.query.get("weeks", "")), workspace.config.now().date())
    facts = await asyncio.to_thread(_facts, workspace, about, period, words_for(request))
    facts |= {"about": about, "compartments": mine, "period": period, "periods": PERIODS}
    if COMPARTMENT in mine:
        facts["is_anything_published"] = await asyncio.to_thread(is_anything_published, workspace)
    return page(request, "picture.html", offered_in=_offered_in(workspace), **facts)


def _offered_in(workspace: Workspace) -> list[Language]:
    """The languages in which the page to pass on can be had."""
    content = workspace.config.content
    return [LANGUAGES[code] for code in content.languages] if content else []


def _weeks(asked: str) -> int:
    return next((weeks for weeks in PERIODS if str(weeks) == asked), PERIODS[0])


def _facts(workspace: Workspace, about: str, period: Period, words: Words) -> dict[str, Any]:
    config = workspace.config
    cases = of_period(workspace.caseload.each(), about, period)
    sensitive = config.content.organisation.sensitive if config.content else ()
    seen = overview(cases, period, sensitive)
    mondays = [monday_of(number) for number in period.numbers]
    return {
        "seen": seen,
        "placed": sum(trend.all for trend in seen.zones),
        "untimed": sum(seen.weeks) - sum(seen.times),
        "looked": looked_at(config.clock()),
        "enough": LEAST,
        "enough_sensitive": LEAST_SENSITIVE,
        "mondays": mondays,
        "chart": bars(seen.weeks, max(seen.weeks)),
        "width": len(mondays),
        "height": HEIGHT,
        "bar_width": 1 - GAP,
        "lines": lines(workspace, seen, about, words),
        "tiles": (squares := tiles(workspace, seen, about, words)),
        "by_zone": {tile.name: tile for tile in squares},
        "zone_map": zone_map(config.content.zone_map) if config.content else None,
        "days": [(words.weekday(A_MONDAY + timedelta(days=day)), count) for day, count in enumerate(seen.days)],
        "warnings": [_warning(workspace, each, words) for each in workspace.watch.unusual(about)],
        "answered": answers(cases, config.promises.due_after, config.now()),
    }


def _warning(workspace: Workspace, found: Unusual, words: Words) -> WarningLine:
    label = ""
    if found.some is not None and found.what == "category":
        label = workspace.labels.category(found.some, words.code)
    elif found.some is not None and found.what == "zone":
        label = workspace.labels.zone(found.some, words.code)
    return WarningLine(label, words.week(name_of(found.week)), found.people, found.usual, found.is_less)


def lines(workspace: Workspace, seen: Overview, about: str, words: Words) -> list[TrendLine]:
    """Each concern, drawn on one scale."""
    most = max((max(trend.weeks) for trend in seen.categories), default=0)

    def line(trend: Trend) -> TrendLine:
        label = workspace.labels.category(trend.some, words.code)
        link = Filters(ALL, category=trend.name, compartment=about).query
        return TrendLine(label, f"/{link}", bars(trend.weeks, most), trend.weeks, trend.all)

    return [line(trend) for trend in seen.categories]


def tiles(workspace: Workspace, seen: Overview, about: str, words: Words) -> list[Tile]:
    """The organisation's zones in its own order, then others that reports name; where none was named, last."""
    counts, config = {trend.name: trend.all for trend in seen.zones}, workspace.config
    most = max(counts.values(), default=0)
    marks = numbered(config.content.zone_map, [zone.name for zone in config.content.zones]) if config.content else {}
    labels = _zone_labels(workspace, (trend.some for trend in seen.zones), words.code)
    return [
        Tile(
            name,
            label,
            marks.get(name, 0),
            f"/{Filters(ALL, zone=name, compartment=about).query}",
            count,
            shade(count, most),
        )
        for name, label in labels.items()
        if (count := counts.get(name, 0)) or name
    ]


def _only(zone: str, about: str) -> Filters:
    return Filters(ALL, zone=zone, compartment=about)


def _zone_labels(workspace: Workspace, some: Iterable[Case], language: str) -> dict[str, str]:
    content = workspace.config.content
    of_content = {zone.name: zone.label.said(language) for zone in content.zones} if content else {}
    of_reports = {case.zone: workspace.labels.zone(case, language) for case in some if case.zone}
    others = {name: label for name, label in of_reports.items() if name not in of_content}
    return {**of_content, **others, "": ""}
