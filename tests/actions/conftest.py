"""The demo company, built once, and a way to ask one action about one of its customers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from actions.reply import Reply
from bot.dialogue.action_executor import ActionRunner
from knowledge.demo import DEMO_DAY, build_demo
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import Knowledge, open_knowledge
from knowledge.nightly.commands.night import look_once
from knowledge.offers.queries.offer_scores import make_offers
from knowledge.tables import Account

Ask = Callable[..., Reply]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Knowledge]:
    """The demo company on SQLite. Read it; a test that writes builds its own."""
    knowledge = open_knowledge(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}", trusts_operator=True)
    build_demo(knowledge.engine)
    with knowledge.access(OPERATOR.key, as_of=DEMO_DAY) as access:
        make_offers(access)  # or a test about an earlier day would choose the scorer for all
    look_once(knowledge.engine, knowledge.rules, DEMO_DAY, now=dt.datetime.combine(DEMO_DAY, dt.time(), tzinfo=dt.UTC))
    yield knowledge
    knowledge.engine.dispose()


@pytest.fixture(scope="session")
def ask(demo: Knowledge) -> Ask:
    """``ask("check_usage", "Acme Corporation", language="ja")``: the reply of that action."""
    runner = ActionRunner(lambda action: action(demo))  # type: ignore[call-arg]
    with demo.engine.connect() as connection:
        ids = {name: account_id for account_id, name in connection.execute(select(Account.id, Account.name))}

    def run(intent: str, account: str | None = None, *, text: str = "", **slots: object) -> Reply:
        known = {"account_id": ids[account], "account": account} if account else {}
        told = {"asker": "operator", "as_of": DEMO_DAY.isoformat(), "language": "en", **known, **slots}
        (reply,) = runner.run(intent, sender="operator", slots=told, text=text)
        return reply

    return run


@pytest.fixture
def own_demo(demo: Knowledge, tmp_path: Path) -> Iterator[Knowledge]:
    """The demo company in a store of this test's own, to write in."""
    copy = tmp_path / "own.db"
    with demo.engine.connect() as connection:
        connection.execute(text("VACUUM INTO :copy"), {"copy": str(copy)})
    knowledge = open_knowledge(f"sqlite:///{copy}", trusts_operator=True)
    yield knowledge
    knowledge.engine.dispose()


@pytest.fixture
def do(own_demo: Knowledge) -> Ask:
    """``do("record_need", "Acme Corporation", need="SSO", asker="Hannah Reyes")``: as ``ask``, and it is kept."""
    runner = ActionRunner(lambda action: action(own_demo))  # type: ignore[call-arg]
    with own_demo.engine.connect() as connection:
        ids = {name: account_id for account_id, name in connection.execute(select(Account.id, Account.name))}

    def run(intent: str, account: str | None = None, **slots: object) -> Reply:
        known = {"account_id": ids[account], "account": account} if account else {}
        now = dt.datetime.combine(DEMO_DAY, dt.time(1), tzinfo=dt.UTC).isoformat()  # 10:00 in Tokyo
        told = {"asker": "operator", "as_of": DEMO_DAY.isoformat(), "now": now, "language": "en", **known, **slots}
        (reply,) = runner.run(intent, sender="operator", slots=told, text="")
        return reply

    return run
