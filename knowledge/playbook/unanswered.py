"""Groups questions that ask for the same, so that operations see what to write an article on first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.playbook.recall import Encode

_SAME_FROM = 0.8  # likeness of two questions: paraphrases of one matter lie above, two matters of one form below


@dataclass(frozen=True)
class Unanswered:
    """One question as it was asked, by whom."""

    text: str
    person_key: str | None


@dataclass
class AskedFor:
    """Questions that ask for the same. ``words``: those of the first; ``times``: how often; ``people``: how many."""

    words: str
    times: int = 0
    who: set[str | None] = field(default_factory=set)

    @property
    def people(self) -> int:
        """How many different people asked."""
        return len(self.who)


def group_questions(questions: Iterable[Unanswered], encode: Encode) -> list[AskedFor]:
    """The most frequent first; of equals those of more people, then the older."""
    asked = list(questions)
    groups: list[AskedFor] = []
    firsts: list[int] = []
    vectors = encode([question.text for question in asked])
    for place, question in enumerate(asked):
        alike = vectors[firsts] @ vectors[place]
        if len(alike) and alike.max() >= _SAME_FROM:
            group = groups[int(alike.argmax())]
        else:
            group = AskedFor(question.text)
            groups.append(group)
            firsts.append(place)
        group.times += 1
        group.who.add(question.person_key)
    return sorted(groups, key=lambda group: (-group.times, -group.people))
