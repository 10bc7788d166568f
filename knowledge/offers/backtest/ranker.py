"""LightGBM's ranker over the same parts, trained on earlier windows: the learned reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.offers.affinity.blend import BLENDS, Part
from knowledge.offers.affinity.events import FirstPurchases, Ints
from knowledge.offers.affinity.scoring import Holdings, batches, best_products, mix, score_parts
from knowledge.offers.backtest.choice import UNTRIED
from knowledge.offers.backtest.measures import RANKS
from knowledge.offers.backtest.replay import Firm, fit_at
from knowledge.offers.backtest.windows import Window

CANDIDATES = 20  # products each part proposes for an account
TRAINING_ACCOUNTS = 1_500  # in each of the training windows
ROUNDS, LEAVES, RATE, LEAST_IN_LEAF = 150, 15, 0.05, 50

Cells = NDArray[np.float32]


@dataclass(frozen=True)
class Proposals:
    """Candidate products of a batch: row in the batch, product, and one feature row each."""

    row: Ints
    product: Ints
    features: Cells


class LearnedRanker:
    """Lambda rank on every part's score, the product's best-seller counts, its base rate and the account's size.

    In a window without an earlier one to learn from it starts as the advice does, from the untried blend.
    """

    name = "LightGBM ranker"

    def __init__(self, firm: Firm) -> None:
        self._codes, self._names = firm.codes, firm.names

    def rank(self, known: FirstPurchases, accounts: Ints, window: Window) -> Ints:
        firm = Firm(known, self._codes, self._names)
        earlier = [Window(window.day - window.horizon_days * back, window.horizon_days) for back in (1, 2)]
        told = [self._lesson(firm, past) for past in earlier if past.day - window.horizon_days >= known.day.min()]
        lessons = [lesson for lesson in told if lesson is not None]
        if not lessons:
            return self._untried(firm, window, accounts)
        import lightgbm

        model = lightgbm.LGBMRanker(
            n_estimators=ROUNDS,
            num_leaves=LEAVES,
            learning_rate=RATE,
            min_child_samples=LEAST_IN_LEAF,
            random_state=1,
            verbose=-1,
            n_jobs=2,
        )
        features, bought, groups = (np.concatenate(column) for column in zip(*lessons, strict=True))
        model.fit(features, bought, group=groups)
        return self._ranked(firm, window, accounts, model)

    def _untried(self, firm: Firm, window: Window, accounts: Ints) -> Ints:
        affinity, known, ranked = fit_at(firm, window), firm.events.until(window.day), []
        for _, holdings in batches(known, firm.codes, accounts):
            parts = score_parts(affinity, [UNTRIED], holdings)
            ranked.append(best_products(mix(UNTRIED, parts, holdings), RANKS)[0])
        return np.concatenate(ranked)

    def _lesson(self, firm: Firm, past: Window) -> tuple[Cells, Ints, Ints] | None:
        """Features, bought or not, and group sizes of accounts that bought something new in a past window, if any."""
        known, found = firm.events.until(past.day), firm.events.between(past.day, past.last_day)
        accounts = np.intersect1d(known.account, found.account)
        accounts = accounts[:: max(len(accounts) // TRAINING_ACCOUNTS, 1)]
        bought = found.matrix().tocsr()
        columns = []
        for chunk, proposed in self._propose(firm, past, accounts):
            labels = np.asarray(bought[chunk].toarray())[proposed.row, proposed.product].astype(np.int64)
            columns.append((proposed.features, labels, np.bincount(proposed.row, minlength=len(chunk))))
        if not columns:
            return None
        features, labels, groups = (np.concatenate(column) for column in zip(*columns, strict=True))
        return features, labels, groups[groups > 0]

    def _ranked(self, firm: Firm, window: Window, accounts: Ints, model: Any) -> Ints:
        ranked = []
        for chunk, proposed in self._propose(firm, window, accounts):
            score = np.full((len(chunk), len(firm.events.products)), -np.inf)
            score[proposed.row, proposed.product] = model.booster_.predict(proposed.features)
            ranked.append(np.argsort(-score, axis=1, kind="stable")[:, :RANKS])
        return np.concatenate(ranked)

    def _propose(self, firm: Firm, window: Window, accounts: Ints) -> list[tuple[Ints, Proposals]]:
        affinity = fit_at(firm, window)
        known = firm.events.until(window.day)
        popularity, adoption = affinity.popularity, affinity.adoption_year
        base = adoption.base_adopters / np.maximum(adoption.base_owners, 1)
        general = np.column_stack([popularity.lately, popularity.quarter, popularity.all_time, base])
        found = []
        for chunk, holdings in batches(known, firm.codes, accounts):
            scores = score_parts(affinity, BLENDS, holdings)
            parts = {part: score.by_account(holdings.mask) for part, score in scores.items()}
            found.append((chunk, _candidates(parts, holdings, general.astype(np.float32))))
        return found


def _candidates(parts: dict[Part, Cells], holdings: Holdings, general: Cells) -> Proposals:
    """The best few products by each part, not owned, with every part's score and the product's general figures."""
    owned = holdings.mask
    chosen = np.zeros(owned.shape, dtype=bool)
    for score in parts.values():
        few = min(CANDIDATES, score.shape[1])
        best = np.argpartition(-score, few - 1, axis=1)[:, :few]
        np.put_along_axis(chosen, best, True, axis=1)
    row, product = np.nonzero(chosen & ~owned)
    size = np.diff(holdings.owned.indptr).astype(np.float32)
    columns = [score[row, product] for score in parts.values()]
    return Proposals(row, product, np.column_stack([*columns, general[product], size[row]]))
