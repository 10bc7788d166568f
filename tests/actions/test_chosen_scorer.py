"""The scorer that the firm's past chose ranks the offers, and the answer says how far it can be trusted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, event, insert, select

from actions.reply import Reply
from bot.dialogue.action_executor import ActionRunner
from knowledge.kernel.bulk_load import load_rows
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import Knowledge, open_knowledge
from knowledge.nightly.refresh import build_nightly_snapshot, store_nightly_snapshot
from knowledge.offers.queries.offer_scores import load_offer_scores
from knowledge.tables import Account, AccountOffers, DerivedTable
from tests.knowledge.offers.affinity.made import DAY, make_firm

TODAY = DAY + dt.timedelta(days=899)
ACCOUNTS, PRODUCTS = 300, range(100, 112)
Ask = Callable[..., Reply]


def open_firm(folder: Path, *, habit: float) -> Knowledge:
    """A store of 300 accounts and 12 products, whose buyers take the next product in turn as often as habit says."""
    knowledge = open_knowledge(f"sqlite:///{folder / 'firm.db'}", trusts_operator=True)
    with knowledge.engine.begin() as connection:
        load_rows(connection, tables_of(habit))
    return knowledge


def tables_of(habit: float) -> dict[str, list[dict[str, object]]]:
    bought = make_firm(accounts=ACCOUNTS, habit=habit).itertuples(index=False)
    return {
        "accounts": [
            {"id": n, "key": f"a{n}", "name": f"Firm {n}", "normal_name": f"firm {n}", "source": "made"}
            for n in range(1, ACCOUNTS + 1)
        ],
        "products": [
            {"id": n, "key": f"p{n}", "name": f"Product {n}", "family": f"F{n}", "source": "made"} for n in PRODUCTS
        ],
        "purchases": [
            {"id": place, "key": f"b{place}", "account_id": row.account_id, "product_id": row.product_id}
            | {"purchased_on": row.purchased_on.date(), "source": "made"}
            for place, row in enumerate(bought, start=1)
        ],
    }


@pytest.fixture(scope="module")
def habitual(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return open_firm(tmp_path_factory.mktemp("habit"), habit=0.9)


@pytest.fixture(scope="module")
def random(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return open_firm(tmp_path_factory.mktemp("random"), habit=0.0)


def ask(knowledge: Knowledge, intent: str, account: int | None, **slots: object) -> Reply:
    runner = ActionRunner(lambda action: action(knowledge))  # type: ignore[call-arg]
    known = {"account_id": account, "account": f"Firm {account}"} if account else {}
    told = {"asker": "operator", "as_of": TODAY.isoformat(), "language": "en", **known, **slots}
    (reply,) = runner.run(intent, sender="operator", slots=told, text="")
    return reply


def offer_lines(reply: Reply) -> str:
    return "\n".join(line.text for section in reply.sections if section.key == "offers" for line in section.lines)


def accounts_ranked(knowledge: Knowledge) -> dict[int, list[int]]:
    with knowledge.access(OPERATOR.key, as_of=TODAY) as access:
        scores = load_offer_scores(access)
    assert scores is not None
    return {account: list(ranked) for account, ranked in scores.ranked.items()}


def test_the_offers_stand_in_the_order_of_the_chosen_scorer(habitual: Knowledge) -> None:
    ranked, counted = accounts_ranked(habitual), 0
    for account in list(ranked)[:10]:
        offered = [offer.product_id for offer in ask(habitual, "recommend_offer", account).offers]
        order = [product for product in ranked[account] if product in offered]
        assert offered == order
        counted += len(offered)
    assert counted > 10


def test_the_ranking_of_accounts_and_the_tiers_read_the_same_scores(habitual: Knowledge) -> None:
    ranked = accounts_ranked(habitual)
    with habitual.engine.begin() as connection:
        account = next(iter(ranked))
        row = select(AccountOffers.offers).where(AccountOffers.account_id == account)
        kept = connection.execute(row).scalar_one()
        connection.execute(delete(AccountOffers).where(AccountOffers.account_id == account))
    assert not ask(habitual, "recommend_offer", account).offers
    with habitual.engine.begin() as connection:
        connection.execute(insert(AccountOffers).values(day=TODAY, account_id=account, offers=kept))
    assert ask(habitual, "recommend_offer", account).offers


def test_each_offer_is_justified_by_counts_against_a_baseline(habitual: Knowledge) -> None:
    for account in list(accounts_ranked(habitual))[:10]:
        for offer in ask(habitual, "recommend_offer", account).offers:
            assert f"{offer.evidence['adopters']} of {offer.evidence['owners']} accounts" in offer.reason


def test_without_a_personal_signal_the_answer_says_that_best_sellers_do_as_well(random: Knowledge) -> None:
    account = next(each for each in accounts_ranked(random) if ask(random, "recommend_offer", each).offers)
    assert "best-sellers do as well" in offer_lines(ask(random, "recommend_offer", account))
    assert "売れ筋を挙げるのと同程度" in offer_lines(ask(random, "recommend_offer", account, language="ja"))


def test_a_chance_is_stated_only_with_its_reliability_and_else_what_was_taken_last_quarter(
    habitual: Knowledge,
) -> None:
    told = 0
    with habitual.access(OPERATOR.key, as_of=TODAY) as access:
        scores = load_offer_scores(access)
    assert scores is not None
    for account, ranked in list(scores.ranked.items())[:20]:
        reply = ask(habitual, "recommend_offer", account)
        text = offer_lines(reply)
        for offer in reply.offers:
            chance = ranked[offer.product_id or 0].chance
            assert ("Chance that they take it" in text) or chance is None
            if chance is None:
                assert "were bought since" in text
                assert not (scores.scorer.states_chances and "I state no chance: it did not hold" in text)
            told += 1
        why = ask(habitual, "explain_answer", account, figures=[f.model_dump(mode="json") for f in reply.figures])
        if scores.scorer.bands and reply.offers:
            assert any("stated" in table.columns for table in why.tables)
    assert told > 10


def count_looks_at_everybody(engine: Engine, run: Callable[[], object]) -> int:
    """How often all purchases of all accounts were read meanwhile."""
    seen: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        run()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return sum("FROM purchases JOIN accounts" in statement.replace("\n", " ") for statement in seen)


def test_an_answer_after_the_night_reads_a_row_and_not_the_world(tmp_path: Path) -> None:
    knowledge = open_firm(tmp_path, habit=0.9)

    def refresh() -> None:
        with knowledge.access(OPERATOR.key, as_of=TODAY) as access:
            store_nightly_snapshot(access, build_nightly_snapshot(access))

    assert count_looks_at_everybody(knowledge.engine, refresh) > 0
    ask(knowledge, "recommend_offer", 7)  # follow-ons are counted once a day
    assert count_looks_at_everybody(knowledge.engine, lambda: ask(knowledge, "recommend_offer", 8)) == 0


def test_what_the_night_found_is_not_known_the_day_before(tmp_path: Path) -> None:
    knowledge = open_firm(tmp_path, habit=0.9)
    with knowledge.access(OPERATOR.key, as_of=TODAY) as access:
        store_nightly_snapshot(access, build_nightly_snapshot(access))
    with knowledge.access(OPERATOR.key, as_of=TODAY - dt.timedelta(days=1)) as access:
        before = load_offer_scores(access)
        assert before is not None
        assert before.scorer.as_of == TODAY - dt.timedelta(days=1)
    with knowledge.access(OPERATOR.key, as_of=TODAY + dt.timedelta(days=7)) as access:
        served = load_offer_scores(access)
        assert served is not None
        assert served.scorer.as_of == TODAY
        days = set(
            access.connection.execute(select(DerivedTable.as_of).where(DerivedTable.name == "offer_scorer")).scalars()
        )
    assert days == {TODAY - dt.timedelta(days=1), TODAY}


def test_a_customer_who_bought_nothing_is_ranked_nothing(habitual: Knowledge) -> None:
    with habitual.engine.begin() as connection:
        connection.execute(
            insert(Account).values(id=999, key="a999", name="Firm 999", normal_name="firm 999", source="made")
        )
    assert not ask(habitual, "recommend_offer", 999).offers


def test_a_question_about_a_later_day_does_not_empty_todays_ranking(tmp_path: Path) -> None:
    knowledge = open_firm(tmp_path, habit=0.9)
    for ahead in (0, 30, 0):
        with knowledge.access(OPERATOR.key, as_of=TODAY + dt.timedelta(days=ahead)) as access:
            scores = load_offer_scores(access)
            assert scores is not None
            assert scores.ranked
