"""Which Slack workspaces are the firm's, for the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from bot.app import open_office
from bot.slack.membership import AllowedWorkspaces, unbind


@dataclass(frozen=True)
class Workspaces:
    """``allowed``: confirmed, or in ``config.yml``; ``pending``: installed, each with its own name for itself."""

    allowed: tuple[str, ...]
    pending: dict[str, str]


def list_workspaces(store: str | None) -> Workspaces:
    """All that are known."""
    known = _open(store)
    return Workspaces(known.confirmed(), known.pending())


def allow_workspace(store: str | None, workspace: str) -> None:
    """From now on its people are answered."""
    _open(store).allow(workspace)


def forbid_workspace(store: str | None, workspace: str) -> bool:
    """From now on nobody there is answered; whether it was confirmed."""
    return _open(store).forbid(workspace)


def unbind_person(store: str | None, person: str) -> bool:
    """Who this person is in Slack is found anew; whether they were bound. PersonUnknown."""
    office = open_office(store)
    return unbind(office, office.knowledge.viewer(person).key)


def _open(store: str | None) -> AllowedWorkspaces:
    office = open_office(store)
    return AllowedWorkspaces(office, office.workspaces)
