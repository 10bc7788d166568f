"""Whom anything leaves for: the firm's workspaces alone, and in them the person, not whoever has their e-mail."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from slack_sdk.oauth.installation_store import Installation
from typer.testing import CliRunner

from bot.slack.installs import States
from bot.slack.membership import AllowedWorkspaces, is_bound, unbind
from bot.slack.oauth import open_workspaces
from bot.slack.payload_parser import read_words, team_of
from bot.slack.secrets import Secrets
from bot.terminal.app import build_app
from tests.bot.slack.conftest import Desk

OTHER = "T0OTHER"


def installed(workspace: str) -> Installation:
    return Installation(user_id="U1", team_id=workspace, team_name="Elsewhere", bot_token="xoxb-other", bot_id="B1")


def test_a_workspace_that_installs_us_is_answered_only_once_operations_allow_it(desk: Desk) -> None:
    secrets = Secrets(token_key=Fernet.generate_key().decode(), api=desk.far_end.url)
    workspaces = open_workspaces(desk.office, secrets)
    workspaces.installs.save(installed(OTHER))
    assert workspaces(enterprise_id=None, team_id=OTHER) is None
    assert workspaces.everywhere() == []
    with pytest.raises(KeyError):
        workspaces.of(OTHER)
    assert workspaces.installs.allowed.pending() == {OTHER: "Elsewhere"}

    store = str(desk.office.knowledge.engine.url)
    told = CliRunner().invoke(build_app(["workspaces"]), ["workspaces", "list", "--store", store])
    assert f"waits    {OTHER}  Elsewhere" in told.output
    allowed = CliRunner().invoke(build_app(["workspaces"]), ["workspaces", "allow", OTHER, "--store", store])
    assert allowed.exit_code == 0, allowed.output
    again = open_workspaces(desk.office, secrets)
    assert [team for team, _ in again.everywhere()] == [OTHER]
    assert again.installs.allowed.pending() == {}
    assert again.installs.allowed.forbid(OTHER)
    assert again(enterprise_id=None, team_id=OTHER) is None


def test_what_config_names_needs_no_confirmation(desk: Desk) -> None:
    allowed = AllowedWorkspaces(desk.office, ("T0OURS",))
    assert "T0OURS" in allowed
    assert OTHER not in allowed
    assert None not in allowed


def test_a_person_is_the_slack_user_met_first_until_unbound(desk: Desk) -> None:
    assert is_bound(desk.office, "p-1", "T1", "U1")
    assert is_bound(desk.office, "p-1", "T1", "U1")
    assert not is_bound(desk.office, "p-1", "T2", "U1")
    assert not is_bound(desk.office, "p-1", "T1", "U9")
    assert unbind(desk.office, "p-1")
    assert is_bound(desk.office, "p-1", "T1", "U9")


def test_beginning_an_install_keeps_no_row_and_ending_it_works_once(desk: Desk) -> None:
    clock = [1_000_000.0]
    states = States(desk.office, Fernet(Fernet.generate_key()), now=lambda: clock[0])
    begun = [states.issue() for _ in range(5)]
    assert desk.office.names("slack_state:") == []
    assert states.consume(begun[0])
    assert not states.consume(begun[0])
    assert not states.consume("forged")
    clock[0] += 601
    assert not states.consume(begun[1])
    clock[0] += 1_200
    fresh = states.issue()
    assert states.consume(fresh)
    assert len(desk.office.names("slack_state:")) == 1  # what was used long ago is dropped


@pytest.mark.parametrize(
    ("body", "workspace"),
    [
        ({"team": {"id": "T1"}, "user": {"team_id": "T2"}}, "T1"),
        ({"team": None, "user": {"team_id": "T2"}}, "T2"),
        ({"team": None, "user": {"id": "U1"}, "view": {"app_installed_team_id": "T3"}}, "T3"),
    ],
)
def test_the_workspace_is_found_where_an_organisation_installed_us(body: dict[str, object], workspace: str) -> None:
    assert team_of(body) == workspace


def test_forty_thousand_brackets_are_read_at_once() -> None:
    assert read_words("<" * 40_000).count("<") == 40_000
    assert read_words("<@U1|" * 8_000)


def test_files_with_customers_data_are_for_their_owner_alone(desk: Desk) -> None:
    database = Path(str(desk.office.knowledge.engine.url.database))
    assert {oct(file.stat().st_mode & 0o777) for file in database.parent.glob(f"{database.stem}*")} == {"0o600"}
