"""What is in none of the amounts for want of an exchange rate, and the line that would bring it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from actions.reply import Line, Section, Tone
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules

if TYPE_CHECKING:
    from knowledge.metrics.told import Unrated


def tell_left_out(left_out: Mapping[str, Unrated], rules: Rules, say: Phrases) -> tuple[Section, ...]:
    """One line a currency; none where nothing is left out."""
    shared = {"reporting": rules.firm.currency, "file": rules.metrics.rates_file or "metrics.rates_file"}
    lines = []
    for currency, lacks in left_out.items():
        facts = {"customers": lacks.customers, "month": f"{lacks.month:%Y-%m}", **shared}
        lines.append(Line(text=say("metrics.left_out", currency=currency, **facts), tone=Tone.CAUTION))
    return (Section(key="left_out", lines=tuple(lines)),) if lines else ()
