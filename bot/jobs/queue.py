"""Work that must happen once, and happens even when the process is killed in between.

A *job* is a plain function ``job(facts, steps)``. ``facts`` is what it needs to know, as JSON values; ``steps.run``
does one thing and remembers its result, so that a job taken up again after a crash goes on behind its last finished
step. Name every job with ``add`` before ``launch``: work left by the last run is taken up again by name.

    durable = Durable(store_url, replica="one")
    durable.add("remind", remind)
    durable.launch()
    durable.start_once("Ev123", "answer", {"text": "what should I offer Acme?"})  # a second Ev123 starts nothing
    durable.every("digest", "0 8 * * 1-5", "digest", timezone="Asia/Tokyo")       # once, however many replicas run

Jobs of one *lane* (what one person asked) are done one at a time, in the order in which they came. A job that cannot go
on raises ``Later``: it is done again then, its lane waits with it, and no worker is kept from others meanwhile.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID

from bot.clock import utc_now
from bot.jobs.database import Replica, count_threads, prepare_file, work_url
from bot.jobs.json_only import JsonOnly
from bot.jobs.lanes import PutOff

log = logging.getLogger(__name__)

Facts = Mapping[str, Any]
Result = TypeVar("Result")

# Work is taken up again only by the same version. It is raised when a job's steps change their order or meaning,
# never with each release: a release would strand what is pending.
WORK_VERSION = "2"
SCHEMA = "osusume_work"
_LANES = "lanes"
_LANE_POLL_SECONDS = 0.1  # half of it is what an answer waits for its turn where nobody is before it
_SPARE_THREADS = 4  # for what stands in no lane
_BEGUN, _LANE, _TRIES, _KEY = "$begun", "$lane", "$tries", "$key"
_FORGOTTEN_AT_ONCE = 1_000
_TAKEN_OVER, _MOST_TAKEN_OVER = "taken_over", 20


class Later(Exception):
    """The job cannot go on now; it is done again after ``seconds``, and what its lane holds after it."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


class Steps(Protocol):
    """Runs the steps of one job."""

    @property
    def key(self) -> str:
        """The id under which this job was started."""

    @property
    def again(self) -> bool:
        """Whether the job may have been begun before: what it does next may have been done already."""

    @property
    def begun(self) -> dt.datetime | None:
        """When the job was started first; None for one of a schedule."""

    @property
    def tries(self) -> int:
        """How often it was put off by ``Later``."""

    def run(self, name: str, step: Callable[..., Result], *args: Any) -> Result:
        """Do ``step(*args)`` once: a job taken up again gets the remembered result. Results are JSON values."""


Job = Callable[[dict[str, Any], Steps], None]


@dataclass
class _DurableSteps:
    key: str
    again: bool
    begun: dt.datetime | None
    tries: int = 0

    def run(self, name: str, step: Callable[..., Result], *args: Any) -> Result:
        result: Result = DBOS.run_step({"name": name}, step, *args)
        return result


