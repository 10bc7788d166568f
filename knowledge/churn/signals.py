"""The churn signals, one declaration each. ``tests/knowledge/churn/test_signals.py`` walks over them."""

from __future__ import annotations

from knowledge.churn.signal import Signal, Span, Unit
from knowledge.playbook.signal_rule import SignalRule
from knowledge.terms import ChurnGroup

USE_FALLING = Signal(
    key="use_falling",
    group=ChurnGroup.USAGE,
    unit=Unit.SHARE,
    rule=SignalRule(points=40, starts_at=0.1, full_at=0.5),
    severity=lambda held: -held.either("use_trend", "users_trend"),  # people where a source counts only them
    figure="use_recent",
    baseline="use_baseline",
    day="usage_until",
    product="use_beside_others",
    period="use_period",
    table="usage",
    span=Span.USAGE_WINDOWS,
    sentence="churn.use_falling",
    name="churn.name_use_falling",
)
USERS_LEAVING = Signal(
    key="users_leaving",
    group=ChurnGroup.USAGE,
    unit=Unit.SHARE,
    rule=SignalRule(points=20, starts_at=0.1, full_at=0.5),
    severity=lambda held: -held.beside("users_trend", "use_trend"),  # not once more where people are the use
    figure="users_recent",
    baseline="users_baseline",
    day="usage_until",
    product="use_beside_others",
    period="use_period",
    table="usage",
    span=Span.USAGE_WINDOWS,
    sentence="churn.users_leaving",
    name="churn.name_users_leaving",
)
KEY_FEATURE_UNUSED = Signal(
    key="key_feature_unused",
    group=ChurnGroup.USAGE,
    unit=Unit.YES,
    rule=SignalRule(points=10),
    severity=lambda held: held["key_feature_unused"],
    figure="key_feature_unused",
    day="usage_until",
    table="usage",
    span=Span.USAGE_WINDOWS,
    sentence="churn.key_feature_unused",
    name="churn.name_key_feature_unused",
)
LOW_ADOPTION = Signal(
    key="low_adoption",
    group=ChurnGroup.USAGE,
    unit=Unit.SHARE,
    rule=SignalRule(points=15, starts_at=0.5, full_at=0.9),
    severity=lambda held: 1 - held["adoption_share"],
    figure="adoption_share",
    day="usage_until",
    table="usage",
    span=Span.USAGE_WINDOWS,
    sentence="churn.low_adoption",
    name="churn.name_low_adoption",
)
BUYING_SLOWED = Signal(
    key="buying_slowed",
    group=ChurnGroup.USAGE,
    unit=Unit.SHARE,
    rule=SignalRule(points=40, starts_at=0.4, full_at=0.9),
    severity=lambda held: held.without_contract("buying_slowed"),
    figure="decayed_days",
    baseline="purchase_days",
    day="last_bought_on",
    table="purchases",
    sentence="churn.buying_slowed",
    name="churn.name_buying_slowed",
)
SEVERE_TICKET = Signal(
    key="severe_ticket",
    group=ChurnGroup.SUPPORT,
    unit=Unit.COUNT,
    rule=SignalRule(points=12),
    severity=lambda held: held["open_severe"],
    figure="open_severe",
    day="severe_since",
    table="tickets",
    span=Span.OPEN_SEVERE,
    sentence="churn.severe_ticket",
    name="churn.name_severe_ticket",
)
TICKET_REOPENED = Signal(
    key="ticket_reopened",
    group=ChurnGroup.SUPPORT,
    unit=Unit.COUNT,
    rule=SignalRule(points=6, full_at=2),
    severity=lambda held: held["tickets_reopened"],
    figure="tickets_reopened",
    day="last_inquiry_on",
    table="tickets",
    span=Span.INQUIRY_WINDOW,
    sentence="churn.ticket_reopened",
    name="churn.name_ticket_reopened",
)
SUPPORT_NEGATIVE = Signal(
    key="support_negative",
    group=ChurnGroup.SUPPORT,
    unit=Unit.COUNT,
    rule=SignalRule(points=8, full_at=2),
    severity=lambda held: held["tickets_unsatisfied"],
    figure="tickets_unsatisfied",
    day="last_inquiry_on",
    table="tickets",
    span=Span.INQUIRY_WINDOW,
    sentence="churn.support_negative",
    name="churn.name_support_negative",
)
INQUIRIES_SILENT = Signal(
    key="inquiries_silent",
    group=ChurnGroup.SUPPORT,
    unit=Unit.SHARE,
    rule=SignalRule(points=6, starts_at=0.5, full_at=1),
    severity=lambda held: held["inquiries_missing"],
    figure="inquiries_recent",
    baseline="inquiries_expected",
    day="last_inquiry_on",
    table="tickets",
    span=Span.INQUIRY_WINDOWS,
    sentence="churn.inquiries_silent",
    name="churn.name_inquiries_silent",
)
NPS_LOW = Signal(
    key="nps_low",
    group=ChurnGroup.SENTIMENT,
    unit=Unit.SCORE,
    rule=SignalRule(points=15, starts_at=1, full_at=4),
    severity=lambda held: 9 - held["nps_fresh"],
    figure="nps_fresh",
    baseline="nps_previous",
    day="nps_on",
    table="surveys",
    sentence="churn.nps_low",
    name="churn.name_nps_low",
)
CSAT_LOW = Signal(
    key="csat_low",
    group=ChurnGroup.SENTIMENT,
    unit=Unit.SHARE,
    rule=SignalRule(points=10, starts_at=0.3, full_at=0.6),
    severity=lambda held: 1 - held["csat_fresh"] / 100,
    figure="csat_fresh",
    baseline="csat_previous",
    day="csat_on",
    table="surveys",
    sentence="churn.csat_low",
    name="churn.name_csat_low",
)
SATISFACTION_DOWN = Signal(
    key="satisfaction_down",
    group=ChurnGroup.SENTIMENT,
    unit=Unit.SHARE,
    rule=SignalRule(points=6, starts_at=0.1, full_at=0.4),
    severity=lambda held: -held["satisfaction_change"],
    figure="satisfaction_change",
    day="nps_on",
    table="surveys",
    sentence="churn.satisfaction_down",
    name="churn.name_satisfaction_down",
)
CHAMPION_GONE = Signal(
    key="champion_gone",
    group=ChurnGroup.ENGAGEMENT,
    unit=Unit.YES,
    rule=SignalRule(points=10),
    severity=lambda held: held["champion_gone"],
    figure="champions",
    day="champion_left_on",
    table="contacts",
    sentence="churn.champion_gone",
    name="churn.name_champion_gone",
)
SILENCE = Signal(
    key="silence",
    group=ChurnGroup.ENGAGEMENT,
    unit=Unit.DAYS,
    rule=SignalRule(points=8, starts_at=60, full_at=120),
    severity=lambda held: held["silent_days"],
    figure="silent_days",
    day="last_touch_on",
    table="touches",
    sentence="churn.silence",
    name="churn.name_silence",
)
RENEWAL_WITHOUT_CONTACT = Signal(
    key="renewal_without_contact",
    group=ChurnGroup.ENGAGEMENT,
    unit=Unit.DAYS,
    rule=SignalRule(points=6, starts_at=14, full_at=45),
    severity=lambda held: held["untouched_days"],
    figure="days_to_decide",
    day="decide_by",
    table="subscriptions",
    sentence="churn.renewal_without_contact",
    name="churn.name_renewal_without_contact",
    overwritten=True,
)
PAYMENT_LATE = Signal(
    key="payment_late",
    group=ChurnGroup.COMMERCIAL,
    unit=Unit.DAYS,
    rule=SignalRule(points=6, starts_at=7, full_at=45),
    severity=lambda held: held["overdue_days"],
    figure="overdue_days",
    table="invoices",
    sentence="churn.payment_late",
    name="churn.name_payment_late",
)
SEATS_REDUCED = Signal(
    key="seats_reduced",
    group=ChurnGroup.COMMERCIAL,
    unit=Unit.SHARE,
    rule=SignalRule(points=6, starts_at=0.05, full_at=0.4),
    severity=lambda held: held["seats_lost"],
    figure="seats",
    baseline="seats_before",
    table="subscriptions",
    sentence="churn.seats_reduced",
    name="churn.name_seats_reduced",
)
CANCEL_REQUESTED = Signal(
    key="cancel_requested",
    group=ChurnGroup.COMMERCIAL,
    unit=Unit.YES,
    rule=SignalRule(points=10),
    severity=lambda held: held.with_contract("cancel_requested_on"),
    figure="running",
    day="cancel_requested_on",
    table="subscriptions",
    sentence="churn.cancel_requested",
    name="churn.name_cancel_requested",
)

SIGNALS = {
    signal.key: signal
    for signal in (
        USE_FALLING,
        USERS_LEAVING,
        KEY_FEATURE_UNUSED,
        LOW_ADOPTION,
        BUYING_SLOWED,
        SEVERE_TICKET,
        TICKET_REOPENED,
        SUPPORT_NEGATIVE,
        INQUIRIES_SILENT,
        NPS_LOW,
        CSAT_LOW,
        SATISFACTION_DOWN,
        CHAMPION_GONE,
        SILENCE,
        RENEWAL_WITHOUT_CONTACT,
        PAYMENT_LATE,
        SEATS_REDUCED,
        CANCEL_REQUESTED,
    )
}
"""By key, in the order in which signals of equal points are told."""
