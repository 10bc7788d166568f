"""What a question declares of itself, once: every room reads its properties here, and keeps no list of its own.

Each folder of ``actions`` has a ``spec.py`` with one ``SPEC``; ``actions.registry`` finds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.terms import SegmentBy


class AccountUse(StrEnum):
    """Whether a question is about one customer.

    ``NEEDED``: without one it is asked back. ``OPTIONAL``: the thread's customer is meant where none is named.
    ``NAMED``: only one named in the same breath; else it is about everything that is the asker's. ``NONE``: never.
    """

    NEEDED = "needed"
    OPTIONAL = "optional"
    NAMED = "named"
    NONE = "none"


class Audience(StrEnum):
    """Who may read the answer where others read along.

    ``ASKER``: it tells facts about customers. ``ANYBODY``: as long as no customer is named, it tells none.
    """

    ASKER = "asker"
    ANYBODY = "anybody"


class FieldKind(StrEnum):
    """How a field of a form is filled in."""

    LINE = "line"
    MONEY = "money"
    TEXT = "text"
    CHOICE = "choice"
    DAY = "day"
    MOMENT = "moment"
    COLLEAGUE = "colleague"
    PRODUCT = "product"
    ACCOUNT = "account"


@dataclass(frozen=True)
class FormField:
    """One field: the slot that it fills. ``options`` are the closed set of a choice, its first one the usual."""

    slot: str
    kind: FieldKind
    is_needed: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """What is filled in; no fields: the customer alone. ``step``: the form is for this step of the question only."""

    fields: tuple[FormField, ...] = ()
    step: str | None = None


# What the conversation gives to every question.
GIVEN = (
    "asker",
    "as_of",
    "now",
    "place",
    "language",
    "account_id",
    "account",
    "mention_said",
    "place_in_list",
    "length",
)
PERIOD = ("date", "date_end", "time", "grain", "until")
SEGMENTS = tuple(str(by) for by in SegmentBy)
# What a message is read for, whichever question it asks.
HEARD = (
    *PERIOD,
    *SEGMENTS,
    "product",
    "products",
    "tier",
    "person",
    "amount_minor",
    "currency",
    "seats",
    "medium",
    "wished_language",
)
SCOPE = (*SEGMENTS, "person", "product")  # the customers that a list or a figure is about


@dataclass(frozen=True, kw_only=True)
class QuestionSpec:
    """One question. What is not said here is not so.

    ``asked``: people ask it in words, of which ``examples.*.yml`` has some; else a button, a command or a set order
    leads to it. ``slots``: what its answer reads beside what every question is given. ``own_words``: those of them that
    are free text, or that mean something under this question only. ``steps``: what may be done with a thing that is
    there already. ``buttons``: the questions that its buttons lead to.
    """

    intent: str
    account: AccountUse
    asked: bool = True
    slots: tuple[str, ...] = ()
    own_words: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    form: Form | None = None
    audience: Audience = Audience.ASKER

    # It tells of all customers that the asker may see; whose role covers none is told so.
    needs_sight: bool = False

    # It changes something: "and for Globex?" after it must not do it again.
    writes: bool = False
    # Steps that take such a change back; ``undoes``: all of them do.
    takes_back: tuple[str, ...] = ()
    undoes: bool = False
    # Steps that end what lasts, whoever made it and whenever: said right after it, they take it back in words.
    ends: tuple[str, ...] = ()

    # A list or figure that a period, a segment or a product said next narrows.
    narrowed: bool = False
    # A month named is one that has been.
    looks_back: bool = False
    # Slots that it keeps when it is asked again of the same customer: "make it a Slack message".
    keeps: tuple[str, ...] = ()
    # "The second one" said after it asks this of that offer.
    second_asks: str | None = None
    # Words without a day, where it waits for one, fill this slot.
    undated: str | None = None

    # Its answer shows an offer, on which "too early" and "not relevant" are words.
    shows_offer: bool = False
    # It is about an offer shown before, the first where none is named.
    about_offer: bool = False
    # A name that nobody has may be a product's.
    about_products: bool = False
    # It speaks of meetings for a purpose of its own, so that telling of one is not asking to note it.
    about_meetings: bool = False
    # "Usage and satisfaction of Acme and Globex": asked once for each of them.
    for_each: bool = False
    # It reads the figures of the last answer.
    explains_last: bool = False
    # A need in its words is told as the bare matter: "they want X" is X.
    bare_need: bool = False

    # Where there is little room its answer shows what matters first, and opens the rest in place.
    folds: bool = False

    # What its buttons do is shown in the place of the message that they stand in, so that no old button stays.
    in_place: bool = False

    # The subject stays as it was; ``small_talk``: it asks nothing of ours; ``courtesy``: beside a question it is none.
    aside: bool = False
    small_talk: bool = False
    courtesy: bool = False

    @property
    def reads(self) -> frozenset[str]:
        """Every slot its answer may read."""
        return frozenset((*GIVEN, *self.slots, *(("step",) if self.steps else ())))

    @property
    def takes_account(self) -> bool:
        """Whether a customer that is named is for it."""
        return self.account is not AccountUse.NONE

    @property
    def needs_account(self) -> bool:
        """Whether it can only be answered about one customer."""
        return self.account is AccountUse.NEEDED

    @property
    def of_the_firm(self) -> bool:
        """Whether it stands for itself where no customer is spoken of."""
        return self.account in {AccountUse.NONE, AccountUse.NAMED}
