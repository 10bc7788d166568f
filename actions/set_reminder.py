"""Reminds whoever asks, at the time they name: set, listed, put off, dropped."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from actions.asking import Option, ask_for
from actions.base import QuestionAction
from actions.question import Question
from actions.reply import AccountRef, Choice, Line, Reply, Section, Table
from actions.telling.changes import pen_for, ref
from knowledge.playbook.business_time import BusinessTime
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.quiet_hours import after_quiet
from knowledge.store.book import Book
from knowledge.store.changes.notices import NoticeCard
from knowledge.store.changes.reminders import (
    drop_reminder,
    find_reminders,
    find_told_reminders,
    put_off,
    remind_of_checklist,
    set_reminder,
)
from knowledge.store.queries.accounts import load_account

_SNOOZES = {"hour": dt.timedelta(hours=1), "day": dt.timedelta(days=1), "week": dt.timedelta(days=7)}
_TIME_WORDS = ("remind_at", "date", "date_end", "time", "grain", "until")


class SetReminder(QuestionAction):
    """Told once, at the time named; what would fall into the quiet hours waits for the morning."""

    stem = "set_reminder"

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:
        """Set a reminder, or list, put off or drop those there are."""
        match question.word("step"):
            case "list":
                return _list(book, say)
            case "cancel":
                return _cancel(question, book, say)
            case "snooze":
                return _snooze(question, book, say)
            case _:
                return _set(question, book, say)


def zone_of(book: Book) -> ZoneInfo:
    """The asker's time zone; the firm's where it is not known."""
    return business_days(book).zone


def business_days(book: Book) -> BusinessTime:
    """The asker's own business hours and holidays."""
    firm, rules = book.rules.firm, book.rules.handoff
    country, zone = book.viewer.country or firm.country, book.viewer.timezone or firm.timezone
    return BusinessTime(country, zone, rules.opens, rules.closes)


def _set(question: Question, book: Book, say: Phrases) -> Reply:
    account = ref(load_account(book, question.account_id)) if question.account_id else None
    note = question.word("note") or question.text.strip() or say("set_reminder.plain_note")
    asked = Question(**{**question.__dict__, "slots": {**question.slots, "note": note}})
    wanted = _read_moment(asked, book, say, account=account)
    due = after_quiet(wanted, book.rules.reminders, zone_of(book))
    pen = pen_for(question, book)
    talk = question.word("talk")
    if talk and account:
        day = due.astimezone(zone_of(book)).date()
        reminder = remind_of_checklist(
            pen, due_at=due, day=day, language=say.language, account_id=account.id, talk=talk
        )
    else:
        reminder = set_reminder(
            pen, due_at=due, text=note, language=say.language, account_id=account.id if account else None, facts={}
        )
    moved = (Line(text=say("set_reminder.quiet", wanted=wanted.astimezone(zone_of(book)))),) if due != wanted else ()
    about = (Line(text=say("set_reminder.about", note=note)),) if not talk else ()
    return Reply(
        stem=SetReminder.stem,
        language=say.language,
        headline=say("set_reminder.done", moment=due.astimezone(zone_of(book))),
        account=account,
        sections=(Section(key="reminder", lines=(*about, *moved)),) if about or moved else (),
        choices=(
            Choice(label=say("set_reminder.choice_list"), stem=SetReminder.stem, slots={"step": "list"}),
            _button("cancel", reminder, say),
        ),
    )


def _read_moment(question: Question, book: Book, say: Phrases, *, account: AccountRef | None) -> dt.datetime:
    """The moment named, in UTC; what is missing, past or unreadable is asked for, and the note kept."""
    zone, now = zone_of(book), question.now
    said = question.word("remind_at") or question.word("date")
    if said is None:
        raise _ask_moment(question, book, say("set_reminder.which_moment"), say, account=account)
    try:
        moment = _parse(said, question.word("time"), zone)
    except ValueError:
        headline = say("errors.date_unclear", text=said)
        raise _ask_moment(question, book, headline, say, account=account) from None
    if moment <= now:
        headline = say("set_reminder.past", moment=moment.astimezone(zone))
        raise _ask_moment(question, book, headline, say, account=account)
    return moment


def _parse(said: str, time: str | None, zone: ZoneInfo) -> dt.datetime:
    """A moment on this wall, as UTC: a day alone means nine o'clock; one that clocks skip is the hour after."""
    moment = dt.datetime.fromisoformat(said)
    if len(said) <= 10:
        moment = dt.datetime.combine(moment.date(), dt.time.fromisoformat(time) if time else dt.time(9))
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(dt.UTC)


def _ask_moment(
    question: Question, book: Book, headline: str, say: Phrases, *, account: AccountRef | None
) -> Exception:
    bare = Question(**{**question.__dict__, "slots": {k: v for k, v in question.slots.items() if k not in _TIME_WORDS}})
    options = _moments(question.now, book, say)
    return ask_for(bare, SetReminder.stem, "remind_at", headline, say=say, options=options, account=account)


