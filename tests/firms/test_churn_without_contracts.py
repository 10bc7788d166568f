"""Churn where nobody has a contract: by buying at a ledger; nobody is lost where each buys a project or two."""

from collections.abc import Callable

import pytest

from knowledge.accounts.queries.aggregates.assessed import assess
from knowledge.accounts.queries.aggregates.people import load_records
from knowledge.accounts.records import FirmKind
from knowledge.kernel.visibility import OPERATOR
from tests.firms.firm import DAY, ImportedFirm, words_of

Open = Callable[[str], ImportedFirm]
QUARTER = {"date": "2026-07-01", "date_end": "2026-09-30"}


@pytest.mark.parametrize(
    ("language", "told", "moves"),
    [
        ("en", "silent for longer than is usual for them", ("− churn", "+ new (first order ever)")),
        ("ja", "通常の間隔で購入しているお客様の増減", ("−解約", "＋新規（初めての購入）")),
    ],
)
def test_a_ledger_tells_its_churn_by_buying(open_firm: Open, language: str, told: str, moves: tuple[str, str]) -> None:
    ledger = open_firm("orders_only")
    reply = ledger.run("show_metrics", metric="logo_churn", language=language, **QUARTER)
    figure = reply.figure("logo_churn")
    assert (figure.raw, figure.lineage) == (pytest.approx(1 / 21, abs=1e-6), None)  # Late Harbour Bikes, of 21
    assert told in words_of(reply)
    (table,) = (table for table in reply.tables if table.key == "movements")
    counts = dict(table.rows)
    assert (counts[moves[0]], counts[moves[1]]) == ("1", "0")
    kept = ledger.run("show_metrics", metric="retention", language=language, **QUARTER).figure("retention")
    assert kept.raw == pytest.approx(20 / 21, abs=1e-6)


def test_parts_of_a_ledger_add_up_to_the_whole(open_firm: Open) -> None:
    ledger = open_firm("orders_only")
    reply = ledger.run("show_metrics", metric="logo_churn", split="industry", **QUARTER)
    cells = [row[1] for table in reply.tables for row in table.rows]
    assert sorted(cells) == ["0.0% (0/4)", "5.9% (1/17)"]


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("NRR?", "en", "you record none (orders only)"),
        ("月次経常収益は？", "ja", "契約は記録されていません（記録されているのは受注のみです）"),
    ],
)
def test_a_figure_of_contracts_is_refused_with_what_is_told_instead(
    open_firm: Open, question: str, language: str, told: str
) -> None:
    assert told in open_firm("orders_only").ask(question, language=language).headline


@pytest.mark.parametrize(
    ("name", "risks"),
    [("services_and_notes", "1 at risk, 0 to watch."), ("deals_only", "Nobody is at risk or to watch.")],
)
def test_who_bought_one_project_is_not_lost(open_firm: Open, name: str, risks: str) -> None:
    """Late Payer Loft is at risk for its bill and because nobody has spoken to it, not for buying nothing."""
    firm = open_firm(name)
    with firm.knowledge.access(OPERATOR.key, as_of=DAY) as access:
        records = load_records(access)
    assert (records.repeats, records.kind) == (False, FirmKind.PROJECTS)
    assert firm.ask("how many customers have we lost?").figure("look_up").raw == 0
    assert firm.run("show_metrics", metric="logo_churn", **QUARTER).figure("logo_churn").raw == 0
    assert firm.run("list_churn_risks").headline == risks


def test_a_firm_whose_customers_order_again_is_one_of_trade(open_firm: Open) -> None:
    with open_firm("orders_only").knowledge.access(OPERATOR.key, as_of=DAY) as access:
        records = load_records(access)
    assert (records.repeats, records.trades, records.kind) == (True, True, FirmKind.ORDERS_ONLY)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Left out: 4 customers with contracts in USD, for want of a rate"),
        ("ja", "USD建ての契約があるお客様4社は、為替レートがないため含めていません"),
    ],
)
@pytest.mark.parametrize("metric", ["nrr", "recurring", "arpa"])
def test_what_lacks_a_rate_is_left_out_and_named(open_firm: Open, metric: str, language: str, told: str) -> None:
    firm = open_firm("two_currencies")
    reply = firm.run("show_metrics", metric=metric, language=language, **QUARTER)
    assert reply.figure(metric).raw == {"nrr": 1.0, "recurring": 200_000, "arpa": 50_000}[metric]
    assert told in words_of(reply)
    assert reply.sections[0].key == "left_out"


def test_customers_are_counted_whatever_they_pay_in(open_firm: Open) -> None:
    firm = open_firm("two_currencies")
    reply = firm.run("show_metrics", metric="logo_churn", **QUARTER)
    assert reply.figure("logo_churn").basis.endswith("0 of 8 customers")
    assert not [section for section in reply.sections if section.key == "left_out"]


@pytest.mark.parametrize(
    ("name", "unknown"),
    [
        ("orders_only", {"Never Yet Bikes"}),
        ("contracts_only", {"Soon Signed Clinic"}),
        ("usage_and_contracts", set()),
        ("services_and_notes", set()),
        ("two_currencies", set()),
    ],
)
def test_nobody_is_unknown_but_who_lacks_what_others_have(open_firm: Open, name: str, unknown: set[str]) -> None:
    firm = open_firm(name)
    with firm.knowledge.access(OPERATOR.key, as_of=DAY) as access:
        assessed = assess(access)
    found = set(assessed.index[assessed["churn_band"] == "unknown"])
    assert found == {firm.account_id(each) for each in unknown}
