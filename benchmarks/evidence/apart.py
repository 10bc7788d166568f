"""Do the goals hold on data kept apart? Each data set of a folder cut into parts that no number was settled on.

``make evidence-apart DATA=FOLDER`` prints, for halves of the customers, thirds of the products, the earlier half of the
time and a catalogue renewed in its middle, the advice against LightGBM's ranker and the best best-seller list; and for
parts of the customers the churn score against the plain rules.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.evidence.churn import CHURN_WINDOWS, RULES
from benchmarks.evidence.data import look_through
from benchmarks.evidence.offers import DATED, LEAST_ACCOUNTS, WINDOWS, Evidence
from benchmarks.evidence.report import in_short, refuse, table
from knowledge.churn.backtest.backtest import LEARNED, POINTS, ChurnBacktest, run_churn_backtest
from knowledge.churn.windows import ChurnWindow
from knowledge.errors import NotEnoughHistory, OsusumeError
from knowledge.offers.backtest.offers import gather_firm, run_offer_backtest
from knowledge.offers.backtest.ranker import LearnedRanker

HONEST = 0.05  # the mean distance allowed between stated and observed chances of leaving
RENEWED = 0.4  # share of the products that a new one replaces
Part = tuple[str, pd.DataFrame]


def main(asked: Sequence[str]) -> int:
    """Print both tables and how many goals are reached."""
    if len(asked) != 1 or not asked[0]:
        return refuse("name the folder with the data: make evidence-apart DATA=FOLDER")
    folder = Path(asked[0])
    try:
        look_through(folder)
    except OsusumeError as error:
        return refuse(str(error))
    for title, found in (("Offers", list(judge_offers(folder))), ("Churn", list(judge_churn(folder)))):
        if found:
            names = {name: name.replace("_", " ") for name in found[0]}
            reached = sum(row["goals_reached"] == "yes and yes" for row in found)
            sys.stdout.write(f"## {title}\n\n{table(found, names)}\nBoth goals: {reached} of {len(found)}.\n\n")
    return 0


def judge_offers(folder: Path) -> Iterator[dict[str, object]]:
    """One row a part of a dated data set, as in the report; parts with too few accounts or windows are left out."""
    for kind, read in DATED:
        if not (folder / kind).is_dir():
            continue
        purchases, segments = read(folder / kind)
        for name, part in cut(purchases):
            if part["account_id"].nunique() < LEAST_ACCOUNTS:
                continue
            as_of = part["purchased_on"].max().date()
            rivals = [LearnedRanker(gather_firm(part, segments, None, as_of))]
            result = run_offer_backtest(part, segments, None, as_of=as_of, windows=WINDOWS, rivals=rivals)
            sizes = part["account_id"].nunique(), part["product_id"].nunique()
            if result.scores:
                yield in_short(Evidence(f"{kind}, {name}", *sizes, result))


def cut(purchases: pd.DataFrame) -> Iterator[Part]:
    """Parts of a firm by customers, by products and by time, and the firm with a renewed catalogue."""
    by_customer, by_product = (scatter(purchases[name]) for name in ("account_id", "product_id"))
    day = purchases["purchased_on"]
    middle = day.min() + (day.max() - day.min()) / 2
    for number in range(2):
        yield f"half {number + 1} of the customers", purchases[by_customer % 2 == number]
    yield "a tenth of the customers", purchases[by_customer % 10 == 1]
    for number in range(3):
        yield f"third {number + 1} of the products", purchases[by_product % 3 == number]
    yield "the earlier half of the time", purchases[day <= middle]
    latest = day.max() - pd.Timedelta(days=120)
    new = (by_product % 100 < 100 * RENEWED) & (day > latest).to_numpy()
    beyond = int(purchases["product_id"].max()) + 1
    renewed = purchases.assign(product_id=purchases["product_id"] + beyond * new)
    yield "part of the products replaced 120 days ago", renewed[by_customer % 2 == 0]


def judge_churn(folder: Path) -> Iterator[dict[str, object]]:
    """One row a part of the customers: the best of points and learned against the best plain rule, and the ECE."""
    for kind, find in CHURN_WINDOWS:
        if not (folder / kind).is_dir():
            continue
        windows = find(folder / kind)
        for every, number in ((2, 0), (2, 1), (5, 1), (10, 3)):
            try:
                found = run_churn_backtest(_some(windows, every, number), RULES)
            except NotEnoughHistory:
                continue
            yield {"data": f"{kind}, one customer in {every} (part {number + 1})", **_churn_row(found)}


def _churn_row(found: ChurnBacktest) -> dict[str, object]:
    areas = {score.name: score.auc or 0.0 for score in found.scores}
    plain = max((name for name in areas if name not in {POINTS, LEARNED}), key=areas.__getitem__)
    ours = max((name for name in areas if name in {POINTS, LEARNED}), key=areas.__getitem__)
    learned = found.quality(LEARNED)
    error = learned.calibration_error if learned else None
    met = (areas[ours] >= areas[plain], error is None or error <= HONEST)
    return {
        "losses": found.losses,
        "score": ours,
        "AUC": areas[ours],
        "plain_rule": plain,
        "its_AUC": areas[plain],
        "ECE": error,
        "goals_reached": " and ".join("yes" if each else "no" for each in met),
    }


def _some(windows: Iterable[ChurnWindow], every: int, number: int) -> list[ChurnWindow]:
    return [window.only(np.flatnonzero(scatter(window.features.index) % every == number)) for window in windows]


def scatter(ids: pd.Series | pd.Index) -> np.ndarray:
    """A number from each id that follows no order of theirs, always the same."""
    mixed = (ids.to_numpy().astype(np.uint64) + np.uint64(77)) * np.uint64(0x9E3779B97F4A7C15)
    return (mixed >> np.uint64(33)).astype(np.int64)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
