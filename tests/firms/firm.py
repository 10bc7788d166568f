"""Small fictional firms of the kinds there are: CSV that the importer reads, and a way to ask about them.

What is planted in each stands in ``tests/firms/README.md``. All of them are looked at on ``DAY``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select

from actions.reply import Reply
from bot.app import open_conversation
from bot.dialogue.action_executor import ActionRunner
from bot.dialogue.conversation import Conversation
from bot.dialogue.message import Message
from knowledge.imports.firm import Firm as Importing
from knowledge.imports.run import import_paths
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import Knowledge, open_knowledge
from knowledge.tables import Account

DAY = dt.date(2026, 11, 30)
FOLDER = Path(__file__).parent
FIRMS = (
    "orders_only",
    "contracts_only",
    "usage_and_contracts",
    "deals_only",
    "services_and_notes",
    "two_currencies",
)
"""The six kinds; ``all_in_trouble`` is one more, in which every churn signal is raised by somebody."""


@dataclass(frozen=True)
class ImportedFirm:
    """A firm in a store of its own."""

    url: str
    knowledge: Knowledge
    conversation: Conversation

    def ask(self, text: str, *, asker: str = OPERATOR.key, language: str = "en", as_of: dt.date = DAY) -> Reply:
        """The first answer to a question typed by somebody, in a thread of its own."""
        message = Message(asker, f"{asker} {text} {as_of}", text=text, as_of=as_of, language=language)
        return self.conversation.reply_to(message).replies[0]

    def run(self, intent: str, account: str | None = None, *, asker: str = OPERATOR.key, **slots: object) -> Reply:
        """The reply of one action: ``firm.run("assess_churn", "Late Harbour Bikes", language="ja")``."""
        runner = ActionRunner(lambda action: action(self.knowledge))  # type: ignore[call-arg]
        known = {"account_id": self.account_id(account), "account": account} if account else {}
        told = {"asker": asker, "as_of": DAY.isoformat(), "language": "en", **known, **slots}
        (reply,) = runner.run(intent, sender=asker, slots=told, text="")
        return reply

    def close(self) -> None:
        """Let go of the store."""
        self.knowledge.engine.dispose()
        self.conversation.memory.knowledge.engine.dispose()  # type: ignore[attr-defined]

    def account_id(self, name: str) -> int:
        """The id of the account of exactly this name."""
        with self.knowledge.engine.connect() as connection:
            return connection.execute(select(Account.id).where(Account.name == name)).scalar_one()


def import_firm(name: str, url: str, rejects: Path) -> ImportedFirm:
    """Bring the files of a firm into the empty store at this address, as ``osusume import`` does."""
    return import_folder(FOLDER / name, url, rejects)


def import_folder(folder: Path, url: str, rejects: Path) -> ImportedFirm:
    """The same from any folder, for a firm that is written in one test."""
    knowledge = replace(open_knowledge(url), trusts_operator=True)
    firm = Importing(currency="JPY", rejects=rejects)
    report = import_paths(knowledge.engine, [folder], as_of=DAY, firm=firm)
    assert not report.skipped, report.skipped
    assert not any(file.rejected for file in report.files), report.files
    return ImportedFirm(url, knowledge, open_conversation(url))


def open_imported(url: str) -> ImportedFirm:
    """A firm whose files are in the store at this address already."""
    return ImportedFirm(url, replace(open_knowledge(url), trusts_operator=True), open_conversation(url))


def words_of(reply: Reply) -> str:
    """All that a person reads of a reply, tables and figures included, a line each."""
    lines = [reply.headline]
    for section in reply.sections:
        lines += [section.title or "", *(line.text for line in section.lines)]
    for table in reply.tables:
        lines += [table.title or "", *(" · ".join(row) for row in table.rows)]
    lines += [f"{figure.label}: {figure.value} ({figure.basis})" for figure in reply.figures]
    return "\n".join(lines)
