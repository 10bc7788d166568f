"""What somebody should mend, one line each, so that the rest can be told all the same."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from actions.reply import Line, Mood, Section
from knowledge.analytics.metrics.metric import Metric
from knowledge.errors import OsusumeError, RateMissing, RatesBroken, TargetBroken, TargetUnknown, TimeZoneUnknown
from knowledge.exchange import rates_of
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.playbook.target_definitions import list_targets, load_target
from knowledge.store.aggregates.currencies import count_foreign
from knowledge.store.book import Book


def tell_mending(error: OsusumeError, say: Phrases) -> Line:
    """An error as one line that says what to mend."""
    return Line(text=say(f"errors.{error.code}", **error.facts), mood=Mood.CAUTION)


def tell_bad_zone(person: str, zone: str, rules: Rules, say: Phrases) -> Line:
    """That a person's time zone is none, and which is used."""
    return tell_mending(TimeZoneUnknown(person, zone, rules.firm.timezone), say)


def find_to_mend(book: Book, say: Phrases) -> list[Line]:
    """Target definitions, shared targets and exchange rates that cannot be used as they are, one line each."""
    lines = find_broken_targets(say)
    for name in book.rules.metrics.misspelt_targets:
        near = get_close_matches(name, list(Metric), n=1)
        lines.append(tell_mending(TargetUnknown(name, near[0] if near else ""), say))
    try:
        rates = rates_of(book.rules)
    except RatesBroken as error:
        return [*lines, tell_mending(error, say)]
    for currency in count_foreign(book):
        try:
            rates.factor(currency, book.as_of)
        except RateMissing as error:
            lines.append(tell_mending(error, say))
    return lines


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
