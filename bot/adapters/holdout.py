"""What the terminal tells of the holdout."""

from __future__ import annotations

import datetime as dt
from typing import Any

from actions.presenters.holdout import tell_report
from bot.adapters.clock import firm_clock
from bot.adapters.open_store import OPERATOR_KEY, open_filled
from knowledge.offers.queries.holdout import measure_holdout
from knowledge.playbook.phrases import Phrases


def tell_holdout(store: str | None, *, as_of: dt.date | None, language: str | None) -> tuple[dict[str, Any], list[str]]:
    """The report as data, and in words. NotEnoughHistory while no holdout runs."""
    knowledge = open_filled(store)
    say, rules = Phrases(language or knowledge.rules.firm.language), knowledge.rules.holdout
    with knowledge.access(OPERATOR_KEY, as_of=as_of or firm_clock(knowledge).today()) as access:
        if not rules.share or rules.since is None:
            return {"verdict": "off"}, [say("holdout.not_running")]
        report = measure_holdout(access)
    return report.to_dict(), tell_report(report, say, since=rules.since)
