"""Reads Slack's payloads: each function knows one shape, and what in it does not concern us (None)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.slack.heard import Heard
from bot.slack.views.buttons import read_button

Body = dict[str, Any]

_MENTION = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>")
_LINKED = re.compile(r"<(?:[^>|]*\|)?([^>]*)>")


def hear_message(body: Body) -> Heard | None:
    """A message in a direct message or the agent view; None for edits, joins, bots."""
    event = body["event"]
    if event.get("subtype") not in {None, "file_share", "thread_broadcast"} or event.get("bot_id"):
        return None
    if event.get("channel_type") != "im" or not event.get("user"):
        return None
    return _said(body, event, thread=event.get("thread_ts"))


def hear_mention(body: Body) -> Heard | None:
    """@Osusume in a channel or thread; the answer goes into the thread."""
    event = body["event"]
    if event.get("bot_id") or not event.get("user"):
        return None
    thread = event.get("thread_ts")
    return replace(_said(body, event, thread=thread or event["ts"]), opens_thread=thread is None)


def hear_command(body: Body, *, before: str = "") -> Heard:
    """A slash command; ``before`` turns ``/offer Acme`` into the question that it stands for."""
    text = read_words(body.get("text", ""))
    return Heard(
        key=f"command-{body['trigger_id']}",
        team=body["team_id"],
        user=body["user_id"],
        channel=body["channel_id"],
        text=f"{before}{text}" if text else "",
        stem=None if text else "help",
    )


def hear_button(body: Body) -> Heard:
    """A button pressed under an answer."""
    action = body["actions"][0]
    pressed = read_button(action["value"])
    slots = {**pressed.slots}
    return Heard(
        **_clicked(body),
        stem=pressed.stem,
        slots=slots,
        text=pressed.text,
        asked_openly=action["action_id"].startswith("share"),
    )


def hear_step(body: Body) -> Heard:
    """A workflow step "Recommend an offer": the customer's name and who asks come from the workflow."""
    event = body["event"]
    given = event["inputs"]
    return Heard(
        key=body["event_id"],
        team=body["team_id"],
        user=given["user_id"],
        channel="D",
        text=given["question"],
        function=event["function_execution_id"],
    )


def read_words(text: str) -> str:
    """What a person typed: Slack's marks for mentions and links taken off, its three escapes undone."""
    bare = _LINKED.sub(r"\1", _MENTION.sub(" ", text))
    for mark, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        bare = bare.replace(mark, sign)
    return bare.strip()


def clicked_in(body: Body) -> Body:
    """Where a click happened: team, user, channel, thread; one from the home tab has no channel."""
    return _clicked(body)


def _said(body: Body, event: Body, *, thread: str | None) -> Heard:
    return Heard(
        key=body["event_id"],
        team=body.get("team_id") or event.get("team", ""),
        user=event["user"],
        channel=event["channel"],
        text=read_words(event.get("text", "")),
        thread=thread,
    )


def _clicked(body: Body) -> Body:
    message = body.get("message") or {}
    container = body.get("container") or {}
    thread = message.get("thread_ts") or container.get("thread_ts")
    return {
        "key": f"click-{body['trigger_id']}",
        "team": body["team"]["id"],
        "user": body["user"]["id"],
        "channel": (body.get("channel") or {}).get("id") or container.get("channel_id") or "D",
        "thread": thread,
    }
