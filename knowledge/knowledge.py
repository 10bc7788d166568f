"""The handle by which an action reaches the store: opened once, asked for access at each question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from knowledge.kernel.access import AccessContext, open_access
from knowledge.kernel.database import open_engine
from knowledge.kernel.idempotency import once_a_turn, reading
from knowledge.kernel.key_value import load_fixed_day
from knowledge.kernel.visibility import OPERATOR, Viewer
from knowledge.people.queries.people import find_viewer
from knowledge.playbook.articles import GENERAL_OBJECTION, load_articles, load_objections, told_by
from knowledge.playbook.recall import Encode, Recall, load_recall, own_encode
from knowledge.playbook.rules import Rules
from knowledge.settings import cache_folder, default_store_url, load_rules


@dataclass(frozen=True)
class Knowledge:
    """The store and the rules. ``trusts_operator``: whether an asker may be the operator, who sees all.

    Only the process that opened the store itself may say so; a request from outside never can. ``encode`` is the
    sentence encoder that recalls playbook entries; the process that understands questions lends its own.
    """

    engine: Engine
    rules: Rules
    trusts_operator: bool = False
    encode: Encode = own_encode

    @property
    def articles(self) -> Recall:
        """Finds articles by the ways in which people ask for them; those of now, where the firm has changed its own."""
        return load_recall(tuple(told_by(load_articles()).items()), self.encode, cache_folder())

    @property
    def objections(self) -> Recall:
        """Finds objections by what customers say, or the article on objections in general."""
        general = told_by({GENERAL_OBJECTION: load_articles()[GENERAL_OBJECTION]})
        return load_recall(tuple((told_by(load_objections()) | general).items()), self.encode, cache_folder())

    @contextmanager
    def access(self, asker: str, *, as_of: dt.date) -> Iterator[AccessContext]:
        """The access of the person with key ``asker`` on a day. PersonUnknown when nobody has that key."""
        with open_access(self.engine, self.viewer(asker), self.rules, as_of=as_of) as access:
            yield access

    def today(self) -> dt.date:
        """The firm's business day, or the fixed day of a demo store."""
        with reading(self.engine) as connection:
            fixed = load_fixed_day(connection)
        return fixed or dt.datetime.now(tz=ZoneInfo(self.rules.firm.timezone)).date()

    def viewer(self, asker: str) -> Viewer:
        """Who the person with this key, e-mail or name is, and what they may see."""
        if asker == OPERATOR.key and self.trusts_operator:
            return OPERATOR
        with reading(self.engine) as connection:
            return once_a_turn(connection, f"viewer {asker}", lambda: find_viewer(connection, asker))


def open_knowledge(url: str | None = None, *, trusts_operator: bool = False) -> Knowledge:
    """Open the store at ``url`` (default: the user's own) under the rules of ``config.yml``."""
    rules = load_rules()
    return Knowledge(open_engine(url or default_store_url()), rules, trusts_operator)
