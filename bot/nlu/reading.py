"""What was understood of one message: an intent, a customer, and the things named beside them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.nlu.atoms import Pieces
from bot.nlu.compose import Asked
from bot.nlu.request import Request
from bot.nlu.telling import Tales


@dataclass(frozen=True)
class AccountMention:
    """A customer that the message may mean; ``score`` 0-100 says how close the name is.

    ``is_slip``: found through a slip of the fingers, so that nothing is written down of it unasked.
    """

    id: int
    name: str
    score: float = 100.0
    is_slip: bool = False


@dataclass(frozen=True)
class IntentChoice:
    """One intent that the message may mean, with its probability."""

    intent: str
    confidence: float


@dataclass(frozen=True)
class NearArticle:
    """The playbook's nearest article; ``likeness`` is about 0 for another topic, over 1 for its own words.

    ``runs_us``: it is about running the assistant; ``is_theirs``: and that is the asker's daily work.
    """

    key: str
    likeness: float
    runs_us: bool
    is_theirs: bool


@dataclass(frozen=True)
class Reading:
    """``account`` is set when one customer is meant beyond doubt; ``candidates`` when a question back is due.

    ``mention`` is the customer's name as written, also when no customer answers to it. ``entities`` holds the rest by
    name (product, date, medium, outcome, …), as plain values. ``spans`` are the places of customers' names in ``text``;
    ``narrowing`` those of dates, segments, products and colleagues; ``close`` says that the best two are too near
    each other to guess; ``looking_back`` is the period where what has been is asked about;
    ``request`` what is asked of the store, put together from the ``pieces`` of the message,
    ``asked`` by whom and when. ``record`` is the fact told to be kept, with its parts.
    ``loose_date``: the first date leaves open of which week it is (weekday) or of which day (time).
    ``restates``: the last question is put anew, as meant. ``told``: what the text tells if it is a statement.
    ``article``: the nearest one, where nobody is named and no facts are asked for in so many words; ``read_on`` the
    same of the words taken together with what the article told last is about.
    """

    text: str
    intent: str
    confidence: float
    language: str
    alternatives: tuple[IntentChoice, ...] = ()
    account: AccountMention | None = None
    accounts: tuple[AccountMention, ...] = ()
    candidates: tuple[AccountMention, ...] = ()
    mention: str | None = None
    entities: dict[str, Any] = field(default_factory=dict)
    looking_back: dict[str, str] = field(default_factory=dict)
    pieces: Pieces | None = None
    asked: Asked | None = None
    request: Request | None = None
    refused: bool = False
    close: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    narrowing: tuple[tuple[int, int], ...] = ()
    record: dict[str, str] = field(default_factory=dict)
    loose_date: str | None = None
    named: tuple[tuple[int, int], ...] = ()
    restates: bool = False
    told: Tales = field(default_factory=Tales)
    article: NearArticle | None = None
    read_on: NearArticle | None = None

    @property
    def names_nobody(self) -> bool:
        """Whether what looks like a customer's name is nobody's, and no word of the question itself."""
        if self.mention is None or self.account is not None:
            return False
        start = self.text.find(self.mention)
        loose = self.pieces.loose if self.pieces else None
        return loose is None or any(a < start + len(self.mention) and start < b for a, b in loose)

    def to_dict(self) -> dict[str, Any]:
        """As ``osusume parse --json`` prints it."""
        shown = asdict(replace(self, pieces=None, request=None, asked=None))
        del shown["pieces"], shown["asked"]
        shown["request"] = self.request.to_json() if self.request else None
        shown["account"] = {"id": self.account.id, "name": self.account.name} if self.account else None
        return shown
