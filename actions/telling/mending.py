"""What somebody should mend, one line each, so that the rest can be told all the same."""

from __future__ import annotations

from collections.abc import Sequence

from actions.reply import Line, Mood, Section
from knowledge.errors import OsusumeError, TargetBroken, TimeZoneUnknown
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.playbook.target_definitions import list_targets, load_target


def tell_mending(error: OsusumeError, say: Phrases) -> Line:
    """An error as one line that says what to mend."""
    return Line(text=say(f"errors.{error.code}", **error.facts), mood=Mood.CAUTION)


def tell_bad_zone(person: str, zone: str, rules: Rules, say: Phrases) -> Line:
    """That a person's time zone is none, and which is used."""
    return tell_mending(TimeZoneUnknown(person, zone, rules.firm.timezone), say)


def find_broken_targets(say: Phrases) -> list[Line]:
    """One line for each target definition that cannot be read."""
    lines = []
    for name in list_targets():
        try:
            load_target(name)
        except TargetBroken as error:
            lines.append(tell_mending(error, say))
    return lines


def tell_to_mend(lines: Sequence[Line], say: Phrases) -> list[Section]:
    """The lines under a title; nothing where there is none."""
    return [Section(key="to_mend", title=say("weekly.mend_title"), lines=tuple(lines))] if lines else []
