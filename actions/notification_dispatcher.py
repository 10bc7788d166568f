"""Brings people what is due for them: each thing once, through crashes, in their language, never in quiet hours."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from actions.notifications.registry import notification_of, tell_notice
from actions.reply import Reply
from knowledge.errors import PersonUnknown
from knowledge.handoffs.commands.clocks import advance_handoffs
from knowledge.kernel.troubles import NIGHT, end_trouble, name_of_notice, note_trouble
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.kernel.visibility import OPERATOR
from knowledge.kernel.zones import zone_or
from knowledge.knowledge import Knowledge
from knowledge.notifications.commands.notifications import (
    NoticeCard,
    claim_due,
    mark_delivered,
    mark_needless,
    put_back,
    renew,
)
from knowledge.notifications.quiet_hours import after_quiet
from knowledge.people.settings import load_own_settings

log = logging.getLogger(__name__)
_TRY_AGAIN = dt.timedelta(minutes=5)


class NotificationSink(Protocol):
    """Hands one reply to one person, wherever they are reached.

    ``key`` is the same for every attempt at the same telling. ``again``: somebody set out with this key before and was
    killed on the way, so look whether it has arrived before handing it over once more. Raise when it cannot be told.
    """

    def __call__(self, person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        """Hand it over."""


@dataclass(frozen=True)
class NotificationDispatcher:
    """Any number of dispatchers may run over one store; ``name`` tells them apart."""

    knowledge: Knowledge
    clock: Callable[[], dt.datetime]
    name: str

    def key_of(self, asker: str) -> str:
        """The key of the person who answers to this name or e-mail. PersonUnknown when nobody does."""
        return self.knowledge.viewer(asker).key

    def bring(self, deliver: NotificationSink, *, person_key: str | None = None) -> int:
        """Let the clocks of handoffs run, then deliver what is due; how much was delivered.

        ``person_key``: only theirs, because they are here now, whatever the hour. Without it: everybody's who is
        reached from outside, which the operator of a store is not.
        """
        now = self.clock()
        rules = self.knowledge.rules
        advance_handoffs(self.knowledge.engine, rules, now=now, today=now.date())
        if person_key is None:  # the night's work is the service's; nobody at a terminal waits for it
            self._look_at_customers(now)
        lease = dt.timedelta(seconds=rules.reminders.lease_seconds)
        cards = claim_due(
            self.knowledge.engine, now=now, worker=self.name, lease=lease, person_key=person_key, not_for=OPERATOR.key
        )
        return sum(self._bring_one(card, deliver, now, is_here=person_key is not None) for card in cards)

    def _look_at_customers(self, now: dt.datetime) -> None:
        """The nightly look; where it fails, what is due otherwise is delivered all the same."""
        from knowledge.nightly.commands.night import announce_night  # works on everybody: heavy, and never one answer's

        try:
            announce_night(self.knowledge.engine, self.knowledge.rules, now=now)
        except Exception:
            log.exception("customers could not be looked at")
            self._note_trouble(NIGHT, now)
        else:
            end_trouble(self.knowledge.engine, NIGHT)

    def _note_trouble(self, name: str, now: dt.datetime) -> None:
        """For health and doctor; a store that cannot be written to, they find themselves."""
        try:
            note_trouble(self.knowledge.engine, name, at=now)
        except Exception:
            log.exception("trouble with %s could not be noted", name)

    def _try_later(self, card: NoticeCard, now: dt.datetime) -> None:
        self._note_trouble(name_of_notice(card.id), now)
        put_back(self.knowledge.engine, card, due_at=now + _TRY_AGAIN)

    def _bring_one(self, card: NoticeCard, deliver: NotificationSink, now: dt.datetime, *, is_here: bool) -> bool:
        engine = self.knowledge.engine
        try:
            awake = now if is_here else self._awake(card, now)
            if awake > now:
                put_back(engine, card, due_at=awake)
                return False
            with self.knowledge.access(card.person_key, as_of=now.date()) as access:
                reply = tell_notice(card, AuditedUnitOfWork(access, now, "notice"))
        except PersonUnknown:
            return not mark_needless(engine, card)
        except Exception:  # whatever is wrong with one must not keep the others waiting
            log.exception("notice %s could not be told", card.key)
            self._try_later(card, now)
            return False
        if reply is None:
            if notification_of(card.kind).looks_again:  # quiet this once, and looked up again at its next time
                mark_delivered(engine, card, now=now)
            else:
                mark_needless(engine, card)
            return False
        if not renew(engine, card, now=self.clock()):  # those before it took longer than its lease
            return False
        try:
            deliver(card.person_key, reply, key=card.delivery_key, again=card.attempts > 1)
        except Exception:
            log.exception("notice %s could not be delivered", card.key)
            self._try_later(card, now)
            return False
        if card.attempts > 1:
            end_trouble(engine, name_of_notice(card.id))
        return mark_delivered(engine, card, now=now)

    def _awake(self, card: NoticeCard, now: dt.datetime) -> dt.datetime:
        """When this person may be told: now, or the end of their quiet hours."""
        viewer, rules = self.knowledge.viewer(card.person_key), self.knowledge.rules
        with self.knowledge.engine.connect() as connection:
            own = load_own_settings(connection, card.person_key)
        on_time = now - card.due_at <= dt.timedelta(minutes=rules.digest.late_minutes)
        if notification_of(card.kind).at_chosen_hour and own.digest_hour is not None and on_time:
            return now  # they named this hour themselves
        return after_quiet(now, own.quiet_hours(rules.reminders), zone_or(viewer.timezone, rules.firm.timezone))
