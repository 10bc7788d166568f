"""Which account a mention means: exact spelling first, then the most alike of a few candidates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Connection, Row, select

from knowledge.accounts.names.homophones import homophones
from knowledge.accounts.names.index import find_candidates
from knowledge.accounts.names.likeness import SLIPPED, SLIPPED_NAME, SURE, likeness
from knowledge.accounts.names.normal_form import normalise_name
from knowledge.accounts.names.sounds import sound_of
from knowledge.tables import Account, AccountName
from knowledge.terms import NameKind

_NameRow: TypeAlias = Row[int, str, str, str]
How = Literal["exact", "reading", "initials", "alike"]

_MARGIN = 5.0  # the lead over the next account from which the first may be taken without asking (make bench)
_EXACT: dict[str, tuple[float, How]] = {NameKind.READING: (98.0, "reading"), NameKind.INITIALS: (94.0, "initials")}
_KINDS: dict[How, set[str]] = {
    "alike": {NameKind.LEGAL, NameKind.ALIAS, NameKind.FORMER},
    "reading": {NameKind.READING},
}
_COMPARED = 25  # names compared word by word, for each way of choosing them
_HALF = 92.0  # of a name half in kana, half as it is written
_HALF_IN_KANA = re.compile("(?P<kana>[ぁ-ゖー]{2,})(?P<rest>[㐀-鿿々].*)$")
_LEAST = 50.0  # below it nothing is worth offering as "did you mean"


@dataclass(frozen=True)
class NameMatch:
    """An account that a mention may mean. ``score`` runs 0-100; ``name`` is the account's own, however it was spelt."""

    account_id: int
    name: str
    score: float
    how: How

    @property
    def is_slip(self) -> bool:
        """Whether the name was found only through a slip of the fingers in a short mention of it."""
        return self.how == "alike" and self.score in {SLIPPED, SLIPPED_NAME}


def find_accounts(
    connection: Connection, mention: str, *, visible: ColumnElement[bool] | None = None, limit: int = 3
) -> list[NameMatch]:
    """The accounts that a mention may mean, most alike first; empty where none comes near.

    ``visible`` is a condition on ``accounts``: what the asker may not see is not found. Whether the first one may
    be taken without asking back is for ``is_sure`` to say.
    """
    normal = normalise_name(mention)
    if not normal:
        return []
    exact = known_names(connection, [mention], visible=visible).get(mention, [])
    if not exact and (meant := homophones(mention)):
        known = known_names(connection, meant, visible=visible)
        exact = [replace(match, score=SLIPPED, how="alike") for each in meant for match in known.get(each, [])]
    return exact[:limit] if exact else _alike(connection, mention, visible)[:limit]


def known_names(
    connection: Connection, spans: Sequence[str], *, visible: ColumnElement[bool] | None = None
) -> dict[str, list[NameMatch]]:
    """For each span that is a spelling of some account (or its sound): those accounts. The others are left out."""
    wanted: dict[str, set[str]] = {}
    for span in spans:
        for form in {normalise_name(span), sound_of(span) or ""} - {""}:
            wanted.setdefault(form, set()).add(span)
    found: dict[str, dict[int, NameMatch]] = {}
    for row in _load(connection, AccountName.normal.in_(wanted), visible):
        match = NameMatch(row.account_id, row.name, *_EXACT.get(row.kind, (100.0, "exact")))
        for span in wanted[row.normal]:
            if row.kind != NameKind.INITIALS or span.isupper():
                _keep_best(found.setdefault(span, {}), match)
    return {span: _best_first(matches) for span, matches in found.items()}


def is_sure(matches: Sequence[NameMatch]) -> bool:
    """Whether the first match may be taken without asking back: alike enough, and clearly ahead of the second."""
    if not matches or matches[0].score < SURE:
        return False
    return len(matches) == 1 or matches[0].score - matches[1].score >= _MARGIN


def _alike(connection: Connection, mention: str, visible: ColumnElement[bool] | None) -> list[NameMatch]:
    forms: dict[How, str] = {"alike": normalise_name(mention)}
    if sound := sound_of(mention):
        forms["reading"] = sound
    best: dict[int, NameMatch] = {match.account_id: match for match in _half_in_kana(connection, mention, visible)}
    for how, form in forms.items():
        rows = _load(connection, AccountName.id.in_(find_candidates(connection, form)), visible)
        fitting = [row for row in rows if row.kind in _KINDS[how]]
        for row in _nearest(form, fitting):
            _keep_best(best, NameMatch(row.account_id, row.name, likeness(form, row.normal), how))
    return [match for match in _best_first(best) if match.score >= _LEAST]


def _half_in_kana(connection: Connection, mention: str, visible: ColumnElement[bool] | None) -> list[NameMatch]:
    """Accounts whose name begins as the kana sound and goes on as it is written: ひばり台 of 雲雀台システム."""
    halves = _HALF_IN_KANA.match(normalise_name(mention))
    sound = sound_of(halves["kana"]) if halves else None
    if halves is None or not sound:
        return []
    after = f"{sound[:-1]}{chr(ord(sound[-1]) + 1)}"  # the first that no longer begins so
    begins = (AccountName.kind == NameKind.READING, AccountName.normal >= sound, AccountName.normal < after)
    ids = select(AccountName.account_id).where(*begins).limit(_COMPARED)
    rows = _load(connection, AccountName.account_id.in_(ids), visible)
    fitting = [row for row in rows if row.kind in _KINDS["alike"] and row.normal.find(halves["rest"]) > 0]
    return [NameMatch(row.account_id, row.name, _HALF, "reading") for row in fitting]


def _nearest(form: str, rows: Sequence[_NameRow]) -> list[_NameRow]:
    """The rows worth comparing word by word: beginnings, the most alike as a whole, sorted, or in the first."""
    normals = [row.normal for row in rows]
    kept = {place for place, normal in enumerate(normals) if normal.startswith(form)}
    first = [" ".join(normal.split()[: len(form.split())]) for normal in normals]
    for scorer, among in ((fuzz.ratio, normals), (fuzz.token_sort_ratio, normals), (fuzz.ratio, first)):
        kept.update(place for _, _, place in process.extract(form, among, scorer=scorer, limit=_COMPARED))
    return [rows[place] for place in sorted(kept)]


def _load(
    connection: Connection, condition: ColumnElement[bool], visible: ColumnElement[bool] | None
) -> Sequence[_NameRow]:
    query = (
        select(AccountName.account_id, Account.name, AccountName.normal, AccountName.kind)
        .join(Account, Account.id == AccountName.account_id)
        .where(condition)
    )
    return connection.execute(query if visible is None else query.where(visible)).all()


def _keep_best(best: dict[int, NameMatch], match: NameMatch) -> None:
    if match.account_id not in best or match.score > best[match.account_id].score:
        best[match.account_id] = match


def _best_first(best: dict[int, NameMatch]) -> list[NameMatch]:
    return sorted(best.values(), key=lambda match: (-match.score, match.account_id))
