"""What to see to before, during and after the talk; ticked by data where data knows, by people elsewhere."""

from __future__ import annotations

from actions.asking import Option, ask_for
from actions.base import QuestionAction
from actions.changes import ref, unit_of_work_for
from actions.presenters.checklist import build_checklist, choose_talk, topic_of
from actions.question import Question
from actions.reply import AccountRef, ChecklistItem, Choice, Line, Reply, Section
from actions.set_reminder.meetings import meeting_choice, tell_next
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.kernel.access import AccessContext
from knowledge.notifications.queries.meetings import load_next_meeting
from knowledge.offers.advice import Advice, advise
from knowledge.playbook.checklists import Talk, load_checklist
from knowledge.playbook.commands.checklists import tick_item
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.queries.checklist import load_marks

_BUTTONS = 3


class ShowChecklist(QuestionAction):
    """One list a kind of talk; ticks are kept for each proposal."""

    intent = "show_checklist"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Show the list of the talk that comes next, or of the one named; tick an item first where one is named."""
        case = load_account_360(access, question.account_id or 0)
        advice = advise(case, access.rules)
        talk = _read_talk(question, case, advice)
        items = list_items(case, advice, access, say, talk=talk)
        wanted = question.word("item")
        if wanted is None and question.word("step") == "tick":
            raise _ask_item(question, case, items, say)
        if wanted is None:
            return _say(case, talk, items, say, meeting=_meeting(question, access, case, say))
        item = next((one for one in items if wanted in {one.key, one.text}), None)
        if item is None:
            raise _ask_item(question, case, items, say)
        ticked = tick_item(unit_of_work_for(question, access), case.account.id, item.topic, item.key)
        headline = say("checklist.item_ticked" if ticked else "checklist.item_unticked", item=item.text)
        items = list_items(case, advice, access, say, talk=talk)
        return _say(case, talk, items, say, headline=headline, meeting=_meeting(question, access, case, say))


def _meeting(question: Question, access: AccessContext, case: Account360, say: Phrases) -> str | None:
    """The next meeting with them, where one is known."""
    found = load_next_meeting(access, case.account.id, now=question.now)
    return tell_next(found, access, say) if found else None


def list_items(
    case: Account360, advice: Advice, access: AccessContext, say: Phrases, *, talk: Talk
) -> tuple[ChecklistItem, ...]:
    """The list of one talk with the ticks that people set."""
    ticked = load_marks(access, case.account.id, topic_of(talk, case, advice))
    return build_checklist(case, advice, say, talk=talk, ticked=ticked)


def _read_talk(question: Question, case: Account360, advice: Advice) -> Talk:
    """The talk named, by its word or by the topic a tick belongs to; else the one that comes next."""
    named = question.word("talk") or (question.word("topic") or "").partition(":")[0]
    return Talk(named) if named in set(Talk) else choose_talk(case, advice)


def _ask_item(question: Question, case: Account360, items: tuple[ChecklistItem, ...], say: Phrases) -> Exception:
    options: list[Option] = [
        (item.text[:70], {"item": item.key, "topic": item.topic}) for item in items if not item.done
    ]
    headline = say("checklist.which_item")
    account = ref(case.account)
    return ask_for(
        question, ShowChecklist.intent, "item", headline, say=say, options=options[:5], account=account, free=True
    )


def _say(
    case: Account360,
    talk: Talk,
    items: tuple[ChecklistItem, ...],
    say: Phrases,
    *,
    headline: str | None = None,
    meeting: str | None,
) -> Reply:
    account, done = ref(case.account), sum(item.done is True for item in items)
    facts = {"account": account.name, "title": load_checklist(talk).title.said(say.language)}
    standing = say("checklist.headline", done=done, all=len(items), **facts)
    return Reply(
        intent=ShowChecklist.intent,
        language=say.language,
        headline=f"{headline} {standing}" if headline else standing,
        account=account,
        sections=(Section(key="meeting", lines=(Line(text=meeting),)),) if meeting else (),
        checklist=items,
        choices=(*_ticks(account, items, say), _remind(account, talk, say), meeting_choice(account, say)),
    )


def _ticks(account: AccountRef, items: tuple[ChecklistItem, ...], say: Phrases) -> tuple[Choice, ...]:
    open_items = [item for item in items if not item.done]
    slots: dict[str, str | int] = {"account_id": account.id, "account": account.name}
    return tuple(
        Choice(
            label=say("checklist.choice_tick", item=item.text)[:75],
            intent=ShowChecklist.intent,
            slots={**slots, "item": item.key, "topic": item.topic},
        )
        for item in open_items[:_BUTTONS]
    )


def _remind(account: AccountRef, talk: Talk, say: Phrases) -> Choice:
    slots: dict[str, str | int] = {"account_id": account.id, "account": account.name, "talk": str(talk)}
    return Choice(label=say("checklist.choice_remind"), intent="set_reminder", slots=slots)
