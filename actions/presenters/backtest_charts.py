"""What a backtest counted, as bars: how often each scorer was right, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.churn.backtest.backtest import ChurnBacktest
from knowledge.churn.backtest.quality import ScoreQuality
from knowledge.churn.directions import SignalDirection
from knowledge.churn.signals import SIGNALS
from knowledge.offers.affinity.blend import BEST_SELLERS
from knowledge.offers.backtest.measures import Score
from knowledge.offers.backtest.offers import ADVICE, OfferBacktest
from knowledge.offers.calibration import Band
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases

_RANDOM = "random"
_CHANCE_ORDER = 0.5  # the area under the curve of a coin
_POINTS = "points_"


@dataclass(frozen=True)
class Bar:
    """One line of a chart. share, low, high: 0 to 1; told: the share as it is read; others: the further cells.

    is_ours: what the firm itself uses, so that it stands out.
    """

    label: str
    share: float
    told: str
    others: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    is_ours: bool = False


@dataclass(frozen=True)
class BarChart:
    """Bars from 0 to 1 under a title; mark: where a line is drawn for comparison; columns: of label, bar, others."""

    key: str
    title: str
    note: str
    columns: tuple[str, ...]
    bars: tuple[Bar, ...]
    mark: float | None = None


def chart_offers(found: OfferBacktest, say: Phrases) -> tuple[BarChart, ...]:
    """How often what was bought stood among the first two; what was stated against what followed."""
    plain = {ADVICE, _RANDOM, *(scorer.name for scorer in BEST_SELLERS)}
    first = [score for score in found.scores if score.name in plain]
    rest = [score for score in found.scores if score.name not in plain]
    columns = tuple(say(f"backtest.column_{name}") for name in ("scorer", "hits", "between", "accounts"))
    hits = [
        BarChart(key, say(f"backtest.chart_{key}"), say(f"backtest.note_{key}"), columns, _hits(scores, say))
        for key, scores in (("hits", first), ("scorers", rest))
        if scores
    ]
    return (*hits, *_chances(found.reliability.bands, say))


def chart_churn(found: ChurnBacktest, say: Phrases) -> tuple[BarChart, ...]:
    """How well each score put those who left above those who stayed, whom it found, and each signal's direction."""
    columns = tuple(say(f"backtest.column_{name}") for name in ("score", "order", "between", "losses"))
    order = tuple(bar for score in found.scores if (bar := _order(score, say)))
    caught = tuple(bar for score in found.scores if (bar := _caught(score, say)))
    signals = tuple(bar for each in found.directions if (bar := _direction(each, say)))
    of_caught = tuple(say(f"backtest.column_{name}") for name in ("score", "caught", "right", "warned"))
    of_signals = tuple(say(f"backtest.column_{name}") for name in ("signal", "order", "direction", "known"))
    charts = (
        BarChart("order", say("backtest.chart_order"), say("backtest.note_order"), columns, order, _CHANCE_ORDER),
        BarChart("caught", say("backtest.chart_caught"), say("backtest.note_caught"), of_caught, caught),
        BarChart(
            "signals", say("backtest.chart_signals"), say("backtest.note_signals"), of_signals, signals, _CHANCE_ORDER
        ),
    )
    return tuple(chart for chart in charts if chart.bars)


def _hits(scores: list[Score], say: Phrases) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            label=name_scorer(score.name, say),
            share=score.hit_rate_2,
            told=say("backtest.share", share=Share(score.hit_rate_2)),
            others=(_between(score.low, score.high, say), f"{score.accounts:,}"),
            low=score.low,
            high=score.high,
            is_ours=score.name == ADVICE,
        )
        for score in scores
    )


def _chances(bands: tuple[Band, ...], say: Phrases) -> tuple[BarChart, ...]:
    if not bands:
        return ()
    columns = tuple(say(f"backtest.column_{name}") for name in ("stated", "followed", "holds", "offers"))
    bars = tuple(
        Bar(
            label=say("backtest.stated", share=Share(band.stated), window=band.window + 1),
            share=band.observed,
            told=say("backtest.share", share=Share(band.observed)),
            others=(say("backtest.holds" if band.holds else "backtest.holds_not"), f"{band.cases:,}"),
            low=band.stated,
            high=band.stated,
            is_ours=band.holds,
        )
        for band in bands
    )
    return (BarChart("chances", say("backtest.chart_chances"), say("backtest.note_chances"), columns, bars),)


def _order(score: ScoreQuality, say: Phrases) -> Bar | None:
    if score.auc is None:
        return None
    low, high = _around(score.auc, score.auc_error)
    told = (_spanned(low, high, say), say("backtest.of", count=score.losses, among=score.customers))
    return Bar(name_scorer(score.name, say), score.auc, f"{score.auc:.2f}", told, low, high, _is_ours(score))


def _caught(score: ScoreQuality, say: Phrases) -> Bar | None:
    if score.recall_top is None or score.precision_top is None:
        return None
    warned = "–" if score.warning_days is None else say("backtest.days", days=round(score.warning_days))
    return Bar(
        label=name_scorer(score.name, say),
        share=score.recall_top,
        told=say("backtest.share", share=Share(score.recall_top)),
        others=(say("backtest.share", share=Share(score.precision_top)), warned),
        is_ours=_is_ours(score),
    )


def _direction(each: SignalDirection, say: Phrases) -> Bar | None:
    signal = SIGNALS.get(each.signal.removeprefix(_POINTS))
    if each.auc is None or signal is None:
        return None
    low, high = _around(each.auc, each.auc_error)
    told = (say(f"backtest.direction_{each.direction}"), f"{each.known:,}")
    return Bar(say(signal.name), each.auc, f"{each.auc:.2f}", told, low, high, str(each.direction) == "agrees")


def name_scorer(name: str, say: Phrases) -> str:
    """What a scorer is called; one that only we know by name keeps it."""
    key = f"backtest.name_{name.replace(' ', '_')}"
    return say(key) if say.has(key) else name


def _is_ours(score: ScoreQuality) -> bool:
    return score.name in {"points", "learned"}


def _around(middle: float, error: float | None) -> tuple[float, float]:
    """Two standard errors to each side: nineteen of twenty lie within."""
    wide = 2 * (error or 0.0)
    return max(middle - wide, 0.0), min(middle + wide, 1.0)


def _between(low: float, high: float, say: Phrases) -> str:
    return say("backtest.between", low=f"{100 * low:.0f}", high=f"{100 * high:.0f}")


def _spanned(low: float, high: float, say: Phrases) -> str:
    return say("backtest.span", low=f"{low:.2f}", high=f"{high:.2f}")
