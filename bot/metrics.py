"""The numbers of bot.health for Prometheus, and how often each event of the log happened since the start.

Nothing here is about a person: no label but names of parts and of events, no number that is not rounded.
"""

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from bot.logs import counted, in_fives
from bot.part import Part

CONTENT_TYPE = CONTENT_TYPE_LATEST


class _Numbers(Collector):
    """What the parts said just now."""

    def __init__(self, parts: Mapping[str, Part], up: float) -> None:
        self._parts = parts
        self._up = up

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("amana_up_seconds", "Seconds since the start.", value=int(self._up) // 10 * 10)
        works = GaugeMetricFamily("amana_works", "1 for a part that works, 0 for one that does not.", labels=["part"])
        for name, part in self._parts.items():
            works.add_metric([name], int(part.works))
        yield works
        for name, part in self._parts.items():
            for what, number in part.numbers.items():
                yield GaugeMetricFamily(f"amana_{name}_{what}", f"{name}: {what.replace('_', ' ')}.", value=number)
        events = CounterMetricFamily(
            "amana_events", "Events of the log since the start, rounded up to fives.", labels=["event"]
        )
        for event, count in counted().items():
            events.add_metric([event.value], in_fives(count))
        yield events


def as_text(parts: Mapping[str, Part], up: float) -> bytes:
    """The exposition format of Prometheus."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Numbers(parts, up))
    return generate_latest(registry)
