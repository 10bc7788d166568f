"""Says with an answer which of the firm's other systems what was just told goes to, before it does."""

from __future__ import annotations

from actions.reply import Line
from knowledge.kernel.access import AccessContext
from knowledge.playbook.phrases import Phrases
from knowledge.sync.writing.destinations import find_destinations


def tell_destinations(access: AccessContext, change: int | None, say: Phrases) -> tuple[Line, ...]:
    """A line for each system that a change is written to; none where nothing was changed."""
    going = find_destinations(access.connection, change) if change else ()
    return tuple(Line(text=say(f"writing_back.goes_{becomes}", system=name)) for name, becomes in going)
