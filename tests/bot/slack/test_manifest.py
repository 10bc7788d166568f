"""The manifest asks for no more than the docs explain."""

from __future__ import annotations

import pytest

from bot.slack.manifest import SCOPES, build_manifest
from bot.slack.secrets import SecretMissing, Secrets
from knowledge.settings import ROOT


def test_each_scope_stands_in_the_docs_with_its_reason() -> None:
    page = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
    assert {f"| `{scope}` | {why} |" for scope, why in SCOPES.items()} <= set(page.splitlines())


def test_socket_mode_needs_no_address_and_http_names_one() -> None:
    assert "http" not in str(build_manifest())
    over_http = build_manifest("https://o.example")
    assert over_http["settings"]["socket_mode_enabled"] is False
    assert over_http["settings"]["interactivity"]["request_url"] == "https://o.example/slack/events"


def test_a_missing_secret_says_where_it_is_and_none_is_ever_printed() -> None:
    secrets = Secrets.from_environment({"SLACK_BOT_TOKEN": "xoxb-1"})
    with pytest.raises(SecretMissing, match=r"SLACK_APP_TOKEN.*App-Level Tokens"):
        secrets.need("app_token")
    assert "xoxb" not in repr(secrets)
