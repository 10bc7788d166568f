"""The one contract between acting and speaking: what an answer holds, before anybody draws it.

A ``Reply`` travels as rasa-sdk ``json_message``; Slack, browser and terminal draw the same object.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

from knowledge.terms import OfferKind, Verdict

SEVERAL = " | "  # between the names of one slot that holds several: "Tokyo | Osaka"
Said = Annotated[str, StringConstraints(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tone(StrEnum):
    """How a section wants to be read; each surface finds its own mark for it."""

    PLAIN = "plain"
    GOOD = "good"
    CAUTION = "caution"
    STOP = "stop"
    QUOTE = "quote"


class Lineage(_Part):
    """Which rows are behind a figure: "why?" loads them from the store, seen by whoever asks.

    ``query``: those of a look-up, as JSON.
    """

    table: str
    account_id: int | None = None
    product_ids: tuple[int, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    ids: tuple[int, ...] = ()
    query: dict[str, Any] | None = None


class Figure(_Part):
    """A number with its basis. ``raw`` is the bare number; ``value`` is how it is shown in this language.

    ``basis`` says in a few words what was counted; ``formula`` how; ``lineage`` finds the rows again.
    """

    key: str
    label: Said
    value: Said
    raw: float | int | str | None
    unit: str = ""
    basis: Said
    as_of: dt.date
    formula: Said
    lineage: Lineage | None = None


class Line(_Part):
    """One sentence or bullet, and the figures it leans on.

    ``brief``: what of it is shown at first where there is little room, the rest being opened; empty: nothing.
    """

    text: Said
    brief: str = ""
    tone: Tone = Tone.PLAIN
    figures: tuple[str, ...] = ()


class Choice(_Part):
    """A button: its label, and what it says back through the door (``intent`` and ``slots``, or plain ``text``)."""

    label: Said
    intent: str | None = None
    slots: dict[str, str | int] = {}
    text: str | None = None


class Section(_Part):
    """A titled group of lines; ``key`` is stable across languages. ``choices``: what one does about this part only."""

    key: str
    title: str = ""
    lines: tuple[Line, ...]
    choices: tuple[Choice, ...] = ()


class Offer(_Part):
    """One offer. ``evidence`` holds the counts by name; ``score`` (0-1) is what it was ranked on.

    ``figures``: the keys of those it stands on, for "why 2?".
    """

    kind: OfferKind
    product: str
    product_id: int
    reason: Said
    value: str = ""
    evidence: dict[str, float | int | str | None]
    score: float
    figures: tuple[str, ...] = ()


class Tier(_Part):
    """One of the three tiers of a proposal."""

    key: str
    name: Said
    price: str
    gives: tuple[str, ...]
    lacks: tuple[str, ...]
    recommended: bool = False


class ChecklistItem(_Part):
    """One thing to see to. ``done`` is None where only a person can say; ``topic`` is the list it is ticked on."""

    key: str
    topic: str = ""
    text: Said
    done: bool | None = None
    note: str = ""


class PendingSlot(_Part):
    """The answer is a question back: the next words said fill ``slot`` of ``intent``, beside what was said before.

    ``free``: any words will do (a need, a reason), so that they are kept as they were said. ``is_done``: what was
    asked for has been done, and this is about something further.
    """

    intent: str
    slot: str
    slots: dict[str, str | int] = {}
    free: bool = False
    is_done: bool = False


class Table(_Part):
    """Rows under headings, all cells as shown."""

    key: str
    title: str = ""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Sheet(_Part):
    """A whole table for a spreadsheet, as a file: ``name`` with its ending; cells as they go into CSV."""

    key: str
    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, key: str, name: str, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Sheet:
        """From values; None is an empty cell."""
        cells = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in rows)
        return cls(key=key, name=name, title=title, columns=tuple(columns), rows=cells)


class ChartSeries(_Part):
    label: str
    points: tuple[tuple[str, float], ...]


class MatrixRow(_Part):
    """One line of a matrix: its name, and for each column the state (a key of the legend) with its words, if any."""

    label: str
    cells: tuple[tuple[str, str], ...]


class Matrix(_Part):
    """States of lines by columns; ``legend``: each state with its words, in the order to be told."""

    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    legend: tuple[tuple[str, str], ...]


class Chart(_Part):
    """A picture as data, with the sentence that stands in for it where it cannot be drawn.

    ``kind``: ``line``, from ``series``, or ``matrix``. ``marks``: points of the horizontal axis at which something
    changed, each with its words.
    """

    key: str
    kind: str
    title: str
    unit: str = ""
    series: tuple[ChartSeries, ...] = ()
    matrix: Matrix | None = None
    alt: Said
    marks: tuple[tuple[str, str], ...] = ()


class AccountRef(_Part):
    id: int
    name: str


class Discussion(_Part):
    """The same told where both sides of a handoff read it: what ``step`` of it said, and how to go on.

    ``members`` (by key): between whom it is begun where there is none yet; empty where a step only goes on with one.
    """

    handoff_id: int
    step: int
    members: tuple[str, ...] = ()
    headline: Said
    hints: tuple[str, ...] = ()


class Reply(_Part):
    """One answer, platform-neutral, frozen and serialisable.

    ``confidence`` is how much the store knows for this answer (high, medium, low), with ``confidence_reason``.
    ``trouble`` marks an answer that is an error the person can mend. ``again`` are slots that ask the same once more,
    for "and last quarter?", where words told what was asked. ``listed``: what the lines of a numbered list open, in its
    order, so that "why 3?" opens the third. ``no_article``: the playbook has nothing on what was asked, and operations
    are to see that.
    """

    intent: str
    language: str
    headline: Said
    account: AccountRef | None = None
    verdict: Verdict | None = None
    verdict_until: dt.date | None = None
    confidence: str | None = None
    confidence_reason: str = ""
    sections: tuple[Section, ...] = ()
    offers: tuple[Offer, ...] = ()
    tiers: tuple[Tier, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    figures: tuple[Figure, ...] = ()
    choices: tuple[Choice, ...] = ()
    pending_slot: PendingSlot | None = None
    discussion: Discussion | None = None
    again: dict[str, str] = {}
    listed: tuple[Choice, ...] = ()
    trouble: bool = False
    no_article: bool = False

    def figure(self, key: str) -> Figure:
        """The figure named ``key``; KeyError when this answer has none."""
        for figure in self.figures:
            if figure.key == key:
                return figure
        raise KeyError(key)
