"""What keeps a product from being offered is told, each with its sentence, in both languages; the rest is offered."""

from collections.abc import Callable

import pytest

from knowledge.terms import Verdict
from tests.firms.firm import ImportedFirm, words_of

Written = Callable[[dict[str, str]], ImportedFirm]
NEED = "We need better reports for the board"

# Customer → what is special about it; all of them said that they need reports, which Insight answers.
CUSTOMERS = {
    "Plain Ltd": "",
    "Dealing Ltd": "an open deal with a line",
    "Named Deal Ltd": "an open deal that only its name ties to the product",
    "Waiting Ltd": "a pitch of ten days ago",
    "Won Deal Ltd": "a deal won last week, the contract not on record yet",
    "Lost Deal Ltd": "a deal lost last week, for the price",
    "Old Loss Ltd": "a deal lost a year ago",
    "Old Pitch Ltd": "a pitch that nobody answered for half a year",
    "Signed Ltd": "a contract that begins later",
    "Trying Ltd": "on trial",
    "Refusing Ltd": "a newer need says no",
    "Content Ltd": "content with another supplier's",
    "Quitter Ltd": "gave it up two months ago",
    "Long Ago Ltd": "gave it up three years ago",
    "Returner Ltd": "gave it back last month",
    "Old Return Ltd": "gave it back years ago",
    "Bundled Ltd": "has the suite",
    "Editioned Ltd": "has the annual edition",
    "Substituted Ltd": "has what does the same",
    "Paris Ltd": "where it is not sold",
    "Tiny Ltd": "too small for it",
    "Daughter Ltd": "its parent has it",
    "Mother Ltd": "has it",
}
FILES = {
    "people.csv": "id,name,email,role,team,language\nr1,Ken Abe,ken@harbour.example,rep,East,en",
    "products.csv": "id,name,name_ja,family,list_price,currency,billing_period,is_per_seat,"
    """solves,countries,employees_from,launched_on,retired_on
desk,Desk,デスク,Desk,1000,JPY,month,yes,,,,
oldie,Oldie,オールディ,Oldie,900,JPY,month,yes,,,,,2026-11-29
today,Today,トゥデイ,Today,900,JPY,month,yes,,,,,2026-11-30
ins,Insight,インサイト,Insight,30000,JPY,month,no,reports,"JP, US",10,
ann,Insight Annual,インサイト年間,Insight,25000,JPY,month,no,,,,
vis,Vista,ビスタ,Vista,40000,JPY,month,no,,,,
suite,Board Suite,ボードスイート,Suite,90000,JPY,month,no,,,,
coming,Forecast,フォーキャスト,Forecast,5000,JPY,month,no,board,,,2027-02-01""",
    "product_relations.csv": "product,related,kind\nins,vis,substitute\nsuite,ins,contains",
    "accounts.csv": "id,name,owner,country,language,employees,parent,created_on,onboarded_on\n"
    + "\n".join(
        f"{name.split(' Ltd')[0]},{name},r1,{'FR' if name == 'Paris Ltd' else 'JP'},en,"
        f"{3 if name == 'Tiny Ltd' else 50},{'Mother' if name == 'Daughter Ltd' else ''},2024-01-01,2024-03-01"
        for name in reversed(CUSTOMERS)
    ),
    "subscriptions.csv": "id,account,product,seats,monthly,currency,started_on,ended_on\n"
    + "\n".join(
        f"s{place},{name},desk,10,10000,JPY,2024-01-01," for place, name in enumerate(CUSTOMERS) if name != "Mother Ltd"
    )
    + """
x1,Signed Ltd,ins,,30000,JPY,2027-01-01,
x2,Trying Ltd,ins,,0,JPY,2026-11-15,2026-12-15
x3,Quitter Ltd,ins,,30000,JPY,2025-01-01,2026-09-30
x4,Long Ago Ltd,ins,,30000,JPY,2022-01-01,2023-03-31
x5,Bundled Ltd,suite,,90000,JPY,2024-05-01,
x6,Editioned Ltd,ann,,25000,JPY,2024-05-01,
x7,Substituted Ltd,vis,,40000,JPY,2024-05-01,
x8,Mother Ltd,ins,,30000,JPY,2024-05-01,""",
    "purchases.csv": """id,account,product,purchased_on,quantity,amount,currency
1,Returner Ltd,ins,2026-10-01,1,360000,JPY
2,Returner Ltd,ins,2026-10-20,-1,-360000,JPY
3,Old Return Ltd,ins,2024-05-01,1,360000,JPY
4,Old Return Ltd,ins,2024-05-20,-1,-360000,JPY""",
    "needs.csv": "id,account,text,said_by,said_on\n"
    + "\n".join(f"{place},{name},{NEED},CFO,2026-11-01" for place, name in enumerate(CUSTOMERS))
    + """
90,Refusing Ltd,We do not need reports after all,CFO,2026-11-20
91,Content Ltd,The reports of our other supplier work fine,CFO,2026-11-20""",
    "surveys.csv": "id,account,kind,score,answered_on\n"
    + "\n".join(f"{place},{name},nps,9,2026-11-10" for place, name in enumerate(CUSTOMERS)),
    "deals.csv": """id,account,owner,name,outcome,opened_on,amount,currency,closed_on,lost_reason
d1,Dealing Ltd,r1,Board project,open,2026-11-20,360000,JPY
d2,Named Deal Ltd,r1,Insight for headquarters,open,2026-11-20,360000,JPY
d3,Won Deal Ltd,r1,Board project,won,2026-10-20,360000,JPY,2026-11-23,
d4,Lost Deal Ltd,r1,Board project,lost,2026-10-20,360000,JPY,2026-11-23,price
d5,Old Loss Ltd,r1,Board project,lost,2025-10-20,360000,JPY,2025-11-23,price""",
    "deal_lines.csv": "id,deal,product,quantity,amount,currency\n"
    + "\n".join(f"l{deal},d{deal},ins,1,360000,JPY" for deal in (1, 3, 4, 5)),
    "proposals.csv": """id,account,product,person,kind,proposed_on,outcome
p1,Waiting Ltd,ins,r1,cross_sell,2026-11-20,pitched
p2,Old Pitch Ltd,ins,r1,cross_sell,2026-05-20,pitched""",
}
LEFT_OUT = {
    "Dealing Ltd": ("deal that is open since 20 Nov 2026", "2026年11月20日からの商談"),
    "Named Deal Ltd": ("deal that is open since 20 Nov 2026", "2026年11月20日からの商談"),
    "Waiting Ltd": ("offered on 20 Nov 2026, no answer yet", "2026年11月20日にご提案済みで、お返事待ち"),
    "Won Deal Ltd": ("won in a deal on 23 Nov 2026", "2026年11月23日に受注済み"),
    "Lost Deal Ltd": ("was lost on 23 Nov 2026 (Too expensive)", "2026年11月23日に失注しています（"),
    "Signed Ltd": ("begins on 1 Jan 2027", "契約済みです（2027年1月1日開始）"),
    "Trying Ltd": ("on trial until 15 Dec 2026", "2026年12月15日まで試用中"),
    "Refusing Ltd": ("said on 20 Nov 2026 that they do not need it", "2026年11月20日に不要とのお話"),
    "Content Ltd": ("are content, as they said on 20 Nov 2026", "別の手段で足りている"),
    "Quitter Ltd": ("gave it up on 30 Sep 2026", "2026年9月30日に解約"),
    "Returner Ltd": ("gave it back on 20 Oct 2026", "2026年10月20日に返品"),
    "Bundled Ltd": ("part of Board Suite", "ボードスイートに含まれています"),
    "Editioned Ltd": ("Insight Annual, another edition", "別エディション（インサイト年間）"),
    "Substituted Ltd": ("Vista, which does the same", "同じ用途のビスタ"),
    "Paris Ltd": ("not sold in FR", "（FR）では販売していません"),
    "Tiny Ltd": ("not made for a firm of 3 people", "従業員3名の企業は対象外"),
}
OFFERED = {
    "Plain Ltd": ("", ""),
    "Old Pitch Ltd": ("", ""),
    "Old Loss Ltd": ("", ""),
    "Long Ago Ltd": ("had Insight until 31 Mar 2023", "2023年3月31日まで契約"),
    "Old Return Ltd": ("gave Insight back on 20 May 2024", "2024年5月20日に返品"),
    "Daughter Ltd": ("Mother Ltd, of the same group, has Insight", "Mother Ltd様がインサイトをお使い"),
}


