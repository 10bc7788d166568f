"""What asks for a review of a target definition, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from actions.reply import Line, Tone
from knowledge.playbook.formats import Money, Rate
from knowledge.playbook.phrases import Phrases
from knowledge.targets.review_notes import Note, Trigger

INTENT = "study_best_customers"
_SHARES = {"rate", "plan", "before"}


def tell_review(trigger: Trigger, facts: Mapping[str, Any], currency: str, say: Phrases) -> str:
    """One reason as a sentence; ``currency``: of amounts that name none."""
    told: dict[str, Any] = dict(facts)
    if "day" in told:
        told["day"] = dt.date.fromisoformat(str(told["day"]))
    if trigger in {Trigger.WIN_RATE, Trigger.CHURN}:
        told |= {name: Rate(float(told[name])) for name in _SHARES & told.keys()}
    if trigger in {Trigger.COST, Trigger.PRICE}:
        paid_in = str(told.get("currency") or currency)
        told |= {name: Money(int(told[name]), paid_in) for name in ("cac", "before", "after") if name in told}
    if trigger is Trigger.EVENT:
        told["kind"] = say(f"targets.kind_{told['kind']}")
    if trigger is Trigger.CATALOGUE:
        told["change"] = say(f"targets.change_{told['change']}")
    return say(f"targets.review_{trigger}", **{name: told[name] for name in sorted(told) if name != "currency"})


def review_lines(notes: tuple[Note, ...], currency: str, say: Phrases) -> tuple[Line, ...]:
    """All reasons, or that nothing has moved."""
    if not notes:
        return (Line(text=say("targets.nothing_moved"), tone=Tone.GOOD),)
    return tuple(Line(text=tell_review(each.trigger, each.facts, currency, say), tone=Tone.CAUTION) for each in notes)
