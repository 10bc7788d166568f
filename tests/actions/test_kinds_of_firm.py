"""What a firm records decides what may be expected: a missing question is told once, and is no flaw of a customer."""

from collections.abc import Callable

from bot.adapters.health import examine_records
from tests.firms.firm import ImportedFirm, words_of

Firm = Callable[[str], ImportedFirm]


def test_the_doctor_says_what_kind_of_firm_this_is_and_what_would_add_most(open_firm: Firm) -> None:
    url = open_firm("orders_only").url
    told = examine_records(url, "en")
    assert told.startswith("A trading firm, orders only: you record orders.")
    assert "usage, needs and satisfaction" in told
    assert "Survey answers (surveys.csv) would add most." in told
    assert "受注のみの商社・卸型の企業：記録しているのは受注です。" in examine_records(url, "ja")


def test_the_doctor_knows_a_firm_of_contracts(open_firm: Firm) -> None:
    told = examine_records(open_firm("contracts_only").url, "en")
    assert told.startswith("A firm of contracts: you record contracts and invoices.")


def test_what_nobody_records_does_not_lower_the_confidence_in_one_customer(open_firm: Firm) -> None:
    ledger = open_firm("orders_only")
    reply = ledger.run("recommend_offer", "Small Range Shop")
    assert reply.confidence == "medium"
    assert "You record orders; unknown for every customer: usage, needs and satisfaction" in words_of_confidence(reply)
    japanese = ledger.run("recommend_offer", "Small Range Shop", language="ja")
    assert "利用状況、ニーズ、満足度はどのお客様についても不明です" in words_of_confidence(japanese)


def test_a_trader_is_not_asked_who_uses_it(open_firm: Firm) -> None:
    told = words_of(open_firm("orders_only").run("recommend_offer", "Small Range Shop"))
    assert "Ask who uses it" not in told
    assert "Usage: no data" not in told
    assert told.count("Recorded for no customer: usage, needs and satisfaction") == 1


def words_of_confidence(reply: object) -> str:
    return str(getattr(reply, "confidence_reason", ""))
