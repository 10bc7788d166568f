"""The targets that sales and CS share: the figure so far, where it should stand, and whether it does."""

from __future__ import annotations

from dataclasses import replace

from actions.reply import Table
from actions.telling.metrics import Telling
from actions.telling.metrics_asked import Asked
from knowledge.analytics.metrics.metric import Metric
from knowledge.analytics.metrics.pace import expected_by_now, is_on_track
from knowledge.analytics.metrics.periods import Period, period_of, until
from knowledge.store.book import Book
from knowledge.store.metrics import Told, measure_metrics


def build_targets(asked: Asked, book: Book, telling: Telling) -> Table | None:
    """The firm's year so far against the targets of ``config.yml``, NPS below them; None where no target is set."""
    targets = book.rules.metrics.targets
    if not targets:
        return None
    whole = period_of(book.as_of, "year", year_starts=book.rules.firm.fiscal_year_starts)
    year = until(whole, book.as_of)
    metrics = (*targets, *([] if Metric.NPS in targets else [Metric.NPS]))
    told = measure_metrics(book, replace(asked.wanted, metrics=metrics, periods=(year,), by=None))
    elapsed = ((year.end - year.start).days + 1) / ((whole.end - whole.start).days + 1)
    say = telling.say
    columns = tuple(say(f"metrics.column_{name}") for name in ("figure", "so_far", "by_now", "target", "track"))
    rows = tuple(_row(each, targets.get(each.metric), elapsed, telling) for each in told)
    return Table(key="targets", title=_title(year, telling), columns=columns, rows=rows)


def _row(told: Told, target: float | None, elapsed: float, telling: Telling) -> tuple[str, ...]:
    metric, say = told.metric, telling.say
    shown = (telling.label(metric), telling.value(metric, told.tally))
    if target is None:
        return (*shown, "–", "–", "–")
    expected = expected_by_now(metric, target, elapsed=elapsed)
    if told.tally is None or not told.tally.known:
        key = "unknown"
    else:
        key = "on_track" if is_on_track(metric, told.tally.value(metric), expected) else "behind"
    return (*shown, telling.write(metric, expected), telling.write(metric, target), say(f"metrics.track_{key}"))


def _title(year: Period, telling: Telling) -> str:
    return telling.say("metrics.targets_title", period=telling.period(year))
