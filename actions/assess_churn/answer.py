"""May this customer leave? The sum of signals, what is not known, what would change the verdict, what others did."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from actions.assess_churn.lesson import tell_lesson
from actions.base import QuestionAction
from actions.list_churn_risks.lost_means import tell_lost_means
from actions.look_up.asked import query_of
from actions.presenters.churn import signal_figure, tell_play, tell_signal
from actions.presenters.contracts import contracts_section
from actions.presenters.figures import churn_figure, money_figure, number, renewal_figure, unique
from actions.presenters.risks import BAND_TONES
from actions.question import Question
from actions.recommend_offer.answer import next_steps
from actions.reply import AccountRef, Line, Reply, Section, Tone
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.columns import day_or_none
from knowledge.accounts.coverage import Confidence
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.churn.alarms import Alarm, sounding_alarms
from knowledge.churn.bands import points_to_flip
from knowledge.churn.explained import RaisedSignal, explain_churn, unknown_signals
from knowledge.churn.lifting import signals_to_lift
from knowledge.churn.queries.recoveries import count_looked_at, load_recoveries
from knowledge.churn.recoveries import Ending, Recoveries, like_group
from knowledge.churn.score import ChurnBand
from knowledge.churn.signals import SIGNALS
from knowledge.kernel.access import AccessContext
from knowledge.playbook.formats import Money, Share
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.semantic.found import Found
from knowledge.semantic.look_up import look_up
from knowledge.semantic.query import Condition, Operator, Query
from knowledge.terms import ChurnGroup

_DEEDS_SHOWN = 3


class AssessChurn(QuestionAction):
    """A sum that a person can recompute, opened down to the rows."""

    intent = "assess_churn"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather the case and what became of similar ones, explain, say."""
        found = _find_first(question, access)
        case = load_account_360(access, found.rows[0]["id"] if found and found.rows else question.account_id or 0)
        band = ChurnBand(str(case.row["churn_band"]))
        gone = _load_before(access, case) if band is ChurnBand.LOST else None
        looked = gone or case
        signals = explain_churn(looked.row, access.rules.churn)
        told = _tell_gone(case, gone, signals, access, say) if gone else [_signals(case, signals, access.rules, say)]
        if signals and not gone and question.word("length") != "short":
            told += [
                *_alarms(case, say),
                *_flip(case, access.rules, say),
                _play(case, signals, say),
                _saves(access, signals[0].group, say),
            ]
        lesson, chance = tell_lesson(case, signals, access, say) if band is not ChurnBand.LOST else ((), None)
        if gone:
            told.insert(0, _tell_reason(case, found, access, say))
        told += [*contracts_section(case, say), *lesson, tell_lost_means(access, say)]
        level, reason = _tell_confidence(looked, access.rules, say)
        figures = [signal_figure(looked, signal, access.rules, say) for signal in signals]
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=_headline(case, band, say),
            account=AccountRef(id=case.account.id, name=case.account.name),
            confidence=level,
            confidence_reason=reason,
            sections=tuple(told),
            figures=unique(
                [
                    churn_figure(looked, say),
                    chance,
                    *figures,
                    money_figure(case, access.rules, say),
                    renewal_figure(case, say),
                ]
            ),
            choices=next_steps(case, ("why", "brief", "remind"), say),
        )


def _find_first(question: Question, access: AccessContext) -> Found | None:
    """The first of a list that the question speaks of ("the biggest"), in the order of its query."""
    return look_up(query_of(question), access) if question.slots.get("query") else None


def _tell_reason(case: Account360, found: Found | None, access: AccessContext, say: Phrases) -> Section:
    """The reason on record, or that there is none; of the largest of several what it paid."""
    where = (Condition("id", Operator.IS, (case.account.id,)),)
    (row,) = look_up(Query("customer", ("loss_reason", "revenue_lost"), where), access).rows
    paid = Money(row["revenue_lost"] or 0, access.rules.firm.currency)
    lines = [
        say("assess_churn.recorded" if row["loss_reason"] else "assess_churn.no_reason", reason=row["loss_reason"])
    ]
    if found:
        lines.append(say("assess_churn.of_several", count=found.total, money=paid))
    return Section(key="reason", lines=tuple(Line(text=text) for text in lines))


