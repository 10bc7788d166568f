"""The checklist of a talk: items that data can tick are ticked by data, with the fact beside them."""

from __future__ import annotations

from collections.abc import Mapping

from actions.reply import ChecklistItem
from actions.telling.figures import whole
from actions.telling.timing import tell_when
from knowledge.analytics.advice import Advice
from knowledge.analytics.satisfaction import Satisfaction
from knowledge.case import Case
from knowledge.playbook.phrases import Phrases
from knowledge.terms import Verdict


def build_checklist(
    case: Case, advice: Advice, say: Phrases, *, ticked: Mapping[str, str]
) -> tuple[ChecklistItem, ...]:
    """Ten items; ``ticked`` maps the items that a person ticked to that person's name."""
    items = [
        _natural(advice, say),
        _value(advice, say),
        ("moment", advice.verdict is Verdict.NOW, tell_when(advice.verdict, advice.until, say)),
        _pattern(advice, say),
        _satisfied(case, say),
        ("cs_agreed", None, _csm(case, say)),
        _goal(case, say),
        ("at_most_two", 0 < len(advice.offers) <= 2, say("checklist.note_offers", count=len(advice.offers))),
        ("small_start", None, ""),
        ("logged", None, ""),
    ]
    return tuple(_item(key, done, note, ticked, say) for key, done, note in items)


def _item(key: str, done: bool | None, note: str, ticked: Mapping[str, str], say: Phrases) -> ChecklistItem:
    if key in ticked:
        return ChecklistItem(
            key=key, text=say(f"checklist.{key}"), done=True, note=say("checklist.by_person", who=ticked[key])
        )
    return ChecklistItem(key=key, text=say(f"checklist.{key}"), done=done, note=note)


Told = tuple[str, bool | None, str]


def _natural(advice: Advice, say: Phrases) -> Told:
    if not advice.offers:
        return "natural", None, ""
    candidate = advice.offers[0].candidate
    if candidate.owned is None:
        return "natural", None, ""
    return "natural", True, say("checklist.note_related", product=candidate.owned.called(say.language))


def _value(advice: Advice, say: Phrases) -> Told:
    value = advice.offers[0].candidate.product.value(say.language) if advice.offers else ""
    return "value", True if value else None, value


def _pattern(advice: Advice, say: Phrases) -> Told:
    pair = advice.offers[0].candidate.follow_on if advice.offers else None
    if pair is None:
        return "data", None, ""
    return "data", True, say("checklist.note_history", adopters=pair.adopters, owners=pair.owners)


def _satisfied(case: Case, say: Phrases) -> Told:
    score, days = whole(case.row, "nps_fresh"), whole(case.row, "nps_age_days")
    if score is None or days is None:
        return "satisfied", None, say("checklist.note_no_survey")
    happy = case.row["satisfaction"] == Satisfaction.PROMOTER
    return "satisfied", happy, say("checklist.note_nps", score=score, days=days)


def _goal(case: Case, say: Phrases) -> Told:
    if not case.needs:
        return "goal", None, say("checklist.note_no_need")
    need = case.needs[0]
    return "goal", True, say("checklist.note_need", day=need.said_on, need=need.text)


def _csm(case: Case, say: Phrases) -> str:
    csm = case.account.csm
    return say("checklist.note_csm", csm=csm) if csm else say("checklist.note_no_csm")
