"""One past day replayed: fit on what was known, offer, and look what was bought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.offers.affinity.activity import measure_activity
from knowledge.offers.affinity.blend import Blend
from knowledge.offers.affinity.events import FirstPurchases, Ints
from knowledge.offers.affinity.learned import LESSON_ACCOUNTS, Lesson, join_lessons, take_lesson
from knowledge.offers.affinity.model import Affinity, fit_tables
from knowledge.offers.affinity.scoring import batches, best_products, mix, score_parts
from knowledge.offers.backtest.measures import RANKS, Cases, judge, pool
from knowledge.offers.backtest.windows import Window

MOST_ACCOUNTS = 8_000  # a hit rate over these is known to within half a point


class Rival(Protocol):
    """A method to compare with: ranks products for accounts from what was known, one row an account, best first."""

    name: str

    def rank(self, known: FirstPurchases, accounts: Ints, window: Window) -> Ints: ...


@dataclass(frozen=True)
class Firm:
    """What is replayed: first purchases, and each account's segment code among the names."""

    events: FirstPurchases
    codes: Ints
    names: NDArray[np.object_]


@dataclass(frozen=True)
class Offered:
    """The two offers to every account with history: score, last quarter's share of takers, activity, and if bought."""

    score: NDArray[np.float32]
    base_rate: NDArray[np.float64]
    active: NDArray[np.float64]
    bought: NDArray[np.bool_]


def fit_at(firm: Firm, window: Window) -> Affinity:
    """The shared tables as they would have been on the window's day: later purchases are cut away before."""
    known = firm.events.until(window.day)
    return fit_tables(known, firm.codes, firm.names, as_of=window.as_of, horizon_days=window.horizon_days)


def replay(
    firm: Firm, window: Window, affinity: Affinity, blends: Sequence[Blend]
) -> tuple[dict[str, Cases], Lesson | None]:
    """How each scorer did on the accounts with history that bought something new in the window, and its lesson.

    What the lesson teaches may be used for later windows only.
    """
    found = firm.events.between(window.day, window.last_day)
    cases: dict[str, list[Cases]] = {scorer.name: [] for scorer in blends}
    buyers, lessons = _buyers(firm, window), []
    every = -(-len(buyers) // LESSON_ACCOUNTS)
    for accounts, holdings in batches(firm.events.until(window.day), firm.codes, buyers):
        parts = score_parts(affinity, blends, holdings)
        bought = _bought(found, accounts)
        for scorer in blends:
            ranked, _ = best_products(mix(scorer, parts, holdings), RANKS)
            cases[scorer.name].append(judge(ranked, bought))
        some = {part: score.by_account(holdings.mask)[::every] for part, score in parts.items()}
        lessons.append(take_lesson(some, holdings.mask[::every], bought[::every]))
    pooled = {name: pool(batch) for name, batch in cases.items() if batch}
    return pooled, join_lessons(lessons) if lessons else None


def replay_rivals(firm: Firm, window: Window, rivals: Sequence[Rival]) -> Mapping[str, Cases]:
    """The same for rival methods, which see only what was known."""
    accounts = _buyers(firm, window)
    known, found = firm.events.until(window.day), firm.events.between(window.day, window.last_day)
    ranked = {rival.name: rival.rank(known, accounts, window) for rival in rivals}
    bought = _bought(found, accounts)
    return {name: judge(places, bought) for name, places in ranked.items()}


def offer_two(firm: Firm, window: Window, affinity: Affinity, scorer: Blend) -> Offered:
    """What everybody with history would have been offered, and what came of it: the ground for stated chances."""
    known, found = firm.events.until(window.day), firm.events.between(window.day, window.last_day)
    base = affinity.adoption.base_rate
    active = measure_activity(known, last_day=window.day)
    columns: list[tuple[NDArray[np.generic], ...]] = []
    for accounts, holdings in batches(known, firm.codes, _some(np.unique(known.account))):
        places, scores = best_products(mix(scorer, score_parts(affinity, [scorer], holdings), holdings), 2)
        bought = np.take_along_axis(_bought(found, accounts), places, axis=1)
        real = np.isfinite(scores)
        lively = np.broadcast_to(active[accounts][:, None], places.shape)
        columns.append((scores[real], base[places[real]], lively[real], bought[real]))
    return Offered(*(np.concatenate(column) for column in zip(*columns, strict=True)))


def _buyers(firm: Firm, window: Window) -> Ints:
    """Accounts with history that bought something new in the window."""
    known, found = firm.events.until(window.day), firm.events.between(window.day, window.last_day)
    return _some(np.intersect1d(known.account, found.account))


def _some(accounts: Ints) -> Ints:
    """All of them, or an even choice of very many."""
    return accounts[:: max(-(-len(accounts) // MOST_ACCOUNTS), 1)]


def _bought(found: FirstPurchases, accounts: Ints) -> NDArray[np.bool_]:
    flags: NDArray[np.bool_] = found.matrix()[accounts].toarray() > 0
    return flags
