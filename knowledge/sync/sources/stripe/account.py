"""Reads a Stripe account, in the version of the API that the account has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.sync.http import Api, Params, Reached
from knowledge.sync.source_kind import Json, Page
from knowledge.sync.sources.stripe.declaration import StripeSource, StripeTable

_MOST = 100  # a page
_MOST_SINGLE = 500  # objects asked for one by one
_OVERLAP_SECONDS = 300  # an event may be listed a little after the moment it bears
_EVENTS_KEPT_SECONDS = 29 * 86_400  # Stripe says 30 days
_OBJECTS = {
    StripeTable.CUSTOMERS: "customer",
    StripeTable.PRODUCTS: "product",
    StripeTable.SUBSCRIPTIONS: "subscription",
    StripeTable.INVOICES: "invoice",
}
_ALL: dict[str, Params] = {StripeTable.SUBSCRIPTIONS: {"status": "all"}}  # else the ended ones are left out


class StripeAccount(Reached):
    """A declared account; its key is in the environment alone."""

    def __init__(self, declared: StripeSource, secrets: Mapping[str, str]) -> None:
        self._declared = declared
        super().__init__(
            Api("Stripe", declared.address, {"Authorization": f"Bearer {secrets[declared.key_env]}"}), declared.tables
        )

    def pull(self, table: str, *, since: Json, resume: Json) -> Iterator[Page]:
        """All objects of a kind, page by page; from a cursor (seconds since 1970) on, those that events tell of."""
        if isinstance(since, int):
            first = self._api.get("/v1/events", {"limit": 1})
            if first.at.timestamp() - since < _EVENTS_KEPT_SECONDS:
                yield from self._changed(StripeTable(table), since, cursor=int(first.at.timestamp()))
                return
        yield from self._all(table, resume)

    def _all(self, table: str, resume: Json) -> Iterator[Page]:
        position = dict(resume) if isinstance(resume, dict) else {}
        params: dict[str, str | int] = {"limit": _MOST, **_ALL.get(table, {})}
        has_more = True
        while has_more:
            if "after" in position:
                params["starting_after"] = position["after"]
            answer = self._api.get(f"/v1/{table}", params)
            records = answer["data"]
            cursor = position.get("cursor") or int(answer.at.timestamp())
            has_more = bool(answer["has_more"] and records)
            if records:
                position = {"after": records[-1]["id"], "cursor": cursor}
            yield Page(records, cursor, position or None)

    def _changed(self, table: StripeTable, since: int, *, cursor: int) -> Iterator[Page]:
        """Each object that events tell of, as it is now; where they are many, all there are take fewer calls."""
        ids = self._changed_ids(table, since)
        if len(ids) > _MOST_SINGLE:
            yield from self._all(table, {"cursor": cursor})
            return
        yield Page([self._one(table, each) for each in ids], cursor)

    def _changed_ids(self, table: StripeTable, since: int) -> list[str]:
        found: dict[str, None] = {}
        params: dict[str, str | int] = {"limit": _MOST, "created[gte]": since - _OVERLAP_SECONDS}
        has_more = True
        while has_more:
            answer = self._api.get("/v1/events", params)
            objects = (event["data"]["object"] for event in answer["data"])
            found |= {each["id"]: None for each in objects if each.get("object") == _OBJECTS[table]}
            has_more = bool(answer["has_more"] and answer["data"])
            if has_more:
                params["starting_after"] = answer["data"][-1]["id"]
        return list(found)

    def _one(self, table: StripeTable, object_id: str) -> dict[str, Any]:
        return self._api.find(f"/v1/{table}/{object_id}") or {"id": object_id, "deleted": True}
