"""The pages in a real browser, each in both languages, on a desk and a phone: by eye, keyboard and screen reader."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from bot.adapters.web import LANGUAGES, WebDoor, phrases
from bot.web.server import build_web_app
from knowledge.playbook.articles import forget_entries
from tests.bot.web.provider import free_socket, running_provider, serving, signing_in_at
from tests.bot.web.test_importing import FOREIGN
from tests.knowledge.playbook.test_own_files import GOOD

PATHS = (
    "/",
    "/calls",
    "/accounts",
    "/account/1",
    "/account/1/weights?usage=0&support=60",
    "/digest/2026-08-31",
    "/whitespace",
    "/figures",
    "/data",
)
WIDTHS = {"desk": (1200, 850), "phone": (360, 740)}
BAD = {"serious", "critical"}
LOOKED_AT = {("desk", "en"), ("phone", "ja")}  # by axe: each width, shade and language once


@pytest.fixture(scope="module")
def address(demo: WebDoor) -> Iterator[str]:
    """Where the demo company is served."""
    with free_socket() as listening, serving(build_web_app(demo), listening):
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. Where there is none the tests are skipped; in CI they fail."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs Chromium: apt-get install chromium")
        pytest.skip("Pages not tried in a browser: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest) -> str:
    """``desk`` or ``phone``."""
    return str(request.param)


@pytest.fixture
def context(width: str, chromium: Browser) -> Iterator[BrowserContext]:
    """A new browser, light on the desk and dark on the phone."""
    across, down = WIDTHS[width]
    shade = "dark" if width == "phone" else "light"
    context = chromium.new_context(viewport={"width": across, "height": down}, color_scheme=shade)
    context.set_default_timeout(60_000)  # a busy machine is no failure
    yield context
    context.close()


def check(page: Page, told: list[str], where: str) -> None:
    """Nothing is cut off at the side, and nothing was refused by the browser."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), where
    assert told == [], where


def check_with_axe(page: Page, where: str) -> None:
    """Nothing serious stands in the way of a screen reader, a keyboard, or eyes that need contrast."""
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in BAD] == [], where


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_signs_in_and_out(chromium: Browser, width: str, demo: WebDoor, language: str) -> None:
    across, down = WIDTHS[width]
    shade: Literal["dark", "light"] = "dark" if width == "phone" else "light"
    with running_provider() as provider, signing_in_at(provider, demo) as address:
        provider.know("maya", "maya.collins@osusume-demo.example")
        provider.know("stranger", "stranger@elsewhere.example")
        viewport: ViewportSize = {"width": across, "height": down}
        context = chromium.new_context(viewport=viewport, color_scheme=shade, locale=language)
        page, told = watched(context, address)
        signs_in, signs_out = (phrases(language)(f"web.{name}") for name in ("sign_in", "sign_out"))
        page.goto(f"{address}/account/1")
        assert page.get_attribute("html", "lang") == language
        check_with_axe(page, "sign in")
        told = [line for line in told if "403" not in line]
        check(page, told, "sign in")
        page.get_by_role("link", name=signs_in).click()
        page.fill("[name=sub]", "stranger")
        page.get_by_role("button", name="Authorize").click()
        page.wait_for_selector("main.outside")
        check_with_axe(page, "not signed in")
        page.goto(f"{address}/account/1")
        page.get_by_role("link", name=signs_in).focus()
        page.keyboard.press("Enter")
        page.fill("[name=sub]", "maya")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/account/1")
        assert "Maya Collins" in page.inner_text(".me")
        cookie = next(each for each in context.cookies() if each["name"] == "osusume")
        assert cookie["httpOnly"]
        assert cookie["sameSite"] == "Lax"
        assert page.evaluate("document.cookie") == ""
        check_with_axe(page, "signed in")
        page.get_by_role("button", name=phrases("en")("web.sign_out")).or_(
            page.get_by_role("button", name=signs_out)
        ).click()
        page.wait_for_url(f"{address}/signed-out")
        check_with_axe(page, "signed out")
        page.goto(f"{address}/account/1")
        assert page.locator("main.outside").is_visible()
        context.close()


def watched(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """A page, and what goes wrong in it: complaints of the browser, requests to elsewhere."""
    page, told = context.new_page(), list[str]()
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: None if request.url.startswith(address) else told.append(request.url))
    return page, told


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_is_whole_and_can_be_used_by_everybody(
    context: BrowserContext, width: str, address: str, language: str
) -> None:
    page, told = watched(context, address)
    page.goto(f"{address}/")
    if language != "en":
        page.click(f"button[value={language}]")
    for path in PATHS:
        page.goto(f"{address}{path}")
        assert page.get_attribute("html", "lang") == language
        for each in page.locator("details").all():
            each.evaluate("details => { details.open = true }")
        check(page, told, f"{path} {language}")
        if (width, language) in LOOKED_AT:
            check_with_axe(page, f"{path} {language}")


