"""The office over the store: who people are, what they chose, where answers may be shown."""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from actions.presenters.freshness import tell_failing
from actions.registry import spec_of
from actions.reply import Reply
from actions.spec import Audience
from bot.clock import utc_now
from bot.dialogue.conversation import Conversation
from bot.nlu.quantities import read_amount
from bot.ports import Colleague, Say, Spot, Standing
from knowledge.accounts.queries.accounts import find_account_id, load_account, suggest_accounts
from knowledge.accounts.queries.freshness import load_newest_days
from knowledge.catalogue.queries.catalogue import suggest_products
from knowledge.errors import AccountUnknown
from knowledge.handoffs.queries.takers import find_who_may_take
from knowledge.kernel.disclosure import Place, Showing, decide_showing, needs_no_look
from knowledge.kernel.idempotency import AnsweredMeanwhile, drop_answers, find_answers, keep_answers
from knowledge.kernel.key_value import drop_fact, find_facts, load_fact, replace_fact, save_fact
from knowledge.kernel.zones import is_known_zone, zone_or
from knowledge.knowledge import Knowledge
from knowledge.nightly.queries.snapshots import last_kept_day
from knowledge.notifications.commands.digest_schedule import reads_digests
from knowledge.notifications.queries.schedule import LATE, load_telling
from knowledge.people.queries.people import find_by_email, load_email, load_ops_emails
from knowledge.people.settings import change_own_settings, load_own_settings
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.queries.checklist import find_begun_lists
from knowledge.privacy.commands.retention import drop_aged
from knowledge.sync.freshness import age_seconds, find_failing, find_stale
from knowledge.sync.state import load_states
from knowledge.terms import Role

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StoreOffice:
    """The office of ``bot.ports`` over a store. Nobody who writes from outside is taken for the operator."""

    knowledge: Knowledge
    conversation: Conversation

    @property
    def language(self) -> str:
        """The firm's own language."""
        return self.knowledge.rules.firm.language

    @property
    def ops_channel(self) -> str | None:
        """The channel that operations read."""
        return self.knowledge.rules.slack.ops_channel

    @property
    def workspaces(self) -> tuple[str, ...]:
        """The firm's Slack workspaces by ``config.yml``."""
        return self.knowledge.rules.slack.workspaces

    def find_colleague(self, email: str) -> Colleague | None:
        """Who has this e-mail."""
        with self.knowledge.engine.connect() as connection:
            viewer = find_by_email(connection, email)
        return Colleague(viewer.key, viewer.name, viewer.role, viewer.language, viewer.own.pictures) if viewer else None

    def email_of(self, person_key: str) -> str | None:
        """The e-mail under which somebody is reached."""
        with self.knowledge.engine.connect() as connection:
            return load_email(connection, person_key)

    def digest_channel(self, person_key: str) -> str | None:
        """The channel that ``digest.channels`` names for this manager's team."""
        viewer = self.knowledge.viewer(person_key)
        return self.knowledge.rules.digest.channels.get(viewer.team or "") if viewer.role is Role.MANAGER else None

    def wants_dark(self, person_key: str) -> bool:
        """Whether this person chose dark pictures."""
        with self.knowledge.engine.connect() as connection:
            return load_own_settings(connection, person_key).pictures == "dark"

    def find_account(self, asker: str, name: str) -> int | None:
        """The one customer of this name that the asker may see."""
        try:
            with self.knowledge.access(asker, as_of=self._today()) as access:
                return find_account_id(access, name)
        except AccountUnknown:
            return None

    def sees(self, asker: str, account_id: int) -> bool:
        """Whether the asker may see this customer now."""
        try:
            with self.knowledge.access(asker, as_of=self._today()) as access:
                return load_account(access, account_id).id == account_id
        except AccountUnknown:
            return False

    def folds(self, intent: str) -> bool:
        """Whether answers to this question are shown in parts where there is little room."""
        return spec_of(intent).folds

    def is_in_place(self, intent: str) -> bool:
        """Whether what the buttons of this question do is shown in the place of the message they stand in."""
        return spec_of(intent).in_place

    def suggest_accounts(self, asker: str, said: str) -> list[tuple[int, str]]:
        """Customers the asker may see whose name holds what was typed."""
        with self.knowledge.access(asker, as_of=self._today()) as access:
            return suggest_accounts(access, said)

    def suggest_products(self, asker: str, said: str) -> list[str]:
        """Names of products on sale that hold what was typed."""
        with self.knowledge.access(asker, as_of=self._today()) as access:
            return suggest_products(access, said)

    def find_takers(
        self, asker: str, said: str, *, handoff_id: int | None, toward: str | None
    ) -> list[tuple[str, str]]:
        """Colleagues who may be given this handoff, or a new one ``toward`` a side: key, and name with team."""
        with self.knowledge.access(asker, as_of=self._today()) as access:
            found = find_who_may_take(access, said, handoff_id=handoff_id, toward=toward)
        return [(one.key, f"{one.name} · {one.team}" if one.team else one.name) for one in found]

    def read_amount(self, text: str) -> int | None:
        """An amount as somebody wrote it, in minor units of the firm's currency; None where it is none."""
        return read_amount(text, currency=self.knowledge.rules.firm.currency)

    def ops_emails(self) -> tuple[str, ...]:
        """Those who look after the assistant."""
        with self.knowledge.engine.connect() as connection:
            return load_ops_emails(connection)

    def showing(self, asker: str, reply: Reply, spot: Spot, *, asked_openly: bool) -> str:
        """Whether a reply may stand there, by the rule in ``knowledge.kernel.disclosure``."""
        place = Place(spot.channel, spot.is_private, spot.leaves_firm)
        account_id = reply.account.id if reply.account else None
        for_anybody = spec_of(reply.intent).audience is Audience.ANYBODY
        if needs_no_look(place, for_anybody=for_anybody, account_id=account_id):
            return Showing.OPENLY
        with self.knowledge.access(asker, as_of=self._today()) as access:
            return decide_showing(
                access, place, for_anybody=for_anybody, account_id=account_id, asked_openly=asked_openly
            )

    def was_told(self, key: str) -> bool:
        """Whether what has this key was noted as told."""
        with self.knowledge.engine.connect() as connection:
            return find_answers(connection, key) is not None

    def note_told(self, key: str) -> None:
        """Note it, for all replicas."""
        with suppress(AnsweredMeanwhile), self.knowledge.engine.begin() as connection:
            keep_answers(connection, key, [], at=utc_now())

    def find_ails(self) -> list[str]:
        """The store that cannot be read, notices that should have been told, and a nightly look that fails."""
        say = Phrases(self.language)
        try:
            with self.knowledge.engine.connect() as connection:
                now = self.conversation.clock.now()
                telling = load_telling(connection, due_before=now - LATE)
                states = load_states(connection)
        except Exception:
            log.exception("the store cannot be read")
            return [say("doctor.health_store")]
        ails = [say("doctor.health_overdue", count=telling.stuck, since=telling.oldest)] if telling.oldest else []
        ails += [say("doctor.night_failed", since=telling.night_failed)] if telling.night_failed else []
        ails += [tell_failing(each, each.since, say) for each in find_failing(states)]
        stale = find_stale(states, self.knowledge.rules.sync, now=now)
        return ails + [say("freshness.stale", source=each.source, since=each.synced_at) for each in stale]

    def read_standing(self) -> Standing:
        """The same in numbers."""
        now, today = self.conversation.clock.now(), self._today()
        with self.knowledge.engine.connect() as connection:
            telling = load_telling(connection, due_before=now - LATE)
            newest = load_newest_days(connection, until=today)
            night = last_kept_day(connection, before=today + dt.timedelta(days=1))
            states = load_states(connection)
        midnight = dt.datetime.combine(night, dt.time(), tzinfo=dt.UTC).timestamp() if night else 0
        return Standing(
            overdue=telling.stuck,
            oldest_seconds=(now - telling.oldest).total_seconds() if telling.oldest else 0,
            told_at=telling.last.timestamp() if telling.last else 0,
            night=midnight,
            night_failing=telling.night_failed is not None,
            sync_age_seconds=age_seconds(states, now=now),
            sync_failing=Counter(each.source for each in find_failing(states)),
            age_days={kind: (today - day).days for kind, day in newest.items()},
        )

    def keep_aside(self, slots_by_name: Mapping[str, dict[str, Any]]) -> None:
        """Keep what buttons have no room for, for all replicas."""
        for name, slots in slots_by_name.items():
            with suppress(AnsweredMeanwhile), self.knowledge.engine.begin() as connection:
                keep_answers(connection, name, [slots], at=utc_now())

    def replace_aside(self, name: str, slots: dict[str, Any]) -> None:
        """Keep slots in place of those under this name; nothing takes it away."""
        with suppress(AnsweredMeanwhile), self.knowledge.engine.begin() as connection:
            drop_answers(connection, name)
            if slots:
                keep_answers(connection, name, [slots], at=utc_now())

    def find_aside(self, name: str) -> dict[str, Any]:
        """What was kept under this name."""
        with self.knowledge.engine.connect() as connection:
            found = find_answers(connection, name)
        return found[0] if found else {}

    def forget_aged(self, now: dt.datetime) -> None:
        """Drop what its time is over for, by the firm's ``retention``."""
        with self.knowledge.engine.begin() as connection:
            drop_aged(connection, self.knowledge.rules.retention, now=now)

    @property
    def jobs_kept(self) -> dt.timedelta:
        """How long finished work is kept."""
        return dt.timedelta(days=self.knowledge.rules.retention.jobs_days)

    def change_settings(self, asker: str, changes: dict[str, str | int | None]) -> dict[str, Any]:
        """What holds for this person, once ``changes`` are kept: their choices, and the firm's where they made none."""
        with self.knowledge.engine.begin() as connection:
            change_own_settings(connection, asker, changes)
        viewer, rules = self.knowledge.viewer(asker), self.knowledge.rules
        return {
            **viewer.own.model_dump(),
            "language": viewer.language or self.language,
            "timezone": zone_or(viewer.timezone, rules.firm.timezone).key,
            "wrong_zone": viewer.timezone if viewer.timezone and not is_known_zone(viewer.timezone) else None,
            "gets_digests": reads_digests(viewer.role),
            "firm_digest": f"{rules.digest.hour:%H:%M}",
            "firm_quiet": f"{rules.reminders.quiet_from:%H:%M}–{rules.reminders.quiet_until:%H:%M}",
        }

    def find_begun_lists(self, asker: str) -> list[dict[str, str | int]]:
        """Customer and talk of each checklist that this person has begun, the newest first."""
        with self.knowledge.access(asker, as_of=self._today()) as access:
            return [
                {"account_id": begun.account_id, "account": begun.account, "talk": begun.talk}
                for begun in find_begun_lists(access)
            ]

    def has_phrase(self, name: str) -> bool:
        """Whether ``slack.yml`` has this phrase."""
        return Phrases(self.language).has(f"slack.{name}")

    def say(self, language: str) -> Say:
        """The phrases of ``slack.yml``."""
        phrases = Phrases(language)

        def say(name: str, /, **facts: object) -> str:
            return phrases(f"slack.{name}", **facts)

        return say

    def keep(self, name: str, value: str) -> None:
        """Put a small text in place of what was there, for all replicas."""
        with self.knowledge.engine.begin() as connection:
            save_fact(connection, name, value)

    def kept(self, name: str) -> str | None:
        """A text that was kept."""
        with self.knowledge.engine.connect() as connection:
            return load_fact(connection, name)

    def replace(self, name: str, old: str, new: str) -> bool:
        """Put ``new`` in place of ``old``; False where somebody else has changed it meanwhile."""
        with self.knowledge.engine.begin() as connection:
            return replace_fact(connection, name, old, new)

    def drop(self, name: str, value: str | None = None) -> bool:
        """Take a kept text away, with ``value`` only if it still says so; whether it was there."""
        with self.knowledge.engine.begin() as connection:
            return drop_fact(connection, name, value=value)

    def names(self, beginning: str) -> list[str]:
        """The names of kept texts that begin so."""
        with self.knowledge.engine.connect() as connection:
            return find_facts(connection, beginning)

    def _today(self) -> dt.date:
        return self.conversation.clock.today()
