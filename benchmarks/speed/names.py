"""How well and how fast a mention finds its account among a million names: ``make bench``.

Usage: python -m benchmarks.speed.names [NAMES] [--store URL] [--size 1000000] [--each 100]

NAMES holds one firm a line; without it 60,000 fictional ones are coined. Names beyond them are recombined: the
beginning of one, the end of another; one in five is Japanese, put together from ``japanese_names.yml`` beside this
script. Mentions that are the exact name of another account are not asked. Without --store, a new SQLite file; a store
that holds accounts is refused.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import mean, quantiles

import jaconv
import yaml
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy import Connection, Engine, func, insert, select

from benchmarks.fictional_names import coin_names
from knowledge.accounts.names.index import settle_names
from knowledge.accounts.names.normal_form import normalise_name
from knowledge.accounts.names.rows import name_rows
from knowledge.accounts.names.search import find_accounts, is_sure
from knowledge.kernel.database import open_engine
from knowledge.tables import Account, AccountName

COINED = 60_000
JAPANESE_SHARE = 0.2
BATCH = 20_000
SHORTENED_WORDS = """
international/Intl technologies/Tech technology/Tech holdings/Hldgs group/Grp financial/Fin manufacturing/Mfg
industries/Ind services/Svcs systems/Sys management/Mgmt resources/Res development/Dev pharmaceuticals/Pharma
national/Natl solutions/Sol investment/Inv bank/Bk insurance/Ins capital/Cap
"""
SHORTENED = dict(pair.split("/") for pair in SHORTENED_WORDS.split())


@dataclass(frozen=True)
class Firm:
    """One account of the bench; ``reading`` is the kana of a Japanese one."""

    id: int
    name: str
    normal: str
    reading: str | None


@dataclass(frozen=True)
class Outcome:
    """One mention asked: whether the account meant came first, among three, was taken alone or another was."""

    first: bool
    among_three: bool
    taken: bool
    wrong: bool
    milliseconds: float


def build_firms(names: list[str], size: int, chance: random.Random) -> list[Firm]:
    """The real names, then recombined ones, each normal name once."""
    seen: dict[str, tuple[str, str | None]] = {}
    for name in names:
        seen.setdefault(normalise_name(name), (name, None))
    for name, reading in islice(_japanese(chance), 10 * size):
        if len(seen) >= len(names) + JAPANESE_SHARE * size:
            break
        seen.setdefault(normalise_name(name), (name, reading))
    recombined = _recombined(names, chance)
    while len(seen) < size:
        name = next(recombined)
        seen.setdefault(normalise_name(name), (name, None))
    seen.pop("", None)
    return [Firm(number, *pair[:1], normal, pair[1]) for number, (normal, pair) in enumerate(seen.items(), start=1)]


def _recombined(names: list[str], chance: random.Random) -> Iterator[str]:
    words = [name.split() for name in names if " " in name]
    while True:
        head, tail = chance.choice(words), chance.choice(words)
        yield " ".join(head[: chance.randint(1, len(head) - 1)] + tail[-chance.randint(1, len(tail) - 1) :])[:60]


def _japanese(chance: random.Random) -> Iterator[tuple[str, str]]:
    parts = yaml.safe_load((Path(__file__).parents[1] / "japanese_names.yml").read_text(encoding="utf-8"))
    heads, trades = ([part.split("/") for part in parts[key].split()] for key in ("beginnings", "trades"))
    while True:
        chosen = [chance.choice(heads), *(chance.choice(trades) for _ in range(chance.randint(1, 3)))]
        yield "".join(part[0] for part in chosen), "".join(part[1] for part in chosen)


def fill(engine: Engine, firms: list[Firm]) -> None:
    """Write the firms as an importer does."""
    for start in track(range(0, len(firms), BATCH), description="writing names"):
        batch = firms[start : start + BATCH]
        with engine.begin() as connection:
            connection.execute(
                insert(Account),
                [
                    {
                        "id": firm.id,
                        "key": str(firm.id),
                        "source": "bench",
                        "name": firm.name,
                        "normal_name": firm.normal,
                    }
                    for firm in batch
                ],
            )
            rows = [row for firm in batch for row in name_rows(firm.id, firm.name, reading=firm.reading)]
            connection.execute(insert(AccountName), rows)
    with engine.begin() as connection:
        settle_names(connection)


def _slip(word: str, chance: random.Random) -> str:
    at, letter = chance.randrange(1, len(word)), chance.choice("abcdefghijklmnopqrstuvwxyz")
    kinds = [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]]
    return chance.choice([*kinds, word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]])


def _other_order(firm: Firm, _chance: random.Random) -> str:
    words = firm.normal.split()
    return " ".join(words[1:] + words[:1])


def _wrong_character(firm: Firm, chance: random.Random) -> str:
    at = chance.randrange(len(firm.name))
    return firm.name[:at] + chance.choice("田山川本電工商大東日産業") + firm.name[at + 1 :]


def _missing_character(firm: Firm, chance: random.Random) -> str:
    at = chance.randrange(len(firm.name))
    return firm.name[:at] + firm.name[at + 1 :]


def _romaji(firm: Firm, chance: random.Random) -> str:
    letters = jaconv.kana2alphabet(jaconv.kata2hira(firm.reading or "")).replace("-", "")
    return re.sub("ou|oo", "o", letters).title() if chance.random() < 0.6 else letters


LATIN: dict[str, Callable[[Firm, random.Random], str]] = {
    "one slip": lambda firm, chance: _slip(firm.normal, chance),
    "two slips": lambda firm, chance: _slip(_slip(firm.normal, chance), chance) if len(firm.normal) > 8 else "",
    "legal form dropped": lambda firm, _: firm.normal.title(),
    "full width": lambda firm, _: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in firm.normal.upper()),
    "other word order": _other_order,
    "last word dropped": lambda firm, _: firm.normal.rpartition(" ")[0] if firm.normal.count(" ") > 1 else "",
    "shortened words": lambda firm, _: " ".join(SHORTENED.get(word, word) for word in firm.normal.split()),
    "written together": lambda firm, _: firm.normal.replace(" ", ""),
}
JAPANESE: dict[str, Callable[[Firm, random.Random], str]] = {
    "kana reading": lambda firm, chance: chance.choice([str, jaconv.kata2hira])(firm.reading or ""),
    "romaji": _romaji,
    "one character wrong": _wrong_character,
    "one character missing": lambda firm, chance: _missing_character(firm, chance) if len(firm.name) > 3 else "",
    "株式会社 added": lambda firm, chance: chance.choice(["株式会社{}", "{}(株)", "㈱ {}"]).format(firm.name),
}
ALWAYS_CHANGED = {"legal form dropped", "full width", "株式会社 added"}


def build_mentions(firms: list[Firm], each: int, chance: random.Random) -> dict[str, list[tuple[int, str]]]:
    """``each`` mentions a class as (account meant, mention)."""
    known = {firm.normal for firm in firms}
    latin = [firm for firm in firms if firm.normal.isascii() and len(firm.normal) > 2]
    japanese = [firm for firm in firms if firm.reading]
    mentions: dict[str, list[tuple[int, str]]] = {}
    for group, classes in ((latin, LATIN), (japanese, JAPANESE)):
        for kind, change in classes.items():
            mentions[kind] = []
            while len(mentions[kind]) < each:
                firm = chance.choice(group)
                mention = change(firm, chance)
                normal = normalise_name(mention)
                if normal and (kind in ALWAYS_CHANGED or normal not in known):
                    mentions[kind].append((firm.id, mention))
    return mentions


def build_absent(names: list[str], firms: list[Firm], count: int, chance: random.Random) -> list[tuple[int, str]]:
    """Names of the same make that no account has, nor begins with: a beginning is a mention, if a short one."""
    known = {firm.normal[:end] for firm in firms for end in range(2, len(firm.normal) + 1)}
    sources = [_recombined(names, chance)] * 3 + [(name for name, _ in _japanese(chance))]
    absent: list[tuple[int, str]] = []
    while len(absent) < count:
        name = next(chance.choice(sources))
        if len(normalise_name(name)) > 2 and normalise_name(name) not in known:
            absent.append((0, name))
    return absent


def ask(connection: Connection, account_id: int, mention: str) -> Outcome:
    """Find one mention and compare with what was meant."""
    started = time.perf_counter()
    matches = find_accounts(connection, mention)
    spent = (time.perf_counter() - started) * 1000
    found = [match.account_id for match in matches]
    taken = is_sure(matches)
    return Outcome(found[:1] == [account_id], account_id in found, taken, taken and found[0] != account_id, spent)


def report(title: str, outcomes: dict[str, list[Outcome]], absent: list[Outcome]) -> None:
    """One line a class, the mean over classes, and what happens to names that nobody has."""
    table = Table("mention", "first", "among three", "taken alone", "taken wrongly", "median ms", title=title)
    for kind, asked in outcomes.items():
        shares = [mean(getattr(one, field) for one in asked) for field in ("first", "among_three", "taken", "wrong")]
        table.add_row(kind, *(f"{share:.3f}" for share in shares), f"{_percentile(asked, 50):.1f}")
    every = [one for asked in outcomes.values() for one in asked]
    shares = [mean(getattr(one, field) for one in every) for field in ("first", "among_three", "taken", "wrong")]
    table.add_section()
    table.add_row("all", *(f"{share:.3f}" for share in shares), f"{_percentile(every, 50):.1f}")
    console = Console(width=110)
    console.print(table)
    console.print(
        f"p99 {_percentile(every + absent, 99):.1f} ms; of {len(absent)} absent names "
        f"{mean(one.taken for one in absent):.3f} were taken for somebody else"
    )


def _percentile(outcomes: list[Outcome], percent: int) -> float:
    return quantiles([one.milliseconds for one in outcomes], n=100)[percent - 1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", type=Path, nargs="?")
    parser.add_argument("--store")
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--each", type=int, default=100)
    chosen = parser.parse_args()
    chance = random.Random(7)  # noqa: S311 - a repeatable draw, no secret
    names = read_names(chosen.names) if chosen.names else coin_names(COINED, chance)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(chosen.store or f"sqlite:///{folder}/bench.db")
        run(engine, names, chosen.size, chosen.each, chance)
        engine.dispose()


def read_names(path: Path) -> list[str]:
    """One name a line."""
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def run(engine: Engine, names: list[str], size: int, each: int, chance: random.Random) -> None:
    """Fill an empty store, ask every class of mentions, print."""
    with engine.connect() as connection:
        if connection.execute(select(func.count()).select_from(Account)).scalar():
            raise SystemExit("The store holds accounts already; the bench needs an empty one.")
    firms = build_firms(names, size, chance)
    fill(engine, firms)
    mentions = build_mentions(firms, each, chance)
    absent = build_absent(names, firms, 4 * each, chance)
    with engine.connect() as connection:
        for kind in mentions:  # a first round, as in a process that has been answering for a while
            for account_id, mention in mentions[kind][:5]:
                ask(connection, account_id, mention)
        outcomes = {kind: [ask(connection, *pair) for pair in pairs] for kind, pairs in track(mentions.items())}
        missed = [ask(connection, *pair) for pair in absent]
    report(f"{len(firms):,} names on {engine.dialect.name}", outcomes, missed)


if __name__ == "__main__":
    main()
