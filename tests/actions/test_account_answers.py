"""The answers about one customer that are not the offer itself."""

import datetime as dt

import pytest
from sqlalchemy import insert, select

from bot.dialogue.action_executor import ActionRunner
from knowledge.demo import DEMO_DAY
from knowledge.knowledge import Knowledge
from knowledge.tables import Account, CompetitorProduct, Product
from knowledge.terms import Verdict
from tests.actions.conftest import Ask
from tests.actions.test_recommend_offer import said

INTENTS = (
    "brief_account",
    "show_purchases",
    "check_satisfaction",
    "check_usage",
    "check_timing",
    "compare_tiers",
    "draft_talk_track",
)


@pytest.mark.parametrize("intent", INTENTS)
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "account", ["Acme Corporation", "Fernhill Studio", "Everbright Holdings", "株式会社北斗製作所"]
)
def test_every_answer_can_be_given_for_rich_and_for_hardly_any_data(
    ask: Ask, intent: str, language: str, account: str
) -> None:
    reply = ask(intent, account, language=language)
    assert reply.language == language
    assert reply.account is not None
    assert not reply.trouble


def test_a_brief_names_people_phase_and_last_contact(ask: Ask) -> None:
    words = said(ask("brief_account", "Acme Corporation"))
    assert "Owner Maya Collins, CS Hannah Reyes" in words
    assert "Olivia Hart, Head of Sales: champion" in words
    assert "Last contact 21 Sep 2026, 9 days ago." in words


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Safe 3 by Rival, until 1 Dec 2026; ours in its place: Support Desk Team"),
        ("ja", "RivalのSafe 3（契約は2026年12月1日まで）。置き換え候補："),
    ],
)
def test_a_brief_tells_what_they_have_of_competitors(own_demo: Knowledge, language: str, told: str) -> None:
    with own_demo.engine.begin() as connection:
        account = connection.execute(select(Account.id).where(Account.name == "Acme Corporation")).scalar_one()
        ours = connection.execute(select(Product.id).where(Product.name == "Support Desk Team")).scalar_one()
        row = {"account_id": account, "source": "test", "competitor": "Rival"}
        now = {"key": "t:1", "name": "Safe 3", "product_id": ours, "until_on": dt.date(2026, 12, 1)}
        over = {"key": "t:2", "name": "Safe 1", "product_id": None, "until_on": dt.date(2026, 1, 1)}
        connection.execute(insert(CompetitorProduct), [row | now, row | over])
    slots = {"asker": "operator", "as_of": DEMO_DAY.isoformat(), "language": language, "account_id": account}
    runner = ActionRunner(lambda action: action(own_demo))  # type: ignore[call-arg]
    (reply,) = runner.run("brief_account", sender="operator", slots=slots, text="")
    words = said(reply)
    assert told in words
    assert "Safe 1" not in words


def test_purchases_come_newest_first_with_running_contracts(ask: Ask) -> None:
    contracts, purchases = ask("show_purchases", "Acme Corporation").tables
    assert [row[1] for row in purchases.rows] == ["SFA Standard", "Support Desk Team"]
    assert ("SFA Standard", "40", "¥260,000") in {row[:3] for row in contracts.rows}


@pytest.mark.parametrize(
    ("account", "headline"),
    [
        ("Acme Corporation", "is a promoter: NPS 9, 12 days ago, up from 8."),
        ("Initech", "is dissatisfied: NPS 3"),
        ("Thistle & Vale", "is passive: NPS 8"),
        ("Hooli", "there is no survey answer"),
        ("Copperfield Foods", "no NPS answer within its shelf life"),
    ],
)
def test_satisfaction_is_told_with_its_age_or_as_missing(ask: Ask, account: str, headline: str) -> None:
    assert headline in ask("check_satisfaction", account).headline


def test_falling_use_is_told_against_the_accounts_own_past(ask: Ask) -> None:
    reply = ask("check_usage", "Vandelay Industries")
    assert "less and less" in reply.headline
    assert reply.figure("trend").raw == pytest.approx(-0.45, abs=0.02)


