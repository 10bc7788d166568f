"""The rules of the field as data: what ``config.yml`` may tune, checked when the program starts."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from knowledge.analytics.metrics.metric import Metric
from knowledge.playbook.zones import is_known_zone
from knowledge.terms import ChurnSignal, LostReason


class _Rules(BaseModel):
    """Frozen, and an unknown key is an error: a misspelt rule must not be ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Firm(_Rules):
    """Who we are, and whose calendar we keep."""

    name: str = "Our company"
    language: str = Field(default="en", pattern="^(en|ja)$")
    country: str = Field(default="JP", pattern="^[A-Z]{2}$")
    currency: str = Field(default="JPY", pattern="^[A-Z]{3}$")
    timezone: str = "Asia/Tokyo"
    fiscal_year_starts: int = Field(default=4, ge=1, le=12)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if not is_known_zone(name):
            raise ValueError(f"{name} is not a time zone; write one like Asia/Tokyo")
        return name


_COOL_OFFS = {
    LostReason.PRICE: 90,
    LostReason.TIMING: 90,
    LostReason.NO_NEED: 180,
    LostReason.COMPETITOR: 365,
    LostReason.MISSING_FEATURE: 180,
    LostReason.NO_BUDGET: 90,
}


class GateRules(_Rules):
    """When a customer may not be pitched (``domain.md`` 2)."""

    nps_blocks_at_most: int = Field(default=6, ge=0, le=10)
    nps_cautions_at_most: int = Field(default=8, ge=0, le=10)
    csat_blocks_below: int = Field(default=50, ge=0, le=100)
    survey_shelf_days: int = Field(default=180, ge=1)
    cool_off_days: int = Field(default=90, ge=0)
    cool_off_by_reason: dict[LostReason, int] = Field(default_factory=_COOL_OFFS.copy)
    asks_cap: int = Field(default=2, ge=1)
    asks_window_days: int = Field(default=90, ge=1)
    onboarding_days: int = Field(default=90, ge=1)
    adoption_floor: float = Field(default=0.3, ge=0, le=1)
    use_collapse_share: float = Field(default=0.4, gt=0, le=1)

    @field_validator("cool_off_by_reason")
    @classmethod
    def _every_reason(cls, given: dict[LostReason, int]) -> dict[LostReason, int]:
        if any(days < 0 for days in given.values()):
            raise ValueError("days must not be negative")
        return {**_COOL_OFFS, **given}

    def rest_days(self, reason: str | None) -> int:
        """How long a product rests at a customer after a "no" for this reason."""
        known = LostReason(reason) if reason in set(LostReason) else LostReason.OTHER
        return self.cool_off_by_reason.get(known, self.cool_off_days)


class TimingRules(_Rules):
    """Which moment fits what (``domain.md`` 4)."""

    just_bought_days: int = Field(default=30, ge=0)
    next_problem_days: int = Field(default=90, ge=1)
    renewal_windows: tuple[int, ...] = (120, 90, 60, 30)
    limit_near_share: float = Field(default=0.8, gt=0, le=1)
    limit_pressing_share: float = Field(default=0.9, gt=0, le=1)

    @field_validator("renewal_windows")
    @classmethod
    def _farthest_first(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(days, reverse=True))


class OfferRules(_Rules):
    """How many offers, on how much evidence."""

    most_shown: int = Field(default=2, ge=1, le=2)
    horizon_days: int = Field(default=90, ge=1)
    fewest_cases: int = Field(default=5, ge=1)
    fewest_adopters: int = Field(default=3, ge=1)
    least_score: float = Field(default=0.12, ge=0, le=1)
    stale_days: int = Field(default=550, ge=30)
    confidence: float = Field(default=0.9, gt=0.5, lt=1)
    history_points: float = Field(default=0.4, ge=0, le=1)
    need_points: float = Field(default=0.4, ge=0, le=1)
    related_points: float = Field(default=0.1, ge=0, le=1)
    addon_points: float = Field(default=0.15, ge=0, le=1)
    limit_points: float = Field(default=0.8, ge=0, le=1)
    growth_points: float = Field(default=0.1, ge=0, le=1)


class LearningRules(_Rules):
    """How outcomes and colleagues' words change the next choice."""

    not_relevant_people: int = Field(default=3, ge=2)
    prior_proposals: int = Field(default=20, ge=1)
    most_shift: float = Field(default=0.5, ge=0, lt=1)
    silent_days: int = Field(default=90, ge=1)


class HoldoutRules(_Rules):
    """A share of customers that gets no prompts, to measure what prompts do. Off at 0."""

    share: float = Field(default=0, ge=0, le=0.5)
    since: dt.date | None = None
    until: dt.date | None = None
    name: str = "first"

    @model_validator(mode="after")
    def _begins(self) -> Self:
        if self.share and self.since is None:
            raise ValueError("a holdout needs since, the day it begins")
        return self


