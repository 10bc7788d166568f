"""What a firm with contracts only is told of them: ended, not begun, past their date, without one, to be ended."""

from collections.abc import Callable

import pytest

from tests.firms.firm import ImportedFirm, words_of

Open = Callable[[str], ImportedFirm]


@pytest.fixture
def telecom(open_firm: Open) -> ImportedFirm:
    return open_firm("contracts_only")


@pytest.mark.parametrize(
    "intent", ["brief_account", "check_timing", "assess_churn", "recommend_offer", "show_purchases"]
)
@pytest.mark.parametrize(
    ("account", "english", "japanese"),
    [
        (
            "Lapsed Lodge",
            "Renewal was due on 30 Sep 2026; no new date",
            "更新日（2026年9月30日）を過ぎています",
        ),
        ("No Date Dental", "A contract runs without a renewal date on record", "更新日の記録がない契約が1件"),
        ("Leaving Lab", "They asked to cancel on 25 Nov 2026", "2026年11月25日に解約のお申し出"),
        (
            "Soon Signed Clinic",
            "Fibre Line is signed and begins on 1 Jan 2027",
            "光回線は契約済みで、2027年1月1日",
        ),
        ("Gone Garden Spa", "Left on 31 May 2026", "2026年5月31日に契約が終了"),
    ],
)
def test_what_a_renewal_date_does_not_show_is_told(
    telecom: ImportedFirm, intent: str, account: str, english: str, japanese: str
) -> None:
    assert english in words_of(telecom.run(intent, account))
    assert japanese in words_of(telecom.run(intent, account, language="ja"))


@pytest.mark.parametrize("account", ["Aoba Clinic", "Upgraded Vet"])
def test_a_contract_that_runs_on_to_a_date_ahead_is_told_without_a_warning(telecom: ImportedFirm, account: str) -> None:
    brief = telecom.run("brief_account", account)
    assert "signed" not in words_of(brief)
    assert "Renewal was due" not in words_of(brief)


def test_the_day_of_renewal_itself_has_not_passed(telecom: ImportedFirm) -> None:
    assert "Renewal was due" not in words_of(telecom.run("brief_account", "Lapsed Lodge", as_of="2026-09-30"))
    assert "Renewal was due on 30 Sep" in words_of(telecom.run("brief_account", "Lapsed Lodge", as_of="2026-10-01"))


@pytest.mark.parametrize(
    ("language", "verdict", "had"),
    [
        ("en", "their contract has ended; win them back first", "they had Fibre Line, from 1 Feb 2025 to 31 May 2026"),
        ("ja", "契約が終了しているため、まず関係の回復が先です", "光回線（2025年2月1日〜2026年5月31日）"),
    ],
)
def test_a_customer_who_left_is_won_back_before_anything_is_offered(
    telecom: ImportedFirm, language: str, verdict: str, had: str
) -> None:
    reply = telecom.run("recommend_offer", "Gone Garden Spa", language=language)
    assert verdict in reply.headline
    assert not reply.offers
    assert had in words_of(reply)


@pytest.mark.parametrize(
    ("account", "english", "japanese"),
    [
        ("Gone Garden Spa", "had Fibre Line, from 1 Feb 2025 to 31 May 2026", "2025年2月1日〜2026年5月31日"),
        ("Soon Signed Clinic", "Fibre Line is signed and begins on 1 Jan 2027", "光回線は契約済みで、2027年1月1日"),
    ],
)
def test_purchases_tell_of_contracts_that_ended_or_begin(
    telecom: ImportedFirm, account: str, english: str, japanese: str
) -> None:
    assert english in telecom.run("show_purchases", account).headline
    assert japanese in telecom.run("show_purchases", account, language="ja").headline


def test_a_date_of_renewal_that_has_passed_is_told_as_past(telecom: ImportedFirm) -> None:
    passed = telecom.ask("when does Lapsed Lodge renew?").headline
    assert passed == "Renewal of Lapsed Lodge was due on 30 Sep 2026; for that contract no new date is on record."
    assert "でした。" in telecom.ask("Lapsed Lodgeの更新日は？", language="ja").headline
    assert "renews on" in telecom.ask("when does Aoba Clinic renew?").headline


def test_an_end_on_record_is_no_missing_date_and_who_tries_is_no_customer(
    written_firm: Callable[[dict[str, str]], ImportedFirm],
) -> None:
    firm = written_firm(
        {
            "accounts.csv": "id,name\na,Cedar Dental\nb,Elm Dental",
            "products.csv": "id,name,list_price,currency,billing_period\nt,Tower Line,5000,JPY,month",
            "subscriptions.csv": "id,account,product,monthly,currency,started_on,ended_on\n"
            "1,a,t,5000,JPY,2025-01-01,2026-12-31\n2,b,t,0,JPY,2026-11-15,2026-12-15",
        }
    )
    cedar = words_of(firm.run("brief_account", "Cedar Dental"))
    assert "Tower Line: the contract ends on 31 Dec 2026" in cedar
    assert "without a renewal date" not in cedar
    assert "契約は2026年12月31日に終了し" in words_of(firm.run("brief_account", "Cedar Dental", language="ja"))
    assert {each.label for each in firm.ask("how many customers do we have?").listed} == {"Cedar Dental"}
