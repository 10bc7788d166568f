"""The HTTP side: pages, and what is typed and pressed on them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from actions.reply import Choice
from bot.adapters.web import LANGUAGES, WebDoor, phrases
from bot.dialogue.message import Click
from bot.forms import ACCOUNT, find_field_errors, find_slips, wants_form, with_amount
from bot.web.admission import Admission
from bot.web.backtests import BacktestsDesk
from bot.web.drawing import STATIC
from bot.web.forms import carried, draw_inputs, find_missing, read_filled, with_account
from bot.web.frame import Frame
from bot.web.import_desk import ImportDesk
from bot.web.pages import Page, find_page
from bot.web.playbook_desk import PlaybookDesk
from bot.web.safe_headers import SafeHeaders
from bot.web.sent import Sent
from bot.web.sessions import Session
from bot.web.settings_desk import SettingsDesk
from bot.web.shown_files import send_part
from bot.web.sign_in import BACK, BEGIN, SignIn
from bot.web.talking import Asked, Talking, key_of, only, read_choice, tell_checks
from bot.web.weights import WeightsDesk

HOSTS = ("127.0.0.1", "localhost", "::1")
_SEE_OTHER, _NOT_FOUND, _UNPROCESSABLE = 303, 404, 422


def build_web_app(door: WebDoor, *, key: str | None = None, sign_in: SignIn | None = None) -> Starlette:
    """The pages. ``key``: what the link must hold that lets a browser in; ``sign_in``: how people sign in instead.

    Neither lets every one in (the demo).
    """
    if sign_in:
        door = replace(door, people=())  # nobody is let in as somebody else
    admission = Admission(door, key, sign_in)
    frame = Frame(admission)
    desk = Desk(frame)
    routes = [
        Route("/say", frame.taking(desk.say), methods=["POST"]),
        Route("/form", frame.taking(desk.fill), methods=["POST"]),
        Route("/rows", frame.taking(desk.open_rows), methods=["POST"]),
        Route("/tick", frame.taking(desk.tick), methods=["POST"]),
        Route("/me", frame.taking(desk.change_me), methods=["POST"]),
        *(_sign_in_routes(admission) if sign_in else ()),
        *WeightsDesk(frame).routes(),
        *BacktestsDesk(frame).routes(),
        *ImportDesk(frame).routes(),
        *PlaybookDesk(frame).routes(),
        *SettingsDesk(frame).routes(),
        Route("/accounts", frame.showing(desk.list_accounts)),
        Route("/shown/{name}/{file}", frame.showing(desk.send_file)),
        Mount("/static", StaticFiles(directory=STATIC)),
        Route("/{path:path}", frame.showing(desk.show_page)),
    ]
    hosts, is_secure = ((*HOSTS, sign_in.host), sign_in.is_secure) if sign_in else (HOSTS, False)
    guards = [
        Middleware(TrustedHostMiddleware, allowed_hosts=hosts),
        Middleware(SafeHeaders, is_secure=is_secure),
    ]
    return Starlette(routes=routes, middleware=guards)


def _sign_in_routes(admission: Admission) -> list[Route]:
    return [
        Route(BEGIN, admission.begin_sign_in),
        Route(BACK, admission.finish_sign_in),
        Route("/signout", admission.taking(admission.sign_out), methods=["POST"]),
        Route("/signed-out", admission.tell_signed_out),
    ]


@dataclass(frozen=True)
class Desk:
    """Answers each request of a browser."""

    frame: Frame

    @property
    def door(self) -> WebDoor:
        """What answers."""
        return self.frame.door

    @property
    def talking(self) -> Talking:
        """The one door."""
        return Talking(self.door.office)

    def show_page(self, session: Session, request: Request) -> Response:
        """A page: its answers, and the talk below them."""
        page = find_page(request.url.path, self.frame.today)
        day = request.query_params.get("day")
        if page and page.kind == "digest" and day:
            return RedirectResponse(f"/digest/{day}", _SEE_OTHER)
        if page is None:
            return self.frame.lost(session)
        heads = self.talking.open(session, page)
        if page.kind == "data":
            heads += (session.show(tell_checks(self.door, session.language)),)
        turns = session.turns(page.path)
        about = turns[-1].answers[-1] if turns else heads[0] if heads else None
        prompts = () if heads or turns else self._prompts(session)
        facts = {"heads": heads, "turns": turns, "about": about, "prompts": prompts}
        is_lost = page.kind == "account" and heads[0].reply.trouble
        return self.frame.show("talk.html", session, page, _NOT_FOUND if is_lost else 200, **facts)

    def list_accounts(self, session: Session, request: Request) -> Response:
        """Customers in sight by what was typed of their names."""
        said = request.query_params.get("q", "")
        found = self.door.office.suggest_accounts(session.person.key, said)
        page = Page("accounts", "/accounts")
        return self.frame.show("accounts.html", session, page, said=said, found=found)

    def say(self, session: Session, page: Page, sent: Sent) -> Response:
        """What was typed, or a button pressed; one that is to be filled in first opens its form."""
        if "press" not in sent:
            words = sent.get("text", "").strip()
            return self._ask(session, page, sent, words, None) if words else _back_to(page)
        choice = read_choice(sent["press"])
        if choice.intent is None:
            return self._ask(session, page, sent, choice.text or choice.label, None)
        if wants_form(choice.intent, dict(choice.slots)):
            kept = choice.model_copy(update={"slots": carried(choice.slots)})
            return self._form(session, page, kept, choice.slots)
        return self._ask(session, page, sent, choice.label, Click(choice.intent, dict(choice.slots)))

    def fill(self, session: Session, page: Page, sent: Sent) -> Response:
        """A form that was filled in: what is wrong with it is told at its fields, nothing typed is lost."""
        office, told = self.door.office, phrases(session.language)
        kept = read_choice(sent.get("kept", ""))
        intent = str(kept.intent)
        filled = read_filled(office, intent, kept.slots, sent)
        slots, errors = with_account(office, session, {**kept.slots, **filled}, told("web.no_account"))
        slots = with_amount(office, slots)
        errors |= find_missing(intent, kept.slots, filled, told("web.needed"))
        errors |= find_slips(office, intent, slots, filled, office.say(session.language))
        asked = self._asked(session, sent, kept.label, Click(intent, slots))
        if not errors:
            reply = self.talking.try_out(session, page, asked)
            errors = find_field_errors(reply, filled.keys(), next(iter(filled), ACCOUNT))
        if errors:
            return self._form(session, page, kept, {**kept.slots, **filled}, errors)
        self.talking.ask(session, page, asked)
        return _back_to(page)

    def open_rows(self, session: Session, page: Page, sent: Sent) -> Response:
        """A figure of an answer, opened down to its rows."""
        reply = session.find(sent.get("about", ""))
        figure = next((each for each in reply.figures if each.key == sent.get("figure")), None) if reply else None
        if reply is None or figure is None:
            return self.frame.lost(session)
        asked = self._asked(session, sent, f"{figure.label}: {figure.value}", Click("explain_answer"))
        self.talking.ask(session, page, Asked(asked.words, asked.key, asked.click, only(reply, figure)))
        return _back_to(page)

    def tick(self, session: Session, page: Page, sent: Sent) -> Response:
        """Boxes of a checklist."""
        reply = session.find(sent.get("about", ""))
        if reply is None or reply.account is None:
            return self.frame.lost(session)
        boxes = [f"{item.topic}/{item.key}" if item.topic else item.key for item in reply.checklist]
        ticked = [box for place, box in enumerate(boxes) if f"box{place}" in sent]
        slots = {"account_id": reply.account.id, "items": ",".join(boxes), "ticked": ",".join(ticked)}
        words = phrases(session.language)("web.tick")
        return self._ask(session, page, sent, words, Click("tick_checklist", slots))

    def change_me(self, session: Session, page: Page, sent: Sent) -> Response:
        """Another language; on the demo, another person, who sees nothing of what the one before was shown."""
        language = sent.get("language", "")
        if language in LANGUAGES:
            session.language = language
        person = next((one for one in self.door.people if one.key == sent.get("person")), None)
        if person is None or person.key == session.person.key:
            return RedirectResponse(page.path, _SEE_OTHER)
        self.frame.admission.sessions.end(session)
        return self.frame.admission.let_in(person, page.path)

    def send_file(self, session: Session, request: Request) -> Response:
        """A picture or a table of an answer that this browser was shown."""
        reply = session.find(request.path_params["name"])
        dark = "dark" in request.query_params
        return (reply and send_part(reply, request.path_params["file"], dark=dark)) or self.frame.lost(session)

    def _ask(self, session: Session, page: Page, sent: Sent, words: str, click: Click | None) -> Response:
        self.talking.ask(session, page, self._asked(session, sent, words, click))
        return _back_to(page)

    def _asked(self, session: Session, sent: Sent, words: str, click: Click | None) -> Asked:
        said = json.dumps([words, click.intent, click.slots] if click else [words], default=str)
        return Asked(words, key_of(session, sent.get("nonce", ""), said), click, session.find(sent.get("about", "")))

    def _form(
        self,
        session: Session,
        page: Page,
        kept: Choice,
        slots: Mapping[str, Any],
        errors: Mapping[str, str] = MappingProxyType({}),
    ) -> Response:
        facts = {
            "kept": kept,
            "inputs": draw_inputs(self.door.office, session, str(kept.intent), slots, errors),
            "told": self.door.office.say(session.language),
        }
        return self.frame.show("form.html", session, page, _UNPROCESSABLE if errors else 200, **facts)

    def _prompts(self, session: Session) -> list[str]:
        """What one might ask first."""
        office, role = self.door.office, session.person.role or "rep"
        names = [f"prompt_{role}_{place}" for place in range(1, 4)]
        return [office.say(session.language)(name) for name in names if office.has_phrase(name)]


def _back_to(page: Page) -> Response:
    return RedirectResponse(f"{page.path}#last", _SEE_OTHER)
