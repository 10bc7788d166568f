"""What a draft is to be: its purpose, its reader, its medium, its tone; each part can be changed alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from actions.question import Question
from knowledge.terms import DraftPurpose, Medium, Voice

SELLING = {DraftPurpose.OFFER, DraftPurpose.APPROVAL}


class ReaderRole(StrEnum):
    """Who reads decides the text: a user wants an easier day, finance a return, IT little effort, the owner growth."""

    FINANCE = "finance"
    IT = "it"
    OWNER = "owner"
    SALES = "sales"
    MARKETING = "marketing"
    SUPPORT = "support"
    OPERATIONS = "operations"
    USER = "user"
    OTHER = "other"


class Length(StrEnum):
    """How much of it; none: whole."""

    SHORTER = "shorter"
    HALF = "half"
    SHORTEST = "shortest"


class Which(StrEnum):
    """Which of the advised offers."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"


class Week(StrEnum):
    """The week of which weekdays are meant."""

    THIS = "this"
    NEXT = "next"
    AFTER_NEXT = "after_next"


class Promise(StrEnum):
    """What somebody wants promised that no draft promises."""

    DISCOUNT = "discount"
    FREE = "free"
    GUARANTEE = "guarantee"


class HalfDay(StrEnum):
    """Which half of a day is proposed."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True)
class DraftRequest:
    """One text asked for. ``addressee`` and ``matter`` stand as they were said; ``since`` and ``until`` are days named.

    ``mention`` and ``leave_out`` hold topics (``price``, ``trial`` …) or words that name none. ``inside``: for one of
    our own. ``weekdays``: the only ones to be proposed, Monday is 0, of that ``week``; ``times``: how many half-days.
    ``sentences``: so many at most. ``about``: their matter, as it was said. ``unread``: words that no part of the
    reading explains.
    """

    purpose: DraftPurpose = DraftPurpose.OFFER
    which: Which | None = None
    product: str | None = None
    addressee: str | None = None
    role: str | None = None
    medium: Medium = Medium.CALL
    tones: tuple[Voice, ...] = ()
    length: Length | None = None
    mention: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    matter: str | None = None
    occasion: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    weekdays: tuple[int, ...] = ()
    week: Week | None = None
    times: int | None = None
    sentences: int | None = None
    about: str | None = None
    promise: Promise | None = None
    half_day: HalfDay | None = None
    sender: str | None = None
    unread: str | None = None
    inside: bool = field(default=False)

    @property
    def is_short(self) -> bool:
        """Whether less than the whole text was asked for."""
        return self.length is not None or self.sentences is not None

    @property
    def sells(self) -> bool:
        """Whether this purpose may name an offer."""
        return self.purpose in SELLING

    @classmethod
    def from_question(cls, question: Question) -> DraftRequest:
        """From the slots; a letter is an e-mail unless another medium was named, an offer alone is a call."""
        inside = question.word("inside") is not None
        purpose = DraftPurpose(question.word("purpose") or DraftPurpose.OFFER)
        if inside and purpose not in (DraftPurpose.APPROVAL, DraftPurpose.MINUTES):
            purpose = DraftPurpose.BRIEF
        spoken = question.word("medium") is None and purpose is DraftPurpose.OFFER
        return cls(
            purpose=purpose,
            which=Which(said) if (said := question.word("which")) else None,
            product=question.word("product"),
            addressee=question.word("addressee"),
            role=question.word("role"),
            medium=Medium(question.word("medium") or (Medium.CALL if spoken else Medium.EMAIL)),
            tones=tuple(Voice(tone) for tone in (question.word("tone") or "").split(",") if tone),
            length=_length(question),
            mention=_parts(question.word("must_mention")),
            leave_out=_parts(question.word("leave_out")),
            matter=question.word("matter"),
            occasion=question.word("occasion"),
            since=_day(question.word("date")),
            until=_day(question.word("date_end")),
            weekdays=tuple(int(day) for day in (question.word("weekdays") or "").split(",") if day),
            week=Week(said) if (said := question.word("week")) else None,
            times=_count(question.word("times")),
            sentences=_count(question.word("sentences")),
            about=question.word("about"),
            promise=Promise(said) if (said := question.word("promise")) else None,
            half_day=HalfDay(said) if (said := question.word("half_day")) else None,
            sender=question.word("sender"),
            unread=question.word("unread"),
            inside=inside,
        )


def _length(question: Question) -> Length | None:
    if said := question.word("draft_length"):
        return Length(said)
    return Length.SHORTER if question.word("length") == "short" else None


def _count(said: str | None) -> int | None:
    return int(said) if said and said.isdecimal() else None


def _parts(said: str | None) -> tuple[str, ...]:
    return tuple(part for part in (said or "").split("|") if part)


def _day(said: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(said[:10]) if said else None
    except ValueError:
        return None
