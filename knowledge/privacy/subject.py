"""Whose data is asked about: a contact, a colleague, a customer, or a name that only stands in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.privacy.masking import Identifiers


class SubjectKind(StrEnum):
    """What a subject is; ``MENTIONED``: no row of their own, only a name in words."""

    CONTACT = "contact"
    COLLEAGUE = "colleague"
    ACCOUNT = "account"
    MENTIONED = "mentioned"


@dataclass(frozen=True)
class Subject:
    """One of them. ``address`` names it beyond doubt (``contact:12``); ``account_id``: whose customer it belongs to."""

    kind: SubjectKind
    id: int
    label: str
    identifiers: Identifiers
    account_id: int | None = None
    key: str = ""

    @property
    def address(self) -> str:
        """How it is written on the command line."""
        return f"{self.kind}:{self.id}" if self.kind is not SubjectKind.MENTIONED else self.label
