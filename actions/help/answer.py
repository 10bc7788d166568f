"""Says what can be asked, in the words people use."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.question import Question
from actions.reply import Line, Reply, Section
from knowledge.kernel.access import AccessContext
from knowledge.playbook.phrases import Phrases, load_family
from knowledge.terms import Role

# Which groups of questions each role sees first.
_FIRST = {Role.MANAGER: "watch", Role.CS: "together", Role.OPS: "learn"}


class Help(QuestionAction):
    """The questions by purpose, the asker's own first."""

    intent = "help"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:  # noqa: ARG002 - the same for every question
        """Sections of examples to copy."""
        groups = sorted({key.split("_example")[0] for key in load_family("help") if "_example" in key})
        order = ["sell", "watch", "together", "learn"]
        first = _FIRST.get(access.viewer.role) if access.viewer.role else None
        ranked = sorted(groups, key=lambda group: (group != first, order.index(group)))
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=say("help.headline"),
            sections=tuple(_section(group, say) for group in ranked),
        )


def _section(group: str, say: Phrases) -> Section:
    examples = [key for key in load_family("help") if key.startswith(f"{group}_example")]
    lines = tuple(Line(text=say(f"help.{key}")) for key in examples)
    return Section(key=group, title=say(f"help.{group}_title"), lines=lines)