def _headline(case: Account360, band: ChurnBand, say: Phrases) -> str:
    facts: dict[ChurnBand, dict[str, Any]] = {
        ChurnBand.LOST: {"day": day_or_none(case.row["ended_on"])},
        ChurnBand.UNKNOWN: {"coverage": Share(number(case.row, "churn_coverage") or 0)},
    }
    given = facts.get(band, {"points": number(case.row, "churn_points")})
    return say(f"assess_churn.headline_{band}", account=case.account.name, **given)


def _load_before(access: AccessContext, case: Account360) -> Account360:
    """The customer on the last day of their contract: what spoke for leaving then is why they are gone now."""
    ended = day_or_none(case.row["ended_on"])
    return load_account_360(replace(access, as_of=ended - dt.timedelta(days=1)), case.account.id) if ended else case


def _tell_gone(
    case: Account360, before: Account360, signals: tuple[RaisedSignal, ...], access: AccessContext, say: Phrases
) -> list[Section]:
    """The points of that day; and until when a new contract would make it no loss."""
    points = number(before.row, "churn_points")
    title = say("assess_churn.before_title", day=before.as_of, points="–" if points is None else points)
    sections = [_signals(before, signals, access.rules, say).model_copy(update={"title": title})]
    ended = day_or_none(case.row["ended_on"])
    last = ended + dt.timedelta(days=access.rules.churn.successor_days) if ended else case.as_of
    if last > case.as_of:
        line = Line(text=say("assess_churn.may_return", day=last))
        sections.append(Section(key="may_return", lines=(line,)))
    return sections


def _signals(case: Account360, signals: tuple[RaisedSignal, ...], rules: Rules, say: Phrases) -> Section:
    tone = BAND_TONES.get(ChurnBand(str(case.row["churn_band"])), Tone.PLAIN)
    lines = [
        Line(
            text=say(
                "assess_churn.signal", told=tell_signal(signal, case.catalogue.products, say), points=signal.points
            ),
            tone=tone,
            figures=(f"signal_{signal.name}",),
        )
        for signal in signals
    ]
    if any(signal.points for signal in signals):
        lines.append(Line(text=_tell_sum(case, rules, say), figures=("churn",)))
    elif not signals:
        lines.append(Line(text=say("assess_churn.no_signals")))
    return Section(key="signals", title=say("assess_churn.signals_title"), lines=tuple(lines))


def _tell_sum(case: Account360, rules: Rules, say: Phrases) -> str:
    given = [(group, points) for group in ChurnGroup if (points := number(case.row, f"group_{group}"))]
    parts = [
        say(
            "assess_churn.sum_part",
            group=say(f"churn.group_{group}"),
            points=points,
            most=getattr(rules.churn.weights, group),
        )
        for group, points in given
    ]
    totals = {name: number(case.row, f"churn_{name}") for name in ("given", "givable", "points")}
    return say("assess_churn.sum", parts=" + ".join(parts), **totals)


def _tell_confidence(case: Account360, rules: Rules, say: Phrases) -> tuple[str, str]:
    """How much of the score is known, and which signals could not be read."""
    coverage = number(case.row, "churn_coverage") or 0
    level = Confidence.LOW
    if coverage >= rules.churn.coverage_floor:
        level = Confidence.HIGH if coverage >= rules.churn.coverage_sure else Confidence.MEDIUM
    missing = [say(SIGNALS[signal].name) for signal in unknown_signals(case.row)]
    facts = {"level": say(f"assess_churn.level_{level}"), "coverage": Share(coverage)}
    if not missing:
        return level, say("assess_churn.confidence_whole", **facts)
    is_banded = str(case.row["churn_band"]) != ChurnBand.UNKNOWN
    proven = coverage < rules.churn.coverage_floor and is_banded and bool(case.row["churn_proven"])
    return level, say("assess_churn.confidence", **facts, missing=say.join(missing), proven=proven)


