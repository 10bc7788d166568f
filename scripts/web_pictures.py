"""Takes the pictures of the page in the browser for the documentation: `make web-pictures`; needs Debian's Chromium."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from bot.adapters.open_store import prepare_demo
from bot.adapters.web import open_web_door
from bot.web.server import build_web_app

_COLOURS = 64  # enough for letters and a few inks, and a third of the bytes
_DESK, _PHONE = {"width": 1080, "height": 760}, {"width": 390, "height": 760}


def main(folder: Path) -> None:
    """An answer on a desk, a customer on a phone in the dark, the matrix in Japanese, rows, weights, bars."""
    folder.mkdir(parents=True, exist_ok=True)
    with _served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        desk = browser.new_context(viewport=_DESK).new_page()
        desk.goto(f"{address}/")
        desk.fill("#text", "what should I offer Acme?")
        desk.keyboard.press("Enter")
        desk.wait_for_url("**/#last")
        _take(desk, folder / "web-answer.png")
        desk.goto(f"{address}/account/1")
        desk.locator(".figures summary").first.click()
        desk.locator("dt:has-text('Seats in use') ~ dd button").first.click()
        desk.wait_for_url("**#last")
        _take(desk, folder / "web-rows.png")
        desk.click("button[value=ja]")
        desk.goto(f"{address}/whitespace")
        _take(desk, folder / "web-whitespace.png")
        desk.click("button[value=en]")
        desk.goto(f"{address}/accounts?q=Saltmarsh")
        desk.click(".accounts a")
        desk.goto(f"{desk.url}/weights?usage=10&support=50")
        _take(desk, folder / "web-weights.png")
        desk.select_option("#person", label="Grace Whitfield · manager")
        desk.click(".me .row button")
        desk.goto(f"{address}/backtests")
        desk.click("main form button")
        while desk.locator("[role=status]").count():
            desk.wait_for_timeout(500)
            desk.reload()
        desk.locator("table.bars").first.scroll_into_view_if_needed()
        desk.evaluate("document.querySelector('table.bars').closest('section').scrollIntoView()")
        _take(desk, folder / "web-backtests.png")
        phone = browser.new_context(viewport=_PHONE, color_scheme="dark").new_page()
        phone.goto(f"{address}/calls")
        _take(phone, folder / "web-phone.png")
        browser.close()


def _take(page: Page, path: Path) -> None:
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(_COLOURS).save(path, optimize=True)


@contextmanager
def _served() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        store = f"sqlite:///{Path(folder) / 'demo.db'}"
        prepare_demo(store)
        app = build_web_app(open_web_door(store, "Maya Collins"))
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        server.should_exit = True
        thread.join()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