class JobQueue:
    """The durable work of one process. A process has one; its replica's name is its own and stays the same."""

    def __init__(
        self, store_url: str, *, replica: str = "one", schema: str = SCHEMA, threads: int | None = None
    ) -> None:
        self.store_url = store_url
        self._jobs: dict[str, Job] = {}
        self._schedules: list[dict[str, Any]] = []
        self._put_off_jobs = PutOff()
        self._threads = threads or count_threads(store_url)
        self._replica = Replica(replica, work_url(store_url))
        self._config: DBOSConfig = {
            "name": "osusume",
            "system_database_url": work_url(store_url),
            "dbos_system_schema": schema,
            "application_version": WORK_VERSION,
            "executor_id": replica,
            "max_executor_threads": self._threads,
            "serializer": JsonOnly(),
            "log_level": "WARNING",
            "scheduler_polling_interval_sec": 5.0,
        }

    def add(self, name: str, job: Job) -> None:
        """Make a job known under a name that stays the same over releases."""
        self._jobs[name] = job

    def launch(self) -> None:
        """Begin to work; what was left undone by this replica is taken up again.

        Raises ReplicaRuns when a process of this name works on this machine already.
        """
        self._replica.claim()
        prepare_file(str(self._config["system_database_url"]))
        DBOS(config=self._config)
        self._register()
        DBOS.launch()
        DBOS.register_queue(
            _LANES,
            partition_concurrency=1,
            worker_concurrency=max(1, self._threads - _SPARE_THREADS),
            polling_interval_sec=_LANE_POLL_SECONDS,
        )
        for schedule in self._schedules:
            self._apply(schedule)

    def close(self, *, wait_seconds: int = 0) -> None:
        """Stop; unfinished work is kept and taken up at the next launch."""
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=wait_seconds)
        self._replica.release()

    def start_once(self, key: str, job: str, facts: Facts, *, lane: str | None = None) -> None:
        """Start a job in the background, in a lane when those before it in the lane are done; a key starts once."""
        given = {**facts, _BEGUN: utc_now().isoformat(), _KEY: key}
        if lane is not None:
            self._enqueue(key, job, {**given, _LANE: lane})
            return
        with SetWorkflowID(key):
            DBOS.start_workflow(self._workflow, self._known(job), given)

    def every(
        self, name: str, cron: str, job: str, *, timezone: str, facts: Facts | None = None, makes_up: bool = True
    ) -> None:
        """Start a job by a cron line (minute hour day month weekday) in a time zone.

        ``makes_up``: what was missed while nobody worked is done once somebody does.

        The job's ``facts`` get ``due``, the moment (ISO) it was planned for. May be called before or after ``launch``;
        the same name again replaces the schedule.
        """
        context = [self._known(job), dict(facts or {})]
        schedule = {"name": name, "cron": cron, "timezone": timezone, "context": context, "makes_up": makes_up}
        self._schedules.append(schedule)
        if hasattr(self, "_tick"):
            self._apply(schedule)

    def count_open(self) -> int:
        """How many jobs have begun, wait for their turn or were put off."""
        undone = ["PENDING", "ENQUEUED", "DELAYED"]  # in one look, for a job that moves on meanwhile
        return len(DBOS.list_workflows(status=undone, load_input=False, load_output=False))

    def count_held(self, seconds: float) -> int:
        """In how many lanes nothing has gone through for so long, in this process."""
        return self._put_off_jobs.count(seconds)

    def open_since(self) -> list[dt.datetime]:
        """When each of them was given."""
        found = DBOS.list_workflows(status=["PENDING", "ENQUEUED"], load_input=False, load_output=False)
        return [dt.datetime.fromtimestamp((job.created_at or 0) / 1000, tz=dt.UTC) for job in found]

    def take_over(self, replica: str) -> int:
        """Go on with the work of a replica that will not come back; returns how many jobs.

        For one caller at a time: what another has taken over already would be begun once more. A job stays in its
        lane. One that ended every process that took it up is left for a person to look at.
        """
        found = DBOS.list_workflows(
            status="PENDING", executor_id=replica, app_version=WORK_VERSION, load_input=False, load_output=False
        )
        by_queue: dict[str | None, list[str]] = {}
        for job in found:
            times = (job.attributes or {}).get(_TAKEN_OVER, 0)
            if times == _MOST_TAKEN_OVER:
                log.error("job %s ended every process that took it up; it is not begun again", job.workflow_id)
                DBOS.cancel_workflow(job.workflow_id)
                continue
            DBOS.update_workflow_attributes(job.workflow_id, {_TAKEN_OVER: times + 1})
            by_queue.setdefault(job.queue_name, []).append(job.workflow_id)
        for queue, keys in by_queue.items():
            DBOS.resume_workflows(keys, queue_name=queue)
        return sum(map(len, by_queue.values()))

    def forget(self, before: dt.datetime) -> int:
        """Drop finished jobs that were started before; returns how many. Their keys may start anew then."""
        found = DBOS.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED"],
            end_time=before.astimezone(dt.UTC).isoformat(),
            limit=_FORGOTTEN_AT_ONCE,
            load_input=False,
            load_output=False,
        )
        DBOS.delete_workflows([job.workflow_id for job in found])
        return len(found)

    def _register(self) -> None:
        @DBOS.workflow(name="job")
        def run_job(job: str, facts: dict[str, Any]) -> None:
            self._run(job, facts)

        @DBOS.workflow(name="tick")
        def run_tick(due: dt.datetime, context: list[Any]) -> None:
            job, facts = context
            self._run(job, {**facts, "due": due.isoformat()})

        self._workflow, self._tick = run_job, run_tick

    def _apply(self, schedule: dict[str, Any]) -> None:
        DBOS.apply_schedules(
            [
                {
                    "schedule_name": schedule["name"],
                    "workflow_fn": self._tick,
                    "schedule": schedule["cron"],
                    "context": schedule["context"],
                    "cron_timezone": schedule["timezone"],
                    "automatic_backfill": schedule["makes_up"],
                }
            ]
        )

    def _run(self, job: str, facts: dict[str, Any]) -> None:
        mark = uuid4().hex
        is_recovered = DBOS.run_step({"name": "begin"}, lambda: mark) != mark  # the one of the first run is remembered
        begun, lane, tries = facts.get(_BEGUN), str(facts.get(_LANE) or ""), int(facts.get(_TRIES, 0))
        key, off = str(facts.get(_KEY) or DBOS.workflow_id), self._put_off_jobs
        turn = (str(begun), key)
        if lane and (left := off.left(lane, turn)):  # somebody before it was put off
            self._again(job, facts, off.add(lane, turn, left))
            return
        steps = _DurableSteps(
            key, is_recovered or tries > 0, dt.datetime.fromisoformat(begun) if begun else None, tries
        )
        told = {name: value for name, value in facts.items() if not name.startswith("$")}
        try:
            self._jobs[job](told, steps)
        except Later as later:
            off.fails(lane)
            self._again(job, {**facts, _TRIES: tries + 1}, off.add(lane, turn, later.seconds))
        except BaseException:
            off.drop(lane, turn)
            raise
        else:
            off.drop(lane, turn)

    def _again(self, job: str, facts: dict[str, Any], seconds: float) -> None:
        """The same once more; under a name of its own, which a process killed right after it finds taken."""
        self._enqueue(f"{DBOS.workflow_id}~", job, facts, delay_seconds=seconds)

    def _enqueue(self, key: str, job: str, facts: Facts, *, delay_seconds: float | None = None) -> None:
        lane = str(facts.get(_LANE) or key)
        with SetWorkflowID(key), SetEnqueueOptions(queue_partition_key=lane, delay_seconds=delay_seconds):
            DBOS.enqueue_workflow(_LANES, self._workflow, self._known(job), dict(facts))

    def _known(self, job: str) -> str:
        if job not in self._jobs:
            raise KeyError(f"no job named {job}: add it before launch")
        return job
