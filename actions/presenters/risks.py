"""Customers in danger as lines: who, how much, why, until when, what to do, and the buttons for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from actions.presenters.churn import Products, tell_play, tell_signal
from actions.reply import Choice, Figure, Line, Lineage, Section, Table, Tone
from knowledge.accounts.history import AccountHead
from knowledge.churn.score import ChurnBand
from knowledge.nightly.health_snapshot import Change, ChangeKind, Standing
from knowledge.playbook.formats import Money, Share, write_value
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules

BAND_TONES = {ChurnBand.AT_RISK: Tone.STOP, ChurnBand.WATCH: Tone.CAUTION}
_NAMES_SHOWN = 15
_ROWS_SHOWN = 200
_ANSWER = "answer_alert"
# Button → the intent it speaks to, and the slots it says beside the account.
_BUTTONS: dict[str, tuple[str, dict[str, str | int]]] = {
    "why": ("assess_churn", {}),
    "brief": ("brief_account", {}),
    "task": (_ANSWER, {"step": "task"}),
    "snooze": (_ANSWER, {"step": "snooze"}),
    "hold": ("hold_account", {}),
    "to_cs": (_ANSWER, {"step": "to_cs"}),
    "not_useful": (_ANSWER, {"step": "not_useful"}),
}


def tell_risk(standing: Standing, head: AccountHead, products: Products, rules: Rules, say: Phrases) -> Section:
    """One customer in danger, with the reasons and what to do."""
    band = say(f"churn.band_{standing.band}")
    money = _money(standing.monthly_minor, rules)
    title = say("risks.title", account=head.name, band=band, points=standing.points, money=money)
    return _section((standing, standing), head, title, products, rules, say)


def tell_change(change: Change, head: AccountHead, products: Products, rules: Rules, say: Phrases) -> Section:
    """One customer who changed: band and points before and after, the reasons of the day on which there were any."""
    reasoned = change.now if change.now.reasons or change.before is None else change.before
    title = f"{say(f'risks.kind_{change.kind}')} · {tell_change_title(change, head, rules, say)}"
    return _section((change.now, reasoned), head, title, products, rules, say)


def tell_change_title(change: Change, head: AccountHead, rules: Rules, say: Phrases) -> str:
    """ "Acme: to watch 47 → at risk 68 points, ¥540,000 a month"."""
    now, before, money = change.now, change.before, _money(change.monthly_minor, rules)
    band = say(f"churn.band_{now.band}")
    if before is None:
        return say("risks.title", account=head.name, band=band, points=now.points, money=money)
    facts: dict[str, Any] = {"account": head.name, "band": band, "money": money}
    facts |= {"old_band": say(f"churn.band_{before.band}"), "old_points": before.points or 0}
    if change.kind is ChangeKind.LOST:
        return say("risks.title_lost", **facts)
    return say("risks.title_changed", points=now.points or 0, **facts)


def tell_rest(rest: Sequence[Standing], heads: Mapping[int, AccountHead], say: Phrases) -> list[Section]:
    """Those for whom there was no line, counted and named."""
    if not rest:
        return []
    names = [heads[standing.account_id].name for standing in rest[:_NAMES_SHOWN]]
    if len(rest) > _NAMES_SHOWN:
        names.append(say("risks.and_others", count=len(rest) - _NAMES_SHOWN))
    text = say("risks.more", count=len(rest), names=say.join(names))
    return [Section(key="rest", title=say("risks.more_title"), lines=(Line(text=text),))]


def numbered(sections: Sequence[Section], say: Phrases) -> list[Section]:
    """The same with their place before the title, by which "why 3?" names them."""
    titled = enumerate(sections, 1)
    return [each.model_copy(update={"title": say("risks.numbered", place=at, title=each.title)}) for at, each in titled]


def lines_of(listed: Sequence[Standing], heads: Mapping[int, AccountHead]) -> tuple[Choice, ...]:
    """What "why 3?" opens: the assessment of the third, those of the table included."""
    named = [heads[each.account_id] for each in listed]
    return tuple(
        Choice(label=each.name, intent="assess_churn", slots={"account_id": each.id, "account": each.name})
        for each in named
    )


def rest_table(rest: Sequence[Standing], heads: Mapping[int, AccountHead], rules: Rules, say: Phrases) -> list[Table]:
    """Those for whom there was no line, one row each, for the thread: nobody is only a number."""
    if not rest:
        return []
    columns = tuple(say(f"risks.column_{name}") for name in ("place", "account", "band", "money", "owner", "decide"))
    first = rules.digest.most_lines + 1
    rows = tuple(
        (str(place), *_row(standing, heads[standing.account_id], rules, say))
        for place, standing in enumerate(rest[:_ROWS_SHOWN], first)
    )
    return [Table(key="rest", title=say("risks.more_title"), columns=columns, rows=rows)]


def _row(standing: Standing, head: AccountHead, rules: Rules, say: Phrases) -> tuple[str, ...]:
    money, decide = _money(standing.monthly_minor, rules), standing.decide_by
    band = say("risks.band_points", band=say(f"churn.band_{standing.band}"), points=standing.points)
    owner = _owner(head, say) if head.owner else None
    told = [write_value(value, say.language) if value else "–" for value in (money, owner, decide)]
    return (head.name, band, *(str(each) for each in told))


def money_figures(
    risks: Sequence[Standing], rules: Rules, say: Phrases, *, as_of: dt.date, scoped: bool = False
) -> tuple[Figure, ...]:
    """Recurring revenue of customers at risk, and of those to watch. scoped: these are only some of the reader's.

    None of it where customers are in danger of whom nobody has a contract.
    """
    if risks and not has_contracts(risks):
        return ()
    return tuple(
        Figure(
            key=f"revenue_{band}",
            label=say(f"risks.{name}_label"),
            value=say("risks.money_value", money=Money(_sum(risks, band), rules.firm.currency)),
            raw=_sum(risks, band),
            unit=f"{rules.firm.currency} minor a month",
            basis=say(f"risks.{name}_basis", count=count_of(risks, band)),
            formula=say(f"risks.{name}_formula", start=start),
            as_of=as_of,
            lineage=Lineage(
                table=f"risks_{band}",
                until=as_of,
                ids=tuple(each.account_id for each in risks if each.band is band) if scoped else (),
            )
            if count_of(risks, band)
            else None,
        )
        for band, name, start in (
            (ChurnBand.AT_RISK, "money", rules.churn.at_risk_from),
            (ChurnBand.WATCH, "watch", rules.churn.watch_from),
        )
    )


def has_contracts(risks: Sequence[Standing]) -> bool:
    """Whether any of them pays by the month: without, there is no recurring revenue to be at risk."""
    return any(standing.monthly_minor is not None for standing in risks)


def count_of(risks: Sequence[Standing], band: ChurnBand) -> int:
    """How many stand in this band."""
    return sum(standing.band is band for standing in risks)


def _section(
    looks: tuple[Standing, Standing], head: AccountHead, title: str, products: Products, rules: Rules, say: Phrases
) -> Section:
    """looks: where they stand, and the day whose reasons are told."""
    standing, reasoned = looks
    tone = BAND_TONES.get(standing.band, Tone.GOOD if standing.band is ChurnBand.HEALTHY else Tone.PLAIN)
    reasons = reasoned.reasons[: rules.digest.reasons_shown]
    lines = [Line(text=tell_signal(reason, products, say), tone=tone) for reason in reasons]
    if standing.chance is not None and standing.band in BAND_TONES:
        told = say("churn.chance", share=Share(standing.chance), days=rules.churn.horizon_days)
        lines.append(Line(text=told, tone=tone))
    people = {"owner": _owner(head, say), "decide": standing.decide_by}
    lines.append(Line(text=say("risks.people", touched=standing.last_touch_on, **people)))
    if standing.band in BAND_TONES and (play := tell_play(standing.reasons, standing.touch_model, say)):
        lines.append(Line(text=play))
    return Section(
        key=f"account_{head.id}",
        title=title,
        lines=tuple(lines),
        choices=_buttons(head, say, acts=standing.band in BAND_TONES),
    )


def _owner(head: AccountHead, say: Phrases) -> str:
    """Who looks after them; that nobody does any more where the owner has left."""
    if head.owner and head.owner_left_on:
        return say("risks.owner_left", owner=head.owner, day=head.owner_left_on)
    return head.owner or say("risks.unowned")


def _buttons(head: AccountHead, say: Phrases, *, acts: bool) -> tuple[Choice, ...]:
    """What one does with this customer; only a look at those who are out of danger or gone."""
    account: dict[str, str | int] = {"account_id": head.id, "account": head.name}
    names = list(_BUTTONS) if acts else ["why", "brief"]
    if not head.csm_key and "to_cs" in names:
        names.remove("to_cs")
    return tuple(
        Choice(label=say(f"risks.choice_{name}"), intent=_BUTTONS[name][0], slots={**account, **_BUTTONS[name][1]})
        for name in names
    )


def _sum(risks: Sequence[Standing], band: ChurnBand) -> int:
    return sum(standing.monthly_minor or 0 for standing in risks if standing.band is band)


def _money(minor: int | None, rules: Rules) -> Money | None:
    return None if minor is None else Money(minor, rules.firm.currency)
