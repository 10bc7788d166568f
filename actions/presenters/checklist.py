"""The checklist of a talk: items that data can tick are ticked by data, with the fact beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from actions.presenters.figures import whole
from actions.presenters.timing import tell_when
from actions.reply import ChecklistItem
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.columns import day_or_none
from knowledge.churn.signals import CSAT_LOW
from knowledge.offers.advice import Advice
from knowledge.playbook.checklists import Fill, Item, Talk, When, load_checklist
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases
from knowledge.satisfaction.policy import Satisfaction
from knowledge.terms import Verdict
from knowledge.usage.policy import UseState

Filled = tuple[bool | None, str]


def choose_talk(case: Account360, advice: Advice) -> Talk:
    """Which talk comes next with this customer: to keep them, to offer something, or about their renewal."""
    if advice.blocks:
        return Talk.SAVE
    if advice.offers:
        return Talk(advice.offers[0].candidate.kind)
    return Talk.RENEWAL if day_or_none(case.row["decide_by"]) else Talk.CROSS_SELL


def topic_of(talk: Talk, case: Account360, advice: Advice) -> str:
    """Under which heading ticks are kept: one proposal, one renewal; a new one starts with an empty list."""
    if talk in {Talk.CROSS_SELL, Talk.UPSELL, Talk.SEATS, Talk.REFILL, Talk.REGAIN} and advice.offers:
        return f"{talk}:{advice.offers[0].candidate.product.key}"
    if talk is Talk.RENEWAL and (day := day_or_none(case.row["decide_by"])):
        return f"{talk}:{day.isoformat()}"
    return str(talk)


def build_checklist(
    case: Account360, advice: Advice, say: Phrases, *, talk: Talk, ticked: Mapping[str, str]
) -> tuple[ChecklistItem, ...]:
    """The items of this talk that apply; ``ticked`` maps those that a person ticked to that person's name."""
    topic = topic_of(talk, case, advice)
    items = [item for item in load_checklist(talk).items if item.when is None or _APPLIES[item.when](case, advice)]
    return tuple(_draw(item, topic, case, advice, ticked, say) for item in items)


def _draw(
    item: Item, topic: str, case: Account360, advice: Advice, ticked: Mapping[str, str], say: Phrases
) -> ChecklistItem:
    text = item.text.said(say.language)
    if item.key in ticked:
        who = say("checklist.by_person", who=ticked[item.key])
        return ChecklistItem(key=item.key, topic=topic, text=text, done=True, note=who)
    done, note = _FILLS[item.filled_by](case, advice, say) if item.filled_by else (None, "")
    return ChecklistItem(key=item.key, topic=topic, text=text, done=done, note=note)


def _related(_case: Account360, advice: Advice, say: Phrases) -> Filled:
    owned = advice.offers[0].candidate.owned if advice.offers else None
    return (True, say("checklist.note_related", product=owned.called(say.language))) if owned else (None, "")


def _value(_case: Account360, advice: Advice, say: Phrases) -> Filled:
    value = advice.offers[0].candidate.product.value(say.language) if advice.offers else ""
    return (True if value else None), value


def _moment(_case: Account360, advice: Advice, say: Phrases) -> Filled:
    return advice.verdict is Verdict.NOW, tell_when(advice.verdict, advice.until, say)


def _history(_case: Account360, advice: Advice, say: Phrases) -> Filled:
    pair = advice.offers[0].candidate.follow_on if advice.offers else None
    if pair is None:
        return None, ""
    return True, say("checklist.note_history", adopters=pair.adopters, owners=pair.owners)


def _satisfied(case: Account360, _advice: Advice, say: Phrases) -> Filled:
    score, days = whole(case.row, "nps_fresh"), whole(case.row, "nps_age_days")
    if score is None or days is None:
        return _satisfied_by_csat(case, say)
    happy = case.row["satisfaction"] == Satisfaction.PROMOTER
    return happy, say("checklist.note_nps", score=score, days=days)


def _satisfied_by_csat(case: Account360, say: Phrases) -> Filled:
    """Without an NPS answer: satisfied where CSAT gives no churn points; else a person judges."""
    score, days = whole(case.row, "csat_fresh"), whole(case.row, "csat_age_days")
    if score is None or days is None:
        return None, say("checklist.note_no_survey")
    good = case.row[f"points_{CSAT_LOW.key}"] == 0
    return True if good else None, say("checklist.note_csat", score=Share(score / 100), days=days)


def _csm(case: Account360, _advice: Advice, say: Phrases) -> Filled:
    csm = case.account.csm
    return None, say("checklist.note_csm", csm=csm) if csm else say("checklist.note_no_csm")


