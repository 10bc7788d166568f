"""What one may say about an answer with a button: helpful or not, too early, not relevant."""

from __future__ import annotations

from actions.reply import Choice, Reply
from bot.ports import Say


def feedback_choices(reply: Reply, say: Say) -> list[Choice]:
    """Helpful, not helpful, and, where something was offered, too early (kept as the outcome) and not relevant.

    The last two are of one product: of two offers, which one is asked.
    """
    if reply.verdict is None or reply.account is None:
        return []
    whom: dict[str, str | int] = {"account_id": reply.account.id, "account": reply.account.name}
    about = {**whom, "answer": reply.intent, "language": reply.language}
    if reply.offers:
        about["product"] = reply.offers[0].product
    choices = [
        Choice(label=say(f"feedback_{word}"), intent="give_feedback", slots={**about, "feedback": word})
        for word in ("helpful", "not_helpful")
    ]
    if reply.offers:
        of = {"product": reply.offers[0].product} if len(reply.offers) == 1 else {}
        early = {**whom, **of, "outcome": "too_early"}
        choices.append(Choice(label=say("feedback_too_early"), intent="log_outcome", slots=early))
        wrong = {**whom, **of, "answer": reply.intent, "language": reply.language, "feedback": "not_relevant"}
        choices.append(Choice(label=say("feedback_not_relevant"), intent="give_feedback", slots=wrong))
    return choices