def _moments(now: dt.datetime, book: Book, say: Phrases) -> list[Option]:
    """In an hour, the next working morning, and a week from now at nine."""
    time = business_days(book)
    day = now.astimezone(time.zone).date()
    morning = time.next_open(dt.datetime.combine(day + dt.timedelta(days=1), time.opens, tzinfo=time.zone))
    week = time.next_open(dt.datetime.combine(day + dt.timedelta(days=7), time.opens, tzinfo=time.zone))
    soon = after_quiet((now + dt.timedelta(hours=1)).replace(second=0, microsecond=0), book.rules.reminders, time.zone)
    moments = list(dict.fromkeys([soon, morning, week]))
    return [
        (say("set_reminder.at", moment=moment.astimezone(time.zone)), {"remind_at": moment.isoformat()})
        for moment in moments
    ]


def _list(book: Book, say: Phrases) -> Reply:
    waiting, zone = find_reminders(book), zone_of(book)
    rows = tuple(
        (say("set_reminder.at", moment=card.due_at.astimezone(zone)), _name(card, book, say)) for card in waiting
    )
    columns = (say("set_reminder.column_when"), say("set_reminder.column_what"))
    return Reply(
        stem=SetReminder.stem,
        language=say.language,
        headline=say("set_reminder.list", count=len(waiting)) if waiting else say("set_reminder.list_empty"),
        tables=(Table(key="reminders", columns=columns, rows=rows),) if rows else (),
    )


def _name(card: NoticeCard, book: Book, say: Phrases) -> str:
    """What a reminder is about, in a line."""
    if card.account_id and not card.text:
        return say("set_reminder.of_checklist", account=load_account(book, card.account_id).name)
    return card.text or say("set_reminder.plain_note")


def _cancel(question: Question, book: Book, say: Phrases) -> Reply:
    card = _which(question, book, find_reminders(book), say)
    if card is None or drop_reminder(pen_for(question, book), card.id) is None:
        return Reply(stem=SetReminder.stem, language=say.language, headline=say("set_reminder.list_empty"))
    moment = card.due_at.astimezone(zone_of(book))
    headline = say("set_reminder.dropped", moment=moment, what=_name(card, book, say))
    return Reply(stem=SetReminder.stem, language=say.language, headline=headline)


def _snooze(question: Question, book: Book, say: Phrases) -> Reply:
    card = _which(question, book, [*find_told_reminders(book, most=1), *find_reminders(book)], say)
    if card is None:
        return Reply(stem=SetReminder.stem, language=say.language, headline=say("set_reminder.list_empty"))
    asked = Question(**{**question.__dict__, "slots": {**question.slots, "reminder_id": card.id}})
    if by := _SNOOZES.get(question.word("by") or ""):
        wanted = question.now + by
    else:
        wanted = _read_moment(asked, book, say, account=None)
    due = after_quiet(wanted, book.rules.reminders, zone_of(book))
    put_off(pen_for(question, book), card.id, due_at=due)
    headline = say("set_reminder.snoozed", moment=due.astimezone(zone_of(book)), what=_name(card, book, say))
    return Reply(
        stem=SetReminder.stem,
        language=say.language,
        headline=headline,
        choices=(_button("cancel", card.id, say),),
    )


def _which(question: Question, book: Book, cards: list[NoticeCard], say: Phrases) -> NoticeCard | None:
    """The reminder meant: the one named, the only one (about this customer), else the choice of them."""
    named = [card for card in cards if card.id == question.number("reminder_id")]
    if named or not cards:
        return named[0] if named else None
    about = [card for card in cards if question.account_id and card.account_id == question.account_id] or cards
    if len(about) == 1:
        return about[0]
    zone = zone_of(book)
    options: list[Option] = [
        (
            f"{say('set_reminder.at', moment=card.due_at.astimezone(zone))} {_name(card, book, say)}",
            {"reminder_id": card.id},
        )
        for card in about[:4]
    ]
    raise ask_for(question, SetReminder.stem, "reminder_id", say("set_reminder.which"), say=say, options=options)


def _button(step: str, reminder: int, say: Phrases) -> Choice:
    return Choice(
        label=say(f"set_reminder.choice_{step}"),
        stem=SetReminder.stem,
        slots={"step": step, "reminder_id": reminder},
    )


def snooze_choices(reminder: int, say: Phrases) -> tuple[Choice, ...]:
    """Buttons on a reminder that was told: again in an hour, tomorrow, in a week."""
    slots: dict[str, str | int] = {"step": "snooze", "reminder_id": reminder}
    return tuple(
        Choice(label=say(f"set_reminder.snooze_{by}"), stem=SetReminder.stem, slots={**slots, "by": by})
        for by in _SNOOZES
    )
