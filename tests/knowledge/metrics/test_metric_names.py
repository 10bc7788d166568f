"""Which figure the words of a question mean."""

import pytest

from knowledge.metrics.metric_names import asks_for_targets, read_grain, read_metrics, read_split


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("NRR this quarter?", ["nrr"]),
        ("show NRR and GRR", ["nrr", "grr"]),
        ("今四半期のクロスセル率は？", ["cross_sell_rate"]),
        ("revenue churn by month", ["revenue_churn"]),
        ("月別のレベニューチャーン", ["revenue_churn"]),
        ("うちの解約率は？", ["logo_churn"]),
        ("which segment stopped winning?", ["win_rate"]),
        ("顧客単価の平均", ["arpa"]),
        ("how are our numbers", []),
        ("ＮＲＲは？", ["nrr"]),
        ("unrelated narration", []),
    ],
)
def test_words_of_both_languages_name_the_figure(text: str, metrics: list[str]) -> None:
    assert [str(metric) for metric in read_metrics(text)] == metrics


def test_split_grain_and_targets_are_read_beside_it() -> None:
    assert read_split("win rate by team") == "team"
    assert read_split("製品別NRR") == "product"
    assert read_grain("四半期ごとのNRR推移") == "quarter"
    assert asks_for_targets("am I on target")
    assert asks_for_targets("目標に届いてる？")
    assert not asks_for_targets("NRR?")
