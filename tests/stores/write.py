"""Writes the store of a release, once, when it is made: ``python -m tests.stores.write 0.2.0``."""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from bot.adapters.stores import back_up, find_status
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import Knowledge
from knowledge.semantic.look_up import look_up
from knowledge.semantic.query import Query
from tests.firms.firm import DAY, import_firm

FIRM = "services_and_notes"
THINGS = ("customer", "purchase", "note", "person", "touch")
HERE = Path(__file__).parent


def read_facts(knowledge: Knowledge) -> dict[str, Any]:
    """The rows of some things, as a look-up of everything finds them: facts, without a word that may be reworded."""
    facts = {}
    with knowledge.access(OPERATOR.key, as_of=DAY) as access:
        for thing in THINGS:
            found = look_up(Query(thing), access, most=40)
            rows = [{key: str(value) for key, value in row.items()} for row in found.rows]
            facts[thing] = {"total": found.total, "rows": rows}
    return facts


def main(release: str) -> None:
    """The store, compressed, and beside it its rows and what they tell."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/store.db"
        firm = import_firm(FIRM, url, Path(folder) / "rejects")
        facts = {"rows": find_status(url).rows, "things": read_facts(firm.knowledge)}
        backup = back_up(url, Path(folder) / "copy.db")
        firm.close()
        (HERE / f"{release}.db.gz").write_bytes(gzip.compress(backup.path.read_bytes(), mtime=0))
    (HERE / f"{release}.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
