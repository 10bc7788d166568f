"""How good drafts are where it can be counted: how alike, what stands in them without a figure, what obeys.

Run it with ``make eval-drafts``; ``--show 5`` also prints that many drafts of each purpose, to be read.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, insert, select

from bot.dialogue.action_executor import ActionRunner
from knowledge.demo import DEMO_DAY, build_demo
from knowledge.knowledge import Knowledge, open_knowledge
from knowledge.tables import Account, Invoice, Subscription
from scripts.draft_facts import check_facts, load_vocabulary
from scripts.draft_repeats import Drafted, body_of, count_repeats, count_sentences, load_names

_FOR_PAIRS = "Acme Corporation"
INSIDE = ("brief", "approval", "minutes")
# Requests that differ from a plain offer in one part.
CHANGES: tuple[dict[str, str], ...] = (
    {"which": "second"},
    {"which": "both"},
    {"addressee": "Ben Takeda"},
    {"addressee": "CFO", "role": "finance"},
    {"medium": "slack"},
    {"medium": "letter"},
    {"tone": "softer"},
    {"tone": "formal"},
    {"tone": "warmer"},
    {"tone": "direct"},
    {"tone": "casual"},
    {"draft_length": "half"},
    {"must_mention": "price"},
    {"must_mention": "renewal"},
    {"leave_out": "trial"},
    {"sender": "Ana Brandt"},
)
PURPOSES = (
    *("offer", "check_in", "thanks", "apology", "appointment", "silence", "renewal", "objection", "introduction"),
    *("payment", "win_back", "congratulation"),
)
OBJECTIONS = {
    "en": ("it is too expensive", "no budget", "we have no time", "what we have is enough"),
    "ja": ("費用が高い", "予算がない", "時間がない", "今のままで足りている"),
}


MATTERS = {
    "en": ("the new store", "their newsletter numbers", "the award", "her promotion"),
    "ja": ("新店舗の開店", "メルマガの成果", "ご受賞", "ご昇進"),
}


MATTERS_OF = {"objection": OBJECTIONS, "congratulation": MATTERS}


def draft_all(knowledge: Knowledge, *, purposes: tuple[str, ...] = PURPOSES, every: int = 1) -> Iterator[Drafted]:
    """The drafts of every ``every``-th demo customer, each purpose, both languages."""
    runner = ActionRunner(lambda action: action(knowledge))  # type: ignore[call-arg]
    with knowledge.engine.connect() as connection:
        accounts = connection.execute(select(Account.id, Account.name, Account.owner_id).order_by(Account.id)).all()
        lost = load_lost(connection)
    for place, (account_id, name, _) in enumerate(accounts[::every]):
        for language in ("en", "ja"):
            for purpose in purposes:
                slots = {
                    **{"asker": "operator", "as_of": DEMO_DAY.isoformat(), "language": language, "medium": "email"},
                    **{"account_id": account_id, "account": name, "purpose": purpose},
                }
                if matters := MATTERS_OF.get(purpose):
                    slots["matter"] = matters[language][place % len(matters[language])]
                (reply,) = runner.run("draft_talk_track", sender="operator", slots=slots, text="")
                if body_of(reply) and (purpose != "win_back" or account_id in lost):
                    yield Drafted(purpose, language, name, reply.headline, body_of(reply), reply)


def load_lost(connection: Connection) -> set[int]:
    """The customers all of whose contracts have ended: nobody else can be won back."""
    ends = select(Subscription.account_id, Subscription.ended_on).where(Subscription.started_on <= DEMO_DAY)
    rows = connection.execute(ends).all()
    running = {row.account_id for row in rows if row.ended_on is None or row.ended_on > DEMO_DAY}
    return {row.account_id for row in rows} - running


def count_facts(knowledge: Knowledge, drafts: list[Drafted]) -> tuple[Counter[str], dict[str, list[str]]]:
    """By kind how many facts the drafts name, and those that no figure backs, each with its draft."""
    vocabulary = load_vocabulary(knowledge)
    named: Counter[str] = Counter()
    strays: dict[str, list[str]] = defaultdict(list)
    for draft in drafts:
        facts = check_facts(draft.text, draft.reply, draft.account, vocabulary)
        named.update(facts.named)
        for kind, found in facts.strays.items():
            where = f"{draft.account}, {draft.purpose}, {draft.language}"
            strays[kind] += [f"{stray} ({where})" for stray in found]
    return named, strays


def send_bills(knowledge: Knowledge) -> None:
    """Open bills for the customers of this run, one to three each and long or lately due: the demo company has three
    customers who owe anything, too few to say what is repeated."""
    with knowledge.engine.begin() as connection:
        for account in connection.execute(select(Account.id).order_by(Account.id)).scalars():
            for bill in range(1 + account % 3 % 2 + account % 5 // 4):
                due = DEMO_DAY - dt.timedelta(days=3 + account * 13 % 130 + bill * 9)
                amount = 12_000 * (1 + account % 9)
                told = {
                    "key": f"bill-{account}-{bill}",
                    "source": "evaluation",
                    "account_id": account,
                    "due_on": due,
                    "amount_minor": amount,
                    "currency": "JPY",
                }
                connection.execute(insert(Invoice).values(**told))


def find_deaf_changes(knowledge: Knowledge) -> tuple[int, list[str]]:
    """How many pairs that differ in one part of the request were drafted, and those whose texts are the same."""
    runner = ActionRunner(lambda action: action(knowledge))  # type: ignore[call-arg]
    with knowledge.engine.connect() as connection:
        account = connection.execute(select(Account.id, Account.name).where(Account.name == _FOR_PAIRS)).one()
    asked = {"asker": "operator", "as_of": DEMO_DAY.isoformat(), "medium": "email", "purpose": "offer"}
    changes = [*CHANGES, *({"purpose": purpose} for purpose in (*PURPOSES[1:], *INSIDE))]
    pairs, deaf = 0, []
    for language in ("en", "ja"):
        told = {**asked, "language": language, "account_id": account.id, "account": account.name}
        texts = [
            body_of(runner.run("draft_talk_track", sender="operator", slots={**told, **change}, text="")[0])
            for change in ({}, *changes)
        ]
        pairs += len(changes)
        deaf += [f"{change} ({language})" for change, text in zip(changes, texts[1:], strict=True) if text == texts[0]]
    return pairs, deaf


def main() -> None:
    """Draft, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=int, default=0, help="print so many drafts of each purpose and language")
    parser.add_argument("--every", type=int, default=1, help="only every n-th customer")
    parser.add_argument("--only", default="", help="only this purpose")
    asked = parser.parse_args()
    purposes = (asked.only,) if asked.only else (*PURPOSES, *INSIDE)
    with tempfile.TemporaryDirectory() as folder:
        knowledge = open_knowledge(f"sqlite:///{Path(folder) / 'demo.db'}", trusts_operator=True)
        build_demo(knowledge.engine)
        names = load_names(knowledge)
        pairs, deaf = find_deaf_changes(knowledge)
        drafts = list(draft_all(knowledge, purposes=tuple(p for p in purposes if p != "payment"), every=asked.every))
        if "payment" in purposes:
            send_bills(knowledge)  # afterwards: who owes is drafted to in another way
            drafts += draft_all(knowledge, purposes=("payment",), every=asked.every)
        named, strays = count_facts(knowledge, drafts)
        knowledge.engine.dispose()
    _show(drafts, asked.show)
    print("Share of the drafts of a purpose in which a sentence stands, whatever names, numbers and days are in it")
    print("(what a reader of two letters would know again; greetings and closings apart)")
    print(f"sentences in more than a third of a purpose: {_print_sentences(drafts, names)}")
    word_for_word = count_repeats(drafts)
    print(f"the same, word for word: {sum(map(len, word_for_word.values()))}")
    print("\nWithout a figure behind it:")
    for kind, count in named.items():
        found = strays.get(kind, [])
        print(f"  {kind:<18}{len(found)} of {count:,}{''.join(f'{chr(10)}    {each}' for each in found[:20])}")
    print(f"\nPairs of requests that differ in one part: {pairs - len(deaf)} of {pairs} differ in the text")
    for each in deaf:
        print(f"    the same: {each}")


def _show(drafts: list[Drafted], most: int) -> None:
    shown: Counter[tuple[str, str]] = Counter()
    for draft in drafts:
        shown[draft.purpose, draft.language] += 1
        if shown[draft.purpose, draft.language] <= most:
            print(f"\n===== {draft.purpose} {draft.language} {draft.account}: {draft.headline}\n{draft.text}")


def _print_sentences(drafts: list[Drafted], names: tuple[str, ...]) -> int:
    """The most frequent sentence of each purpose, and all that stand in more than a third of its drafts: how many."""
    repeats = count_repeats(drafts, names)
    for kind in sorted({(draft.purpose, draft.language) for draft in drafts}):
        members = [draft for draft in drafts if (draft.purpose, draft.language) == kind]
        counts, over = count_sentences(members, names), len(repeats.get(kind, []))
        print(f"{kind[0]:<16}{kind[1]}  {len(members)} drafts, {over} sentences in more than a third")
        for sentence, count in counts.most_common(max(over, 1)):
            print(f"    {count / len(members):4.0%}  {sentence}")
    return sum(map(len, repeats.values()))


if __name__ == "__main__":
    main()