def test_operations_can_use_the_import_page(context: BrowserContext, address: str) -> None:
    page, told = watched(context, address)
    page.goto(f"{address}/")
    page.select_option("#person", "demo:tom.ellery")
    page.click(".me .row button")
    page.goto(f"{address}/import")
    page.set_input_files(
        "#files", {"name": "accounts.csv", "mimeType": "text/csv", "buffer": b"id,name\nx9,Quillmark\n"}
    )
    page.get_by_role("button", name="Check").click()
    page.wait_for_selector("#last")
    assert "1 row would be added" in page.inner_text("#last h2")
    check(page, told, "import")
    check_with_axe(page, "import")
    foreign = {"name": "Orders.csv", "mimeType": "text/csv", "buffer": FOREIGN.encode()}
    page.set_input_files("#files", foreign)
    page.get_by_role("button", name="Draft a mapping", exact=True).click()
    page.wait_for_selector("#mapping")
    check(page, told, "a mapping")
    check_with_axe(page, "a mapping")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download the mapping").click()
    assert saved.value.suggested_filename == "mapping.yml"
    page.get_by_role("button", name="Check with this mapping").click()
    page.wait_for_selector("button[name=really]")
    assert "29 rows would be added" in page.inner_text("#last h2")
    page.fill("#mapping", "system: [")
    page.get_by_role("button", name="Check with this mapping").click()
    page.wait_for_selector("#mapping[aria-invalid=true]")
    check(page, told, "a broken mapping")
    check_with_axe(page, "a broken mapping")


def test_operations_can_use_the_editor_and_the_settings(
    context: BrowserContext, width: str, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "playbook").mkdir()
    monkeypatch.setenv("OSUSUME_HOME", str(tmp_path))
    forget_entries()
    page, told = watched(context, address)
    page.goto(f"{address}/")
    page.select_option("#person", "demo:tom.ellery")
    page.click(".me .row button")
    if width == "phone":
        page.click("button[value=ja]")
    page.goto(f"{address}/settings")
    page.locator("details").evaluate("details => { details.open = true }")
    check(page, told, "settings")
    check_with_axe(page, "settings")
    page.goto(f"{address}/playbook")
    check_with_axe(page, "playbook")
    page.fill("#name", "policies")
    page.keyboard.press("Enter")
    page.wait_for_selector("#text")
    page.fill("#text", GOOD.replace("asked:", "askd:"))
    page.click("main button.primary")
    page.wait_for_selector("#text[aria-invalid=true]")
    told = [line for line in told if "422" not in line]
    check(page, told, "an article with flaws")
    check_with_axe(page, "an article with flaws")
    page.fill("#text", GOOD)
    page.click("button[formaction='/playbook/check']")
    page.wait_for_selector(".told")
    check(page, told, "a preview")
    check_with_axe(page, "a preview")
    page.click("main button.primary")
    page.wait_for_selector(".done")
    assert (tmp_path / "playbook" / "policies.yml").read_text(encoding="utf-8") == GOOD
    monkeypatch.undo()
    forget_entries()


def test_backtests_can_be_read_by_everybody(context: BrowserContext, width: str, address: str) -> None:
    page, told = watched(context, address)
    page.goto(f"{address}/")
    page.select_option("#person", "demo:grace.whitfield")
    page.click(".me .row button")
    if width == "phone":
        page.click("button[value=ja]")
    page.goto(f"{address}/backtests")
    page.click("main form button")
    for _ in range(600):
        if not page.locator("[role=status]").count():
            break
        page.wait_for_timeout(200)
        page.reload()
    assert page.locator("table.bars .bar").count() > 20
    for each in page.locator("details").all():
        each.evaluate("details => { details.open = true }")
    check(page, told, "backtests")
    check_with_axe(page, "backtests")


def test_one_asks_opens_and_fills_in_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    page, told = watched(context, address)
    page.goto(f"{address}/")
    page.wait_for_selector(":is(input, textarea):focus")  # the browser brings one into the field after it has loaded
    page.keyboard.press("Tab")  # from the field that is ready to the button behind it
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("what should I offer Acme?")
    page.keyboard.press("Enter")
    page.wait_for_url("**/#last")
    page.wait_for_selector("#last:focus")  # so that it is read out; the browser moves there after it has loaded
    assert "Offer Acme Corporation more seats" in page.inner_text("#last h2")
    check(page, told, "an answer")
    check_with_axe(page, "an answer")
    page.locator("#last .figures summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#last dt").first.is_visible()
    page.get_by_role("button", name="Log outcome").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Log the outcome')")
    check(page, told, "a form")
    page.get_by_label("Amount, if known").fill("a lot")
    page.get_by_label("What came of it").select_option("lost")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector(".error")
    assert page.get_by_label("Amount, if known").get_attribute("aria-invalid") == "true"
    told = [line for line in told if "422" not in line]
    check(page, told, "a form with an error")
    check_with_axe(page, "a form with an error")
