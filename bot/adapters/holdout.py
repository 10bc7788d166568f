"""What the terminal tells of the holdout."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.adapters.clock import firm_clock
from bot.adapters.open_store import OPERATOR_KEY, open_filled
from knowledge.offers.queries.holdout import measure_holdout
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases


def tell_holdout(store: str | None, *, as_of: dt.date | None, language: str | None) -> tuple[dict[str, Any], list[str]]:
    """The report as data, and in words. NotEnoughHistory while no holdout runs."""
    knowledge = open_filled(store)
    say, rules = Phrases(language or knowledge.rules.firm.language), knowledge.rules.holdout
    with knowledge.access(OPERATOR_KEY, as_of=as_of or firm_clock(knowledge).today()) as access:
        if not rules.share or rules.since is None:
            return {"verdict": "off"}, [say("holdout.not_running")]
        report = measure_holdout(access)
    lines = [
        say(
            f"holdout.{name}",
            customers=arm.customers,
            took=arm.took,
            share=Share(arm.share),
            since=rules.since,
        )
        for name, arm in (("prompted", report.prompted), ("held_out", report.held_out))
    ]
    points = {"difference": f"{100 * report.difference:+.1f}", "low": f"{100 * report.low:+.1f}"}
    lines.append(say("holdout.difference", high=f"{100 * report.high:+.1f}", **points))
    if report.visible is None:
        lines.append(say("holdout.visible_none"))
    else:
        base = Share(report.held_out.share)
        lines.append(say("holdout.visible", base=base, up_to=Share(report.held_out.share + report.visible)))
    return report.to_dict(), [*lines, say(f"holdout.verdict_{report.verdict}"), say("holdout.formula")]
