"""Reads Slack's payloads: each function knows one shape, and what in it does not concern us (None)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.slack.inbound_event import Heard
from bot.slack.views.buttons import read_button, read_talk
from bot.slack.views.check import find_controls
from bot.slack.views.checklist import read_tick
from bot.slack.views.folding import read_opening

Body = dict[str, Any]

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_HELP = {"help", "?", "ヘルプ", "使い方"}
_LINKED = re.compile(r"<(?:[^<>|]*\|)?([^<>|]*)>")


def hear_message(body: Body) -> Heard | None:
    """A message in a direct message or the agent view; None for edits, joins, bots."""
    event = body["event"]
    if event.get("subtype") not in {None, "file_share", "thread_broadcast"} or event.get("bot_id"):
        return None
    if event.get("channel_type") != "im" or not event.get("user"):
        return None
    return _said(body, event, thread=event.get("thread_ts"))


def hear_group(body: Body) -> Heard | None:
    """A message in a group with us and others; None for edits, bots, files alone, and what is asked of us by name."""
    event = body["event"]
    if event.get("subtype") not in {None, "file_share", "thread_broadcast"} or event.get("bot_id"):
        return None
    if event.get("channel_type") != "mpim" or not event.get("user"):
        return None
    us = {f"<@{grant.get('user_id')}>" for grant in body.get("authorizations") or ()}
    if any(name in (event.get("text") or "") for name in us):
        return None
    said = _said(body, event, thread=event.get("thread_ts"))
    return replace(said, in_group=True, is_silent=True) if said.text else None


def hear_mention(body: Body) -> Heard | None:
    """@Osusume in a channel or thread; the answer goes into the thread."""
    event = body["event"]
    if event.get("bot_id") or not event.get("user"):
        return None
    thread = event.get("thread_ts")
    return replace(_said(body, event, thread=thread or event["ts"]), opens_thread=thread is None)


def hear_offer(body: Body) -> Heard:
    """/offer Acme asks what to offer them, in the language of the name; /offer help tells what can be asked."""
    heard = hear_command(body)
    if heard.intent or heard.text.casefold() in _HELP:
        return replace(heard, text="", intent="help")
    return replace(heard, frame="offer_question")


def hear_command(body: Body) -> Heard:
    """A slash command."""
    text = read_words(body.get("text", ""))
    return Heard(
        key=f"command-{body['trigger_id']}",
        team=body["team_id"],
        user=body["user_id"],
        channel=body["channel_id"],
        text=text,
        intent=None if text else "help",
        for_asker=True,
        response_url=body.get("response_url"),
    )


def hear_button(body: Body) -> Heard:
    """A button pressed under an answer, or what was chosen in the menu beside a line."""
    action = body["actions"][0]
    pressed = read_button(action.get("value") or action["selected_option"]["value"])
    return Heard(
        **_clicked(body),
        intent=pressed.intent,
        slots=pressed.slots,
        aside=pressed.aside,
        text=pressed.text,
        asked_openly=action["action_id"].startswith("share"),
    )


def hear_opening(body: Body) -> Heard:
    """A part of an answer to be opened in its place, by a button or chosen in a menu."""
    action = body["actions"][0]
    name, part = read_opening(action.get("value") or action["selected_option"]["value"])
    return Heard(**_clicked(body), opens=name, slots={"part": part})


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


def hear_ticks(body: Body) -> Heard:
    """Boxes of a checklist: all that are shown, and those that are ticked now. Answered only where it fails."""
    action = body["actions"][0]
    shown = [option["value"] for option in find_options(body, action["action_id"])]
    ticked = [option["value"] for option in action.get("selected_options") or ()]
    slots = {"items": ",".join(shown or ticked), "ticked": ",".join(ticked)}
    account = read_tick(action["block_id"])
    whom = {"account_id": account} if account is not None else {}
    return Heard(**_clicked(body), intent="tick_checklist", slots={**whom, **slots}, is_silent=True)


def hear_message_shortcut(body: Body) -> Heard:
    """ "Hand off to sales" on a message: what it says is the need, and the form leads back to it."""
    message = body.get("message") or {}
    slots = {"need": _MENTION.sub(" ", read_words(message.get("text") or "")).strip(), "link": link_to(body, message)}
    return Heard(
        **_clicked(body), intent="hand_off_account", slots={name: value for name, value in slots.items() if value}
    )


def link_to(body: Body, message: Body) -> str:
    """Where a message stands, as Slack links to it; empty where the payload does not say."""
    domain, channel = (body.get("team") or {}).get("domain"), (body.get("channel") or {}).get("id")
    if not domain or not channel or not message.get("ts"):
        return ""
    return f"https://{domain}.slack.com/archives/{channel}/p{message['ts'].replace('.', '')}"


def hear_global_shortcut(body: Body) -> Heard:
    """ "Ask about a customer" from anywhere; the answer comes as a direct message."""
    return Heard(**_clicked(body), intent="recommend_offer")


def hear_handoff(body: Body) -> Heard:
    """/handoff Acme: the form, with the customer filled in."""
    heard = hear_command(body)
    return replace(heard, text="", intent="hand_off_account", slots={"account": heard.text} if heard.text else {})


def find_options(body: Body, action_id: str) -> list[Body]:
    """The options of a control in the message or view that was clicked in."""
    for control in find_controls((body.get("message") or body.get("view") or {}).get("blocks") or ()):
        if control.get("action_id") == action_id:
            return list(control["options"])
    return []


def read_words(text: str, *, us: frozenset[str] = frozenset()) -> str:
    """What a person typed: Slack's marks for links taken off, its three escapes undone.

    Who is mentioned stays as ``<@U…>``, to be named by whoever knows them; ``us`` are our own users, merely called.
    """
    parts = _MENTION.split(text)
    mentions = [f"<@{found[1]}>" for found in _MENTION.finditer(text)]
    named = ["" if mention[2:-1] in us else mention for mention in mentions]
    words = [_LINKED.sub(r"\1", part) for part in parts[::2]]
    for mark, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        words = [part.replace(mark, sign) for part in words]
    return "".join(f"{part}{name}" for part, name in zip(words, [*named, ""], strict=True)).strip()


def our_users(body: Body) -> frozenset[str]:
    """The users that stand for us in the workspaces that an event came from."""
    return frozenset(str(grant.get("user_id")) for grant in body.get("authorizations") or ())


def team_of(body: Body) -> str:
    """The workspace of an interaction; where an organisation installed us, Slack leaves ``team`` out."""
    team = (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id")
    return str(team or (body.get("view") or {}).get("app_installed_team_id") or "")


def _said(body: Body, event: Body, *, thread: str | None) -> Heard:
    return Heard(
        key=body["event_id"],
        team=body.get("team_id") or event.get("team", ""),
        user=event["user"],
        channel=event["channel"],
        text=read_words(event.get("text", ""), us=our_users(body)),
        thread=thread,
    )


def _clicked(body: Body) -> Body:
    message = body.get("message") or {}
    container = body.get("container") or {}
    action = (body.get("actions") or [{}])[0]
    thread = message.get("thread_ts") or container.get("thread_ts")
    talk = read_talk(str(action.get("block_id") or ""))
    return {
        "key": f"click-{body['trigger_id']}",
        "team": team_of(body),
        "user": body["user"]["id"],
        "channel": (body.get("channel") or {}).get("id") or container.get("channel_id") or "D",
        "thread": thread or talk,
        "opens_thread": thread is None and talk is not None,
        "response_url": body.get("response_url"),
        "pressed": message.get("ts") if "actions" in body and not container.get("is_ephemeral") else None,
    }
