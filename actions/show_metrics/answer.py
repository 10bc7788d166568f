"""How are our figures? NRR, churn, cross-sell rate and the rest, each with its definition and what was counted."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.presenters.four_questions import name_kept
from actions.presenters.metrics import Telling
from actions.presenters.rates_lacking import tell_left_out
from actions.question import Question
from actions.reply import Choice, Line, Reply, Section, Tone
from actions.show_metrics.asked import Asked, read_asked
from actions.show_metrics.shared_targets import tell_targets
from actions.show_metrics.tables import Measured, build_chart, build_tables, tell_value
from knowledge.accounts.queries.aggregates.currencies import count_foreign_buyers
from knowledge.accounts.queries.aggregates.people import load_records
from knowledge.accounts.records import Records
from knowledge.churn.queries.definition import find_definition
from knowledge.churn.queries.loss_events import count_recorded
from knowledge.errors import NotEnoughHistory
from knowledge.kernel.access import AccessContext
from knowledge.metrics.metric import COUNTED, LEDGER, LOSSES, REVENUE, Metric
from knowledge.metrics.metric_names import asks_for_targets, read_unmeasured
from knowledge.metrics.queries.acquisition import LEADS_AND_COSTS
from knowledge.metrics.queries.ledger import count_unpriced
from knowledge.metrics.queries.metrics import measure_with_movements
from knowledge.metrics.told import Told
from knowledge.playbook.phrases import Phrases
from knowledge.semantic.visibility import assert_sees
from knowledge.terms import SegmentBy


class ShowMetrics(QuestionAction):
    """One figure with its trend, a split, or the overview. Revenue never stands without satisfaction beside it."""

    intent = "show_metrics"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather, say."""
        if asks_for_targets(question.text) or question.word("targets"):
            return tell_targets(access, say)
        if not question.word("metric") and (unmeasured := read_unmeasured(question.text)):
            return _tell_unmeasured(*unmeasured, Telling(say, access.rules))
        assert_sees("customer", access)
        asked = read_asked(question, access)
        try:
            measured = _gather(asked, access)
        except NotEnoughHistory as few:
            headline = say("metrics.too_few_for_segments", found=few.found, needed=few.needed)
            return Reply(intent=self.intent, language=say.language, headline=headline, trouble=True)
        whole = not (asked.wanted.filters or asked.wanted.products)
        by_buying = find_definition(access) == "buying"
        telling = Telling(say, access.rules, opens_rows=whole, by_buying=by_buying)
        if trouble := _tell_gap(measured, telling, load_records(access)):
            return Reply(intent=self.intent, language=say.language, headline=trouble, trouble=True)
        recorded = count_recorded(access, asked.period.start, asked.period.end)
        buyers = count_foreign_buyers(access) if asked.wanted.by is SegmentBy.RFM else {}
        return _tell_buyers(_say(measured, telling, count_unpriced(access), recorded), buyers, say)


def _tell_unmeasured(name: str, nearest: tuple[Metric, ...], telling: Telling) -> Reply:
    """That a figure is none of ours, with a button for each that comes near."""
    labels = {metric: telling.label(metric) for metric in nearest}
    headline = telling.say("metrics.unmeasured", name=name, nearest=telling.say.join(list(labels.values())))
    buttons = [
        Choice(label=label, intent=ShowMetrics.intent, slots={"metric": str(to)}) for to, label in labels.items()
    ]
    return Reply(intent=ShowMetrics.intent, language=telling.say.language, headline=headline, choices=tuple(buttons))


def _gather(asked: Asked, access: AccessContext) -> Measured:
    told, moved, left_out = measure_with_movements(access, asked.wanted)
    return Measured(asked, told, moved, access.as_of, left_out)


def _say(measured: Measured, telling: Telling, unpriced: int, recorded: tuple[int, int]) -> Reply:
    say, asked = telling.say, measured.asked
    chart = build_chart(measured, telling)
    return Reply(
        intent=ShowMetrics.intent,
        language=say.language,
        headline=_headline(measured, telling),
        sections=(
            *_left_out(measured, telling),
            *_satisfaction(measured, telling),
            _definitions(measured, telling, unpriced, recorded),
        ),
        tables=build_tables(measured, telling),
        charts=(chart,) if chart else (),
        figures=tuple(
            telling.figure(told, asked.period, measured.moved(told))
            for told in measured.now
            if told.tally and told.tally.known
        )
        if asked.wanted.by is None
        else (),
        choices=_choices(asked, say),
        again=_again(asked),
    )


def _tell_buyers(reply: Reply, buyers: dict[str, int], say: Phrases) -> Reply:
    """Whose money is no part of their RFM segment, since it is in another currency."""
    told = [say("metrics.rfm_foreign", currency=currency, count=count) for currency, count in buyers.items()]
    if not told:
        return reply
    lines = tuple(Line(text=text, tone=Tone.CAUTION) for text in told)
    return reply.model_copy(update={"sections": (Section(key="currencies", lines=lines), *reply.sections)})


def _headline(measured: Measured, telling: Telling) -> str:
    asked, say = measured.asked, telling.say
    period = telling.period(asked.period)
    if asked.wanted.by:
        labels = say.join([telling.label(metric) for metric in asked.named]) or say("show_metrics.name")
        return say("metrics.split_headline", labels=labels, by=say(f"metrics.by_{asked.wanted.by}"), period=period)
    if len(asked.named) != 1:
        return say("metrics.overview", period=period)
    facts = {"label": telling.label(asked.named[0]), "period": period, "value": tell_value(measured, telling)}
    before = measured.before(asked.named[0])
    if before is None or before.tally is None or not before.tally.known:
        return say("metrics.headline", **facts)
    then = telling.period(asked.wanted.periods[before.place])
    value = telling.value(before.metric, before.tally)
    return say("metrics.headline_before", before=value, before_period=then, **facts)