class UsageRules(_Rules):
    """Recent use against the account's own past."""

    recent_days: int = Field(default=28, ge=7)
    baseline_days: int = Field(default=84, ge=7)
    falling_share: float = Field(default=0.25, gt=0, le=1)
    rising_share: float = Field(default=0.15, gt=0, le=10)
    stale_days: int = Field(default=45, ge=1)


class ChurnWeights(_Rules):
    """Points of 100 that each group of signals can give."""

    usage: int = Field(default=40, ge=0)
    support: int = Field(default=20, ge=0)
    sentiment: int = Field(default=15, ge=0)
    engagement: int = Field(default=15, ge=0)
    commercial: int = Field(default=10, ge=0)


class SignalRule(_Rules):
    """One churn signal: no points up to ``starts_at``, full points from ``full_at``, even steps between.

    The unit of both is the signal's own: a share for falls, days for waiting, a count for events, 1 for yes.
    """

    points: float = Field(ge=0, le=100)
    starts_at: float = 0
    full_at: float = 1

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.full_at <= self.starts_at:
            raise ValueError("full_at must lie above starts_at")
        return self


_SIGNALS = {
    ChurnSignal.USE_FALLING: SignalRule(points=40, starts_at=0.1, full_at=0.5),
    ChurnSignal.USERS_LEAVING: SignalRule(points=20, starts_at=0.1, full_at=0.5),
    ChurnSignal.KEY_FEATURE_UNUSED: SignalRule(points=10),
    ChurnSignal.LOW_ADOPTION: SignalRule(points=15, starts_at=0.5, full_at=0.9),
    ChurnSignal.BUYING_SLOWED: SignalRule(points=40, starts_at=0.4, full_at=0.9),
    ChurnSignal.SEVERE_TICKET: SignalRule(points=12),
    ChurnSignal.TICKET_REOPENED: SignalRule(points=6, full_at=2),
    ChurnSignal.SUPPORT_NEGATIVE: SignalRule(points=8, full_at=2),
    ChurnSignal.INQUIRIES_SILENT: SignalRule(points=6, starts_at=0.5, full_at=1),
    ChurnSignal.NPS_LOW: SignalRule(points=15, starts_at=1, full_at=4),
    ChurnSignal.CSAT_LOW: SignalRule(points=10, starts_at=0.3, full_at=0.6),
    ChurnSignal.SATISFACTION_DOWN: SignalRule(points=6, starts_at=0.1, full_at=0.4),
    ChurnSignal.CHAMPION_GONE: SignalRule(points=10),
    ChurnSignal.SILENCE: SignalRule(points=8, starts_at=60, full_at=120),
    ChurnSignal.RENEWAL_WITHOUT_CONTACT: SignalRule(points=6, starts_at=14, full_at=45),
    ChurnSignal.PAYMENT_LATE: SignalRule(points=6, starts_at=7, full_at=45),
    ChurnSignal.SEATS_REDUCED: SignalRule(points=6, starts_at=0.05, full_at=0.4),
    ChurnSignal.CANCEL_REQUESTED: SignalRule(points=10),
}


class ChurnRules(_Rules):
    """The churn score's weights, signals and bands (``domain.md`` 7), and when it may learn from losses."""

    weights: ChurnWeights = ChurnWeights()
    signals: dict[ChurnSignal, SignalRule] = Field(default_factory=_SIGNALS.copy)
    at_risk_from: int = Field(default=60, ge=1, le=100)
    watch_from: int = Field(default=35, ge=1, le=100)
    hysteresis_points: int = Field(default=5, ge=0, le=30)
    alert_points: int = Field(default=10, ge=1, le=100)
    coverage_floor: float = Field(default=0.5, ge=0, le=1)
    renewal_near_days: int = Field(default=90, ge=1)
    seats_back_days: int = Field(default=90, ge=1)
    source_stale_days: int = Field(default=90, ge=1)
    half_life_days: int = Field(default=120, ge=1)
    definition: Literal["auto", "contract", "buying"] = "auto"
    horizon_days: int = Field(default=90, ge=7)
    successor_days: int = Field(default=31, ge=0)
    losses_to_learn: int = Field(default=20, ge=10)
    losses_to_calibrate: int = Field(default=40, ge=20)
    saves_to_tell: int = Field(default=5, ge=1)

    @field_validator("signals")
    @classmethod
    def _every_signal(cls, given: dict[ChurnSignal, SignalRule]) -> dict[ChurnSignal, SignalRule]:
        return {**_SIGNALS, **given}

    @model_validator(mode="after")
    def _watch_below_at_risk(self) -> Self:
        if self.watch_from >= self.at_risk_from:
            raise ValueError("watch_from must lie below at_risk_from")
        return self


class DigestRules(_Rules):
    """When and how much people are told of customers in danger without asking (``domain.md`` 7)."""

    hour: dt.time = dt.time(8, 30)
    channels: dict[str, str] = Field(default_factory=dict)
    most_lines: int = Field(default=10, ge=1, le=10)
    reasons_shown: int = Field(default=2, ge=1, le=5)
    late_minutes: int = Field(default=60, ge=1)
    alerts_a_day: int = Field(default=3, ge=0)
    acted_days: int = Field(default=7, ge=1)
    least_acted_share: float = Field(default=0.5, ge=0, le=1)
    fewest_alerts: int = Field(default=10, ge=1)
    snooze_days: int = Field(default=14, ge=1)
    keep_days: int = Field(default=400, ge=100)
    picture_days: int = Field(default=90, ge=7)


