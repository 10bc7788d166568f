"""osusume backtest offers: would our offers have been right, and better than best-sellers?"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from knowledge.kernel.threads import one_thread
from knowledge.offers.affinity.blend import BEST_SELLERS, BLENDS, SMALL_CATALOGUE_BLENDS, Blend, Part
from knowledge.offers.affinity.events import FirstPurchases, Ints, day_number, first_purchases
from knowledge.offers.affinity.learned import LESSONS, Lesson, join_lessons, learn_blend
from knowledge.offers.affinity.model import Affinity, segment_codes, segment_names
from knowledge.offers.affinity.portfolio import SMALL_CATALOGUE
from knowledge.offers.affinity.scoring import best_products
from knowledge.offers.backtest.choice import EARLIER_WINDOWS, choose
from knowledge.offers.backtest.measures import RANKS, Cases, Score, pool, summarise
from knowledge.offers.backtest.replay import Firm, Offered, Rival, fit_at, offer_two, replay, replay_rivals
from knowledge.offers.backtest.verdict import Finding, conclude
from knowledge.offers.backtest.windows import Window, plan_windows
from knowledge.offers.calibration import Reliability, check_chances

ADVICE = "advice"
CHANCE_WINDOWS = 3  # chances are learned on one window and held against the next, twice


@dataclass(frozen=True)
class OfferBacktest:
    """The record of the advice and of what it is compared with, pooled over windows, and what it means.

    scores: the advice first, then every scorer and rival; chosen: the scorer used in each window, by as-of day;
    next_scorer: the one to use now; reliability: where stated chances held; offered: the past offers it was held to.
    """

    as_of: date
    horizon_days: int
    windows: tuple[date, ...]
    chosen: tuple[str, ...]
    next_scorer: Blend
    scores: tuple[Score, ...]
    finding: Finding
    reliability: Reliability
    offered: tuple[Offered, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Plain values, for --json."""
        return {
            "as_of": self.as_of.isoformat(),
            "horizon_days": self.horizon_days,
            "windows": [
                {"as_of": day.isoformat(), "scorer": name} for day, name in zip(self.windows, self.chosen, strict=True)
            ],
            "next_scorer": self.next_scorer.name,
            "scores": [score.to_dict() for score in self.scores],
            "finding": self.finding.to_dict(),
            "reliability": self.reliability.to_dict(),
        }


class AtRandom:
    """What guessing would hit; fixed by the window's day, so that two runs agree."""

    name = "random"

    def rank(self, known: FirstPurchases, accounts: Ints, window: Window) -> Ints:
        luck = np.random.default_rng(window.day).random((len(accounts), len(known.products)), dtype=np.float32)
        luck[known.matrix()[accounts].toarray() > 0] = -1
        return best_products(luck, RANKS)[0]


@one_thread()
def run_offer_backtest(
    purchases: pd.DataFrame,
    segments: pd.DataFrame | None,
    products: pd.DataFrame | None,
    *,
    as_of: date,
    horizon_days: int = 90,
    windows: int = 4,
    rivals: Sequence[Rival] = (),
) -> OfferBacktest:
    """Replay the advice on past windows, each with the scorer that earlier windows would have chosen.

    purchases: account_id, product_id, purchased_on; segments: account_id, segment; products: product_id of what may be
    offered (None: all). Measured are accounts with history that bought something new; never anything after as_of.
    """
    firm = gather_firm(purchases, segments, products, as_of)
    tried = _plan(firm.events, as_of, horizon_days, windows)
    past = Past(firm, scorers_for(len(firm.events.products)))
    record: dict[str, list[Cases]] = {}
    chosen: dict[date, str] = {}
    for window in tried:
        chooses = past.choose()
        cases = past.stand(window)
        if not cases or window not in tried[-windows:]:
            continue
        chosen[window.as_of] = chooses.name
        rows = {ADVICE: cases[chooses.name], **cases, **replay_rivals(firm, window, [AtRandom(), *rivals])}
        for name, found in rows.items():
            record.setdefault(name, []).append(found)
    pooled = {name: pool(found) for name, found in record.items() if len(found) == len(chosen)}
    next_scorer = past.choose()
    offered = tuple(offer_two(firm, window, affinity, next_scorer) for window, affinity in past.fits)
    return OfferBacktest(
        as_of,
        horizon_days,
        tuple(chosen),
        tuple(chosen.values()),
        next_scorer,
        tuple(summarise(name, cases, catalogue=len(firm.events.products)) for name, cases in pooled.items()),
        _conclude(pooled),
        check_chances(offered),
        offered,
    )


class Past:
    """Windows stood one after the other, oldest first: each with what the ones before it have taught, and no more."""

    def __init__(self, firm: Firm, blends: Sequence[Blend]) -> None:
        self._firm, self._blends = firm, blends
        self._lessons: deque[Lesson] = deque(maxlen=LESSONS)
        self._history: deque[dict[str, Cases]] = deque(maxlen=EARLIER_WINDOWS)
        self._learned: Blend | None = None
        self.fits: deque[tuple[Window, Affinity]] = deque(maxlen=CHANCE_WINDOWS)

    def choose(self) -> Blend:
        """The scorer that the windows so far speak for."""
        return choose(self._blends, tuple(self._history), self._learned)

    def stand(self, window: Window) -> dict[str, Cases]:
        """How each scorer does in the window, the learned one with what it knows by then; empty without cases."""
        affinity, learned = fit_at(self._firm, window), [self._learned] if self._learned else []
        cases, lesson = replay(self._firm, window, affinity, [*self._blends, *learned])
        if lesson is not None:
            self._lessons.append(lesson)
            self._learned = learn_blend(join_lessons(self._lessons), start=self._learned)
            self._history.append(cases)
            self.fits.append((window, affinity))
        return cases


def scorers_for(catalogue: int) -> tuple[Blend, ...]:
    """The scorers that compete in a catalogue of this many products."""
    return BLENDS + SMALL_CATALOGUE_BLENDS if catalogue <= SMALL_CATALOGUE else BLENDS


def gather_firm(
    purchases: pd.DataFrame, segments: pd.DataFrame | None, products: pd.DataFrame | None, as_of: date
) -> Firm:
    """First purchases of what may be offered, and segment codes."""
    offerable = purchases if products is None else purchases[purchases["product_id"].isin(products["product_id"])]
    events = first_purchases(offerable, as_of=as_of)
    names = segment_names(segments)
    return Firm(events, segment_codes(events.accounts, segments, names), names)


def _plan(events: FirstPurchases, as_of: date, horizon_days: int, windows: int) -> list[Window]:
    """The windows to report, and before them those that choose the scorer of the first."""
    first_day = int(events.day.min(initial=day_number(as_of)))
    return plan_windows(first_day, day_number(as_of), horizon_days=horizon_days, count=windows + EARLIER_WINDOWS)


def _conclude(pooled: dict[str, Cases]) -> Finding:
    """The advice against the best of the three usual best-seller lists: 90 days, segment, all time, and lately."""
    if not pooled:
        nothing = np.zeros(0, dtype=bool)
        return conclude(nothing, nothing, name=Part.QUARTER)
    best = max(BEST_SELLERS, key=lambda scorer: pooled[scorer.name].hit_2.mean())
    return conclude(pooled[ADVICE].hit_2, pooled[best.name].hit_2, name=best.name)