_ALARMS = {
    Alarm.SEVERE_TICKET: "assess_churn.alarm_severe_ticket",
    Alarm.DETRACTOR: "assess_churn.alarm_detractor",
    Alarm.CSAT_LOW: "assess_churn.alarm_csat_low",
    Alarm.USE_COLLAPSED: "assess_churn.alarm_use_collapsed",
    Alarm.ONBOARDING_LOW_ADOPTION: "assess_churn.alarm_onboarding_low_adoption",
    Alarm.PAYMENT_OVERDUE: "assess_churn.alarm_payment_overdue",
    Alarm.SILENT: "assess_churn.alarm_silent",
}


def _alarms(case: Account360, say: Phrases) -> list[Section]:
    """What makes them one to watch whatever the points."""
    sounding = sounding_alarms(case.row)
    if not sounding:
        return []
    names = say.join([say(_ALARMS[alarm]) for alarm in sounding])
    line = Line(text=say("assess_churn.alarms", alarms=names), tone=Tone.STOP)
    return [Section(key="alarms", lines=(line,))]


def _flip(case: Account360, rules: Rules, say: Phrases) -> list[Section]:
    band, points = ChurnBand(str(case.row["churn_band"])), number(case.row, "churn_points") or 0.0
    edges = points_to_flip(band, points, rules.churn)
    lines = []
    if edges.worse and edges.points_to_worse is not None:
        facts = {"points": edges.points_to_worse, "band": say(f"churn.band_{edges.worse}")}
        lines.append(Line(text=say("assess_churn.flip_worse", **facts)))
    if edges.better and edges.points_to_better:  # none where an alarm holds the band, for which see there
        facts = {"points": edges.points_to_better, "band": say(f"churn.band_{edges.better}")}
        lines.append(Line(text=say("assess_churn.flip_better", **facts)))
        if lift := signals_to_lift(case.row, rules.churn):
            names = say.join([say(SIGNALS[signal.name].name) for signal in lift])
            lines.append(Line(text=say("assess_churn.flip_lift", signals=names), tone=Tone.GOOD))
    return [Section(key="flip", title=say("assess_churn.flip_title"), lines=tuple(lines))] if lines else []


def _play(case: Account360, signals: tuple[RaisedSignal, ...], say: Phrases) -> Section:
    text = tell_play(signals, str(case.row["touch_model"]), say)
    return Section(key="play", title=say("assess_churn.play_title"), lines=(Line(text=text),))


def _saves(access: AccessContext, group: ChurnGroup, say: Phrases) -> Section:
    table = load_recoveries(access)
    if table is None:
        lines = [Line(text=say("assess_churn.saves_later"))]
    else:
        lines = _tell_recoveries(like_group(table, group), group, access.rules.churn.recoveries_to_tell, say)
        if looked_at := count_looked_at(access):
            lines.append(Line(text=say("assess_churn.saves_sample", accounts=looked_at)))
    return Section(key="saves", title=say("assess_churn.saves_title"), lines=tuple(lines))


def _tell_recoveries(saves: Recoveries, group: ChurnGroup, needed: int, say: Phrases) -> list[Line]:
    counts = {str(ending): saves.cases[ending] for ending in Ending}
    facts = {"cases": sum(counts.values()), "group": say(f"churn.group_{group}"), **counts}
    if saves.cases[Ending.SAVED] < needed:
        text = say("assess_churn.saves_few", needed=needed, **facts)
        return [Line(text=text, tone=Tone.CAUTION)]
    lines = [Line(text=say("assess_churn.saves", **facts))]
    ends = {"all_saved": saves.cases[Ending.SAVED], "all_lost": saves.cases[Ending.LOST]}
    for deed, saved, lost in saves.deeds[:_DEEDS_SHOWN]:
        known = say.has(f"assess_churn.deed_{deed}")
        name = say(f"assess_churn.deed_{deed}" if known else "assess_churn.deed_other", deed=deed)
        lines.append(Line(text=say("assess_churn.saves_deed", deed=name, saved=saved, lost=lost, **ends)))
    return [*lines, Line(text=say("assess_churn.saves_no_cause"))]
