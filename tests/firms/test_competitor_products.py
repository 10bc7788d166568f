"""What customers have of competitors, as a system exports it: a sales call is prepared for the objection it brings."""

import datetime as dt
from collections.abc import Callable

import pytest

from tests.firms.firm import ImportedFirm, words_of

BUYERS = range(8)
FILES = {
    "people.csv": "id,name,email,role\nada,Ada Moss,ada@firm.example,rep",
    "products.csv": "id,name,family\ndesk,Desk,Desk\ncrm,Contacts,Contacts",
    "accounts.csv": "id,name,owner\n" + "\n".join(f"a{n},Harbour {n} Ltd,ada" for n in range(12)),
    "purchases.csv": "id,account,product,purchased_on,amount,currency\n"
    + "\n".join(f"d{n},a{n},desk,2026-1{n % 2}-0{n % 9 + 1},100,JPY" for n in range(12))
    + "\n"
    + "\n".join(f"c{n},a{n},crm,2026-1{n % 2}-1{n},100,JPY" for n in BUYERS),
    "needs.csv": "account,text,said_on,product\n"
    + "\n".join(f"a{n},one place for all our contacts,2026-11-20,crm" for n in (10, 11)),
    "competitor_products.csv": "account,name,competitor,product,since_on\na10,RivalDesk Pro,Rival,crm,2026-01-01",
}


@pytest.mark.parametrize(("account", "expected"), [("Harbour 10 Ltd", True), ("Harbour 11 Ltd", False)])
def test_a_call_is_ready_for_what_they_use_of_competitors(
    written_firm: Callable[[dict[str, str]], ImportedFirm], account: str, *, expected: bool
) -> None:
    reply = written_firm(FILES).run("draft_talk_track", account)
    told = [line.text for section in reply.sections if section.key == "talk_objections" for line in section.lines]
    assert told
    assert any("We use somebody else" in line for line in told) is expected


@pytest.mark.parametrize(("account", "expected"), [("Harbour 10 Ltd", True), ("Harbour 11 Ltd", False)])
def test_an_offer_says_what_they_have_in_its_place(
    written_firm: Callable[[dict[str, str]], ImportedFirm], account: str, *, expected: bool
) -> None:
    firm = written_firm(FILES)
    for language in ("en", "ja"):
        reply = firm.run("recommend_offer", account, language=language)
        told = [line.text for section in reply.sections for line in section.lines]
        assert any("RivalDesk Pro (Rival)" in line for line in told) is expected


ADD_ON = {"product_relations.csv": "product,related,kind\ndesk,crm,accessory"}
BOUND = (
    FILES
    | ADD_ON
    | {
        "needs.csv": "account,text,said_on,product\na11,one place for all our contacts,2026-11-20,crm",
        "competitor_products.csv": "account,name,competitor,product,since_on,until_on\n"
        "a8,RivalDesk Pro,Rival,crm,2026-01-01,2027-09-30\n"  # thought of from 2 June 2027 on
        "a9,RivalDesk Pro,Rival,crm,2026-01-01,2027-03-30\n"  # 120 days ahead: today
        "a11,RivalDesk Pro,Rival,crm,2026-01-01,2027-09-30",  # asked for it all the same
    }
)


@pytest.mark.parametrize(
    ("account", "verdict", "until"),
    [
        ("Harbour 8 Ltd", "wait", dt.date(2027, 6, 2)),
        ("Harbour 9 Ltd", "now", None),
        ("Harbour 10 Ltd", "now", None),
        ("Harbour 11 Ltd", "now", None),
    ],
)
def test_who_is_bound_to_a_competitor_is_asked_before_that_contract_ends(
    written_firm: Callable[[dict[str, str]], ImportedFirm], account: str, verdict: str, until: dt.date | None
) -> None:
    firm = written_firm(BOUND)
    reply = firm.run("recommend_offer", account)
    assert (reply.verdict, reply.verdict_until) == (verdict, until)
    words = words_of(reply), words_of(firm.run("recommend_offer", account, language="ja"))
    assert ("bound to RivalDesk Pro (Rival) until 30 Sep 2027" in words[0]) is (until is not None)
    assert ("RivalDesk Pro (Rival)とのご契約が2027年9月30日まで" in words[1]) is (until is not None)


GIVEN_UP = (
    FILES
    | ADD_ON
    | {
        "needs.csv": "account,text,said_on\na1,quicker answers,2026-11-20",
        "purchases.csv": FILES["purchases.csv"] + "\nx10,a10,crm,2025-01-10,100,JPY\nx11,a11,crm,2025-01-10,100,JPY",
        "churn_events.csv": "account,product,lost_on,reason,reason_text\n"
        "a10,crm,2026-08-31,price,\na11,crm,2026-08-31,,our own tool does it",
    }
)


@pytest.mark.parametrize(
    ("account", "english", "japanese"),
    [
        ("Harbour 10 Ltd", "gave it up on 31 Aug 2026 (Too expensive)", "解約されています（価格が合わない）"),
        (
            "Harbour 11 Ltd",
            "gave it up on 31 Aug 2026 (our own tool does it)",
            "解約されています（our own tool",
        ),
    ],
)
def test_what_was_given_up_lately_is_told_with_the_reason(
    written_firm: Callable[[dict[str, str]], ImportedFirm], account: str, english: str, japanese: str
) -> None:
    firm = written_firm(GIVEN_UP)
    reply = firm.run("recommend_offer", account)
    assert not reply.offers
    assert english in words_of(reply)
    assert japanese in words_of(firm.run("recommend_offer", account, language="ja"))
