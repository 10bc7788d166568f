"""How alike drafts are: which sentences stand in more than a third of the drafts of one purpose.

Run it with ``make eval-drafts``; ``--show 5`` also prints that many drafts of each purpose, to be read.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from actions.reply import Reply
from bot.dialogue.action_executor import ActionRunner
from knowledge.demo import DEMO_DAY, build_demo
from knowledge.knowledge import Knowledge, open_knowledge
from knowledge.tables import Account

MOST_SHARE = 1 / 3
_FEWEST_DRAFTS = 9  # fewer say nothing about what is repeated
# What one says to one's own people or to each customer alike: greeting, close, signature.
_FRAME = re.compile(
    r"^(?:Hello|Dear|Hi|Kind regards|Yours sincerely|With warm regards|Best|Regards)\b.*,$"
    r"|お世話になっております|ご無沙汰しております|お世話になりました|でございます。$|引き立てを賜り|よろしくお願い"
    r"|^敬具$|Osusume Demo KK$"
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


def body_of(reply: Reply) -> str:
    """The text to copy; empty where the answer is a talk track."""
    return next((section.lines[0].text for section in reply.sections if section.key == "body"), "")


def sentences_of(text: str) -> list[str]:
    """The sentences of a draft without greeting, close and signature."""
    lines = [line for line in text.splitlines() if not line.startswith(("–", "・"))]  # dates and other lists
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
                yield Drafted(purpose, language, name, reply.headline, body_of(reply))


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


def main() -> None:
    """Draft, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=int, default=0, help="print so many drafts of each purpose and language")
    parser.add_argument("--every", type=int, default=1, help="only every n-th customer")
    parser.add_argument("--only", default="", help="only this purpose")
    asked = parser.parse_args()
    purposes = (asked.only,) if asked.only else PURPOSES
    with tempfile.TemporaryDirectory() as folder:
        knowledge = open_knowledge(f"sqlite:///{Path(folder) / 'demo.db'}", trusts_operator=True)
        build_demo(knowledge.engine)
        drafts = list(draft_all(knowledge, purposes=purposes, every=asked.every))
        knowledge.engine.dispose()
    shown: Counter[tuple[str, str]] = Counter()
    for draft in drafts:
        shown[draft.purpose, draft.language] += 1
        if shown[draft.purpose, draft.language] <= asked.show:
            print(f"\n===== {draft.purpose} {draft.language} {draft.account}: {draft.headline}\n{draft.text}")
    for (purpose, language), repeats in sorted(count_repeats(drafts).items()):
        told = f"{len(repeats)} sentences in more than a third of {shown[purpose, language]} drafts"
        print(f"{purpose:<14}{language}  {told}")
        for share, sentence in repeats:
            print(f"    {share:4.0%}  {sentence}")


if __name__ == "__main__":
    main()
