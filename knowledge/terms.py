"""The closed sets of the field's terms, as the store and the measures write them."""

from enum import StrEnum


class Role(StrEnum):
    """What a person does; decides what they may see."""

    REP = "rep"
    MANAGER = "manager"
    CS = "cs"
    OPS = "ops"


class OfferKind(StrEnum):
    """Cross-sell: another product. Upsell: a higher tier of an owned one. Seats: more of the same.

    Refill: an article that is due again. Regain: one that they ordered regularly and have stopped ordering.
    """

    CROSS_SELL = "cross_sell"
    UPSELL = "upsell"
    SEATS = "seats"
    REFILL = "refill"
    REGAIN = "regain"


EXPANSIONS = (OfferKind.CROSS_SELL, OfferKind.UPSELL, OfferKind.SEATS)
"""Offers of more than they have; the other kinds keep what they order anyway."""


class Verdict(StrEnum):
    """The timing of an offer. ``UNKNOWN`` where the store knows too little to say."""

    NOW = "now"
    WAIT = "wait"
    NOT_NOW = "not_now"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """How one product stands to another in the catalogue (``product`` → ``related``)."""

    UPSELL = "upsell"
    CROSS_SELL = "cross_sell"
    ACCESSORY = "accessory"
    SUBSTITUTE = "substitute"
    CONTAINS = "contains"


class SurveyKind(StrEnum):
    """NPS runs 0-10. CSAT is stored in percent of its scale, 0-100."""

    NPS = "nps"
    CSAT = "csat"


class Severity(StrEnum):
    """How bad a ticket is. ``SEVERE`` closes the gate while it is open."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    SEVERE = "severe"


class TicketStatus(StrEnum):
    OPEN = "open"
    PENDING = "pending"
    SOLVED = "solved"


class DealOutcome(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class ProposalOutcome(StrEnum):
    """What became of an offer made. ``PITCHED`` is still open."""

    PITCHED = "pitched"
    WON = "won"
    LOST = "lost"
    LATER = "later"
    TOO_EARLY = "too_early"
    NOT_RELEVANT = "not_relevant"


class WonQuestion(StrEnum):
    """Asked after a won deal: what kind of customer, what troubled them most, what of the proposal struck home."""

    CUSTOMER = "customer"
    TROUBLE = "trouble"
    PROPOSAL = "proposal"


class LostReason(StrEnum):
    """Why an offer was declined; each rests the product for its own time (``gate.cool_off_by_reason``)."""

    PRICE = "price"
    TIMING = "timing"
    NO_NEED = "no_need"
    COMPETITOR = "competitor"
    MISSING_FEATURE = "missing_feature"
    NO_BUDGET = "no_budget"
    OTHER = "other"


class OfferWord(StrEnum):
    """What a colleague thought of an offer; three ``NOT_RELEVANT`` set the rule behind it aside."""

    HELPFUL = "helpful"
    NOT_HELPFUL = "not_helpful"
    NOT_RELEVANT = "not_relevant"


class NoteKind(StrEnum):
    """What a note holds: any word, the minutes of a meeting, what we promised, that a customer wants to leave."""

    NOTE = "note"
    MINUTES = "minutes"
    PROMISE = "promise"
    CANCELLATION = "cancellation"


class NeedStatus(StrEnum):
    OPEN = "open"
    SOLVED = "solved"
    DROPPED = "dropped"


class NameKind(StrEnum):
    """Why a spelling belongs to an account. ``INITIALS`` are derived and count only in capitals."""

    LEGAL = "legal"
    ALIAS = "alias"
    READING = "reading"
    FORMER = "former"
    INITIALS = "initials"


class BillingPeriod(StrEnum):
    MONTH = "month"
    YEAR = "year"
    ONCE = "once"


class Medium(StrEnum):
    CALL = "call"
    EMAIL = "email"
    SLACK = "slack"
    LETTER = "letter"


class Language(StrEnum):
    EN = "en"
    JA = "ja"


class ChurnGroup(StrEnum):
    """The five groups whose weights add up to the churn score."""

    USAGE = "usage"
    SUPPORT = "support"
    SENTIMENT = "sentiment"
    ENGAGEMENT = "engagement"
    COMMERCIAL = "commercial"


class SegmentBy(StrEnum):
    """What customers can be split by. RFM, phase and touch model follow fixed rules; the rest is as imported."""

    TEAM = "team"
    OWNER = "owner"
    CSM = "csm"
    INDUSTRY = "industry"
    REGION = "region"
    COUNTRY = "country"
    RFM = "rfm"
    PHASE = "phase"
    TOUCH = "touch"


class ContractChangeKind(StrEnum):
    """How a running contract changed."""

    UPSELL = "upsell"
    DOWNSELL = "downsell"
    SEATS_ADDED = "seats_added"
    SEATS_REDUCED = "seats_reduced"
    PRICE = "price"
    RENEWED = "renewed"
    PAUSED = "paused"
    CANCELLED = "cancelled"


class DraftPurpose(StrEnum):
    """Why one writes. Only ``OFFER`` and ``APPROVAL`` may sell."""

    OFFER = "offer"
    CHECK_IN = "check_in"
    THANKS = "thanks"
    APOLOGY = "apology"
    APPOINTMENT = "appointment"
    SILENCE = "silence"
    RENEWAL = "renewal"
    PAYMENT = "payment"
    OBJECTION = "objection"
    WIN_BACK = "win_back"
    CONGRATULATION = "congratulation"
    INTRODUCTION = "introduction"
    BRIEF = "brief"
    APPROVAL = "approval"
    MINUTES = "minutes"


class Voice(StrEnum):
    """How it sounds; none: plain and polite."""

    SOFTER = "softer"
    FORMAL = "formal"
    WARMER = "warmer"
    DIRECT = "direct"
    CASUAL = "casual"


BOUGHT_BY_DEAL = "won:files:"
"""How the key of a purchase begins that follows from a won deal of our own files, where nothing else tells of any."""
