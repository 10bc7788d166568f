"""Look-ups as they are told: the answer first, in both languages, and nothing that the asker may not see."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest

from actions.reply import Reply
from knowledge.semantic.query import Condition, Measure, Operator, Order, Period, Query, Shape
from tests.actions.conftest import Ask

MINE = Condition("owner", Operator.IS, ("me",))
ACME = Condition("name", Operator.IS, ("Acme Corporation",))
Look = Callable[..., Reply]


@pytest.fixture
def look(ask: Ask) -> Look:
    def run(query: Query, who: str = "Grace Whitfield", **slots: object) -> Reply:
        return ask("look_up", asker=who, query=json.dumps(query.to_json()), **slots)

    return run


def _text(reply: Reply) -> str:
    return "\n".join(line.text for section in reply.sections for line in section.lines)


FACTS = [
    ("owner", "Maya Collins owns Acme Corporation.", "Acme Corporation様の担当はMaya Collinsさんです。"),
    ("renews_on", "Acme Corporation renews on 6 Jun 2027.", "Acme Corporation様の契約更新日は2027年6月6日です。"),
    (
        "monthly_revenue",
        "Acme Corporation pays ¥310,000 a month (¥3,720,000 a year).",
        "Acme Corporation様の月額は310,000円（年額3,720,000円）です。",
    ),
    (
        "champion",
        "The champion at Acme Corporation is Olivia Hart.",
        "Acme Corporation様のチャンピオンはOlivia Hart様です。",
    ),
    ("held", "No: Acme Corporation is not on hold.", "いいえ。Acme Corporation様の提案停止はありません。"),
]


@pytest.mark.parametrize(("field", "english", "japanese"), FACTS)
def test_a_fact_is_one_sentence_that_answers(field: str, english: str, japanese: str, look: Look) -> None:
    query = Query("customer", where=(ACME,), select=(field,), shape=Shape.FACT)
    assert look(query).headline == english
    assert look(query, language="ja").headline == japanese


def test_a_list_counts_and_names_opens_by_number_and_goes_to_a_file(look: Look) -> None:
    october = Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31), on="renews_on")
    reply = look(Query("customer", where=(MINE,), period=october, order_by=(Order("renews_on"),)), "Daniel Osei")
    assert reply.headline == (
        "3 customers: Amberbridge Books Inc. 14 Oct 2026, Hazelport Apparel Ltd. 20 Oct 2026 and "
        "Ivorylock Networks LLC 26 Oct 2026."
    )
    assert [choice.slots["account"] for choice in reply.listed][1] == "Hazelport Apparel Ltd."
    (sheet,) = reply.sheets
    assert [row[0] for row in sheet.rows] == [choice.label for choice in reply.listed]
    assert "renewal date 14 Oct 2026" in _text(reply)
    assert "Read as: customers · owner: Daniel Osei · renewal date 1 Oct 2026 to 31 Oct 2026." in _text(reply)


def test_what_was_not_read_is_named(look: Look) -> None:
    reply = look(Query("customer", measures=(Measure("count"),)), unread="for the CFO | or so")
    assert reply.headline == "62 customers."
    assert "Not taken into account: “for the CFO” and “or so”." in _text(reply)


def test_whether_somebody_has_a_product_is_yes_or_no_with_what_they_have(look: Look) -> None:
    has = Query("customer", where=(ACME, Condition("products", Operator.IS, ("SFA",))), shape=Shape.FACT)
    lacks = Query(
        "customer", where=(ACME, Condition("products", Operator.IS, ("SFA Mobile Option",))), shape=Shape.FACT
    )
    assert look(has).headline == "Yes: Acme Corporation has SFA."
    assert look(lacks).headline == "No: Acme Corporation does not have SFA Mobile Option."
    assert "SFA Standard" in _text(look(lacks))
    assert look(lacks, language="ja").headline == (
        "いいえ。Acme Corporation様はSFA モバイルオプションをご契約されていません。"
    )


def test_who_may_see_no_customers_is_told_so_and_never_that_there_are_none(look: Look) -> None:
    reply = look(Query("customer", where=(Condition("at_risk"),)), "Tom Ellery")
    assert reply.headline == "You may not see customers: your role does not cover them."
    assert reply.trouble


def test_a_movement_of_revenue_adds_up_to_the_last_yen(look: Look) -> None:
    september = Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30))
    reply = look(Query("customer", shape=Shape.MOVEMENT, period=september))
    assert reply.headline.startswith("Up ¥608,600 to ¥26,460,200 a month (from ¥25,851,600): Sprucelea")
    assert "¥25,851,600 +¥135,000 +¥603,600 −¥130,000 = ¥26,460,200" in _text(reply)
    parts = [row[4].replace("¥", "").replace(",", "").replace("−", "-") for row in reply.tables[0].rows]
    assert sum(int(part) for part in parts) == reply.figures[0].raw == 608_600


def test_a_sum_stands_with_the_rows_that_it_adds_up(look: Look) -> None:
    reply = look(Query("invoice", where=(Condition("overdue"),), measures=(Measure("sum", "amount"),)))
    assert reply.headline == "Amount: ¥2,130,000 (3 invoices)."
    assert "1. Saltmarsh Textiles: amount ¥1,620,000; due date 16 Aug 2026" in _text(reply)
    assert reply.listed[0].slots["account"] == "Saltmarsh Textiles"


def test_sides_of_a_comparison_stand_largest_first(look: Look) -> None:
    sides = tuple((Condition("industry", Operator.IS, (name,)),) for name in ("Healthcare", "Retail"))
    reply = look(Query("customer", measures=(Measure("sum", "monthly_revenue"),), compare=sides))
    assert reply.headline == "Retail ¥1,795,200 against Healthcare ¥1,680,900 (monthly revenue)."


def test_a_trend_tells_the_last_value_against_the_first(look: Look) -> None:
    since = Period(dt.date(2026, 4, 1))
    reply = look(Query("customer", measures=(Measure("sum", "monthly_revenue"),), grain="month", period=since))
    assert reply.headline == "Monthly revenue: ¥26,460,200 in Sep 2026, ¥24,505,700 in Apr 2026 (+8.0%)."
    assert "May 2026: ¥24,367,700" in _text(reply)
    assert len(reply.charts) == 1


def test_what_changed_since_a_day_is_told_by_kind(look: Look) -> None:
    query = Query("customer", where=(MINE,), shape=Shape.CHANGES, period=Period(dt.date(2026, 9, 1)))
    reply = look(query, "Daniel Osei")
    assert "1 new (Brightwater Clinics); 1 lost (Heatherthorpe Merchants Ltd.)" in reply.headline
    assert "Marketing Automation Standard" in _text(reply)


def test_why_opens_the_rows_behind_with_their_file_and_line(look: Look, ask: Ask) -> None:
    october = Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31), on="renews_on")
    reply = look(
        Query("contract", where=(Condition("customer.owner", Operator.IS, ("me",)),), period=october), "Daniel Osei"
    )
    figures = [figure.model_dump(mode="json") for figure in reply.figures]
    why = ask("explain_answer", asker="Daniel Osei", figures=figures, subject=reply.headline)
    (table,) = why.tables
    assert {row[0] for row in table.rows} == {choice.label for choice in reply.listed}
    assert all(row[-1] not in ("", "–") for row in table.rows)
    assert f"{len(table.rows)}" in _text(why)


def test_the_same_can_be_asked_again_with_a_change(look: Look) -> None:
    query = Query("customer", where=(MINE,))
    assert Query.from_json(json.loads(look(query, "Daniel Osei").again["query"])) == query


@pytest.mark.parametrize("told", [None, "", "{", "[]", '{"where": []}', {"thing": "customer", "shape": "rhombus"}])
@pytest.mark.parametrize("intent", ["look_up", "watch"])
def test_a_click_without_a_readable_query_says_what_to_do(intent: str, told: object, ask: Ask) -> None:
    reply = ask(intent, asker="Grace Whitfield", query=told)
    assert reply.trouble
    assert reply.headline.startswith("There is nothing here to look up any more. Ask in words")
