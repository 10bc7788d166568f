"""A hold on a customer that has ended."""

from __future__ import annotations

from actions.changes import next_choice
from actions.notifications.notification import Notification, account_of
from actions.reply import Line, Reply, Section, Tone
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.notifications import NoticeCard, NoticeKind
from knowledge.offers.queries.holds import load_hold_by_id
from knowledge.playbook.phrases import Phrases


def _tell(card: NoticeCard, unit_of_work: AuditedUnitOfWork, say: Phrases) -> Reply | None:
    access = unit_of_work.access
    account = account_of(card, access)
    hold = load_hold_by_id(access, int(card.facts.get("hold_id", 0)))
    if account is None or hold is None or hold.was_lifted:
        return None
    return Reply(
        intent="hold_account",
        language=say.language,
        headline=say("notices.hold_ended", account=account.name),
        account=account,
        sections=(Section(key="hold", lines=(Line(text=hold.reason, tone=Tone.QUOTE),)),),
        choices=(next_choice("recommend_offer", account, say), next_choice("hold_account", account, say)),
    )


NOTIFICATION = Notification(NoticeKind.HOLD_ENDED, _tell)
