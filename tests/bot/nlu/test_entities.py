import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.entities import Asking, Entities, find_entities
from bot.nlu.lexicon import Lexicon, Named

ASKING = Asking(dt.datetime(2026, 6, 10, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo")))
LEXICON = Lexicon(
    products=(
        Named("SFA Starter", ("SFA スターター",)),
        Named("Marketing Automation Pro", ("MA プロ",)),
        Named("Campaign Mailer", ("キャンペーンメーラー",)),
        Named("Cloud Backup Option", ("クラウド バックアップオプション",)),
    ),
    families=(
        Named("SFA", ("営業支援（SFA）",)),
        Named("Marketing Automation", ("マーケティングオートメーション(MA)",)),
    ),
    people=(Named("Maya Collins"), Named("田辺 優希")),
)


def found(text: str, *names: str) -> Entities:
    places = [(text.index(name), text.index(name) + len(name)) for name in names]
    return find_entities(text, lexicon=LEXICON, asking=ASKING, names=places)


@pytest.mark.parametrize(
    ("text", "products", "families", "tiers", "people"),
    [
        ("price of SFA Starter?", ("SFA Starter",), (), (), ()),
        ("SFAスターターの値段は?", ("SFA Starter",), (), (), ()),
        ("MAプロとSFA スターターの違い", ("Marketing Automation Pro", "SFA Starter"), (), (), ()),
        ("does marketing automation fit?", (), ("Marketing Automation",), (), ()),
        ("営業支援を提案したい", (), ("SFA",), (), ()),
        ("how much does cloud backup cost", ("Cloud Backup Option",), (), (), ()),
        ("クラウドバックアップいくら", ("Cloud Backup Option",), (), (), ()),
        ("the difference between basic and pro", (), (), ("Basic", "Pro"), ()),
        ("ベーシックからプロへ", (), (), ("ベーシック", "プロ"), ()),
        ("a professional answer, promptly", (), (), (), ()),
        ("プロジェクト管理", (), (), (), ()),
        ("hand it to Maya", (), (), (), ("Maya Collins",)),
        ("田辺さんに引き継いで", (), (), (), ("田辺 優希",)),
    ],
)
def test_products_tiers_and_people_are_named_in_either_language(
    text: str, products: Any, families: Any, tiers: Any, people: Any
) -> None:
    entities = found(text)
    assert (entities.products, entities.families) == (products, families)
    assert (entities.tiers, entities.people) == (tiers, people)


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("a deal of ¥300k", 300_000, "JPY"),
        ("30万円の案件", 300_000, "JPY"),
        ("1,200万で成約", 12_000_000, "JPY"),
        ("1.5億円", 150_000_000, "JPY"),
        ("about $1.2m a year", 120_000_000, "USD"),
        ("€ 2,500.50", 250_050, "EUR"),
        ("500,000 yen", 500_000, "JPY"),
        ("won, 1.2m", 1_200_000, "JPY"),
        ("3,000 a month", 3_000, "JPY"),
        ("10万ドル", 10_000_000, "USD"),
    ],
)
def test_money_is_whole_minor_units(text: str, minor: int, currency: str) -> None:
    money = found(text).money
    assert money is not None
    assert (money.minor, money.currency) == (minor, currency)


@pytest.mark.parametrize(
    "text", ["3 offers", "24/7", "at 3pm", "10 people", "3人", "100名様", "2 million reasons to go"[10:]]
)
def test_other_numbers_are_no_money(text: str) -> None:
    assert found(text).money is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("200 people", 200),
        ("50席", 50),
        ("add 15 more seats", 15),
        ("1,000 users", 1_000),
        ("25人分", 25),
        ("1万人", 10_000),
    ],
)
def test_seats_are_counted(text: str, number: int) -> None:
    seats = found(text).seats
    assert seats is not None
    assert seats.number == number


@pytest.mark.parametrize(
    ("text", "medium", "language"),
    [
        ("draft an e-mail in Japanese", "email", "ja"),
        ("電話用に英語で書いて", "call", "en"),
        ("make it a Slack message", "slack", None),
        ("日本語版のメール", "email", "ja"),
        ("what is new?", None, None),
    ],
)
def test_medium_and_language_are_wished_for(text: str, medium: str | None, language: str | None) -> None:
    assert (found(text).medium, found(text).language) == (medium, language)


