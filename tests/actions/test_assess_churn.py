"""May this customer leave: signals with figure, baseline, day and points, what would change it, what others did."""

import pytest

from knowledge.churn.recoveries import Ending, add_recoveries, like_group
from knowledge.terms import ChurnGroup
from tests.actions.conftest import Ask
from tests.actions.test_recommend_offer import said


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "account", ["Vandelay Industries", "Initech", "Fernhill Studio", "Everbright Holdings", "株式会社北斗製作所"]
)
def test_every_customer_gets_an_answer_in_both_languages(ask: Ask, account: str, language: str) -> None:
    reply = ask("assess_churn", account, language=language)
    assert not reply.trouble
    assert account in reply.headline


def test_signals_come_with_figure_baseline_day_and_points_most_first(ask: Ask) -> None:
    reply = ask("assess_churn", "Vandelay Industries")
    first = reply.sections[0].lines[0].text
    assert first.startswith(
        "Use of Marketing Automation Pro fell by 45%: 80,987 events in four weeks against 147,214 before (to 30 Sep"
    )
    points = [figure.raw for figure in reply.figures if figure.key.startswith("signal_")]
    assert points == sorted(points, reverse=True)


def test_the_points_add_up_to_the_score(ask: Ask) -> None:
    reply = ask("assess_churn", "Vandelay Industries")
    usage = sum(reply.figure(f"signal_{name}").raw for name in ("use_falling", "users_leaving", "low_adoption"))
    assert usage > 40
    assert reply.figure("churn").raw == pytest.approx(40 + reply.figure("signal_silence").raw)
    assert "usage 40 (at most 40) + engagement 2.7 (at most 15) = 42.7" in said(reply)


def test_what_would_change_the_verdict_is_told_both_ways(ask: Ask) -> None:
    words = said(ask("assess_churn", "Vandelay Industries"))
    assert "17.3 points more, and they are at risk." in words
    assert "More than 12.7 points fewer, and they are healthy again." in words
    assert "an end to falling use" in words


def test_similar_customers_are_told_with_counts_or_as_too_few(ask: Ask) -> None:
    assert "cases where usage weighed most" in said(ask("assess_churn", "Vandelay Industries"))
    assert "cases where sentiment weighed most" in said(ask("assess_churn", "Initech"))


def test_why_opens_a_signal_down_to_its_rows(ask: Ask) -> None:
    answer = ask("assess_churn", "Initech")
    figures = [figure.model_dump(mode="json") for figure in answer.figures]
    opened = ask("explain_answer", figures=figures, subject=answer.headline)
    tables = {table.key: table for table in opened.tables}
    assert tables["signal_nps_low"].rows
    assert "severe" in tables["signal_severe_ticket"].rows[0]


def test_nothing_counted_is_too_few() -> None:
    saves = like_group(add_recoveries([]), ChurnGroup.USAGE)
    assert saves.cases == dict.fromkeys(Ending, 0)
