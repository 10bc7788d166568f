"""The hand-written customers, each with the truth planted in it, read into lives."""

from __future__ import annotations

import datetime as dt
from typing import Any

from knowledge.demo.calendar import days_ago, next_anniversary
from knowledge.demo.facts import Facts
from knowledge.demo.lives import Answer, Contract, Firm, Inquiry, Life, Pause, Person, Pitch, Remark
from knowledge.terms import NameKind, OfferKind, ProposalOutcome, Severity, SurveyKind

_NOTICE_DAYS = 60
_FAR_DAYS = 240
_FIRM = ["key", "name", "industry", "employees", "country", "city", "language", "owner", "csm", "parent", "website"]
_Line = dict[str, Any]


def planted_lives(facts: Facts) -> list[Life]:
    """Every customer of ``planted.yml``, in its order."""
    return [_life(line) for line in facts.planted]


def _life(line: _Line) -> Life:
    return Life(
        _firm(line),
        contracts=tuple(_contract(each, line["contracts"]) for each in line["contracts"]),
        contacts=tuple(_person(each) for each in line.get("contacts", ())),
        answers=tuple(_answer(each) for each in line.get("surveys", ())),
        inquiries=tuple(_inquiry(each) for each in line.get("tickets", ())),
        notes=tuple(_remark(each) for each in line.get("notes", ())),
        touches=tuple(_remark(each) for each in line.get("touches", ())),
        needs=tuple(_remark(each) for each in line.get("needs", ())),
        pauses=tuple(_pause(each) for each in line.get("holds", ())),
        pitches=tuple(_pitch(each) for each in line.get("proposals", ())),
        unpaid_due=tuple(days_ago(days) for days in line.get("unpaid", ())),
    )


def _firm(line: _Line) -> Firm:
    readings = [(line["reading"], NameKind.READING)] if "reading" in line else []
    aliases = [(alias, NameKind.ALIAS) for alias in line.get("aliases", ())]
    return Firm(
        **{name: line[name] for name in _FIRM if name in line},
        names=((line["name"], NameKind.LEGAL), *aliases, *readings),
        created=days_ago(max(contract["ago"] for contract in line["contracts"])),
        onboarded=_past(line.get("onboarded")),
        budget_frozen_until=_ahead(line.get("budget_frozen_in")),
        is_test=line.get("test", False),
    )


def _contract(line: _Line, all_lines: list[_Line]) -> Contract:
    """The first one made the customer; the others were sold to it."""
    is_first = line is max(all_lines, key=lambda other: int(other["ago"]))
    started = days_ago(line["ago"])
    renews = _ahead(line.get("renews_in")) or _far_renewal(started)
    return Contract(
        line["product"],
        steps=((started, line.get("seats", 1)),),
        kind="new" if is_first else OfferKind.CROSS_SELL,
        used=line.get("used"),
        trend=line.get("trend", 0.0),
        renews_on=renews,
        notice_by=_ahead(line.get("notice_in")) or renews - dt.timedelta(days=_NOTICE_DAYS),
    )


def _far_renewal(started: dt.date) -> dt.date:
    """A contract over several years where the next end is near, so that no renewal disturbs another truth."""
    renews = next_anniversary(started)
    return renews if renews >= days_ago(-_FAR_DAYS) else renews + dt.timedelta(days=365)


def _person(line: _Line) -> Person:
    left = _past(line.get("left"))
    return Person(line["name"], line["title"], line.get("reading"), line.get("champion", False), left)


def _answer(line: _Line) -> Answer:
    return Answer(days_ago(line["ago"]), line["score"], SurveyKind(line.get("kind", "nps")), line.get("comment"))


def _inquiry(line: _Line) -> Inquiry:
    return Inquiry(
        days_ago(line["ago"]),
        line["subject"],
        line["product"],
        Severity(line["severity"]),
        _past(line.get("closed")),
        line.get("reopened", 0),
        line.get("satisfied"),
    )


def _remark(line: _Line) -> Remark:
    return Remark(
        days_ago(line["ago"]), line.get("text", ""), line.get("by"), line.get("kind", ""), line.get("said_by")
    )


def _pause(line: _Line) -> Pause:
    return Pause(days_ago(line["ago"]), days_ago(-line["expires_in"]), line["by"], line["reason"])


def _pitch(line: _Line) -> Pitch:
    return Pitch(
        days_ago(line["ago"]),
        line["product"],
        line["kind"],
        line["by"],
        ProposalOutcome(line["outcome"]),
        _past(line.get("outcome_ago")),
        _ahead(line.get("later_in")),
        line.get("reason"),
        line.get("text"),
    )


def _past(days: int | None) -> dt.date | None:
    return None if days is None else days_ago(days)


def _ahead(days: int | None) -> dt.date | None:
    return None if days is None else days_ago(-days)
