"""A turn as one JSON object, for a program to read."""

from __future__ import annotations

from typing import Any

from actions.registry import spec_of, takes_back
from actions.reply import Reply
from bot.dialogue.message import Turn
from bot.terminal.as_text import text_below


def turn_as_json(turn: Turn) -> dict[str, Any]:
    """intent, confidence, language, account, verdict, offers, figures, replies; the first question's where several."""
    heard = turn.understandings[0] if turn.understandings else None
    first = turn.replies[0]
    replies = [reply.model_dump(mode="json") for reply in turn.replies]
    return {
        "intent": heard.intent if heard else first.intent,
        "stem": heard.intent if heard else first.intent,
        "confidence": round(heard.confidence, 4) if heard else None,
        "language": first.language,
        "account": replies[0]["account"],
        "verdict": first.verdict,
        "offers": replies[0]["offers"],
        "figures": [figure for reply in replies for figure in reply["figures"]],
        "replies": replies,
    }


def said_as_json(turn: Turn) -> dict[str, Any]:
    """A turn of a conversation: headline, text, intent, request, account, unread, wrote, replies.

    ``text`` is what a person reads below the headline; ``wrote`` the intents of the answers that changed something.
    """
    heard = turn.understandings[0] if turn.understandings else None
    first = turn.replies[0]
    account = next((reply.account.name for reply in turn.replies if reply.account), None)
    return {
        "headline": first.headline,
        "text": text_below(turn.replies),
        "intent": first.intent,
        "stem": first.intent,
        "language": first.language,
        "account": account,
        "request": heard.to_dict()["request"] if heard else None,
        "unread": list(heard.request.unread) if heard and heard.request and first.intent == "look_up" else [],
        "wrote": [reply.intent for reply in turn.replies if is_change(reply)],
        "replies": [reply.model_dump(mode="json") for reply in turn.replies],
    }


def is_change(reply: Reply) -> bool:
    """Whether an answer changed something: below it stands what takes that back."""
    is_undoable = any(takes_back(choice.intent, choice.slots) for choice in reply.choices)
    return spec_of(reply.intent).writes and is_undoable and not reply.trouble
