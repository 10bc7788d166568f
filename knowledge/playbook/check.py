"""What is wrong in the firm's own playbook and words for drafts, one line each."""

from __future__ import annotations

from knowledge.playbook.articles import Article, Objection, read_own
from knowledge.playbook.house_style import read_house_style


def find_broken_entries() -> tuple[str, ...]:
    """File, entry and what to mend."""
    return (*read_own(Article)[1], *read_own(Objection)[1], *read_house_style()[1])
