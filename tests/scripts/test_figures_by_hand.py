"""Told figures against separate SQL: the ledger here, the demo company in ``make figures-by-hand``."""

from pathlib import Path

from scripts.figures_by_hand import Checked, check_ledger


def test_what_is_told_of_a_ledger_is_what_sql_of_another_hand_says(tmp_path: Path) -> None:
    checks = list(check_ledger(tmp_path / "ledger.db"))
    assert [each for each in checks if not each.agrees] == []
    assert len(checks) == 48
    late = next(each for each in checks if each.name == "ledger churn Late Harbour Bikes")
    assert late.by_hand == 44.25


def test_a_figure_that_differs_or_that_only_one_of_both_has_is_named() -> None:
    assert not Checked("", 0.5, 0.51).agrees
    assert not Checked("", None, 0.5).agrees
    assert not Checked("", 0.0, None).agrees
    assert Checked("", None, None).agrees
    assert Checked("", 44.2, 44.25, within=0.051).agrees