def _tell_gap(measured: Measured, telling: Telling, records: Records) -> str | None:
    """Why the one figure asked for cannot be told; None where it can."""
    asked = measured.asked
    if len(asked.named) != 1 or asked.wanted.by:
        return None
    (metric,) = asked.named
    told = measured.of(metric)
    if metric in LEADS_AND_COSTS and told and told.tally is None:
        return telling.say(f"metrics.not_imported_{metric}")
    if told and told.tally and told.tally.known and told.tally.denominator:
        return None
    facts = {"label": telling.label(metric), "period": telling.period(asked.period)}
    if metric in LEDGER and not records.contracts:
        return telling.say("metrics.no_contracts", kept=name_kept(records, telling.say), **facts)
    if metric in LEDGER:
        return telling.say("metrics.no_opening", opening=asked.period.opening, **facts)
    return telling.say("metrics.too_little", formula=telling.formula(metric), **facts)


def _satisfaction(measured: Measured, telling: Telling) -> list[Section]:
    """NPS beside every figure of revenue, with its n."""
    asked, say = measured.asked, telling.say
    if not REVENUE & set(asked.named or asked.wanted.metrics) or asked.wanted.by:
        return []
    told = measured.of(Metric.NPS)
    if told is None or told.tally is None or not told.tally.known:
        line = Line(text=say("metrics.satisfaction_unknown"), tone=Tone.CAUTION)
    else:
        value, basis = telling.value(Metric.NPS, told.tally), telling.basis(told, asked.period, None)
        text = say("metrics.satisfaction", value=value, basis=basis)
        line = Line(text=text, tone=Tone.PLAIN, figures=(str(Metric.NPS),))
    return [Section(key="satisfaction", title=say("metrics.satisfaction_title"), lines=(line,))]


def _definitions(measured: Measured, telling: Telling, unpriced: int, recorded: tuple[int, int]) -> Section:
    asked, say = measured.asked, telling.say
    lines = [
        Line(text=say("metrics.definition", label=telling.label(metric), formula=telling.formula(metric)))
        for metric in asked.named
    ]
    if asked.wanted.by is None:
        lines += [
            line for told in measured.now if told.metric in asked.named for line in _counted(told, measured, telling)
        ]
    lines += telling.lost_means(asked.wanted.metrics)
    count, customers = recorded
    if count and LOSSES & set(asked.wanted.metrics):
        text = say("metrics.recorded_losses", count=count, customers=customers)
        lines.append(Line(text=text, tone=Tone.CAUTION))
    values = [*(telling.group(each.by, each.value) for each in asked.wanted.filters), *asked.wanted.products]
    only = say("metrics.only", values=say.join(values)) if values else ""
    lines.append(Line(text=say("metrics.scope", only=only, day=measured.as_of)))
    if unpriced and (LEDGER - COUNTED) & set(asked.wanted.metrics):
        lines.append(Line(text=say("metrics.unpriced", count=unpriced), tone=Tone.CAUTION))
    return Section(key="definitions", title=say("metrics.definitions_title"), lines=tuple(lines))


def _left_out(measured: Measured, telling: Telling) -> tuple[Section, ...]:
    """What is in none of the amounts, before anything else is read."""
    of_money = (LEDGER - COUNTED) & set(measured.asked.wanted.metrics)
    return tell_left_out(measured.left_out, telling.rules, telling.say) if of_money else ()


def _counted(told: Told, measured: Measured, telling: Telling) -> list[Line]:
    say = telling.say
    basis = telling.basis(told, measured.asked.period, measured.moved(told))
    lines = [
        Line(text=say("metrics.counted", label=telling.label(told.metric), basis=basis), figures=(str(told.metric),))
    ]
    if told.waiting and told.metric is Metric.ACTIVE_RATE:
        lines.append(Line(text=say("metrics.waiting_use", count=told.waiting), tone=Tone.CAUTION))
    elif told.waiting:
        lines.append(Line(text=say("metrics.waiting", count=told.waiting), tone=Tone.CAUTION))
    return lines


def _again(asked: Asked) -> dict[str, str]:
    """The figures and the split asked for, which a follow-up like "and last quarter?" keeps."""
    said = {"metric": ",".join(asked.named), "split": str(asked.wanted.by or "")}
    return {name: value for name, value in said.items() if value}


def _choices(asked: Asked, say: Phrases) -> tuple[Choice, ...]:
    slots: dict[str, str | int] = {"metric": ",".join(asked.named)} if asked.named else {}
    if asked.wanted.products:
        slots["product"] = asked.wanted.products[0]
    day = {"date": asked.period.start.isoformat(), "date_end": asked.period.end.isoformat()}
    choices = [
        Choice(label=say("metrics.choice_team"), intent=ShowMetrics.intent, slots={**slots, **day, "split": "team"}),
        Choice(label=say("metrics.choice_rfm"), intent=ShowMetrics.intent, slots={**slots, **day, "split": "rfm"}),
    ]
    if asked.named:
        choices.insert(
            0, Choice(label=say("metrics.choice_month"), intent=ShowMetrics.intent, slots={**slots, "per": "month"})
        )
    if asked.wanted.by is None:
        choices.insert(0, Choice(label=say("metrics.choice_why"), intent="explain_answer"))
    return tuple(choices)
