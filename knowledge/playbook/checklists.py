"""Checklists as data: ``checklists/<talk>.yml``, one a kind of talk, both languages side by side.

- key: satisfied
  text: {en: "Are they satisfied?", ja: "ご満足いただけているか"}
  filled_by: satisfaction      # the fact that ticks it, where the store knows
  when: survey                 # only if; left out: always
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).parent / "checklists"


class Talk(StrEnum):
    """The kinds of talk that have a checklist."""

    CROSS_SELL = "cross_sell"
    UPSELL = "upsell"
    SEATS = "seats"
    REFILL = "refill"
    REGAIN = "regain"
    RENEWAL = "renewal"
    SAVE = "save"
    HANDOFF = "handoff"


class Fill(StrEnum):
    """Facts that tick an item, or stand beside it."""

    RELATED = "related"
    VALUE = "value"
    MOMENT = "moment"
    HISTORY = "history"
    SATISFACTION = "satisfaction"
    CSM = "csm"
    NEED = "need"
    AT_MOST_TWO = "at_most_two"
    LIMIT = "limit"
    RENEWAL = "renewal"
    TOUCHED = "touched"
    TICKET = "ticket"
    USE = "use"
    CHAMPION = "champion"
    LOGGED = "logged"
    HOLD = "hold"


class When(StrEnum):
    """Conditions under which an item stands on the list."""

    NO_SURVEY = "no_survey"
    SURVEY = "survey"
    SEVERE_TICKET = "severe_ticket"
    CHAMPION_GONE = "champion_gone"
    USE_FALLING = "use_falling"
    RENEWAL_KNOWN = "renewal_known"
    HISTORY_KNOWN = "history_known"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Data):
    """One text in both languages."""

    en: str
    ja: str

    def said(self, language: str) -> str:
        """The text in one language."""
        return self.ja if language == "ja" else self.en


class Item(_Data):
    """One thing to see to."""

    key: str
    text: Words
    filled_by: Fill | None = None
    when: When | None = None


class Checklist(_Data):
    """The list of one kind of talk."""

    title: Words
    items: tuple[Item, ...]


@cache
def load_checklist(talk: Talk) -> Checklist:
    """The checklist of one kind of talk; an unknown fact or condition in it is refused."""
    text = (FOLDER / f"{talk}.yml").read_text(encoding="utf-8")
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Checklist.model_validate(yaml.load(text, Loader=loader))  # noqa: S506 - safe, in C
