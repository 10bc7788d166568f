"""The Slack app: the index of everything it listens to."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor

from slack_bolt import App
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.oauth import OAuthFlow

from bot.jobs.queue import JobQueue
from bot.ports import Office
from bot.slack.answering import JOB, Answering
from bot.slack.clients import Clients
from bot.slack.colleagues import Colleagues
from bot.slack.home import HOME, Home
from bot.slack.listeners import buttons, commands, forms, home, messages
from bot.slack.metrics import ServiceMetrics
from bot.slack.modals import Filling
from bot.slack.posting import Poster
from bot.slack.retry import WAITS_SECONDS

LISTENERS = (messages, buttons, commands, forms, home)
_QUICK = 8  # forms opening at once; each is one call to Slack


def build_answering(
    office: Office,
    clients: Clients,
    durable: JobQueue,
    poster: Poster | None = None,
    metrics: ServiceMetrics | None = None,
    *,
    waits: Sequence[float] = WAITS_SECONDS,
) -> Answering:
    """What answers; its job is made known to durable work, which may be launched then."""
    noted = metrics or ServiceMetrics()
    answering = Answering(office, clients, Colleagues(office), poster or Poster(), durable, noted, waits=waits)
    durable.add(JOB, answering.job)
    durable.add(HOME, Home(answering).job)
    return answering


def build_app(
    answering: Answering,
    authorize: Authorize,
    *,
    signing_secret: str | None,
    flow: OAuthFlow | None = None,
    quick: Executor | None = None,
) -> App:
    """The Bolt app. A listener only keeps what came in, so it is done before the response leaves: none is lost.

    Without ``signing_secret`` requests come over the socket, which Slack opened to us with the app token.
    """
    app = App(
        name="osusume",
        signing_secret=signing_secret or "socket",
        authorize=authorize,  # type: ignore[arg-type] # Bolt takes its own class as well
        oauth_flow=flow,
        process_before_response=True,
        request_verification_enabled=signing_secret is not None,
    )
    filling = Filling(answering, quick or ThreadPoolExecutor(_QUICK, "forms"))
    for listener in LISTENERS:
        listener.register(app, filling)
    return app
