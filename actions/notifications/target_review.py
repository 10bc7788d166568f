"""What asks for a review of a target definition, to its owner."""

from __future__ import annotations

from actions.notifications.notification import Notification
from actions.presenters.target_reviews import INTENT, tell_review
from actions.reply import Choice, Line, Reply, Section, Tone
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.notifications import NoticeCard, NoticeKind
from knowledge.playbook.phrases import Phrases
from knowledge.targets.review_notes import Trigger


def _tell(card: NoticeCard, unit_of_work: AuditedUnitOfWork, say: Phrases) -> Reply:
    """The note to the owner, with what to do."""
    facts = card.facts
    name, trigger = str(facts["target"]), Trigger(str(facts["trigger"]))
    text = tell_review(trigger, facts["facts"], unit_of_work.access.rules.firm.currency, say)
    return Reply(
        intent=INTENT,
        language=say.language,
        headline=say("targets.review_headline", target=name, version=int(facts["version"])),
        sections=(
            Section(
                key="review",
                lines=(Line(text=text, tone=Tone.CAUTION), Line(text=say("targets.review_next", target=name))),
            ),
        ),
        choices=(Choice(label=say("targets.choice_show"), intent=INTENT, slots={"target": name}),),
    )


NOTIFICATION = Notification(NoticeKind.TARGET_REVIEW, _tell)
