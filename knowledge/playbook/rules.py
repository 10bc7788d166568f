"""The rules of the field as data: what ``config.yml`` may tune, checked when the program starts."""

from __future__ import annotations

from pydantic import Field, field_validator

from knowledge.accounts.rules import SegmentRules, TouchRules
from knowledge.churn.rules import ChurnRules
from knowledge.handoffs.rules import HandoffRules
from knowledge.kernel.rules import SightRules, SlackRules, WebRules
from knowledge.kernel.zones import is_known_zone
from knowledge.metrics.rules import MetricRules
from knowledge.notifications.rules import DigestRules, ReminderRules
from knowledge.offers.rules import DraftRules, GateRules, HoldoutRules, LearningRules, OfferRules, TimingRules
from knowledge.playbook.rule_part import RulePart
from knowledge.privacy.rules import RetentionRules
from knowledge.satisfaction.rules import SupportRules
from knowledge.sync.rules import SyncRules
from knowledge.usage.rules import UsageRules


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


class ConversationRules(RulePart):
    """How long a thread remembers what it is about."""

    expires_minutes: int = Field(default=120, ge=1)


class FeedbackRules(RulePart):
    """Who reads the monthly list of what no product answers, beside operations: keys or e-mails of people."""

    readers: tuple[str, ...] = ()


class HoldRules(RulePart):
    """How long an account may be held at most."""

    longest_days: int = Field(default=180, ge=1)


class AgentRules(RulePart):
    """How much an agent may ask, and how long its token and a previewed change hold."""

    calls_a_minute: int = Field(default=60, ge=1)
    token_days: int = Field(default=90, ge=1, le=400)
    preview_minutes: int = Field(default=10, ge=1, le=60)


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
    sync: SyncRules = SyncRules()
    slack: SlackRules = SlackRules()
    web: WebRules = WebRules()
