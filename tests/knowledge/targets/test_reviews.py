"""The day's look at target definitions: nobody is kept waiting by it, each owner is told once, nothing stops it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, select, update

from knowledge.kernel.bulk_load import load_rows
from knowledge.metrics.rules import MetricRules
from knowledge.notifications.commands.notifications import NoticeKind
from knowledge.playbook.rules import Rules
from knowledge.tables import Notice, Subscription
from knowledge.targets.commands.reviews import review_once
from tests.knowledge.small_firm import NOW, TODAY

OLD = "  - {{version: 1, date: 2026-01-05, owner: {owner}, hypothesis: A., criteria: {{}}}}\n"
NEW = "  - {{version: 2, date: 2026-03-02, owner: {owner}, hypothesis: B., criteria: {{}}}}\n"


@pytest.fixture
def targets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OSUSUME_TARGETS", str(tmp_path))
    (tmp_path / "first.yml").write_text("versions:\n" + (OLD + NEW).format(owner="rei"))
    (tmp_path / "second.yml").write_text("versions:\n" + (OLD + NEW).format(owner="ron"))
    return tmp_path


@pytest.fixture
def paying(firm: Engine) -> Engine:
    contract = {"key": "s1", "account_id": 1, "product_id": 1, "started_on": dt.date(2025, 1, 1)}
    with firm.begin() as connection:
        load_rows(connection, {"subscriptions": [contract | {"monthly_minor": 9, "currency": "JPY", "source": "test"}]})
    return firm


@pytest.fixture
def transactions(paying: Engine) -> Iterator[list[list[str]]]:
    """The statements of each transaction."""
    seen: list[list[str]] = [[]]

    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        seen[-1].append(statement)

    def end(_connection: Connection) -> None:
        seen.append([])

    event.listen(paying, "before_cursor_execute", note)
    event.listen(paying, "commit", end)
    yield seen
    event.remove(paying, "before_cursor_execute", note)
    event.remove(paying, "commit", end)


def told(engine: Engine) -> list[tuple[str, str]]:
    query = select(Notice.person_key, Notice.facts).where(Notice.kind == NoticeKind.TARGET_REVIEW).order_by(Notice.id)
    with engine.connect() as connection:
        return [(key, str(facts["trigger"])) for key, facts in connection.execute(query)]


@pytest.mark.usefixtures("targets")
def test_the_owner_is_told_once_a_day_whoever_asks(paying: Engine) -> None:
    assert review_once(paying, Rules(), TODAY, now=NOW) == 2
    assert review_once(paying, Rules(), TODAY, now=NOW) == 0
    assert told(paying) == [("rei", "stale"), ("ron", "stale")]


@pytest.mark.usefixtures("targets")
def test_customers_are_assessed_while_nothing_is_held_for_writing(
    paying: Engine, transactions: list[list[str]]
) -> None:
    review_once(paying, Rules(), TODAY, now=NOW)
    writing = [each for each in transactions if any(one.startswith(("INSERT", "UPDATE", "DELETE")) for one in each)]
    assert writing
    assert not [one for each in writing for one in each if "usage" in one or "tickets" in one or "subscriptions" in one]


def test_everybody_is_assessed_once_a_day_asked_about_however_many_definitions(
    targets: Path, paying: Engine, transactions: list[list[str]]
) -> None:
    review_once(paying, Rules(), TODAY, now=NOW)
    looks = sum("tickets" in one for each in transactions for one in each)
    (targets / "third.yml").write_text("versions:\n" + (OLD + NEW).format(owner="mana"))
    transactions[:] = [[]]
    review_once(paying, Rules(), TODAY + dt.timedelta(days=1), now=NOW + dt.timedelta(days=1))
    assert sum("tickets" in one for each in transactions for one in each) == looks > 0


@pytest.mark.parametrize("rates_file", [None, "nowhere/rates.csv"])
def test_a_definition_whose_figures_lack_a_rate_is_still_old(
    targets: Path, paying: Engine, rates_file: str | None
) -> None:
    (targets / "broken.yml").write_text("versions:\n  - {version: 1, hypotesis: x}\n")
    with paying.begin() as connection:
        connection.execute(update(Subscription).values(currency="USD"))
    rules = Rules(metrics=MetricRules(rates_file=rates_file))
    assert review_once(paying, rules, TODAY, now=NOW) == 2
    assert told(paying) == [("rei", "stale"), ("ron", "stale")]
