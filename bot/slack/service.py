"""The running service: store, durable work, Slack, put together."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass, field
from importlib.util import find_spec
from types import TracebackType
from typing import Self

from slack_bolt import App

from bot.adapters.office import StoreOffice
from bot.adapters.open_store import store_address
from bot.adapters.sync import schedule_sync
from bot.app import open_dispatcher, open_office
from bot.jobs.heartbeat import Lives
from bot.jobs.queue import JobQueue
from bot.ports import NotificationDispatcher
from bot.slack.answering import Answering
from bot.slack.app import build_answering, build_app
from bot.slack.clients import Clients, make_client
from bot.slack.installs import OneWorkspace
from bot.slack.metrics import ServiceMetrics
from bot.slack.notifier import BRING, EVERY_MINUTE, Reaching
from bot.slack.oauth import build_flow, open_workspaces, register
from bot.slack.retention import Tidying
from bot.slack.secrets import Secrets
from bot.slack.server import Mounted, build_server
from bot.slack.socket import run_socket
from bot.slack.socket_heartbeat import Sign

# How long a thread that computes an answer may keep others waiting. An acknowledgement takes its turn some twenty
# times; at Python's 5 ms, eight busy threads would hold it up for most of a second.
_SWITCH_SECONDS = 0.0005


@dataclass(frozen=True)
class Service:
    """Opened by ``with``: durable work begins, and ends with it."""

    app: App
    durable: JobQueue
    secrets: Secrets
    lives: Lives
    tidying: Tidying
    metrics: ServiceMetrics
    agents: Mounted | None = None
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        sys.setswitchinterval(_SWITCH_SECONDS)
        self.lives.beat()
        self.durable.launch()
        for name, work in (("lives", self.lives.beat_until), ("tidying", self.tidying.tidy_until)):
            threading.Thread(target=work, args=(self._over,), daemon=True, name=name).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, lineage: TracebackType | None
    ) -> None:
        self._over.set()
        self.durable.close(wait_seconds=5)

    def listen(self, stop: threading.Event) -> None:
        """Take events over the socket until told to stop."""
        client, sign = make_client(None, base_url=self.secrets.api), Sign(self.lives.board, self.lives.name)
        run_socket(self.app, self.secrets.need("app_token"), client, stop, sign)

    def serve(self, host: str, port: int) -> None:
        """Take events over HTTP until stopped."""
        import uvicorn

        uvicorn.run(
            build_server(
                self.app,
                self.durable,
                self.tidying.office,
                signing_secret=self.secrets.need("signing_secret"),
                metrics=self.metrics,
                agents=self.agents,
            ),
            host=host,
            port=port,
            log_level="warning",
        )


def open_service(secrets: Secrets, store: str | None, replica: str, *, http: bool) -> Service:
    """Everything but the start. Raises SecretMissing, StoreEmpty, StoreUnreachable, SettingsBroken."""
    signing_secret = secrets.need("signing_secret") if http else None
    if not http:
        secrets.need("app_token")
    office, durable = open_office(store), JobQueue(store_address(store), replica=replica)
    metrics = ServiceMetrics()
    metrics.watch(durable, office)
    schedule_sync(durable, office.knowledge)
    dispatcher = open_dispatcher(store, as_of=None, name=replica)
    if http and secrets.is_many_workspaces:
        app = _for_many(secrets, office, dispatcher, durable, metrics)
    else:
        workspace = OneWorkspace(make_client(secrets.need("bot_token"), base_url=secrets.api))
        answering = _answer(office, workspace, dispatcher, durable, metrics)
        app = build_app(answering, workspace, signing_secret=signing_secret)
    agents = _mount_agents(office) if http else None
    return Service(app, durable, secrets, Lives(replica, office, durable), Tidying(office, durable), metrics, agents)


def _mount_agents(office: StoreOffice) -> Mounted | None:
    """``/mcp``, where its extra is installed."""
    if find_spec("mcp") is None:
        return None
    from bot.adapters.agents import open_agent_door
    from bot.mcp.http import AgentRoutes

    return AgentRoutes(open_agent_door(None, office))


def _answer(
    office: StoreOffice,
    clients: Clients,
    dispatcher: NotificationDispatcher,
    durable: JobQueue,
    metrics: ServiceMetrics,
) -> Answering:
    answering = build_answering(office, clients, durable, metrics=metrics)
    durable.add(BRING, Reaching(answering, dispatcher).job)
    durable.every(BRING, EVERY_MINUTE, BRING, timezone="UTC", makes_up=False)
    return answering


def _for_many(
    secrets: Secrets,
    office: StoreOffice,
    dispatcher: NotificationDispatcher,
    durable: JobQueue,
    metrics: ServiceMetrics,
) -> App:
    workspaces = open_workspaces(office, secrets, office.workspaces)
    answering = _answer(office, workspaces, dispatcher, durable, metrics)
    flow = build_flow(workspaces, office, secrets)
    app = build_app(answering, workspaces, signing_secret=secrets.need("signing_secret"), flow=flow)
    register(app, workspaces)
    return app
