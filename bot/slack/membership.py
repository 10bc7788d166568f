"""Which Slack workspaces belong to the firm, and which Slack user each person is: whom anything may leave for.

A workspace that installs us is not ours by that: its administrator can write any e-mail into a profile. Those that
``slack.workspaces`` names, or that operations confirmed (`osusume workspaces allow`), are. A person is bound to the
workspace and user in which they were met first, so that nobody takes their place by an e-mail.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.ports import KeyValueStore

_ALLOWED, _PENDING, _PERSON = "slack_allowed:", "slack_pending:", "slack_person:"
_REMEMBERED_SECONDS = 60


@dataclass
class AllowedWorkspaces:
    """The firm's workspaces by Slack's id, of a workspace (T…) or an organisation (E…)."""

    kept: KeyValueStore
    configured: tuple[str, ...] = ()
    now: Callable[[], float] = time.monotonic
    _known: tuple[float, frozenset[str]] = field(default=(0.0, frozenset()))

    def __contains__(self, workspace: object) -> bool:
        until, known = self._known
        if until <= self.now():
            allowed = (name.removeprefix(_ALLOWED) for name in self.kept.names(_ALLOWED))
            known = frozenset([*self.configured, *allowed])
            self._known = (self.now() + _REMEMBERED_SECONDS, known)
        return workspace in known

    def allow(self, workspace: str) -> None:
        """Operations confirm a workspace."""
        self.kept.keep(f"{_ALLOWED}{workspace}", "yes")
        self.kept.drop(f"{_PENDING}{workspace}")
        self._known = (0.0, frozenset())

    def forbid(self, workspace: str) -> bool:
        """Operations take it back; whether it was confirmed. What ``config.yml`` names stays allowed."""
        self._known = (0.0, frozenset())
        return self.kept.drop(f"{_ALLOWED}{workspace}")

    def note_pending(self, workspace: str, name: str) -> None:
        """A workspace installed us that nobody has confirmed."""
        self.kept.keep(f"{_PENDING}{workspace}", name)

    def pending(self) -> dict[str, str]:
        """Workspaces that wait for operations, each with the name it gives itself."""
        return {name.removeprefix(_PENDING): self.kept.kept(name) or "" for name in self.kept.names(_PENDING)}

    def confirmed(self) -> tuple[str, ...]:
        """All that are allowed, those of ``config.yml`` first."""
        allowed = [name.removeprefix(_ALLOWED) for name in self.kept.names(_ALLOWED)]
        return tuple(dict.fromkeys([*self.configured, *allowed]))


def is_bound(kept: KeyValueStore, person_key: str, workspace: str, user: str) -> bool:
    """Whether this Slack user is the person; bound at the first contact."""
    name, here = f"{_PERSON}{person_key}", f"{workspace}:{user}"
    bound = kept.kept(name)
    if bound is None:
        kept.keep(name, here)
        bound = kept.kept(name)
    return bound == here


def unbind(kept: KeyValueStore, person_key: str) -> bool:
    """Forget which Slack user somebody is, after their account changed; whether there was one."""
    return kept.drop(f"{_PERSON}{person_key}")
