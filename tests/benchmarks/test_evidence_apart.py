"""Data kept apart: parts that together are the whole, and figures of them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.evidence import apart as evidence_apart
from tests.knowledge.offers.affinity.made import make_firm

SERVICES = "PhoneService MultipleLines InternetService OnlineSecurity OnlineBackup DeviceProtection TechSupport"
SERVICES += " StreamingTV StreamingMovies"


def test_halves_and_thirds_together_are_the_firm_and_share_nobody() -> None:
    firm = make_firm(accounts=60)
    parts = dict(evidence_apart.cut(firm))
    halves = [parts[f"half {number} of the customers"] for number in (1, 2)]
    thirds = [parts[f"third {number} of the products"] for number in (1, 2, 3)]
    assert sum(map(len, halves)) == sum(map(len, thirds)) == len(firm)
    assert not set(halves[0]["account_id"]) & set(halves[1]["account_id"])
    assert min(len(part) for part in (*halves, *thirds)) > len(firm) / 10


def test_a_renewed_catalogue_has_new_products_in_its_last_days_only() -> None:
    firm = make_firm(accounts=60)
    renewed = dict(evidence_apart.cut(firm))["part of the products replaced 120 days ago"]
    new = renewed[~renewed["product_id"].isin(firm["product_id"])]
    assert len(new)
    assert (renewed["purchased_on"].max() - new["purchased_on"].min()).days <= 120


def test_churn_is_told_by_part_with_both_goals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    luck = np.random.default_rng(3)
    tenure = luck.integers(0, 60, 600)
    table = pd.DataFrame({name: luck.choice(["Yes", "No"], 600) for name in SERVICES.split()})
    table = table.assign(
        customerID=[f"C{number}" for number in range(600)],
        tenure=tenure,
        Contract="Month-to-month",
        PaymentMethod="Mailed check",
        TotalCharges=20.0 * tenure,
        Churn=np.where(luck.random(600) < 0.8 - tenure / 80, "Yes", "No"),
    )
    (tmp_path / "telco").mkdir()
    table.to_csv(tmp_path / "telco" / "customers.csv", index=False)
    assert evidence_apart.main([str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "telco, one customer in 2 (part 1)" in told
    assert "of 4." in told


def test_without_a_folder_the_command_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert evidence_apart.main([]) == 2
    assert "make evidence-apart DATA=FOLDER" in capsys.readouterr().err
