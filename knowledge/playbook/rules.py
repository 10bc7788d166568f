"""The rules of the field as data: what ``config.yml`` may tune, checked when the program starts."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from knowledge.churn.rules import ChurnRules
from knowledge.kernel.zones import is_known_zone
from knowledge.metrics.metric import Metric
from knowledge.playbook.rule_part import RulePart
from knowledge.terms import LostReason


class Firm(RulePart):
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


class GateRules(RulePart):
    """When a customer may not be pitched (``domain.md`` 2)."""

    nps_blocks_at_most: int = Field(default=6, ge=0, le=10)
    nps_cautions_at_most: int = Field(default=8, ge=0, le=10)
    csat_blocks_below: int = Field(default=50, ge=0, le=100)
    survey_shelf_days: int = Field(default=180, ge=1)
    cool_off_days: int = Field(default=90, ge=0)
    cool_off_by_reason: dict[LostReason, int] = Field(default_factory=_COOL_OFFS.copy)
    cancelled_rest_days: int = Field(default=365, ge=0)
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


class TimingRules(RulePart):
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


class OfferRules(RulePart):
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
    refill_points: float = Field(default=0.5, ge=0, le=1)
    regain_points: float = Field(default=0.35, ge=0, le=1)
    range_share: float = Field(default=0.5, gt=0, le=1)


class DraftRules(RulePart):
    """What every draft may promise without asking anybody: small start, length of a talk, how prices are told."""

    trial_days: int = Field(default=30, ge=1)
    first_people: int = Field(default=5, ge=1)
    talk_minutes: int = Field(default=20, ge=5)
    news_days: int = Field(default=2, ge=1)
    prices_without_tax: bool = True


class LearningRules(RulePart):
    """How outcomes and colleagues' words change the next choice."""

    not_relevant_people: int = Field(default=3, ge=2)
    prior_proposals: int = Field(default=20, ge=1)
    most_shift: float = Field(default=0.5, ge=0, lt=1)
    silent_days: int = Field(default=90, ge=1)


class HoldoutRules(RulePart):
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


class UsageRules(RulePart):
    """Recent use against the account's own past."""

    recent_days: int = Field(default=28, ge=7)
    baseline_days: int = Field(default=84, ge=7)
    falling_share: float = Field(default=0.25, gt=0, le=1)
    rising_share: float = Field(default=0.15, gt=0, le=10)
    stale_days: int = Field(default=45, ge=1)


class DigestRules(RulePart):
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


class SupportRules(RulePart):
    """Inquiries lately against the account's own past, so that silence shows."""

    recent_days: int = Field(default=90, ge=1)
    baseline_days: int = Field(default=270, ge=1)
    fewest_expected: float = Field(default=3, gt=0)


class SegmentRules(RulePart):
    """RFM segments and phases (``domain.md`` 8)."""

    fewest_accounts: int = Field(default=50, ge=5)
    adopted_share: float = Field(default=0.6, gt=0, le=1)
    new_days: int = Field(default=90, ge=1)


class TouchRules(RulePart):
    """Touch model by yearly contract value, in main units of the reporting currency."""

    high_from: int = Field(default=3_000_000, ge=0)
    low_from: int = Field(default=600_000, ge=0)


class MetricRules(RulePart):
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


class SightRules(RulePart):
    """Who sees which accounts. A rep: ``own``, the whole ``team``'s, or ``all``."""

    rep_sees: Literal["own", "team", "all"] = "team"
    cs_sees: Literal["own", "all"] = "own"
    ops_sees: Literal["none", "all"] = "none"
    unowned_visible: bool = True
    without_manager: Literal["managers", "ops", "nobody"] = "managers"


class ConversationRules(RulePart):
    """How long a thread remembers what it is about."""

    expires_minutes: int = Field(default=120, ge=1)


class HandoffRules(RulePart):
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


class ReminderRules(RulePart):
    """When people are left in peace, and how long one replica has to deliver what it took up."""

    quiet_from: dt.time = dt.time(20)
    quiet_until: dt.time = dt.time(8)
    lease_seconds: int = Field(default=120, ge=1)
    before_meeting_minutes: int = Field(default=60, ge=5)
    meeting_days: int = Field(default=7, ge=1)


class FeedbackRules(RulePart):
    """Who reads the monthly list of what no product answers, beside operations: keys or e-mails of people."""

    readers: tuple[str, ...] = ()


class HoldRules(RulePart):
    """How long an account may be held at most."""

    longest_days: int = Field(default=180, ge=1)


class RetentionRules(RulePart):
    """After how many days each kind of data is dropped; None: it is kept until somebody erases it."""

    conversations_days: int | None = Field(default=7, ge=7)
    audit_days: int | None = Field(default=1095, ge=30)
    notes_days: int | None = Field(default=None, ge=30)
    surveys_days: int | None = Field(default=None, ge=30)
    notices_days: int | None = Field(default=400, ge=30)
    tokens_days: int | None = Field(default=30, ge=1)
    jobs_days: int = Field(default=7, ge=7)

    def days_of(self, kind: str) -> int | None:
        """How long this kind of data is kept."""
        days: int | None = getattr(self, f"{kind}_days")
        return days


class AgentRules(RulePart):
    """How much an agent may ask, and how long its token and a previewed change hold."""

    calls_a_minute: int = Field(default=60, ge=1)
    token_days: int = Field(default=90, ge=1, le=400)
    preview_minutes: int = Field(default=10, ge=1, le=60)


class ChannelRule(RulePart):
    """What a Slack channel is for: one account (its key), or the accounts of one team."""

    account: str | None = None
    team: str | None = None


class SlackRules(RulePart):
    """Where customer facts may be shown, and where operations are told. Channels by Slack's id (``C0123``)."""

    workspaces: tuple[str, ...] = ()
    channels: dict[str, ChannelRule] = Field(default_factory=dict)
    ops_channel: str | None = None
    unfurl_links: bool = False


class Rules(RulePart):
    """All of ``config.yml`` that is ours."""

    firm: Firm = Firm()
    gate: GateRules = GateRules()
    timing: TimingRules = TimingRules()
    offers: OfferRules = OfferRules()
    drafts: DraftRules = DraftRules()
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
    retention: RetentionRules = RetentionRules()
    agents: AgentRules = AgentRules()
    slack: SlackRules = SlackRules()