@pytest.fixture
def harbour(written_firm: Written) -> ImportedFirm:
    return written_firm(FILES)


def test_a_product_that_is_kept_from_a_customer_is_told_with_its_reason(harbour: ImportedFirm) -> None:
    for name, (english, japanese) in LEFT_OUT.items():
        reply = harbour.run("recommend_offer", name)
        assert "Insight" not in [offer.product for offer in reply.offers], name
        assert english in words_of(reply), (name, words_of(reply))
        assert japanese in words_of(harbour.run("recommend_offer", name, language="ja")), name


def test_what_nothing_keeps_back_is_offered_with_what_must_be_said(harbour: ImportedFirm) -> None:
    for name, (english, japanese) in OFFERED.items():
        reply = harbour.run("recommend_offer", name)
        assert "Insight" in [offer.product for offer in reply.offers], (name, words_of(reply))
        assert english in words_of(reply), (name, words_of(reply))
        assert japanese in words_of(harbour.run("recommend_offer", name, language="ja")), name


def test_a_product_to_come_is_told_to_who_asked_for_it(harbour: ImportedFirm) -> None:
    reply = harbour.run("recommend_offer", "Plain Ltd")
    assert "Forecast: it comes on 1 Feb 2027" in words_of(reply)
    assert "Forecast" not in [offer.product for offer in reply.offers]


