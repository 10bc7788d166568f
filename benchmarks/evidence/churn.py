"""Churn scores on public data: the rows of ``docs/evidence.md`` that tell what the churn part is worth.

``churn_evidence(folder)`` reads whatever of telco, cdnow and online_retail lies in the folder and returns one row a
data set and score. Run alone it prints them: ``python -m benchmarks.evidence.churn FOLDER``.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.evidence.data import cdnow, online_retail, telco
from knowledge.accounts.columns import Columns, ramp
from knowledge.accounts.rhythm import count_purchase_days, measure_buying
from knowledge.churn.backtest.backtest import run_churn_backtest
from knowledge.churn.labels import find_buying_losses
from knowledge.churn.rules import ChurnRules
from knowledge.churn.windows import ChurnWindow

RULES = ChurnRules()
QUARTER = 90  # days


def churn_evidence(folder: Path) -> list[dict[str, object]]:
    """One row a data set and score, with AUC, its error, top-tenth precision, recall and lift, Brier, ECE, warning."""
    rows: list[dict[str, object]] = []
    for name, find in CHURN_WINDOWS:
        if not (folder / name).is_dir():
            continue
        result = run_churn_backtest(find(folder / name), RULES)
        shared = {
            "data": name,
            "windows": result.windows,
            "horizon_days": result.horizon_days or None,
            "definition": str(result.definition) if result.definition else "as labelled",
            "verdict": str(result.verdict),
            "learner": str(result.learner) if result.learner else None,
            "chances": str(result.chances) if result.chances else None,
        }
        rows += [shared | score.to_dict() for score in result.scores] or [shared]
    return rows


def telco_windows(folder: Path) -> list[ChurnWindow]:
    """One cross-section without dates: customers of the month, and who left in it."""
    table = telco(folder).rows
    features = pd.get_dummies(table.drop(columns=["customerID", "Churn"])).astype(np.float64)
    lost = (table["Churn"] == "Yes").to_numpy()
    tenure = table["tenure"].to_numpy(dtype=np.float64)
    unknown = np.full(len(table), np.nan)
    month_to_month = (table["Contract"] == "Month-to-month").to_numpy(dtype=np.float64)
    baselines = {"renewal date only": month_to_month, "recency only": -tenure}
    return [ChurnWindow(date(1970, 1, 1), 0, features, telco_points(table), lost, unknown, baselines)]


def telco_points(table: pd.DataFrame) -> np.ndarray:
    """Hand-set points from the signals Telco has, by the rules of ``domain.md`` 7, none fitted to its labels.

    Use (40): a young customer who has not settled (24 months). Support (20): on the internet without support or
    security, so that trouble stays. Engagement (15): nothing else taken up. Commercial (25): may leave any month, pays
    by hand.
    """
    tenure = table["tenure"].to_numpy(dtype=np.float64)
    extras = ["OnlineSecurity", "OnlineBackup", "DeviceProtection", "TechSupport", "StreamingTV", "StreamingMovies"]
    lacks = {name: (table[name] == "No").to_numpy(dtype=np.float64) for name in extras}
    contract = table["Contract"].map({"Month-to-month": 1.0, "One year": 0.4, "Two year": 0.0}).to_numpy()
    by_hand = (table["PaymentMethod"] == "Electronic check").to_numpy(dtype=np.float64)
    use = 40 * ramp(24 - tenure, 0, 24)
    support = 10 * lacks["OnlineSecurity"] + 10 * lacks["TechSupport"]
    engagement = 15 * np.mean([lacks[name] for name in extras], axis=0)
    return use + support + engagement + 15 * contract + 10 * by_hand


def cdnow_windows(folder: Path) -> list[ChurnWindow]:
    """The first half of the time known, the other half to come: for CDNOW 39 weeks each."""
    purchases = cdnow(folder).rows
    first, last = purchases["purchased_on"].min().date(), purchases["purchased_on"].max().date()
    horizon = (last - first).days // 2 + 1
    return [buying_window(purchases, as_of=last - timedelta(days=horizon), horizon_days=horizon)]


def online_retail_windows(folder: Path) -> list[ChurnWindow]:
    """The last five quarters of the data, as far as a quarter lies before each."""
    purchases = online_retail(folder).rows
    first, last = purchases["purchased_on"].min().date(), purchases["purchased_on"].max().date()
    days = [last - timedelta(days=QUARTER * back) for back in (5, 4, 3, 2, 1)]
    known = [day for day in days if day - timedelta(days=QUARTER) >= first]
    return [buying_window(purchases, as_of=day, horizon_days=QUARTER) for day in known]


CHURN_WINDOWS = (("telco", telco_windows), ("cdnow", cdnow_windows), ("online_retail", online_retail_windows))


def buying_window(purchases: pd.DataFrame, *, as_of: date, horizon_days: int) -> ChurnWindow:
    """Everybody who had bought by a day, what their buying looked like, and who bought nothing after it."""
    last = as_of + timedelta(days=horizon_days)
    losses = find_buying_losses(purchases, RULES, as_of=as_of, horizon_days=horizon_days, known_until=last)
    found = measure_buying(_bought_until(purchases, as_of), losses.account_id, RULES, as_of=as_of)
    recency, count = found["days_since_purchase"], found["purchase_days"]
    features = {
        "decayed_days": np.log1p(found["decayed_days"]),
        "buying_slowed": found["buying_slowed"],
        "days_since_purchase": np.log1p(recency),
        "purchase_days": np.log1p(count),
        "spent_minor": np.log1p(np.maximum(found["spent_minor"], 0)),
    }
    return ChurnWindow(
        as_of,
        horizon_days,
        pd.DataFrame(features, index=pd.Index(losses.account_id, name="account_id")),
        found["buying_slowed"],
        losses.lost,
        np.full(len(losses.lost), np.nan),
        {"recency only": recency},
        losses.definition,
    )


def _bought_until(purchases: pd.DataFrame, as_of: date) -> Columns:
    """The columns of ``inputs.PURCHASES``."""
    known = purchases[purchases["purchased_on"] <= pd.Timestamp(as_of)]
    day = known["purchased_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
    counted = count_purchase_days(known["account_id"].to_numpy(), day, RULES, as_of=as_of)
    return {**counted, "spent_minor": known.groupby("account_id")["amount_minor"].sum().to_numpy()}


if __name__ == "__main__":
    with pd.option_context("display.width", 220, "display.max_columns", None):
        sys.stdout.write(pd.DataFrame(churn_evidence(Path(sys.argv[1]))).to_string() + "\n")
