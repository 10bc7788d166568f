"""Tokens: never in the log, whatever goes wrong and however much is logged."""

from __future__ import annotations

import logging

import pytest

from bot.slack.secrets import VARIABLES, Secrets
from tests.bot.slack.conftest import MAYA, Desk
from tests.bot.slack.slack_far_end import SECRET, TOKEN, direct_message, event


def test_no_token_and_no_secret_stands_in_the_log_of_an_answer(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        user = desk.far_end.user(MAYA)
        desk.send(event(direct_message(user, desk.far_end.direct(user), "is Acme satisfied?")))
        desk.send(
            event({"type": "message", "channel_type": "im", "user": "UNOBODY", "channel": "DNOWHERE", "text": "?"})
        )
    assert caplog.records
    for secret in (TOKEN, SECRET):
        assert secret not in caplog.text


def test_secrets_are_not_shown_when_they_are_printed() -> None:
    secrets = Secrets.from_environment(dict.fromkeys(VARIABLES.values(), "hush"))
    assert "hush" not in repr(secrets)
