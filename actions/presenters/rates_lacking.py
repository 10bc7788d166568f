"""What is in none of the amounts for want of an exchange rate, and the line that would bring it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from actions.reply import Line, Section, Tone
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules

if TYPE_CHECKING:
    from actions.presenters.look_up.writing import Writer
    from knowledge.metrics.told import Unrated
    from knowledge.semantic.catalogue import Thing
    from knowledge.semantic.unrated import UnratedRows


def tell_left_out(left_out: Mapping[str, Unrated], rules: Rules, say: Phrases) -> tuple[Section, ...]:
    """One line a currency; none where nothing is left out."""
    shared = {"reporting": rules.firm.currency, "file": rules.metrics.rates_file or "metrics.rates_file"}
    lines = []
    for currency, lacks in left_out.items():
        facts = {"customers": lacks.customers, "month": f"{lacks.month:%Y-%m}", **shared}
        lines.append(Line(text=say("metrics.left_out", currency=currency, **facts), tone=Tone.CAUTION))
    return (Section(key="left_out", lines=tuple(lines)),) if lines else ()


def tell_unrated_rows(
    unrated: Mapping[str, UnratedRows], thing: Thing, rules: Rules, writer: Writer
) -> tuple[Section, ...]:
    """One line a currency: how many rows looked up have an amount that no sum, average or order knows."""
    file = rules.metrics.rates_file or "metrics.rates_file"
    shared = {"reporting": rules.firm.currency, "file": file}
    lines = []
    for currency, lacks in unrated.items():
        facts = {"things": writer.things(thing, lacks.rows), "month": f"{lacks.month:%Y-%m}", **shared}
        lines.append(Line(text=writer.say("look_up.unrated", currency=currency, **facts), tone=Tone.CAUTION))
    return (Section(key="unrated", lines=tuple(lines)),) if lines else ()
