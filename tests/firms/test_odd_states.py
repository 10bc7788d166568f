"""Customers in odd states: nobody owns them, they gave notice, pay in another currency, are angry in a good phase."""

from collections.abc import Callable

import pytest

from tests.firms.firm import ImportedFirm, words_of

Written = Callable[[dict[str, str]], ImportedFirm]
WEEKS = [f"2026-{month:02}-{day:02}" for month in (8, 9, 10, 11) for day in (3, 10, 17, 24)]
FILES = {
    "people.csv": "id,name,email,role,team,left_on\n"
    "ada,Ada Moss,ada@firm.example,rep,East,\nlen,Len Hill,len@firm.example,rep,East,2026-06-30\n"
    "max,Max Rowe,max@firm.example,manager,East,",
    "products.csv": "id,name,list_price,currency,billing_period,is_per_seat,solves\n"
    "desk,Desk,1000,JPY,month,yes,inquiries\nrep,Reports,30000,JPY,month,no,reports",
    "accounts.csv": "id,name,owner,created_on,onboarded_on\n"
    "a,Notice Lodge,ada,2024-01-01,2024-02-01\nb,Euro Lab,ada,2024-01-01,2024-02-01\n"
    "c,Orphan Clinic,len,2024-01-01,2024-02-01\nd,Angry Farm,ada,2024-01-01,2024-02-01",
    "subscriptions.csv": "id,account,product,seats,monthly,currency,started_on,renews_on,cancel_requested_on\n"
    "1,a,desk,10,10000,JPY,2024-01-01,2027-12-31,2026-11-15\n2,b,desk,10,10000,JPY,2024-01-01,2027-12-31,\n"
    "3,b,rep,,300,EUR,2024-01-01,2027-12-31,\n4,c,desk,10,10000,JPY,2024-01-01,2027-12-31,\n"
    "5,d,desk,10,10000,JPY,2024-01-01,2027-12-31,",
    "usage.csv": "account,product,day,active_users,events,seats_used\n"
    + "\n".join(f"{account},desk,{day},9,90,9" for account in "abcd" for day in WEEKS),
    "surveys.csv": "account,kind,score,answered_on\na,nps,9,2026-11-10\nb,nps,9,2026-11-10\nd,nps,2,2026-11-29",
}


@pytest.fixture
def firm(written_firm: Written) -> ImportedFirm:
    return written_firm(FILES)


@pytest.mark.parametrize(
    ("language", "said", "never"),
    [
        ("en", ("They asked to cancel on 15 Nov 2026.", "They take their notice back."), "score falls below"),
        ("ja", ("2026年11月15日に解約のお申し出がありました。", "撤回"), "点を下回った"),
    ],
)
def test_notice_given_closes_the_gate_by_itself_and_not_by_points(
    firm: ImportedFirm, language: str, said: tuple[str, str], never: str
) -> None:
    words = words_of(firm.run("recommend_offer", "Notice Lodge", language=language))
    assert all(each in words for each in said)
    assert never not in words


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Reports is paid in another currency: €300 a month."), ("ja", "月額€300")]
)
def test_a_contract_in_another_currency_is_told_with_its_own_money(
    firm: ImportedFirm, language: str, said: str
) -> None:
    assert said in words_of(firm.run("brief_account", "Euro Lab", language=language))
    assert said not in words_of(firm.run("brief_account", "Notice Lodge", language=language))


def test_whoever_may_be_offered_nothing_is_not_ready_to_expand(firm: ImportedFirm) -> None:
    assert "nothing to offer now" in firm.run("brief_account", "Angry Farm").headline
    assert "ready to expand" in firm.run("brief_account", "Euro Lab").headline


@pytest.mark.parametrize("question", ["which customers have no owner?", "担当者がいないお客様は？"])
def test_who_is_owned_by_somebody_who_left_is_owned_by_nobody(firm: ImportedFirm, question: str) -> None:
    language = "en" if question.isascii() else "ja"
    words = words_of(firm.ask(question, language=language))
    assert "Orphan Clinic" in words
    assert "Euro Lab" not in words


def test_an_owner_who_left_is_told_so(firm: ImportedFirm) -> None:
    assert "left us on 30 Jun 2026" in firm.ask("who owns Orphan Clinic?").headline
    assert "left" not in firm.ask("who owns Euro Lab?").headline
