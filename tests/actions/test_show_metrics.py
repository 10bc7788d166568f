"""The firm's figures, asked of the demo company in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from actions.reply import Reply
from bot.dialogue.action_executor import ActionRunner
from knowledge.demo import DEMO_DAY
from knowledge.knowledge import Knowledge
from knowledge.metrics.metric import Metric
from knowledge.metrics.rules import MetricRules
from knowledge.playbook.rules import Rules

Ask = Callable[..., Reply]
QUARTER = {"date": "2026-07-01", "date_end": "2026-09-30", "grain": "quarter"}


def percent(shown: str) -> float:
    return float(shown.split("%", maxsplit=1)[0].replace("−", "-"))


def money(shown: str) -> int:
    return int(shown.removeprefix("¥").replace(",", ""))


@pytest.mark.parametrize(("language", "name"), [("en", "NRR, FY2026 Q2"), ("ja", "2026年度第2四半期のNRR")])
def test_one_figure_comes_with_definition_cohort_and_trend(ask: Ask, language: str, name: str) -> None:
    reply = ask("show_metrics", language=language, metric="nrr", **QUARTER)
    figure = reply.figure("nrr")
    assert reply.headline.startswith(name)
    assert figure.value in reply.headline
    assert figure.formula
    assert "123" in figure.basis
    assert figure.lineage is not None
    assert [table.key for table in reply.tables] == ["trend_nrr", "movements"]
    assert reply.charts[0].alt
    assert reply.charts[0].series[0].points[-1][1] == pytest.approx(figure.raw, abs=1e-5)


def test_both_languages_tell_the_same_numbers(ask: Ask) -> None:
    english, japanese = (ask("show_metrics", language=language, **QUARTER) for language in ("en", "ja"))
    assert [figure.raw for figure in english.figures] == [figure.raw for figure in japanese.figures]


def test_the_movements_of_the_demo_company_add_up(ask: Ask) -> None:
    reply = ask("show_metrics", metric="nrr", **QUARTER)
    opening, new, won_back, expansion, contraction, churn, closing = (money(row[1]) for row in reply.tables[1].rows)
    assert opening + new + won_back + expansion - contraction - churn == closing
    nrr = (opening + expansion - contraction - churn) / opening
    assert reply.figure("nrr").raw == pytest.approx(nrr, abs=1e-5)


@pytest.mark.parametrize(("metric", "says"), [("logo_churn", True), ("retention", True), ("win_rate", False)])
def test_losses_never_stand_without_what_counts_as_lost(ask: Ask, metric: str, says: bool) -> None:
    reply = ask("show_metrics", metric=metric, **QUARTER)
    told = [line.text for section in reply.sections for line in section.lines]
    assert any("none followed within 31 days" in line for line in told) is says


def test_revenue_never_stands_without_satisfaction(ask: Ask) -> None:
    for metric in ("nrr", "arpa", "cross_sell_rate", "logo_churn"):
        reply = ask("show_metrics", metric=metric, **QUARTER)
        assert "NPS" in next(section for section in reply.sections if section.key == "satisfaction").lines[0].text
        assert reply.figure("nps").basis
    split = ask("show_metrics", metric="nrr", split="team", **QUARTER)
    assert split.tables[0].columns[-1] == "NPS"


def test_the_overview_dashes_what_was_never_counted(ask: Ask) -> None:
    reply = ask("show_metrics", **QUARTER)
    rows = {row[0]: row for row in reply.tables[0].rows}
    assert rows["Handoffs won"][1:] == ("–", "–", "–")
    assert percent(rows["GRR"][1]) <= min(100.0, percent(rows["NRR"][1]))
    assert percent(rows["Logo churn"][1]) + percent(rows["Retention"][1]) == pytest.approx(100, abs=0.11)


@pytest.mark.parametrize("split", ["team", "industry", "region", "country", "owner", "rfm", "phase", "touch"])
def test_a_split_adds_up_to_the_whole(ask: Ask, split: str) -> None:
    whole = ask("show_metrics", metric="cross_sell_rate", **QUARTER).figure("cross_sell_rate").basis
    rows = ask("show_metrics", metric="cross_sell_rate", split=split, **QUARTER).tables[0].rows
    counts = [row[1].partition("(")[2].rstrip(")").split("/") for row in rows if "/" in row[1]]
    won, made = sum(int(each[0]) for each in counts), sum(int(each[1]) for each in counts)
    assert f"{won} of {made} proposals" in whole


def test_proposals_still_open_are_told(ask: Ask) -> None:
    reply = ask("show_metrics", metric="cross_sell_rate", **QUARTER)
    assert any("not decided yet" in line.text for section in reply.sections for line in section.lines)


def test_why_opens_the_customers_behind_the_figure(ask: Ask) -> None:
    reply = ask("show_metrics", metric="nrr", **QUARTER)
    figures = [reply.figure("nrr").model_dump(mode="json"), reply.figure("nps").model_dump(mode="json")]
    why = ask("explain_answer", figures=figures, subject=reply.headline)
    assert why.tables[0].columns[:3] == ("Account", "At the opening (minor units)", "At the end (minor units)")
    assert "of 129" in why.tables[0].title  # 123 at the opening and 6 new ones


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_period_in_the_future_is_refused(ask: Ask, language: str) -> None:
    reply = ask("show_metrics", language=language, metric="nrr", date="2026-10-01", date_end="2026-12-31")
    assert reply.trouble
    assert "2026" in reply.headline


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_month_without_opening_customers_has_no_rate(ask: Ask, language: str) -> None:
    reply = ask("show_metrics", language=language, metric="nrr", date="2024-10-01", date_end="2024-10-31")
    assert reply.trouble
    assert "nan" not in reply.headline.lower()
    assert "2024" in reply.headline


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(("metric", "table"), [("cac", "costs"), ("lead_to_deal", "leads")])
def test_leads_and_costs_that_were_never_imported_are_said_so(
    do: Ask, own_demo: Knowledge, metric: str, table: str, language: str
) -> None:
    with own_demo.engine.begin() as connection:
        connection.execute(text(f"DELETE FROM {table}"))
    reply = do("show_metrics", language=language, metric=metric, **QUARTER)
    assert reply.trouble
    assert f"{table}.csv" in reply.headline


def test_cac_and_lead_to_deal_come_with_what_was_counted_and_its_rows(ask: Ask) -> None:
    cac = ask("show_metrics", metric="cac", **QUARTER).figure("cac")
    # Both teams, months 22 to 24: 3 × 1,000,000 + 15,000 × (21 + 22 + 23) = 3,990,000 each; six new customers.
    assert (cac.value, cac.raw) == ("¥1,330,000", 1_330_000)
    assert "¥7,980,000 spent on 6 new customers" in cac.basis
    leads = ask("show_metrics", metric="lead_to_deal", **QUARTER).figure("lead_to_deal")
    # 36 leads; of each team's 18 every third, six, but for the one of 17 September, whose deal lies ahead.
    assert "10 of 36 leads" in leads.basis
    why = ask("explain_answer", figures=[leads.model_dump(mode="json"), cac.model_dump(mode="json")], subject="x")
    assert [len(table.rows) > 0 for table in why.tables] == [True, True]
    assert "36" in why.tables[0].title


def test_a_split_of_costs_adds_up_and_leaves_out_what_no_cost_was_written_down_for(ask: Ask) -> None:
    rows = ask("show_metrics", metric="lead_to_deal", split="team", **QUARTER).tables[0].rows
    assert {row[1] for row in rows} == {"27.8% (5/18)"}
    by_industry = ask("show_metrics", metric="cac", split="industry", **QUARTER).tables[0].rows
    assert {row[1] for row in by_industry} == {"–"}


def test_by_month_of_a_year_shows_its_months(ask: Ask) -> None:
    reply = ask("show_metrics", metric="logo_churn", per="month", date="2026-04-01", date_end="2027-03-31")
    assert [row[0] for row in reply.tables[0].rows] == [
        "Apr 2026",
        "May 2026",
        "Jun 2026",
        "Jul 2026",
        "Aug 2026",
        "Sep 2026",
    ]


def test_a_rep_counts_only_the_customers_they_may_see(ask: Ask) -> None:
    mine = ask("show_metrics", metric="nrr", asker="Maya Collins", **QUARTER)
    everybody = ask("show_metrics", metric="nrr", **QUARTER)
    assert mine.figure("nrr").basis != everybody.figure("nrr").basis
    assert "60 customers" in mine.figure("nrr").basis


@pytest.mark.parametrize("language", ["en", "ja"])
def test_shared_targets_stand_beside_satisfaction_with_their_pace(demo: Knowledge, language: str) -> None:
    rules = Rules(metrics=MetricRules(targets={Metric.RETENTION: 0.5, Metric.LOGO_CHURN: 0.001}))
    runner = ActionRunner(lambda action: action(replace(demo, rules=rules)))  # type: ignore[call-arg]
    slots = {"asker": "operator", "as_of": DEMO_DAY.isoformat(), "language": language, "targets": "yes"}
    (reply,) = runner.run("show_metrics", sender="operator", slots=slots, text="")
    retention, churn, nps = reply.tables[0].rows
    assert (retention[-1], churn[-1]) == (("on track", "behind") if language == "en" else ("順調", "遅れ"))
    assert nps[0].startswith("NPS")
    assert "1" in reply.headline
    assert "2" in reply.headline


@pytest.mark.parametrize(("language", "told"), [("en", "1 customer has bought in USD"), ("ja", "USDでの購入")])
def test_money_in_another_currency_that_no_rfm_segment_knows_is_told(
    do: Ask, own_demo: Knowledge, language: str, told: str
) -> None:
    before = do("show_metrics", language=language, metric="cross_sell_rate", split="rfm", **QUARTER)
    with own_demo.engine.begin() as connection:
        chosen = "SELECT min(account_id) FROM purchases WHERE amount_minor IS NOT NULL AND purchased_on < '2026-01-01'"
        connection.execute(text(f"UPDATE purchases SET currency = 'USD' WHERE account_id = ({chosen})"))
    reply = do("show_metrics", language=language, metric="cross_sell_rate", split="rfm", **QUARTER)
    assert told in reply.sections[0].lines[0].text
    assert all(section.key != "currencies" for section in before.sections)