def test_timing_gives_a_day_to_wait_for(ask: Ask) -> None:
    reply = ask("check_timing", "Acme Corporation", as_of="2026-07-20")
    assert reply.verdict is Verdict.WAIT
    assert reply.verdict_until is not None
    assert "Wait until" in said(reply)


def test_no_pitch_is_drafted_for_a_customer_in_trouble(ask: Ask) -> None:
    reply = ask("draft_talk_track", "Initech", medium="email")
    assert reply.verdict is Verdict.NOT_NOW
    letter = said(reply)
    assert "I am sorry about the sign-in outage" in letter
    assert "Secure Access" not in letter


def test_an_email_is_whole_and_leans_on_their_own_words(ask: Ask) -> None:
    letter = said(ask("draft_talk_track", "Northwind Traders", medium="email"))
    assert "Subject: Passwords and single sign-on" in letter
    assert "you told us that everybody has ten passwords now and that you want single sign-on" in letter
    assert "Kind regards" in letter


def test_a_japanese_email_keeps_the_register(ask: Ask) -> None:
    letter = said(ask("draft_talk_track", "さくら商事株式会社", medium="email", language="ja"))
    assert "さくら商事株式会社\n営業部長　大西 涼子様" in letter
    assert "いつもお世話になっております。" in letter
    assert letter.index("何卒よろしくお願いいたします。") < letter.index("Osusume Demo KK\n")


def test_a_product_that_does_not_fit_is_said_to_not_fit(ask: Ask) -> None:
    reply = ask("draft_talk_track", "Acme Corporation", product="Cloud Workspace Team")
    assert "Cloud Workspace Team is not what fits Acme Corporation now" in said(reply)


def test_three_tiers_keep_recommend_and_add(ask: Ask) -> None:
    stay, middle, more = ask("compare_tiers", "Northwind Traders").tiers
    assert middle.recommended
    assert any("ten passwords" in line for line in stay.lacks)
    assert len(more.gives) >= len(middle.gives)


def test_tiers_of_a_family_need_no_customer(ask: Ask) -> None:
    reply = ask("compare_tiers", product="SFA")
    assert [tier.name for tier in reply.tiers] == ["SFA Starter", "SFA Standard", "SFA Premium"]


def test_a_product_is_told_by_its_value_and_found_with_a_typo(ask: Ask) -> None:
    assert "managers see each stage" in ask("describe_product", product="SFA Standrad").headline


def test_an_unknown_product_gets_the_nearest_names(ask: Ask) -> None:
    reply = ask("describe_product", product="Qwxz")
    assert reply.trouble
    assert reply.choices


def test_why_opens_each_figure_down_to_its_rows(ask: Ask) -> None:
    answer = ask("recommend_offer", "Acme Corporation")
    figures = [figure.model_dump(mode="json") for figure in answer.figures]
    opened = ask("explain_answer", figures=figures, subject=answer.headline)
    assert {section.key for section in opened.sections} == {figure.key for figure in answer.figures}
    evidence = next(table for table in opened.tables if table.key.startswith("follow_on"))
    adopted = answer.figure(evidence.key).value
    assert f"of {adopted.split()[0]} rows" in evidence.title
    rows = [row for table in opened.tables if table.key != "first_two" for row in table.rows]
    assert all("data/demo" in row[-1] for row in rows)
    measured = next((table for table in opened.tables if table.key == "first_two"), None)
    assert measured is None or all("osusume backtest offers" in row[-1] for row in measured.rows)


def test_why_before_any_answer_says_so(ask: Ask) -> None:
    assert "no answer yet" in ask("explain_answer").headline


@pytest.mark.parametrize(("language", "told"), [("en", "renews on 6 Jun 2027"), ("ja", "更新日は2027年6月6日")])
def test_timing_tells_when_the_contract_renews(ask: Ask, language: str, told: str) -> None:
    assert told in said(ask("check_timing", "Acme Corporation", language=language))
