"""Other weights of the churn score in words: this customer, who would be in another band, everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from actions.reply import AccountRef, Choice, Line, Reply, Section, Table
from knowledge.accounts.history import AccountHead
from knowledge.churn.rules import ChurnWeights
from knowledge.churn.score import ChurnBand
from knowledge.churn.weight_trial import Scored, TriedAccount
from knowledge.playbook.phrases import Phrases
from knowledge.terms import ChurnGroup

INTENT = "assess_churn"
GROUPS, TURNING, EVERYBODY = "groups", "turning", "everybody"
_TOLD = (ChurnBand.HEALTHY, ChurnBand.WATCH, ChurnBand.AT_RISK)
_MOST_ROWS = 200


def tell_weights(
    account: TriedAccount,
    everybody: tuple[TriedAccount, ...],
    heads: Mapping[int, AccountHead],
    weights: tuple[ChurnWeights, ChurnWeights],
    say: Phrases,
    *,
    is_sample: bool,
) -> Reply:
    """The answer; ``weights``: as they are, and as tried. Its tables: ``groups``, ``turning``, ``everybody``."""
    turned = [one for one in everybody if one.turns]
    lines = [_tell_turned(turned, len(everybody), say)] + ([say("weights.sample")] if is_sample else [])
    name = heads[account.account_id].name
    tables = [
        _table(TURNING, say("weights.turning"), turned, heads, say),
        _table(EVERYBODY, say("weights.everybody", count=len(everybody)), everybody, heads, say),
    ]
    return Reply(
        intent=INTENT,
        language=say.language,
        headline=_headline(name, account, weights, say),
        account=AccountRef(id=account.account_id, name=name),
        sections=(Section(key="turned", lines=tuple(Line(text=text) for text in lines)),),
        tables=(_groups(name, account, weights, say), *(table for table in tables if table.rows)),
        listed=tuple(
            Choice(label=heads[one.account_id].name, intent=INTENT, slots=_about(heads[one.account_id]))
            for one in everybody[:_MOST_ROWS]
        ),
    )


def _about(head: AccountHead) -> dict[str, str | int]:
    return {"account": head.name, "account_id": head.id}


def _headline(name: str, account: TriedAccount, weights: tuple[ChurnWeights, ChurnWeights], say: Phrases) -> str:
    facts = {"account": name, "now": _standing(account.now, say)}
    as_is, tried = weights
    if as_is == tried:
        return say("weights.headline_same", **facts)
    key = "weights.headline_turns" if account.turns else "weights.headline_stays"
    return say(key, then=_standing(account.then, say), **facts)


def _standing(scored: Scored, say: Phrases) -> str:
    has_points = scored.band not in {ChurnBand.LOST, ChurnBand.UNKNOWN}
    band = say(f"churn.band_{scored.band}")
    return say("weights.standing", band=band, points=scored.points if has_points else None)


def _tell_turned(turned: list[TriedAccount], count: int, say: Phrases) -> str:
    if not turned:
        return say("weights.nobody_turns", count=count)
    told = [one for one in turned if {one.now.band, one.then.band} <= set(_TOLD)]
    worse = sum(_TOLD.index(one.then.band) > _TOLD.index(one.now.band) for one in told)
    facts = {"worse": worse, "better": len(told) - worse, "unknown": len(turned) - len(told)}
    return say("weights.turned", count=count, turned=len(turned), **facts)


def _groups(name: str, account: TriedAccount, weights: tuple[ChurnWeights, ChurnWeights], say: Phrases) -> Table:
    columns = tuple(say(f"weights.{column}") for column in ("group", "now", "then"))
    rows = tuple(
        (
            say(f"churn.group_{group}"),
            *(
                _points(scored.groups[group], getattr(given, group), say)
                for scored, given in zip((account.now, account.then), weights, strict=True)
            ),
        )
        for group in ChurnGroup
    )
    return Table(key=GROUPS, title=say("weights.groups", account=name), columns=columns, rows=rows)


def _points(points: float | None, most: int, say: Phrases) -> str:
    if points is None and most:
        return say("weights.unknown")
    return say("weights.of_most", points=points or 0, most=most)


def _table(
    key: str, title: str, tried: Iterable[TriedAccount], heads: Mapping[int, AccountHead], say: Phrases
) -> Table:
    columns = tuple(say(f"weights.{column}") for column in ("account", "now", "then"))
    rows = [(heads[one.account_id].name, _standing(one.now, say), _standing(one.then, say)) for one in tried]
    return Table(key=key, title=title, columns=columns, rows=tuple(rows[:_MOST_ROWS]))
