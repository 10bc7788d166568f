"""Notes and tasks in HubSpot, marked by a word of ours in their text, by which they are found again."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

from knowledge.sync.http import Api
from knowledge.sync.sources.hubspot.declaration import HubspotSource
from knowledge.sync.writing.declared import Becomes, Entry, Written

_KINDS = {Becomes.NOTE: ("notes", "hs_note_body", 190), Becomes.TASK: ("tasks", "hs_task_body", 192)}
_LONGEST_SUBJECT = 100
_MOST_READ = 100


class Activities:
    """What stands in the timeline of a company."""

    def __init__(self, declared: HubspotSource, secrets: Mapping[str, str]) -> None:
        self._version = declared.version
        self._api = Api("HubSpot", declared.address, {"Authorization": f"Bearer {secrets[declared.token_env]}"})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._api.close()

    def write(self, entry: Entry) -> Written:
        """A note at the moment it was told, or a task for the day on which it is due."""
        kind, body, association = _KINDS[entry.becomes]
        marked = f"{html.escape(entry.text)}\n— {html.escape(entry.teller or '')} · {entry.key}".replace("\n", "<br>")
        told = {body: marked, "hs_timestamp": _milliseconds(entry), **_task(entry)}
        if entry.owner:
            told["hubspot_owner_id"] = entry.owner
        types = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": association}]
        asked = {"properties": told, "associations": [{"to": {"id": entry.customer}, "types": types}]}
        made = self._api.write("POST", f"/crm/objects/{self._version}/{kind}", asked)
        return Written(str(made["id"]), str(made["properties"].get(body) or marked))

    def find(self, entry: Entry) -> Written | None:
        """Among all of its customer's: a search would not know yet what was made a moment ago."""
        kind, body, _ = _KINDS[entry.becomes]
        for ids in self._all_of(entry.customer, kind):
            asked = {"properties": [body], "inputs": [{"id": each} for each in ids]}
            for each in self._api.post(f"/crm/objects/{self._version}/{kind}/batch/read", asked)["results"]:
                text = str(each["properties"].get(body) or "")
                if entry.key in text:
                    return Written(str(each["id"]), text)
        return None

    def read(self, written_id: str, becomes: Becomes) -> Written | None:
        """None where it was deleted there."""
        kind, body, _ = _KINDS[becomes]
        there = self._api.find(f"/crm/objects/{self._version}/{kind}/{written_id}?properties={body}")
        return Written(written_id, str(there["properties"].get(body) or "")) if there else None

    def remove(self, written_id: str, becomes: Becomes) -> None:
        """Into the recycling bin."""
        self._api.write("DELETE", f"/crm/objects/{self._version}/{_KINDS[becomes][0]}/{written_id}", None)

    def _all_of(self, customer: str, kind: str) -> Iterator[Sequence[str]]:
        path = f"/crm/associations/{self._version}/companies/{kind}/batch/read"
        after: str | None = None
        is_first = True
        while is_first or after:
            is_first = False
            asked = {"id": customer, **({"after": after} if after else {})}
            found = self._api.post(path, {"inputs": [asked]})["results"]
            ids = [str(each["toObjectId"]) for of in found for each in of["to"]]
            after = next((of["paging"]["next"]["after"] for of in found if of.get("paging", {}).get("next")), None)
            for begin in range(0, len(ids), _MOST_READ):
                yield ids[begin : begin + _MOST_READ]


def _milliseconds(entry: Entry) -> str:
    """When it was told; of a task the day on which it is due."""
    due = entry.due_on if entry.becomes is Becomes.TASK else None
    at = dt.datetime.combine(due, dt.time(), dt.UTC) if due else entry.at
    return str(int(at.timestamp() * 1_000))


def _task(entry: Entry) -> dict[str, Any]:
    if entry.becomes is not Becomes.TASK:
        return {}
    subject = entry.text.splitlines()[0][:_LONGEST_SUBJECT]
    return {"hs_task_subject": subject, "hs_task_status": "NOT_STARTED", "hs_task_type": "TODO"}
