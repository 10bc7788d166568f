"""What a message asks of the store becomes one query, whatever thing, field, filter, order and period it names."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.nlu.atoms import Named, find_atoms
from bot.nlu.compose import Asked, Composed, compose
from bot.nlu.dates import find_dates
from bot.nlu.phrases import PhraseBook
from bot.nlu.vocabulary import Sense, build_phrase_book
from knowledge.semantic.loading import load_catalogue

NOW = dt.datetime(2026, 9, 30, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
NAMES = {
    "Zentrix": ("account", "Zentrix Ltd.", 7),
    "Aoba": ("account", "Aoba Foods", 8),
    "青葉商会": ("account", "青葉商会", 9),
    "Kim": ("person", "Kim Lee", None),
    "Pat": ("person", "Pat Moe", None),
    "MailHub": ("family", "MailHub", None),
    "DeskOne": ("family", "DeskOne", None),
    "mining": ("industry", "Mining", None),
    "鉱業": ("industry", "Mining", None),
}


@cache
def book() -> PhraseBook[Sense]:
    return build_phrase_book(load_catalogue())


def read(text: str, *, role: str | None = "manager", account_id: int | None = None) -> Composed:
    names = [
        Named(text.index(said), text.index(said) + len(said), kind, name, key)
        for said, (kind, name, key) in NAMES.items()
        if said in text
    ]
    dates, past = (find_dates(text, now=NOW, looks_back=back) for back in (False, True))
    pieces = find_atoms(text, book(), names, dates, past)
    japanese = any(letter > "\u3040" for letter in text)
    found = compose(pieces, Asked(NOW.date(), role, account_id, last_first=japanese))
    assert found is not None, text
    return found


def condition(field: str, operator: str, *values: Any) -> dict[str, Any]:
    return {"field": field, "operator": operator} | ({"values": list(values)} if values else {})


MINING = condition("industry", "is", "Mining")
NOT_DESK = condition("families", "is_not", "DeskOne")
MAIL = condition("families", "is", "MailHub")
NEXT_MONTH = condition("renews_on", "between", "2026-09-30", "2026-10-31")
SINCE_JUNE = condition("lost_on", "between", "2026-06-01", "2026-09-30")
OCTOBER = condition("renews_on", "between", "2026-10-01", "2026-10-31")


@pytest.mark.parametrize(
    ("text", "thing", "where"),
    [
        ("which accounts renew in october", "customer", [OCTOBER]),
        ("10月に更新のお客様は？", "customer", [OCTOBER]),
        ("clients renewing before november", "customer", [NEXT_MONTH]),
        ("renewals within 60 days", "contract", [condition("renews_on", "between", "today", "today+60")]),
        ("mining customers with over 300 staff", "customer", [condition("employees", "more", 300), MINING]),
        ("鉱業で従業員300名以上のお客様", "customer", [condition("employees", "at_least", 300), MINING]),
        ("who has MailHub but no DeskOne", "customer", [MAIL, NOT_DESK]),
        ("MailHubあるのにDeskOne入ってないとこ", "customer", [MAIL, NOT_DESK]),
        ("nps of 4 or less", "customer", [condition("nps_score", "at_most", 4)]),
        ("NPSが4以下のとこ", "customer", [condition("nps_score", "at_most", 4)]),
        ("who uses less than 40% of their seats", "customer", [condition("seats_used_share", "less", 0.4)]),
        ("席の利用が半分切ってる先", "customer", [condition("seats_used_share", "less", 0.5)]),
        ("not contacted for more than 45 days", "customer", [condition("days_silent", "more", 45)]),
        ("45日以上連絡してない先", "customer", [condition("days_silent", "at_least", 45)]),
        ("customers lost since june", "customer", [SINCE_JUNE, condition("lost", "is")]),
        ("custommers without a champion", "customer", [condition("champion", "empty")]),
        ("customers on hold", "customer", [condition("held", "is")]),
    ],
)  # fmt: skip
def test_a_list_is_of_those_that_the_words_describe(text: str, thing: str, where: list[dict[str, Any]]) -> None:
    found = read(text)
    told = found.query.to_json()
    assert found.unread == ()
    assert told["thing"] == thing
    assert sorted(map(str, told["where"])) == sorted(map(str, where))


@pytest.mark.parametrize(
    ("text", "select"),
    [
        ("who owns Zentrix", ["owner"]),
        ("青葉商会の担当は誰", ["owner"]),
        ("when does Zentrix renew", ["renews_on"]),
        ("青葉商会の更新日いつ？", ["renews_on"]),
        ("how much does Zentrix pay us a year", ["yearly_revenue"]),
        ("how many seats does Zentrix have left", ["seats_free"]),
        ("青葉商会、席あといくつ空いてる？", ["seats", "seats_free"]),
        ("when did we last speak to Zentrix", ["last_contact_on"]),
        ("champion at Zentrix?", ["champion"]),
        ("until when is Zentrix on hold", ["held_until"]),
        ("青葉商会は月いくら", ["monthly_revenue"]),
    ],
)
def test_one_customers_fact_is_told_as_such(text: str, select: list[str]) -> None:
    told = read(text).query.to_json()
    assert told["shape"] == "fact"
    assert told["select"] == select
    assert condition("id", "is", 7 if "Zentrix" in text else 9) in told["where"]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("how many customers do we have", [{"name": "count"}]),
        ("お客様は何社？", [{"name": "count"}]),
        ("how much MRR do we have", [{"name": "sum", "of": "monthly_revenue"}]),
        ("total of unpaid invoices", [{"name": "sum", "of": "owed"}]),
        ("average employees of mining customers", [{"name": "average", "of": "employees"}]),
        ("how many deals did we win in august", [{"name": "count"}]),
    ],
)
def test_a_number_is_asked_for(text: str, measures: list[dict[str, Any]]) -> None:
    assert read(text).query.to_json()["measures"] == measures


def test_two_of_a_kind_are_held_against_each_other() -> None:
    sides = [{"where": [condition("id", "is", key)]} for key in (7, 8)]
    assert read("compare Zentrix and Aoba").query.to_json()["compare"] == sides
    assert read("who pays more, Zentrix or Aoba?").query.select == ("monthly_revenue",)
    rates = read("win rate of Kim vs Pat this quarter").query
    assert ([each.name for each in rates.measures], len(rates.compare)) == (["win_rate"], 2)


def test_an_order_and_a_limit_are_read() -> None:
    top = read("top 5 customers by revenue").query
    assert (top.limit, top.order_by[0].field, top.order_by[0].descending) == (5, "monthly_revenue", True)
    soon = read("customers renewing in november, soonest first").query
    assert (soon.order_by[0].field, soon.order_by[0].descending) == ("renews_on", False)
    assert read("customers by industry").query.group_by == ("industry",)


def test_a_sellers_list_is_of_their_own_customers_unless_they_say_otherwise() -> None:
    own = condition("owner", "is", "me")
    assert own in read("which accounts renew in october", role="rep").query.to_json()["where"]
    assert own not in read("how many customers do we have", role="rep").query.to_json().get("where", [])
    assert condition("csm", "is", "me") in read("my customers on hold", role="cs").query.to_json()["where"]


def test_a_fact_asked_in_a_talk_about_a_customer_is_theirs() -> None:
    assert condition("id", "is", 3) in read("renewal date?", account_id=3).query.to_json()["where"]
    assert (
        condition("id", "is", 3) not in read("which customers renew in october", account_id=3).query.to_json()["where"]
    )


@pytest.mark.parametrize("text", ["mining customers that yodel", "鉱業のお客様で乱舞してるのは"])
def test_a_word_that_nothing_explains_is_named(text: str) -> None:
    assert read(text).unread
