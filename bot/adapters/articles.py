"""Which article of the playbook comes nearest to what somebody asks, and whether it is about their daily work."""

from __future__ import annotations

from dataclasses import dataclass

from bot.nlu.reading import NearArticle
from knowledge.errors import PersonUnknown
from knowledge.knowledge import Knowledge
from knowledge.playbook.articles import load_articles
from knowledge.terms import Role


@dataclass(frozen=True)
class StoreArticles:
    """The articles that a store's firm has, its own and ours."""

    knowledge: Knowledge

    def nearest(self, text: str, asker: str) -> NearArticle:
        """The nearest one, however far it is."""
        found = self.knowledge.articles.find(text, most=1)[0]
        runs_us = load_articles()[found.key].audience == "operations"
        return NearArticle(found.key, found.likeness, runs_us, runs_us and self._operates(asker))

    def _operates(self, asker: str) -> bool:
        try:
            viewer = self.knowledge.viewer(asker)
        except PersonUnknown:
            return False
        return viewer.is_operator or viewer.role is Role.OPS
