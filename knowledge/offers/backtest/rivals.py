"""Public libraries to compare with: implicit's ALS, BPR and item neighbours, mlxtend's rules, LightGBM's ranker."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from knowledge.errors import OsusumeError
from knowledge.offers.affinity.events import FirstPurchases, Ints
from knowledge.offers.backtest.measures import RANKS
from knowledge.offers.backtest.ranker import LearnedRanker
from knowledge.offers.backtest.replay import Firm, Rival
from knowledge.offers.backtest.windows import Window

MOST_FACTORS, LEAST_FACTORS = 64, 8
PRODUCTS_A_FACTOR = 20  # more factors than this rebuild a small catalogue by heart and rank what is new at random
NEIGHBOURS = 50
LEAST_SUPPORT = 0.01  # of the accounts; lower, and dense portfolios take many minutes
MOST_RULE_PRODUCTS = 200


def find_rivals(firm: Firm) -> list[Rival]:
    """All of them; OsusumeError when the optional libraries are not installed."""
    missing = [name for name in ("implicit", "lightgbm", "mlxtend") if find_spec(name) is None]
    if missing:
        raise OsusumeError(
            f"the comparison needs {', '.join(missing)}, which are optional: pip install 'osusume[baselines]'"
        )
    return [
        LearnedRanker(firm),
        Implicit("implicit ALS", _als),
        Implicit("implicit BPR", _bpr),
        Implicit("implicit item cosine", _cosine),
        Rules(),
    ]


class Implicit:
    """A model of the implicit library on who owns what."""

    def __init__(self, name: str, make: Callable[[int], Any]) -> None:
        self.name = name
        self._make = make

    def rank(self, known: FirstPurchases, accounts: Ints, window: Window) -> Ints:
        from implicit.utils import ParameterWarning

        owned = sparse.csr_matrix(known.matrix())
        model = self._make(min(max(owned.shape[1] // PRODUCTS_A_FACTOR, LEAST_FACTORS), MOST_FACTORS))
        with catch_warnings():
            simplefilter("ignore", ParameterWarning)  # the library warns of the form of its own matrix
            model.fit(owned, show_progress=False)
        places, _ = model.recommend(accounts, owned[accounts], N=RANKS, filter_already_liked_items=True)
        ranked: Ints = np.maximum(places, 0).astype(np.int64)
        return ranked


class Rules:
    """mlxtend's association rules of two products: the three most confident from what is owned, summed."""

    name = "association rules"

    def rank(self, known: FirstPurchases, accounts: Ints, window: Window) -> Ints:
        confidence = self._confidence(known)
        owned = known.matrix()[accounts]
        score = np.zeros(owned.shape, dtype=np.float32)
        for row in range(owned.shape[0]):
            mine = owned.indices[owned.indptr[row] : owned.indptr[row + 1]]
            score[row] = np.sort(confidence[mine], axis=0)[-3:].sum(axis=0)
            score[row, mine] = -1
        return np.argsort(-score, axis=1, kind="stable")[:, :RANKS]

    def _confidence(self, known: FirstPurchases) -> NDArray[np.float32]:
        import pandas as pd
        from mlxtend.frequent_patterns import apriori, association_rules

        owned = known.matrix()
        held = np.asarray(owned.sum(axis=0)).ravel()
        chosen = np.sort(np.argsort(-held, kind="stable")[:MOST_RULE_PRODUCTS])
        active = np.diff(owned.indptr) > 0
        frame = pd.DataFrame(owned[active][:, chosen].toarray() > 0, columns=chosen)
        sets = apriori(frame, min_support=LEAST_SUPPORT, use_colnames=True, max_len=2)
        square = np.zeros((len(known.products), len(known.products)), dtype=np.float32)
        if len(sets):
            for rule in association_rules(sets, metric="confidence", min_threshold=0.0).itertuples():
                square[next(iter(rule.antecedents)), next(iter(rule.consequents))] = rule.confidence
        return square


def _als(factors: int) -> Any:
    from implicit.als import AlternatingLeastSquares

    return AlternatingLeastSquares(factors=factors, random_state=1, num_threads=1)


def _bpr(factors: int) -> Any:
    from implicit.bpr import BayesianPersonalizedRanking

    return BayesianPersonalizedRanking(factors=factors, random_state=1, num_threads=1)


def _cosine(_factors: int) -> Any:
    from implicit.nearest_neighbours import CosineRecommender

    return CosineRecommender(K=NEIGHBOURS, num_threads=1)
