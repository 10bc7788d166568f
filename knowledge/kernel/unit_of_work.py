"""The audited unit of work: the store opened for writing, with the moment and the place of the change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from knowledge.kernel.access import AccessContext
from knowledge.kernel.audit import append_audit


@dataclass(frozen=True)
class AuditedUnitOfWork:
    """Who writes (the viewer), when, and from where."""

    access: AccessContext
    now: dt.datetime
    place: str

    @property
    def person_id(self) -> int | None:
        """The writer's row; None for the operator."""
        return self.access.viewer.person_id

    def new_row(self) -> dict[str, str]:
        """Key and source of a row that somebody said rather than imported."""
        return {"key": f"said:{uuid4().hex}", "source": "conversation"}

    def audit(
        self, act: str, *, account_id: int | None, text: str | None = None, facts: Mapping[str, Any] | None = None
    ) -> int:
        """Write down what was done; returns the change's number, by which it can be undone."""
        return append_audit(
            self.access.connection,
            at=self.now,
            person_key=self.access.viewer.key,
            place=self.place,
            act=act,
            account_id=account_id,
            text=text,
            facts=facts,
        )
