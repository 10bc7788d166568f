"""Tells an error in the asker's language: what happened and what to do."""

from __future__ import annotations

from actions.reply import Choice, Reply
from knowledge.errors import OsusumeError
from knowledge.kernel.access import AccessContext
from knowledge.playbook.phrases import Phrases
from knowledge.semantic.kept import newest_day
from knowledge.semantic.loading import load_catalogue


def tell_no_sight(thing: str, intent: str, access: AccessContext, say: Phrases) -> Reply:
    """That the asker's role covers no row of this thing of the catalogue; how new the rows are is no secret."""
    told = load_catalogue().thing(thing).told[say.language]
    headline = say("errors.sight_missing", things=told.get("many", told["one"]), newest=newest_day(thing, access))
    return Reply(intent=intent, language=say.language, headline=headline, trouble=True)


def tell_trouble(error: OsusumeError, intent: str, say: Phrases) -> Reply:
    """The error's sentence from the playbook; the nearest names as buttons where it has some."""
    choices = error.facts.get("choices", ())
    facts = {key: value for key, value in error.facts.items() if key != "choices"}
    buttons = tuple(
        Choice(label=name, intent=intent, slots={"account_id": account_id, "account": name})
        for account_id, name in (choices if isinstance(choices, tuple) else ())
    )
    headline = say(f"errors.{error.code}", **facts)
    return Reply(intent=intent, language=say.language, headline=headline, choices=buttons, trouble=True)
