"""A walk over the churn signals: each is declared whole, and each is told on a real row in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import yaml

from actions.reply import Figure, Reply
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.churn import signals
from knowledge.churn.explained import RaisedSignal, explain_churn
from knowledge.churn.rules import ChurnRules
from knowledge.churn.signal import Signal, Unit
from knowledge.churn.signals import SIGNALS
from knowledge.lineage import find_tables
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.playbook.signal_rule import SignalRule
from knowledge.settings import ROOT
from knowledge.terms import ChurnGroup
from tests.firms.firm import DAY, ImportedFirm

TROUBLED = ("Storm Corp", "Quiet Corp", "Ledger Corp")
LANGUAGES = ("en", "ja")


def configured() -> list[str]:
    """The signals of ``config.yml``."""
    return list(yaml.safe_load((ROOT / "config.yml").read_text())["churn"]["signals"])


def raised_by(firm: ImportedFirm) -> dict[str, tuple[str, RaisedSignal]]:
    """Signal → the customer that raises it, and how."""
    found: dict[str, tuple[str, RaisedSignal]] = {}
    for account in TROUBLED:
        with firm.knowledge.access("operator", as_of=DAY) as access:
            case = load_account_360(access, firm.account_id(account))
            for signal in explain_churn(case.row, access.rules.churn):
                found.setdefault(signal.name, (account, signal))
    return found


def faults_of(signal: Signal, firm: ImportedFirm) -> Iterator[str]:
    """What a declared signal still lacks, in words."""
    if signal.key not in configured():
        yield f"config.yml churn.signals has no line {signal.key}: its points with unit and reason"
    for language in LANGUAGES:
        say = Phrases(language)
        for field, key in (("sentence", signal.sentence), ("name", signal.name)):
            if not say.has(key):
                yield f"no phrase {key} in {language}: the {field} of {signal.key}"
    if not all(Phrases(language).has(key) for language in LANGUAGES for key in (signal.sentence, signal.name)):
        return
    raised = raised_by(firm)
    if signal.key not in raised:
        yield f"no customer of tests/firms/all_in_trouble raises {signal.key}: plant one, so that it is told once"
        return
    account, _ = raised[signal.key]
    for language in LANGUAGES:
        reply = firm.run("assess_churn", account, language=language)
        yield from _faults_told(signal, reply, firm, language)


def _faults_told(signal: Signal, reply: Reply, firm: ImportedFirm, language: str) -> Iterator[str]:
    figure = next((each for each in reply.figures if each.key == f"signal_{signal.key}"), None)
    if figure is None:
        yield f"{signal.key} is in no figure of assess_churn in {language}"
        return
    if re.search(r"None|nan|\{\{", figure.basis + figure.label + figure.formula):
        yield f"{signal.key} is told with a hole in {language}: {figure.basis}"
    if not any(figure.key in line.figures for section in reply.sections for line in section.lines):
        yield f"{signal.key} is in no line of assess_churn in {language}"
    yield from _faults_opened(signal, figure, firm, language)


def _faults_opened(signal: Signal, figure: Figure, firm: ImportedFirm, language: str) -> Iterator[str]:
    if signal.table not in find_tables():
        yield f'"why?" shows no row of {signal.table} for {signal.key} in {language}: table or span is wrong'
        return
    opened = firm.run("explain_answer", figures=[figure.model_dump(mode="json")], subject="x", language=language)
    if opened.trouble:
        yield f'"why?" does not open {signal.key} in {language}: {opened.headline}'
    elif not opened.tables:
        yield f'"why?" shows no row of {signal.table} for {signal.key} in {language}: table or span is wrong'


def test_every_signal_is_declared_whole_and_told_on_a_real_row(open_firm: Callable[[str], ImportedFirm]) -> None:
    troubled = open_firm("all_in_trouble")
    faults = [fault for signal in SIGNALS.values() for fault in faults_of(signal, troubled)]
    assert not faults, "\n".join(faults)


def test_the_configuration_names_no_signal_that_is_not_declared() -> None:
    asked, declared = configured(), list(SIGNALS)
    strange = [key for key in asked if key not in declared]
    assert not strange, f"config.yml churn.signals names {strange}, of which knowledge/churn/signals.py has no Signal"
    assert [key for key in declared if key in asked] == asked, f"config.yml churn.signals: in this order: {declared}"
    with pytest.raises(ValueError, match="no such signal: tickets_pilled"):
        ChurnRules.model_validate({"signals": {"tickets_pilled": {"points": 5}}})


def test_a_half_done_signal_is_told_by_what_it_lacks(
    open_firm: Callable[[str], ImportedFirm], monkeypatch: pytest.MonkeyPatch
) -> None:
    half = Signal(
        key="half_done",
        group=ChurnGroup.SUPPORT,
        unit=Unit.COUNT,
        rule=SignalRule(points=5, starts_at=20, full_at=30),
        severity=lambda held: held["open_tickets"],
        figure="open_tickets",
        source="tickets",
        table="tickets",
        sentence="churn.half_done",
        name="churn.name_half_done",
    )
    monkeypatch.setitem(SIGNALS, half.key, half)
    troubled = with_default_rules(open_firm("all_in_trouble"))
    assert list(faults_of(half, troubled)) == [
        "config.yml churn.signals has no line half_done: its points with unit and reason",
        "no phrase churn.half_done in en: the sentence of half_done",
        "no phrase churn.name_half_done in en: the name of half_done",
        "no phrase churn.half_done in ja: the sentence of half_done",
        "no phrase churn.name_half_done in ja: the name of half_done",
    ]
    unseen = replace(half, sentence="churn.support_negative", name="churn.name_support_negative")
    assert list(faults_of(unseen, troubled))[1:] == [
        "no customer of tests/firms/all_in_trouble raises half_done: plant one, so that it is told once"
    ]
    piled = replace(unseen, rule=SignalRule(points=5), table="no_such_table")
    monkeypatch.setitem(SIGNALS, half.key, piled)
    assert list(faults_of(piled, with_default_rules(troubled)))[1:] == [
        f'"why?" shows no row of no_such_table for half_done in {language}: table or span is wrong'
        for language in LANGUAGES
    ]


def with_default_rules(firm: ImportedFirm) -> ImportedFirm:
    return replace(firm, knowledge=replace(firm.knowledge, rules=Rules(churn=ChurnRules())))


def test_a_signal_needs_no_list_beside_its_declaration() -> None:
    assert list(SIGNALS.values()) == [each for each in vars(signals).values() if isinstance(each, Signal)]


def test_a_source_that_nobody_records_is_told_where_it_is_declared() -> None:
    with pytest.raises(ValueError, match="use_falling: source='telemetry' is none of orders, contracts"):
        replace(SIGNALS["use_falling"], source="telemetry")


def test_every_group_has_a_signal_that_can_give_its_whole_weight() -> None:
    weights = ChurnRules().weights
    for group in ChurnGroup:
        points = sum(signal.rule.points for signal in SIGNALS.values() if signal.group is group)
        assert points >= getattr(weights, group), group