def _need(case: Account360, _advice: Advice, say: Phrases) -> Filled:
    if not case.needs:
        return None, say("checklist.note_no_need")
    need = case.needs[0]
    return True, say("checklist.note_need", day=need.said_on, need=need.text)


def _at_most_two(_case: Account360, advice: Advice, say: Phrases) -> Filled:
    return 0 < len(advice.offers) <= 2, say("checklist.note_offers", count=len(advice.offers))


def _limit(case: Account360, advice: Advice, say: Phrases) -> Filled:
    wanted = advice.offers[0].candidate.seat_use if advice.offers else None
    use = wanted or max(case.seat_uses.values(), key=lambda use: use.share, default=None)
    return (True, say("checklist.note_limit", used=use.used, seats=use.bought)) if use else (None, "")


def _renewal(case: Account360, _advice: Advice, say: Phrases) -> Filled:
    day, days = day_or_none(case.row["decide_by"]), whole(case.row, "days_to_decide")
    if day is None or days is None:
        return None, say("checklist.note_no_renewal")
    return True, say("checklist.note_renewal", day=day, days=days)


def _touched(case: Account360, _advice: Advice, say: Phrases) -> Filled:
    day = day_or_none(case.row["last_touch_on"])
    if day is None:
        return False, say("checklist.note_untouched")
    days = (case.as_of - day).days
    return days <= _RECENT_DAYS, say("checklist.note_touched", day=day, days=days)


def _ticket(case: Account360, _advice: Advice, say: Phrases) -> Filled:
    since = day_or_none(case.row["severe_since"])
    return False, say("checklist.note_ticket", day=since) if since else ""


def _use(case: Account360, _advice: Advice, say: Phrases) -> Filled:
    state = str(case.row["use_state"])
    known = state if state in _USES else "unknown"
    done = {UseState.RISING: True, UseState.FLAT: True, UseState.FALLING: False}.get(case.row["use_state"])
    return done, say(f"checklist.note_use_{known}")


def _champion(_case: Account360, _advice: Advice, say: Phrases) -> Filled:
    return False, say("checklist.note_champion")


def _logged(case: Account360, advice: Advice, say: Phrases) -> Filled:
    """The last outcome noted, of this offer where there is one; only today's counts as seen to."""
    product = advice.offers[0].candidate.product.id if advice.offers else None
    made = next((p for p in case.proposals if product in {None, p.product_id}), None)
    if made is None:
        return None, ""
    day = made.outcome_on or made.proposed_on
    return True if day == case.as_of else None, say(
        "checklist.note_logged", day=day, outcome=say(f"log_outcome.{made.outcome}")
    )


def _hold(case: Account360, _advice: Advice, say: Phrases) -> Filled:
    if case.hold:
        return False, say("checklist.note_hold", day=case.hold.last_day)
    return True, say("checklist.note_no_hold")


_RECENT_DAYS = 60  # as the churn signal "silence" begins
_USES = {"rising", "flat", "falling"}
_FILLS: dict[Fill, Callable[[Account360, Advice, Phrases], Filled]] = {
    Fill.RELATED: _related,
    Fill.VALUE: _value,
    Fill.MOMENT: _moment,
    Fill.HISTORY: _history,
    Fill.SATISFACTION: _satisfied,
    Fill.CSM: _csm,
    Fill.NEED: _need,
    Fill.AT_MOST_TWO: _at_most_two,
    Fill.LIMIT: _limit,
    Fill.RENEWAL: _renewal,
    Fill.TOUCHED: _touched,
    Fill.TICKET: _ticket,
    Fill.USE: _use,
    Fill.CHAMPION: _champion,
    Fill.LOGGED: _logged,
    Fill.HOLD: _hold,
}


def _has_survey(case: Account360) -> bool:
    """An answer within shelf life, NPS or CSAT."""
    return any(whole(case.row, name) is not None for name in ("nps_fresh", "csat_fresh"))


_APPLIES: dict[When, Callable[[Account360, Advice], bool]] = {
    When.NO_SURVEY: lambda case, _: not _has_survey(case),
    When.SURVEY: lambda case, _: _has_survey(case),
    When.SEVERE_TICKET: lambda case, _: bool(whole(case.row, "open_severe")),
    When.CHAMPION_GONE: lambda case, _: whole(case.row, "champion_gone") == 1,
    When.USE_FALLING: lambda case, _: case.row["use_state"] == UseState.FALLING,
    When.RENEWAL_KNOWN: lambda case, _: day_or_none(case.row["decide_by"]) is not None,
    When.HISTORY_KNOWN: lambda _, advice: bool(advice.offers and advice.offers[0].candidate.follow_on),
}
