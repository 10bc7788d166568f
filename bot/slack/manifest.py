"""The app manifest: what Slack must know of us, with no scope more than is used."""

from __future__ import annotations

from typing import Any

# Scope → why. docs/slack.md shows the same table.
SCOPES = {
    "app_mentions:read": "hears @Osusume in channels where it was invited",
    "assistant:write": "the agent view: suggested questions, and “is looking into it” while it works",
    "channels:read": "asks whether a channel is shared with another firm, before facts are shown in it",
    "chat:write": "answers",
    "commands": "slash commands and shortcuts",
    "files:write": "uploads charts as pictures, and whole tables as CSV files",
    "groups:read": "the same as channels:read, for private channels it was invited to",
    "im:history": "reads what people write to it directly, and finds an answer again after a crash",
    "im:write": "opens a direct message for reminders, digests and answers that are for one person",
    "mpim:history": "reads what both sides of a handoff write about it, and finds it again after a crash",
    "mpim:write": "opens the group message of both sides of a handoff when one asks back",
    "users:read": "tells colleagues from guests and people of other firms",
    "users:read.email": "finds out who somebody is in the store: by e-mail, never by name",
}

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "function_executed",
    "message.im",
    "message.mpim",
    "tokens_revoked",
    "user_change",
)

COMMANDS = (
    ("/offer", "What to offer a customer", "Acme"),
    ("/handoff", "Hand a customer over to sales", "Acme"),
    ("/osusume", "Ask anything; help lists what", "help"),
)

STEP = "recommend_offer"
MESSAGE_SHORTCUT = "hand_off_from_message"
GLOBAL_SHORTCUT = "ask_about_customer"

_ABOUT = "What to offer a customer, when, in which words, and whether to offer at all."
_PROMPTS = (
    ("Who should I call this week?", "Who should I call this week?"),
    ("What should I offer …?", "What should I offer "),
    ("今週の連絡先", "今週はどのお客様に連絡すべき？"),
)


def build_manifest(url: str | None = None) -> dict[str, Any]:
    """For Socket Mode; for HTTP where ``url`` is given, such as https://osusume.example.com."""
    events = f"{url}/slack/events" if url else None
    return {
        "_metadata": {"major_version": 2},
        "display_information": {"name": "Osusume", "description": _ABOUT, "background_color": "#1f4e5f"},
        "features": _features(events),
        "oauth_config": {
            "scopes": {"bot": sorted(SCOPES)},
            **({"redirect_urls": [f"{url}/slack/oauth_redirect"]} if url else {}),
        },
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS), **_address("request_url", events)},
            "interactivity": {
                "is_enabled": True,
                **_address("request_url", events),
                **_address("message_menu_options_url", events),
            },
            "org_deploy_enabled": False,  # one firm, one workspace or a few that it names
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
            "function_runtime": "remote",
        },
        "functions": {STEP: _step()},
    }


def _features(events: str | None) -> dict[str, Any]:
    return {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "agent_view": {
            "agent_description": _ABOUT,
            "suggested_prompts": [{"title": title, "message": message} for title, message in _PROMPTS],
        },
        "bot_user": {"display_name": "Osusume", "always_online": True},
        "shortcuts": [
            {
                "name": "Hand off to sales",
                "type": "message",
                "callback_id": MESSAGE_SHORTCUT,
                "description": "Hand the customer of this message over to sales",
            },
            {
                "name": "Ask about a customer",
                "type": "global",
                "callback_id": GLOBAL_SHORTCUT,
                "description": "What to offer, and whether to offer at all",
            },
        ],
        "slash_commands": [
            {
                "command": command,
                "description": about,
                "usage_hint": hint,
                "should_escape": False,
                **_address("url", events),
            }
            for command, about, hint in COMMANDS
        ],
    }


def _step() -> dict[str, Any]:
    return {
        "title": "Recommend an offer",
        "description": "Sends one person, in a direct message, what to offer a customer",
        "input_parameters": {
            "question": {
                "type": "string",
                "title": "Customer or question",
                "description": "For example: what should I offer Acme?",
                "is_required": True,
            },
            "user_id": {
                "type": "slack#/types/user_id",
                "title": "Who gets the answer",
                "description": "They see what they may see in the store",
                "is_required": True,
            },
        },
        "output_parameters": {
            "user_id": {
                "type": "slack#/types/user_id",
                "title": "Who got the answer",
                "description": "The person who was written to",
                "is_required": True,
            }
        },
    }


def _address(name: str, url: str | None) -> dict[str, str]:
    return {name: url} if url else {}
