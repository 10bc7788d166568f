"""What prompts do, in words: both arms, how far they are apart, and what could be seen at this size."""

from __future__ import annotations

import datetime as dt

from knowledge.offers.holdout import HoldoutReport
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases


def tell_report(report: HoldoutReport, say: Phrases, *, since: dt.date) -> list[str]:
    """A line each; the last ones are the verdict and how it was reckoned."""
    lines = [
        say(f"holdout.{name}", customers=arm.customers, took=arm.took, share=Share(arm.share), since=since)
        for name, arm in (("prompted", report.prompted), ("held_out", report.held_out))
    ]
    points = {"difference": f"{100 * report.difference:+.1f}", "low": f"{100 * report.low:+.1f}"}
    lines.append(say("holdout.difference", high=f"{100 * report.high:+.1f}", **points))
    if report.visible is None:
        lines.append(say("holdout.visible_none"))
    else:
        base = Share(report.held_out.share)
        lines.append(say("holdout.visible", base=base, up_to=Share(report.held_out.share + report.visible)))
    return [*lines, say(f"holdout.verdict_{report.verdict}"), say("holdout.formula")]
