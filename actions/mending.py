"""What somebody should mend, one line each, so that the rest can be told all the same."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from actions.presenters.freshness import tell_failing
from actions.reply import Line, Section, Tone
from knowledge.accounts.queries.aggregates.currencies import count_foreign
from knowledge.errors import OsusumeError, RateMissing, RatesBroken, TargetBroken, TargetUnknown, TimeZoneUnknown
from knowledge.kernel.access import AccessContext
from knowledge.kernel.exchange_rates import rates_of
from knowledge.kernel.zones import zone_or
from knowledge.metrics.metric import Metric
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.sync.freshness import find_failing
from knowledge.sync.state import load_states
from knowledge.targets.definitions import list_targets, load_target


def tell_mending(error: OsusumeError, say: Phrases) -> Line:
    """An error as one line that says what to mend."""
    return Line(text=say(f"errors.{error.code}", **error.facts), tone=Tone.CAUTION)


def tell_bad_zone(person: str, zone: str, rules: Rules, say: Phrases) -> Line:
    """That a person's time zone is none, and which is used."""
    return tell_mending(TimeZoneUnknown(person, zone, rules.firm.timezone), say)


def find_to_mend(access: AccessContext, say: Phrases) -> list[Line]:
    """Target definitions, shared targets and exchange rates that cannot be used as they are, one line each."""
    lines = [*find_broken_targets(say), *find_failing_sources(access, say)]
    for name in access.rules.metrics.misspelt_targets:
        near = get_close_matches(name, list(Metric), n=1)
        lines.append(tell_mending(TargetUnknown(name, near[0] if near else ""), say))
    try:
        rates = rates_of(access.rules)
    except RatesBroken as error:
        return [*lines, tell_mending(error, say)]
    for currency in count_foreign(access):
        try:
            rates.factor(currency, access.as_of)
        except RateMissing as error:
            lines.append(tell_mending(error, say))
    return lines


def find_failing_sources(access: AccessContext, say: Phrases) -> list[Line]:
    """One line for each source, or table of one, that cannot be synced."""
    zone = zone_or(access.viewer.timezone, access.rules.firm.timezone)
    return [
        Line(text=tell_failing(each, each.since.astimezone(zone), say), tone=Tone.CAUTION)
        for each in find_failing(load_states(access.connection))
    ]


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
