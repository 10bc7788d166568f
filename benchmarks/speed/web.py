"""How long the pages in the browser take on the server: part of ``make bench``.

Usage: python -m benchmarks.speed.web [--store URL] [--as "Maya Collins"]

Opens each page, and asks on one, as a person of the demo company (or of the store named). Milliseconds of wall time
from the request to the whole answer, without a network, and of this process's CPU beside them, after two runs that warm
up; the aim is a median of 150. Nothing that a page reads is kept between requests.
"""

from __future__ import annotations

import argparse
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table
from starlette.testclient import TestClient

from bot.adapters.open_store import prepare_demo
from bot.adapters.web import open_web_door
from bot.web.server import build_web_app

AIM = 150
WARM_UPS, RUNS = 2, 9
PAGES = (
    "/",
    "/calls",
    "/accounts",
    "/account/1",
    "/account/1/weights?usage=10",
    "/digest",
    "/whitespace",
    "/figures",
    "/data",
)
OPS, OPS_PAGES = "Tom Ellery", ("/import", "/playbook", "/settings", "/backtests")  # of the demo company
QUESTION = "what should I offer Acme?"


def main() -> None:
    """Measure, tell."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--store")
    given.add_argument("--as", dest="who", default="Maya Collins")
    asked = given.parse_args()
    table = Table("page", "median", "CPU", "slowest", title=f"milliseconds on the server (aim: {AIM})")
    with tempfile.TemporaryDirectory() as folder:
        store = asked.store or f"sqlite:///{Path(folder) / 'demo.db'}"
        if asked.store is None:
            prepare_demo(store)
        door = open_web_door(store, asked.who)
        with TestClient(build_web_app(door), base_url="http://127.0.0.1") as browser:
            browser.get("/")
            for path in PAGES:
                _tell(table, path, lambda path=path: browser.get(path))  # type: ignore[misc]
            _tell(table, f"POST {QUESTION}", lambda: _ask(browser))
        door.office.knowledge.engine.dispose()
        if asked.store is None:
            _tell_ops(table, store)
    Console().print(table)


def _tell_ops(table: Table, store: str) -> None:
    """The pages that are for operations alone."""
    door = open_web_door(store, OPS)
    with TestClient(build_web_app(door), base_url="http://127.0.0.1") as browser:
        for path in OPS_PAGES:
            _tell(table, path, lambda path=path: browser.get(path).raise_for_status())  # type: ignore[misc]
    door.office.knowledge.engine.dispose()


def _ask(browser: TestClient) -> None:
    """Type the question anew, on a page of its own."""
    page = browser.get("/accounts").text
    hidden = dict(re.findall(r'name="(csrf|page|nonce)" value="([^"]*)"', page))
    browser.post(
        "/say", data={**hidden, "page": "/", "nonce": str(time.monotonic()), "text": QUESTION}, follow_redirects=False
    )


def _tell(table: Table, name: str, do: Callable[[], object]) -> None:
    wall, cpu = list[float](), list[float]()
    for _ in range(WARM_UPS + RUNS):
        began, used = time.perf_counter(), time.process_time()
        do()
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    counted = wall[WARM_UPS:]
    shown = (statistics.median(counted), statistics.median(cpu[WARM_UPS:]), max(counted))
    table.add_row(name, *(f"{number:.0f}" for number in shown))


if __name__ == "__main__":
    main()
