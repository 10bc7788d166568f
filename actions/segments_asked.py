"""Which customers a question is about: segments, people and a product, as understood or as its words name them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from actions.asking import Option, ask_for
from actions.question import Question
from knowledge.accounts.queries.segment_names import load_segment_words
from knowledge.accounts.queries.segments import MEASURED, SegmentFilter, filter_accounts
from knowledge.accounts.segment_words import read_segments
from knowledge.kernel.access import AccessContext
from knowledge.people.queries.people import find_labels, find_role, find_team, label_of_viewer
from knowledge.playbook.phrases import Phrases
from knowledge.terms import Role, SegmentBy

_ALL = re.compile(
    r"\b(?:all|every\w*|our|ours|we|us)\b|全体|全員|全社|全部|すべて|みんな|うちの|当社|弊社", re.IGNORECASE
)
_MINE = re.compile(r"\b(?:my|mine)\b|(?:私|自分|俺|僕)の|担当分|自担当", re.IGNORECASE)


@dataclass(frozen=True)
class Scope:
    """What was asked for: customers that pass all filters and have the product; everybody where neither is named."""

    filters: tuple[SegmentFilter, ...] = ()
    product: str | None = None

    def find(self, access: AccessContext) -> set[int] | None:
        """The customers it is about, of those the viewer may see; None where all are."""
        return filter_accounts(access, self.filters, product=self.product)

    def names(self, say: Phrases) -> str:
        """The words for a headline; empty where all are meant."""
        told = [say(f"metrics.{each.by}_{each.value}") if each.by in MEASURED else each.value for each in self.filters]
        return say.join([*told, *([self.product] if self.product else [])]) if told or self.product else ""


def read_scope(question: Question, access: AccessContext, stem: str) -> Scope:
    """From slots and words; a list asked for as "my" is about those that the asker owns or, as CS, looks after."""
    filters = read_filters(question, access, stem)
    is_mine = access.viewer.person_id and _MINE.search(unicodedata.normalize("NFKC", question.text))
    if is_mine and not any(each.by in {SegmentBy.OWNER, SegmentBy.CSM, SegmentBy.TEAM} for each in filters):
        filters = (*filters, _theirs(label_of_viewer(access), access.viewer.role))
    return Scope(filters, question.word("product"))


def read_own_book(question: Question, access: AccessContext, stem: str) -> tuple[SegmentFilter, ...]:
    """As ``read_scope``; a rep who names nobody means their own customers, where they have any."""
    filters = read_scope(question, access, stem).filters
    is_open = not filters and access.viewer.role is Role.REP and not _ALL.search(question.text)
    if not is_open:
        return filters
    own = (SegmentFilter(SegmentBy.OWNER, label_of_viewer(access)),)
    return own if filter_accounts(access, own) else filters


def read_filters(question: Question, access: AccessContext, stem: str) -> tuple[SegmentFilter, ...]:
    """The segments, and the person named: the customers they own or look after, or their team's where one is spoken of.

    Raises Asked where two people are called so: theirs is never added up.
    """
    found = list(read_segment_filters(question, access))
    if said := question.word("person"):
        person = _which(said, question, access, stem)
        team = find_team(access, person) if _means_team(question.text) else None
        found.append(SegmentFilter(SegmentBy.TEAM, team) if team else _theirs(person, find_role(access, person)))
    return tuple(found)


def _theirs(person: str, role: str | None) -> SegmentFilter:
    """The customers whom somebody looks after as CS, or owns."""
    return SegmentFilter(SegmentBy.CSM if role == Role.CS else SegmentBy.OWNER, person)


def _which(said: str, question: Question, access: AccessContext, stem: str) -> str:
    labels = find_labels(access, said)
    if len(labels) < 2:
        return labels[0] if labels else said
    say = Phrases(question.language)
    options: list[Option] = [(label, {"person": label}) for label in labels]
    raise ask_for(question, stem, "person", say("asking.which_person", person=said), say=say, options=options)


def read_segment_filters(question: Question, access: AccessContext) -> tuple[SegmentFilter, ...]:
    """From the slots named as in ``SegmentBy`` (team, industry, region, …); a stock action server reads the text."""
    said = {by: words for by in SegmentBy if (words := question.words(by))} or _read(question, access)
    return tuple(SegmentFilter(by, value) for by, values in said.items() for value in values)


def _read(question: Question, access: AccessContext) -> dict[SegmentBy, tuple[str, ...]]:
    return read_segments(question.text, load_segment_words(access))


def _means_team(text: str) -> bool:
    return "team" in text.casefold() or "チーム" in text
