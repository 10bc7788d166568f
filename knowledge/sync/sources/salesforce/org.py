"""Reads a Salesforce org: what changed by a query, all there is in bulk where it is much."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.errors import SourceRefused
from knowledge.sync.http import Api, Reached
from knowledge.sync.source_kind import Json, Page
from knowledge.sync.sources.salesforce.declaration import SalesforceSource, SalesforceTable
from knowledge.sync.sources.salesforce.objects import ASKED, CHANGED, DELETED, USUAL

_MOST_QUERIED = 2_000  # a page, and what Salesforce calls much
_MOST_IN_BULK = 20_000  # a page of a job's results
_OVERLAP = dt.timedelta(minutes=10)  # a transaction that takes long tells of a moment before it
_LONGEST_PAUSE = 30.0  # seconds between two looks at a job
_LONGEST_JOB = 3_600.0  # seconds; the next sync looks again
_OVER = frozenset(("Failed", "Aborted"))
Position = dict[str, Any]


class Org(Reached):
    """A declared org; its secrets are in the environment alone."""

    def __init__(self, declared: SalesforceSource, secrets: Mapping[str, str]) -> None:
        self._declared = declared
        form = {
            "client_id": secrets[declared.client_id_env],
            "client_secret": secrets[declared.client_secret_env],
            "grant_type": "client_credentials",
        }
        if declared.refresh_token_env:
            form |= {"grant_type": "refresh_token", "refresh_token": secrets[declared.refresh_token_env]}

        def login(api: Api) -> str:
            return str(api.post_form("/services/oauth2/token", form)["access_token"])

        super().__init__(Api("Salesforce", declared.address, {}, login=login), declared.tables)

    def pull(self, table: str, *, since: Json, resume: Json) -> Iterator[Page]:
        """All records of a kind with the deleted ones, page by page; from a cursor (a moment) on, those changed."""
        position = dict(resume) if isinstance(resume, dict) else {}
        pull = _Pull(self._api, self._declared, SalesforceTable(table))
        yield from pull.changed(since, position) if isinstance(since, str) else pull.all(position)


class _Pull:
    """One kind of record."""

    def __init__(self, api: Api, declared: SalesforceSource, table: SalesforceTable) -> None:
        self._api, self._table, self._asked = api, table, ASKED[table]
        self._own = declared.fields.get(table, ())
        self._root = f"/services/data/v{declared.version}"

    def changed(self, since: str, position: Position) -> Iterator[Page]:
        """Those changed since a moment; a deleted one is among them, as deleted."""
        begin = dt.datetime.fromisoformat(since) - _OVERLAP
        yield from self._queried(f"{CHANGED} >= {begin.strftime('%Y-%m-%dT%H:%M:%SZ')}", position)

    def all(self, position: Position) -> Iterator[Page]:
        """All there are: by a job where they are many, as Salesforce asks for."""
        if "job" not in position and "next" not in position:
            count = f"SELECT COUNT() FROM {self._table}"  # noqa: S608 - a closed set of names
            counted = self._api.get(f"{self._root}/queryAll", {"q": count})
            if counted["totalSize"] > _MOST_QUERIED:
                created = self._api.post(
                    f"{self._root}/jobs/query", {"operation": "queryAll", "query": self._soql(None)}
                )
                position = {"job": created["id"], "cursor": counted.at.isoformat()}
                yield Page((), position["cursor"], position)
        yield from self._in_bulk(position) if "job" in position else self._queried(None, position)

    def _queried(self, changed: str | None, position: Position) -> Iterator[Page]:
        at_end = position.get("at_end", False)
        while not at_end:
            path = position.get("next")
            if path is None:
                answer = self._api.get(f"{self._root}/queryAll", {"q": self._soql(changed)})
                position = {"cursor": answer.at.isoformat()}
            else:
                answer = self._api.get(path, {})
            at_end = bool(answer["done"])
            position = {"cursor": position["cursor"], "next": answer.get("nextRecordsUrl"), "at_end": at_end}
            yield Page([_bare(each) for each in answer["records"]], position["cursor"], position)

    def _in_bulk(self, position: Position) -> Iterator[Page]:
        path = f"{self._root}/jobs/query/{position['job']}"
        self._await(path)
        while not position.get("at_end"):
            params: dict[str, str | int] = {"maxRecords": _MOST_IN_BULK}
            if locator := position.get("locator"):
                params["locator"] = locator
            told = self._api.download(f"{path}/results", params)
            following = told.headers.get("sforce-locator", "null")
            position = {**position, "locator": following, "at_end": following == "null"}
            yield Page(list(csv.DictReader(io.StringIO(told.text, newline=""))), position["cursor"], position)

    def _await(self, path: str) -> None:
        waited, pause = 0.0, 1.0
        while (job := self._api.get(path, {}))["state"] != "JobComplete":
            if job["state"] in _OVER:
                raise SourceRefused(
                    f"{self._table}: Salesforce's job ends as {job['state']}: {job.get('errorMessage')}"
                )
            if waited > _LONGEST_JOB:
                raise SourceRefused(f"{self._table}: Salesforce's job takes long; the next sync looks", may_resume=True)
            self._api.wait(pause)
            waited, pause = waited + pause, min(2 * pause, _LONGEST_PAUSE)

    def _soql(self, changed: str | None) -> str:
        conditions = " AND ".join(each for each in (self._asked.where, changed) if each)
        where = f" WHERE {conditions}" if conditions else ""
        return f"SELECT {', '.join(self._fields())} FROM {self._table}{where}"  # noqa: S608 - fields that it described

    def _fields(self) -> list[str]:
        """Those that this org has and its user sees; one that must be there and is not is named."""
        described = self._api.get(f"{self._root}/sobjects/{self._table}/describe", {})
        there = {str(field["name"]) for field in described["fields"]}
        must = (*USUAL, *self._asked.must, *self._own)
        if lacking := [name for name in must if name not in there]:
            raise SourceRefused(
                f"{self._table}: Salesforce has no field {lacking[0]!r}, or does not show it to its user"
            )
        return list(dict.fromkeys((*must, *(name for name in (DELETED, *self._asked.may) if name in there))))


def _bare(record: Mapping[str, Any]) -> dict[str, Any]:
    """Without what says of which kind a record is."""
    return {name: value for name, value in record.items() if name != "attributes"}
