"""What a monitoring system reads of a running service, in Prometheus' form; ``docs/watching.md`` lists all of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
    start_http_server,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.clock import utc_now

if TYPE_CHECKING:
    from bot.jobs.queue import JobQueue
    from bot.ports import Office

log = logging.getLogger(__name__)

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # Slack waits three for an acknowledgement
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class ServiceMetrics:
    """What this process has counted since it began. Labels are closed sets; nobody's words or names are among them."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call] # a second series for each, which nobody asks for
        self.registry = CollectorRegistry()
        self.events = self._count("osusume_events", "Events taken from Slack, its retries included.")
        self.taken_at = Gauge(
            "osusume_last_taken_timestamp_seconds",
            "When this process last took something from Slack; 0: never.",
            registry=self.registry,
        )
        self.acknowledged = self._time("osusume_acknowledgement_seconds", "From a request of Slack to our response.")
        self.answers = self._count("osusume_answers", "Answers by question and outcome.", "intent", "outcome")
        self.answer_seconds = self._time("osusume_answer_seconds", "Working an answer out, by its question.", "intent")
        self.incidents = self._count("osusume_incidents", "Answers that ended in an apology with a number.")

    def take(self) -> None:
        """Something came from Slack."""
        self.events.inc()
        self.taken_at.set(time.time())

    @contextmanager
    def acknowledging(self) -> Iterator[None]:
        """Around a request of Slack."""
        with self.acknowledged.time():
            yield

    def answer(self, intent: str, outcome: str, seconds: float) -> None:
        """An answer was worked out. ``outcome``: answered, asked_back, unread (nothing was understood), trouble."""
        self.answers.labels(intent, outcome).inc()
        self.answer_seconds.labels(intent).observe(seconds)

    def watch(self, durable: JobQueue, office: Office) -> None:
        """Read queue and store as well, each time somebody looks."""
        self.registry.register(StoreCollector(durable, office))

    def _count(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(name, told, labels, registry=self.registry)

    def _time(self, name: str, told: str, *labels: str) -> Histogram:
        return Histogram(name, told, labels, buckets=_SECONDS, registry=self.registry)

    def text(self) -> bytes:
        """All of it, as ``/metrics`` tells it."""
        return generate_latest(self.registry)

    def serve(self, host: str, port: int) -> None:
        """Answer ``GET /metrics`` on a port of its own, for a process that takes its events over the socket."""
        start_http_server(port, addr=host, registry=self.registry)


@dataclass(eq=False)  # the registry tells collectors apart by identity
class StoreCollector(Collector):
    """How queue and store stand at the moment. A store that cannot be read is told by ``osusume_store_up`` alone."""

    durable: JobQueue
    office: Office

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: the store is first read when somebody looks."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Each gauge."""
        try:
            yield from self._collect()
        except Exception:
            log.exception("the store cannot be read")
            yield GaugeMetricFamily("osusume_store_up", "1: the store can be read.", value=0)
            return
        yield GaugeMetricFamily("osusume_store_up", "1: the store can be read.", value=1)

    def _collect(self) -> Iterator[Metric]:
        now, stands = utc_now(), self.office.read_standing()
        opened = self.durable.open_since()
        oldest = (now - min(opened)).total_seconds() if opened else 0
        gauges = {
            "osusume_jobs_open": ("Jobs begun or waiting for their turn.", len(opened)),
            "osusume_jobs_oldest_seconds": ("For how long the oldest of them has been open.", oldest),
            "osusume_notices_overdue": ("Digests, reminders and alerts that are due and not told.", stands.overdue),
            "osusume_notice_oldest_seconds": ("For how long the oldest of them has been due.", stands.oldest_seconds),
            "osusume_last_told_timestamp_seconds": ("When somebody was last told something unasked.", stands.told_at),
            "osusume_last_night_timestamp_seconds": (
                "The newest day on which all customers were looked at.",
                stands.night,
            ),
            "osusume_night_failing": ("1: the nightly look fails.", int(stands.night_failing)),
        }
        for name, (help_text, value) in gauges.items():
            yield GaugeMetricFamily(name, help_text, value=value)
        fresh = GaugeMetricFamily("osusume_source_age_days", "Age of the newest row of a kind.", labels=["kind"])
        for kind, days in sorted(stands.age_days.items()):
            fresh.add_metric([kind], days)
        yield fresh
        told = "For how long the oldest table of a source has not been read."
        age = GaugeMetricFamily("osusume_sync_age_seconds", told, labels=["source"])
        failing = GaugeMetricFamily("osusume_sync_failing", "Tables of a source that fail.", labels=["source"])
        for source in sorted({*stands.sync_age_seconds, *stands.sync_failing}):
            age.add_metric([source], stands.sync_age_seconds.get(source, 0))
            failing.add_metric([source], stands.sync_failing.get(source, 0))
        yield age
        yield failing
