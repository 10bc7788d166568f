"""Which signals' alerts people act on: alerts told, and whether a touch or an answer followed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from knowledge.churn.commands.alerts import AlertAct
from knowledge.kernel.access import AccessContext
from knowledge.kernel.moments import as_utc
from knowledge.notifications.commands.notifications import NoticeKind, NoticeState
from knowledge.notifications.rules import DigestRules
from knowledge.tables import Account, AlertAnswer, Notice, Touch

_ACTED = (AlertAct.TASK, AlertAct.TO_CS, AlertAct.SNOOZE)


@dataclass(frozen=True)
class SignalRecord:
    """How often alerts with this strongest signal were told, and acted on within digest.acted_days."""

    signal: str
    alerts: int
    acted: int

    @property
    def share(self) -> float | None:
        """The acted-on rate; None without an alert."""
        return self.acted / self.alerts if self.alerts else None

    def is_to_demote(self, rules: DigestRules) -> bool:
        """Whether less weight is proposed: enough alerts, too few acted on."""
        return self.alerts >= rules.fewest_alerts and (self.share or 0.0) < rules.least_acted_share


def load_signal_records(access: AccessContext, *, days: int = 90) -> list[SignalRecord]:
    """One record a signal that was told within the days and whose time to act is over, most alerts first."""
    rules = access.rules.digest
    first, last = access.as_of - dt.timedelta(days=days), access.as_of - dt.timedelta(days=rules.acted_days)
    told = (
        select(Account.id, Notice.facts)
        .join(Notice, Notice.account_id == Account.id)
        .where(Notice.kind == NoticeKind.ALERT, Notice.state == NoticeState.DELIVERED, access.visible)
    )
    alerts = [
        (int(account_id), dt.date.fromisoformat(str(facts["day"])), str(facts["signal"]))
        for account_id, facts in access.connection.execute(told)
        if facts["signal"] and first <= dt.date.fromisoformat(str(facts["day"])) <= last
    ]
    acts = _load_acts(access, {account_id for account_id, _, _ in alerts}, first)
    counts: dict[str, list[int]] = {}
    for account_id, day, signal in alerts:
        until = day + dt.timedelta(days=rules.acted_days)
        count = counts.setdefault(signal, [0, 0])
        count[0] += 1
        count[1] += any(day <= acted <= until for acted in acts.get(account_id, ()))
    records = [SignalRecord(signal, *count) for signal, count in counts.items()]
    return sorted(records, key=lambda record: -record.alerts)


def _load_acts(access: AccessContext, accounts: Iterable[int], since: dt.date) -> dict[int, list[dt.date]]:
    ids = list(accounts)
    touches = select(Touch.account_id, Touch.happened_on).where(
        Touch.account_id.in_(ids), Touch.happened_on.between(since, access.as_of)
    )
    answers = select(AlertAnswer.account_id, AlertAnswer.at).where(
        AlertAnswer.account_id.in_(ids), AlertAnswer.answer.in_(_ACTED)
    )
    found: dict[int, list[dt.date]] = {}
    for account_id, day in access.connection.execute(touches):
        found.setdefault(account_id, []).append(day)
    for account_id, at in access.connection.execute(answers):
        found.setdefault(account_id, []).append(as_utc(at).date())
    return found
