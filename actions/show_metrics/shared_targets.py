"""The targets that sales and CS share: the figure so far, where it should stand, and whether it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from actions.presenters.metrics import Telling
from actions.reply import Figure, Line, Reply, Section, Table, Tone
from knowledge.errors import PeriodAhead
from knowledge.kernel.access import AccessContext
from knowledge.kernel.exchange_rates import rates_of
from knowledge.kernel.visibility import OPERATOR
from knowledge.metrics.metric import Metric
from knowledge.metrics.pace import expected_by_now, is_on_track
from knowledge.metrics.periods import Period, period_of, until
from knowledge.metrics.queries.metrics import Wanted, measure_metrics
from knowledge.metrics.told import Told
from knowledge.playbook.phrases import Phrases

INTENT = "show_metrics"
_BACK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Progress:
    """The firm's year so far: every target's figure now and a week ago; ``elapsed`` is the year's part gone, 0-1."""

    year: Period
    elapsed: float
    targets: Mapping[Metric, float]
    told: tuple[Told, ...]
    before: Mapping[Metric, Told]

    def expected(self, metric: Metric) -> float:
        """Where the figure should stand by now."""
        return expected_by_now(metric, self.targets[metric], elapsed=self.elapsed)

    def track(self, told: Told) -> str:
        """on_track, behind or unknown."""
        if told.tally is None or not told.tally.known:
            return "unknown"
        good = is_on_track(told.metric, told.tally.value(told.metric), self.expected(told.metric))
        return "on_track" if good else "behind"


def measure_targets(access: AccessContext) -> Progress | None:
    """The whole firm's figures, whoever asks: both departments look at the same numbers, and no customer shows.

    None where ``config.yml`` sets no target. RateMissing.
    """
    targets = access.rules.metrics.targets
    if not targets:
        return None
    firm = replace(access, viewer=OPERATOR)
    whole = period_of(access.as_of, "year", year_starts=access.rules.firm.fiscal_year_starts)
    year = until(whole, access.as_of)
    metrics = (*targets, *([] if Metric.NPS in targets else [Metric.NPS]))
    told = measure_metrics(firm, Wanted(metrics, (year,), rates_of(access.rules)))
    elapsed = ((year.end - year.start).days + 1) / ((whole.end - whole.start).days + 1)
    return Progress(year, elapsed, targets, told, _a_week_ago(firm, whole, metrics))


def tell_targets(access: AccessContext, say: Phrases) -> Reply:
    """Every target with its pace, NPS below them; or that none is set. One answer for home tab, digest and question."""
    progress = measure_targets(access)
    if progress is None:
        return Reply(intent=INTENT, language=say.language, headline=say("metrics.no_targets"), trouble=True)
    telling = Telling(say, access.rules, opens_rows=False)
    tracks = [progress.track(each) for each in progress.told if each.metric in progress.targets]
    headline = say("metrics.targets_headline", good=tracks.count("on_track"), count=len(tracks))
    return Reply(
        intent=INTENT,
        language=say.language,
        headline=headline,
        sections=(Section(key="pace", title=say("metrics.pace_title"), lines=tuple(_lines(progress, telling))),),
        tables=(_table(progress, telling),),
        figures=tuple(_figures(progress, telling)),
    )


def _a_week_ago(firm: AccessContext, whole: Period, metrics: tuple[Metric, ...]) -> dict[Metric, Told]:
    then = replace(firm, as_of=firm.as_of - _BACK)
    try:
        year = until(whole, then.as_of)
    except PeriodAhead:
        return {}
    told = measure_metrics(then, Wanted(metrics, (year,), rates_of(firm.rules)))
    return {each.metric: each for each in told}


def _lines(progress: Progress, telling: Telling) -> list[Line]:
    """What is behind, with what was counted; what is on track in one line; satisfaction beside both."""
    say, lines = telling.say, []
    for told in progress.told:
        if told.metric in progress.targets and progress.track(told) == "behind":
            facts = {"label": telling.label(told.metric), "value": telling.value(told.metric, told.tally)}
            facts |= {"expected": telling.write(told.metric, progress.expected(told.metric))}
            facts |= {"basis": telling.basis(told, progress.year, told.moved)}
            lines.append(Line(text=say("metrics.pace_behind", **facts), tone=Tone.CAUTION, figures=(str(told.metric),)))
    good = [each for each in progress.told if each.metric in progress.targets and progress.track(each) == "on_track"]
    if good:
        names = say.join([f"{telling.label(each.metric)} {telling.value(each.metric, each.tally)}" for each in good])
        keys = tuple(str(each.metric) for each in good)
        lines.append(Line(text=say("metrics.pace_on_track", names=names), tone=Tone.GOOD, figures=keys))
    nps = next((each for each in progress.told if each.metric is Metric.NPS), None)
    if nps is None or nps.tally is None or not nps.tally.known:
        lines.append(Line(text=say("metrics.satisfaction_unknown"), tone=Tone.CAUTION))
    else:
        facts = {"value": telling.value(nps.metric, nps.tally), "basis": telling.basis(nps, progress.year, None)}
        lines.append(Line(text=say("metrics.satisfaction", **facts), figures=(str(Metric.NPS),)))
    lines += telling.lost_means(progress.targets)
    lines.append(Line(text=say("metrics.targets_scope", day=progress.year.end)))
    return lines


def _figures(progress: Progress, telling: Telling) -> list[Figure]:
    known = [each for each in progress.told if each.tally and each.tally.known]
    return [telling.figure(each, progress.year, each.moved) for each in known]


def _table(progress: Progress, telling: Telling) -> Table:
    say = telling.say
    names = ("figure", "so_far", "week_ago", "by_now", "target", "track")
    columns = tuple(say(f"metrics.column_{name}") for name in names)
    rows = tuple(_row(each, progress, telling) for each in progress.told)
    title = say("metrics.targets_title", period=telling.period(progress.year))
    return Table(key="targets", title=title, columns=columns, rows=rows)


def _row(told: Told, progress: Progress, telling: Telling) -> tuple[str, ...]:
    metric, before = told.metric, progress.before.get(told.metric)
    shown = (
        telling.label(metric),
        telling.value(metric, told.tally),
        telling.value(metric, before.tally if before else None),
    )
    target = progress.targets.get(metric)
    if target is None:
        return (*shown, "–", "–", "–")
    pace = telling.say(f"metrics.track_{progress.track(told)}")
    return (*shown, telling.write(metric, progress.expected(metric)), telling.write(metric, target), pace)
