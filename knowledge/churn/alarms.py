"""What makes a customer one to watch whatever the points: a score that cannot rise for an angry customer is wrong."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from knowledge.accounts.choices import Choices
from knowledge.accounts.columns import Columns, Flags, Measures, Row, is_one_of, numbers
from knowledge.accounts.records import ALL_RECORDED, Records
from knowledge.churn.rules import ChurnRules
from knowledge.churn.score import ChurnBand


class Alarm(StrEnum):
    """A fact that alone forbids to call a customer healthy, gravest first: CS comes first, unpaid bills, silence."""

    SEVERE_TICKET = "severe_ticket"
    DETRACTOR = "detractor"
    CSAT_LOW = "csat_low"
    USE_COLLAPSED = "use_collapsed"
    ONBOARDING_LOW_ADOPTION = "onboarding_low_adoption"
    PAYMENT_OVERDUE = "payment_overdue"
    SILENT = "silent"


def alarm_columns(gated: Measures, rules: ChurnRules, records: Records = ALL_RECORDED) -> Columns:
    """alarm_<alarm>: yes or no; churn_band: at least to watch where one sounds, at risk and lost as they are.

    gated: with the columns of ``score_churn`` and ``gate_columns``. The alarms of care are the gate's own reasons, so
    that nobody is healthy for whom CS comes first. Silence sounds at a firm without contracts (``records``), where it
    is what a loss is told by: nobody is healthy and counted as lost.
    """
    band = gated["churn_band"]
    sounding = {alarm: _sounds(gated, alarm, rules, records) for alarm in Alarm}
    calm = is_one_of(gated, "churn_band", ChurnBand.HEALTHY, ChurnBand.UNKNOWN)
    raised = calm & np.any(list(sounding.values()), axis=0)
    codes = np.where(raised, list(ChurnBand).index(ChurnBand.WATCH), band.codes)
    return {"churn_band": Choices(ChurnBand, codes.astype(np.int8)), **{f"alarm_{a}": f for a, f in sounding.items()}}


def sounding_alarms(row: Row) -> tuple[Alarm, ...]:
    """The alarms of one customer, gravest first."""
    return tuple(alarm for alarm in Alarm if row[f"alarm_{alarm}"])


def _sounds(gated: Measures, alarm: Alarm, rules: ChurnRules, records: Records) -> Flags:
    if alarm is Alarm.SILENT:
        beyond = (numbers(gated, "buying_slowed") > 0) & (numbers(gated, "days_since_purchase") >= rules.horizon_days)
        return np.asarray(beyond & (not records.contracts))
    if alarm is Alarm.PAYMENT_OVERDUE:
        late: Flags = numbers(gated, "overdue_days") >= rules.overdue_alarm_days
        return late
    return np.asarray(gated[f"gate_{alarm}"], dtype=bool)