ASKED = {
    "Lost Deal Ltd": "Do not offer Lost Deal Ltd Insight now.",
    "Waiting Ltd": "Do not offer Waiting Ltd Insight now.",
    "Quitter Ltd": "Do not offer Quitter Ltd Insight now.",
    "Plain Ltd": "Offer Plain Ltd Insight now.",
}


@pytest.mark.parametrize("question", ["recommend_offer", "check_timing"])
def test_of_a_product_asked_about_the_verdict_on_it_comes_first(harbour: ImportedFirm, question: str) -> None:
    for name, headline in ASKED.items():
        reply = harbour.run(question, name, product="Insight", products=["Insight"])
        assert reply.headline.startswith(headline), reply.headline
        assert reply.verdict is (Verdict.NOW if headline.startswith("Offer") else Verdict.NOT_NOW)
    reply = harbour.run(question, "Lost Deal Ltd", product="Insight", language="ja")
    assert "インサイトのご提案は控えます" in reply.headline


def test_of_a_product_that_nothing_speaks_for_that_is_told_and_what_would_fit_instead(harbour: ImportedFirm) -> None:
    reply = harbour.run("recommend_offer", "Plain Ltd", product="Board Suite")
    assert reply.headline == "Nothing speaks for Board Suite with Plain Ltd so far; for Insight something does."
    assert [offer.product for offer in reply.offers] == ["Insight"]


def test_what_they_have_already_is_no_question_of_whether(harbour: ImportedFirm) -> None:
    assert harbour.run("recommend_offer", "Plain Ltd", product="Desk").headline == "Offer Plain Ltd Insight now."


def test_two_offers_are_never_two_of_what_does_the_same(harbour: ImportedFirm) -> None:
    offered = [offer.product for offer in harbour.run("recommend_offer", "Plain Ltd").offers]
    assert len({"Insight", "Insight Annual", "Vista", "Board Suite"} & set(offered)) == 1


def test_who_should_i_call_holds_back_what_is_under_way(harbour: ImportedFirm) -> None:
    told = words_of(harbour.run("rank_accounts", view="held_back"))
    assert "Waiting Ltd: what fits is under way" in told
    assert "Plain Ltd: " not in told
    assert "Plain Ltd: " in words_of(harbour.run("rank_accounts"))


SEATS = "id,account,product,seats,monthly,currency,started_on,ended_on\n" + "\n".join(
    f"{name},{name},{product},10,10000,JPY,2024-01-01,{ends}"
    for name, product, ends in (
        ("Full", "desk", ""),
        ("Content", "desk", ""),
        ("Ending", "desk", "2026-12-31"),
        ("Retired", "oldie", ""),
        ("Last day", "today", ""),
    )
)
WEEKS = [f"2026-{month:02d}-{day:02d}" for month, day in ((7, 13), (7, 20), (7, 27), (8, 3), (8, 10), (8, 17), (8, 24))]
WEEKS += [
    f"2026-{month:02d}-{day:02d}" for month, day in ((8, 31), (9, 7), (9, 14), (9, 21), (9, 28), (10, 5), (10, 12))
]
WEEKS += [f"2026-{month:02d}-{day:02d}" for month, day in ((10, 19), (10, 26), (11, 2), (11, 9), (11, 16), (11, 23))]


def test_more_seats_are_offered_only_where_nothing_speaks_against_them(written_firm: Written) -> None:
    names = {"Full": "desk", "Content": "desk", "Ending": "desk", "Retired": "oldie", "Last day": "today"}
    firm = written_firm(
        {
            "people.csv": FILES["people.csv"],
            "products.csv": FILES["products.csv"],
            "accounts.csv": "id,name,owner,created_on,onboarded_on\n"
            + "\n".join(f"{name},{name},r1,2024-01-01,2024-03-01" for name in names),
            "subscriptions.csv": SEATS,
            "usage.csv": "account,product,day,active_users,events,seats_used\n"
            + "\n".join(f"{name},{product},{day},10,200,10" for name, product in names.items() for day in WEEKS),
            "surveys.csv": "id,account,kind,score,answered_on\n"
            + "\n".join(f"{name},{name},nps,9,2026-11-10" for name in names),
            "needs.csv": "id,account,text,said_by,said_on\nn1,Content,We have enough seats,CFO,2026-11-01",
        }
    )
    assert firm.run("recommend_offer", "Full").headline == "Offer Full more seats of Desk now."
    assert firm.run("recommend_offer", "Last day").headline == "Offer Last day more seats of Today now."
    for name, english, japanese in (
        ("Content", "said on 1 Nov 2026 that they need no more seats", "席の追加は不要とのお話"),
        ("Ending", "the contract ends on 31 Dec 2026", "契約は2026年12月31日に終了"),
        ("Retired", "the last day of sale was 29 Nov 2026", "2026年11月29日をもって販売を終了"),
    ):
        reply = firm.run("recommend_offer", name)
        assert not reply.offers, name
        assert english in words_of(reply), words_of(reply)
        assert japanese in words_of(firm.run("recommend_offer", name, language="ja")), name
