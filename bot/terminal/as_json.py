"""A turn as one JSON object, for a program to read."""

from __future__ import annotations

from typing import Any

from bot.message import Turn


def turn_as_json(turn: Turn) -> dict[str, Any]:
    """stem, confidence, language, account, verdict, offers, figures, replies; the first question's where several."""
    heard = turn.understandings[0] if turn.understandings else None
    first = turn.replies[0]
    replies = [reply.model_dump(mode="json") for reply in turn.replies]
    return {
        "stem": heard.stem if heard else first.stem,
        "confidence": round(heard.confidence, 4) if heard else None,
        "language": first.language,
        "account": replies[0]["account"],
        "verdict": first.verdict,
        "offers": replies[0]["offers"],
        "figures": [figure for reply in replies for figure in reply["figures"]],
        "replies": replies,
    }