@pytest.mark.parametrize(
    ("text", "outcome", "reason"),
    [
        ("we won Acme!", "won", None),
        ("Acme said no, too expensive", "lost", "too expensive"),
        ("Acme won't need it", None, None),
        ("lost Acme because of the budget", "lost", "the budget"),
        ("Acme: not now, maybe later", "later", None),
        ("it is too early for Acme", "too_early", None),
        ("Acme is not interested", "not_relevant", None),
        ("Acmeは失注、理由は価格が高いとのこと", "lost", "価格が高い"),
        ("Acmeから受注しました", "won", None),
        ("Acmeは保留になりました", "later", None),
        ("Acmeにはまだ早いとのこと", "too_early", None),
        ("Acmeは興味ないそうです", "not_relevant", None),
        ("予算がないためAcmeは見送り", "lost", "予算がない"),
    ],
)
def test_an_outcome_has_its_reason(text: str, outcome: str | None, reason: str | None) -> None:
    slots = found(text, "Acme").to_slots("log_outcome")
    assert slots.get("outcome") == outcome
    assert reason is None or slots.get("reason") == reason


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("Acme needs better reporting", "better reporting"),
        ("record a need for Acme: faster onboarding, please", "faster onboarding"),
        ("Acme is looking for a way to automate invoices", "a way to automate invoices"),
        ("Acmeは請求書の自動化が必要です", "請求書の自動化"),
        ("Acme様はシングルサインオンをご希望です", "シングルサインオン"),
        ("メモ:Acmeは「集計を楽にしたい」", "集計を楽にしたい"),
    ],
)
def test_a_need_is_kept_in_the_customers_words(text: str, need: str) -> None:
    assert found(text, "Acme").to_slots("record_need")["need"] == need


@pytest.mark.parametrize(
    ("text", "objection"),
    [
        ('they say "your price is too high", what do I answer?', "your price is too high"),
        ("they said it is too expensive", "it is too expensive"),
        ("rebuttal for no budget", "no budget"),
        ("「高すぎる」と言われた", "高すぎる"),
        ("予算がないと言われました。どう返す?", "予算がない"),
    ],
)
def test_an_objection_is_kept_in_the_customers_words(text: str, objection: str) -> None:
    assert found(text).to_slots("handle_objection")["objection"] == objection


def test_free_text_goes_only_where_it_is_asked_for() -> None:
    slots = found("which customers need attention?").to_slots("list_churn_risks")
    assert not {"need", "objection", "reason", "outcome"} & set(slots)


def test_dates_of_a_hold_become_its_end() -> None:
    assert found("hold Acme for two weeks", "Acme").to_slots("hold_account")["until"] == "2026-06-24"
    assert found("Acmeへの提案は月末まで止めて", "Acme").to_slots("hold_account")["until"] == "2026-06-30"


def test_a_customer_named_like_a_product_or_day_is_neither() -> None:
    entities = found("call Friday Systems about SFA", "Friday Systems")
    assert entities.dates == ()
    assert entities.families == ("SFA",)


def test_places_serve_for_masking() -> None:
    text = "offer SFA Starter to Acme on Friday"
    spans = found(text, "Acme").spans
    assert [(text[start:end], kind) for start, end, kind in spans] == [
        ("SFA Starter", "product"),
        ("on Friday", "date"),
    ]


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=150)
def test_any_text_is_read_without_an_error(text: str) -> None:
    find_entities(text, lexicon=LEXICON, asking=ASKING).to_slots("record_need")


@pytest.mark.parametrize("text", ["what is our churn rate?", "which customers are at risk?", "sales by month"])
def test_first_letters_that_are_a_word_are_no_product(text: str) -> None:
    families = [Named("Inlagd Sill"), Named("Apple Tea"), Named("Bilge Yarn"), Named("Support Desk")]
    lexicon = Lexicon(families=families)
    assert not list(lexicon.find(text))
    assert [span.name for span in lexicon.find(f"{text} SD")] == ["Support Desk"]