class SupportRules(_Rules):
    """Inquiries lately against the account's own past, so that silence shows."""

    recent_days: int = Field(default=90, ge=1)
    baseline_days: int = Field(default=270, ge=1)
    fewest_expected: float = Field(default=3, gt=0)


class SegmentRules(_Rules):
    """RFM segments and phases (``domain.md`` 8)."""

    fewest_accounts: int = Field(default=50, ge=5)
    adopted_share: float = Field(default=0.6, gt=0, le=1)
    new_days: int = Field(default=90, ge=1)


class TouchRules(_Rules):
    """Touch model by yearly contract value, in main units of the reporting currency."""

    high_from: int = Field(default=3_000_000, ge=0)
    low_from: int = Field(default=600_000, ge=0)


class MetricRules(_Rules):
    """How the firm's figures are told (``domain.md`` 10). Files are paths beside ``config.yml``, or absolute."""

    gross_margin: float = Field(default=0.75, gt=0, le=1)
    ltv_cap_months: int = Field(default=60, ge=1)
    periods_shown: int = Field(default=12, ge=2, le=60)
    settling_days: int = Field(default=28, ge=0, le=90)
    rates_file: str | None = None
    targets: dict[Metric, float] = Field(default_factory=dict)
    misspelt_targets: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _set_misspelt_aside(cls, given: object) -> object:
        """One wrong word must not keep every digest from being sent: the digests say what to mend."""
        targets = given.get("targets") if isinstance(given, dict) else None
        if not isinstance(given, dict) or not isinstance(targets, dict):
            return given
        known = {name: value for name, value in targets.items() if str(name) in set(Metric)}
        return {
            **given,
            "targets": known,
            "misspelt_targets": tuple(str(each) for each in targets if each not in known),
        }


class SightRules(_Rules):
    """Who sees which accounts. A rep: ``own``, the whole ``team``'s, or ``all``."""

    rep_sees: Literal["own", "team", "all"] = "team"
    cs_sees: Literal["own", "all"] = "own"
    ops_sees: Literal["none", "all"] = "none"
    unowned_visible: bool = True


class ConversationRules(_Rules):
    """How long a thread remembers what it is about."""

    expires_minutes: int = Field(default=120, ge=1)


class HandoffRules(_Rules):
    """How long each side has, in business days of the owner's country (``domain.md`` 9)."""

    answer_days_hot: float = Field(default=1, gt=0)
    answer_days: float = Field(default=2, gt=0)
    first_touch_days: float = Field(default=5, gt=0)
    return_days: float = Field(default=1, gt=0)
    opens: dt.time = dt.time(9)
    closes: dt.time = dt.time(18)
    queue_team: str = ""

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("opens must lie before closes")
        return self


class ReminderRules(_Rules):
    """When people are left in peace, and how long one replica has to deliver what it took up."""

    quiet_from: dt.time = dt.time(20)
    quiet_until: dt.time = dt.time(8)
    lease_seconds: int = Field(default=120, ge=1)
    before_meeting_minutes: int = Field(default=60, ge=5)
    meeting_days: int = Field(default=7, ge=1)


class FeedbackRules(_Rules):
    """Who reads the monthly list of what no product answers, beside operations: keys or e-mails of people."""

    readers: tuple[str, ...] = ()


class HoldRules(_Rules):
    """How long an account may be held at most."""

    longest_days: int = Field(default=180, ge=1)


class ChannelRule(_Rules):
    """What a Slack channel is for: one account (its key), or the accounts of one team."""

    account: str | None = None
    team: str | None = None


class SlackRules(_Rules):
    """Where customer facts may be shown, and where operations are told. Channels by Slack's id (``C0123``)."""

    channels: dict[str, ChannelRule] = Field(default_factory=dict)
    ops_channel: str | None = None
    unfurl_links: bool = False


class Rules(_Rules):
    """All of ``config.yml`` that is ours."""

    firm: Firm = Firm()
    gate: GateRules = GateRules()
    timing: TimingRules = TimingRules()
    offers: OfferRules = OfferRules()
    learning: LearningRules = LearningRules()
    holdout: HoldoutRules = HoldoutRules()
    usage: UsageRules = UsageRules()
    support: SupportRules = SupportRules()
    churn: ChurnRules = ChurnRules()
    digest: DigestRules = DigestRules()
    segments: SegmentRules = SegmentRules()
    touch: TouchRules = TouchRules()
    metrics: MetricRules = MetricRules()
    sight: SightRules = SightRules()
    conversation: ConversationRules = ConversationRules()
    handoff: HandoffRules = HandoffRules()
    reminders: ReminderRules = ReminderRules()
    holds: HoldRules = HoldRules()
    feedback: FeedbackRules = FeedbackRules()
    slack: SlackRules = SlackRules()
