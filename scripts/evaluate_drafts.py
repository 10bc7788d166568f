"""How good drafts are where it can be counted: how alike, what stands in them without a figure, what obeys.

Run it with ``make eval-drafts``; ``--show 5`` also prints that many drafts of each purpose, to be read.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select

from actions.reply import Reply
from bot.dialogue.action_executor import ActionRunner
from knowledge.demo import DEMO_DAY, build_demo
from knowledge.knowledge import Knowledge, open_knowledge
from knowledge.language import load_words
from knowledge.tables import Account
from scripts.draft_facts import check_facts, load_vocabulary

MOST_SHARE = 1 / 3
_FOR_PAIRS = "Acme Corporation"
_FEWEST_DRAFTS = 9  # fewer say nothing about what is repeated
# What one says to one's own people or to each customer alike: greeting, close, signature.
_FRAME = re.compile(
    r"^(?:Hello|Dear|Hi|Kind regards|Yours sincerely|With warm regards|Best|Regards)\b.*,$"
    r"|お世話になっております|ご無沙汰しております|お世話になりました|でございます。$|引き立てを賜り|よろしくお願い"
    r"|^敬具$|Osusume Demo KK$"
)
# Neither a heading, a name, nor an item of a list, such as a date: a line that ends as sentences do, or a subject.
_IS_SENTENCE = re.compile(r"^(?![–・]).*[.!?:。？：]$|^(?:Subject: |件名：)")
_MASK = "…"
_FIGURES = re.compile(
    r"[¥\d][\d,.]*(?:%|円|席|名様?|分|日間?|年|月)*|\b(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Monday|Tuesday|Wednesday|Thursday|Friday)\b"
)
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
PURPOSES = ("offer", "check_in", "thanks", "apology", "appointment", "silence", "renewal", "objection", "introduction")
OBJECTIONS = {
    "en": ("it is too expensive", "no budget", "we have no time", "what we have is enough"),
    "ja": ("費用が高い", "予算がない", "時間がない", "今のままで足りている"),
}


@dataclass(frozen=True)
class Drafted:
    """One draft of one purpose in one language, whole."""

    purpose: str
    language: str
    account: str
    headline: str
    text: str
    reply: Reply


def body_of(reply: Reply) -> str:
    """The text to copy; empty where the answer is a talk track."""
    return next((section.lines[0].text for section in reply.sections if section.key == "body"), "")


def sentences_of(text: str) -> list[str]:
    """The sentences of a draft without greeting, close and signature, and without the headings of a page."""
    lines = [line for line in text.splitlines() if _IS_SENTENCE.search(line)]
    parts = [part.strip() for line in lines for part in re.split(r"(?<=[.!?。？])\s*(?=\S)", line)]
    return [part for part in parts if len(part) > 1 and not _FRAME.search(part)]


def draft_all(knowledge: Knowledge, *, purposes: tuple[str, ...] = PURPOSES, every: int = 1) -> Iterator[Drafted]:
    """The drafts of every ``every``-th demo customer, each purpose, both languages."""
    runner = ActionRunner(lambda action: action(knowledge))  # type: ignore[call-arg]
    with knowledge.engine.connect() as connection:
        accounts = connection.execute(select(Account.id, Account.name, Account.owner_id).order_by(Account.id)).all()
    for place, (account_id, name, _) in enumerate(accounts[::every]):
        for language in ("en", "ja"):
            for purpose in purposes:
                slots = {
                    **{"asker": "operator", "as_of": DEMO_DAY.isoformat(), "language": language, "medium": "email"},
                    **{"account_id": account_id, "account": name, "purpose": purpose},
                }
                if purpose == "objection":
                    slots["matter"] = OBJECTIONS[language][place % len(OBJECTIONS[language])]
                (reply,) = runner.run("draft_talk_track", sender="operator", slots=slots, text="")
                yield Drafted(purpose, language, name, reply.headline, body_of(reply), reply)


def count_repeats(drafts: list[Drafted]) -> dict[tuple[str, str], list[tuple[float, str]]]:
    """By purpose and language: sentences in more than a third of the drafts with their share, most frequent first."""
    found = {}
    by_kind: dict[tuple[str, str], list[Drafted]] = defaultdict(list)
    for draft in drafts:
        by_kind[draft.purpose, draft.language].append(draft)
    for kind, members in by_kind.items():
        counts = Counter(sentence for draft in members for sentence in set(sentences_of(draft.text)))
        if len(members) >= _FEWEST_DRAFTS:
            found[kind] = [
                (count / len(members), sentence)
                for sentence, count in counts.most_common()
                if count / len(members) > MOST_SHARE
            ]
    return found


def mask(draft: Drafted, names: tuple[str, ...]) -> Drafted:
    """The draft with every name and number of the store out of it: what is left is the same for any customer."""
    forms = "|".join(re.escape(form) for form in load_words("ja", "letter")["legal_forms"])
    text = draft.text.replace(draft.account, _MASK).replace(
        re.sub(rf"^(?:{forms})|(?:{forms})$", "", draft.account), _MASK
    )
    for name in names:
        text = text.replace(name, _MASK)
    return replace(draft, text=re.sub(rf"{_MASK}(?:[ の（）]*{_MASK})+", _MASK, _FIGURES.sub(_MASK, text)))


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
        drafts = list(draft_all(knowledge, purposes=purposes, every=asked.every))
        named, strays = count_facts(knowledge, drafts)
        pairs, deaf = find_deaf_changes(knowledge)
        vocabulary = load_vocabulary(knowledge)
        knowledge.engine.dispose()
    _show(drafts, asked.show)
    print("Share of the drafts of a purpose in which a sentence stands")
    _print_sentences(drafts)
    print("\nThe same with names, numbers and days taken out of it: what a reader of two letters would know again")
    names = (*vocabulary.products, *vocabulary.people)
    _print_sentences([mask(draft, names) for draft in drafts])
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


def _print_sentences(drafts: list[Drafted]) -> None:
    """The most frequent sentence of each purpose, and all that stand in more than a third of its drafts."""
    repeats = count_repeats(drafts)
    for kind in sorted({(draft.purpose, draft.language) for draft in drafts}):
        members = [draft for draft in drafts if (draft.purpose, draft.language) == kind]
        counts = Counter(sentence for draft in members for sentence in set(sentences_of(draft.text)))
        over = len(repeats.get(kind, []))
        print(f"{kind[0]:<14}{kind[1]}  {len(members)} drafts, {over} sentences in more than a third")
        for sentence, count in counts.most_common(max(over, 1)):
            print(f"    {count / len(members):4.0%}  {sentence}")


if __name__ == "__main__":
    main()
