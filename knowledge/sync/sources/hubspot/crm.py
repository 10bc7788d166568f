"""Reads a HubSpot account: lists for all there is, searches for what changed, lists of the archive for what is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from knowledge.errors import SourceRefused
from knowledge.sync.http import Answer, Api, Params, Reached
from knowledge.sync.source_kind import Json, Page
from knowledge.sync.sources.hubspot.declaration import HubspotSource, HubspotTable
from knowledge.sync.sources.hubspot.objects import (
    ASKED,
    MERGED,
    Asked,
    Record,
    in_order,
    merged_into,
    read_stages,
)

_MOST_LISTED, _MOST_FOUND = 100, 200  # a page
_OVERLAP_MS = 600_000  # what was changed is found by a search a little later
_MOST_ARCHIVED_PAGES = 20  # a sync; what is gone beyond is found by the next that reads all rows
Position = dict[str, Any]


class Crm(Reached):
    """A declared account; its key is in the environment alone."""

    def __init__(self, declared: HubspotSource, secrets: Mapping[str, str]) -> None:
        self._declared = declared
        super().__init__(
            Api("HubSpot", declared.address, {"Authorization": f"Bearer {secrets[declared.token_env]}"}),
            declared.tables,
        )

    def pull(self, table: str, *, since: Json, resume: Json) -> Iterator[Page]:
        """All records of a kind, by page; from a cursor (milliseconds since 1970) on, those changed or archived."""
        position = dict(resume) if isinstance(resume, dict) else {}
        if table == HubspotTable.OWNERS:
            yield from self._owners(position)
            return
        pull = _Pull(self._api, self._declared, HubspotTable(table))
        yield from pull.changed(since, position) if isinstance(since, int) else pull.listed(position)

    def _owners(self, position: Position) -> Iterator[Page]:
        """Those who left after the others; HubSpot does not tell who changed."""
        for archived in ("false", "true"):
            if archived == "false" and position.get("archived") == "true":
                continue
            after = position.get("after")
            position, is_first = {}, True
            while is_first or after:
                is_first = False
                told: Params = {"limit": _MOST_LISTED, "archived": archived}
                path = f"/crm/owners/{self._declared.version}"
                answer = self._api.get(path, {**told, "after": after} if after else told)
                after = _following(answer)
                resume = {"archived": archived, "after": after} if after else {"archived": "true"}
                yield Page(answer["results"], None, resume)


class _Pull:
    """One kind of record."""

    def __init__(self, api: Api, declared: HubspotSource, table: HubspotTable) -> None:
        self._api, self._version, self._table = api, declared.version, table
        self._asked: Asked = ASKED[table]
        self._own = declared.properties.get(table, ())
        self._properties = list(dict.fromkeys((*self._asked.properties, *self._own, MERGED)))
        self._path = f"/crm/objects/{declared.version}/{table}"
        self._stages = self._read_stages() if self._asked.stage else {}

    def listed(self, position: Position) -> Iterator[Page]:
        """All there are."""
        is_first = not position
        while is_first or position.get("after"):
            is_first = False
            answer = self._list(position.get("after"))
            position = {"cursor": position.get("cursor") or _now(answer), "after": _following(answer)}
            self._check(answer["results"])
            yield Page(self._whole(answer["results"]), position["cursor"], position)

    def changed(self, since: int, position: Position) -> Iterator[Page]:
        """What was archived, then what is there and was changed: what was brought back meanwhile is told last."""
        position = position or {"step": "archived"}
        if position["step"] == "archived":
            for page in self._archived(since, position):
                yield page
                position = dict(page.resume) if isinstance(page.resume, dict) else position
        yield from self._found(since, position)

    def _archived(self, since: int, position: Position) -> Iterator[Page]:
        for read in range(1, _MOST_ARCHIVED_PAGES + 1):
            answer = self._list(position.get("after"), archived="true")
            after = _following(answer) if read < _MOST_ARCHIVED_PAGES else None
            cursor = position.get("cursor") or _now(answer)
            position = {"step": "archived" if after else "found", "cursor": cursor, "after": after}
            fresh = [each for each in answer["results"] if _milliseconds(each["archivedAt"]) >= since - _OVERLAP_MS]
            yield Page(fresh, cursor, position)
            if not after:
                return

    def _found(self, since: int, position: Position) -> Iterator[Page]:
        """By id, so that neither the 10,000 that a search can tell nor what changes meanwhile lose any."""
        last, cursor = str(position.get("last", "0")), position["cursor"]
        at_end = False
        while not at_end:
            filters = [
                {"propertyName": self._asked.changed_by, "operator": "GTE", "value": str(since - _OVERLAP_MS)},
                {"propertyName": "hs_object_id", "operator": "GT", "value": last},
            ]
            answer = self._api.post(
                f"{self._path}/search",
                {
                    "filterGroups": [{"filters": filters}],
                    "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
                    "properties": self._properties,
                    "limit": _MOST_FOUND,
                    "after": "0",
                },
            )
            found = answer["results"]
            at_end = len(found) < _MOST_FOUND
            ids = [int(last), *(int(each["id"]) for each in found)]
            if any(one >= following for one, following in pairwise(ids)):
                raise SourceRefused(f"{self._table}: HubSpot's search is not in the order of ids behind {last}")
            last = found[-1]["id"] if found else last
            yield Page(self._whole(found), cursor, {"step": "found", "cursor": cursor, "last": last})

    def _list(self, after: str | None, *, archived: str = "false") -> Answer:
        told: Params = {"limit": _MOST_LISTED, "properties": ",".join(self._properties), "archived": archived}
        return self._api.get(self._path, {**told, "after": after} if after else told)

    def _check(self, records: Sequence[Record]) -> None:
        """A property that the firm declared and HubSpot does not know is named; it would be left out in silence."""
        for record in records:
            if lacking := [name for name in self._own if name not in record["properties"]]:
                raise SourceRefused(f"{self._table}: HubSpot has no property {lacking[0]!r}, or does not show it")

    def _whole(self, records: Sequence[Record]) -> list[Record]:
        """With what they belong to and their stages' names; then those that were merged into them."""
        beside: dict[str, dict[str, Any]] = {each["id"]: {} for each in records}
        for kind in self._asked.belongs_to if records else ():
            for found in self._belonging(kind, [each["id"] for each in records]):
                beside[str(found["from"]["id"])][kind] = {"results": in_order(found["to"])}
        whole = [self._with_stage({**each, "associations": beside[each["id"]]}) for each in records]
        return [*whole, *(gone for each in whole for gone in merged_into(each, self._table))]

    def _belonging(self, kind: str, ids: Sequence[str]) -> Sequence[Mapping[str, Any]]:
        path = f"/crm/associations/{self._version}/{self._table}/{kind}/batch/read"
        answer = self._api.post(path, {"inputs": [{"id": each} for each in ids]})
        results: Sequence[Mapping[str, Any]] = answer["results"]
        return results

    def _with_stage(self, record: Record) -> Record:
        stage = record["properties"].get(self._asked.stage or "")
        return {**record, **self._stages.get(stage or "", {})}

    def _read_stages(self) -> dict[str, Record]:
        return read_stages(self._api.get(f"/crm/pipelines/{self._version}/{self._table}", {})["results"])


def _following(answer: Answer) -> str | None:
    after: str | None = answer.get("paging", {}).get("next", {}).get("after")
    return after


def _now(answer: Answer) -> int:
    return int(answer.at.timestamp() * 1_000)


def _milliseconds(moment: str) -> int:
    return int(dt.datetime.fromisoformat(moment).timestamp() * 1_000)
