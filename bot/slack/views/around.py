"""What stands around an answer: notes, sharing, single sentences."""

from __future__ import annotations

import json
from collections.abc import Iterable

from actions.reply import Reply
from bot.feedback import feedback_choices
from bot.ports import Say
from bot.slack.views import limits
from bot.slack.views.answer import Page
from bot.slack.views.buttons import button, draw_choices
from bot.slack.views.text import Block, escape, paragraph, plain, run, split

SHARE = "share"
FEEDBACK = "feedback"


def word(text: str) -> Page:
    """One sentence as a message."""
    return Page(escape(text), tuple(paragraph(run(piece)) for piece in split(text, limits.SECTION_TEXT)))


def call(page: Page, users: Iterable[str]) -> Page:
    """The same with these people named above it, so that Slack tells them of each answer under it."""
    names = [{"type": "user", "user_id": user} for user in users]
    return Page(page.text, (paragraph(*names), *page.blocks))


def only_you_note(say: Say) -> Block:
    """Why the others do not see this."""
    return {"type": "context", "elements": [plain(say("only_you"), limits.SECTION_TEXT)]}


def shared_note(name: str | None, say: Say) -> list[Block]:
    """Who showed it to everybody here."""
    return [{"type": "context", "elements": [plain(say("shared_by", name=name), limits.SECTION_TEXT)]}] if name else []


def share_button(reply: Reply, say: Say) -> list[Block]:
    """ "Share here", asked twice; pressing it asks the question anew, openly. Only for answers on one customer."""
    if reply.account is None:
        return []
    slots = {"account_id": reply.account.id, "account": reply.account.name, "language": reply.language}
    said = json.dumps({"intent": reply.intent, "slots": slots}, ensure_ascii=False)
    confirm = {
        "title": plain(say("share_title"), 100),
        "text": plain(say("share_text"), 300),
        "confirm": plain(say("share_yes"), 30),
        "deny": plain(say("cancel"), 30),
    }
    return [
        {
            "type": "actions",
            "block_id": "sharing",
            "elements": [{**button(say("share"), f"{SHARE}.0", said), "confirm": confirm}],
        }
    ]


def draw_feedback(reply: Reply, say: Say) -> list[Block]:
    """Buttons for ``feedback_choices``."""
    return draw_choices(feedback_choices(reply, say), name=FEEDBACK)
