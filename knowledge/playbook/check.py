"""What is wrong in the firm's own playbook, one line each; the entries that are right work all the same."""

from __future__ import annotations

from knowledge.playbook.articles import Article, Objection, read_own


def find_broken_entries() -> tuple[str, ...]:
    """File, entry and what to mend."""
    return (*read_own(Article)[1], *read_own(Objection)[1])
